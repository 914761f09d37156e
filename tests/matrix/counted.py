"""An indicator of each region with a published figure; its planner alone may revise or end it."""

from datetime import date
from decimal import Decimal

from kechuang.mechanisms.delivery.statistic import actions, entering
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.rules import Define, Words
from kechuang.web import chance
from tests.pages.voucher.world import done


def figures(filled, region: str, among) -> None:
    world, code = filled.worlds[region], f"firms_of_{region}"
    office, planner = world.bodies["city office"], world.actor("planner")
    words = Words(
        title=f"{world.mark}企业数", definition="年末。", unit="家", direction="up", form="stock", frequency="year"
    )
    asked = Define(
        case=chance.uuid7(),
        code=code,
        words=words,
        since=date(2020, 1, 1),
        place=office.place,
        authority=office.authority,
        office=office.pk,
    )
    with world.at():
        done(actions.define([asked], by=planner, keys=[world.key()])[0])
        typed = Typed(vintage=date(2026, 2, 1), code_list=date(2026, 2, 1), source=f"{world.mark}年鉴")
        row = Indicator.objects.get(code=code)
        entry = entering.entry(row, world.county, "2025", Decimal(41), "final", typed)
        done(actions.observe([(entry, "", world.key())], office=office, by=planner)[0])
    filled.add(region, "statistic", code)
    filled.add(region, "kept statistic", asked.case, among(region, "planner"))
