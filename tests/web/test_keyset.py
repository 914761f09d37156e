"""Pages by key: every row once, forwards and backwards, with positions, whatever the order."""

import base64
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.web.accounts.models import Body
from kechuang.web.keyset import Ask, CursorError, Key, Total, bounded_total, take

from .conftest import body


def encoded(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


BY_CODE = (Key("code"), Key("pk"))
BY_DAY_DOWN = (Key("valid_from", descending=True), Key("pk", descending=True))
BY_END = (Key("valid_to"), Key("pk"))
BY_PARENT = (Key("parent__code"), Key("pk"))


def codes(part):
    return [row.code for row in part.rows]


def walk(keys, size, total, *, backwards=False):
    """Follow next (or previous from the end) and give each page's codes and first positions."""
    pages, ask = [], Ask(end=backwards)
    while True:
        part = take(Body.objects.all(), keys, size, ask, total)
        pages.append((codes(part), part.first))
        cursor = part.previous if backwards else part.next
        if not cursor:
            return pages
        ask = Ask(before=cursor) if backwards else Ask(after=cursor)


def test_pages_forward_with_positions(bodies):
    bodies(5)

    pages = walk(BY_CODE, 2, Total(5))

    assert pages == [(["B001", "B002"], 1), (["B003", "B004"], 3), (["B005"], 5)]


def test_pages_backward_from_the_end_with_positions(bodies):
    bodies(5)

    pages = walk(BY_CODE, 2, Total(5), backwards=True)

    assert pages == [(["B004", "B005"], 4), (["B002", "B003"], 2), (["B001"], 1)]


def test_back_from_the_second_page_is_the_first(bodies):
    bodies(5)
    first = take(Body.objects.all(), BY_CODE, 2, Ask(), Total(5))
    second = take(Body.objects.all(), BY_CODE, 2, Ask(after=first.next), Total(5))

    again = take(Body.objects.all(), BY_CODE, 2, Ask(before=second.previous), Total(5))

    assert (codes(again), again.first, again.last, again.previous) == (["B001", "B002"], 1, 2, "")


def test_an_exact_page_has_no_next(bodies):
    bodies(2)

    part = take(Body.objects.all(), BY_CODE, 2, Ask(), Total(2))

    assert (part.previous, part.next) == ("", "")


def test_no_rows_have_no_position(db):
    part = take(Body.objects.all(), BY_CODE, 2, Ask(), Total(0))

    assert (part.rows, part.first, part.last, part.previous, part.next) == ([], 0, 0, "", "")


def test_the_end_has_no_position_where_the_total_is_not_known(bodies):
    bodies(5)

    part = take(Body.objects.all(), BY_CODE, 2, Ask(end=True), Total(3, exact=False))

    assert (codes(part), part.first) == (["B004", "B005"], 0)


def test_rows_without_a_value_come_last_in_both_directions(db):
    ends = {"B1": None, "B2": date(2025, 1, 1), "B3": None, "B4": date(2024, 6, 1)}
    for code, end in ends.items():
        body(1, code=code, valid_from=date(2020, 1, 1), valid_to=end).save()

    up = [row for page, _first in walk(BY_END, 1, Total(4)) for row in page]
    down = [row for page, _first in walk(BY_END, 1, Total(4), backwards=True) for row in page]

    assert up[:2] == ["B4", "B2"]
    assert sorted(up[2:]) == ["B1", "B3"]
    assert down == up[::-1]


def test_an_order_may_follow_a_relation(db):
    parents = [
        Body.objects.create(**{f: getattr(body(n), f) for f in ("code", "name", "kind", "place", "valid_from")})
        for n in (1, 2)
    ]
    for number, parent in ((8, parents[1]), (9, parents[0])):
        child = body(number, parent=parent)
        child.save()

    seen = take(Body.objects.filter(parent__isnull=False), BY_PARENT, 1, Ask(), Total(2))
    rest = take(Body.objects.filter(parent__isnull=False), BY_PARENT, 1, Ask(after=seen.next), Total(2))

    assert codes(seen) + codes(rest) == ["B009", "B008"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "W10",
        "WyJhIl0",
        "WzEsMl0",
        "WzEsIngiLCJ5Il0",
        "////",
        "A" * 3000,
        encoded([1, 2**70, 1]),
        encoded([1, "2024-01-01", 1.5]),
        encoded([1, "2024-01-01", "\x00"]),
    ],
)
def test_an_altered_cursor_is_refused(bodies, cursor):
    bodies(3)

    with pytest.raises(CursorError):
        take(Body.objects.all(), BY_DAY_DOWN, 2, Ask(after=cursor), Total(3))


def test_a_cursor_of_another_order_is_refused(bodies):
    bodies(3)
    first = take(Body.objects.all(), BY_CODE, 2, Ask(), Total(3))

    with pytest.raises(CursorError):
        take(Body.objects.all(), BY_DAY_DOWN, 2, Ask(after=first.next), Total(3))


def test_counting_stops_at_the_limit(bodies):
    bodies(5)

    assert bounded_total(Body.objects.all(), limit=4) == Total(4, exact=False)
    assert bounded_total(Body.objects.all(), limit=5) == Total(5)


def test_a_page_costs_one_query(bodies, django_assert_num_queries):
    bodies(5)
    first = take(Body.objects.all(), BY_CODE, 2, Ask(), Total(5))

    with django_assert_num_queries(1):
        take(Body.objects.all(), BY_CODE, 2, Ask(after=first.next), Total(5))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.tuples(st.integers(1, 4), st.one_of(st.none(), st.integers(1, 3))), max_size=9),
    size=st.integers(1, 4),
    keys=st.sampled_from([BY_DAY_DOWN, BY_END, (Key("valid_to", descending=True), Key("pk", descending=True))]),
)
def test_every_row_stands_on_exactly_one_page(db, days, size, keys):
    Body.objects.all()._raw_delete("default")
    for number, (start, end) in enumerate(days):
        body(number, valid_from=date(2024, 1, start), valid_to=end and date(2025, 1, end)).save()
    total = Total(len(days))

    forward = walk(keys, size, total)
    backward = walk(keys, size, total, backwards=True)

    seen = [code for page, _first in forward for code in page]
    assert sorted(seen) == sorted(Body.objects.values_list("code", flat=True))
    assert [code for page, _first in reversed(backward) for code in page] == seen
    assert [first for _page, first in forward if first] == list(range(1, len(days) + 1, size))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists), max_size=4)
)
def test_no_cursor_whatever_it_holds_breaks_a_page(db, values):
    for keys in (BY_CODE, BY_DAY_DOWN):
        try:
            take(Body.objects.all(), keys, 2, Ask(after=encoded(values)), Total(0))
        except CursorError:
            continue
