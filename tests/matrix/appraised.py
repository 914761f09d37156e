"""In each region an evaluation that is only commissioned, one that is published, and a case of protection."""

from kechuang.mechanisms.market.appraisal import actions as appraisals
from kechuang.mechanisms.market.appraisal.models import Assessor
from kechuang.mechanisms.market.appraisal.rules import requests as asked
from kechuang.mechanisms.market.protection import actions as protections
from kechuang.mechanisms.market.protection.rules import requests as reported
from kechuang.mechanisms.market.result import actions as results
from kechuang.mechanisms.market.result.rules.requests import Offer
from kechuang.web import chance
from tests.matrix.achieved import registered
from tests.pages.voucher.world import done

STAFF = {"evaluator": "evaluator", "ip intake": "ip_intake", "ip handler": "ip_handler"}
READERS = ("transfer office", "evaluator", "operator", "city1", "city2", "county")


def people(world) -> None:
    world.body("third party", "institute", world.county)
    world.person("evaluator", "evaluator", "third party")
    world.person("ip intake", "ip_intake", "city office")
    world.person("ip handler", "ip_handler", "third party")


def appraisals_of(filled, region: str, among) -> None:
    """Plant them: the holder, the institution and the offices of the place read an evaluation; parties alone a case."""
    world = filled.worlds[region]
    seen, secret = among(region, *READERS), f"{world.mark}尚未公开的评价目的"
    waiting = _commissioned(world, f"{world.mark}待评价成果", 31, secret)
    public = _commissioned(world, f"{world.mark}已评价成果", 32, "公开评价")
    expert = _published(world, public)
    filled.add(region, "appraisal", waiting, seen)
    filled.add(region, "published appraisal", public)
    filled.add(region, "case of an appraisal", public, seen)
    filled.plant(secret, seen)
    filled.plant(expert, seen)
    parties, words = among(region, "firm clerk", "ip intake", "ip handler"), f"{world.mark}被控侵权的经过"
    filled.add(region, "protection case", _protected(world, words), parties)
    filled.plant(words, parties)


def _commissioned(world, name: str, serial: int, purpose: str):
    holder, office, house = (world.bodies[each] for each in ("provider", "city office", "third party"))
    result = registered(world, name, f"{name}简介", serial)
    with world.at():
        done(results.take("list", Offer(case=result), by=world.actor("transfer office"), key=world.key()))
        request = asked.Commission(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=holder.place,
            holder=holder.pk,
            result=result,
            institution=house.pk,
            purpose=purpose,
        )
        return done(appraisals.commission(request, by=world.actor("transfer office"), key=world.key())).case


def _published(world, case) -> str:
    by, expert = world.actor("evaluator"), f"{world.mark}专家甲"
    team = tuple(
        asked.Member(
            id=chance.uuid7(), name=expert if at == 0 else f"专家{at}", unit=f"第{at}所", tie="none", lead=at == 0
        )
        for at in range(5)
    )
    judged = tuple(asked.Judged(value=value, grade="fair", text="理由", evidence="依据") for value in asked.VALUES)
    levels = tuple(asked.LevelShown(level=level, on=world.on, text="证据") for level in (2, 3))
    findings = asked.Assess(appraisal=case, judged=judged, level=3, levels=levels, summary="结论")
    with world.at():
        done(appraisals.take("set_team", asked.SetTeam(appraisal=case, members=team), by=by, key=world.key()))
        done(appraisals.take("assess", findings, by=by, key=world.key()))
        signers = tuple(Assessor.objects.filter(appraisal=case).values_list("pk", flat=True))
        signed = asked.Sign(appraisal=case, number=f"{world.mark}PJ", signed_on=world.on, signers=signers)
        done(appraisals.take("sign", signed, by=by, key=world.key()))
        agreed = asked.Publish(appraisal=case, parts=("level", "grades"))
        done(appraisals.take("publish", agreed, by=world.actor("transfer office"), key=world.key()))
    return expert


def _protected(world, words: str):
    firm, office, mediators = (world.bodies[each] for each in ("firm", "city office", "third party"))
    request = reported.Report(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=firm.place,
        reporter=firm.pk,
        kind="trade_secret",
        right="secret",
        number="",
        respondent="某单位",
        happened_at=firm.place,
        text=words,
        contact=reported.Contact(name="联系人", phone="13900000000"),
        files=(reported.Paper(chance.uuid7(), "c" * 64),),
    )
    with world.at():
        case = done(protections.report(request, by=world.actor("firm clerk"), key=world.key())).case
        route = reported.Route(protection=case, way="ruling", to=mediators.pk, text="齐备")
        done(protections.take("route", route, by=world.actor("ip intake"), key=world.key()))
    return case
