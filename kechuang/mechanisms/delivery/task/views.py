"""Pages of tasks: list, board, time line, making, and the step of each move."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import once, standing, words
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import actions, bodies, counting, lists, queries
from kechuang.mechanisms.delivery.task.forms import MakeForm, ShareForm
from kechuang.mechanisms.delivery.task.models import TaskHelp
from kechuang.mechanisms.delivery.task.rules.moves import ANSWER, PLAN, READ, TASK, UNDER_WAY, VERIFY
from kechuang.mechanisms.delivery.task.rules.requests import AnswerHelp
from kechuang.mechanisms.delivery.task.rules.requests import Step as StepRequest
from kechuang.mechanisms.delivery.task.step_forms import STEP_FORMS, AnswerForm
from kechuang.web import bulk, clock, divisions
from kechuang.web.board import board_page
from kechuang.web.charts.chart import About, download
from kechuang.web.charts.timeline import Span, timeline
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import Listing, list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Figure
from kechuang.web.permissions import Actor, View, actor_of, holding, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("assign", "urge", "close", "adjust", "fund", "carry_over", "drop"), PLAN),
    **dict.fromkeys(("accept", "dispute", "list_measures", "plan_year", "report", "finish"), ANSWER),
    **dict.fromkeys(("block", "unblock", "ask_help", "spend"), ANSWER),
    **dict.fromkeys(("verify", "send_back"), VERIFY),
}
DANGER = frozenset({"dispute", "block", "send_back", "drop"})
SPANS = 60
FORM, ROWS = "delivery_task/step.html", "delivery_task/rows.html"


def strip(request: HttpRequest, rows: QuerySet[Case]) -> list[Figure]:
    """Give the figures above the list, each opening its rows (five queries)."""
    found = counting.counts(rows, clock.today(), lists.tallies(request))
    shown = (
        ("open", ""),
        ("late", "late"),
        ("soon", "risk"),
        ("blocked", "risk"),
        ("help", "risk"),
        ("report", "risk"),
    )
    return [
        Figure(
            label=lists.FLAG_WORDS[flag], value=found[flag], filters={"flag": flag}, tone=tone if found[flag] else ""
        )
        for flag, tone in (*shown, ("done", ""), ("proved", ""))
    ]


def _buttons(actor: Actor) -> list[Action]:
    buttons = [
        Action(label=_("Board"), url=reverse("delivery_task:board")),
        Action(label=_("Time line"), url=reverse("delivery_task:timeline")),
        Action(label=_("Bodies and counties"), url=reverse("delivery_task:places")),
        Action(label=_("Dispatch page"), url=reverse("delivery_task:dispatch")),
    ]
    if may(actor, PLAN, on=clock.today()):
        buttons += [
            Action(label=_("New task"), url=reverse("delivery_task:make")),
            Action(label=_("Make tasks from a document"), url=reverse("delivery_task:documents"), primary=True),
        ]
    return buttons


@requires(READ)
@require_safe
def tasks(request: HttpRequest) -> HttpResponseBase:
    """All tasks that the reader may see."""
    rows = lists.rows(request)
    return list_page(
        lists.TASKS,
        request,
        rows,
        figures=strip(request, rows),
        title=_("Task ledger"),
        crumbs=[],
        actions=_buttons(actor_of(request)),
    )


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of tasks."""
    steps = [Crumb(_("Task ledger"), reverse("delivery_task:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(READ)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the tasks as a board by state."""
    as_list = Action(label=_("As a list"), url=reverse("delivery_task:list"))
    rows = lists.rows(request)
    figures = strip(request, rows)
    return board_page(
        lists.BOARD, request, rows, figures=figures, title=_("Board of tasks"), crumbs=crumbs(), actions=[as_list]
    )


@requires(READ)
@require_safe
def time_line(request: HttpRequest) -> HttpResponseBase:
    """Show tasks from the day of assignment to their day, the most urgent first; the filters are those of the list."""
    today = clock.today()
    listing = Listing(lists.TASKS, request, lists.rows(request), (), title=str(_("Time line of tasks")))
    ordered = listing.narrowed.order_by(F("due_on").asc(nulls_last=True), "pk")
    found = [] if listing.fault else list(ordered[: SPANS + 1])
    spans = [
        Span(
            label=f"{row.number[-4:]} {row.title}"[:22],
            start=row.delivery_task.assigned_on or row.opened_on,
            end=_end(row),
            state=words.state_of(row),
            url=queries.task_url(row.pk),
        )
        for row in found[:SPANS]
    ]
    about = About(
        key="tasks",
        title=_("Tasks from assignment to their day"),
        summary=_("%(count)d tasks, of which %(late)d are overdue.")
        % {"count": len(spans), "late": sum(1 for row in found[:SPANS] if row.due_on and row.due_on < today)},
        source=_("register of tasks"),
        on=today,
    )
    chart = timeline(about, spans, today=today)
    file = download(request, [chart])
    if file is not None:
        return file
    context = {"list": listing, "chart": chart if spans else None, "more": len(found) > SPANS, "most": SPANS}
    as_list = Action(label=_("As a list"), url=reverse("delivery_task:list"))
    return page(
        request,
        "delivery_task/timeline.html",
        context,
        title=_("Time line of tasks"),
        crumbs=crumbs(),
        actions=[as_list],
        status=listing.status,
    )


def _end(row: Case) -> Any:  # noqa: ANN401 - a day or nothing
    task, start = row.delivery_task, row.delivery_task.assigned_on or row.opened_on
    end = task.closed_on or task.done_on or task.due_on
    return max(end, start) if end else None


@requires(PLAN)
@require_http_methods(GET_POST)
def make(request: HttpRequest) -> HttpResponse:
    """Enter one task: an instruction, minutes, a proposal, a letter."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "delivery.make",
        form=lambda data: MakeForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.make(form.request(), by=actor, key=key),
        said=_("The task stands in the ledger."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("New task"),
        submit=_("Enter the task"),
        template=FORM,
        context={"bodies": bodies.candidates()},
        cancel_url=reverse("delivery_task:list"),
        crumbs=crumbs(),
    )


def task_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a task that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("holder", "office", "delivery_task").filter(pk=identifier, kind=TASK.kind)
    case = rows.first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


@requires(ANSWER)
@require_http_methods(GET_POST)
def share(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give parts of a task to cities, counties or other bodies."""
    actor, case = actor_of(request), task_or_404(request, identifier)
    if not may_share(case, actor):
        if request.method == "POST":
            raise Http404
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = ShareForm(request.POST if request.method == "POST" else None, whole=case)
    if form.is_bound and form.is_valid():
        key = once.key_of(actor, "delivery.share", form.cleaned_data["key"])
        outcomes = [actions.share(each, by=actor, key=f"{key}:{at}") for at, each in enumerate(form.requests())]
        refused = next((outcome.refusal for outcome in outcomes if outcome.refusal), None)
        if refused is None:
            count = len(outcomes)
            messages.success(
                request, ngettext("%(n)d part was given away.", "%(n)d parts were given away.", count) % {"n": count}
            )
            return redirect("casework:case", case.pk)
        form.refuse(refused)
    return form_page(
        request,
        form,
        title=_("Give parts away"),
        submit=_("Give the parts away"),
        template=FORM,
        context={"bodies": bodies.candidates(), "case": case, "state": words.state_of(case)},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
    )


def may_share(case: Case, actor: Actor) -> bool:
    """Say whether an actor may give parts of a task away: who answers for the leading body, while it is under way."""
    under_way = case.state in UNDER_WAY.split() and not case.hold
    return under_way and bool(holding(actor, ANSWER, on=clock.today(), bodies=(case.holder_id,)))


@requires(READ)
@require_http_methods(GET_POST)
def answer_help(request: HttpRequest, question: UUID) -> HttpResponse:
    """Decide what was asked of one's body."""
    actor, asked = actor_of(request), TaskHelp.objects.select_related("body").filter(pk=question).first()
    if asked is None or not may_answer(asked, actor):
        raise Http404
    case = task_or_404(request, asked.task_id)
    sent = request.method == "POST"
    form = AnswerForm(request.POST if sent else None, case=case, move="answer_help", actor=actor, on=clock.today())
    if sent and form.is_valid():
        wanted = AnswerHelp(task=case.pk, help=question, text=form.cleaned_data["text"])
        key = once.key_of(actor, "delivery.answer_help", form.cleaned_data["key"])
        outcome = actions.take("answer_help", wanted, by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Your decision was given to the leading body."))
            return redirect("casework:case", case.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Decide what was asked"),
        submit=_("Give the decision"),
        lead=asked.question,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, asked.body.name],
    )


def may_answer(asked: TaskHelp, actor: Actor) -> bool:
    """Say whether an actor may decide a question: it is open, and was asked of a body for which the actor acts."""
    return asked.answered_on is None and bool(bodies.duties(actor, asked.body_id, clock.today()))


def step_page(move: str) -> View:
    """The page of a move on a task."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _step(move, request, identifier)

    return view


def _step(move: str, request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, case = actor_of(request), task_or_404(request, identifier)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: STEP_FORMS[move](*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return _shown(request, stepped.form, case, move, stepped.changed)


def _shown(request: HttpRequest, form: KitForm, case: Case, move: str, changed: Sequence[Event]) -> HttpResponse:
    word = words.move_word(case.kind, move)
    rows = move in {"list_measures", "plan_year"}
    context = {
        "case": case,
        "state": words.state_of(case),
        "changed": changed,
        "danger": move in DANGER,
        "bodies": bodies.candidates() if move in {"assign", "ask_help"} else (),
        "lines": form.rows() if rows else (),  # type: ignore[attr-defined]  # only forms of lines are asked
    }
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=ROWS if rows else FORM,
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number, divisions.name(case.place)],
    )


@requires(PLAN)
@require_http_methods(GET_POST)
def urge(request: HttpRequest) -> HttpResponse:
    """Urge the leading bodies of many tasks at once, each by an act of its own, all or none."""
    actor = actor_of(request)
    text = _("Please report how far the task is and what stands in its way.")

    def every(rows: list[Case]) -> Refusal | None:
        wanted = []
        for row in rows:
            key = once.key_of(actor, "delivery.urge", f"{row.pk.hex}:{row.version}")
            wanted.append((key, StepRequest(task=row.pk, move="urge", text=text)))
        outcomes = actions.take_many("urge", wanted, by=actor, whole=True)
        refused = [outcome.refusal for outcome in outcomes if outcome.refusal]
        return next((each for each in refused if each.code != "batch.not_written"), None)

    asked = bulk.Asked(
        title=_("Urge the leading bodies of these tasks?"),
        effects=lambda rows: [
            ngettext("%(n)d notice is sent.", "%(n)d notices are sent.", len(rows)) % {"n": len(rows)}
        ],
        undo=_("A notice that was sent cannot be taken back."),
        submit=_("Urge"),
    )
    rows = queries.tasks(actor, clock.today())
    return bulk.bulk_page(request, rows, lists.TASKS, ask=asked, act=every, back=reverse("delivery_task:list"))
