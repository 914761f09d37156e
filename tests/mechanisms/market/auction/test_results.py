"""A lot that names a registered result: filled from the register once, locked while on sale, settled at the end."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.mechanisms.market.auction import actions, queries
from kechuang.mechanisms.market.auction.models import Bidder, Lot
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web.accounts.models import Person
from tests.mechanisms.market.auction.hall import PLACE, START, ascending, must
from tests.mechanisms.market.result.conftest import peopled

FORM = {"form": "ascending", "start": "600000", "reserve": "start", "raises": "grid", "closing": "clock"}
REST = {"starts_at": "2026-03-18 14:00", "duration": "60", "priority": "after"}


@pytest.fixture
def shelf(hall):
    """A hall whose seller is the university of the register."""
    market = peopled(mark="登记")
    hall.seller = market.bodies["university"]
    return market


def number(case) -> str:
    return Case.objects.values_list("number", flat=True).get(pk=case)


def offered(hall, sale, result, *, seller=None, **more):
    request = asked.Enter(
        sale=sale,
        lot=uuid4(),
        authority=PLACE,
        office=hall.operator.pk,
        place=PLACE,
        seller=(seller or hall.seller).pk,
        offer=asked.Offer(title="隔膜涂覆工艺", result=result),
        terms=ascending(**more),
    )
    return actions.enter(request, by=hall.people["operator"], key=f"enter:{uuid4()}")


def on_sale(hall, result, **more):
    """Announce a sale of one lot that names a result."""
    (first,) = hall.prepare(ascending())
    row = Lot.objects.get(pk=first.pk)
    must(offered(hall, row.sale_id, result, **more))
    must(actions.step(row.sale_id, "accept", by=hall.people["reviewer"], key=f"accept:{row.sale_id}"))
    outcome = actions.announce(row.sale_id, by=hall.people["operator"], key=f"announce:{uuid4()}")
    return Lot.objects.filter(sale=row.sale_id).order_by("order").last(), outcome


def test_a_withheld_a_frozen_an_unlisted_and_anothers_result_is_refused_by_name(hall, shelf):
    (lot,) = hall.prepare(ascending())
    withheld, frozen, quiet, fine = shelf.listed(), shelf.listed(), shelf.registered(), shelf.listed()
    Case.objects.filter(pk=withheld).update(state="WITHHELD")
    Case.objects.filter(pk=frozen).update(state="FROZEN")

    codes = [offered(hall, lot.sale_id, number(case)).refusal.code for case in (withheld, frozen, quiet)]
    unknown = offered(hall, lot.sale_id, "NO-SUCH-NUMBER").refusal.code
    anothers = offered(hall, lot.sale_id, number(fine), seller=hall.firms[0]).refusal.code

    assert codes == ["auction.result_withheld", "auction.result_frozen", "auction.result_not_offered"]
    assert (unknown, anothers) == ("auction.result_unknown", "auction.result_of_another")
    assert offered(hall, lot.sale_id, number(fine)).refusal is None


def test_the_form_fills_a_lot_from_the_register_and_says_that_completers_have_a_right(hall, shelf):
    (lot,) = hall.prepare(ascending())
    case = shelf.listed()
    client = Client()
    client.force_login(Person.objects.get(username="operator"))
    address = reverse("market_auction:enter", args=[lot.sale_id])

    looked = client.post(address, {**FORM, **REST, "priority": "none", "result": number(case), "look": "1"})
    sent = client.post(address, {**FORM, **REST, "result": number(case), "grant": "exclusive", "key": "once"})

    row, known = Lot.objects.select_related("case").latest("order"), Achievement.objects.get(pk=case)
    assert "林明、周越" in looked.content.decode()
    assert f'value="{known.name}"' in looked.content.decode()
    assert sent.status_code == 302
    assert (row.case.title, row.about, row.result, row.grant) == (known.name, known.abstract, number(case), "exclusive")
    assert row.case.holder_id == known.unit_id
    assert row.ip_number == known.ips.get().number


def test_an_announced_lot_locks_its_result_and_a_second_sale_of_it_is_refused_whole(hall, shelf):
    case = shelf.listed()

    lot, first = on_sale(hall, number(case))
    again, second = on_sale(hall, number(case))

    assert first.refusal is None
    assert shelf.state(case) == "IN_DEAL"
    assert second.refusal.code == "result.deal_running"
    assert Case.objects.get(pk=again.sale_id).state == "ACCEPTED"
    assert (lot.live, again.live) == (True, False)


def test_an_unsold_lot_gives_its_result_free(hall, shelf):
    case = shelf.listed()
    lot, _outcome = on_sale(hall, number(case))
    hall.turn()
    hall.run([lot], 1)

    with hall.at(START + timedelta(seconds=3700)):
        hall.turn()

    assert (hall.state(lot), shelf.state(case)) == ("UNSOLD", "LISTED")


def test_a_paid_lot_transfers_its_result_and_serves_as_a_price_path(hall, shelf):
    case = shelf.listed()
    lot, _outcome = on_sale(hall, number(case))
    hall.turn()
    hall.run([lot], 2)
    hall.bid(lot, 1, "105000", timedelta(seconds=10))
    with hall.at(START + timedelta(seconds=3700)):
        hall.turn()
        before = queries.price_path(lot.pk)
        for move in ("confirm", "settle"):
            must(actions.order(asked.Order(lot=lot.pk, move=move), by=hall.people["operator"], key=move))
            hall.turn()

    path = queries.price_path(lot.pk)
    deal = Achievement.objects.get(pk=case).deals.get()
    lot.refresh_from_db()
    assert before is None
    assert (shelf.state(case), deal.outcome, deal.price) == ("TRANSFERRED", "done", lot.price)
    assert (path.kind, path.number, path.mode, path.known_yuan) == ("auction", lot.code, "transfer", lot.price)
    assert (path.seller, path.buyers) == (hall.seller.name, (f"{hall.firms[1].name} {hall.firms[1].code}",))
    assert (path.start.isoformat(), path.end.isoformat(), path.days) == ("2026-03-02", "2026-03-17", 16)
    assert (path.passed_on.isoformat(), path.signed_on.isoformat(), path.in_order) == ("2026-03-18", "2026-03-18", True)
    assert [each.sha256 for each in path.snapshots] == [lot.log_digest]
    assert path.facts


def test_completers_are_offered_as_priority_bidders_in_their_order(hall, shelf):
    case = shelf.listed()
    lot, _outcome = on_sale(hall, number(case), priority="after", priority_seconds=600)
    hall.turn()
    registration = hall.register(lot, 0)
    client = Client()
    client.force_login(Person.objects.get(username="operator"))

    page = client.get(reverse("market_auction:qualify", args=[registration])).content.decode()
    sent = client.post(reverse("market_auction:qualify", args=[registration]), {"rank": "2", "key": "q"})

    assert "1 林明" in page
    assert "2 周越" in page
    assert sent.status_code == 302
    assert Bidder.objects.get(pk=registration).priority_order == 2
