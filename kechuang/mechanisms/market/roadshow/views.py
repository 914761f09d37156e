"""Pages of the office: the list, planning, the step of each move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.roadshow import actions, lists, queries, showing
from kechuang.mechanisms.market.roadshow.forms import FORMS, EventForm, MoveForm
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, HOLD, READ
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires
from kechuang.web.refusals import sentence

GET_POST = ("GET", "HEAD", "POST")
STEPS = ("publish", "move", "cancel", "hold", "meet", "outcome", "close", "show")


@requires(READ)
@require_safe
def events(request: HttpRequest) -> HttpResponseBase:
    """All events that the reader may see."""
    buttons = [Action(label=_("Market calendar"), url=reverse("market_roadshow:calendar"))]
    if may(actor_of(request), HOLD, on=clock.today()):
        buttons.append(Action(label=_("Plan an event"), url=reverse("market_roadshow:plan"), primary=True))
    return list_page(
        lists.EVENTS, request, lists.rows(request), title=_("Roadshows and events"), crumbs=[], actions=buttons
    )


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:event.{move}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of an event."""
    steps = [Crumb(_("Roadshows and events"), reverse("market_roadshow:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(HOLD)
@require_http_methods(GET_POST)
def plan(request: HttpRequest) -> HttpResponse:
    """An office plans an event."""
    actor, sent = actor_of(request), request.method == "POST"
    form = EventForm(request.POST if sent else None, actor=actor, on=clock.today())
    if sent and form.is_valid():
        key = key_of(actor, "plan", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.plan(form.request(), by=actor, key=key)  # type: ignore[arg-type]  # a new event
        if outcome.refusal is None:
            messages.success(request, _("The event is planned. Show what is offered, then publish it."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Plan an event"),
        submit=_("Keep the event"),
        cancel_url=reverse("market_roadshow:list"),
        crumbs=crumbs(),
    )


@requires(HOLD)
@require_http_methods(GET_POST)
def amend(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A draft says something else."""
    case = event_or_404(request, identifier)
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and not _open(case, actor, "amend"):
        return _closed(request, case)
    form = EventForm(request.POST if sent else None, actor=actor, on=clock.today(), row=case.market_event)
    word = words.move_word(case.kind, "amend")
    if sent and form.is_valid():
        key = key_of(actor, "amend", form.cleaned_data["key"])
        outcome = None if first(key) else actions.take("amend", form.request(), by=actor, key=key)
        if outcome is None or outcome.refusal is None:
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
    )


@requires(HOLD)
@require_POST
def unshow(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Something is shown no longer."""
    case, actor = event_or_404(request, identifier), actor_of(request)
    try:
        ref = UUID(request.POST.get("item", ""))
    except ValueError:
        ref = UUID(int=0)
    key = key_of(actor, "unshow", "")
    refusal = actions.take("unshow", asked.Unshow(event=case.pk, ref=ref), by=actor, key=key).refusal
    if refusal is None:
        messages.success(request, _("It is shown no longer."))
    else:
        messages.error(request, sentence(refusal))
    return redirect("casework:case", case.pk)


def event_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an event that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "market_event__case__office")
    case = rows.filter(pk=identifier, kind=EVENT.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def _open(case: Case, actor: Actor, move: str) -> bool:
    return move in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}


def _closed(request: HttpRequest, case: Case) -> HttpResponse:
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


def step_page(move: str) -> View:
    """The page of a move on an event."""

    @requires(HOLD)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, event_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and not _open(case, actor, move):
        return _closed(request, case)
    form = FORMS[move](request.POST if sent else None, case=case, move=move, actor=actor, on=clock.today())
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, move, form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(move, form.request(), by=actor, key=key)  # type: ignore[attr-defined]  # each form has it
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = FORMS[move](again, case=case, move=move, actor=actor, on=clock.today())
            form.is_valid()
        form.refuse(outcome.refusal)
    return _shown(request, form, case, move, changed)


def _shown(request: HttpRequest, form: MoveForm, case: Case, move: str, changed: list[Any]) -> HttpResponse:
    word, row = words.move_word(case.kind, move), case.market_event
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_roadshow/step.html",
        context={
            "case": case,
            "state": words.state_of(case),
            "rows": showing.public_facts(row, queries.seats(row)),
            "items": showing.item_rows(row),
            "changed": changed,
            "danger": move == "cancel",
        },
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )
