"""Acts that several regions adopt with one text: one work, each region's own body, number and days, one register."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kechuang.policy.filing import actions as filing
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.models import Document
from kechuang.policy.works import actions, joint
from kechuang.policy.works.actions import Adopted
from kechuang.policy.works.models import Adoption, Alike, Line, Paper, Work
from kechuang.web import clock
from tests.policy.conftest import NOW
from tests.policy.works import plans

pytestmark = pytest.mark.django_db

REGIONS = {
    "310000": ("上海市", "沪演决〔2026〕1号", date(2026, 7, 24)),
    "320000": ("江苏省", "苏演决〔2026〕3号", date(2026, 7, 28)),
    "330000": ("浙江省", "浙演决〔2026〕2号", date(2026, 7, 30)),
    "340000": ("安徽省", "皖演决〔2026〕5号", date(2026, 7, 31)),
}
IN_FORCE = date(2026, 9, 1)


def put_in(desk, place, text=plans.JOINT):
    name, number, _day = REGIONS[place]
    written = text.format(region=name, number=number)
    return desk.accept(written, f"{place}.txt")


def adopted(document, other, place, **more):
    name, number, day = REGIONS[place]
    values = {"body": f"{name}演示会议", "number": number, "adopted_on": day, "in_force_on": IN_FORCE}
    return Adopted(document=document.pk, other=other.pk, place=place, source="演示公报", **values | more)


def record(desk, document, other, place, **more):
    outcome = actions.adopt(adopted(document, other, place, **more), by=desk.planner, key=f"adopt:{document.pk}")
    assert outcome.refusal is None, outcome.refusal
    return outcome.case


@pytest.fixture
def four(desk):
    """One text in four regions, of which one prints a clause otherwise; every adoption is on record."""
    places = list(REGIONS)
    documents = [put_in(desk, place, plans.JOINT_OTHERWISE if place == "340000" else plans.JOINT) for place in places]
    for at, (place, document) in enumerate(zip(places, documents, strict=True)):
        record(desk, document, documents[0 if at else 1], place)
    return documents


def test_four_adoptions_are_one_work_with_a_body_a_number_and_days_each(four):
    work = Work.objects.get()

    shown = Client().get(f"/policy/works/{work.pk}/").content.decode()

    assert (work.papers, work.regions, work.place, work.level) == (4, 4, "000000", "union")
    assert sorted(Paper.objects.values_list("role", flat=True)) == ["adopted", "adopted", "adopted", "speaks"]
    for name, number, _day in REGIONS.values():
        assert (name in shown, f"{name}演示会议" in shown, number in shown) == (True, True, True)
    assert shown.count("2026-09-01") == 4


def test_a_target_of_a_joint_act_is_one_line_with_four_places(four):
    line = Line.objects.get(name="开放共享仪器")

    shown = Client().get(f"/policy/lines/{line.pk}/").content.decode()

    assert line.mentions_count == 4
    assert [shown.count(name) > 0 for name, _number, _day in REGIONS.values()] == [True] * 4


def test_what_a_region_prints_otherwise_is_shown_by_its_clause_and_the_number_is_doubted(four):
    shown = Client().get(f"/policy/works/{four[0].pk}/").content.decode()
    values = Line.objects.filter(name="联合创新平台").order_by("value").values_list("value", "mentions_count", "doubts")

    differing = shown[shown.index('id="apart-title"') :]
    assert differing[: differing.index("</section>")].count("安徽省</a>") == 1
    assert "<del>10</del>" in differing
    assert "<ins>8</ins>" in differing
    assert sorted(values) == [("10", 3, ["two_values"]), ("8", 1, ["two_values"])]


def test_programs_read_the_adoptions_and_the_day_from_which_it_holds_everywhere(four):
    found = Client().get(f"/api/v1/works/one/{four[2].pk}").json()

    assert found["in_force_everywhere_since"] == "2026-09-01"
    assert [(each["place"], each["number"]) for each in found["adoptions"]] == [
        (place, number) for place, (_name, number, _day) in REGIONS.items()
    ]


def test_the_same_text_of_another_region_is_pointed_out_and_put_on_record_from_there(desk):
    first, second = put_in(desk, "310000"), put_in(desk, "320000")

    shown = desk.client.get(f"/policy/{second.pk}/").content.decode()
    address = f"/policy/works/{second.pk}/adopted/?document={second.pk}&amp;other={first.pk}"
    form = desk.client.get(address.replace("&amp;", "&")).content.decode()
    values = {
        "document": second.pk,
        "other": first.pk,
        "place": "320000",
        "body": "江苏省演示会议",
        "key": "adopt-form-1",
    }
    days = {"adopted_on": "2026-07-28", "in_force_on": "2026-09-01", "source": "演示公报"}
    answer = desk.client.post(f"/policy/works/{second.pk}/adopted/", values | days)

    assert Work.objects.count() == 1
    assert Alike.objects.values_list("share", flat=True).get() >= 80
    assert address in shown
    assert 'value="320000"' in form
    assert answer.status_code == 302
    assert Adoption.objects.values_list("document", "place").get() == (second.pk, "320000")


def test_before_it_is_taken_in_the_preview_says_that_the_text_is_another_regions(desk):
    put_in(desk, "310000")
    name, number, _day = REGIONS["330000"]
    draft = desk.draft(plans.JOINT.format(region=name, number=number), "z.txt")

    shown = desk.client.get(f"/policy/import/{draft.pk}/").content.decode()

    assert "上海市的文件" in shown


def test_a_county_that_repeats_its_province_and_one_that_is_apart_are_no_joint_act(desk):
    text = plans.COUNTY
    first = desk.accept(text, "1.txt")
    second = desk.accept(text.replace("青川县", "石桥县"), "2.txt")
    for document, place in ((first, "330000"), (second, "330127")):
        asked = {"place": place, "reason": "归属说明", "by": desk.planner, "key": f"none:{place}"}
        assert actions.state(document.pk, "none", **asked).refusal is None

    assert Alike.objects.count() == 0
    assert joint.twins(Document.objects.get(pk=first.pk)) == []


def test_a_paper_said_to_be_apart_leaves_the_joint_act(desk, four):
    asked = {"reason": "并非同一文本", "by": desk.planner, "key": "apart:four"}

    with clock.fixed(NOW + timedelta(days=1)):
        assert actions.state(four[3].pk, "apart", **asked).refusal is None

    assert sorted(Work.objects.values_list("papers", "regions")) == [(1, 1), (3, 3)]


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"body": " "}, "works.no_adopter", "body"),
        ({"adopted_on": None}, "works.no_adoption_day", "adopted_on"),
        ({"in_force_on": date(2026, 1, 1)}, "works.in_force_too_early", "in_force_on"),
        ({"place": "99"}, "works.no_place", "place"),
        ({"place": "310000"}, "works.same_region", "place"),
        ({"source": ""}, "works.no_reason", "source"),
    ],
)
def test_an_adoption_that_says_too_little_is_refused(desk, more, code, place):
    first, second = put_in(desk, "310000"), put_in(desk, "320000")
    record(desk, first, second, "310000")

    asked = adopted(second, first, "320000")
    values = {name: getattr(asked, name) for name in asked.__slots__} | more
    outcome = actions.adopt(Adopted(**values), by=desk.planner, key="adopt:wrong")

    assert (outcome.refusal.code, outcome.refusal.place) == (code, place)


def test_a_rule_of_a_joint_act_is_one_candidate_and_is_judged_once(desk, four):
    open_ones = Client().get("/api/v1/filing/rule-candidates").json()["items"]
    first = RuleCandidate.objects.get(same_as=None)
    second = RuleCandidate.objects.exclude(same_as=None).order_by("document__title").first()

    shown = desk.client.get(f"/policy/rule-candidates/{first.pk}/").content.decode()
    refused = filing.reject(second, "不是规则", by=desk.planner, key="reject:second").refusal

    assert (RuleCandidate.objects.count(), len(open_ones)) == (4, 1)
    assert [shown.count(f"/policy/rule-candidates/{pk}/") for pk in first.also.values_list("pk", flat=True)] == [
        1,
        1,
        1,
    ]
    assert refused.code == "filing.judged_with"
