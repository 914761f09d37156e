"""``kechuang ledger``: verify, prove, check, checkpoint, keys, rotate, protect, with their exit codes."""

import io
import json
import subprocess
import sys

import pytest

from kechuang.config.cli import main
from kechuang.ledger import read, sign, triggers
from kechuang.ledger.command import BROKEN, IMPOSSIBLE, NOT_AUTHENTICATED, WELL
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Log, LogKey, PersonalGroup
from tests.ledger.facts import AT, LOG, named, write, write_many
from tests.ledger.node import ROOT


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def filled(log):
    write_many(3)
    write(named())
    return log


@pytest.fixture
def ledger(capsys):
    """Call ``kechuang ledger …`` and give its exit code and what it printed."""

    def call(*words: object) -> tuple[int, str]:
        code = main(["ledger", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


def entry_id(seq: int) -> str:
    return read.entries(LOG, after=seq - 1, limit=1)[0].pk


@pytest.fixture
def proof(filled, ledger, tmp_path):
    file = tmp_path / "proof.json"
    code, _ = ledger("prove", entry_id(2), "--out", file)
    assert code == WELL
    return file


def own_key() -> str:
    return sign.current_key(LOG).verifier


def test_verify_says_that_the_ledger_is_whole(filled, ledger):
    sign.checkpoint(LOG, made_at=AT)

    code, said = ledger("verify")

    root = bytes(Log.objects.get().root).hex()
    assert code == WELL
    assert said == f"{LOG}: 4 entries, 11 groups, 1 checkpoints\n  root {root}\nthe ledger is whole\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Group personal"),
        (("--chinese",), "个人信息组"),
    ],
)
def test_verify_says_what_is_wrong_in_either_language(filled, ledger, words, sentence):
    sign.checkpoint(LOG, made_at=AT)
    PersonalGroup.objects.create(entry="f" * 32, label="personal", salt=bytes(32), values="{}")

    code, said = ledger(*words, "verify")

    assert code == BROKEN
    assert said.endswith("THE LEDGER IS NOT WHOLE\n")
    assert "✗ ledger.personal_foreign: " in said
    assert ("f" * 32) in said
    assert ("个人信息组" in said) == bool(words)


def test_verify_reports_to_programs(filled, ledger):
    code, said = ledger("verify", "--json")

    report = json.loads(said)
    assert code == WELL
    assert (report["ok"], report["logs"][0]["size"]) == (True, 4)
    assert report["findings"] == [{"code": "ledger.checkpoint_none", "values": {"log": LOG, "size": 4}, "error": False}]


def test_verify_holds_the_log_against_a_note_kept_elsewhere(filled, ledger, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(sign.checkpoint(LOG, made_at=AT).note)

    assert ledger("verify", LOG, "--checkpoint", note, "--key", own_key())[0] == WELL
    note.write_text(note.read_text().replace("\n4\n", "\n5\n"))
    code, said = ledger("verify", LOG, "--checkpoint", note)

    assert code == BROKEN
    assert f"{note} states that log {LOG} had 5 entries; the database holds 4. 1 entries were cut off." in said


def test_verify_of_an_unknown_log_is_impossible(filled, ledger):
    assert ledger("verify", "nowhere") == (IMPOSSIBLE, f"there is no log nowhere; there are: {LOG}\n")


def test_a_proof_is_checked_with_the_key(proof, ledger, tmp_path):
    key = tmp_path / "key.txt"
    key.write_text(own_key() + "\n")

    for given in (own_key(), key):
        code, said = ledger("check", proof, "--key", given)
        assert code == WELL
        assert f"log {LOG}, entry 2 of 4: tests.ledger.paid version 1" in said
        assert 'public: {"number": "N-1"}' in said
        assert "not disclosed: authority, parties" in said
        assert said.endswith(f"authentic: signed by key {own_key().split('+')[1]}\n")


def test_a_proof_without_a_key_is_consistent_and_not_authenticated(proof, ledger):
    code, said = ledger("check", proof)

    assert code == NOT_AUTHENTICATED
    assert "consistent, not authenticated" in said


def test_a_proof_is_checked_without_django_and_without_the_database(proof):
    program = (
        "import sys; from kechuang.config.cli import main;"
        f"code = main(['ledger', 'check', {str(proof)!r}, '--key', {own_key()!r}]);"
        "assert not [name for name in sys.modules if name.split('.')[0] == 'django']; sys.exit(code)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (WELL, "")
    assert "authentic: signed by key" in done.stdout


def test_a_proof_comes_from_the_input_too(filled, ledger, monkeypatch):
    code, said = ledger("prove", entry_id(1))
    assert code == WELL
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))

    assert ledger("check", "-", "--key", own_key())[0] == WELL


def test_a_changed_proof_is_broken(proof, ledger):
    proof.write_text(proof.read_text().replace("N-1", "N-9"))

    code, said = ledger("check", proof, "--key", own_key())

    assert code == BROKEN
    assert said == ("Group public does not fit the digest in the leaf: its values or salt were altered.\nBROKEN\n")


@pytest.mark.parametrize(
    ("text", "key", "message"),
    [
        ("{", None, "is no proof"),
        ("[" * 100_000, None, "is no proof"),
        (None, None, "is no proof"),
        ("{}", "nonsense", "--key: the key 'nonsense' is neither a verifier key nor a file with one"),
        ("{}", "a+b+c", "--key: "),
    ],
)
def test_what_cannot_be_checked_is_told_apart_from_what_is_broken(ledger, tmp_path, text, key, message):
    file = tmp_path / "proof.json"
    if text is not None:
        file.write_text(text)

    code, said = ledger("check", file, *(("--key", key) if key else ()))

    assert code == IMPOSSIBLE
    assert message in said


def test_groups_are_disclosed_by_name(filled, ledger):
    code, said = ledger("prove", entry_id(2), "--groups", "public,authority")

    assert code == WELL
    assert sorted(json.loads(said)["groups"]) == ["authority", "public"]


def test_an_entry_that_is_not_there_has_no_proof(filled, ledger):
    assert ledger("prove", "0" * 32) == (IMPOSSIBLE, f"there is no entry {'0' * 32}\n")


def test_checkpoints_are_printed(filled, ledger):
    open_log("empty")

    code, said = ledger("checkpoint")

    assert code == WELL
    assert said == sign.latest(LOG).note + "\n"
    assert ledger("checkpoint", LOG)[1] == said
    assert ledger("checkpoint", "nowhere")[0] == IMPOSSIBLE


def test_a_key_is_rotated_and_both_are_printed(filled, ledger):
    ledger("checkpoint")

    code, said = ledger("rotate", LOG)

    keys = list(LogKey.objects.order_by("pk").values_list("verifier", flat=True))
    assert code == WELL
    assert said == f"from 4 entries on, {LOG} is signed by\n{keys[1]}\n"
    assert ledger("keys") == (WELL, "\n".join(keys) + "\n")
    assert ledger("rotate", "nowhere")[0] == IMPOSSIBLE


def test_triggers_are_put_back(filled, ledger):
    triggers.remove()
    names = triggers.missing()

    assert ledger("protect") == (WELL, "".join(f"put back: {name}\n" for name in names))
    assert ledger("protect") == (WELL, "all triggers were in place\n")
    assert triggers.missing() == []
