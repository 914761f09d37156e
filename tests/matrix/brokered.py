"""Brokers and events of each region: an entry applied for, one that stands, a deal claimed, an event planned, one out."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from kechuang.mechanisms.market.broker import actions
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.demand import actions as demands
from kechuang.mechanisms.market.demand.rules import requests as demand
from kechuang.mechanisms.market.roadshow import actions as events
from kechuang.mechanisms.market.roadshow.rules import requests as event
from kechuang.web import chance
from kechuang.web.clock import CHINA
from tests.matrix.demanded import _submitted
from tests.pages.voucher.world import done

DESK = ("city1", "city2", "county", "operator")


def brokers(filled, region: str, among) -> None:
    """Plant them: an application is read by its unit and the desk, a claim also by the client."""
    world = filled.worlds[region]
    seen, told = among(region, *DESK, "transfer office"), f"{world.mark}未公开经纪登记内容"
    waiting, active = _entry(world, 1, told), _entry(world, 2, "公开的服务内容")
    with world.at():
        for move, request in (
            (
                "check",
                asked.Check(entry=active, checked=asked.Checked(on=world.on, source="公示系统", finding="clean")),
            ),
            ("activate", asked.Step(entry=active, move="activate")),
        ):
            done(actions.take(move, request, by=world.actor("county"), key=world.key()))
    filled.add(region, "broker entry", waiting, seen)
    filled.add(region, "broker", active)
    filled.plant(told, seen)
    said, parties = f"{world.mark}未公开居间服务", seen | among(region, "firm clerk", "provider clerk")
    filled.add(region, "brokered deal", _claim(world, active, said), parties)
    filled.plant(said, parties)


def _entry(world, serial: int, services: str):
    unit, office = world.bodies["provider"], world.bodies["county office"]
    certificate = asked.Certificate(
        number=f"{world.mark}{serial}",
        issuer="培养基地",
        valid_from=date(2025, 1, 1),
        valid_until=date(2028, 1, 1),
        level="senior",
    )
    terms = asked.Terms(
        kind="person",
        name=f"{world.mark}经纪人{serial}",
        certificate=certificate,
        specialities=("8",),
        services=services,
        declared=True,
    )
    request = asked.Open(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        holder=unit.pk,
        title=unit.name,
        terms=terms,
    )
    with world.at():
        return done(actions.open_entry(request, by=world.actor("transfer office"), key=world.key())).case


def _claim(world, entry, services: str):
    case = _submitted(world, f"{world.mark}居间需求", f"{world.mark}居间{'交' * 70}")
    firm = world.bodies["firm"].pk
    with world.at():
        step = demand.Step(demand=case, move="publish")
        done(demands.take("publish", step, by=world.actor("county"), key=world.key()))
        signed = demand.Contract(
            demand=case, number="HT-9", signed_on=world.on, amount=Decimal(300_000), name="某研究院"
        )
        done(demands.take("contract", signed, by=world.actor("firm clerk"), key=world.key()))
        agreement = asked.Agreement(
            number="JJ-9", signed_on=world.on - timedelta(days=9), form="sum", sum_yuan=Decimal(9_000)
        )
        request = asked.Claim(
            case=chance.uuid7(),
            entry=entry,
            deal=case,
            client=firm,
            services=services,
            agreement=agreement,
            declared=True,
        )
        return done(actions.claim(request, by=world.actor("transfer office"), key=world.key())).case


def shows(filled, region: str, among) -> None:
    """Plant them: a draft is read by the desk; who signed up, and why, by the desk too."""
    world = filled.worlds[region]
    seen = among(region, *DESK)
    planned, wish = f"{world.mark}筹备中的活动内容", f"{world.mark}希望对接的单位"
    draft, out = _event(world, planned), _event(world, "公开活动")
    with world.at():
        step = event.Step(event=out, move="publish")
        done(events.take("publish", step, by=world.actor("city1"), key=world.key()))
        join = event.Join(event=out, id=chance.uuid7(), body=world.bodies["firm"].pk, persons=1, wish=wish)
        done(events.take("join", join, by=world.actor("firm clerk"), key=world.key()))
    filled.add(region, "event draft", draft, seen)
    filled.add(region, "event", out)
    filled.add(region, "case of an event", out, seen)
    filled.plant(planned, seen)
    filled.plant(wish, seen)


def _event(world, about: str):
    starts = datetime.combine(world.on + timedelta(days=20), datetime.min.time(), CHINA) + timedelta(hours=14)
    office = world.bodies["city office"]
    terms = event.Terms(
        title=f"{world.mark}路演",
        kind="roadshow",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place=world.county,
        venue="一号厅",
        host="主办单位",
        about=about,
        capacity=30,
    )
    request = event.Plan(case=chance.uuid7(), authority=office.authority, office=office.pk, terms=terms)
    with world.at():
        return done(events.plan(request, by=world.actor("city1"), key=world.key())).case
