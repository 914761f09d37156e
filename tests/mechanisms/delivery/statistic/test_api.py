"""Each operation of the interface of statistics: done, refused with its reason, and asked by somebody who may not."""

import io
import json

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.imports import acting, intake
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.models import CellFault
from kechuang.casework.imports.registry import KINDS
from kechuang.mechanisms.delivery.statistic import queries
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation
from tests.mechanisms.delivery.statistic.conftest import TODAY

MEANING = {
    "title": "科技企业数",
    "definition": "年末的科技企业。",
    "unit": "家",
    "direction": "up",
    "form": "stock",
    "since": "2020-01-01",
}
FIGURE = {
    "indicator": "firms",
    "place": "330106",
    "period": "2025",
    "value": "9",
    "vintage": "2026-02-01",
    "source": "s",
}


def send(client: Client, path: str, data: dict, key: str = "0123456789"):
    return client.post(
        f"/api/v1/statistics/{path}", data, content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_an_indicator_is_defined_given_anew_and_ended(office):
    planner = office.client("planner")

    made = [send(planner, "indicators", {**MEANING, "code": "firms"}).status_code for _turn in range(2)]
    anew = send(
        planner,
        "indicators/firms/revise",
        {**MEANING, "unit": "户", "since": "2025-01-01", "reason": "制度"},
        "r-123456",
    )
    ended = send(planner, "indicators/firms/retire", {"reason": "不再发布"}, "e-123456")

    assert (made, anew.json(), ended.json()) == (
        [201, 201],
        {"code": "firms", "version": 2, "ended": False},
        {"code": "firms", "version": 2, "ended": True},
    )
    told = Client().get("/api/v1/statistics/indicators/firms").json()
    assert [(each["version"], each["unit"]) for each in told["versions"]] == [(2, "户"), (1, "家")]


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        ("indicators", {**MEANING, "code": "Firms!"}, "statistic.code_shape"),
        ("indicators", {**MEANING, "code": "firms"}, "statistic.code_taken"),
        ("indicators", {**MEANING, "code": "other", "direction": "sideways"}, "statistic.word_missing"),
        ("indicators/firms/revise", {**MEANING, "reason": "", "since": "2025-01-01"}, "statistic.no_reason"),
        ("indicators/firms/revise", {**MEANING, "reason": "制度"}, "statistic.since_before"),
        ("indicators/firms/retire", {"reason": " "}, "statistic.no_reason"),
        ("observations", {**FIGURE, "indicator": "nothing"}, "statistic.indicator_unknown"),
        ("observations", {**FIGURE, "value": "1.2万"}, "statistic.value_unread"),
        ("observations", {**FIGURE, "period": "2025-Q1"}, "statistic.period_shape"),
        ("observations", {**FIGURE, "vintage": "2026-12-31"}, "statistic.vintage_ahead"),
        ("observations", {**FIGURE, "source": " "}, "statistic.no_source"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_code_and_nothing_is_written(office, path, data, code):
    office.define("firms")

    answer = send(office.client("planner"), path, data)

    assert (answer.status_code in {400, 409, 422}, code in answer.content.decode()) == (True, True), answer.content
    assert (Observation.objects.count(), Indicator.objects.get().retired) == (0, False)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("indicators/firms/revise", {**MEANING, "reason": "制度", "since": "2025-01-01"}),
        ("indicators/firms/retire", {"reason": "不再发布"}),
    ],
)
def test_a_neighbour_finds_nothing_and_a_clerk_may_not(office, path, data):
    office.define("firms")

    answers = [send(office.client(name), path, data).status_code for name in ("far planner", "county1")]

    assert (answers, send(Client(), path, data).status_code) == ([404, 403], 401)
    assert not Indicator.objects.get().retired


def test_a_figure_of_another_region_is_refused(office):
    office.define("firms")

    answer = send(office.client("far planner"), "observations", FIGURE)

    assert (answer.status_code >= 400, Observation.objects.count()) == (True, 0)


def test_unknown_indicators_are_not_found(office):
    answers = [Client().get(f"/api/v1/statistics/indicators/nothing{rest}").status_code for rest in ("", "/figures")]

    assert answers == [404, 404]


def test_open_data_says_what_its_figures_mean(office):
    office.define("firms", title="企业数", definition="年末的企业。")
    office.observe("firms", "330106", "2025", "12")

    said = json.loads(Client().get(reverse("delivery_statistic:open-json")).content)

    assert [(each["indicator"], each["version"], each["definition"]) for each in said["indicators"]] == [
        ("firms", 1, "年末的企业。")
    ]
    assert (said["on"], set(said["fields"]) == set(said["observations"][0])) == (TODAY.isoformat(), True)


def test_an_excel_table_is_taken_in_as_a_csv_one_is(office, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    office.define("firms")
    book = openpyxl.Workbook()
    book.active.append(["指标", "地区", "年份", "数据", "数据性质", "发布日期", "来源"])
    book.active.append(["firms", "西湖区", 2024, 100, "", "2025-02-01", "年鉴"])
    book.active.append(["firms", "330106", "2025年", "1,200.50", "P", "2026-02-01", "年鉴"])
    file = io.BytesIO()
    book.save(file)
    kind = KINDS["observations"]
    here = desk(kind, office.actors["city1"], office.bodies["city"], "insert")

    upload = intake.take(kind, intake.Given(io.BytesIO(file.getvalue()), "table.xlsx", len(file.getvalue())), here)
    acting.begin(upload)

    assert list(CellFault.objects.values_list("column", "code")) == [("value", "statistic.unit_break")]
    assert Observation.objects.count() == 0


def test_what_was_known_is_given_for_any_day(office):
    office.define("firms")
    office.observe("firms", "330106", "2025", "1000", "provisional", vintage=TODAY.replace(month=1))
    office.observe("firms", "330106", "2025", "1080", vintage=TODAY.replace(month=2))

    def told(day):
        found = Client().get("/api/v1/statistics/indicators/firms/figures", {"as_of": day}).json()
        return [(each["value"], each["status"]) for each in found]

    assert {day: told(day) for day in ("2025-12-31", "2026-01-31", "2026-03-02")} == {
        "2025-12-31": [],
        "2026-01-31": [("1000", "provisional")],
        "2026-03-02": [("1080", "final")],
    }
    assert [row.value for row in queries.observations("firms")] == ["1080"]
