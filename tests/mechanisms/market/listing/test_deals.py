"""From a registered achievement through a listing into the register of rights: locked once, sold once, entered once."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.mechanisms.market.listing import dealing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.result import queries
from kechuang.mechanisms.market.result.models import Achievement, Deal, Licence, RightEntry
from kechuang.web import clock
from tests.mechanisms.market.listing.test_listing import code_of
from tests.mechanisms.market.result.conftest import done, moment


def entries(world):
    return sorted(RightEntry.objects.values_list("entry", "case__state"))


def test_a_listed_achievement_is_locked_and_free_again_when_nobody_bought(world):
    result = world.listed()
    other = world.apply_for(result, by="office")
    case = world.listing(result, by="office")
    locked = (world.state(result), Deal.objects.get(closed_on=None).path)
    done(world.step(other.case, "accept"))
    second = world.publish(other.case)
    direct = world.deal(result, "transfer")
    world.pass_to(date(2026, 3, 31))

    assert locked == ("IN_DEAL", "listing")
    assert (code_of(second), code_of(direct)) == ("result.deal_running", "result.deal_running")
    assert (world.state_of(other.case), world.state_of(case)) == ("MATERIAL_CHECK", "DELISTED")
    assert (world.state(result), Deal.objects.get().outcome) == ("LISTED", "failed")
    again = asked.Relist(listing=case, base=Decimal(950_000), consent="", reason="降价")
    done(world.move("relist", again, "office"))
    done(world.publish(case))
    assert [each.outcome for each in Deal.objects.order_by("pk").all()].count("") == 1


def test_what_is_not_offered_in_the_register_is_not_published(world):
    result = world.registered()
    case = done(world.apply_for(result, by="office")).case
    done(world.step(case, "accept"))

    outcome = world.publish(case)

    assert (code_of(outcome), world.state_of(case)) == ("case.move_not_open", "MATERIAL_CHECK")


def test_a_settled_transfer_is_applied_for_in_the_register_of_rights_once(world):
    result = world.listed()
    right = world.entered("first", result=result)
    case = world.settled(result, by="office")
    with world.at():
        dealing.follow(case)
        dealing.sweep(moment(world.on))

    assert (world.state(result), Deal.objects.get().outcome) == ("TRANSFERRED", "done")
    assert entries(world) == [("first", "ENTERED"), ("transfer", "APPLIED")]
    done(world.decide(RightEntry.objects.get(entry="transfer").pk))
    holders = [each.party.name for each in queries.standing(right, world.on).holdings]
    assert holders == ["buyer"]


def test_an_exclusive_licence_is_not_sold_twice(world):
    result = world.listed(mode="licence")
    right = world.entered("first", result=result)
    terms = {"mode": "licence_exclusive", "term_until": date(2031, 1, 1)}
    case = world.settled(result, by="office", **terms)
    done(world.decide(RightEntry.objects.get(entry="licence").pk))
    second = done(world.apply_for(result, by="office", title="再次独占许可", **terms)).case
    done(world.step(second, "accept"))

    outcomes = [world.publish(second), world.deal(result, "sole"), world.deal(result, "ordinary")]

    assert world.state_of(case) == "SETTLED"
    assert [code_of(each) for each in outcomes] == ["right.licence_beside"] * 3
    assert Licence.objects.filter(right=right, kind="exclusive").count() == 1


def test_an_exclusive_licence_not_yet_on_the_register_of_rights_stands_in_the_way_too(world):
    result = world.listed(mode="licence")
    world.settled(result, by="office", mode="licence_exclusive")
    second = done(world.apply_for(result, by="office", title="再次独占许可", mode="licence_exclusive")).case
    done(world.step(second, "accept"))

    assert code_of(world.publish(second)) == "right.licence_beside"
    assert Achievement.objects.get(pk=result).state == "LICENSED"


def test_one_number_is_not_listed_twice_where_no_register_knows_it(world):
    case = world.listing()
    same = world.terms(items=_items(case))

    outcome = world.apply_for(terms=same)

    assert code_of(outcome) == "listing.item_elsewhere"


def _items(case):
    from kechuang.mechanisms.market.listing import queries as listings

    return listings.seen(case).terms.items


def test_an_objection_that_is_upheld_frees_buyer_and_achievement(world):
    result = world.listed()
    case = world.at_result(result, by="office")
    officer, anybody = world.client("operator"), world.client()
    with world.at():
        anybody.post(f"/objections/{case}/", {"key": "o", "reason": "程序不合规", "name": "王某", "contact": ""})
        version = dealing.Listing.objects.select_related("case").get(pk=case).case.version
        answer = officer.post(
            f"/cases/{case}/decide-objection/", {"version": version, "key": "d", "upheld": "yes", "reason": "异议成立"}
        )
    with clock.fixed(moment(world.on)):
        dealing.sweep(moment(world.on))

    assert answer.status_code == 302, answer.content.decode()[:3000]
    row = dealing.Listing.objects.get(pk=case)
    assert (world.state_of(case), [each.case.state for each in row.interests.all()]) == ("VOID", ["LOST"])
    assert world.state(result) == "LISTED"


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_costs_the_same_for_one_listing_and_three(world, django_assert_num_queries, count):
    for _number in range(count):
        world.listing()
    client = world.client()
    with world.at():
        client.get("/market/listings/published/")

        with django_assert_num_queries(4):
            shown = client.get("/market/listings/published/").content.decode()

    assert shown.count("锂电池隔膜涂覆工艺") >= count
