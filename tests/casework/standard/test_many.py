"""Many chosen cases at once: a page that repeats what will happen, then each decided alone."""

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case, Step
from kechuang.casework.standard import declare
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment

SUSPEND, TRANSFER, REMIND = "standard:many-suspend", "standard:many-transfer", "standard:many-remind"
TYPED = {"agreed": "1", "key": "k", "reason": "A lawsuit.", "basis": "Rule 3"}


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


def sent(town, name, view, cases, **data):
    desk = Client()
    desk.force_login(Person.objects.get(pk=town.actors[name].person))
    return desk.post(reverse(view), {"row": [str(case.pk) for case in cases], **data})


def holds():
    return list(Case.objects.order_by("pk").values_list("hold", flat=True))


def test_first_the_page_repeats_the_rows_and_the_effects_and_does_nothing(town):
    cases = [town.accepted(), town.accepted(by="other clerk")]

    page = sent(town, "county2", SUSPEND, cases)

    text = page.content.decode()
    assert page.status_code == 200
    assert all(case.number in text for case in cases)
    assert ('name="basis"' in text, 'id="what-happens"' in text, holds()) == (True, True, ["", ""])


def test_agreed_each_case_is_decided_alone_and_sent_twice_it_acts_once(town):
    cases = [town.accepted(), town.accepted(kind="request")]

    first, second = (sent(town, "county2", SUSPEND, cases, **TYPED) for _ in range(2))

    assert (first.status_code, first.url) == (302, reverse("casework:inbox"))
    assert second.status_code == 422
    assert holds() == ["suspended", "suspended"]
    assert Step.objects.filter(move=declare.SUSPEND).count() == 2


def test_what_is_not_open_is_left_out_and_said(town):
    open_one, other = town.accepted(), town.submitted(by="other clerk")

    page = sent(town, "county2", SUSPEND, [open_one, other])
    sent(town, "county2", SUSPEND, [open_one, other], **TYPED)

    shown = page.content.decode()
    assert (open_one.number in shown, other.number in shown) == (True, False)
    assert [Case.objects.get(pk=case.pk).hold for case in (open_one, other)] == ["suspended", ""]


def test_a_missing_reason_comes_back_and_nothing_is_done(town):
    page = sent(town, "county2", SUSPEND, [town.accepted()], **{**TYPED, "reason": ""})

    assert (page.status_code, "Rule 3" in page.content.decode(), holds()) == (422, True, [""])


def test_many_are_transferred_to_an_office_that_covers_them_all(town):
    cases = [town.submitted(), town.submitted(by="other clerk")]
    city = town.bodies["city"].pk

    page = sent(town, "county1", TRANSFER, cases).content.decode()
    sent(town, "county1", TRANSFER, cases, agreed="1", key="k", taker=str(city), reason="Yours.")

    assert (str(city) in page, str(town.bodies["other county"].pk) in page) == (True, False)
    assert set(Case.objects.values_list("office", flat=True)) == {city}


@pytest.mark.parametrize("view", [SUSPEND, TRANSFER, REMIND])
def test_a_stranger_changes_nothing(town, view):
    case = town.accepted()

    page = sent(town, "other clerk", view, [case], **TYPED, taker=str(town.bodies["city"].pk))

    assert (page.status_code, case.number in page.content.decode()) == (422, False)
    assert Step.objects.filter(case=case, move__startswith="standard.").count() == 0


@pytest.mark.parametrize("view", ["matters:list", "casework:inbox"])
def test_the_lists_offer_it_to_whom_it_is_open(town, view):
    town.submitted()
    args = ["all"] if view == "casework:inbox" else []
    offered = {}
    for name in ("county1", "clerk"):
        desk = Client()
        desk.force_login(Person.objects.get(pk=town.actors[name].person))
        page = desk.get(reverse(view, args=args)).content.decode()
        offered[name] = [reverse(each) in page for each in (TRANSFER, SUSPEND, REMIND)]

    assert offered == {"county1": [True, True, False], "clerk": [False, False, True]}
