"""Nothing is asked twice: the rules that forms are held against, and all forms of the product under them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.elements.dictionary import (
    ACT,
    BODY,
    CASE,
    CONFIRM_SECONDS,
    SCOPES,
    Asked,
    Element,
    Fault,
    Sheet,
    burden,
    elements,
    faults,
    read,
)
from kechuang.casework.elements.sheets import all_sheets

END = date(2029, 1, 1)
NAME = Element(code="body.name", kind="text", scope=BODY, zh="名称", en="Name", seconds=10)
PRICE = Element(code="deal.price", kind="yuan", scope=CASE, zh="价格", en="Price", seconds=6)
WHY = Element(code="act.why", kind="text", scope=ACT, zh="理由", en="Why", seconds=20)
BOOK = {each.code: each for each in (NAME, PRICE, WHY)}


def sheet(code, *fields, about="deal", owner="planner", until=END):
    return Sheet(code, about, owner, until, tuple(fields))


def test_no_form_of_the_product_asks_twice_or_without_element_owner_and_end():
    assert faults(all_sheets(), elements()) == []


def test_the_product_has_forms_to_be_held_against_the_rules():
    assert len(all_sheets()) > 30


def test_what_a_body_told_once_is_not_asked_in_a_second_form():
    first, second = sheet("a", Asked("name", "body.name")), sheet("b", Asked("title", "body.name"), about="other")

    found = faults([first, second], BOOK)

    assert found == [Fault("asked_twice", "a", "body.name"), Fault("asked_twice", "b", "body.name")]


def test_a_known_value_may_be_shown_to_be_confirmed():
    first, second = sheet("a", Asked("name", "body.name")), sheet("b", Asked("name", "body.name", confirms=True))

    assert faults([first, second], BOOK) == []


def test_a_matters_value_is_asked_once_about_each_kind_of_matter():
    one, two, other = (sheet("a", Asked("x", "deal.price")), sheet("b", Asked("y", "deal.price")), None)
    other = sheet("c", Asked("x", "deal.price"), about="auction")

    assert faults([one, other], BOOK) == []
    assert faults([one, two], BOOK) == [
        Fault("asked_twice", "a", "deal.price deal"),
        Fault("asked_twice", "b", "deal.price deal"),
    ]


def test_a_reason_is_asked_by_every_act_that_needs_one():
    assert faults([sheet("a", Asked("x", "act.why")), sheet("b", Asked("y", "act.why"))], BOOK) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (sheet("a", Asked("x", "")), Fault("no_element", "a", "x")),
        (sheet("a", Asked("x", "body.nmae")), Fault("unknown_element", "a", "body.nmae")),
        (sheet("a", Asked("x", "act.why"), owner=""), Fault("no_owner", "a")),
        (sheet("a", Asked("x", "act.why"), until=None), Fault("no_end", "a")),
        (sheet("a", Asked("x", "deal.price"), about=""), Fault("no_matter", "a", "deal.price")),
    ],
)
def test_each_fault_of_a_form_is_named(wrong, fault):
    assert faults([wrong], BOOK) == [fault]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- {code: a, kind: text, scope: act, seconds: 1, zh: a, en: a}\n" * 2, "a is declared twice"),
        ("- {code: a, kind: song, scope: act, seconds: 1, zh: a, en: a}", "a: unknown kind song or scope act"),
        ("- {code: a, kind: text, scope: moon, seconds: 1, zh: a, en: a}", "a: unknown kind text or scope moon"),
    ],
)
def test_a_wrong_dictionary_is_refused(text, says):
    with pytest.raises(ValueError, match=says):
        read(text)


def test_a_collection_may_ask_nothing_personal_no_file_and_no_record():
    asked = [each for each in elements().values() if each.askable]

    assert {each.scope for each in asked} <= set(SCOPES)
    assert [each.code for each in asked if each.personal or each.kind in {"file", "secret", "reference"}] == []
    assert len(asked) > 15


def test_the_burden_of_a_request_in_figures():
    weight = burden([NAME, PRICE], [{"body.name"}, set(), {"body.name", "deal.price"}])

    assert (weight.recipients, weight.fields, weight.cells, weight.known, weight.typed) == (3, 2, 6, 3, 3)
    assert weight.seconds == (CONFIRM_SECONDS + 6) + (10 + 6) + 2 * CONFIRM_SECONDS
    assert weight.hours == "0.1"


@given(st.lists(st.sets(st.sampled_from(sorted(BOOK))), max_size=8))
def test_knowing_more_never_makes_a_request_heavier(known):
    asked = list(BOOK.values())

    light, heavy = burden(asked, known), burden(asked, [set() for _ in known])

    assert light.seconds <= heavy.seconds
    assert light.known + light.typed == light.cells == heavy.typed
