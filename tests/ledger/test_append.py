"""Appending: sequence, groups, the tree's head and tiles, and the number of statements."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kechuang.ledger import append as appending
from kechuang.ledger import leaf as leaves
from kechuang.ledger import read, tree
from kechuang.ledger.append import LedgerError, append
from kechuang.ledger.leaf import NotCanonicalError
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Entry, Log, PersonalGroup, Tile
from tests.ledger.facts import AT, CASE, LOG, ON, PERSON, Paid, named, paid, record, write, write_many


def test_an_entry_says_what_was_recorded(log):
    (made,) = write(paid("N-7"))

    entry = Entry.objects.get()
    assert (made.id, made.seq, made.leaf_hash) == (entry.pk, 1, bytes(entry.leaf_hash))
    assert (entry.log, entry.type, entry.version, entry.case) == (LOG, "tests.ledger.paid", 1, CASE)
    assert (entry.act, entry.on, entry.recorded_at) == ("act-1", ON, AT)
    assert entry.envelope["basis"] == {
        "edition": "e1",
        "values": [{"key": "voucher.cap_yuan", "value": "200000", "clause": "第十二条"}],
    }
    assert {label: group["values"] for label, group in entry.groups.items()} == {
        "public": {"number": "N-7"},
        "parties": {"postings": [{"account": "a", "fen": -500}, {"account": "b", "fen": 500}]},
        "authority": {"note": "核对无误"},
    }
    assert made.leaf_hash == tree.leaf_hash(entry.leaf.encode())
    for label, group in entry.groups.items():
        assert leaves.opens(entry.envelope, label, bytes.fromhex(group["salt"]), group["values"])


def test_what_is_stored_is_canonical(log):
    write(paid(), named())

    for entry in Entry.objects.all():
        assert entry.leaf == leaves.canonical(entry.envelope)
        assert entry.disclosed == leaves.canonical(entry.groups)


def test_every_group_has_a_salt_of_its_own(log):
    write(paid(), paid())

    salts = [group["salt"] for entry in Entry.objects.all() for group in entry.groups.values()]
    assert len(set(salts)) == 6
    assert {len(salt) for salt in salts} == {64}


def test_personal_values_stand_only_where_they_can_be_erased(log):
    (made,) = write(named(name="演示联系人"))

    entry, group = Entry.objects.get(), PersonalGroup.objects.get()
    assert (group.entry, group.label, group.subject) == (made.id, "personal", PERSON)
    assert json.loads(group.values) == {"name": "演示联系人"}
    assert leaves.opens(entry.envelope, "personal", bytes(group.salt), {"name": "演示联系人"})
    assert "演示联系人" not in entry.leaf + entry.disclosed


def test_one_entry_may_speak_of_several_persons(log):
    extra = {"personal.provider": {"name": "甲"}, "personal.firm": {"name": "乙"}}
    subjects = {"personal.provider": "person/1", "personal.firm": "person/2"}
    fact = Paid(number="N-1", postings=(), note="")

    write(record(fact, extra=extra, subjects=subjects))

    found = PersonalGroup.objects.order_by("label").values_list("label", "subject", "values")
    assert list(found) == [
        ("personal.firm", "person/2", '{"name":"乙"}'),
        ("personal.provider", "person/1", '{"name":"甲"}'),
    ]


def test_extra_values_join_those_of_the_fact(log):
    write(
        record(Paid(number="N-1", postings=(), note="x"), extra={"authority": {"by": "p"}, "parties": {"state": "s"}})
    )

    values = {label: group["values"] for label, group in Entry.objects.get().groups.items()}
    assert values == {
        "public": {"number": "N-1"},
        "parties": {"postings": [], "state": "s"},
        "authority": {"note": "x", "by": "p"},
    }


@pytest.mark.parametrize(
    ("extra", "message"),
    [({"authority": {"note": "y"}}, "repeat the fact's own: note"), ({'x"y': {"a": 1}}, "names no disclosure group")],
)
def test_extra_values_that_clash_are_refused(log, extra, message):
    with pytest.raises(LedgerError, match=message):
        write(record(Paid(number="N-1", postings=(), note="x"), extra=extra))


def test_text_is_stored_in_one_form(log):
    write(record(Paid(number="cafe\u0301", postings=(), note=""), basis={"clause": "e\u0301"}))

    entry = Entry.objects.get()
    assert entry.envelope["basis"] == {"clause": "\u00e9"}
    assert entry.groups["public"]["values"] == {"number": "caf\u00e9"}


def test_a_value_without_canonical_form_is_refused_and_nothing_is_kept(log):
    with pytest.raises(NotCanonicalError, match=r"basis\.share: float has no canonical form"):
        write(paid(), record(Paid(number="N-1", postings=(), note=""), basis={"share": 0.5}))

    assert (Entry.objects.count(), Log.objects.get().size) == (0, 0)


@pytest.mark.parametrize("portions", [[1, 1, 1], [255, 1, 1], [256], [700], [250, 300, 250]])
def test_head_and_tiles_are_those_of_the_whole_tree(log, portions):
    for portion in portions:
        write_many(portion)

    head = Log.objects.get()
    hashes = [bytes(entry.leaf_hash) for entry in read.stream(LOG)]
    assert head.size == sum(portions) == len(hashes)
    assert head.tree == tree.Frontier().extend(hashes)
    assert bytes(head.root) == head.tree.root()
    blocks = [hashes[at : at + 256] for at in range(0, len(hashes) - 255, 256)]
    stored = [
        (tile.level, tile.index, bytes(tile.root), bytes(tile.hashes))
        for tile in Tile.objects.order_by("level", "index")
    ]
    assert stored == [(0, at, tree.perfect_root(block), b"".join(block)) for at, block in enumerate(blocks)]


def test_tiles_of_the_second_level_hold_the_roots_of_the_first(log, monkeypatch):
    monkeypatch.setattr(appending, "TILE", 4)

    for portion in (3, 14, 30, 20):
        write_many(portion)

    hashes = [bytes(entry.leaf_hash) for entry in read.stream(LOG)]
    for level, count in ((0, 16), (1, 4), (2, 1)):
        tiles = Tile.objects.filter(level=level).order_by("index")
        width = 4 ** (level + 1)
        wanted = [tree.perfect_root(hashes[at : at + width]) for at in range(0, count * width, width)]
        assert [bytes(tile.root) for tile in tiles] == wanted
    assert Tile.objects.count() == 21


def test_sequence_numbers_follow_one_another_without_gap(log):
    first, second = write_many(3), write_many(2)

    assert [made.seq for made in first + second] == [1, 2, 3, 4, 5]


def test_an_append_that_is_rolled_back_leaves_no_gap(log):
    write_many(2)
    with transaction.atomic():
        append(LOG, [paid()], recorded_at=AT)
        transaction.set_rollback(True)

    made = write_many(1)

    assert [one.seq for one in made] == [3]
    assert Log.objects.get().size == 3


def test_logs_grow_apart(log):
    open_log("330106-kj")

    write(paid(), log="330106-kj")
    write(paid(), paid())

    assert [read.size(code) for code in (LOG, "330106-kj", "none")] == [2, 1, 0]


def test_nothing_is_done_for_no_records(log):
    assert write() == []


def test_a_log_that_was_not_opened_is_refused(log):
    with pytest.raises(LedgerError, match="there is no log elsewhere"):
        write(paid(), log="elsewhere")


@pytest.mark.parametrize("code", ["", "A", "a b", "../x", "x" * 65])
def test_a_code_that_cannot_name_files_is_refused(db, code):
    with pytest.raises(ValueError, match="is no log code"):
        open_log(code)


def test_an_algorithm_that_is_not_there_is_refused(db):
    with pytest.raises(ValueError, match="md5 is not available"):
        open_log("a", algorithm="md5")


def test_opening_a_log_again_changes_nothing(log):
    write_many(1)

    again = open_log(LOG, "another name")

    assert (again.name, again.size) == ("Hangzhou", 1)


@pytest.mark.parametrize(("records", "statements"), [(1, 3), (3, 3), (300, 5)])
def test_an_append_takes_few_statements(log, records, statements):
    batch = [paid() for _ in range(records)]

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        append(LOG, batch, recorded_at=AT)

    # Head, entries, head; with 256 entries also the tile, and on the way the leaves that it begins with.
    assert len([one for one in queries if not one["sql"].startswith("SAVEPOINT")]) <= statements


def test_personal_groups_take_one_more_statement(log):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        append(LOG, [named(), named(), paid()], recorded_at=AT)

    assert len(queries) == 4


def test_appending_needs_a_transaction(committed_db, home):
    open_log(LOG)

    with pytest.raises(LedgerError, match="append needs a transaction around it"):
        append(LOG, [paid()], recorded_at=AT)
