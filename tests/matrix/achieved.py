"""Achievements of each region: one only registered, one published; a right with an application that waits."""

from fractions import Fraction

from kechuang.kernel.identify.patent import patent_check
from kechuang.mechanisms.market.result import actions, queries
from kechuang.mechanisms.market.result.models import TechRight
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.asking import Apply, Part, Terms
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.web import chance
from tests.pages.voucher.world import done

READERS = ("operator", "rights registrar", "transfer office")


def people(world) -> None:
    world.person("rights registrar", "rights_registrar", "city office")


def results(filled, region: str, among) -> None:
    """Plant them: what is not published is read by its unit, the market and the register of rights."""
    world = filled.worlds[region]
    seen, secret = among(region, *READERS), f"{world.mark}尚未公开的成果简介"
    hidden = registered(world, f"{world.mark}未发布成果", secret, 1)
    public = registered(world, f"{world.mark}已发布成果", f"{world.mark}公开简介", 2)
    with world.at():
        done(actions.take("list", asked.Offer(case=public), by=world.actor("transfer office"), key=world.key()))
    right, entry = _right(world, public)
    filled.add(region, "achievement", hidden, seen)
    filled.add(region, "published result", public)
    filled.add(region, "tech right", right, seen)
    filled.add(region, "checked right", right)
    filled.add(region, "right entry", entry, seen)
    filled.plant(secret, seen)


def _number(world, serial: int) -> str:
    body = f"20231{world.city[:4]}{serial:03d}"
    return f"{body}.{patent_check(body)}"


def registered(world, name: str, text: str, serial: int):
    unit, office = world.bodies["provider"], world.bodies["city office"]
    values = told.Values(
        name=name,
        abstract=text,
        kind="patent",
        discipline="430",
        ipc="H01M 50/40",
        trl=2,
        mode="transfer",
        ips=(told.Ip(kind="patent", number=_number(world, serial), patentee=unit.name),),
        completers=(told.Completer(id=chance.uuid7(), rank=1, share=Fraction(1), name="林明"),),
    )
    request = asked.Submit(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        unit=unit.pk,
        unit_name=unit.name,
        unit_code=unit.code,
        values=values,
    )
    with world.at():
        case = done(actions.submit(request, by=world.actor("transfer office"), key=world.key())).case
        step = asked.Step(case=case, move="register")
        done(actions.take("register", step, by=world.actor("operator"), key=world.key()))
    return case


def _right(world, result):
    unit, firm = world.bodies["provider"], world.bodies["firm"]
    holder = Party(name=unit.name, code=unit.code, body=unit.pk)
    first = Terms(
        since=world.on, name="权利", numbers=(_number(world, 2),), parts=(Part(holder, Fraction(1)),), ground="g"
    )
    with world.at():
        entry = _apply(world, "first", first, result=result)
        drawn = queries.deciding(entry, "enter")
        done(actions.decide("enter", drawn, by=world.actor("rights registrar"), key=world.key()))
        right = TechRight.objects.get(result=result).pk
        taker = Party(name=firm.name, code=firm.code, body=firm.pk)
        lent = Terms(since=world.on, kind="ordinary", taker=taker, ground="g")
        waiting = _apply(world, "licence", lent, right=right)
    return right, waiting


def _apply(world, entry: str, terms: Terms, **about):
    unit, office = world.bodies["provider"], world.bodies["city office"]
    request = Apply(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=unit.place,
        applicant=unit.pk,
        entry=entry,
        terms=terms,
        **about,
    )
    return done(actions.apply(request, by=world.actor("transfer office"), key=world.key())).case
