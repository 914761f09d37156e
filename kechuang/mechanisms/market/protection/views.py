"""Pages of cases of protection: the list, reporting one, the step of each move; and what everybody may read."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.protection import actions, lists, showing
from kechuang.mechanisms.market.protection.forms import FORMS, ReportForm
from kechuang.mechanisms.market.protection.rules.moves import HANDLE, INTAKE, PROTECTION, READ, REPORT
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import View, actor_of, may, public, requires

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
    return stepping.way(_("Cases of protection"), "market_protection:list", case)


@requires(REPORT)
@require_http_methods(GET_POST)
def report(request: HttpRequest) -> HttpResponse:
    """Report a case."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "protection.report",
        form=lambda data: ReportForm(*stepping.with_files(request, data), actor=actor, on=clock.today()),
        act=lambda form, key: actions.report(form.request(), by=actor, key=key),
        said=_("Your case is with the intake. You see here how it goes on."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Report a case"),
        submit=_("Send the report"),
        lead=_("Only you, the intake and the office that gets the case read it. Never send state secrets."),
        cancel_url=reverse("market_protection:list"),
        crumbs=crumbs(),
    )


def step_page(move: str) -> View:
    """The page of a move on a case."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case, actor = (
            stepping.case_or_404(request, identifier, PROTECTION.kind, "protection__result"),
            actor_of(request),
        )
        given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
        stepped = stepping.step(
            request,
            case,
            move,
            form=lambda data: FORMS[move](*stepping.with_files(request, data), **given),
            act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),
        )
        if isinstance(stepped, HttpResponse):
            return stepped
        return stepping.shown(
            request,
            case,
            move,
            stepped,
            crumbs=crumbs(case),
            template="market_protection/step.html",
            context=showing.context(case.protection),
            danger={"refuse", "send_back", "take_back"},
        )

    return view
