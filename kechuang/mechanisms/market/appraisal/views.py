"""Pages of evaluations: the list, the commission, the step of each move."""

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
from kechuang.mechanisms.market.appraisal import actions, lists, showing
from kechuang.mechanisms.market.appraisal.forms import FORMS, CommissionForm
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, CONDUCT, OVERSEE, READ, REQUEST
from kechuang.web import clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires

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
    steps = [Crumb(_("Evaluations of achievements"), reverse("market_appraisal:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(REQUEST)
@require_http_methods(GET_POST)
def commission(request: HttpRequest) -> HttpResponse:
    """Commission an evaluation of a registered achievement."""
    actor, sent = actor_of(request), request.method == "POST"
    chosen = request.GET.get("result", "")
    form = CommissionForm(request.POST if sent else None, actor=actor, on=clock.today(), chosen=chosen)
    if sent and form.is_valid():
        key = key_of(actor, "appraisal.request", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.commission(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The institution has your commission. You see here how it goes on."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Commission an evaluation"),
        submit=_("Send the commission"),
        lead=_(
            "A third party assesses five values in words and the level of readiness with evidence. It is voluntary."
        ),
        cancel_url=reverse("market_appraisal:list"),
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
    return showing.own_context(case.appraisal)


WALK = Walk(
    kind=APPRAISAL.kind,
    related="appraisal__result",
    template="market_appraisal/step.html",
    form=_form,
    take=_take,
    around=_around,
    crumbs=crumbs,
    danger=frozenset({"decline", "annul"}),
)


def step_page(move: str) -> View:
    """The page of a move on an evaluation."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return walk(request, identifier, move, WALK)

    return view
