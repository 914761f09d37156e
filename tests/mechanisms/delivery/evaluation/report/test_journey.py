"""A report made at draft and at publication: kept by hash, read as a page, made again, and gathered again."""

import json
from decimal import Decimal

import pytest

from kechuang.casework.files import bytes as kept
from kechuang.mechanisms.delivery.evaluation import making
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, IssuedReport
from kechuang.mechanisms.delivery.evaluation.report import gather, inputs, issue, sources
from kechuang.mechanisms.delivery.evaluation.report.inputs import Difference, Point, Target
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.policy.models import Target as Row
from kechuang.web import clock
from tests.mechanisms.delivery.evaluation.conftest import AFTER, BEGIN, DAYS, moment

FACT = "0192f5a0000070008000000000000001"


@pytest.fixture
def known(monkeypatch):
    """One target that is measured; what is told of it can be changed."""
    told = {}
    monkeypatch.setattr(sources, "SOURCES", {"test": lambda _document, _known: told})
    monkeypatch.setattr(sources, "SIZES", {"test": lambda _known: {"330100": 7}})
    return told


def measured(city, value: str) -> Target:
    first = Row.objects.filter(document=city.document.pk).order_by("start")[0]
    return Target(
        code=first.code,
        indicator="研发投入强度",
        form="share",
        unit="%",
        goal=Decimal("3.2"),
        due_year=2027,
        value=Decimal(value),
        period="2025",
        source="统计局（测试）",
        facts=(FACT,),
        state="progress.behind",
        why="",
        asked=Decimal("3.0"),
        ratio=Decimal("0.8"),
        points=(Point(period="2025", value=Decimal(value), source="统计局（测试）", fact=FACT),),
    )


def drafted(city):
    case = city.checking()
    assert city.confirm(case).refusal is None
    assert city.take(case, "finish_check", "checker").refusal is None
    return made(city, case, "draft")


def made(city, case, move, on=BEGIN):
    with clock.fixed(moment(on)):
        outcome = making.take(case, move, by=city.actors["planner"], key=city.key())
    assert outcome.refusal is None, outcome.refusal
    case.refresh_from_db()
    return case


def newest(case) -> IssuedReport:
    return IssuedReport.objects.filter(evaluation=case.pk).order_by("-edition")[0]


def test_a_draft_is_kept_by_the_hash_of_its_inputs_and_files(city, known):
    known.update({(one := measured(city, "2.9")).code: one})

    row = newest(drafted(city))

    read = issue.read(row)
    assert inputs.digest(read) == row.inputs
    assert (read.targets[0].value, read.targets[0].chapter, read.targets[1].why) == (
        Decimal("2.9"),
        "一、总体目标",
        "progress.why.unbound",
    )
    assert [each.lead for each in read.tasks] == []
    assert [(each.subject, each.check.verdict) for each in read.statements if each.check] != []
    assert kept.read(row.pdf).startswith(b"%PDF-")
    assert kept.read(row.word).startswith(b"PK")


def test_an_issued_report_comes_out_byte_for_byte_again(city, known):
    known.update({(one := measured(city, "2.9")).code: one})
    row = newest(drafted(city))

    again = issue.again(row)

    assert (again.identical, again.word, again.pdf) == (True, kept.read(row.word), kept.read(row.pdf))
    assert issue.recomputed(row) == []


def test_a_later_correction_is_named_and_changes_no_issued_file(city, known):
    one = measured(city, "2.9")
    known[one.code] = one
    row = newest(drafted(city))

    known[one.code] = measured(city, "3.1")

    found = issue.recomputed(row)
    assert Difference(f"targets[{one.code}].value", "2.9", "3.1") in found
    assert {each.where.split(".")[0] for each in found} == {f"targets[{one.code}]"}
    assert issue.again(row).identical


def test_the_published_report_is_the_final_one(city, known):
    case = drafted(city)
    bodies = (city.bodies["bureau"].pk,)
    invite = asked.Invite(evaluation=case.pk, bodies=bodies, until=DAYS.comment_by, public=False)
    assert city.take(case, "invite", "planner", invite).refusal is None
    assert city.take(case, "submit", "planner", on=AFTER).refusal is None
    assert city.take(case, "approve", "leader", on=AFTER).refusal is None

    made(city, case, "publish", AFTER)

    row = newest(case)
    assert (case.state, row.final, issue.read(row).final) == ("PUBLISHED", True, True)
    assert issue.again(row).identical


def test_tasks_are_gathered_as_they_stood_on_the_vintage_day(city, known):
    early, late = city.opened(), city.opened(kind="midterm", vintage=BEGIN)

    before = gather.gather(Evaluation.objects.get(pk=early.pk), final=False)
    after = gather.gather(Evaluation.objects.get(pk=late.pk), final=False)

    assert [each.title for each in before.tasks] == []
    assert [(each.title, each.state) for each in after.tasks] == [
        ("提高研发投入", "ASSIGNED"),
        ("培育高新技术企业", "ASSIGNED"),
    ]


def test_gathering_asks_the_same_questions_however_many_targets(city, known, django_assert_max_num_queries):
    row = Evaluation.objects.select_related("case__office", "case__counterpart", "document").get(pk=city.opened().pk)

    with django_assert_max_num_queries(24):
        gather.gather(row, final=False)


def signed_in(client, city, name):
    client.force_login(city.people[name])
    return client


def test_the_page_shows_the_report_and_opens_the_facts(client, city, known):
    known.update({(one := measured(city, "2.9")).code: one})
    row = newest(drafted(city))
    address = f"/evaluations/{row.evaluation_id}/report/1/"

    page = signed_in(client, city, "planner").get(address)

    text = page.content.decode()
    assert page.status_code == 200
    assert [
        each
        for each in ("一、评估工作概况", "八、对策建议与目标调整建议", "附件1 指标明细表", 'href="#annex-6"')
        if each not in text
    ] == []
    assert f'href="/facts/{FACT}/"' in text
    assert (text.count(f'id="t-{one.code}"'), f'href="#t-{one.code}"' in text) == (1, True)
    assert row.inputs in text


def test_a_draft_is_no_business_of_strangers(client, city, known):
    row = newest(drafted(city))

    assert client.get(f"/evaluations/{row.evaluation_id}/report/1/").status_code == 404
    assert client.get(f"/evaluations/{row.evaluation_id}/report/1/check/").status_code in {302, 403, 404}
    assert client.get(f"/evaluations/{row.evaluation_id}/report/9/").status_code == 404


def test_the_check_says_that_all_is_identical_or_what_differs(client, city, known):
    one = measured(city, "2.9")
    known[one.code] = one
    row = newest(drafted(city))
    address = f"/evaluations/{row.evaluation_id}/report/1/check/"
    signed_in(client, city, "planner")

    same = client.get(address, headers={"Accept-Language": "en"}).content.decode()
    known[one.code] = measured(city, "3.1")
    other = client.get(address, headers={"Accept-Language": "en"}).content.decode()

    assert ("Made again: identical" in same, "Gathered again: identical" in same) == (True, True)
    assert (f"targets[{one.code}].value" in other, "Gathered again: identical" in other) == (True, False)


def test_what_the_public_wrote_never_enters_the_inputs(city, known):
    case = city.opened()
    row = Evaluation.objects.get(pk=case.pk)
    row.comments.create(on=BEGIN, text="我叫张三，电话13800000000", part="张三说")

    made = gather.gather(row, final=False)

    assert "张三" not in json.dumps(inputs.to_plain(made), ensure_ascii=False)
    assert len(made.comments) == 1
