"""One page for each step on a contract."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.contract import actions, showing
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, REGISTER, REVOKE, SUBMIT
from kechuang.mechanisms.market.contract.step_forms import FORMS
from kechuang.web import clock
from kechuang.web.page import Crumb
from kechuang.web.permissions import View, actor_of, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(
        ("accept", "register", "refer", "reject", "decline", "conclude", "true_up", "deregister"), REGISTER
    ),
    "ask": SUBMIT,
    "revoke": REVOKE,
}
DANGER = frozenset({"reject", "deregister", "revoke"})


def found_or_404(identifier: UUID, request: HttpRequest) -> tuple[Case, TechContract]:
    """Give a contract that the reader may see. Raises Http404."""
    case = stepping.case_or_404(request, identifier, CONTRACT.kind, "tech_contract")
    return case, case.tech_contract


def crumbs(case: Case | None = None) -> list[Crumb]:
    """The way to a page of contracts."""
    return stepping.way(_("Technology contracts"), "market_contract:list", case)


def step_page(move: str) -> View:
    """The page of a step."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _step(move, request, *found_or_404(identifier, request))

    return view


def _step(move: str, request: HttpRequest, case: Case, row: TechContract) -> HttpResponse:
    actor = actor_of(request)
    given: dict[str, Any] = {"case": case, "move": move, "row": row, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](data, **given),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),
        back=lambda identifier: back(request, identifier),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template="market_contract/step.html",
        context={
            "facts": showing.facts(row, case),
            "lines": showing.lines(row),
            "wish": showing.wish(row),
            "effect": showing.effect(move, row),
        },
        danger=DANGER,
    )


def back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Lead back after a step: to the desk where it was taken there, else to the case."""
    if request.POST.get("desk"):
        return redirect(f"{reverse('market_contract:desk')}?{request.POST['desk'][:200]}")
    return redirect("casework:case", case)
