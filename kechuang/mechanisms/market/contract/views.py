"""Pages of technology contracts: the list, bringing and taking in, correcting, classifying, changing, the report."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.contract import actions, lists, reporting, showing
from kechuang.mechanisms.market.contract.forms import AMEND, CHANGE, CLASSIFY, NEW_FOR_OFFICE, NEW_FOR_PARTY
from kechuang.mechanisms.market.contract.forms import ContractForm as Form
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.deciding import CORRECTION
from kechuang.mechanisms.market.contract.rules.moves import READ, REGISTER, SUBMIT
from kechuang.mechanisms.market.contract.rules.requests import Change, Edit
from kechuang.mechanisms.market.contract.step_views import GET_POST, back, crumbs, found_or_404
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action
from kechuang.web.permissions import Actor, View, actor_of, holding, may, requires

EDITS = {AMEND: SUBMIT, CLASSIFY: REGISTER, CHANGE: REGISTER}


@requires(READ)
@require_safe
def contracts(request: HttpRequest) -> HttpResponseBase:
    """All contracts that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = []
    if may(actor, REGISTER, on=today):
        buttons.append(Action(label=_("Take a contract in"), url=reverse("market_contract:take-in")))
        buttons.append(Action(label=_("Registration desk"), url=reverse("market_contract:desk"), primary=True))
    elif may(actor, SUBMIT, on=today):
        buttons.append(Action(label=_("Bring a contract"), url=reverse("market_contract:submit"), primary=True))
    return list_page(
        lists.CONTRACTS,
        request,
        lists.rows(request),
        title=_("Technology contracts"),
        actions=buttons,
    )


@requires(SUBMIT)
@require_http_methods(GET_POST)
def submit(request: HttpRequest) -> HttpResponse:
    """A party brings a contract to the registering body of the seller's seat."""
    return _new(request, NEW_FOR_PARTY, _("Bring a contract"), _("Submit"))


@requires(REGISTER)
@require_http_methods(GET_POST)
def take_in(request: HttpRequest) -> HttpResponse:
    """The office takes in a contract brought on paper."""
    return _new(request, NEW_FOR_OFFICE, _("Take a contract in"), _("Take the contract in"))


def _new(request: HttpRequest, mode: str, title: str, button: str) -> HttpResponse:
    actor = actor_of(request)
    said = _("The contract is taken in and its time has begun.")
    if mode == NEW_FOR_PARTY:
        said = _("Your contract is with the registering body. You see here how it goes on.")
    stepped = stepping.opening(
        request,
        f"contract.{mode}",
        form=lambda data: Form(*stepping.with_files(request, data), mode=mode, actor=actor, on=clock.today()),
        act=lambda form, key: actions.bring(form.request(), by=actor, key=key),
        said=said,
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=title,
        submit=button,
        template="market_contract/form.html",
        cancel_url=reverse("market_contract:list"),
        crumbs=crumbs(),
    )


def edit_page(move: str) -> View:
    """The page on which the contents of a contract are corrected, classified, or changed after registration."""

    @requires(EDITS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _edit(request, move, *found_or_404(identifier, request))

    return view


def _closed(request: HttpRequest, case: Case, move: str) -> bool:
    """Whether a move is not open: correcting is open to the party just while the case is held for it."""
    if move == AMEND and case.hold == CORRECTION:
        return not holding(actor_of(request), SUBMIT, on=clock.today(), bodies=(case.holder_id,))
    return stepping.is_closed(request, case, move)


def _edit(request: HttpRequest, move: str, case: Case, row: TechContract) -> HttpResponse:
    actor = actor_of(request)
    given: dict[str, Any] = {"mode": move, "actor": actor, "on": clock.today(), "case": case, "content": row.contract}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: Form(*stepping.with_files(request, data), **given),
        act=lambda form, key: _act(form, case, move, actor, key),
        closed=lambda: _closed(request, case, move),
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
        template="market_contract/form.html",
        context={"wish": showing.wish(row), "faults": showing.faults(case)},
    )


def _act(form: Form, case: Case, move: str, actor: Actor, key: str) -> Outcome:
    make = Change if move == CHANGE else Edit
    asked = make(case=case.pk, content=form.content, reason=form.cleaned_data.get("reason", ""))  # type: ignore[arg-type]  # a valid form has it
    return actions.take(move, asked, by=actor, key=key)


@requires(READ)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of a quarter or a year as the office prints it: on the page, as PDF and as Word."""
    return reporting.answer(request)
