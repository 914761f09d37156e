"""One page for each step on a contract."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework import standing
from kechuang.casework import words as case_words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.contract import actions, showing
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, REGISTER, REVOKE, SUBMIT
from kechuang.mechanisms.market.contract.step_forms import FORMS, ContractStep
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import Actor, View, actor_of, requires

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
    rows = Case.objects.select_related("holder", "counterpart", "office", "tech_contract")
    case = rows.filter(pk=identifier, kind=CONTRACT.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case, case.tech_contract


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """The idempotency key of a drawn one: nobody else's, and no other move's."""
    return f"{actor.person.hex if actor.person else 'nobody'}:contract.{move}:{drawn or chance.random_id()}"


def first(key: str) -> UUID | None:
    """The case that an act under this key moved, if it was done before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def crumbs(case: Case | None = None) -> list[Crumb]:
    """The way to a page of contracts."""
    way = [Crumb(_("Technology contracts"), reverse("market_contract:list"))]
    if case is not None:
        way.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return way


def step_page(move: str) -> View:
    """The page of a step."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _step(move, request, *found_or_404(identifier, request))

    return view


def _step(move: str, request: HttpRequest, case: Case, row: TechContract) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    given: dict[str, Any] = {"case": case, "move": move, "row": row, "on": clock.today()}
    form = FORMS[move](request.POST if sent else None, **given)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, move, form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(move, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            return done(request, case, move, outcome)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = FORMS[move](again, **given)
            form.is_valid()
        form.refuse(outcome.refusal)
    return shown(request, form, case, row, changed)


def done(request: HttpRequest, case: Case, move: str, _outcome: Outcome) -> HttpResponse:
    """Say what was done, and lead back: to the desk where the step was taken there, else to the case."""
    word = case_words.move_word(CONTRACT.kind, move)
    messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
    if request.POST.get("desk"):
        return redirect(f"{reverse('market_contract:desk')}?{request.POST['desk'][:200]}")
    return redirect("casework:case", case.pk)


def shown(request: HttpRequest, form: ContractStep, case: Case, row: TechContract, changed: list[Any]) -> HttpResponse:
    """Show the form of a step beside what the contract says."""
    word = case_words.move_word(CONTRACT.kind, form.move)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_contract/step.html",
        context={
            "case": case,
            "state": case_words.state_of(case),
            "changed": changed,
            "danger": form.move in DANGER,
            "facts": showing.facts(row, case),
            "lines": showing.lines(row),
            "wish": showing.wish(row),
            "effect": showing.effect(form.move, row),
        },
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )
