"""Signing heads: keys in files and never in the database, checkpoints in two places, keys that change."""

import json
import os
import stat

import pytest
from django.db import connection

from kechuang.ledger import keys, sign
from kechuang.ledger.checkpoint import Note, Signer, Statement, Verifier, origin_of
from kechuang.ledger.keys import KeyUnusableError
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Checkpoint, Log, LogKey
from kechuang.ledger.verify import verify
from tests.ledger.facts import AT, LOG, write_many


def filed() -> list[str]:
    return [note for _, note in sign.kept(LOG)]


def test_the_first_checkpoint_draws_the_key_and_is_kept_twice(log, home):
    write_many(3)

    made = sign.checkpoint(LOG, made_at=AT)

    note = Note.parse(made.note)
    key = Verifier.parse(sign.current_key(LOG).verifier)
    head = Log.objects.get()
    assert Statement.parse(note.text) == Statement(origin_of(LOG), 3, bytes(head.root))
    assert note.signed_by(key)
    assert (made.size, made.key_id, bytes(made.root)) == (3, key.id.hex(), bytes(head.root))
    lines = (home / "checkpoints" / f"{LOG}.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"made_at": "2026-03-02T01:30:00.000000Z", "note": made.note}]


def test_a_private_key_is_in_a_file_for_its_owner_and_nowhere_in_the_database(log, home):
    write_many(1)
    sign.checkpoint(LOG, made_at=AT)

    file = home / "keys" / f"{LOG}.key"
    signer = Signer.parse(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert sorted(one.name for one in file.parent.iterdir()) == [file.name]
    with connection.cursor() as cursor:
        cursor.execute("SELECT verifier, statement FROM ledger_logkey")
        rows = str(cursor.fetchall())
    assert str(signer.verifier) in rows
    assert signer.secret().split("+", 4)[4] not in rows  # the key itself may hold a plus sign
    assert signer.seed.hex() not in rows


def test_a_head_is_signed_once(log):
    write_many(3)

    first, again = sign.checkpoint(LOG, made_at=AT), sign.checkpoint(LOG, made_at=AT)

    assert first.pk == again.pk
    assert filed() == [first.note]


def test_all_logs_that_hold_an_entry_are_signed(log):
    open_log("empty")
    write_many(1)

    assert [made.log for made in sign.checkpoint_all(made_at=AT)] == [LOG]


def test_the_newest_checkpoint_that_covers_an_entry_is_found(log):
    assert (sign.latest(LOG), sign.covering(LOG, 1)) == (None, None)
    for _ in range(2):
        write_many(3)
        sign.checkpoint(LOG, made_at=AT)

    assert sign.latest(LOG).size == 6
    assert [sign.covering(LOG, seq).size for seq in (1, 3, 6)] == [6, 6, 6]
    assert sign.covering(LOG, 7) is None


def test_a_file_that_fell_behind_catches_up(log):
    for _ in range(3):
        write_many(1)
        sign.checkpoint(LOG, made_at=AT)
    file = sign.file_of(LOG)
    notes = filed()
    file.write_text(file.read_text().splitlines(keepends=True)[0])

    sign.checkpoint(LOG, made_at=AT)

    assert filed() == notes


def test_the_environment_may_hold_the_key(log, home, monkeypatch):
    signer = Signer(origin_of(LOG), bytes(range(32)))
    monkeypatch.setenv("KECHUANG_LEDGER_KEY_330100_KJ", signer.secret())
    write_many(1)

    made = sign.checkpoint(LOG, made_at=AT)

    assert keys.variable(LOG) == "KECHUANG_LEDGER_KEY_330100_KJ"
    assert made.key_id == signer.verifier.id.hex()
    assert not (home / "keys").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_a_key_that_others_can_read_is_refused(log, home):
    write_many(1)
    sign.checkpoint(LOG, made_at=AT)
    file = home / "keys" / f"{LOG}.key"
    file.chmod(0o644)

    with pytest.raises(KeyUnusableError, match=f"chmod 600 {file}"):
        sign.checkpoint(LOG, made_at=AT)


def test_a_lost_key_is_not_replaced_in_silence(log, home):
    write_many(1)
    sign.checkpoint(LOG, made_at=AT)
    (home / "keys" / f"{LOG}.key").unlink()
    write_many(1)

    with pytest.raises(KeyUnusableError, match="restore it from the backup of KECHUANG_HOME/keys"):
        sign.checkpoint(LOG, made_at=AT)
    assert LogKey.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (Signer(origin_of("elsewhere"), bytes(32)).secret(), "is the key of kechuang/elsewhere, not of"),
        (Signer(origin_of(LOG), bytes(32)).secret(), "is signed by key .*, but the private key at hand is"),
        ("PRIVATE+KEY+nonsense", "a private key has the form"),
    ],
)
def test_a_wrong_key_is_refused(log, home, text, message):
    write_many(1)
    sign.checkpoint(LOG, made_at=AT)
    file = home / "keys" / f"{LOG}.key"
    file.write_text(text)

    with pytest.raises(KeyUnusableError, match=message):
        sign.checkpoint(LOG, made_at=AT)


def test_a_key_hands_over_to_the_next(log, home):
    write_many(2)
    sign.checkpoint(LOG, made_at=AT)
    first = Verifier.parse(sign.current_key(LOG).verifier)
    write_many(2)

    made = sign.rotate(LOG, made_at=AT)

    second = Verifier.parse(made.verifier)
    assert (made.since_size, sign.current_key(LOG).key_id) == (4, second.id.hex())
    assert Note.parse(sign.latest(LOG).note).signed_by(second)
    assert sorted(file.name for file in (home / "keys").iterdir()) == [f"{LOG}.{first.id.hex()}.old", f"{LOG}.key"]
    for key in (first, second, None):
        report = verify(key=key)
        assert (report.findings, report.logs[0].checkpoints) == ((), 2)


def test_a_key_given_up_as_lost_is_told_by_verify(log, home):
    write_many(2)
    sign.checkpoint(LOG, made_at=AT)
    first = Verifier.parse(sign.current_key(LOG).verifier)
    (home / "keys" / f"{LOG}.key").unlink()

    made = sign.rotate(LOG, made_at=AT, old_key_lost=True)

    report = verify()
    assert report.ok
    assert [(one.code, one.values["key"], one.error) for one in report.findings] == [
        ("ledger.key_unattested", made.key_id, False)
    ]
    trusting = verify(key=first)
    assert [one.code for one in trusting.findings if one.error] == ["ledger.checkpoint_unsigned"]


def test_what_is_signed_was_committed(committed_db, home):
    from django.db import transaction

    open_log(LOG)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        sign.checkpoint(LOG, made_at=AT)

    assert Checkpoint.objects.count() == 0
