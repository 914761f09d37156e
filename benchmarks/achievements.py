"""Public achievements in bulk: copies of one that the gateway registered and its unit offered.

``tests/benchmarks/test_achievements.py`` holds that a copy stands in the public register, is found by its words and its
number, and is counted, as one is that the gateway writes.
"""

import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parent))
import bulk

CITY, PLACE = "330100", "330106"
PLACES = ("330106", "330902", "330203", "310115", "340104", "320106")
SUBJECTS = (
    *("锂电池隔膜涂覆", "工业视觉检测", "稻米低镉栽培", "抗体药物纯化", "碳纤维回收", "海水养殖监测", "数控机床补偿"),
    *("燃料电池双极板", "磁共振重建", "耐候钢焊接", "低温烟气脱硝", "深海传感器封装", "桥梁健康评估", "污泥干化焚烧"),
)
WAYS = ("方法", "装置", "系统", "工艺", "材料", "平台", "软件")
KINDS = ("patent", "patent", "patent", "software", "plant_variety", "know_how")
FIELDS = ("430", "520", "210", "350", "240", "460", "480", "310", "610", "535")
CLASSES = ("H01M", "G06T", "A01G", "C07K", "C08J", "G01N", "B23Q", "H01M", "G01R", "B23K", "B01D", "G01D")
STATES = ("LISTED", "LISTED", "LISTED", "REGISTERED", "TRANSFERRED", "LICENSED", "DORMANT")
MODES = ("transfer", "licence", "shares", "cooperation")
TAKEN = 15_000


def first() -> tuple[UUID, list[UUID]]:
    """Let a university register and offer one achievement through the gateway; give it, and units for the copies."""
    from node import person

    from kechuang.casework.act import Outcome
    from kechuang.config.demo.cast import credit_code
    from kechuang.kernel.identify.patent import patent_check
    from kechuang.ledger.logs import open_log
    from kechuang.mechanisms.market.result import actions
    from kechuang.mechanisms.market.result.rules import requests as asked
    from kechuang.mechanisms.market.result.rules import values as told
    from kechuang.web import chance
    from kechuang.web.accounts.models import Body

    def done(outcome: Outcome) -> UUID:
        assert outcome.refusal is None, outcome.refusal
        assert outcome.case is not None
        return outcome.case

    open_log(CITY, "Hangzhou")
    since = date(2020, 1, 1)
    market = Body.objects.create(
        code="bench-market", name="bench market", kind="market_operator", place=CITY, authority=CITY, valid_from=since
    )
    unit = Body.objects.create(
        code=credit_code(PLACE, 931), name="bench university", kind="university", place=PLACE, valid_from=since
    )
    seller = person("bench-office", "transfer_office", unit.pk, unit.kind, PLACE)
    operator = person("bench-operator", "market_operator", market.pk, market.kind, CITY, CITY)
    body = "20231" + f"{7654321:07d}"
    values = told.Values(
        name="锂电池隔膜涂覆方法",
        abstract="用于电池隔膜的水性陶瓷涂覆。",
        kind="patent",
        discipline="430",
        ipc="H01M 50/40",
        trl=2,
        mode="transfer",
        ips=(told.Ip(kind="patent", number=f"{body}.{patent_check(body)}", patentee=unit.name),),
        completers=(told.Completer(id=chance.uuid7(), rank=1, share=Fraction(1), name="林明"),),
    )
    request = asked.Submit(
        case=chance.uuid7(), authority=CITY, office=market.pk, place=PLACE, unit=unit.pk, unit_name=unit.name,
        unit_code=unit.code, values=values,
    )  # fmt: skip
    case = done(actions.submit(request, by=seller, key="bench:submit"))
    done(actions.take("register", asked.Step(case=case, move="register"), by=operator, key="bench:register"))
    done(actions.take("list", asked.Offer(case=case), by=seller, key="bench:list"))
    more = [
        Body(code=f"bench-{at}", name=f"bench unit {at}", kind="university", place=PLACES[at % 6], valid_from=since)
        for at in range(300)
    ]
    return case, [unit.pk, *(row.pk for row in Body.objects.bulk_create(more))]


def name_of(at: int) -> str:
    """Give the name of the copy at a place; every 20,000th holds a word that no other has."""
    rare = "甲子号" if at % 20_000 == 7 else ""
    return f"{rare}{SUBJECTS[at % 14]}{SUBJECTS[at * 7 // 14 % 14][:3]}{WAYS[at // 14 % 7]}{at:07d}"


def grow(template: UUID, begin: int, count: int, units: list[UUID]) -> None:
    """Copy the achievement with its case, its right and the index of its name; count the copies."""
    from kechuang.casework.models import Case
    from kechuang.mechanisms.market.result import tallying
    from kechuang.mechanisms.market.result.models import Achievement, IpRight, ResultGram

    case, row = Case.objects.get(pk=template), Achievement.objects.get(pk=template)
    right = IpRight.objects.get(achievement=template)

    def of_case(at: int) -> dict[str, Any]:
        at += begin
        place = PLACES[at % 6]
        return {
            "id": bulk.identifier(at),
            "number": f"{case.number}-{at:07d}",
            "title": name_of(at),
            "holder_id": units[at % len(units)],
            "place": place,
            "city": place[:4],
            "state": STATES[at % 7],
        }

    def of_row(at: int) -> dict[str, Any]:
        at += begin
        place = PLACES[at % 6]
        return {
            "case_id": bulk.identifier(at),
            "name": name_of(at),
            "name_key": f"{at:032x}",
            "text_key": f"{at:032x}",
            "unit_id": units[at % len(units)],
            "place": place,
            "city": place[:4],
            "kind": KINDS[at % 6],
            "discipline": FIELDS[at % 10],
            "field": FIELDS[at % 10],
            "ipc_class": CLASSES[at % 12],
            "trl": 1 + at % 9,
            "mode": MODES[at % 4],
            "state": STATES[at % 7],
            "published_on": row.published_on - timedelta(days=at % 900),
        }

    def of_right(at: int) -> dict[str, Any]:
        at += begin
        return {"achievement_id": bulk.identifier(at), "number": f"{2010 + at % 15}2{at:08d}"}

    bulk.clone(case, count, of_case)
    bulk.clone(row, count, of_row)
    bulk.clone(right, count, of_right)
    counted: Counter[tuple[str, str]] = Counter()
    for start in range(0, count, TAKEN):
        wanted = [bulk.identifier(begin + at) for at in range(start, min(start + TAKEN, count))]
        made = list(chain.from_iterable(_some(Achievement, wanted)))
        for at in range(0, len(made), 500):
            counted.update(tallying.counts(made[at : at + 500]))
        grams = [ResultGram(gram=gram, achievement_id=each.pk) for each in made for gram in tallying.grams(each.name)]
        ResultGram.objects.bulk_create(grams, batch_size=5000)
    tallying.add(counted)


def _some(model: Any, wanted: list[UUID]) -> Any:
    for at in range(0, len(wanted), 500):
        yield model.objects.filter(pk__in=wanted[at : at + 500])
