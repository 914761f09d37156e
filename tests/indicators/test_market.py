"""Indicators of the market from the public parts of its facts: premiums, empowerments, rewards paid."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.indicators import compute
from kechuang.mechanisms.market.auction.facts import LotHammered
from kechuang.mechanisms.market.reward.facts import DistributionDrafted, DistributionPaid, EmpowermentEffective
from tests.indicators.facts import HANGZHOU, TODAY, series, values, write

LOT = {
    "place": "330106",
    "title": "一种热伸长补偿方法（演示）",
    "result": "",
    "premium_share": None,
    "paddle": "07",
    "bids": 3,
    "bidders": 2,
    "seq": 9,
    "head": "00",
    "digest": "00",
    "seller": "",
}


@pytest.fixture(autouse=True)
def home(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    yield
    compute.forget()


def hammered(start: str, price: str | None, form: str = "ascending") -> LotHammered:
    yuan = None if price is None else Decimal(price)
    return LotHammered(**LOT, form=form, start_yuan=Decimal(start), price_yuan=yuan)


def paid(unit: str, total: str, *, yuan: str | None, persons: int) -> DistributionPaid:
    return DistributionPaid(
        place="330106",
        unit="body/u",
        way="statute",
        amount_unit=unit,
        total=Decimal(total),
        total_yuan=None if yuan is None else Decimal(yuan),
        persons=persons,
        paid_on=date(2026, 5, 20),
        late_days=0,
        reference="",
        files=(),
    )


def drafted() -> DistributionDrafted:
    return DistributionDrafted(
        place="330106",
        way="statute",
        unit="",
        result="",
        contract="",
        income_on=None,
        amount_unit="yuan",
        net=Decimal(0),
        rate="",
        pool=Decimal(0),
        lines=(),
        pay_by=None,
        again=False,
    )


def test_a_premium_is_taken_over_all_lots_and_a_purchase_or_a_lot_without_a_price_has_none():
    write(HANGZHOU, hammered("100.00", "150.00"), hammered("300.00", "390.00"), hammered("700.00", None))
    write(HANGZHOU, hammered("1000.00", "10.00", "reverse"), hammered("1000.00", "10.00", "sealed_reverse"))

    premium = values("market.auction_premium_share")["2026-06"]

    # 540 over 400 of the two lots that say both.
    assert premium == Decimal("0.3500")


def test_a_price_below_the_start_is_a_premium_below_nought_and_no_sale_has_none():
    write(HANGZHOU, hammered("100.00", "80.00", "dutch"))

    assert values("market.auction_premium_share")["2026-06"] == Decimal("-0.2000")
    assert values("market.auction_premium_share", place="310000") == {}


def test_rewards_of_money_are_added_up_on_the_day_of_payment_and_shares_count_persons_alone():
    write(HANGZHOU, drafted(), paid("yuan", "120000.00", yuan="120000.00", persons=4), on=date(2026, 4, 2))
    write(HANGZHOU, paid("shares", "3000", yuan=None, persons=2), on=TODAY)

    assert values("market.reward_paid_yuan")["2026-05"] == Decimal("120000.00")
    assert values("market.reward_persons")["2026-05"] == 6
    assert values("market.reward_paid_yuan")["2026-04"] == Decimal("0.00")


def test_an_empowerment_counts_on_the_day_on_which_the_right_was_registered():
    write(HANGZHOU, EmpowermentEffective(place="330106", unit="body/u", on=date(2026, 3, 9), number="登-1"))

    points = series("market.empowerments_effective").points

    assert [(each.code, each.value) for each in points if each.value] == [("2026-03", 1)]
