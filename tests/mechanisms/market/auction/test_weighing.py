"""A weighted purchase: offers stand in the order of weighted value, not of price; its page tells how."""

from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.web.accounts.models import Person
from tests.mechanisms.market.auction.hall import START, ascending, must


def page(lot) -> str:
    return Client().get(reverse("market_auction:criteria", args=[lot.pk])).content.decode()


def assess(hall, lot, number: int, value: str):
    payload = {"paddle": hall.paddle(lot, number), "points": value}
    wanted = asked.Order(lot=lot.pk, move="assess", payload=payload)
    must(actions.order(wanted, by=hall.people["auctioneer"], key=f"assess:{number}"))


def test_the_dearer_offer_of_better_quality_stands_first_and_the_page_shows_why(hall):
    (lot,) = hall.announce(ascending(form="sealed_reverse", quality_weight=Decimal("0.6")))
    hall.run([lot], 2)
    amounts, nonces = ["80000.00", "90000.00"], ["a" * 64, "b" * 64]
    with hall.at(START + timedelta(seconds=60)):
        assess(hall, lot, 0, "70")
        assess(hall, lot, 1, "95.5")
        hall.turn()
        for who in range(2):
            paddle = hall.paddle(lot, who)
            sealed = seal_bid(lot.code, paddle, Decimal(amounts[who]), nonces[who])
            assert hall.wish(lot, "commit", paddle=paddle, commitment=sealed).refusal is None
        hidden = page(lot)
    with hall.at(START + timedelta(seconds=3700)):
        hall.turn()
        for who in range(2):
            wanted = {"paddle": hall.paddle(lot, who), "amount": amounts[who], "nonce": nonces[who]}
            assert hall.wish(lot, "reveal", **wanted).refusal is None
        shown = page(lot)

    lot.refresh_from_db()
    # 0.4 × 100 × 80000 ÷ 90000 + 0.6 × 95.5 = 92.8556; 0.4 × 100 + 0.6 × 70 = 82.
    assert (lot.price, lot.winner) == (Decimal(90000), hall.firms[1])
    assert "80,000.00" not in hidden
    assert shown.index("92.8556") < shown.index("82.0000")
    assert "88.8889" in shown


def test_the_desk_of_a_weighted_lot_notes_the_panels_values_and_no_other_desk_does(hall):
    weighted, plain = hall.announce(
        ascending(form="reverse", quality_weight=Decimal("0.5"), reserve="none"), ascending()
    )
    for lot in (weighted, plain):
        lot.refresh_from_db()
        hall.admit(lot, 1)
    with hall.at(START - timedelta(minutes=1)):
        hall.turn()
        client = Client()
        client.force_login(Person.objects.get(username="auctioneer"))
        desks = [
            client.get(reverse("market_auction:desk", args=[lot.pk])).content.decode() for lot in (weighted, plain)
        ]
        address = reverse("market_auction:assess", args=[weighted.pk])
        form = client.get(address).status_code
        wrong = client.post(address, {"paddle": hall.paddle(weighted, 0), "value": "101"}).status_code
        number = hall.paddle(weighted, 0)
        client.post(address, {"paddle": number, "value": "80", "key": "v"})
        hall.turn()

    assert [address in desk for desk in desks] == [True, False]
    assert (form, wrong) == (200, 422)
    from kechuang.mechanisms.market.auction.running import store

    assert any('"points":"80"' in line and f'"{number}"' in line for line in store.lines(weighted.pk))
