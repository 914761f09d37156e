"""Pages of the office: the list, planning, the step of each move."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework import once
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.roadshow import actions, lists, queries, showing
from kechuang.mechanisms.market.roadshow.forms import FORMS, EventForm
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, HOLD, READ
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires
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


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of an event."""
    return stepping.way(_("Roadshows and events"), "market_roadshow:list", case)


@requires(HOLD)
@require_http_methods(GET_POST)
def plan(request: HttpRequest) -> HttpResponse:
    """An office plans an event."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "event.plan",
        form=lambda data: EventForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.plan(form.request(), by=actor, key=key),  # type: ignore[arg-type]  # a new event
        said=_("The event is planned. Show what is offered, then publish it."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
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
    actor, row = actor_of(request), case.market_event
    stepped = stepping.step(
        request,
        case,
        "amend",
        form=lambda data: EventForm(data, actor=actor, on=clock.today(), row=row),
        act=lambda form, key: actions.take("amend", form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(request, case, "amend", stepped, crumbs=crumbs(case))


@requires(HOLD)
@require_POST
def unshow(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Something is shown no longer."""
    case, actor = event_or_404(request, identifier), actor_of(request)
    try:
        ref = UUID(request.POST.get("item", ""))
    except ValueError:
        ref = UUID(int=0)
    key = once.key_of(actor, "event.unshow", "")
    refusal = actions.take("unshow", asked.Unshow(event=case.pk, ref=ref), by=actor, key=key).refusal
    if refusal is None:
        messages.success(request, _("It is shown no longer."))
    else:
        messages.error(request, sentence(refusal))
    return redirect("casework:case", case.pk)


def event_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an event that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, EVENT.kind, "market_event__case__office")


def step_page(move: str) -> View:
    """The page of a move on an event."""

    @requires(HOLD)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, event_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, row = actor_of(request), case.market_event
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](data, case=case, move=move, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),  # type: ignore[attr-defined]  # each form has it
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template="market_roadshow/step.html",
        context={"rows": showing.public_facts(row, queries.seats(row)), "items": showing.item_rows(row)},
        danger={"cancel"},
    )
