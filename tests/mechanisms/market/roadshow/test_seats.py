"""Seats: never more persons than seats, whoever waits moves up in the order of coming."""

from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.roadshow.rules.requests import Signup
from kechuang.mechanisms.market.roadshow.rules.seats import fits, promoted, taken

SPACE = UUID(int=0)


def coming(sizes: list[int], capacity: int | None) -> list[Signup]:
    rows: list[Signup] = []
    for at, persons in enumerate(sizes):
        key = uuid5(SPACE, str(at))
        rows.append(Signup(id=key, body=key, persons=persons, waiting=not fits(rows, persons, capacity)))
    return rows


@settings(max_examples=60)
@given(sizes=st.lists(st.integers(1, 5), max_size=12), capacity=st.one_of(st.none(), st.integers(1, 10)))
def test_never_more_persons_than_seats_and_nobody_overtakes(sizes, capacity):
    rows = coming(sizes, capacity)

    seated = [each.waiting for each in rows]
    assert capacity is None or taken(rows) <= capacity
    assert seated == sorted(seated)


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=12),
    capacity=st.integers(1, 10),
    more=st.integers(0, 5),
    gone=st.integers(0, 11),
)
def test_who_moves_up_fits_and_the_first_who_waits_and_fits_is_among_them(sizes, capacity, more, gone):
    rows = [each for at, each in enumerate(coming(sizes, capacity)) if at != gone % len(sizes)]

    found = promoted(rows, capacity + more)
    after = taken(rows) + sum(each.persons for each in rows if each.id in found)
    free = capacity + more - taken(rows)
    first = next((each.id for each in rows if each.waiting and each.persons <= free), None)

    assert after <= capacity + more
    assert (first is None) == (found == ())
    assert first is None or found[0] == first
