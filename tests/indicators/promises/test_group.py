"""A number promised of a group of counties together, from the clause to the progress: 26 mountain counties, 12 percent."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.test import Client

from kechuang.indicators import compute, register, store
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises import proposing, queries
from kechuang.indicators.promises.models import Promise
from kechuang.kernel import place
from kechuang.mechanisms.market.contract.facts import Registered
from kechuang.policy import actions as policy
from kechuang.policy.models import Document
from kechuang.policy.rules import as_read
from tests.indicators.facts import write
from tests.indicators.promises.conftest import PLACE, TODAY, level
from tests.indicators.promises.test_pages import fields_of, page, plain
from tests.policy import plans

TURNOVER = "market.technology_turnover_yuan"
CHUNAN, LIANDU, XIHU = "330127", "331102", "330106"
TEXT = """云岭省协作帮扶方案（演示）

一、协作目标

（一）跨越发展。到2027年，山区26县技术交易总额年均增长12%。
"""


def registered(county: str, year: int, yuan: str) -> Registered:
    return Registered(
        place=county,
        number=f"{year}330000{yuan}",
        type="development",
        former_type="",
        subtype="",
        field="",
        industry="C",
        trade="domestic",
        seller_place=county,
        buyer_place=XIHU,
        cross_region=False,
        count=1,
        total_yuan=Decimal(yuan),
        technology_yuan=Decimal(yuan),
        estimated=False,
        signed_on=date(year, 3, 1),
        due_on=None,
        contents={},
        checks=[],
    )


def sold(*rows: tuple[str, int, str]) -> None:
    for county, year, yuan in rows:
        on = date(year, 6, 1)
        write(PLACE, registered(county, year, yuan), on=on, at=datetime(year, 6, 1, 2, 0, tzinfo=UTC))
    store.follow_all()


@pytest.fixture
def plan(office) -> Document:
    reading = plans.reading(TEXT)
    draft = policy.preview(reading, TEXT, TEXT.encode(), by=office.planner)
    return Document.objects.get(pk=policy.accept(draft, as_read(reading), by=office.planner).case)


def test_a_clause_on_26_counties_becomes_a_promise_that_their_registered_contracts_measure(office, plan):
    target = plan.targets.get()
    there = f"/promises/plans/{plan.pk}/targets/{target.code}/bind/"
    # 200 in 2024 and 224 in 2025 are 12 percent; a contract of Hangzhou's Xihu is nobody's of the 26.
    sold((CHUNAN, 2024, "120"), (LIANDU, 2024, "80"), (CHUNAN, 2025, "130"), (LIANDU, 2025, "94"))
    sold((XIHU, 2024, "5000"), (XIHU, 2025, "9000"), (CHUNAN, 2026, "7"))

    given = fields_of(page(there, office.client))
    chosen = {"indicator": TURNOVER, "series": "flow", "base_on": "2024-12-31", "reason": "按登记合同核算（演示）"}
    answer = office.client.post(there, {**given, **chosen})
    row = Promise.objects.get(target=target.code, document=plan)
    html = page(f"/promises/measured/{row.pk}/")
    progress = page(f"/promises/plans/{plan.pk}/")
    found = queries.one(row)

    assert (given["group"], given["place"], given["form"], given["target"]) == ("ZJ-26", PLACE, "growth", "12")
    assert (answer.status_code, row.terms["group"], row.place) == (302, "ZJ-26", PLACE)
    assert (found.measured.state, found.measured.value, found.measured.period) == (said.ON_TRACK, Fraction(12), "2025")
    assert "浙江山区26县" in plain(html)
    assert f'href="/indicators/{TURNOVER}/?place=ZJ-26"' in html
    assert ("山区26县技术交易总额年均增长12%" in progress, "2025 年实际为 12%" in plain(progress)) == (True, True)


def test_the_indicator_of_a_group_counts_its_members_alone_and_leads_to_their_facts(office):
    sold((CHUNAN, 2025, "130"), (LIANDU, 2025, "94"), (XIHU, 2025, "9000"))
    definition = register.definition(TURNOVER)

    shown = Client().get(f"/api/v1/indicators/{TURNOVER}?place=ZJ-26&every=year").json()
    everywhere = Client().get(f"/api/v1/indicators/{TURNOVER}?every=year").json()
    facts = page(f"/indicators/{TURNOVER}/facts/?place=ZJ-26&period=2025")
    html = page(f"/indicators/{TURNOVER}/?place=ZJ-26")
    strange = Client().get(f"/indicators/{TURNOVER}/?place=ZJ-27")

    of_2025 = [point for point in shown["points"] if point["period"] == "2025"]
    assert [point["value"] for point in of_2025] == ["224.00"]
    assert [point["value"] for point in everywhere["points"] if point["period"] == "2025"] == ["9224.00"]
    assert (facts.count('class="row-link"'), "西湖区" in facts, "淳安县" in facts) == (2, False, True)
    assert '<option value="ZJ-26" selected>' in html
    assert strange.status_code == 400
    assert compute.choices(definition, compute.records())["place"] == [XIHU, CHUNAN, LIANDU]


def test_a_group_that_nobody_knows_is_refused_and_a_target_without_one_proposes_none(office):
    refusal = office.bound(group="ZJ-27").refusal

    none = proposing.proposed(proposing.Read(kind="level", comparator="ge", quote="建成省级实验室20家"), PLACE, TODAY)

    assert (refusal.code, refusal.values["group"], refusal.place) == ("promise.no_such_group", "ZJ-27", "group")
    assert none.group == ""


def test_a_statistic_of_a_group_is_one_that_was_recorded_for_the_group(office):
    row = office.bind(group="ZJ-26")

    found = queries.one(row)

    assert (found.measured.state, found.measured.why) == (said.CANNOT_SAY, said.NO_VALUE)
    assert level(group="ZJ-26").where == "ZJ-26"
    assert len(place.members("ZJ-26", TODAY)) == 26
