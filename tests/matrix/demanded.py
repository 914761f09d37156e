"""A demand that waits for its intake and one that is published, of each region's firm; what is not public is planted."""

from decimal import Decimal

from kechuang.mechanisms.market.demand import actions
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.web import chance
from tests.pages.voucher.world import done

READERS = ("city1", "city2", "operator", "planner", "leader", "auditor", "county", "firm clerk")


def demands(filled, region: str, among) -> None:
    """Plant them: the offices of the place and the owner read what is not published."""
    world = filled.worlds[region]
    seen = among(region, *READERS)
    secret = f"{world.mark}未公开需求背景"
    waiting = _submitted(world, f"{world.mark}待审需求", secret)
    out = _submitted(world, f"{world.mark}公开需求", f"{secret}{'再' * 60}")
    with world.at():
        step = asked.Step(demand=out, move="publish")
        done(actions.take("publish", step, by=world.actor("county"), key=world.key()))
    filled.add(region, "demand", waiting, seen)
    filled.add(region, "published demand", out)
    filled.plant(secret, seen)


def _submitted(world, title: str, background: str):
    firm, office = world.bodies["firm"], world.bodies["county office"]
    target = asked.Target(indicator=f"{title}指标", unit="%", target=Decimal(90), method=f"{title}测试")
    terms = asked.Terms(
        title=title,
        list_type="transfer",
        field="8",
        background=background,
        targets=(target,),
        budget=Decimal(300_000),
        masked=True,
    )
    request = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=firm.place,
        holder=firm.pk,
        terms=terms,
    )
    with world.at():
        return done(actions.submit(request, by=world.actor("firm clerk"), key=world.key())).case
