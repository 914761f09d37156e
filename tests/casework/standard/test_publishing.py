"""What a mechanism shows to everybody: figures, places, finds and buttons of the rows beside its cases."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from kechuang.casework.matters.models import Matter
from kechuang.casework.matters.moves import APPLICATION
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


def asked(town, name=""):
    request = RequestFactory().get("/")
    request.user = Person.objects.get(pk=town.actors[name].person) if name else AnonymousUser()
    return request


def found(typed, **options):
    rows = Matter.objects.select_related("case")
    hits = publishing.hits(rows, typed, 2, kind="matter", url=lambda pk: f"/matters/{pk}/", **options)
    return [(hit.title, hit.url, hit.note) for hit in hits]


@pytest.mark.parametrize("more", [0, 2])
def test_the_figures_of_all_states_cost_one_query(town, django_assert_num_queries, more):
    town.accepted()
    for _each in range(more):
        town.submitted()

    with django_assert_num_queries(1):
        figures = publishing.figures(Matter.objects.all(), APPLICATION.kind, ("SUBMITTED", "ACCEPTED", "CLOSED"))

    assert [(each.value, each.filters) for each in figures] == [
        (more, {"state": "SUBMITTED"}),
        (1, {"state": "ACCEPTED"}),
        (0, {"state": "CLOSED"}),
    ]


def test_states_are_offered_in_the_order_of_the_moves():
    offered = publishing.states(APPLICATION, {"CLOSED", "SUBMITTED"})

    assert [code for code, _word in offered] == ["SUBMITTED", "CLOSED"]


def test_places_come_with_those_above_and_a_code_that_names_nothing_is_left_out(town):
    first, second = town.submitted(), town.submitted()
    Case.objects.filter(pk=second.pk).update(place="310115")

    offered = publishing.places(Matter.objects.all())

    assert first.place == "330106"
    assert [code for code, _name in offered] == ["310000", "310115", "330000", "330100", "330106"]


def test_rows_are_found_by_the_beginning_of_the_number_or_by_words_of_the_title(town):
    case, other = town.submitted(), town.submitted()
    Case.objects.filter(pk=case.pk).update(number="AB-2026-1", title="Proof of staff")
    Case.objects.filter(pk=other.pk).update(number="CD-2026-1", title="Lease")
    hit = ("Proof of staff", f"/matters/{case.pk}/", "AB-2026-1")

    assert [found(typed) for typed in ("AB-2026", "ab-2026", " of staff ", "2026-1", " ")] == [
        [hit],
        [hit],
        [hit],
        [],
        [],
    ]


def test_finds_are_bounded_and_say_what_they_are_asked_to(town):
    cases = sorted((town.submitted() for _each in range(3)), key=lambda case: case.pk)

    assert found("certificate", note=lambda row: row.case.state, order="pk") == [
        ("A certificate", f"/matters/{case.pk}/", "SUBMITTED") for case in cases[:2]
    ]


def test_only_who_takes_part_gets_the_button_to_the_case(town):
    case = town.submitted()

    urls = [[each.url for each in publishing.own(asked(town, name), case)] for name in ("clerk", "far", "")]

    assert urls == [[reverse("casework:case", args=[case.pk])], [], []]


def test_an_objection_is_the_main_button(town):
    case = town.submitted()

    button = publishing.objecting(case, "Object")

    assert (button.label, button.url, button.primary) == (
        "Object",
        reverse("standard:objection", args=[case.pk]),
        True,
    )
