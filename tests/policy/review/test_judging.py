"""Judgements through the gateway: facts, rows, repeats, refusals, and the proof of them all."""

import json
from datetime import date

import pytest

from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.policy import actions as register
from kechuang.policy import beside
from kechuang.policy import queries as policy
from kechuang.policy import rules as register_rules
from kechuang.policy.models import Target, Task
from kechuang.policy.review import actions, queries
from kechuang.policy.review.models import Judged
from kechuang.policy.review.rules import ACCEPT, ADD, CORRECT, REJECT, REOPEN, Verdict
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import read_actor
from tests.policy.plans import TEXT, reading


def judged(desk, document, *verdicts, key="j1", **more):
    return actions.judge(document.pk, verdicts, by=desk.planner, key=key, **more)


def fact() -> dict:
    entry = Entry.objects.filter(type="policy.finding.judged").order_by("seq").last()
    return json.loads(entry.disclosed)["public"]["values"]


def finding(document, code):
    return {each.code: each for each in queries.findings(document)}[code]


def errors() -> list[tuple[str, str, str]]:
    found = [each for each in verify(processes=1).findings if each.error]
    return [(each.code, str(each.values.get("table", "")), str(each.values.get("column", ""))) for each in found]


def test_everything_that_was_read_is_open_at_first(desk):
    document = desk.accept()

    rows = queries.findings(document)

    assert {each.verdict for each in rows} == {"open"}
    assert len(rows) == document.findings_count == sum(reading().counts.values()) - reading().counts["gap"]


def test_accepting_leaves_a_fact_and_marks_the_target(desk):
    document = desk.accept()

    outcome = judged(desk, document, Verdict(way=ACCEPT, code="T001"))

    assert outcome.refusal is None
    said = fact()
    assert (said["finding_code"], said["verdict"], said["was"], said["now"]) == ("T001", "accepted", {}, {})
    assert said["before_digest"] == said["after_digest"] != ""
    assert Target.objects.get(code="T001").verdict == "accepted"
    assert finding(document, "T001").verdict == "accepted"
    assert queries.fact_of(document, "T001") == outcome.facts[0]


def test_a_correction_stands_in_the_register_and_in_the_reading(desk):
    document = desk.accept()

    judged(desk, document, Verdict(way=CORRECT, code="T001", values={"value": "２２", "year": "2028"}, reason="印错"))

    row = policy.targets().get(code="T001")
    assert (row.value, row.year, row.verdict) == ("22", 2028, "corrected")
    assert (fact()["was"], fact()["now"]) == ({"value": "20", "year": "2027"}, {"value": "22", "year": "2028"})
    standing = {each.code: each for each in beside.reading_in_force(document).targets}
    assert (standing["T001"].value, standing["T001"].year) == ("22", 2028)
    assert finding(document, "T001").changed == {"value": ("20", "22"), "year": ("2027", "2028")}


def test_what_was_rejected_leaves_the_register_and_keeps_its_row(desk):
    document = desk.accept()
    before = policy.targets().count()

    judged(desk, document, Verdict(way=REJECT, code="T001", ground="name_number", reason="名称中的数字"))

    assert policy.targets().count() == before - 1 == type(document).objects.get().targets_count
    assert Target.objects.get(code="T001").verdict == "rejected"
    assert (fact()["ground"], fact()["reason"], fact()["after_digest"]) == ("name_number", "名称中的数字", "")
    assert "T001" not in queries.standing(document)


def test_a_task_is_corrected_body_by_body(desk):
    document = desk.accept()

    judged(desk, document, Verdict(way=CORRECT, code="A001", values={"lead": "省科技厅", "support": "省财政厅"}))

    row = Task.objects.get(code="A001")
    assert (row.lead, row.support, row.units) == (["省科技厅"], ["省财政厅"], ["省科技厅", "省财政厅"])


def test_what_the_reader_missed_is_added_at_its_place(desk):
    document = desk.accept()
    values = {"indicator": "工作协调机制", "comparator": "eq", "value": "1", "unit": "个", "kind": "count"}

    outcome = judged(
        desk, document, Verdict(way=ADD, kind="target", values=values, quote="建立工作 协调\n机制", clause="三(一)")
    )

    assert outcome.refusal is None
    row = policy.targets().get(verdict="added")
    assert (row.code, row.quote, row.clause.path, row.value) == ("TN01", "建立工作协调机制", "三(一)", "1")
    assert [each.code for each in beside.reading_in_force(document).targets][-1] == "TN01"


def test_what_was_added_can_be_corrected_taken_away_and_put_back(desk):
    document = desk.accept()
    values = {"indicator": "机制", "comparator": "eq", "value": "1", "unit": "个", "kind": "count"}
    judged(desk, document, Verdict(way=ADD, kind="target", values=values, quote="建立工作协调机制"))

    judged(desk, document, Verdict(way=CORRECT, code="TN01", values={"value": "2"}), key="j2")
    corrected = Target.objects.get(code="TN01").value
    judged(desk, document, Verdict(way=REOPEN, code="TN01"), key="j3")
    away = Target.objects.filter(code="TN01").count()
    judged(desk, document, Verdict(way=ACCEPT, code="TN01"), key="j4")

    assert (corrected, away, Target.objects.get(code="TN01").value) == ("2", 0, "2")
    assert errors() == []


