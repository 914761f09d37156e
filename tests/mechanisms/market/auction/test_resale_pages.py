"""A winner that does not pay, walked through on the pages: default, resale without it, and who bears the shortfall."""

import re
from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from kechuang.mechanisms.market.auction.models import Bidder, Lot, Sale
from kechuang.mechanisms.market.auction.running import store
from tests.mechanisms.market.auction.hall import START, ascending
from tests.mechanisms.market.auction.test_pages import LOT, SALE, as_, sent

SECOND = {
    **SALE,
    "title": "再次拍卖会",
    "exhibited_from": "2026-04-09",
    "exhibited_until": "2026-04-11",
    "register_until": "2026-04-19 17:00",
}
AGAIN = START + timedelta(days=33)


def enter_again(hall, first: Lot) -> Lot:
    """The operator prepares a second sale and offers the lot again; another reviews, and it is announced."""
    operator = as_("operator")
    sent(operator, "prepare", data={**SECOND, "office": str(hall.operator.pk)})
    sale = Sale.objects.latest("pk")
    again = {**LOT, "sale": str(sale.pk), "start": "80000", "starts_at": "2026-04-20 14:00"}
    sent(operator, "resell", first.pk, data=again)
    sent(as_("reviewer"), "accept", sale.pk)
    sent(operator, "announce", sale.pk, data={"agreed": "on"})
    hall.turn()
    return Lot.objects.get(sale=sale)


def admitted(hall, lot: Lot, number: int) -> None:
    """A firm registers; the operator lets it in with its deposit; it collects its paddle."""
    operator, paid = as_("operator"), {"amount": str(lot.deposit), "paid_on": "2026-04-01"}
    wanted = {"body": str(hall.firms[number].pk), "undertaken": "on"}
    sent(as_(f"clerk{number}"), "register", lot.pk, data=wanted)
    case = Bidder.objects.get(lot=lot, body=hall.firms[number]).pk
    sent(operator, "qualify", case)
    sent(operator, "deposit", case, data={**paid, "payer": hall.firms[number].name})
    hall.collect(lot, number)


def rows_of(page: str) -> list[tuple[str, ...]]:
    """Read the table of what the default cost."""
    table = re.search(r'aria-labelledby="loss".*?<tbody>(.*?)</tbody>', page, re.DOTALL)[1]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [tuple(re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)) for row in rows]


def test_a_defaulter_is_barred_from_the_resale_and_its_deposit_bears_costs_commission_and_shortfall(hall):
    operator = as_("operator")
    (lot,) = hall.announce(ascending(deposit=Decimal(20000)))
    hall.run([lot], 2)
    hall.bid(lot, 1, "110000", timedelta(seconds=10))
    hall.bid(lot, 0, "120000", timedelta(seconds=20))
    with hall.at(START + timedelta(hours=2)):
        hall.turn()
    with hall.at(START + timedelta(days=10)):
        sent(operator, "default", lot.pk, data={"text": "逾期未付款"})
        hall.turn()
        defaulted = hall.state(lot)
        second = enter_again(hall, lot)
        barred = as_("clerk0").post(
            reverse("market_auction:register", args=[second.pk]),
            {"body": str(hall.firms[0].pk), "undertaken": "on", "key": "barred"},
        )
    with hall.at(START + timedelta(days=15)):
        second.refresh_from_db()
        admitted(hall, second, 1)
    with hall.at(AGAIN):
        hall.turn()
        answered = hall.wish(second, "bid", paddle=hall.paddle(second, 1), amount="100000")
    with hall.at(AGAIN + timedelta(hours=2)):
        hall.turn()
        second.refresh_from_db()
        asked = operator.get(reverse("market_auction:liquidate", args=[lot.pk])).content.decode()
        claimed = {"resale_price": f"{second.price:.2f}", "costs": "1000", "commission": "500"}
        sent(operator, "liquidate", lot.pk, data=claimed)
        hall.turn()

    loss = store.load([lot.pk])[0].state.loss
    first = Bidder.objects.get(lot=lot, body=hall.firms[0])
    assert (defaulted, hall.state(lot), hall.state(second)) == ("DEFAULTED", "LIQUIDATED", "HAMMERED")
    assert barred.status_code == 422
    assert "在首次拍卖中违约" in barred.content.decode()
    assert answered.refusal is None
    assert (second.winner, second.resale_of_id) == (hall.firms[1], lot.pk)
    assert "再次拍卖" in asked
    # 120,000 − 100,000 = 20,000 are missing; of the deposit of 20,000 costs and commission come first, 1,500 stay owed.
    assert dict(loss.claims) == {
        "costs": Decimal("1000.00"),
        "commission": Decimal("500.00"),
        "shortfall": Decimal("20000.00"),
    }
    assert (loss.owed, first.case.state) == (Decimal("1500.00"), "WON")
    assert rows_of(Client().get(reverse("market_auction:record", args=[lot.pk])).content.decode()) == [
        ("费用", "1,000", "1,000"),
        ("首次拍卖的佣金", "500", "500"),
        ("再次拍卖的差价", "20,000", "18,500"),
        ("违约方尚欠", "1,500", ""),
        ("保证金余额", "", "—"),
    ]
