"""Sales of each region: a draft whose lot nobody outside may read, an accepted one, one that is announced with bidders."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.leading.worker import Worker
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.web import chance, clock
from tests.pages.voucher.world import done, moment

STAFF = {"operator": "market_operator", "sale reviewer": "market_reviewer", "auctioneer": "auctioneer"}


def people(world) -> None:
    for name, role in STAFF.items():
        world.person(name, role, "city office")


def sales(filled, region: str, among) -> None:
    world, staff = filled.worlds[region], among(region, *STAFF)
    party = among(region, *STAFF, "firm clerk")
    secret = f"{world.mark}尚未公告的标的说明"
    with world.at():
        draft, draft_lot = _sale(world, secret)
        accepted, _lot = _sale(world, secret)
        announced, lot = _sale(world, f"{world.mark}已公告的标的说明")
        for sale in (accepted, announced):
            done(actions.step(sale, "accept", by=world.actor("sale reviewer"), key=world.key()))
        done(actions.announce(announced, by=world.actor("operator"), key=world.key()))
        worker = Worker()
        worker.step(lead=True)
        worker.end()
        bidder = _bidder(world, lot)
    for kind, case in (("sale draft", draft), ("sale accepted", accepted), ("lot draft", draft_lot)):
        filled.add(region, kind, case, staff)
    filled.add(region, "sale announced", announced, staff)
    filled.add(region, "lot announced", lot, staff)
    filled.add(region, "auction", announced)
    filled.add(region, "auction lot", lot)
    filled.add(region, "bidder", bidder, party)
    filled.plant(secret, staff)


def _sale(world, about: str) -> tuple[UUID, UUID]:
    sale, lot, office = chance.uuid7(), chance.uuid7(), world.bodies["city office"]
    begins, by = moment(world.on) + timedelta(days=12), world.actor("operator")
    said = asked.About(
        title=f"{world.mark}拍卖会",
        exhibited_from=(begins - timedelta(days=5)).date(),
        exhibited_until=(begins - timedelta(days=2)).date(),
        exhibited_at="展厅",
        register_until=begins - timedelta(hours=2),
    )
    wanted = asked.Prepare(case=sale, authority=world.city, office=office.pk, place=world.city, about=said)
    done(actions.prepare(wanted, by=by, key=world.key()))
    entered = asked.Enter(
        sale=sale,
        lot=lot,
        authority=world.city,
        office=office.pk,
        place=world.city,
        seller=world.bodies["provider"].pk,
        offer=asked.Offer(title=f"{world.mark}标的", about=about),
        terms=Terms(form="ascending", start=Decimal(100000), starts_at=begins),
    )
    done(actions.enter(entered, by=by, key=world.key()))
    return sale, lot


def _bidder(world, lot: UUID) -> UUID:
    row, case, body = Lot.objects.get(pk=lot), chance.uuid7(), world.bodies["firm"]
    wanted = asked.Register(
        case=case,
        lot=lot,
        body=body.pk,
        body_name=body.name,
        authority=world.city,
        office=row.case.office_id,
        place=world.city,
        undertaken=True,
    )
    done(actions.register(wanted, by=world.actor("firm clerk"), key=world.key()))
    done(actions.judge(asked.Judge(case=case, move="qualify"), by=world.actor("operator"), key=world.key()))
    paid = asked.TakeDeposit(case=case, amount=row.deposit, payer=body.name, paid_on=clock.today())
    done(actions.deposit(paid, by=world.actor("operator"), key=world.key()))
    return case
