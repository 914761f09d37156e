"""From a result of the pool to the county's conversion, and from a declaration to a filed licence, through the pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.indicators import store
from kechuang.indicators.promises import actions as promises
from kechuang.indicators.promises import queries as promised
from kechuang.indicators.promises.rules import Bind
from kechuang.indicators.promises.terms import Terms
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.trial.models import OpenLicence, Trial
from kechuang.policy import actions as policy
from kechuang.policy.models import Target
from kechuang.policy.rules import as_read
from kechuang.web import chance
from kechuang.web.accounts.models import Grant
from tests.mechanisms.market.trial.world import MOUNTAIN, done, peopled
from tests.policy import plans

TEXT = """云岭省山区县创新行动计划（演示）

一、总体要求

到2027年，山区县先用后转转化成果达到10项。
"""


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def client(world, name=""):
    from django.test import Client

    found = Client()
    if name:
        found.force_login(world.people[name])
    return found


def get(world, browser, url, **data):
    with world.at():
        return browser.get(url, data)


def post(world, browser, url, **data):
    with world.at():
        answer = browser.post(url, data)
    assert answer.status_code == 302, answer.content.decode()[:6000]


def step(world, browser, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"market_trial:{case.kind.rpartition('.')[2]}-{move}", args=[case.pk])
    assert get(world, browser, url).status_code == 200
    post(world, browser, url, version=case.version, key=f"k{case.version}", **data)
    case.refresh_from_db()
    return case.state


def offered(world, office):
    result = world.listed()
    post(
        world,
        office,
        reverse("market_trial:offer"),
        key="offer",
        holder=str(world.bodies["university"].pk),
        result=str(result),
        delivers="样品十卷与现场指导",
        form="entry_royalty",
        amount="5",
        base="sales",
        share="3",
        cap="20",
        months="12",
        audience="pool",
        counties=[MOUNTAIN],
        insurance="BX-保密-1",
    )
    return Case.objects.get(kind="market.trial_offer")


def test_a_unit_changes_the_terms_of_its_offer_on_a_page_that_shows_what_stands(world):
    office, anybody = client(world, "office"), client(world)
    offer = offered(world, office)
    page = get(world, office, reverse("market_trial:trial_offer-amend", args=[offer.pk])).content.decode()
    terms = {
        "delivers": "样品三十卷",
        "form": "lump",
        "amount": "30",
        "months": "6",
        "audience": "all",
        "text": "已量产",
    }

    state = step(world, office, offer, "amend", **terms)
    read = get(world, anybody, reverse("market_trial:pool-one", args=[offer.pk])).content.decode()

    assert ['value="5"' in page, 'value="20"' in page, "样品十卷与现场指导" in page] == [True, True, True]
    assert state == "OFFERED"
    assert ["300,000" in read, "样品三十卷" in read, "条件调整日期" in read] == [True, True, True]


def test_a_county_firm_tries_first_and_takes_it_at_the_fixed_price(world):
    office, firm, anybody = client(world, "office"), client(world, "county clerk"), client(world)
    offer = offered(world, office)
    pool = get(world, anybody, reverse("market_trial:pool"), county=MOUNTAIN).content.decode()
    page = get(world, anybody, reverse("market_trial:pool-one", args=[offer.pk])).content.decode()
    assert (offer.title in pool, "淳安" in page, "BX-保密-1" in page) == (True, True, False)
    assert ["200,000" in page, "3%" in page] == [True, True]

    ask = reverse("market_trial:ask", args=[offer.pk])
    with world.at():
        empty = firm.post(ask, {}).status_code
    assert empty == 422
    post(
        world,
        firm,
        ask,
        key="ask",
        holder=str(world.bodies["county"].pk),
        purpose="一号线试涂",
        criteria="三十天废品率低于2%",
        declares_small="on",
    )
    trial = Case.objects.get(kind="market.trial")
    states = [
        step(world, office, trial, "agree", number="SY-1", start="2026-03-02", months="12"),
        step(
            world,
            firm,
            trial,
            "sign",
            agreed="on",
            declared="on",
            file=SimpleUploadedFile("agreement.txt", "试用协议".encode()),
        ),
        step(world, firm, trial, "log", day="2026-03-02", text="涂覆一卷", measured="废品率1.8%"),
        step(world, firm, trial, "report", verdict="yes", text="达到约定指标"),
    ]
    assert states == ["TERMS_AGREED", "TRIAL", "TRIAL", "SATISFIED"]
    number = world.contracted(total_yuan=50_000)
    assert step(world, office, trial, "convert", number=number) == "CONVERTED"

    gains = get(world, anybody, reverse("market_trial:gains")).content.decode()
    told = get(world, anybody, "/api/v1/trials/gains").json()
    case_page = get(world, firm, reverse("casework:case", args=[trial.pk])).content.decode()
    stranger = get(world, client(world, "neighbour clerk"), reverse("casework:case", args=[trial.pk])).status_code
    assert ("淳安" in gains, told[0]["county"], told[0]["converted"], told[0]["mountain"]) == (True, MOUNTAIN, 1, True)
    assert ("废品率1.8%" in case_page, number in case_page, stranger, verify().ok) == (True, True, 404, True)


def test_a_patent_is_opened_taken_and_filed(world):
    office, operator, firm, anybody = (client(world, name) for name in ("office", "operator", "county clerk", ""))
    result = world.listed()
    form = {
        "key": "declare",
        "holder": str(world.bodies["university"].pk),
        "result": str(result),
        "number": world.number(result),
        "legal": "in_force",
        "form": "lump",
        "amount": "2",
        "payment": "签约后十日内付清",
        "until": "2028-12-31",
    }
    with world.at():
        praised = office.post(reverse("market_trial:declare"), {**form, "text": "填补空白"})
    assert (praised.status_code, "填补空白" in praised.content.decode()) == (422, True)
    post(world, office, reverse("market_trial:declare"), **form)
    licence = Case.objects.get(kind="market.open_licence")
    url = reverse("market_trial:register-one", args=[licence.pk])
    hidden = get(world, anybody, url).status_code
    assert step(world, operator, licence, "publish", checked="on") == "PUBLISHED"
    shown = get(world, anybody, url).content.decode()
    assert (hidden, world.number(result) in shown, "20,000" in shown) == (404, True, True)

    take = reverse("market_trial:take", args=[licence.pk])
    holder = str(world.bodies["county"].pk)
    post(world, firm, take, key="take", holder=holder, use="自用产线", agreed="on")
    use = Case.objects.get(kind="market.open_use")
    states = [
        step(world, office, use, "confirm", paid_on="2026-03-02", amount="20000", reference="HD-1"),
        step(world, office, use, "file", number="BA-1", filed_on="2026-03-02"),
    ]
    told = get(world, anybody, f"/api/v1/open-licences/register/{licence.pk}").json()
    assert (states, told["licences_given"], told["state"]) == (["IN_FORCE", "FILED"], 1, "PUBLISHED")


def test_the_pool_costs_the_same_for_one_result_and_three(world):
    anybody, url, counts = client(world), reverse("market_trial:pool"), []
    for more in (1, 2):
        for _number in range(more):
            world.offered(counties=(MOUNTAIN,))
        get(world, anybody, url)
        with CaptureQueriesContext(connection) as queries:
            shown = get(world, anybody, url).content.decode()
        counts.append((len(queries), shown.count("隔膜涂覆工艺") >= len(counts) * 2 + 1))

    assert counts == [(counts[0][0], True), (counts[0][0], True)]


def test_what_is_not_public_stays_with_its_parties(world):
    secret = "一号线的保密用途"
    trial = world.running(world.offered())
    Trial.objects.filter(pk=trial).update(purpose=secret)
    declared = world.declare().case
    anybody, other = client(world), client(world, "neighbour clerk")

    codes = [
        get(world, anybody, reverse("market_trial:register-one", args=[declared])).status_code,
        get(world, other, reverse("casework:case", args=[trial])).status_code,
        get(world, other, reverse("market_trial:trial-report", args=[trial])).status_code,
    ]
    open_pages = [get(world, anybody, reverse(f"market_trial:{name}")).content.decode() for name in ("pool", "gains")]

    assert (codes, [secret in page for page in open_pages]) == ([404, 404, 404], [False, False])
    assert secret in get(world, client(world, "office"), reverse("casework:case", args=[trial])).content.decode()
    assert (OpenLicence.objects.count(), Grant.objects.exists(), world.on) == (1, True, date(2026, 3, 2))


def bound(world):
    """The plan is dropped in as it was published, and its target bound to what the pages of trials leave behind."""
    world.market.body("planning", "department", "330100", "330100")
    world.market.person("planner", ("planner", "planning"))
    planner, reading = world.actor("planner"), plans.reading(TEXT)
    with world.at():
        draft = policy.preview(reading, TEXT, TEXT.encode(), by=planner)
        document = done(policy.accept(draft, as_read(reading), by=planner, on=world.on)).case
        target = Target.objects.select_related("clause").get(document=document)
        request = Bind(
            case=chance.uuid7(),
            authority="330100",
            office=world.bodies["planning"].pk,
            document=document,
            target=target.code,
            clause=target.clause.path if target.clause else "",
            title=target.indicator,
            quote=target.quote,
            terms=Terms(
                form="annual",
                target=Decimal(1),
                due_on=date(2027, 12, 31),
                unit="项",
                indicator="market.trials_converted_mountain",
                series="flow",
                place=MOUNTAIN,
            ),
            reason="按先用后转转化的事实计量",
        )
        return document, done(promises.bind(request, by=planner, key="bind")).case


def test_a_clause_is_measured_by_what_the_county_gained(world):
    document, promise = bound(world)
    trial = world.satisfied(world.offered())
    done(world.step(trial, "convert", number=world.contracted()))
    world.pass_to(date(2027, 2, 1))
    store.follow_all()

    asked = {"place": MOUNTAIN, "every": "year", "period": "2026"}
    told = get(world, client(world), "/api/v1/indicators/market.trials_converted_mountain", **asked).json()
    page = get(world, client(world), f"/promises/measured/{promise}/")
    with world.at():
        line = next(each for each in promised.measured(document, world.on) if each.promise.pk == promise)

    assert (told["total"]["value"], told["total"]["facts"], page.status_code) == ("1", 1, 200)
    assert line.found.measured.state == "progress.on_track"
