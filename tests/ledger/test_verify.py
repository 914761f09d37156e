"""A ledger that was tampered with is found out, and the finding says what and where."""

import json

import pytest
from django.db import connection

from kechuang.ledger import checks, prove, sign, triggers
from kechuang.ledger.checkpoint import Signer, Statement, Verifier, origin_of
from kechuang.ledger.findings import SENTENCES, Finding, sentence
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Entry, PersonalGroup
from kechuang.ledger.proof import Verdict, check
from kechuang.ledger.tree import ALGORITHMS
from kechuang.ledger.verify import verify
from tests.ledger.facts import AT, LOG, Paid, named, paid, record, write, write_many

SIZE = 700


@pytest.fixture
def filled(log):
    """A log of two complete tiles and some entries more, with a checkpoint half way and one at the end."""
    write_many(SIZE - 10)
    sign.checkpoint(LOG, made_at=AT)
    write(*(named() for _ in range(10)))
    sign.checkpoint(LOG, made_at=AT)
    return log


def tamper(statement: str, *values: object) -> None:
    """Change the database as one who may drop its triggers, and put them back as if nothing had been."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    triggers.install()


def found(**options) -> list[tuple[str, dict]]:
    report = verify(**options)
    for finding in report.findings:
        for language in ("en", "zh"):
            assert "{" not in sentence(finding.code, finding.values, language)
    return [(finding.code, dict(finding.values)) for finding in report.findings]


def entry(seq: int) -> Entry:
    return Entry.objects.get(seq=seq)


def place(seq: int, **more: object) -> dict:
    return {"log": LOG, "seq": seq, "id": entry(seq).pk, **more}


def checkpoint_at(size: int) -> dict:
    row = sign.Checkpoint.objects.get(size=size)
    return {"where": f"ledger_checkpoint {row.pk}", "log": LOG, "size": size}


HEAD = [("ledger.head_altered", {"log": LOG, "column": column, "size": SIZE}) for column in ("frontier", "root")]


def test_an_untouched_ledger_is_whole(filled):
    report = verify()

    (log,) = report.logs
    assert (report.ok, report.findings, report.more) == (True, (), {})
    assert (log.code, log.size, log.root) == (LOG, SIZE, bytes(type(filled).objects.get().root).hex())
    assert (log.groups, log.personal, log.erased, log.checkpoints) == (3 * 690 + 2 * 10, 10, 0, 2)


def test_an_empty_ledger_is_whole(log):
    assert verify().ok


def test_a_changed_leaf_is_found_with_everything_that_stood_on_it(filled):
    leaf = entry(5).leaf.replace("200000", "900000")

    tamper("UPDATE ledger_entry SET leaf = %s WHERE seq = 5", leaf)

    assert found() == [
        ("ledger.leaf_altered", place(5)),
        ("ledger.tile_altered", {"log": LOG, "level": 0, "index": 0, "first": 1, "last": 256}),
        *HEAD,
        ("ledger.history_rewritten", checkpoint_at(690)),
        ("ledger.history_rewritten", checkpoint_at(700)),
    ]


def test_a_changed_leaf_with_its_hash_is_found_by_the_tree(filled):
    from kechuang.ledger.tree import leaf_hash

    leaf = entry(695).leaf.replace("200000", "900000")

    tamper("UPDATE ledger_entry SET leaf = %s, leaf_hash = %s WHERE seq = 695", leaf, leaf_hash(leaf.encode()))

    assert found() == [*HEAD, ("ledger.history_rewritten", checkpoint_at(700))]


COLUMNS = [
    ("type", "other.type", "tests.ledger.paid"),
    ("case", "other", "330100-kj/case/0190f5b2-7b3c-7def-8123-1234567890ab"),
    ("act", 'act-1","x":"', "act-1"),
    ("on", "2025-12-31", "2026-03-02"),
    ("recorded_at", "2026-03-02T01:30:00.000001Z", "2026-03-02T01:30:00.000000Z"),
]


@pytest.mark.parametrize(("column", "changed", "leaf"), COLUMNS)
def test_a_changed_column_is_named(filled, column, changed, leaf):
    value = changed.replace("T", " ").replace("Z", "") + "+00" if column == "recorded_at" else changed
    if connection.vendor == "sqlite":
        value = value.removesuffix("+00")

    tamper(f'UPDATE ledger_entry SET "{column}" = %s WHERE seq = 300', value)

    assert found() == [("ledger.column_altered", place(300, column=column, row=changed, leaf=leaf))]


def test_a_changed_version_is_named(filled):
    tamper("UPDATE ledger_entry SET version = 2 WHERE seq = 300")

    assert found() == [("ledger.column_altered", place(300, column="version", row=2, leaf="1"))]


def test_a_changed_value_is_named_with_its_group(filled):
    changed = entry(7).disclosed.replace("核对无误", "核对有误")

    tamper("UPDATE ledger_entry SET disclosed = %s WHERE seq = 7", changed)

    assert found() == [("ledger.group_altered", place(7, group="authority"))]


@pytest.mark.parametrize("change", [lambda _: "00" * 32, lambda _: "00", lambda _: "zz" * 32, lambda salt: salt + " "])
def test_a_changed_salt_is_named_with_its_group(filled, change):
    groups = entry(7).groups
    groups["public"]["salt"] = change(groups["public"]["salt"])

    tamper("UPDATE ledger_entry SET disclosed = %s WHERE seq = 7", json.dumps(groups))

    assert found() == [("ledger.group_altered", place(7, group="public"))]


def test_a_group_that_was_taken_away_is_named(filled):
    groups = entry(7).groups
    del groups["authority"]

    tamper("UPDATE ledger_entry SET disclosed = %s WHERE seq = 7", json.dumps(groups))

    assert found() == [("ledger.group_missing", place(7, group="authority"))]


def test_a_group_that_was_added_is_named(filled):
    groups = {**entry(7).groups, "zz": {"salt": "00" * 32, "values": {"a": 1}}}

    tamper("UPDATE ledger_entry SET disclosed = %s WHERE seq = 7", json.dumps(groups))

    assert found() == [("ledger.group_foreign", place(7, group="zz"))]


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"public":1}', '{"public":{"salt":"00"}}', "[" * 100_000])
def test_groups_that_cannot_be_read_are_named(filled, text):
    tamper("UPDATE ledger_entry SET disclosed = %s WHERE seq = 7", text)

    assert found() == [("ledger.group_unreadable", place(7))]


def test_a_changed_personal_value_is_named(filled):
    tamper('UPDATE ledger_personalgroup SET "values" = %s WHERE entry = %s', '{"name":"另一人"}', entry(695).pk)

    assert found() == [("ledger.group_altered", place(695, group="personal"))]


@pytest.mark.parametrize("seq", [3, None])
def test_a_personal_group_that_no_leaf_commits_to_is_named(filled, seq):
    target = entry(seq).pk if seq else "f" * 32

    PersonalGroup.objects.create(entry=target, label="personal", salt=bytes(32), values="{}")

    assert found() == [("ledger.personal_foreign", {"group": "personal", "id": target})]


def test_an_entry_that_was_removed_is_a_gap(filled):
    tamper("DELETE FROM ledger_entry WHERE seq IN (10, 11, 300)")

    assert found() == [
        ("ledger.gap", {"log": LOG, "first": 10, "last": 11}),
        ("ledger.gap", {"log": LOG, "first": 300, "last": 300}),
        ("ledger.tile_altered", {"log": LOG, "level": 0, "index": 0, "first": 1, "last": 256}),
        ("ledger.tile_altered", {"log": LOG, "level": 0, "index": 1, "first": 257, "last": 512}),
        *HEAD,
        ("ledger.history_rewritten", checkpoint_at(690)),
        ("ledger.history_rewritten", checkpoint_at(700)),
    ]


def test_entries_that_changed_places_are_found(filled):
    tamper("UPDATE ledger_entry SET seq = CASE seq WHEN 20 THEN 100021 ELSE 100020 END WHERE seq IN (20, 21)")
    tamper("UPDATE ledger_entry SET seq = seq - 100000 WHERE seq > 100000")

    assert [code for code, _ in found()] == [
        "ledger.tile_altered",
        "ledger.head_altered",
        "ledger.head_altered",
        "ledger.history_rewritten",
        "ledger.history_rewritten",
    ]


def test_entries_removed_at_the_end_are_found_by_the_head(filled):
    held = [("ledger.tail_missing", {"log": LOG, "size": SIZE, "held": 695})]

    tamper("DELETE FROM ledger_entry WHERE seq > 695")
    tamper("DELETE FROM ledger_personalgroup")

    assert found() == [*held, ("ledger.tail_cut", {**cut(700), "held": 695, "lost": 5})]


def cut(stated: int) -> dict:
    row = sign.Checkpoint.objects.get(size=stated)
    return {"where": f"ledger_checkpoint {row.pk}", "log": LOG, "stated": stated}


def test_a_tail_cut_off_with_all_traces_in_the_database_is_found_by_the_file(filled, home):
    """The head, the tiles and the checkpoints are set back to what they were: only the file knows better."""
    row = Entry.objects.filter(seq__lte=690)
    from kechuang.ledger.tree import Frontier

    tree = Frontier().extend(bytes(one.leaf_hash) for one in row.order_by("seq"))
    tamper("DELETE FROM ledger_entry WHERE seq > 690")
    tamper("DELETE FROM ledger_personalgroup")
    tamper("DELETE FROM ledger_checkpoint WHERE size > 690")
    tamper("UPDATE ledger_log SET size = 690, frontier = %s, root = %s", tree.to_bytes(), tree.root())

    where = f"{home / 'checkpoints' / LOG}.jsonl line 2"
    assert found() == [
        ("ledger.checkpoint_removed", {"where": where, "log": LOG, "size": 700}),
        ("ledger.tail_cut", {"where": where, "log": LOG, "stated": 700, "held": 690, "lost": 10}),
    ]


def test_a_history_that_was_rewritten_throughout_is_found_by_a_checkpoint_kept_elsewhere(filled, home, tmp_path):
    """Whoever holds database, files and key can make a new history; a note kept elsewhere still tells."""
    kept = tmp_path / "kept.txt"
    kept.write_text(sign.latest(LOG).note)
    triggers.remove()
    with connection.cursor() as cursor:
        for table in ("entry", "personalgroup", "tile", "checkpoint", "log"):
            cursor.execute(f"DELETE FROM ledger_{table}")
    triggers.install()
    sign.file_of(LOG).unlink()
    open_log(LOG)
    write_many(SIZE)
    sign.checkpoint(LOG, made_at=AT)

    assert found() == []
    assert found(checkpoints=[kept]) == [("ledger.history_rewritten", {"where": str(kept), "log": LOG, "size": SIZE})]


def test_a_head_that_was_set_back_is_found(filled):
    tamper("UPDATE ledger_log SET size = 690")

    codes = [code for code, _ in found()]
    assert codes.count("ledger.entry_beyond_head") == 10
    assert codes[-1] == "ledger.tail_cut"


@pytest.mark.parametrize("column", ["frontier", "root"])
def test_a_changed_head_is_found(filled, column):
    head = bytes(getattr(type(filled).objects.get(), column))

    tamper(f"UPDATE ledger_log SET {column} = %s", bytes([head[0] ^ 1]) + head[1:])

    assert found() == [("ledger.head_altered", {"log": LOG, "column": column, "size": SIZE})]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ledger_tile SET root = hashes WHERE index = 1", "ledger.tile_altered"),
        ("DELETE FROM ledger_tile WHERE index = 1", "ledger.tile_missing"),
    ],
)
def test_a_tile_that_is_wrong_or_gone_is_named(filled, statement, code):
    tamper(statement.replace("index", '"index"'))

    assert found() == [(code, {"log": LOG, "level": 0, "index": 1, "first": 257, "last": 512})]


def test_tiles_beyond_the_log_are_counted(filled):
    tamper(
        'INSERT INTO ledger_tile (log, level, "index", root, hashes)'
        ' SELECT log, level, "index" + 5, root, hashes FROM ledger_tile'
    )

    assert found() == [("ledger.tile_foreign", {"log": LOG, "count": 2})]


def test_entries_of_an_unknown_log_are_named(filled):
    tamper("UPDATE ledger_entry SET log = 'stray' WHERE seq = 700")

    assert ("ledger.log_unknown", {"log": "stray"}) in found()


def test_postings_that_do_not_balance_are_named(log):
    write(paid(fen=500), paid(fen=500, other=499), record(Paid(number="N", postings=(), note="")))
    sign.checkpoint(LOG, made_at=AT)

    assert found() == [("ledger.postings_unbalanced", place(2, fen=-1))]


def test_missing_triggers_are_named(filled):
    with connection.cursor() as cursor:
        on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER kechuang_ledger_entry_delete{on}")

    assert found() == [("ledger.trigger_missing", {"name": "kechuang_ledger_entry_delete"})]


def test_a_log_without_checkpoint_is_whole_with_a_notice(log):
    write_many(3)

    report = verify()

    assert report.ok
    assert report.findings == (Finding("ledger.checkpoint_none", {"log": LOG, "size": 3}, error=False),)


def test_a_checkpoint_that_nobody_signed_is_named(filled):
    other = Signer(origin_of(LOG), bytes(32))
    note = Statement(origin_of(LOG), SIZE, bytes(type(filled).objects.get().root)).sign(other)

    tamper("UPDATE ledger_checkpoint SET note = %s, key_id = %s WHERE size = 700", note, other.verifier.id.hex())

    row = sign.Checkpoint.objects.get(size=700)
    assert found()[-1] == ("ledger.checkpoint_unsigned", {"where": f"ledger_checkpoint {row.pk}", "log": LOG})


def test_a_checkpoint_row_that_differs_from_its_note_is_named(filled):
    tamper("UPDATE ledger_checkpoint SET size = 650 WHERE size = 690")

    row = sign.Checkpoint.objects.get(size=650)
    assert found() == [("ledger.checkpoint_altered", {"where": f"ledger_checkpoint {row.pk}"})]


def test_a_checkpoint_file_that_lost_lines_is_named(filled, home):
    file = sign.file_of(LOG)
    file.write_text(file.read_text().splitlines(keepends=True)[1])

    values = {"where": str(file), "log": LOG, "count": 1, "size": 690}
    assert found() == [("ledger.checkpoint_file_short", values)]


def test_a_line_that_is_no_checkpoint_is_named(filled):
    with sign.file_of(LOG).open("a") as lines:
        lines.write("scribble\n")

    ((code, values),) = found()
    assert (code, values["where"]) == ("ledger.checkpoint_unreadable", f"{sign.file_of(LOG)} line 3")


def test_only_what_the_given_key_vouches_for_counts(filled):
    key = sign.current_key(LOG)
    own = Verifier.parse(key.verifier)
    stranger = Signer(origin_of(LOG), bytes(32)).verifier

    assert found(key=own) == []
    assert [code for code, _ in found(key=stranger)] == ["ledger.key_untrusted", *["ledger.checkpoint_unsigned"] * 2]


def test_a_ruined_log_gives_twenty_findings_of_a_kind_and_the_count_of_the_rest(filled):
    tamper("UPDATE ledger_entry SET act = 'x'")

    report = verify()

    assert len(report.findings) == 20
    assert report.more == {"ledger.column_altered": SIZE - 20}


def test_named_logs_are_proved_alone(filled):
    open_log("other")
    write_many(1)
    write(paid(), log="other")

    assert [log.code for log in verify(logs=["other"]).logs] == ["other"]
    assert [log.code for log in verify().logs] == [LOG, "other"]


@pytest.mark.skipif("sm3" not in ALGORITHMS, reason="this Python's OpenSSL has no SM3")
def test_a_log_may_be_kept_under_another_hash(log):
    open_log("sm3", algorithm="sm3")
    write(*(named() for _ in range(300)), log="sm3")
    sign.checkpoint("sm3", made_at=AT)
    one = Entry.objects.filter(log="sm3").first()

    assert found(logs=["sm3"]) == []
    assert check(prove.prove(one, {"public"})).verdict is Verdict.CONSISTENT
    assert one.envelope["hash"] == "sm3"
    tamper("UPDATE ledger_entry SET act = 'x' WHERE seq = 299")
    assert [code for code, _ in found(logs=["sm3"])] == ["ledger.column_altered"]


class Numbers:
    """A row check of these tests: remembers the numbers that facts gave."""

    def __init__(self):
        self.seen = []

    def see(self, entries):
        self.seen += [
            (one.seq, one.type, one.case, one.on, one.groups["public"]["number"], sorted(one.groups)) for one in entries
        ]

    def merge(self, later):
        self.seen += later.seen

    def finish(self):
        yield Finding(
            "ledger.row_differs", {**dict.fromkeys(["table", "row", "column", "held", "fact"], "x"), "seq": 1}
        )


@pytest.fixture
def only_numbers(monkeypatch):
    made = []
    monkeypatch.setattr(checks, "_checks", {})
    checks.register_check("numbers", lambda: made.append(Numbers()) or made[-1])
    return made


def test_row_checks_see_every_entry_and_add_their_findings(log, only_numbers):
    write(paid("N-1"), named("N-2"))
    sign.checkpoint(LOG, made_at=AT)

    report = verify()

    case = "330100-kj/case/0190f5b2-7b3c-7def-8123-1234567890ab"
    assert only_numbers[0].seen == [
        (1, "tests.ledger.paid", case, "2026-03-02", "N-1", ["authority", "parties", "public"]),
        (2, "tests.ledger.named", case, "2026-03-02", "N-2", ["public"]),
    ]
    assert report.checks == ("numbers",)
    assert [finding.code for finding in report.findings] == ["ledger.row_differs"]


def test_a_row_check_that_fails_is_reported_and_hides_nothing(log, monkeypatch):
    class Broken(Numbers):
        def see(self, entries):
            raise KeyError("state")

    monkeypatch.setattr(checks, "_checks", {"a": Broken, "b": Numbers})
    write(paid())
    sign.checkpoint(LOG, made_at=AT)

    assert found()[0] == ("ledger.check_broke_off", {"name": "a", "why": "KeyError: 'state'"})
    assert [code for code, _ in found()] == ["ledger.check_broke_off", "ledger.row_differs"]


def test_every_sentence_exists_in_both_languages():
    for code, (chinese, english) in SENTENCES.items():
        names = {part.partition("}")[0] for part in english.split("{")[1:]}
        assert names == {part.partition("}")[0] for part in chinese.split("{")[1:]}, code
