"""An evaluation goes its way: who may do what, in which order, and what is refused."""

from datetime import date

import pytest

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.web.accounts.models import Grant
from kechuang.web.permissions import read_actor
from tests.mechanisms.delivery.evaluation.conftest import AFTER, BARE, BEGIN, DAYS


def test_an_evaluation_goes_from_the_call_to_publication(city):
    case = city.commenting()
    city.remark(case)
    city.answer(case)
    states = [case.state]

    for move, by, request in (
        ("submit", "planner", None),
        ("approve", "leader", None),
        ("publish", "planner", city.made(case)),
    ):
        assert city.take(case, move, by, request, AFTER).refusal is None, move
        states.append(case.state)

    row = Evaluation.objects.get(pk=case.pk)
    assert states == ["COMMENTING", "SUBMITTED", "APPROVED", "PUBLISHED"]
    assert (case.finished, case.number, row.published_on) == (True, "330100-PG2026-000001", AFTER)
    assert list(row.issued.order_by("edition").values_list("edition", "final")) == [(1, False), (2, True)]
    assert Entry.objects.filter(type="evaluation.published").count() == 1


def test_bodies_are_asked_for_their_own_lines_and_nobody_types_what_is_known(city):
    case = city.reporting()

    own = city.own(case, "bureau")

    lines = list(Statement.objects.filter(report=own.pk).order_by("order").values_list("subject", "title"))
    assert [subject for subject, _title in lines] == ["task", "target"]
    assert (own.state, own.due_on, own.number) == ("ASKED", DAYS.report_by, "330100-ZP2026-000001")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"data_year": 2027, "last_year": 2027}, "evaluation.data_after_vintage"),
        ({"first_year": 2024, "last_year": 2024}, "evaluation.data_after_years"),
        ({"vintage": date(2026, 12, 1)}, "evaluation.vintage_ahead"),
        ({"first_year": 2027}, "evaluation.years_wrong"),
        ({"kind": "weekly"}, "evaluation.kind_unknown"),
        (
            {"days": asked.Days(report_by=BEGIN, check_by=BEGIN, comment_by=date(2026, 1, 1), publish_by=BEGIN)},
            "evaluation.days_wrong",
        ),
    ],
)
def test_a_call_that_cannot_be_is_refused(city, more, code):
    assert city.call(**more).refusal.code == code


def test_a_document_without_targets_is_not_evaluated(city):
    bare = city.plan(BARE, "bare.txt")

    outcome = city.call(bare)

    assert (bare.targets_count, outcome.refusal.code) == (0, "evaluation.no_targets")


def test_the_same_kind_and_year_is_evaluated_once(city):
    city.opened()

    again, other = city.call(), city.call(kind="midterm", first_year=2025)

    assert (again.refusal.code, other.refusal) == ("evaluation.already", None)


def test_after_a_withdrawal_the_same_evaluation_may_be_called_again(city):
    case = city.reporting()
    own = city.own(case, "bureau")
    wanted = asked.Step(evaluation=case.pk, move="withdraw", text="Called too early.", reports=(own.pk,))

    city.take(case, "withdraw", "planner", wanted)

    own.refresh_from_db()
    assert (case.state, own.state, city.call().refusal) == ("WITHDRAWN", "WAIVED", None)


@pytest.mark.parametrize("body", ["city", "bureau"])
def test_a_party_of_the_plan_does_not_check_it(city, body):
    case = city.reporting()
    wanted = asked.NameChecker(evaluation=case.pk, body=city.bodies[body].pk)

    outcome = city.take(case, "name_checker", "planner", wanted)

    assert (outcome.refusal.code, case.counterpart) == ("evaluation.checker_party", None)


def test_who_also_belongs_to_a_body_that_reports_does_not_check(city):
    case = city.checking()

    outcome = city.confirm(case, by="own checker")

    assert outcome.refusal.code == "case.not_yours"


def test_the_check_waits_for_all_reports_and_for_a_third_party(city):
    case = city.reporting()
    early = city.take(case, "begin_check", "planner")
    for body, clerk in (("bureau", "clerk"), ("county", "county clerk")):
        city.report(city.own(case, body), "submit", clerk)
        city.report(city.own(case, body), "take", "planner")

    nobody = city.take(case, "begin_check", "planner")

    assert (early.refusal.code, nobody.refusal.code) == ("evaluation.reports_open", "evaluation.no_checker")


def test_what_is_not_confirmed_needs_its_reason_and_a_corrected_value_is_a_number(city):
    case = city.checking()
    line = city.lines(case)[0]

    codes = [
        city.take(case, "check", "checker", asked.CheckLines(evaluation=case.pk, findings=findings)).refusal.code
        for findings in (
            (asked.Finding(line.pk, "not_confirmed"),),
            (asked.Finding(line.pk, "corrected", "many", "Counted on the spot."),),
            (asked.Finding(line.pk, "seen"),),
            (),
        )
    ]

    assert codes == [
        "evaluation.check_needs_reason",
        "evaluation.value_wrong",
        "evaluation.verdict_unknown",
        "evaluation.nothing_checked",
    ]


