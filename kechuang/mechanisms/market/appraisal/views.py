"""Pages of evaluations: the list, the commission, the step of each move."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.appraisal import actions, lists, showing
from kechuang.mechanisms.market.appraisal.forms import FORMS, CommissionForm
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, CONDUCT, OVERSEE, READ, REQUEST
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("set_team", "decline", "assess", "sign"), CONDUCT),
    **dict.fromkeys(("publish", "conclude"), REQUEST),
    "annul": OVERSEE,
}


@requires(READ)
@require_safe
def appraisals(request: HttpRequest) -> HttpResponseBase:
    """All evaluations that the reader may see."""
    buttons = [Action(label=_("Published evaluations of achievements"), url=reverse("market_appraisal:published"))]
    if may(actor_of(request), REQUEST, on=clock.today()):
        url = reverse("market_appraisal:commission")
        buttons.append(Action(label=_("Commission an evaluation"), url=url, primary=True))
    return list_page(
        lists.APPRAISALS,
        request,
        lists.rows(request),
        title=_("Evaluations of achievements"),
        crumbs=[],
        facts=[_("Evaluation is voluntary: no step of this node asks for one.")],
        actions=buttons,
    )


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of evaluations."""
    return stepping.way(_("Evaluations of achievements"), "market_appraisal:list", case)


@requires(REQUEST)
@require_http_methods(GET_POST)
def commission(request: HttpRequest) -> HttpResponse:
    """Commission an evaluation of a registered achievement."""
    actor, chosen = actor_of(request), request.GET.get("result", "")
    stepped = stepping.opening(
        request,
        "appraisal.request",
        form=lambda data: CommissionForm(data, actor=actor, on=clock.today(), chosen=chosen),
        act=lambda form, key: actions.commission(form.request(), by=actor, key=key),
        said=_("The institution has your commission. You see here how it goes on."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Commission an evaluation"),
        submit=_("Send the commission"),
        lead=_(
            "A third party assesses five values in words and the level of readiness with evidence. It is voluntary."
        ),
        cancel_url=reverse("market_appraisal:list"),
        crumbs=crumbs(),
    )


def step_page(move: str) -> View:
    """The page of a move on an evaluation."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case, actor = stepping.case_or_404(request, identifier, APPRAISAL.kind, "appraisal__result"), actor_of(request)
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
            template="market_appraisal/step.html",
            context=showing.own_context(case.appraisal),
            danger={"decline", "annul"},
        )

    return view
