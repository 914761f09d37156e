"""Pages of works, comparisons, lines, bodies and pilots as readers and planners meet them."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from kechuang.policy.works import actions
from kechuang.policy.works.models import Alignment, Line, Pilot, Work
from tests.policy.works import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(desk):
    return desk.accept(plans.PROVINCE, "1.txt"), desk.accept(plans.SECOND, "2.txt")


@pytest.fixture
def tiers(desk):
    """A province's plan and a county's plan."""
    upper, lower = desk.accept(plans.PROVINCE, "1.txt"), desk.accept(plans.COUNTY, "3.txt")
    outcome = actions.state(
        lower.pk, "none", place="330127", reason="县级计划", by=desk.planner, key="state:county-plan"
    )
    assert outcome.refusal is None, outcome.refusal
    return upper, lower


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_a_comparison_shows_changed_numbers_first_and_goes_into_excel(two):
    old, new = two

    shown = page(Client(), f"/policy/compare/?old={old.pk}&new={new.pk}")
    file = Client().get(f"/policy/compare/?old={old.pk}&new={new.pk}&export=xlsx")

    assert shown.index("<td>3.5%") < shown.index("<b>3.6%") < shown.index("发展科技金融")
    rows = list(load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0].values)
    assert [row[4:8] for row in rows[1:3]] == [
        ("全社会研究与试验发展经费支出占地区生产总值比重", "3.5% · 2030", "3.6% · 2030", "数值"),
        ("高新技术企业", "5000 家 · 2030", "6000 家 · 2030", "数值"),
    ]


def test_a_comparison_asks_which_two_and_refuses_what_is_not_there(two):
    chooser = page(Client(), "/policy/compare/")

    assert chooser.count(f'value="{two[0].pk}"') == 2
    assert Client().get(f"/policy/compare/?old={two[0].pk}&new=nothing").status_code == 404


def test_repeats_are_one_line_with_both_places_and_parts_hang_on_it(desk):
    desk.accept(plans.PROVINCE, "1.txt")
    firms = Line.objects.get(name="高新技术企业")
    whole = Line.objects.get(name="新型研发机构")

    shown = page(Client(), f"/policy/lines/{firms.pk}/")

    assert list(firms.mentions.values_list("clause", flat=True)) == ["一(一)", "二(三)"]
    assert shown.count("#m-") == 2
    assert list(whole.parts.values_list("value", flat=True)) == ["100"]
    assert (whole.total, whole.rest) == ("remainder", "200")


def test_who_takes_up_what_is_proposed_confirmed_and_listed(desk, tiers):
    upper = Line.objects.get(work=tiers[0].pk, name="高新技术企业")
    lower = Line.objects.get(work=tiers[1].pk, name="高新技术企业")

    nobody = page(Client(), "/policy/alignment/?taken=nobody")
    proposed = page(Client(), "/policy/alignment/?taken=proposed")
    answer = desk.client.post(
        f"/policy/lines/{lower.pk}/serves/{upper.pk}/", {"verdict": "CONFIRMED", "key": "confirm-one"}
    )

    assert "省级实验室" in nobody
    assert "高新技术企业" not in nobody
    assert "高新技术企业" in proposed
    assert answer.status_code == 302
    assert Alignment.objects.values_list("verdict", "lower", "upper").get() == ("CONFIRMED", lower.key, upper.key)
    assert "120 家" in page(Client(), f"/policy/lines/{upper.pk}/")
    upper.refresh_from_db()
    assert upper.served == 1


def test_a_match_is_rejected_with_a_reason_and_turned_over(desk, tiers):
    upper = Line.objects.get(work=tiers[0].pk, name="高新技术企业")
    lower = Line.objects.get(work=tiers[1].pk, name="高新技术企业")
    address = f"/policy/lines/{lower.pk}/serves/{upper.pk}/"

    silent = desk.client.post(address, {"verdict": "REJECTED", "key": "reject-one"})
    desk.client.post(address, {"verdict": "REJECTED", "reason": "口径不同", "key": "reject-two"})
    rejected = Alignment.objects.get().verdict
    desk.client.post(address, {"verdict": "CONFIRMED", "key": "confirm-two"})

    assert silent.status_code == 422
    assert rejected == "REJECTED"
    assert Alignment.objects.get().verdict == "CONFIRMED"


def test_a_second_version_leaves_the_lines_to_the_newer_text(desk, two):
    outcome = actions.state(
        two[0].pk, "version", other=two[1].pk, reason="修订前的文本", by=desk.planner, key="state:version-one"
    )

    assert outcome.refusal is None
    work = Work.objects.get()
    assert (work.papers, work.number) == (2, "云科发〔2027〕8号")
    assert set(Line.objects.filter(name="高新技术企业").values_list("value", flat=True)) == {"6000"}
    assert "另一个版本" in page(Client(), f"/policy/works/{work.pk}/")


def test_the_older_text_of_a_revised_document_can_be_compared(desk):
    from tests.policy import plans as invented

    document = desk.accept(plans.PROVINCE, "1.txt")
    draft = desk.draft(plans.SECOND, "2.txt")
    from kechuang.policy import actions as register
    from kechuang.policy import rules

    given = rules.as_read(invented.reading(plans.SECOND))
    assert register.replace(draft, document.pk, given, "更正后的文本", by=desk.planner).refusal is None

    shown = page(Client(), f"/policy/compare/?old={document.pk}:1&new={document.pk}")

    assert "3.5%" in shown
    assert f"old={document.pk}%3A1" in page(Client(), f"/policy/works/{document.pk}/")


def test_bodies_are_shown_with_their_successors_and_the_unknown_are_listed(desk):
    document = desk.accept(plans.PROVINCE, "1.txt")
    desk.accept(plans.COUNTY, "3.txt")

    table, shown = page(Client(), "/policy/bodies/"), page(Client(), f"/policy/{document.pk}/")

    assert "省经信委 → " not in table
    assert "县科技局" in table
    assert "省经济和信息化厅、省经信厅" in shown
    file = Client().get("/policy/bodies/?export=csv&q=经信委")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["2018-10"]


def test_a_pilot_goes_from_trial_to_spreading(desk):
    document = desk.accept(plans.PROVINCE, "1.txt")
    record = {"document": document.pk, "clause": "二(二)", "title": "创新券通兑试点（演示）", "place": "330127"}

    desk.client.post("/policy/pilots/new/", {**record, "tried": "创新券跨县使用", "key": "pilot-one"})
    pilot = Pilot.objects.get()
    desk.client.post(f"/policy/pilots/{pilot.pk}/evaluate/", {"text": "效果良好，可以推广", "key": "pilot-two"})
    wrong = desk.client.post(f"/policy/pilots/{pilot.pk}/spread/", {"text": "在全省推广", "key": "pilot-three"})
    desk.client.post(
        f"/policy/pilots/{pilot.pk}/spread/", {"text": "在全省推广", "spread_to": "330000", "key": "pilot-four"}
    )

    pilot.refresh_from_db()
    assert wrong.status_code == 422
    assert (pilot.case.state, pilot.spread_to) == ("SPREAD", "330000")
    assert "创新券通兑试点（演示）" in page(Client(), "/policy/pilots/?state=SPREAD")


def test_programs_read_and_decide_as_people_do(desk, tiers):
    upper = Line.objects.get(work=tiers[0].pk, name="高新技术企业")

    line = Client().get(f"/api/v1/works/lines/{upper.pk}").json()
    today = (
        Client()
        .get("/api/v1/works/bodies/today", {"name": "省经信委", "place": "330000", "printed_on": "2018-05-15"})
        .json()
    )

    assert [(each["score"], each["verdict"]) for each in line["below"]] == [(88, "")]
    assert today["today"] == [["省经济和信息化厅", "省经信厅"]]


@pytest.mark.parametrize(
    "path", ["/policy/works/", "/policy/lines/", "/policy/alignment/", "/policy/pilots/", "/policy/bodies/"]
)
def test_pages_stand_before_there_is_anything(db, path):
    assert page(Client(), path)
