"""Binding, changing and judging a promise; its page, the list, the public progress of a plan, open data and the API."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.indicators.promises import actions, queries
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.models import Promise, Version
from kechuang.indicators.promises.rules import Change, Judge, Release
from kechuang.ledger.verify import verify
from tests.indicators.promises.conftest import LABS, PLACE, level, observe


def page(path: str, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == status, (path, answer.content.decode()[:2000])
    return answer.content.decode()


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def address(row: Promise, step: str = "") -> str:
    return f"/promises/measured/{row.pk}/{step}"


def fields_of(html: str) -> dict[str, str]:
    """Give the fields of the page's own form as a browser would send them back."""
    from lxml import html as read_html

    form = next(each for each in read_html.fromstring(html).forms if "reason" in each.fields)
    return {name: value or "" for name, value in form.form_values()}


def test_a_bound_target_is_measured_from_observed_facts_with_its_arithmetic(office):
    row = office.bind()
    fact = observe(("2024", "8"), ("2025", "11"))[-1]

    html = page(address(row))
    text = plain(html)

    assert "2025 年实际为 11 家，同期应达到 12 家。" in text
    assert "进度比：实际增量 3 ÷ 应有增量 4 = 0.75（自 8 家 起算）。" in text
    assert (">进度落后<" in html, fact in html, "科技统计年鉴（演示）" in text) == (True, True, True)


def test_without_figures_a_promise_is_grey_and_says_why(office):
    row = office.bind()

    html = page(address(row))

    assert ("state idle" in html or "idle" in html, "还没有数值" in html) == (True, True)
    assert queries.one(row).measured.state == said.CANNOT_SAY


def test_a_revision_counts_by_its_vintage_and_the_earlier_one_can_be_asked_again(office):
    row = office.bind()
    observe(("2025", "11"), vintage="2026-03-01")
    observe(("2025", "12"), vintage="2026-09-01")

    now = Client().get(f"/api/v1/measured/{row.pk}").json()
    then = Client().get(f"/api/v1/measured/{row.pk}?vintage=2026-06-30").json()

    assert [(each["value"], each["state"]) for each in (now, then)] == [
        ("12", said.ON_TRACK),
        ("11", said.BEHIND),
    ]


def test_a_target_is_measured_once_and_every_refusal_is_said_in_words(office):
    office.bind()

    codes = [
        office.bound().refusal.code,
        office.bound(1, reason="x").refusal.code,
        office.bound(1, target=None).refusal.code,
        office.bound(1, indicator="").refusal.code,
        office.bound(1, form="relative").refusal.code,
        office.bound(1, form="coverage").refusal.code,
        office.bound(1, form="growth", base_on=None).refusal.code,
        office.bound(1, form="slogan").refusal.code,
        office.bound(1, form="range", target_max=Decimal(1)).refusal.code,
    ]

    assert codes == [
        "promise.already_bound",
        "promise.no_reason",
        "promise.no_number",
        "promise.no_indicator",
        "promise.no_other_place",
        "promise.no_members",
        "promise.no_base_year",
        "promise.no_list",
        "promise.range_reversed",
    ]


def test_a_change_keeps_the_old_path_in_chart_table_and_versions(office):
    row = office.bind()
    observe(("2024", "8"), ("2025", "11"))
    wanted = Change(case=row.pk, terms=level(target=Decimal(17)), reason="上级规划中期调整")

    outcome = actions.change(wanted, by=office.planner, key="change-1234")
    html = page(address(row))

    assert (outcome.refusal, Promise.objects.get().version) == (None, 2)
    assert re.findall(r"<del>(\d+)</del> → <ins>(\d+)</ins>", html) == [("20", "17")]
    assert ("第 1 版进度" in html, "series s4" in html) == (True, True)
    assert queries.one(Promise.objects.get()).measured.state == said.ON_TRACK


def test_a_change_that_changes_nothing_or_moves_the_place_is_refused(office):
    row = office.bind()
    same = Change(case=row.pk, terms=level(), reason="没有变化的调整")
    moved = Change(case=row.pk, terms=level(place="330100"), reason="换到别的地区")

    codes = [
        actions.change(each, by=office.planner, key=f"key-{at:05d}").refusal.code
        for at, each in enumerate((same, moved))
    ]

    assert codes == ["promise.nothing_changed", "promise.place_stays"]


def test_a_judgement_by_hand_stands_beside_the_computed_state(office):
    row = office.bind()
    observe(("2025", "11"))
    request = Judge(case=row.pk, state=said.WATCH, computed=said.BEHIND, reason="两家已通过评审，年底授牌")

    actions.judge(request, by=office.planner, key="judge-12345")
    text = plain(page(address(row)))

    assert text.index("进度落后") < text.index("人工评判") < text.index("两家已通过评审")
    assert queries.one(row).measured.state == said.BEHIND


def test_the_facts_replay_into_the_rows(office):
    row = office.bind()
    actions.change(
        Change(case=row.pk, terms=level(base=None), reason="基期值有误"), by=office.planner, key="change-1234"
    )
    actions.release(Release(case=row.pk, reason="文件废止不再监测"), by=office.planner, key="release-123")

    honest = errors()
    Promise.objects.update(version=9)

    assert (honest, errors()) == ([], ["version"])


def errors() -> list[str]:
    """What ``kechuang ledger verify`` finds wrong in the rows of promises; facts that tests wrote have no case."""
    found = [each for each in verify(processes=1).findings if each.values.get("table") == "promises_promise"]
    return [str(each.values["column"]) for each in found]


def test_the_form_proposes_what_the_document_says_and_binds_it(office):
    target = office.target()
    path = f"/promises/plans/{office.document.pk}/targets/{target.code}/bind/"
    sent = fields_of(page(path, office.client))

    answer = office.client.post(path, {**sent, "indicator": "voucher.rights_granted", "reason": "由平台记录直接计量"})

    row = Promise.objects.get()
    assert answer.status_code == 302
    assert (sent["target"], sent["unit"], sent["due_on"], row.due_year) == (
        target.value,
        target.unit,
        "2027-12-31",
        2027,
    )
    assert Version.objects.get().office == office.office


@pytest.mark.parametrize("step", ["change", "judge", "release"])
def test_an_empty_form_is_refused_and_a_filled_one_leads_back(office, step):
    row = office.bind()
    path = address(row, f"{step}/")
    sent = {**fields_of(page(path, office.client)), "reason": "年中核对后更正"}
    sent |= {"target": "21"} if step == "change" else {"state": said.ON_TRACK} if step == "judge" else {}

    empty, full = office.client.post(path, {}), office.client.post(path, sent)

    assert (empty.status_code, full.status_code) == (422, 302)
    assert full["Location"] == address(row)


def test_strangers_and_unknown_promises_are_not_found_or_not_let_in(office):
    row = office.bind()

    assert Client().get(address(row, "change/")).status_code == 302
    assert office.client.get(f"/promises/measured/{uuid4()}/").status_code == 404
    assert office.client.get(f"/promises/measured/{uuid4()}/change/").status_code == 404
    assert office.client.get(f"/promises/plans/{uuid4()}/").status_code == 404
    assert office.client.get(f"/promises/plans/{office.document.pk}/targets/T999/bind/").status_code == 404


def test_the_list_filters_by_state_plan_year_and_place(office):
    office.bind()
    office.bind(1, form="soft", target=None, due_on=date(2028, 12, 31))
    observe(("2025", "12"))

    rows = {
        query: page(f"/promises/measured/?{query}").count('class="row-link"')
        for query in ("", "state=progress.on_track", "state=progress.missed", "due=2028", f"plan={office.document.pk}")
    }

    assert rows == {
        "": 2,
        "state=progress.on_track": 1,
        "state=progress.missed": 0,
        "due=2028": 1,
        f"plan={office.document.pk}": 2,
    }
    exported = b"".join(Client().get("/promises/measured/?export=csv").streaming_content).decode("utf-8-sig")
    assert [row["状态"] for row in csv.DictReader(io.StringIO(exported))] == ["进度正常", "无法判断"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_number_of_queries_whatever_its_length(office, many, django_assert_num_queries):
    for number in range(many):
        office.bind(number)
    observe(("2025", "12"))
    page("/promises/measured/")

    with django_assert_num_queries(11):
        page("/promises/measured/")


@pytest.mark.parametrize("many", [1, 3])
def test_the_plan_asks_the_same_number_of_queries_whatever_its_length(office, many, django_assert_num_queries):
    for number in range(many):
        office.bind(number)
    observe(("2025", "12"))
    page(f"/promises/plans/{office.document.pk}/")

    with django_assert_num_queries(7):
        page(f"/promises/plans/{office.document.pk}/")


def test_a_citizen_reads_what_was_promised_where_it_stands_why_and_when_more_comes(office):
    office.bind()
    observe(("2025", "11"))

    html = page(f"/promises/plans/{office.document.pk}/")
    text = plain(html)

    assert office.target().quote in text
    assert "承诺到 2027 年：≥ 20 家。2025 年实际为 11 家，当时应达到 12 家，进度落后。" in text
    assert "2025 年数值：科技统计年鉴（演示） · 2026-03-01 公布 · 原始记录与证明" in text
    assert "下一次数据：2026 年，预计 2027 年公布。" in text
    assert text.count("尚未纳入监测") == office.document.targets.count()  # each of the others, and the figure above
    assert "对应到指标" not in text


def test_a_planner_sees_the_button_that_binds_each_open_target(office):
    office.bind()

    html = page(f"/promises/plans/{office.document.pk}/", office.client)

    assert html.count("/bind/") == office.document.targets.count() - 1


def test_the_small_page_may_be_framed_by_whom_the_node_allows_and_no_other_page_may(office, settings):
    office.bind()
    settings.KECHUANG_FRAME_ANCESTORS = ("https://www.example.gov.cn",)
    small = Client().get(f"/promises/plans/{office.document.pk}/embed/")
    whole = Client().get(f"/promises/plans/{office.document.pk}/")

    assert "frame-ancestors https://www.example.gov.cn" in small["Content-Security-Policy"]
    assert ("X-Frame-Options" in small, whole["X-Frame-Options"]) == (False, "DENY")
    assert "frame-ancestors 'none'" in whole["Content-Security-Policy"]
    assert (len(small.content) < 20_000, b"<script" in small.content, b"<form" in small.content) == (True, False, False)


def test_open_data_holds_states_values_and_vintages_as_json_and_csv(office):
    row = office.bind()
    fact = observe(("2025", "11"))[-1]

    data = json.loads(page(f"/promises/plans/{office.document.pk}/data.json"))
    table = b"".join(Client().get(f"/promises/plans/{office.document.pk}/data.csv").streaming_content)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    first = next(each for each in data["promises"] if each["measured"])

    assert (first["state"], first["value"], first["path"], first["ratio"]) == (said.BEHIND, "11", "12", "0.75")
    assert first["observations"] == [
        {
            "place": PLACE,
            "period": "2025",
            "value": "11",
            "status": "final",
            "source": "科技统计年鉴（演示）",
            "vintage": "2026-03-01",
            "fact": fact,
        }
    ]
    assert [(each["target"], each["fact"]) for each in rows if each["fact"]] == [(row.target, fact)]
    assert len(rows) == office.document.targets.count()


def test_the_table_behind_the_chart_comes_as_csv_and_as_excel(office):
    row = office.bind()
    observe(("2023", "6"), ("2024", "8"), ("2025", "11"))

    table = b"".join(Client().get(address(row) + "?chart=promise").streaming_content).decode("utf-8-sig")
    book = Client().get(address(row) + "?export=xlsx")
    rows = list(csv.reader(io.StringIO(table)))

    assert rows[0][:4] == ["时期", "实际值", "应有进度", "推算"]
    assert [each[:3] for each in rows[1:]] == [
        ["2023", "6", ""],
        ["2024", "8", "8"],
        ["2025", "11", "12"],
        ["2026", "", "16"],
        ["2027", "", "20"],
    ]
    assert (book["Content-Type"].endswith("spreadsheetml.sheet"), len(b"".join(book.streaming_content)) > 1000) == (
        True,
        True,
    )
    book.close()


def test_a_projection_is_dashed_and_its_error_told_and_missing_under_three_points(office):
    row = office.bind()
    observe(("2024", "8"), ("2025", "11"))
    short = page(address(row))
    observe(("2022", "5"), ("2023", "6"))
    long = page(address(row))

    assert ("数据不足" in short, "series s2" in short) == (True, False)
    assert ("数据不足" in long, "series s2" in long, "四法中位数" in long) == (False, True, True)


def test_programs_bind_change_judge_and_end(office, settings):
    target = office.target(1)
    client = office.client
    terms = {"form": "level", "due_on": "2028-12-31", "target": "5", "indicator": LABS, "place": PLACE}
    send = {"content_type": "application/json"}

    made = client.post(
        "/api/v1/measured/",
        {"document": str(office.document.pk), "target": target.code, "terms": terms, "reason": "接口登记"},
        headers={"Idempotency-Key": "bind-by-program"},
        **send,
    )
    case = made.json()["promise"]
    steps = [
        ("change", {"terms": {**terms, "target": "6"}, "reason": "接口调整"}),
        ("judge", {"state": said.WATCH, "reason": "接口评判"}),
        ("release", {"reason": "接口终止"}),
    ]
    answers = [
        client.post(f"/api/v1/measured/{case}/{step}", body, headers={"Idempotency-Key": f"{step}-program"}, **send)
        for step, body in steps
    ]
    wrong = client.post(
        "/api/v1/measured/",
        {"document": str(office.document.pk), "target": target.code, "terms": {"form": "wish"}, "reason": "口径有误"},
        headers={"Idempotency-Key": "bind-wrongly-"},
        **send,
    )

    assert (made.status_code, [each.status_code for each in answers], wrong.status_code) == (201, [200, 200, 200], 422)
    assert [each.json()["state"] for each in answers] == ["BOUND", "BOUND", "RELEASED"]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_pages_speak_the_reader_s_language(office, language):
    row = office.bind()
    observe(("2025", "11"))
    client = Client(headers={"Accept-Language": language})

    text = plain(page(address(row), client))
    expected = {"en": "Ratio: 3 gained ÷ 4 asked = 0.75", "zh-hant": "進度比"}

    assert expected[language] in text


def test_the_palette_finds_a_measured_promise_and_the_document_leads_to_its_progress(office):
    row = office.bind()

    assert address(row) in page(f"/search/?q={row.title[:3]}")
    assert reverse("promises:plan", args=[office.document.pk]) in page(f"/policy/{office.document.pk}/")
    assert f"/promises/plans/{office.document.pk}/" in page("/promises/plans/")
