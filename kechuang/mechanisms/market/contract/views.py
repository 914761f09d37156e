"""Pages of technology contracts: the list, bringing and taking in, correcting, classifying, changing, the report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework import words as case_words
from kechuang.casework.act import expecting
from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract import actions, lists, reporting, showing
from kechuang.mechanisms.market.contract.forms import AMEND, CHANGE, CLASSIFY, NEW_FOR_OFFICE, NEW_FOR_PARTY
from kechuang.mechanisms.market.contract.forms import ContractForm as Form
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.deciding import CORRECTION
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, READ, REGISTER, SUBMIT
from kechuang.mechanisms.market.contract.rules.requests import Change, Edit
from kechuang.mechanisms.market.contract.step_views import GET_POST, crumbs, done, first, found_or_404, key_of
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
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
        crumbs=[Crumb(_("Technology contracts"))],
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
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = Form(*data, mode=mode, actor=actor, on=clock.today())
    if form.is_bound and form.is_valid():
        key = key_of(actor, mode, form.cleaned_data["key"])
        if before := first(key):
            return redirect("casework:case", before)
        outcome = actions.bring(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            said = _("The contract is taken in and its time has begun.")
            if mode == NEW_FOR_PARTY:
                said = _("Your contract is with the registering body. You see here how it goes on.")
            messages.success(request, said)
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return _shown(request, form, title, button, reverse("market_contract:list"))


def _shown(
    request: HttpRequest,
    form: Form,
    title: str,
    button: str,
    back: str,
    case: Case | None = None,
    **context: Any,  # noqa: ANN401 - for the template
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        submit=button,
        template="market_contract/form.html",
        context={"case": case, **context},
        cancel_url=back,
        crumbs=crumbs(case),
        facts=[case.title, case.number] if case else [],
    )


def edit_page(move: str) -> View:
    """The page on which the contents of a contract are corrected, classified, or changed after registration."""

    @requires(EDITS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _edit(request, move, *found_or_404(identifier, request))

    return view


def _closed(case: Case, move: str, actor: Actor) -> bool:
    """Whether a move is not open: correcting is open to the party just while the case is held for it."""
    today = clock.today()
    if move == AMEND and case.hold == CORRECTION:
        return not holding(actor, SUBMIT, on=today, bodies=(case.holder_id,))
    return move not in {entry.move.code for entry in standing.open_moves(case, actor, today)}


def _edit(request: HttpRequest, move: str, case: Case, row: TechContract) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and _closed(case, move, actor):
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    data = (request.POST, request.FILES) if sent else ()
    form = Form(*data, mode=move, actor=actor, on=clock.today(), case=case, content=row.contract)
    if sent and form.is_valid() and form.content is not None:
        key = key_of(actor, move, form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version, reason = form.cleaned_data["version"], form.cleaned_data.get("reason", "")
        make = Change if move == CHANGE else Edit
        with expecting(case.pk, case.version if version is None else version):
            asked = make(case=case.pk, content=form.content, reason=reason)
            outcome = actions.take(move, asked, by=actor, key=key)
        if outcome.refusal is None:
            return done(request, case, move, outcome)
        form.refuse(outcome.refusal)
    word = case_words.move_word(CONTRACT.kind, move)
    back = reverse("casework:case", args=[case.pk])
    return _shown(request, form, word, word, back, case, wish=showing.wish(row), faults=showing.faults(case))


@requires(READ)
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of a quarter or a year as the office prints it: on the page, as PDF and as Word."""
    return reporting.answer(request)
