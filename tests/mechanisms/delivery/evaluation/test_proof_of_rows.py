"""``kechuang ledger verify`` holds the rows of evaluations against the facts: what is changed behind them is named."""

from datetime import date

import pytest

from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.evaluation.models import (
    Adjustment,
    Check,
    Comment,
    Evaluation,
    Invited,
    IssuedReport,
    SelfReport,
    Statement,
)
from kechuang.mechanisms.delivery.evaluation.proof_of_rows import EvaluationRows
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.web import chance
from tests.mechanisms.delivery.evaluation.conftest import AFTER

TABLE = "delivery_evaluation_"


def differing() -> set[tuple[str, str]]:
    found = [finding for finding in verify(processes=1).findings if finding.error]
    assert {finding.code for finding in found} <= {"ledger.row_differs"}
    return {(finding.values["table"].removeprefix(TABLE), finding.values["column"]) for finding in found}


@pytest.fixture
def whole(city):
    """An evaluation with every kind of row: a corrected and a recalled check, comments, adjustments, two editions."""
    case = city.commenting(public=True)
    lines = city.lines(case)
    corrected = asked.Finding(lines[0].pk, "corrected", " 2.8 ", "Counted on the spot.")
    assert (
        city.take(case, "check", "checker", asked.CheckLines(evaluation=case.pk, findings=(corrected,))).refusal is None
    )
    recall = asked.Recall(evaluation=case.pk, statement=lines[1].pk, reason="A page was missing.")
    assert city.take(case, "recall", "checker", recall).refusal is None
    again = asked.CheckLines(evaluation=case.pk, findings=(asked.Finding(lines[1].pk, "confirmed"),))
    assert city.take(case, "check", "checker", again).refusal is None
    city.remark(case)
    city.answer(case)
    target = city.document.targets.order_by("start").first()
    for value, agree in (("3.0", True), ("2.9", False)):
        proposed = asked.Propose(
            evaluation=case.pk, id=chance.uuid7(), body=city.bodies["city"].pk, target=target.code,
            title="研发投入强度", before="3.2", value=value, unit="%", reason="新的基数。",
        )  # fmt: skip
        assert city.take(case, "propose", "planner", proposed).refusal is None
        decided = asked.DecideAdjustment(evaluation=case.pk, adjustment=proposed.id, agree=agree, reason="Agreed.")
        assert city.take(case, "decide", "leader", decided).refusal is None
    applied = Adjustment.objects.get(state="agreed").pk
    city.take(case, "apply", "planner", asked.Apply(evaluation=case.pk, adjustment=applied, applied_as="v2"))
    for move, by, request in (
        ("submit", "planner", None),
        ("approve", "leader", None),
        ("publish", "planner", city.made(case)),
    ):
        assert city.take(case, move, by, request, AFTER).refusal is None, move
    return case


def test_an_honest_evaluation_has_no_finding(whole):
    assert differing() == set()


CHANGES = [
    (Evaluation, {"data_year": 2024}, "evaluation", "data_year"),
    (Evaluation, {"vintage": date(2026, 6, 30)}, "evaluation", "vintage"),
    (Evaluation, {"published_on": date(2026, 1, 1)}, "evaluation", "published_on"),
    (SelfReport, {"done": "Something else."}, "selfreport", "done"),
    (Statement, {"value": "99"}, "statement", "said"),
    (Statement, {"claim": "met"}, "statement", "said"),
    (Statement, {"quote": "另一句"}, "selfreport", "digest"),
    (Statement, {"known": {"value": "7"}}, "selfreport", "digest"),
    (Check, {"verdict": "not_confirmed"}, "check", "said"),
    (Comment, {"text": "Well done."}, "comment", "text"),
    (Comment, {"answer": "taken"}, "comment", "answer"),
    (Adjustment, {"value": "1"}, "adjustment", "value"),
    (Adjustment, {"decision": "No."}, "adjustment", "decision"),
    (IssuedReport, {"pdf": "d" * 64}, "issuedreport", "pdf"),
    (Invited, {"answered_on": date(2026, 1, 1)}, "invited", "answered_on"),
]


@pytest.mark.parametrize(("model", "values", "table", "column"), CHANGES)
def test_a_row_changed_behind_the_ledger_is_named(whole, model, values, table, column):
    model.objects.update(**values)

    assert differing() == {(table, column)}


@pytest.mark.parametrize(("model", "table"), [(Check, "check"), (Comment, "comment"), (IssuedReport, "issuedreport")])
def test_a_row_taken_away_is_named(whole, model, table):
    model.objects.all().delete()

    assert {found for found, _column in differing()} == {table}


def test_a_row_without_a_fact_is_named(whole):
    Adjustment.objects.create(
        evaluation_id=whole.pk, body=whole.office, target="T9", title="x", value="1", reason="x", proposed_on=AFTER
    )

    assert {found for found, _column in differing()} == {"adjustment"}


def test_two_processes_find_what_one_finds(whole):
    alone, first, second = EvaluationRows(), EvaluationRows(), EvaluationRows()
    events = _events()
    alone.events, first.events, second.events = events, events[: len(events) // 2], events[len(events) // 2 :]
    IssuedReport.objects.update(word="e" * 64)

    first.merge(second)

    assert list(first.finish()) == list(alone.finish())
    assert len(list(alone.finish())) == IssuedReport.objects.count()


def _events():
    seen = EvaluationRows()

    class Keeping(EvaluationRows):
        def finish(self):
            seen.events = self.events
            return iter(())

    from kechuang.ledger import checks

    checks.register_check("delivery.evaluations", Keeping)
    try:
        verify(processes=1)
    finally:
        checks.register_check("delivery.evaluations", EvaluationRows)
    return seen.events
