"""Pages line by line: a body's self-report, the third party's desk, answers to comments, decisions on adjustments."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework import once
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation import actions, adjusting
from kechuang.mechanisms.delivery.evaluation.answering_forms import AnswerForm, DecideForm, RecallForm
from kechuang.mechanisms.delivery.evaluation.forms import ConfirmForm
from kechuang.mechanisms.delivery.evaluation.line_forms import CheckForm, ReportWordsForm, SelfReportForm
from kechuang.mechanisms.delivery.evaluation.models import Adjustment, Comment, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.mechanisms.delivery.evaluation.rules.moves import APPROVE, CHECK, PREPARE, REPORT
from kechuang.mechanisms.delivery.evaluation.views import (
    GET_POST,
    closed,
    crumbs,
    evaluation_or_404,
    report_or_404,
    walk,
)
from kechuang.web.forms import KitForm, form_page
from kechuang.web.permissions import View, actor_of, requires

FILL, DESK, WORDS = (
    "delivery_evaluation/self_report.html",
    "delivery_evaluation/desk.html",
    "delivery_evaluation/step.html",
)
AGAIN = "APPROVED"


@requires(REPORT)
@require_http_methods(GET_POST)
def fill(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A body's self-report: what the platform knows stands in it already."""
    return walk(request, report_or_404(request, identifier), "submit", SelfReportForm, template=FILL)


def report_step(move: str) -> View:
    """The page on which the host takes, returns, urges or waives a self-report."""

    @requires(PREPARE)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return walk(request, report_or_404(request, identifier), move, ReportWordsForm, template=WORDS)

    return view


@requires(CHECK)
@require_http_methods(GET_POST)
def desk(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The third party's desk: every statement with what the body says and what the platform knows."""
    case = evaluation_or_404(request, identifier)
    move = "check_again" if case.state == AGAIN else "check"
    return walk(request, case, move, CheckForm, template=DESK)


def _one(
    request: HttpRequest,
    case: Case,
    form: KitForm,
    act: Callable[[dict[str, Any]], Outcome],
    *,
    title: str,
    submit: str,
    lead: str,
) -> HttpResponse:
    """Show a form about one line and take the step when it is sent."""
    if form.is_bound and form.is_valid():
        outcome: Outcome = act(form.cleaned_data)
        if outcome.refusal is None:
            messages.success(request, _("Noted."))
            return redirect("casework:case", case.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        lead=lead,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )


def _open(request: HttpRequest, case: Case, move: str) -> HttpResponse | None:
    """Lead back to the case where a step is not open to the reader."""
    if request.method == "POST" or not closed(case, move, actor_of(request)):
        return None
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


@requires(CHECK)
@require_http_methods(GET_POST)
def recall(request: HttpRequest, statement: UUID) -> HttpResponse:
    """Take a check back."""
    row = Statement.objects.select_related("report").filter(pk=statement).first()
    if row is None:
        raise Http404
    case, actor = evaluation_or_404(request, row.report.evaluation_id), actor_of(request)
    if (elsewhere := _open(request, case, "recall")) is not None:
        return elsewhere

    def act(values: dict[str, Any]) -> Outcome:
        wanted = asked.Recall(evaluation=case.pk, statement=row.pk, reason=values["text"])
        return actions.take("recall", wanted, by=actor, key=once.key_of(actor, "evaluation.recall", values["key"]))

    form = RecallForm(request.POST if request.method == "POST" else None)
    word = _("Take the check back")
    return _one(request, case, form, act, title=word, submit=word, lead=row.title)


@requires(PREPARE)
@require_http_methods(GET_POST)
def answer(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Answer a comment."""
    row = Comment.objects.filter(pk=comment).first()
    if row is None:
        raise Http404
    case, actor = evaluation_or_404(request, row.evaluation_id), actor_of(request)
    if (elsewhere := _open(request, case, "answer")) is not None:
        return elsewhere

    def act(values: dict[str, Any]) -> Outcome:
        wanted = asked.AnswerRemark(
            evaluation=case.pk, comment=row.pk, answer=values["answer"], reason=values["reason"]
        )
        return actions.take("answer", wanted, by=actor, key=once.key_of(actor, "evaluation.answer", values["key"]))

    begin = {"answer": row.answer, "reason": row.reason} if row.answer else None
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=begin)
    return _one(request, case, form, act, title=_("Answer a comment"), submit=_("Answer"), lead=row.text)


def _adjustment(request: HttpRequest, identifier: UUID) -> tuple[Case, Adjustment]:
    row = Adjustment.objects.filter(pk=identifier).first()
    if row is None:
        raise Http404
    return evaluation_or_404(request, row.evaluation_id), row


def _change(row: Adjustment) -> str:
    return f"{row.title}：{row.before or '—'} → {row.value} {row.unit}"


@requires(APPROVE)
@require_http_methods(GET_POST)
def decide(request: HttpRequest, adjustment: UUID) -> HttpResponse:
    """Agree to an adjustment, or decline it."""
    case, row = _adjustment(request, adjustment)
    actor = actor_of(request)
    if (elsewhere := _open(request, case, "decide")) is not None:
        return elsewhere

    def act(values: dict[str, Any]) -> Outcome:
        wanted = asked.DecideAdjustment(
            evaluation=case.pk, adjustment=row.pk, agree=values["agree"] == "yes", reason=values["reason"]
        )
        return actions.take("decide", wanted, by=actor, key=once.key_of(actor, "evaluation.decide", values["key"]))

    form = DecideForm(request.POST if request.method == "POST" else None)
    title = _("Decide on an adjustment")
    return _one(request, case, form, act, title=title, submit=_("Take the decision"), lead=_change(row))


@requires(PREPARE)
@require_http_methods(GET_POST)
def apply(request: HttpRequest, adjustment: UUID) -> HttpResponse:
    """Bring an agreed adjustment into force as a new version of the target."""
    case, row = _adjustment(request, adjustment)
    actor = actor_of(request)
    if (elsewhere := _open(request, case, "apply")) is not None:
        return elsewhere

    def act(values: dict[str, Any]) -> Outcome:
        return applied(case, row, actor, once.key_of(actor, "evaluation.apply", values["key"]))

    form = ConfirmForm(
        request.POST if request.method == "POST" else None, case=case, move="apply", actor=actor, on=None
    )
    title = _("Bring an adjustment into force")
    return _one(request, case, form, act, title=title, submit=_("Bring it into force"), lead=_change(row))


def applied(case: Case, row: Adjustment, actor: Any, key: str) -> Outcome:  # noqa: ANN401 - an actor
    """Make the new version, then note it: a repeat of the first gives the same version."""
    if once.case_of(key):
        return Outcome(key, states={case.pk: case.state}, repeated=True)
    if closed(case, "apply", actor):
        return Outcome(key, refusal=Refusal("case.not_yours", {"move": f"{case.kind}.apply"}))
    if row.state != "agreed":
        return Outcome(key, refusal=Refusal("evaluation.adjustment_gone"))
    version = adjusting.apply(row, actor, f"evaluation:adjust:{row.pk}")
    if isinstance(version, Refusal):
        return Outcome(key, refusal=version)
    wanted = asked.Apply(evaluation=case.pk, adjustment=row.pk, applied_as=version)
    return actions.take("apply", wanted, by=actor, key=key)
