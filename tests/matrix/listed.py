"""Listings of each region: one applied for, one that runs with a registration, one whose contract is signed."""

from datetime import date, timedelta
from decimal import Decimal

from kechuang.mechanisms.market.listing import actions
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.terms import Item, Terms
from kechuang.web import chance, clock
from tests.pages.voucher.world import done, moment

READERS = ("city1", "city2", "operator", "planner", "leader", "auditor", "county", "transfer office")
BEFORE = timedelta(days=60)


def listings(filled, region: str, among) -> None:
    """Plant them: an application is read by its seller and the offices, a registration by the operator and its party."""
    world = filled.worlds[region]
    seen = among(region, *READERS)
    secret, hidden = f"{world.mark}尚未公开的挂牌说明", f"{world.mark}意向方授权代表"
    applied = _applied(world, f"{world.mark}待审核", secret)
    running = _listed(world, f"{world.mark}挂牌中", world.on)
    interest = _interest(world, running, hidden)
    signed = _signed(world)
    filled.add(region, "listing", applied, seen)
    filled.add(region, "published listing", running)
    filled.add(region, "interest", interest, among(region, "operator", "firm clerk"))
    filled.add(region, "signed listing", signed, seen | among(region, "firm clerk"))
    filled.plant(secret, seen)
    filled.plant(hidden, among(region, "operator", "firm clerk"))


def _applied(world, title: str, summary: str):
    seller, office = world.bodies["provider"], world.bodies["city office"]
    terms = Terms(
        title=title,
        summary=summary,
        mode="licence_ordinary",
        items=(Item(title=title),),
        base=Decimal(300_000),
        price_ground="参考同类成果许可价格",
        period_days=20,
        delivery="技术文件",
    )
    request = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=seller.place,
        seller=seller.pk,
        seller_kind=seller.kind,
        terms=terms,
    )
    with world.at():
        return done(actions.open_listing(request, by=world.actor("transfer office"), key=world.key())).case


def _take(world, move: str, request, by: str, on: date) -> None:
    with clock.fixed(moment(on)):
        done(actions.take(move, request, by=world.actor(by), key=world.key()))


def _listed(world, title: str, on: date):
    case = _applied(world, title, "公开摘要。")
    _take(world, "accept", asked.Step(listing=case, move="accept"), "operator", on)
    _take(world, "list", asked.Publish(listing=case, start=on, checked=True), "operator", on)
    return case


def _interest(world, listing, agent: str, on: date | None = None):
    row, firm = Listing.objects.select_related("case").get(pk=listing), world.bodies["firm"]
    request = asked.Register(
        case=chance.uuid7(),
        listing=listing,
        body=firm.pk,
        body_name=firm.name,
        authority=row.case.authority,
        office=row.case.office_id,
        place=row.case.place,
        agent=agent,
        undertaken=True,
    )
    with clock.fixed(moment(on or world.on)):
        return done(actions.register_interest(request, by=world.actor("firm clerk"), key=world.key())).case


def _signed(world):
    today, begun = world.on, world.on - BEFORE
    world.on = begun
    case = _listed(world, f"{world.mark}挂牌已签约", begun)
    interest = _interest(world, case, "", begun)
    with world.at():
        judged = asked.Judge(case=interest, move="qualify")
        done(actions.take_interest("qualify", judged, by=world.actor("operator"), key=world.key()))
    world.on = today
    ended = Listing.objects.get(pk=case).end + timedelta(days=1)
    with clock.fixed(moment(ended)):
        done(actions.DUE["end_period"](case, on=ended, key=world.key()))
    confirm = asked.Confirm(listing=case, price=Decimal(310_000), parties=actions.parties(case))
    _take(world, "confirm", confirm, "operator", ended)
    passed = Listing.objects.get(pk=case).notice_end + timedelta(days=1)
    with clock.fixed(moment(passed)):
        done(actions.DUE["end_notice"](case, on=passed, key=world.key()))
    sign = asked.Sign(listing=case, number=f"{world.mark}GP", signed_on=passed, price=Decimal(310_000))
    _take(world, "sign", sign, "transfer office", passed)
    return case
