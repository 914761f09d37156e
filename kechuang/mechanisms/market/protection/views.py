"""Pages of cases of protection: the list, reporting one, the step of each move; and what everybody may read."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.act import Outcome
from kechuang.casework.files.fields import EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.walking import Walk, first, key_of, walk
from kechuang.mechanisms.market.protection import actions, lists, showing
from kechuang.mechanisms.market.protection.forms import FORMS, ReportForm
from kechuang.mechanisms.market.protection.rules.moves import HANDLE, INTAKE, PROTECTION, READ, REPORT
from kechuang.web import clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import Actor, View, actor_of, may, public, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("route", "refuse", "record", "take_back"), INTAKE),
    **dict.fromkeys(("accept", "send_back", "conclude"), HANDLE),
}
PROVINCE = "330000"


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """How to report a case, which way each kind goes by which rule, and how many there were; no case, no party."""
    actor, today, buttons = actor_of(request), clock.today(), []
    if may(actor, READ, on=today):
        buttons.append(Action(label=_("Cases of protection"), url=reverse("market_protection:list")))
    if may(actor, REPORT, on=today):
        buttons.append(Action(label=_("Report a case"), url=reverse("market_protection:report"), primary=True))
    context = {"routes": showing.routes(PROVINCE, today), "tallies": showing.tallies(today), "signed_in": actor.person}
    return page(
        request,
        "market_protection/front.html",
        context,
        title=_("Protection of intellectual property"),
        facts=[_("Cases are taken in, checked and routed by rule. Nothing of a case is public but these counts.")],
        crumbs=[],
        actions=buttons,
    )


@requires(READ)
@require_safe
def protections(request: HttpRequest) -> HttpResponseBase:
    """All cases that the reader may see."""
    buttons = [Action(label=_("Which way each kind goes"), url=reverse("market_protection:front"))]
    if may(actor_of(request), REPORT, on=clock.today()):
        buttons.append(Action(label=_("Report a case"), url=reverse("market_protection:report"), primary=True))
    return list_page(
        lists.PROTECTIONS,
        request,
        lists.rows(request),
        title=_("Cases of protection"),
        crumbs=[],
        actions=buttons,
    )


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of cases."""
    steps = [Crumb(_("Cases of protection"), reverse("market_protection:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(REPORT)
@require_http_methods(GET_POST)
def report(request: HttpRequest) -> HttpResponse:
    """Report a case."""
    actor, sent = actor_of(request), request.method == "POST"
    given: dict[str, Any] = {"actor": actor, "on": clock.today()}
    form = ReportForm(request.POST, request.FILES, **given) if sent else ReportForm(**given)
    if sent and form.is_valid():
        key = key_of(actor, "protection.report", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.report(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Your case is with the intake. You see here how it goes on."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Report a case"),
        submit=_("Send the report"),
        lead=_("Only you, the intake and the office that gets the case read it. Never send state secrets."),
        cancel_url=reverse("market_protection:list"),
        crumbs=crumbs(),
    )


def _form(request: HttpRequest, data: Any, case: Case, move: str) -> KitForm:  # noqa: ANN401 - what a form reads
    given: dict[str, Any] = {"case": case, "move": move, "actor": actor_of(request), "on": clock.today()}
    made = FORMS[move]
    if data is not None and issubclass(made, EvidenceForm):
        return made(data, request.FILES, **given)
    return made(data, **given)


def _take(move: str, asked: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - each move has its own request
    return actions.take(move, asked, by=actor, key=key)


def _around(case: Case, _move: str) -> dict[str, Any]:
    return showing.context(case.protection)


WALK = Walk(
    kind=PROTECTION.kind,
    related="protection__result",
    template="market_protection/step.html",
    form=_form,
    take=_take,
    around=_around,
    crumbs=crumbs,
    danger=frozenset({"refuse", "send_back", "take_back"}),
)


def step_page(move: str) -> View:
    """The page of a move on a case."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return walk(request, identifier, move, WALK)

    return view
