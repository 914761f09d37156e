"""Sheets, empowerments and reports of each region: one only drawn up, one whose notice runs; one right asked for."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from kechuang.mechanisms.market.reward import actions
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.moves import REPORT
from kechuang.web import chance
from tests.mechanisms.market.reward.world import RIGHT, SHEET, World
from tests.pages.voucher.world import done

READERS = ("transfer office", "decider")
UNIT = ("transfer office", "decider", "inventor", "provider clerk")


def people(world) -> None:
    world.person("inventor", "inventor", "provider")
    world.person("decider", "unit_decider", "provider")


def rewards(filled, region: str, among) -> None:
    """Plant them: a sheet is read in its unit, by those who share out; names stand in the notice for the unit alone."""
    world = filled.worlds[region]
    unit = World(
        bodies={"university": world.bodies["provider"]},
        persons=world.persons,
        on=world.on,
        authority=world.city,
        count=world.count + 70_000,
    )
    seen, inside = among(region, *READERS), among(region, *UNIT)
    secret = f"{world.mark}受奖人"
    drawn = unit.drawn(title=f"{world.mark}未公示收益", payees=(unit.payee(secret), _staff(unit)))
    running = unit.drawn(title=f"{world.mark}公示中收益")
    done(unit.publish(SHEET, running))
    wished = done(unit.apply(title=f"{world.mark}赋权申请")).case
    noticed = done(unit.apply(title=f"{world.mark}赋权公示")).case
    done(unit.take(RIGHT, "accept", asked.Stop(case=noticed, move="accept", reason="")))
    done(unit.take(RIGHT, "agree", unit.terms(noticed)))
    done(unit.publish(RIGHT, noticed))
    passed = _handed_over(unit, world)
    report = _report(world, unit)
    filled.add(region, "reward sheet", drawn, seen)
    filled.add(region, "reward notice", running, inside)
    filled.add(region, "reward batch", passed, seen)
    filled.add(region, "empowerment", wished, among(region, "inventor", *READERS))
    filled.add(region, "empowerment notice", noticed, inside)
    filled.add(region, "transfer report", report, among(region, "transfer office", "city1", "city2"))
    filled.plant(secret, seen)


def _handed_over(unit: World, world):
    unit.on = world.on - timedelta(days=20)
    case = unit.drawn(title=f"{world.mark}待发放收益")
    done(unit.publish(SHEET, case))
    unit.pass_to(world.on)
    done(unit.take(SHEET, "hand_over", asked.HandOver(case=case)))
    return case


def _staff(unit: World) -> asked.Payee:
    return unit.payee("周乙", "staff", Fraction(5, 100))


def _report(world, unit: World):
    holder, office = world.bodies["provider"], world.bodies["city office"]
    with unit.at():
        request = asked.FileReport(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=holder.place,
            unit=holder.pk,
            year=world.on.year - 1,
            figures={"contracts": Decimal(3)},
            facts=(),
            remarks="补报",
        )
        return done(actions.begin(REPORT.kind, request, by=world.actor("transfer office"), key=unit.key())).case
