"""Agreed prices of each region: one only laid down, one whose notice runs, one that is signed."""

from datetime import timedelta
from decimal import Decimal

from kechuang.mechanisms.market.notice import actions
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.web import chance, clock
from tests.pages.voucher.world import done, moment

READERS = ("city1", "city2", "operator", "planner", "leader", "auditor", "county", "transfer office", "firm clerk")
LUMP = Price(form="lump", amount=Decimal(500_000))


def notices(filled, region: str, among) -> None:
    """Plant them: what is only laid down is read by its parties and the offices of the place."""
    world = filled.worlds[region]
    seen = among(region, *READERS)
    secret = f"{world.mark}尚未公示的报价"
    laid = _opened(world, f"{world.mark}待公示", secret)
    running = _opened(world, f"{world.mark}公示中", "公开摘要。")
    _filed(world, running, world.on)
    done_deal = signed(world, f"{world.mark}HT")
    filled.add(region, "price notice", laid, seen)
    filled.add(region, "published notice", running)
    filled.add(region, "signed notice", done_deal, seen)
    filled.plant(secret, seen)


def _opened(world, title: str, summary: str):
    seller, firm, office = (world.bodies[name] for name in ("provider", "firm", "city office"))
    terms = asked.Terms(
        title=title,
        summary=summary,
        mode="licence_ordinary",
        achievements=(asked.Achievement(title=title),),
        buyers=(asked.Buyer(name=firm.name, code=firm.code, body=firm.pk),),
        price=LUMP,
    )
    request = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=seller.place,
        seller=seller.pk,
        terms=terms,
    )
    with world.at():
        return done(actions.open_notice(request, by=world.actor("transfer office"), key=world.key())).case


def _filed(world, case, start) -> None:
    request = asked.File(
        notice=case, start=start, end=start + timedelta(days=15), places=("unit", "market"), unit_place="公告栏"
    )
    with clock.fixed(moment(start)):
        done(actions.take("file", request, by=world.actor("transfer office"), key=world.key()))


def signed(world, number: str):
    """Let a notice run and its contract be signed under a number, four days ago."""
    today, firm = world.on, world.bodies["firm"]
    begun = today - timedelta(days=20)
    world.on = begun
    case = _opened(world, f"{world.mark}已签约", "公开摘要。")
    _filed(world, case, begun)
    world.on = today
    ended = begun + timedelta(days=16)
    done(actions.end(case, on=ended, key=world.key()))
    request = asked.Sign(
        notice=case,
        number=number,
        signed_on=ended,
        price=LUMP,
        buyers=(asked.Buyer(name=firm.name, code=firm.code, body=firm.pk),),
    )
    with world.at():
        done(actions.take("sign", request, by=world.actor("transfer office"), key=world.key()))
    return case
