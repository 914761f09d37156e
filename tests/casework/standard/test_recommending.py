"""Unit, county, city: each recommends within its quota, may give back or refuse, and sees only what came up to it."""

from datetime import date

import pytest
from django.urls import reverse

from kechuang.casework import queries
from kechuang.casework.standard import declare
from kechuang.casework.standard.models import Endorsement, Nomination, Round
from kechuang.casework.standard.requests import Decline, Nominate, Recommend, SendDown
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment


@pytest.fixture
def call(town):
    return Round.objects.create(
        code="330100-2026-R01",
        title="Talent plan 2026",
        kind="matters.application",
        authority="330100",
        place="330100",
        office=town.bodies["city"],
        levels=["unit", "county"],
        quotas={"county": 1},
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 6, 30),
    )


def nominated(town, call, by="clerk"):
    case = town.submitted(by=by)
    assert town.take(case, declare.NOMINATE, Nominate(case=case.pk, round=call.pk), by).refusal is None
    return case


def recommended(town, case, by, rank=None):
    return town.take(case, declare.RECOMMEND, Recommend(case=case.pk, opinion="Good.", rank=rank), by)


def seen_by(town, name):
    rows = queries.cases(town.actors[name], BEGIN, ["matters.application"])
    return set(rows.values_list("pk", flat=True))


def test_a_case_goes_up_level_by_level_and_is_seen_only_where_it_came(town, call):
    case = nominated(town, call)

    assert (seen_by(town, "clerk"), seen_by(town, "county1"), seen_by(town, "city1")) == ({case.pk}, set(), set())
    assert recommended(town, case, "clerk").refusal is None
    assert (seen_by(town, "county1"), seen_by(town, "city1")) == ({case.pk}, set())
    assert recommended(town, case, "county1", rank=1).refusal is None
    assert seen_by(town, "city1") == {case.pk}
    assert Nomination.objects.get().arrived is True


def test_the_office_waits_until_all_levels_have_recommended(town, call):
    case = nominated(town, call)
    recommended(town, case, "clerk")

    early = town.step(case, "accept", "county1")
    recommended(town, case, "county1")

    assert early.refusal == Refusal(
        "casework.not_recommended_yet",
        {"move": "matters.application.accept", "code": call.code, "level": "casework.level.county"},
    )
    assert town.step(case, "accept", "city1").refusal is None


def test_a_full_quota_is_refused_with_its_figure_and_is_free_again_when_a_case_comes_back(town, call):
    first, second = nominated(town, call), nominated(town, call, by="other clerk")
    recommended(town, first, "clerk")
    recommended(town, second, "other clerk")
    recommended(town, first, "county1")

    full = recommended(town, second, "county1")

    assert full.refusal == Refusal(
        "casework.quota_full", {"level": "casework.level.county", "used": 1, "quota": 1, "code": call.code}
    )
    assert town.take(first, declare.SEND_DOWN, SendDown(case=first.pk, faults="No plan."), "city1").refusal is None
    assert recommended(town, second, "county1").refusal is None
    assert Endorsement.objects.filter(level="county", counts=True).count() == 1


def test_a_level_refuses_and_the_case_ends_there(town, call):
    case = nominated(town, call)
    recommended(town, case, "clerk")

    outcome = town.take(case, declare.DECLINE, Decline(case=case.pk, reason="Too early."), "county1")

    assert (outcome.refusal, case.state, case.finished) == (None, "REFUSED", True)


@pytest.mark.parametrize("name", ["county1", "city1", "other clerk", "far"])
def test_nobody_recommends_in_the_place_of_another_level(town, call, name):
    case = nominated(town, call)

    assert recommended(town, case, name).refusal == Refusal("case.not_yours", {"move": "standard.recommend"})


def test_an_office_opens_a_round_on_its_page_and_a_firm_enters_it(town, client):
    client.force_login(Person.objects.get(pk=town.actors["city1"].person))
    data = {"key": "k", "title": "Platforms 2026", "opens_on": "2026-01-01", "closes_on": "", "quota_county": "2"}

    with clock.fixed(moment(BEGIN)):
        empty = client.post("/rounds/new/", {"key": "k"})
        client.post("/rounds/new/", data)
        row = Round.objects.get()
        case = nominated(town, row)
        client.force_login(Person.objects.get(pk=town.actors["clerk"].person))
        shown = client.get(reverse("casework:case", args=[case.pk])).content.decode()
        listed = client.get(reverse("standard:round", args=[row.pk])).content.decode()

    assert empty.status_code == 422
    assert (row.code, row.levels, row.quotas) == ("330100-2026-R01", ["unit", "county"], {"county": 2})
    assert "Platforms 2026" in shown
    assert case.number in listed
