"""Pages of evaluations: the list, the call, and the step of each move."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.delivery.evaluation import actions, lists, making, queries, wording
from kechuang.mechanisms.delivery.evaluation.forms import MOVE_FORMS, OpenForm, commenting
from kechuang.mechanisms.delivery.evaluation.rules.moves import (
    APPROVE,
    CHECK,
    COMMENT,
    EVALUATION,
    PREPARE,
    READ,
    SELF_REPORT,
)
from kechuang.mechanisms.delivery.task import bodies
from kechuang.web import clock, divisions
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("ask", "name_checker", "begin_check", "draft", "invite", "propose"), PREPARE),
    **dict.fromkeys(("submit", "publish", "withdraw"), PREPARE),
    **dict.fromkeys(("send_back", "approve"), APPROVE),
    "finish_check": CHECK,
    "comment": COMMENT,
}
DANGER = frozenset({"withdraw", "send_back"})
# Who may take these follows from the body that was asked or named, wherever it lies.
BESIDE_A_LINE = frozenset({"answer", "decide", "apply"})
BY_BODY = frozenset({"comment", "check", "check_again", "recall", "finish_check"})
MADE = frozenset({"draft", "publish"})
FORM = "delivery_evaluation/step.html"


def strip(rows: QuerySet[Case]) -> list[Figure]:
    """Give the figures above the list, each opening its rows (one query)."""
    found = queries.counts(rows)
    return [Figure(label=word, value=found[flag], filters={"flag": flag}) for flag, word in lists.FLAG_WORDS.items()]


@requires(READ)
@require_safe
def evaluations(request: HttpRequest) -> HttpResponseBase:
    """All evaluations that the reader may see."""
    rows, actor = lists.rows(request), actor_of(request)
    buttons = [
        Action(label=_("Self-reports"), url=reverse("delivery_evaluation:reports")),
        Action(label=_("Statements and checks"), url=reverse("delivery_evaluation:statements")),
        Action(label=_("Comments on drafts"), url=reverse("delivery_evaluation:comments")),
        Action(label=_("Published evaluations"), url=reverse("delivery_evaluation:published")),
    ]
    if may(actor, PREPARE, on=clock.today()):
        buttons.append(Action(label=_("Call an evaluation"), url=reverse("delivery_evaluation:open"), primary=True))
    return list_page(
        lists.EVALUATIONS, request, rows, figures=strip(rows), title=_("Evaluations"), crumbs=[], actions=buttons
    )


@requires(READ)
@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """All self-reports that the reader may see."""
    return list_page(lists.REPORTS, request, lists.reports(request), title=_("Self-reports"), crumbs=crumbs())


@requires(READ)
@require_safe
def statements(request: HttpRequest) -> HttpResponseBase:
    """All statements that the reader may see, with the third party's findings."""
    return list_page(
        lists.STATEMENTS, request, lists.statements(request), title=_("Statements and checks"), crumbs=crumbs()
    )


@requires(READ)
@require_safe
def comments(request: HttpRequest) -> HttpResponseBase:
    """All comments that the reader may see, with their answers."""
    return list_page(lists.COMMENTS, request, lists.comments(request), title=_("Comments on drafts"), crumbs=crumbs())


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of evaluations."""
    steps = [Crumb(_("Evaluations"), reverse("delivery_evaluation:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(PREPARE)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """Call an evaluation of a plan."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "evaluation.open",
        form=lambda data: OpenForm(data, actor=actor, on=clock.today(), document=request.GET.get("document", "")),
        act=lambda form, key: actions.open_evaluation(form.request(), by=actor, key=key),
        said=_("The evaluation is called; data year and day of knowledge are locked."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Call an evaluation"),
        submit=_("Call the evaluation"),
        cancel_url=reverse("delivery_evaluation:list"),
        crumbs=crumbs(),
    )


def evaluation_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an evaluation that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "counterpart", "evaluation")
    return _or_404(rows.filter(pk=identifier, kind=EVALUATION.kind), request)


def report_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a self-report that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "self_report__evaluation__case")
    return _or_404(rows.filter(pk=identifier, kind=SELF_REPORT.kind), request)


def _or_404(rows: QuerySet[Case], request: HttpRequest) -> Case:
    case = rows.first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(move: str) -> View:
    """The page of a move on an evaluation."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = evaluation_or_404(request, identifier)
        return walk(request, case, move, MOVE_FORMS[move], template=FORM)

    return view


def closed(case: Case, move: str, actor: Actor) -> bool:
    """Say whether a move is not open to an actor now."""
    if case.kind == EVALUATION.kind and move in BESIDE_A_LINE | BY_BODY:
        entry = EVALUATION.by_code[move]
        return case.state not in entry.sources or bool(case.hold) or not _may(case, move, actor)
    return move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}


def _may(case: Case, move: str, actor: Actor) -> bool:
    """Say whether an actor has the duty for a move whose button stands beside a line, or that follows from a body."""
    if move == "comment":
        return bool(commenting(case.evaluation, actor, clock.today()))
    if move in BY_BODY:
        return actions.may_check(case, actor)
    permission = EVALUATION.by_code[move].permission
    return may(actor, permission, on=clock.today(), place=case.place, bodies=(case.office_id,))


def walk(request: HttpRequest, case: Case, move: str, form_class: Callable[..., Any], *, template: str) -> HttpResponse:
    """Show the form of a move, take the move when it is sent, and lead back to the case."""
    actor = actor_of(request)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: form_class(*stepping.with_files(request, data), **given),
        act=lambda form, key: take(case, move, form, actor, key),
        closed=lambda: closed(case, move, actor),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return _shown(request, stepped.form, case, move, template, {"changed": stepped.changed})


def take(case: Case, move: str, form: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - each move has its own form
    """Take a move with what its form says."""
    if case.kind == SELF_REPORT.kind:
        return actions.take_report(move, form.request(), by=actor, key=key)
    if move in MADE:
        return making.take(case, move, by=actor, key=key)
    return actions.take(move, form.request(), by=actor, key=key)


def _shown(
    request: HttpRequest,
    form: KitForm,
    case: Case,
    move: str,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    word = words.move_word(case.kind, move)
    row = case.evaluation if case.kind == EVALUATION.kind else case.self_report.evaluation
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=template,
        context={
            "case": case,
            "state": words.state_of(case),
            "row": row,
            "late_data": wording.late_data(row),
            "danger": move in DANGER,
            "bodies": bodies.candidates() if move in {"ask", "name_checker", "invite"} else (),
            **context,
        },
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number, divisions.name(case.place)],
    )
