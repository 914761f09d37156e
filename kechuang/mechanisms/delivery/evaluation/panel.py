"""What the pages of an evaluation and of a self-report show beside their cases."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.delivery.evaluation import lists, public_views, queries, wording
from kechuang.mechanisms.delivery.evaluation.models import Adjustment, Comment, Evaluation, SelfReport, Statement
from kechuang.mechanisms.delivery.evaluation.rules.moves import DECIDABLE, PREPARE
from kechuang.mechanisms.delivery.evaluation.views import closed
from kechuang.policy.models import Document
from kechuang.web import clock
from kechuang.web.page import Action
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may

MOST_LINES = 60


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the evaluation beside its case."""
    row = Evaluation.objects.select_related("case__office", "case__counterpart").filter(pk=case.pk).first()
    if row is None:
        return None
    actor = actor_of(request)
    open_now = {
        code: not closed(case, code, actor)
        for code in ("recall", "answer", "decide", "apply", "comment", "check", "check_again")
    }
    said = list(lists.statements(request).filter(report__evaluation=row.pk).order_by("report__case__number", "order"))
    readable = set(lists.reports(request).filter(self_report__evaluation=row.pk).values_list("pk", flat=True))
    reports = list(row.self_reports.select_related("case", "body").order_by("pk"))
    comments = list(lists.comments(request).filter(evaluation=row.pk).order_by("on", "pk"))
    issued = list(row.issued.order_by("-edition"))
    return {
        "row": row,
        "late_data": wording.late_data(row),
        "facts": _facts(row),
        "strip": public_views.figures(row, said),
        "reports": [
            (each, words.state_of(each.case), queries.evaluation_url(each.pk) if each.pk in readable else "")
            for each in reports
        ],
        "statements": [_line(each, recall=open_now["recall"]) for each in said[:MOST_LINES]],
        "more": max(len(said) - MOST_LINES, 0),
        "every": f"{reverse('delivery_evaluation:statements')}?evaluation={row.pk}",
        "comments": [_comment(each, answer=open_now["answer"]) for each in comments],
        "desk_url": reverse("delivery_evaluation:check", args=[row.pk])
        if open_now["check"] or open_now["check_again"]
        else "",
        "comment_url": reverse("delivery_evaluation:comment", args=[row.pk]) if open_now["comment"] else "",
        "say_url": reverse("delivery_evaluation:have-your-say", args=[row.pk])
        if case.state == "COMMENTING" and row.public_comments and not case.hold
        else "",
        "adjustments": [_adjustment(each, case, open_now) for each in row.adjustments.order_by("pk")],
        "issued": [(each, public_views.files(each)) for each in issued],
        "public_url": queries.public_url(row.pk) if row.published_on else "",
    }


def _facts(row: Evaluation) -> list[Fact]:
    days = [
        Fact(term=_("Self-reports due"), value=row.report_by),
        Fact(term=_("Third-party check due"), value=row.check_by),
        Fact(term=_("Comments until"), value=row.comment_by),
        Fact(term=_("Publication due"), value=row.publish_by),
        Fact(term=_("What the third party says"), value=row.check_note),
        Fact(term=_("Sent back or ended because"), value=row.reason),
    ]
    return [*public_views.facts(row), *(each for each in days if each.value not in {"", None})]


def _line(row: Statement, *, recall: bool) -> dict[str, Any]:
    found = public_views.shown(row)
    url = reverse("delivery_evaluation:recall", args=[row.pk]) if recall and found["check"] else ""
    return {**found, "recall": url}


def _comment(row: Comment, *, answer: bool) -> dict[str, Any]:
    url = reverse("delivery_evaluation:answer", args=[row.pk]) if answer else ""
    return {
        "row": row,
        "by": row.body.name if row.body else str(lists.PUBLIC),
        "state": wording.answered(row.answer),
        "url": url,
    }


def _adjustment(row: Adjustment, case: Case, open_now: dict[str, bool]) -> dict[str, Any]:
    decide = open_now["decide"] and row.state == "proposed"
    apply = open_now["apply"] and row.state == "agreed" and case.state in DECIDABLE.split()
    return {
        "row": row,
        "state": wording.adjusted(row.state),
        "decide": reverse("delivery_evaluation:decide", args=[row.pk]) if decide else "",
        "apply": reverse("delivery_evaluation:apply", args=[row.pk]) if apply else "",
    }


def report_panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the self-report beside its case."""
    rows = SelfReport.objects.select_related("evaluation__case", "body").filter(pk=case.pk)
    row = rows.first()
    if row is None:
        return None
    lines = list(queries.with_checks(row.statements.select_related("report__body").order_by("order")))
    return {
        "row": row,
        "whole": (row.evaluation, queries.evaluation_url(row.evaluation_id)),
        "kind": wording.kind(row.evaluation.kind),
        "years": wording.years(row.evaluation),
        "late_data": wording.late_data(row.evaluation),
        "lines": [public_views.shown(each) for each in lines],
        "papers": papers_of(row.files),
        "facts": [(each[-8:], reverse("ledger:fact", args=[each])) for each in row.facts],
    }


def document_panel(request: HttpRequest, document: Document) -> dict[str, Any] | None:
    """Give the evaluations of a document that the reader may see, and those that were published."""
    mine = (
        list(lists.rows(request).filter(evaluation__document=document).order_by("-pk")[:20])
        if actor_of(request).person
        else []
    )
    out = list(queries.published().filter(document=document)[:20])
    if not mine and not out:
        return None
    shown = {row.pk for row in mine}
    return {
        "rows": [
            (row.evaluation, words.state_of(row), queries.evaluation_url(row.pk), wording.kind(row.evaluation.kind))
            for row in mine
        ]
        + [
            (row, words.state_of(row.case), queries.public_url(row.pk), wording.kind(row.kind))
            for row in out
            if row.pk not in shown
        ],
    }


def document_button(request: HttpRequest, document: Document) -> list[Action]:
    """Lead from a document with targets to the call of an evaluation."""
    if not document.targets_count or document.withdrawn or not may(actor_of(request), PREPARE, on=clock.today()):
        return []
    url = f"{reverse('delivery_evaluation:open')}?document={document.pk}"
    return [Action(label=_("Call an evaluation"), url=url)]
