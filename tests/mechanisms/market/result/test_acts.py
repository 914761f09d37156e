"""An achievement from its handing-in to the end of a deal, through the gateway."""

from datetime import date

import pytest

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.result.models import Achievement, ResultTally
from kechuang.mechanisms.market.result.rules import requests as asked
from tests.mechanisms.market.result.conftest import done

pytestmark = pytest.mark.django_db


def test_an_achievement_is_registered_listed_and_transferred(market):
    case = market.listed()

    done(market.deal(case, "transfer"))
    running = market.state(case)
    done(market.close(case, contract="2026-1"))

    row = Achievement.objects.get(pk=case)
    assert (running, market.state(case), row.public) == ("IN_DEAL", "TRANSFERRED", True)
    assert Case.objects.get(pk=case).number == "330100-market-CG000001"
    assert ResultTally.objects.get(dimension="state", value="TRANSFERRED").count == 1
    assert ResultTally.objects.get(dimension="state", value="LISTED").count == 0
    assert [each.code for each in verify().findings if each.error] == []


def test_a_year_without_use_opens_the_rights_of_the_completers(market):
    case = market.registered()
    row = Achievement.objects.get(pk=case)

    market.pass_to(date(2027, 3, 2))
    before = market.state(case)
    market.pass_to(date(2027, 3, 3))

    assert (row.idle_on, before, market.state(case)) == (date(2027, 3, 3), "REGISTERED", "DORMANT")


def test_a_frozen_achievement_stands_again_where_it_stood(market):
    case = market.listed()

    done(market.take(case, "freeze", "operator"))
    refused = market.deal(case, "transfer").refusal
    done(market.take(case, "thaw", "operator"))

    assert (refused.code, market.state(case)) == ("case.move_not_open", "LISTED")


def test_ordinary_licences_are_dealt_in_side_by_side_and_a_transfer_shuts_them_out(market):
    case = market.listed(mode="licence")
    done(market.deal(case, "ordinary", party="甲"))
    done(market.deal(case, "ordinary", party="乙"))
    refused = market.deal(case, "transfer").refusal
    done(market.close(case))
    first = market.state(case)
    done(market.close(case, "failed"))

    row = Achievement.objects.get(pk=case)
    assert (refused.code, first, market.state(case), row.licences) == ("result.deal_running", "IN_DEAL", "LICENSED", 1)
    assert market.deal(case, "exclusive").refusal.code == "right.licence_beside"


def test_a_completer_who_disagrees_stops_the_registration(market):
    from dataclasses import replace

    values = market.values()
    first = replace(values.completers[0], person=market.people["inventor"].pk)
    case = done(market.submit(values=replace(values, completers=(first, values.completers[1])))).case
    say = asked.OwnShare(case=case, completer=first.id, agrees=False, text="排名有误")

    other = market.take(case, "own", "colleague", say).refusal
    done(market.take(case, "own", "inventor", say))
    refused = market.take(case, "register", "operator").refusal
    done(market.take(case, "own", "inventor", replace(say, agrees=True)))
    done(market.take(case, "register", "operator"))

    assert (other.code, refused.code) == ("case.not_yours", "result.share_disputed")