def test_a_judgement_is_undone_by_a_further_one(desk):
    document = desk.accept()
    judged(desk, document, Verdict(way=CORRECT, code="T001", values={"value": "22"}))

    judged(desk, document, Verdict(way=REOPEN, code="T001"), key="j2")

    assert (Target.objects.get(code="T001").value, Target.objects.get(code="T001").verdict) == ("20", "")
    assert finding(document, "T001").verdict == "open"
    assert Entry.objects.filter(type="policy.finding.judged").count() == 2


def test_many_are_judged_by_one_act_with_a_fact_each(desk):
    document = desk.accept()
    codes = [each.code for each in queries.findings(document)]

    outcome = judged(desk, document, *(Verdict(way=ACCEPT, code=code) for code in codes))

    assert len(outcome.facts) == len(codes)
    assert queries.tally(queries.findings(document)) == queries.Tally(accepted=len(codes))


def test_accepting_many_passes_over_what_was_judged_meanwhile(desk):
    document = desk.accept()
    judged(desk, document, Verdict(way=REJECT, code="T001"))

    outcome = judged(
        desk, document, Verdict(way=ACCEPT, code="T001"), Verdict(way=ACCEPT, code="T002"), key="j2", only_open=True
    )

    assert len(outcome.facts) == 1
    assert [finding(document, code).verdict for code in ("T001", "T002")] == ["rejected", "accepted"]


def test_one_fault_refuses_the_whole_request(desk):
    document = desk.accept()

    outcome = judged(desk, document, Verdict(way=ACCEPT, code="T001"), Verdict(way=ACCEPT, code="T999"))

    assert outcome.refusal.code == "policy.review.unknown_finding"
    assert Judged.objects.count() == 0


def test_the_same_key_gives_the_first_result(desk):
    document = desk.accept()

    first = judged(desk, document, Verdict(way=ACCEPT, code="T001"))
    second = judged(desk, document, Verdict(way=ACCEPT, code="T001"))

    assert (second.repeated, second.facts) == (True, first.facts)


def test_another_places_planner_is_refused(desk):
    document = desk.accept()
    office = Body.objects.create(
        code="310000-kc",
        name="邻省（演示）",
        kind="office",
        place="310000",
        authority="310000",
        valid_from=date(2020, 1, 1),
    )
    person = Person.objects.create_user("neighbour", name="邻")
    Grant.objects.create(person=person, role="planner", body=office, valid_from=date(2020, 1, 1))

    outcome = actions.judge(document.pk, [Verdict(way=ACCEPT, code="T001")], by=read_actor(person), key="j1")

    assert outcome.refusal.code == "case.not_yours"


def test_a_withdrawn_document_is_judged_no_more(desk):
    document = desk.accept()
    register.withdraw(document.pk, "误传了征求意见稿", by=desk.planner, key="w1")

    outcome = judged(desk, document, Verdict(way=ACCEPT, code="T001"))

    assert outcome.refusal.code == "case.move_not_open"


def test_a_better_copy_is_judged_afresh(desk):
    document = desk.accept()
    judged(desk, document, Verdict(way=REJECT, code="T001"))
    better = TEXT.replace("20家", "25家")
    draft = desk.draft(better)
    register.replace(draft, document.pk, register_rules.as_read(reading(better)), "换上更正本", by=desk.planner)
    document = type(document).objects.get()

    verdicts = {each.verdict for each in queries.findings(document)}

    assert verdicts == {"open"}
    assert policy.targets().get(code="T001").value == "25"
    assert errors() == []


@pytest.fixture
def reviewed(desk):
    document = desk.accept()
    values = {"indicator": "机制", "comparator": "eq", "value": "1", "unit": "个", "kind": "count"}
    judged(
        desk,
        document,
        Verdict(way=ACCEPT, code="T003"),
        Verdict(way=CORRECT, code="T001", values={"value": "22"}),
        Verdict(way=REJECT, code="T002"),
        Verdict(way=ADD, kind="target", values=values, quote="建立工作协调机制"),
    )
    return document


def test_an_honest_register_has_no_finding(reviewed):
    assert errors() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("verdict", "accepted"), ("values", {"value": "23"}), ("ground", "other"), ("after", "0" * 64)],
)
def test_a_changed_judgement_is_named(reviewed, column, value):
    Judged.objects.filter(code="T001").update(**{column: value})

    assert ("ledger.row_differs", "policy_review_judged", column) in errors()


@pytest.mark.parametrize(
    ("code", "column", "value"), [("T001", "value", "23"), ("T002", "verdict", ""), ("TN01", "unit", "家")]
)
def test_a_changed_target_is_named(reviewed, code, column, value):
    Target.objects.filter(code=code).update(**{column: value})

    assert ("ledger.row_differs", "policy_target", column) in errors()


def test_a_judgement_taken_away_is_named(reviewed):
    Judged.objects.filter(code="T003").delete()

    assert ("ledger.row_differs", "policy_review_judged", "verdict") in errors()


def test_precision_is_counted_from_judgements_alone(reviewed):
    counted = queries.by_kind()["target"]

    assert counted == queries.Tally(accepted=1, corrected=1, rejected=1, added=1)
    assert round(counted.precision, 3) == round(1 / 3, 3) or str(counted.precision).startswith("0.333")
