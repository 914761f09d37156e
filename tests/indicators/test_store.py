"""The data set follows the ledger: after a crash at any point, after deletion, beside another database."""

from datetime import date

import duckdb
import pytest

from kechuang.indicators import blocks, compute, register, store
from kechuang.indicators.asking import Slice
from kechuang.indicators.blocks import Block, GapError
from kechuang.ledger import read
from kechuang.ledger.models import Cursor, Entry
from tests.indicators.facts import HANGZHOU, SHANGHAI, opened, paid, values, write

DAY = date(2026, 3, 5)


@pytest.fixture
def small(monkeypatch):
    """Blocks of four entries, so that a few facts fill several."""
    monkeypatch.setattr(blocks, "BLOCK", 4)
    monkeypatch.setattr(store, "BLOCK", 4)


def pay(count: int, log: str = HANGZHOU) -> None:
    write(log, *(paid("1.00", DAY) for _ in range(count)))


def held() -> list[tuple[str, int]]:
    """Give log and sequence number of every row of the data set, in order."""
    files = store.files(store.sizes())
    return duckdb.read_parquet(files, union_by_name=True).project("log, seq").order("log, seq").fetchall()


def every(**sizes: int) -> list[tuple[str, int]]:
    return [(log[1:], seq) for log, size in sorted(sizes.items()) for seq in range(1, size + 1)]


def test_every_entry_of_every_log_is_held_once(node, small):
    pay(10)
    pay(3, SHANGHAI)

    added = store.follow_all()

    assert added == 13
    assert held() == every(l310000=3, l330100=10)
    assert store.follow_all() == 0


def test_a_growing_log_is_written_on_and_outgrown_files_go(node, small):
    for _round in range(6):
        pay(1)
        store.follow_all()

    assert held() == every(l330100=6)
    assert [(block.first, block.last) for block in blocks.present(store.folder())] == [(1, 3), (1, 4), (5, 5), (5, 6)]


def test_killed_between_file_and_cursor_nothing_is_doubled_or_lost(node, small):
    pay(3)
    store.follow_all()
    pay(1)
    entries = read.entries(HANGZHOU, 0, 4)
    store.write(store.folder() / Block(HANGZHOU, 1, 4, store.mark(entries[-1].leaf_hash)).name, entries)

    before = store.sizes()
    added = store.follow_all()

    assert (before, added, held()) == ({HANGZHOU: 3}, 1, every(l330100=4))


def test_numbers_made_between_file_and_cursor_are_those_of_the_cursor(node, small):
    write(HANGZHOU, opened())
    pay(1)
    store.follow_all()
    pay(1)
    entries = read.entries(HANGZHOU, 0, 4)
    store.write(store.folder() / Block(HANGZHOU, 1, 3, store.mark(entries[-1].leaf_hash)).name, entries)
    sizes = store.sizes()

    # The file on disk already holds the third entry; a reader at size 2 passes over it.
    found = compute.series(register.definition("voucher.paid_yuan"), compute.records(), Slice(), "year")

    assert (sizes, str(found.total.value)) == ({HANGZHOU: 2}, "1.00")


def test_killed_while_writing_only_a_temporary_file_is_left_and_goes(node, small):
    pay(2)
    left = store.folder() / f"{HANGZHOU}.000000000001-000000000002.000000000000.999999999.tmp"
    left.write_bytes(b"PAR1 half written")

    store.follow_all()

    assert (left.exists(), held()) == (False, every(l330100=2))


def test_deleted_files_are_no_data_until_they_are_written_anew(node, small):
    pay(6)
    store.follow_all()
    for path in store.folder().glob("*.000000000004.*.parquet"):
        path.unlink()
    for path in store.folder().glob("*-000000000004.*.parquet"):
        path.unlink()

    gone = store.sizes()
    store.follow_all()

    assert (gone, held()) == ({}, every(l330100=6))


def test_files_of_another_ledger_are_not_believed(node, small):
    pay(2)
    store.follow_all()
    stranger = Block(HANGZHOU, 1, 4, "0123456789ab")
    mine = store.folder() / blocks.present(store.folder())[0].name
    (store.folder() / stranger.name).write_bytes(mine.read_bytes())

    pay(1)
    store.follow_all()

    assert held() == every(l330100=3)
    assert stranger not in blocks.present(store.folder())


def test_a_rebuilt_data_set_gives_the_same_numbers(node, small):
    write(HANGZHOU, opened(), on=DAY)
    pay(5)
    before = values("voucher.paid_yuan")

    assert store.rebuild() == 6
    assert values("voucher.paid_yuan") == before


def test_a_cursor_that_another_follower_moved_is_not_moved_back(node, small):
    pay(2)
    store.follow_all()
    pay(2)
    Cursor.objects.filter(name=store.CURSOR).update(position=1)

    store.follow_all()

    assert store.sizes() == {HANGZHOU: 4}


def test_no_personal_value_and_no_salt_reaches_the_files(node):
    pay(1)
    store.follow_all()
    entry = Entry.objects.get()

    columns = duckdb.read_parquet(store.files(store.sizes())).columns
    content = b"".join(path.read_bytes() for path in store.folder().glob("*.parquet"))

    assert [name for name in columns if "personal" in name or "salt" in name] == []
    assert [group["salt"] for group in entry.groups.values() if group["salt"].encode() in content] == []


def test_following_costs_few_statements_however_many_entries(node, django_assert_num_queries):
    pay(1)
    store.follow_all()
    pay(1)
    with django_assert_num_queries(8):
        store.follow_all()
    pay(40)
    with django_assert_num_queries(8):
        store.follow_all()


def test_files_with_a_gap_are_refused():
    found = [Block("a", 1, 4, "0" * 12), Block("a", 9, 12, "0" * 12)]

    with pytest.raises(GapError) as caught:
        blocks.chain(found, "a", 12)

    assert (caught.value.held, caught.value.wanted) == (4, 12)


def test_of_two_files_with_one_beginning_the_longer_is_read():
    short, long, rest = Block("a", 1, 2, "0" * 12), Block("a", 1, 4, "0" * 12), Block("a", 5, 5, "0" * 12)

    assert blocks.chain([short, long, rest], "a", 5) == [long, rest]
    assert blocks.chain([short, long, rest], "a", 2) == [long]


def test_names_are_read_back_and_other_files_are_passed_over():
    block = Block("330100-kj", 1, 4, "0123456789ab")

    assert blocks.read_name(block.name) == block
    assert blocks.read_name("330100.1-4.parquet") is None
    assert blocks.read_name("../x.000000000001-000000000004.0123456789ab.parquet") is None