def test_a_returned_report_is_corrected_and_its_statements_are_checked_anew(city):
    case = city.checking()
    city.confirm(case)
    own = city.own(case, "bureau")

    city.report(own, "return", "planner", text="The figure is of last year.")
    city.report(own, "submit", "clerk")
    city.report(own, "take", "planner")

    refused = city.take(case, "finish_check", "checker")
    assert (own.state, refused.refusal.code) == ("TAKEN", "evaluation.statements_open")
    assert {line.version for line in city.lines(case) if line.report_id == own.pk} == {2}


def test_every_line_of_a_self_report_needs_a_statement(city):
    case = city.reporting()
    own = city.own(case, "bureau")
    line = Statement.objects.filter(report=own.pk).first()

    codes = [
        city.report(own, "submit", "clerk", **more).refusal.code
        for more in (
            {"lines": [asked.Said(line.pk, "on_track")]},
            {"done": " "},
            {"lines": [asked.Said(each.pk, "behind") for each in own.self_report.statements.all()]},
        )
    ]

    assert codes == [
        "evaluation.statement_missing",
        "evaluation.nothing_done",
        "evaluation.statement_needs_words",
    ]


def test_a_comment_without_an_answer_stands_before_approval(city):
    case = city.commenting()
    city.remark(case)
    early, unanswered = city.take(case, "submit", "planner"), city.take(case, "submit", "planner", on=AFTER)

    city.answer(case)

    handed_in = city.take(case, "submit", "planner", on=AFTER)
    assert (early.refusal.code, unanswered.refusal.code) == ("evaluation.round_open", "evaluation.comments_open")
    assert (handed_in.refusal, case.state) == (None, "SUBMITTED")


def test_a_check_taken_back_stands_before_publication_and_asks_for_approval_anew(city):
    case = city.commenting()
    city.take(case, "submit", "planner", on=AFTER)
    city.take(case, "approve", "leader", on=AFTER)
    line = city.lines(case)[0]
    recall = asked.Recall(evaluation=case.pk, statement=line.pk, reason="A page was missing.")
    city.take(case, "recall", "checker", recall, AFTER)

    refused = city.take(case, "publish", "planner", city.made(case), AFTER)
    again = asked.CheckLines(evaluation=case.pk, findings=(asked.Finding(line.pk, "confirmed"),))
    city.take(case, "check_again", "checker", again, AFTER)

    assert (refused.refusal.code, case.state) == ("evaluation.statements_open", "SUBMITTED")


def test_who_prepared_does_not_approve_and_who_approved_does_not_publish(city):
    case = city.commenting()
    city.take(case, "submit", "planner", on=AFTER)

    own = city.take(case, "approve", "planner", on=AFTER)
    city.take(case, "approve", "second planner", on=AFTER)
    published = city.take(case, "publish", "second planner", city.made(case), AFTER)

    assert (own.refusal.code, published.refusal.code, case.state) == (
        "case.same_person",
        "case.same_person",
        "APPROVED",
    )


def test_only_bodies_that_were_asked_comment_and_only_in_time(city):
    case = city.commenting()

    other = city.remark(case, "audit", "planner")
    late = city.remark(case, on=AFTER)

    assert (other.refusal.code, late.refusal.code) == ("case.not_yours", "evaluation.round_over")


def test_an_adjustment_is_proposed_decided_by_another_and_noted_when_in_force(city):
    case = city.commenting(but=0)
    case_id = case.pk
    assert Case.objects.get(pk=case_id).state == "COMMENTING"
    target = city.document.targets.order_by("start").first()
    pk = city.bodies["city"].pk
    values = {"evaluation": case.pk, "body": pk, "target": target.code, "title": "研发投入强度", "unit": "%"}
    wanted = asked.Propose(id=target.document_id, before="3.2", value="3.0", reason="New base.", **values)
    same = asked.Propose(id=target.document_id, before="3.2", value="3.2", reason="New base.", **values)
    refused = city.take(case, "propose", "planner", same)
    city.take(case, "propose", "planner", wanted)
    decide = asked.DecideAdjustment(evaluation=case.pk, adjustment=target.document_id, agree=True, reason="Agreed.")
    own = city.take(case, "decide", "planner", decide)

    city.take(case, "decide", "leader", decide)
    city.take(case, "apply", "planner", asked.Apply(evaluation=case.pk, adjustment=target.document_id, applied_as="v2"))

    row = Evaluation.objects.get(pk=case.pk).adjustments.get()
    assert (refused.refusal.code, own.refusal.code) == ("evaluation.adjustment_same", "case.same_person")
    assert (row.state, row.applied_as) == ("applied", "v2")


def test_who_handed_a_self_report_in_neither_takes_nor_returns_it(city):
    both = city.people["clerk"]
    Grant.objects.create(person=both, role="planner", body=city.bodies["city"], valid_from=date(2020, 1, 1))
    city.actors["clerk"] = read_actor(both)
    case = city.reporting()
    own = city.own(case, "bureau")
    assert city.report(own, "submit", "clerk").refusal is None

    codes = [city.report(own, move, "clerk").refusal.code for move in ("take", "return")]
    taken = city.report(own, "take", "planner")

    assert (codes, taken.refusal, own.state) == (["case.same_person"] * 2, None, "TAKEN")
