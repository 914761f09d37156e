"""Tables of observations: read, checked row by row, written only after the agreement; SDMX-CSV goes out and comes back."""

import io
import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.elements import known
from kechuang.casework.imports import acting, intake
from kechuang.casework.imports.desks import desk
from kechuang.casework.imports.models import CellFault, Line
from kechuang.casework.imports.registry import KINDS
from kechuang.mechanisms.delivery.statistic import answers
from kechuang.mechanisms.delivery.statistic.models import Observation
from tests.mechanisms.delivery.statistic.conftest import TODAY

KIND = KINDS["observations"]
HEAD = "指标\t地区\t年份\t数据\t数据性质\t发布日期\t来源\t说明\n"


@pytest.fixture
def table(office, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    office.define("firms")

    def take(text, name="table.csv", by="city1"):
        here = desk(KIND, office.actors[by], office.bodies["city"], "insert")
        found = intake.take(KIND, intake.Given(io.BytesIO(text.encode()), name, len(text)), here)
        acting.begin(found)
        found.refresh_from_db()
        return found

    return take


def told(upload):
    return sorted(CellFault.objects.filter(upload=upload).values_list("number", "column", "code"))


def agreed(upload, office):
    assert acting.agree(upload, upload.digest, by=office.actors["city1"].person) is None


def test_nothing_is_written_before_the_agreement_and_everything_after(table, office):
    upload = table(
        HEAD + "firms\t西湖区\t2024\t100\t\t2025-02-01\t年鉴\t\nfirms\t330106\t2025\t120\tP\t2026-02-01\t年鉴\t\n"
    )

    before = Observation.objects.count()
    agreed(upload, office)

    assert (told(upload), before) == ([], 0)
    assert list(Observation.objects.order_by("period").values_list("place", "period", "value", "status")) == [
        ("330106", "2024", "100", "final"),
        ("330106", "2025", "120", "provisional"),
    ]


def test_each_row_says_what_is_wrong_and_warnings_ask_for_a_reason(table):
    rows = (
        "nothing\t330106\t2025\t1\t\t2026-02-01\t年鉴\t\n"  # no such indicator
        "firms\t330104\t2025\t1\t\t2026-02-01\t年鉴\t\n"  # a code given up in 2021
        "firms\t330106\t2025年\t1.2万\t\t2026-02-01\t年鉴\t\n"  # a unit in the cell
        "firms\t330108\t2024\t100\t\t2025-02-01\t年鉴\t\n"
        "firms\t330108\t2025\t1000000\t\t2026-02-01\t年鉴\t\n"  # ten thousand times
        "firms\t330110\t2025\t\tM\t2026-02-01\t年鉴\t\n"  # says that there is none
        "firms\t330902\t2025\t5\t\t2026-02-01\t年鉴\t\n"  # another region's
        "firms\t330127\t2024\t100\t\t2025-02-01\t年鉴\t\n"
        "firms\t330127\t2025\t300\t\t2026-02-01\t年鉴\t口径调整\n"  # told why
    )

    upload = table(HEAD + rows)

    assert told(upload) == [
        (2, "indicator", "statistic.indicator_unknown"),
        (3, "place", "place.expired"),
        (4, "value", "statistic.value_unread"),
        (6, "value", "statistic.unit_break"),
        (7, "status", "statistic.status_none"),
        (8, "place", "statistic.out_of_reach"),
    ]
    assert Line.objects.filter(upload=upload, state="READY").count() == 3


def test_a_flag_is_kept_with_its_reason_and_the_total_as_published(table, office):
    for code in ("of_a", "of_b", "of_c"):
        office.define(code, form="flow", adds_up=False)
    office.define("lots", form="flow", adds_up=False, parts=("of_a", "of_b", "of_c"))
    rows = "".join(
        f"{code}\t330100\t2024\t{value}\t\t2025-02-01\t简报\t{why}\n"
        for code, value, why in (("lots", 53, "原文如此"), ("of_a", 38, ""), ("of_b", 15, ""), ("of_c", 1, ""))
    )

    upload = table(HEAD + rows)
    agreed(upload, office)

    assert told(upload) == []
    kept = Observation.objects.get(indicator__code="lots")
    assert (kept.value, kept.flags, kept.reason) == ("53", ["statistic.sum_differs"], "原文如此")


def test_sdmx_csv_goes_out_and_comes_back_as_the_same_figures(table, office):
    office.observe("firms", "330106", "2025", "12.50", "provisional")
    office.observe("firms", "330108", "2025", None, "withheld", reason="少于三家")
    file = b"".join(Client().get(reverse("delivery_statistic:open-sdmx")).streaming_content).decode()
    assert file.count("\n") == 3

    again = table(file, "statistics-sdmx.csv")

    assert told(again) == []
    assert sorted(Line.objects.filter(upload=again).values_list("state", flat=True)) == ["SAME", "SAME"]


def test_open_data_masks_what_is_withheld_and_leaves_out_what_is_estimated(office):
    office.define("firms")
    office.observe("firms", "330106", "2025", "12", "provisional")
    office.observe("firms", "330108", "2025", None, "withheld", reason="少于三家")
    office.observe("firms", "330110", "2025", "98765", "estimated")

    found = json.loads(Client().get(reverse("delivery_statistic:open-json")).content)["observations"]
    plain = b"".join(Client().get(reverse("delivery_statistic:open-csv")).streaming_content).decode()

    assert [(row["place"], row["value"], row["status"]) for row in found] == [
        ("330106", "12", "provisional"),
        ("330108", "", "withheld"),
    ]
    assert ("98765" in plain, plain.count("\n")) == (False, 3)


def test_an_office_that_is_asked_for_its_place_finds_the_figure_filled_in(office):
    office.define("hightech_firms")
    office.observe("hightech_firms", "330106", "2025", "321")
    known.register(answers.SOURCE)

    body = office.bodies["county"].pk
    held = known.known([body], ["place.hightech_firms", "place.tech_smes"], 2025)[body]

    assert {code: (each.value, each.on) for code, each in held.items()} == {
        "place.hightech_firms": ("321", date(2026, 2, 1))
    }


def test_programs_read_what_was_known_and_record_once(office):
    office.define("firms")
    desk_client = office.client("county1")
    data = {
        "indicator": "firms",
        "place": "330106",
        "period": "2025",
        "value": "9",
        "vintage": str(TODAY),
        "source": "s",
    }
    headers = {"Idempotency-Key": "0123456789"}

    answers_given = [
        desk_client.post("/api/v1/statistics/observations", data, content_type="application/json", headers=headers)
        for _turn in range(2)
    ]
    figures = Client().get("/api/v1/statistics/indicators/firms/figures", {"as_of": str(TODAY)}).json()

    assert [answer.status_code for answer in answers_given] == [201, 201], answers_given[0].content
    assert answers_given[0].json() == answers_given[1].json()
    assert [(each["place"], each["value"], each["vintage"]) for each in figures] == [("330106", "9", str(TODAY))]
