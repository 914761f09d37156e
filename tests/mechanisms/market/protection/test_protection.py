"""A case of protection: what it must hold, which way it goes, how a dispute holds an achievement, what nobody reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.mechanisms.market.protection import actions
from kechuang.mechanisms.market.protection.models import Protection, Routing
from kechuang.mechanisms.market.protection.rules import law
from kechuang.mechanisms.market.protection.rules import requests as asked
from kechuang.mechanisms.market.result.models import Achievement, IpRight
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from tests.mechanisms.market.result.conftest import done, moment, patent

SECRET = "某仿制企业"


def test_a_case_is_reported_routed_taken_and_concluded(world):
    case = world.routed()

    done(world.step("accept", asked.Step(protection=case, move="accept"), by="mediator"))
    done(world.conclude(case))

    row = Protection.objects.get(pk=case)
    assert (world.stands(case), row.outcome, row.way) == ("CONCLUDED", "settled", "mediation")
    assert list(Routing.objects.filter(protection=case).values_list("way", "answer")) == [("mediation", "accepted")]


def test_a_case_that_is_sent_back_with_a_reason_is_routed_anew_and_both_ways_stay(world):
    case = world.routed()
    back = asked.Step(protection=case, move="send_back", reason="elsewhere", text="应先行政裁决")
    nameless = world.step("send_back", asked.Step(protection=case, move="send_back", text="x"), by="mediator")

    done(world.step("send_back", back, by="mediator"))
    done(world.route(case, way="court", to="", outside="人民法院"))
    done(world.conclude(case, "record", "intake officer", outcome="upheld", text="判决停止侵权"))

    rows = sorted(Routing.objects.filter(protection=case).values_list("way", "answer", "outside"))
    assert nameless.refusal.code == "protection.reason_unknown"
    assert rows == [("court", "", "人民法院"), ("mediation", "elsewhere", "")]
    assert world.stands(case) == "CONCLUDED"


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"kind": "quarrel"}, "protection.kind_unknown", "kind"),
        ({"right": "idea"}, "protection.right_unknown", "right"),
        ({"number": "202110123456.1"}, "identify.patent.check", "number"),
        ({"number": " "}, "protection.no_number", "number"),
        ({"kind": "trade_secret"}, "protection.secret_only", "right"),
        ({"right": "secret"}, "protection.secret_only", "right"),
        ({"kind": "overseas"}, "protection.no_country", "country"),
        ({"happened_at": ""}, "protection.no_place", "happened_at"),
        ({"respondent": ""}, "protection.no_respondent", "respondent"),
        ({"respondent": "firm"}, "protection.against_oneself", "respondent"),
        ({"respondent_code": "91330106QX"}, "identify.credit_code.length", "respondent_code"),
        ({"text": " "}, "protection.no_words", "text"),
        ({"contact": asked.Contact(name="", phone="1")}, "protection.no_contact", "contact_name"),
        ({"files": ()}, "protection.no_evidence", "file"),
    ],
)
def test_a_case_that_is_not_complete_is_refused_by_name(world, more, code, place):
    refusal = world.report(**more).refusal

    assert (refusal.code, refusal.place) == (code, place)


def test_the_same_case_is_not_reported_twice_while_it_is_under_way(world):
    first = world.reported()
    second = world.report(respondent=" 某仿制企业 ").refusal
    done(world.step("refuse", asked.Step(protection=first, move="refuse", reason="not_here", text="请向外地提出")))

    assert (second.code, world.report().refusal) == ("protection.reported_already", None)


@pytest.mark.parametrize(
    ("way", "more", "code"),
    [
        ("police", {}, "protection.way_not_open"),
        ("mediation", {"outside": "另一家"}, "protection.one_receiver"),
        ("mediation", {"to": None}, "protection.one_receiver"),
        ("mediation", {"text": ""}, "protection.no_words"),
    ],
)
def test_a_way_that_the_rule_does_not_open_is_refused_and_the_rule_named(world, way, more, code):
    case = world.reported()

    refusal = world.route(case, way=way, **more).refusal

    assert (refusal.code, world.stands(case)) == (code, "REPORTED")


def test_a_party_or_a_stranger_is_no_receiver_and_only_the_receiver_answers(world):
    case = world.reported()
    stranger = world.route(case, to="university").refusal
    done(world.route(case))
    other = world.step("accept", asked.Step(protection=case, move="accept"), by="clerk").refusal

    assert (stranger.code, other.code) == ("protection.receiver_unknown", "case.not_yours")


def test_every_kind_has_a_way_at_every_place_and_each_is_marked_as_our_design(world):
    book = Law(rulebook.current())

    for kind in asked.KINDS:
        for place in ("330106", "310115", "340104"):
            ways, rule = law.ways(book, place, world.on, kind)
            assert set(ways) <= set(asked.WAYS)
            assert (bool(ways), rule.confidence) == (True, "D")


def disputed(world):
    result = world.listed()
    number = IpRight.objects.get(achievement=result).number
    return result, {"kind": "ownership", "number": number, "respondent": "university"}


def frozen(result):
    return Achievement.objects.get(pk=result).state


def test_a_dispute_freezes_the_registered_achievement_once_it_is_routed_and_its_end_lifts_that(world):
    result, about = disputed(world)
    case = world.reported(**about)
    states = [frozen(result)]
    done(world.route(case))
    states.append(frozen(result))
    done(world.step("accept", asked.Step(protection=case, move="accept"), by="mediator"))
    done(world.conclude(case))

    states.append(frozen(result))

    assert states == ["LISTED", "FROZEN", "LISTED"]


def test_two_disputes_about_one_achievement_hold_it_until_both_are_over(world):
    result, about = disputed(world)
    first = world.routed(**about)
    second = world.routed(**{**about, "respondent": "另一单位"})
    done(world.step("accept", asked.Step(protection=first, move="accept"), by="mediator"))
    done(world.conclude(first))
    between = frozen(result)
    with world.at():
        withdrawn = standard.Withdraw(case=second, reason="和解")
        done(acts.take("market.protection", declare.WITHDRAW, withdrawn, by=world.actor("clerk"), key="w"))
        lifted = actions.lift(moment(world.on))

    assert (between, lifted, frozen(result), actions.lift(moment(world.on))) == ("FROZEN", 1, "LISTED", 0)


def test_an_infringement_freezes_nothing(world):
    result, about = disputed(world)

    world.routed(**{**about, "kind": "infringement"})

    assert frozen(result) == "LISTED"


def test_nobody_but_parties_and_offices_reads_a_case_and_small_numbers_are_not_told(world):
    case = world.routed()
    strangers = [reverse("casework:case", args=[case]), "/market/protection/cases/", "/api/v1/protections/"]
    with world.at():
        anybody, other = _client(world, ""), _client(world, "colleague")
        front = anybody.get(reverse("market_protection:front")).content.decode()
        counts = anybody.get("/api/v1/protections/counts").json()
        refused = [client.get(url).status_code for client in (anybody, other) for url in strangers]
        read = _client(world, "mediator").get(strangers[0]).content.decode()

    assert (SECRET in front, patent(77) in front, SECRET in read) == (False, False, True)
    assert [code for code in refused if code == 200] == []
    assert counts == [{"place": "330000", "year": "2026", "all": "< 3", "counts": {}}]


def test_from_three_cases_on_the_numbers_are_given(world):
    for serial in (81, 82, 83):
        world.reported(number=patent(serial))

    with clock.fixed(moment(world.on)):
        counts = _client(world, "").get("/api/v1/protections/counts").json()

    assert counts[0]["all"] == "3"
    assert list(counts[0]["counts"].values()) == ["3"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_case_and_three(world, django_assert_num_queries, count):
    for serial in range(count):
        world.reported(number=patent(90 + serial))
    client, url = _client(world, "intake officer"), "/market/protection/cases/"
    with world.at():
        client.get(url)

        with django_assert_num_queries(LISTED):
            shown = client.get(url).content.decode()

    assert shown.count(SECRET) >= count


LISTED = 9


def test_an_end_before_the_report_or_tomorrow_is_refused(world):
    case = world.routed()
    done(world.step("accept", asked.Step(protection=case, move="accept"), by="mediator"))

    codes = [world.conclude(case, ended_on=world.on + timedelta(days=days)).refusal.code for days in (-30, 1)]

    assert codes == ["protection.ended_before", "protection.since_in_future"]


def _client(world, name):
    client = Client()
    if name:
        client.force_login(world.people[name])
    return client
