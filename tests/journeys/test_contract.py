"""From the clause on the growth of technology contracts, through the pages of a mountain county, to its progress."""

from datetime import date
from decimal import Decimal

from kechuang.indicators import store
from kechuang.indicators.promises import actions as promises
from kechuang.indicators.promises import queries as promised
from kechuang.indicators.promises.rules import Bind
from kechuang.indicators.promises.terms import Terms
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.policy import actions as policy
from kechuang.policy.models import Target
from kechuang.policy.rules import as_read
from kechuang.web import chance
from tests.mechanisms.market.contract.scenes import BUYER
from tests.mechanisms.market.contract.test_pages import FORM
from tests.pages.voucher.world import FIRM_CODE, NEIGHBOUR_CODE, Reader, World, done, peopled
from tests.policy import plans

MOUNTAIN = "330127"
TEXT = """云岭省山区县创新行动计划（演示）

一、总体要求

到2027年，山区县技术合同成交额年均增长12%。
"""


def planned(world: World) -> Target:
    """The plan is dropped in as it was published, and its target bound to what the node itself registers."""
    planner, reading = world.actor("planner"), plans.reading(TEXT)
    with world.at():
        draft = policy.preview(reading, TEXT, TEXT.encode(), by=planner)
        document = done(policy.accept(draft, as_read(reading), by=planner, on=world.on)).case
    return Target.objects.select_related("clause").get(document=document)


def bound(world: World, target: Target):
    request = Bind(
        case=chance.uuid7(),
        authority=world.city,
        office=world.bodies["city office"].pk,
        document=target.document_id,
        target=target.code,
        clause=target.clause.path if target.clause else "",
        title=target.indicator,
        quote=target.quote,
        terms=Terms(
            form="growth",
            target=Decimal(12),
            due_on=date(2027, 12, 31),
            base_on=date(2025, 12, 31),
            unit="万元",
            indicator="market.technology_turnover_yuan",
            scale=Decimal("0.0001"),
            series="flow",
            place=MOUNTAIN,
        ),
        reason="按认定登记的技术交易额计量",
    )
    with world.at():
        return done(promises.bind(request, by=world.actor("planner"), key="bind")).case


def registered(firm: Reader, clerk: Reader, number: str, signed: str, yuan: str) -> str:
    """A firm brings a contract; the county's clerk accepts it, confirms the doubt and registers it: pages alone."""
    values = {
        **FORM,
        "side": "seller",
        "number": number,
        "title": f"{number}号工艺技术开发",
        "subject": f"{number}标的内容",
    }
    case = firm.do("market_contract:submit", **{**values, "signed_on": signed, "total_yuan": yuan})
    with clerk.world.at():
        for step, more in (("accept", {}), ("confirm", {"line": "original", "note": "已核原件"}), ("register", {})):
            answer = clerk.browser.post(f"/market/contracts/{case}/{step}/", {"key": f"{number}{step}", **more})
            assert answer.status_code == 302, answer.content.decode()[:2000]
    return TechContract.objects.values_list("number", flat=True).get(pk=case)


def test_a_clause_is_kept_by_contracts_that_anybody_can_check(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    world = peopled(World(county=MOUNTAIN), FIRM_CODE, NEIGHBOUR_CODE)
    for name, role, body in (("planner", "planner", "city office"), ("registrar", "registrar", "county office")):
        world.person(name, role, body)
    firm, clerk, public = Reader(world, "firm clerk"), Reader(world, "registrar"), Reader(world)
    world.on = date(2025, 6, 3)
    promise = bound(world, planned(world))

    first = registered(firm, clerk, "A1", "2025-05-20", "1000000")
    world.on = date(2026, 6, 3)
    second = registered(firm, clerk, "B1", "2026-05-20", "700000")
    third = registered(firm, clerk, "B2", "2026-05-28", "450000")
    world.on = date(2027, 2, 1)
    store.follow_all()

    assert [first, second, third] == ["2025330127000001", "2026330127000001", "2026330127000002"]
    with world.at():
        line = next(
            each for each in promised.measured(Target.objects.get().document_id, world.on) if each.promise.pk == promise
        )
        page = public.browser.get(f"/promises/measured/{promise}/").content.decode()
        series = public.browser.get(
            "/api/v1/indicators/market.technology_turnover_yuan", {"place": MOUNTAIN, "every": "year"}
        )
    assert line.found.measured.state == "progress.on_track"
    assert "115" in page
    assert series.status_code == 200
    assert "有效" in public.text("market_contract:check", number=second, code=BUYER.code)
    assert "1,150,000" in public.text("market_contract:statistics", period="2026", place=MOUNTAIN)
    assert verify().ok
