"""The register of rights: entries are applied for, made under the lock of the right, and can be asked on any day."""

from datetime import date
from fractions import Fraction

import pytest

from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.result import queries
from kechuang.mechanisms.market.result.models import Licence, Pledge, TechRight
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules.asking import Part
from tests.mechanisms.market.result.conftest import done

pytestmark = pytest.mark.django_db
LATER, LAST = date(2026, 6, 1), date(2026, 9, 1)


def shares(right, on):
    return {each.party.name: each.share for each in queries.standing(right, on).holdings}


def giver(market, name="university"):
    return market.party(name).ref


def test_shares_of_every_past_day_add_up_to_the_whole(market):
    right = market.entered("first")
    market.on = LATER
    market.entered(
        "transfer", right, giver=giver(market), taker=market.party("firm"), share=Fraction(1, 3), ground="C-1"
    )
    market.on = LAST
    market.entered(
        "contribution",
        right,
        giver=giver(market),
        taker=market.party("bank"),
        share=Fraction(1, 7),
        equity=Fraction(1, 5),
        consent="共有人同意书",
        ground="C-2",
    )

    assert shares(right, date(2026, 3, 1)) == {}
    assert shares(right, date(2026, 5, 31)) == {"university": Fraction(1)}
    assert shares(right, LATER) == {"university": Fraction(2, 3), "firm": Fraction(1, 3)}
    assert shares(right, LAST) == {"university": Fraction(11, 21), "firm": Fraction(1, 3), "bank": Fraction(1, 7)}
    assert [each.code for each in verify().findings if each.error] == []


def test_an_exclusive_licence_is_given_once_and_ordinary_ones_stand_beside_each_other(market):
    right = market.entered("first")
    licence = {"taker": market.party("firm"), "ground": "L"}
    market.entered("licence", right, kind="ordinary", places=("330000",), **licence)
    market.entered("licence", right, kind="ordinary", places=("330100",), **licence)

    beside = market.apply("licence", right, kind="exclusive", places=("330106",), **licence).refusal
    market.entered("licence", right, kind="exclusive", places=("310000",), until=date(2027, 3, 2), **licence)
    twice = market.apply("licence", right, kind="exclusive", places=("310115",), **licence).refusal
    market.entered(
        "licence",
        right,
        kind="sole",
        places=("310000",),
        taker=market.party("bank"),
        ground="L",
        since=date(2027, 3, 2),
    )

    assert (beside.code, twice.code) == ("right.licence_beside", "right.licence_beside")
    assert Licence.objects.filter(right=right).count() == 4


def test_two_applications_for_one_exclusive_licence_end_with_one(market):
    right = market.entered("first")
    licence = {"kind": "exclusive", "taker": market.party("firm"), "ground": "L"}
    first, second = (done(market.apply("licence", right, **licence)).case for _ in range(2))
    done(market.decide(first))

    refused = market.decide(second).refusal

    assert refused.code == "right.licence_beside"
    done(market.decide(second, "refuse", text="已有独占许可"))


def test_a_pledge_stops_a_transfer_without_the_creditors_consent_until_it_is_released(market):
    right = market.entered("first")
    market.entered("pledge", right, taker=market.party("bank"), amount=100, ground="P-1")
    transfer = {"giver": giver(market), "taker": market.party("firm"), "ground": "C"}

    refused = market.apply("transfer", right, **transfer).refusal
    agreed = market.apply("transfer", right, consent="质权人同意书", **transfer).refusal
    row = Pledge.objects.get(right=right)
    market.on = LATER
    market.entered("release", right, row=row.pk, ground="R")
    free = market.apply("transfer", right, **transfer).refusal

    assert (refused.code, agreed, free) == ("right.pledged", None, None)


def test_nobody_gives_more_than_is_held_nor_without_the_others(market):
    parts = (Part(market.party("university"), Fraction(1, 2)), Part(market.party("firm"), Fraction(1, 2)))
    right = market.entered("first", parts=parts)
    transfer = {"giver": giver(market), "taker": market.party("bank"), "ground": "C"}

    codes = [
        market.apply("transfer", right, share=Fraction(3, 4), consent="x", **transfer).refusal.code,
        market.apply("transfer", right, **transfer).refusal.code,
        market.apply("transfer", right, **{**transfer, "taker": market.party("university")}).refusal.code,
        market.apply("licence", right, kind="exclusive", taker=market.party("bank"), ground="L").refusal.code,
    ]

    assert codes == ["right.more_than_held", "right.no_consent", "right.to_oneself", "right.no_consent"]


def test_a_first_entry_is_made_once_and_its_shares_are_the_whole(market):
    right = market.entered("first", numbers=("202110123456.7",))
    half = (Part(market.party("university"), Fraction(1, 2)),)

    again = market.apply("first", numbers=("202110123456.7",)).refusal
    short = market.apply("first", parts=half).refusal
    stranger = market.apply("first", by="clerk", parts=(Part(market.party("university"), Fraction(1)),)).refusal

    assert (again.code, short.code, stranger.code) == (
        "right.known",
        "right.shares_not_whole",
        "right.applicant_no_holder",
    )
    assert TechRight.objects.get(pk=right).case.number == "330100-market-QZ000001"


def test_a_disputed_right_and_a_frozen_achievement_take_no_entry(market):
    case = market.listed()
    right = market.entered("first", result=case, numbers=())
    done(market.step_right(right, "dispute"))
    disputed = market.apply("pledge", right, taker=market.party("bank"), ground="P").refusal
    done(market.step_right(right, "settle"))
    done(market.take(case, "freeze", "operator"))

    frozen = market.apply("pledge", right, taker=market.party("bank"), ground="P").refusal

    assert (disputed.code, frozen.code) == ("right.not_active", "right.result_frozen")


def test_the_licence_of_a_deal_counts_once_when_it_enters_the_register(market):
    case = market.listed()
    right = market.entered("first", result=case, numbers=())
    done(market.deal(case, "exclusive", party="firm", party_code=market.bodies["firm"].code))
    done(market.close(case, contract="2026-7"))

    before = market.deal(case, "exclusive").refusal
    market.entered("licence", right, kind="exclusive", taker=market.party("firm"), ground="2026-7")
    after = market.deal(case, "ordinary").refusal

    assert (before.code, after.code) == ("right.licence_beside", "right.licence_beside")
    assert [each.entry_id is not None for each in queries.public().get(pk=case).deals.all()] == [True]


def test_an_exclusively_licensed_patent_is_not_offered_for_licence_again(market):
    case = market.listed()
    number = queries.public().get(pk=case).ips.get().number
    right = market.entered("first", numbers=(number,))
    market.entered("licence", right, kind="exclusive", taker=market.party("firm"), ground="L")
    done(market.take(case, "unlist", "office"))
    values = market.values(ips=(market.ip(number=number),), mode="licence")

    refused = market.take(case, "revise", "office", asked.Revise(case=case, values=values)).refusal

    assert refused.code == "result.licensed_already"
