"""Reading logs by sequence, case, type and id; what a reader may see; durable cursors."""

import pytest

from kechuang.ledger import read
from kechuang.ledger.models import Cursor, PersonalGroup
from tests.ledger.facts import AT, CASE, LOG, Paid, named, paid, record, write, write_many


def numbers(entries) -> list[int]:
    return [entry.seq for entry in entries]


def test_entries_are_read_in_order_from_where_one_stopped(log):
    write_many(5)

    assert numbers(read.entries(LOG)) == [1, 2, 3, 4, 5]
    assert numbers(read.entries(LOG, after=2, limit=2)) == [3, 4]
    assert numbers(read.entries(LOG, after=5)) == []
    assert numbers(read.stream(LOG, after=1, chunk=2)) == [2, 3, 4, 5]


def test_entries_are_read_by_type(log):
    write(paid(), named(), paid(), named())

    assert numbers(read.entries(LOG, types={"tests.ledger.named"})) == [2, 4]
    assert numbers(read.stream(LOG, types={"tests.ledger.paid", "none"}, chunk=1)) == [1, 3]


def test_entries_are_read_by_case(log):
    other = "330100-kj/case/0190f5b2-7b3c-7def-8123-ffffffffffff"
    fact = Paid(number="N-2", postings=(), note="")
    write(paid(), record(fact, case=other), record(fact, case=""), paid())

    assert numbers(read.of_case(CASE)) == [1, 4]
    assert numbers(read.of_case(other)) == [2]
    assert read.of_case("") == []


def test_an_entry_is_read_by_its_id(log):
    (made,) = write(paid())

    assert read.entry(made.id).seq == 1
    assert read.entry("0" * 32) is None


@pytest.mark.parametrize(
    ("groups", "values"),
    [
        ({"public"}, {"number": "N-1"}),
        ({"public", "authority"}, {"number": "N-1", "note": "核对无误"}),
        ({"personal"}, {}),
        (set(), {}),
    ],
)
def test_a_reader_sees_the_groups_that_are_open_to_him(log, groups, values):
    write(paid())

    assert read.readable(read.entries(LOG)[0], groups) == values


def test_personal_values_are_read_until_they_are_erased(log):
    write(named(name="演示联系人"))
    (entry,) = read.entries(LOG)
    assert read.readable(entry, {"public"}) == {"number": "N-1"}
    assert read.readable(entry, {"public", "personal"}) == {"number": "N-1", "name": "演示联系人"}

    PersonalGroup.objects.update(salt=None, values=None, erased_at=AT)

    assert read.readable(entry, {"public", "personal"}) == {"number": "N-1"}


@pytest.mark.parametrize("count", [1, 3])
def test_many_entries_cost_one_query_for_their_personal_groups(log, count, django_assert_num_queries):
    write(*(named() for _ in range(count)))
    entries = read.entries(LOG)

    with django_assert_num_queries(1):
        read.readable_many(entries, {"public", "personal"})
    with django_assert_num_queries(0):
        read.readable_many(entries, {"public"})


def test_a_follower_sees_every_entry_once(log):
    seen = []
    write_many(5)

    counts = [read.follow("reader", LOG, lambda batch: seen.extend(numbers(batch)), limit=2) for _ in range(4)]
    write_many(1)
    read.follow("reader", LOG, lambda batch: seen.extend(numbers(batch)))

    assert counts == [2, 2, 1, 0]
    assert seen == [1, 2, 3, 4, 5, 6]


def test_a_follower_that_fails_is_given_the_same_entries_again(log):
    write_many(3)
    seen = []

    def fail(batch):
        seen.append(numbers(batch))
        raise RuntimeError("broken reader")

    with pytest.raises(RuntimeError):
        read.follow("reader", LOG, fail)
    read.follow("reader", LOG, lambda batch: seen.append(numbers(batch)))

    assert seen == [[1, 2, 3], [1, 2, 3]]


def test_a_follower_of_some_types_passes_over_the_others(log):
    seen = []
    write(paid(), named(), paid(), paid())

    read.follow("reader", LOG, lambda batch: seen.extend(numbers(batch)), types={"tests.ledger.named"})

    assert seen == [2]
    assert Cursor.objects.get().position == 4


def test_followers_of_different_names_do_not_share_a_place(log):
    write_many(2)
    read.follow("one", LOG, lambda batch: None)

    assert read.cursor("one", LOG).position == 2
    assert read.cursor("other", LOG).position == 0


def test_a_reader_can_begin_anew(log):
    seen = []
    write_many(2)
    read.follow("reader", LOG, lambda batch: seen.extend(numbers(batch)))

    read.rewind("reader", LOG)
    read.follow("reader", LOG, lambda batch: seen.extend(numbers(batch)))

    assert seen == [1, 2, 1, 2]
