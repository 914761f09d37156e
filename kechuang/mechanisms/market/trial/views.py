"""Pages of offers, trials and open licences: their lists, the forms that open them, the page of each step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import once, standing, words
from kechuang.casework.act import expecting
from kechuang.casework.files.fields import EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.moves import Moves
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.trial import actions, lists, showing
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial, TrialOffer
from kechuang.mechanisms.market.trial.open_forms import LICENCE_STEPS, USE_STEPS, DeclareForm
from kechuang.mechanisms.market.trial.rules.moves import (
    DECLARE,
    OFFER,
    OFFERS,
    OPEN_LICENCE,
    OPEN_READ,
    OPEN_USE,
    READ,
    TRIAL,
)
from kechuang.mechanisms.market.trial.trial_forms import OFFER_STEPS, STEPS, OfferForm
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
MOVES: dict[str, Moves] = {each.kind: each for each in (OFFER, TRIAL, OPEN_LICENCE, OPEN_USE)}
FORMS = {OFFER.kind: OFFER_STEPS, TRIAL.kind: STEPS, OPEN_LICENCE.kind: LICENCE_STEPS, OPEN_USE.kind: USE_STEPS}
HOMES = {
    OFFER.kind: ("market_trial:offers", gettext_noop("Offers to use first")),
    TRIAL.kind: ("market_trial:list", gettext_noop("Trials before transfer")),
    OPEN_LICENCE.kind: ("market_trial:licences", gettext_noop("Declarations of open licence")),
    OPEN_USE.kind: ("market_trial:uses", gettext_noop("Licences under open licence")),
}
OPENING: dict[str, tuple[type[Any], str, str]] = {
    OFFER.kind: (OfferForm, OFFERS, gettext_noop("Offer a result")),
    OPEN_LICENCE.kind: (DeclareForm, DECLARE, gettext_noop("Declare an open licence")),
}
DANGER = frozenset({"decline", "end", "refuse", "take_back", "drop"})
BESIDE: dict[str, tuple[type[Any], Any]] = {
    OFFER.kind: (TrialOffer, showing.offer_facts),
    TRIAL.kind: (Trial, showing.trial_facts),
    OPEN_LICENCE.kind: (OpenLicence, showing.licence_facts),
    OPEN_USE.kind: (OpenUse, showing.use_facts),
}


def _button(request: HttpRequest, permission: str, label: str, view: str) -> list[Action]:
    if not may(actor_of(request), permission, on=clock.today()):
        return []
    return [Action(label=label, url=reverse(view), primary=True)]


@requires(READ)
@require_safe
def trials(request: HttpRequest) -> HttpResponseBase:
    """All trials that the reader may see."""
    buttons = [
        Action(label=_("Pool of results to try"), url=reverse("market_trial:pool")),
        Action(label=_("Offers to use first"), url=reverse("market_trial:offers")),
        Action(label=_("What counties gained"), url=reverse("market_trial:gains")),
        *_button(request, OFFERS, _("Offer a result"), "market_trial:offer"),
    ]
    title = _("Trials before transfer")
    return list_page(lists.TRIALS, request, lists.trials(request), title=title, crumbs=[], actions=buttons)


@requires(READ)
@require_safe
def offers(request: HttpRequest) -> HttpResponseBase:
    """All offers that the reader may see."""
    buttons = [
        Action(label=_("Pool of results to try"), url=reverse("market_trial:pool")),
        *_button(request, OFFERS, _("Offer a result"), "market_trial:offer"),
    ]
    title = _("Offers to use first")
    return list_page(lists.OFFERS, request, lists.offers(request), title=title, crumbs=[], actions=buttons)


@requires(OPEN_READ)
@require_safe
def licences(request: HttpRequest) -> HttpResponseBase:
    """All declarations that the reader may see."""
    buttons = [
        Action(label=_("Register of open licences"), url=reverse("market_trial:register")),
        Action(label=_("Licences under open licence"), url=reverse("market_trial:uses")),
        *_button(request, DECLARE, _("Declare an open licence"), "market_trial:declare"),
    ]
    title = _("Declarations of open licence")
    return list_page(lists.LICENCES, request, lists.licences(request), title=title, crumbs=[], actions=buttons)


@requires(OPEN_READ)
@require_safe
def uses(request: HttpRequest) -> HttpResponseBase:
    """All uses of open licences that the reader may see."""
    buttons = [Action(label=_("Register of open licences"), url=reverse("market_trial:register"))]
    title = _("Licences under open licence")
    return list_page(lists.USES, request, lists.uses(request), title=title, crumbs=[], actions=buttons)


def crumbs(kind: str, case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of this package."""
    view, label = HOMES[kind]
    steps = [Crumb(_(label), reverse(view))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def opening(kind: str) -> View:
    """The page that opens an offer or a declaration."""
    made, permission, label = OPENING[kind]

    @requires(permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest) -> HttpResponse:
        actor, sent = actor_of(request), request.method == "POST"
        files = (request.FILES,) if issubclass(made, EvidenceForm) else ()
        form = made(*([request.POST, *files] if sent else []), actor=actor, on=clock.today())
        if sent and form.is_valid():
            key = once.key_of(actor, f"trial.{kind}", form.cleaned_data["key"])
            if done := once.case_of(key):
                return redirect("casework:case", done)
            outcome = actions.begin(kind, form.request(), by=actor, key=key)
            if outcome.refusal is None:
                messages.success(request, _("Done: %(what)s") % {"what": _(label)})
                return redirect("casework:case", outcome.case)
            form.refuse(outcome.refusal)
        return form_page(
            request,
            form,
            title=_(label),
            submit=_(label),
            template="market_trial/step.html",
            cancel_url=reverse(HOMES[kind][0]),
            crumbs=crumbs(kind),
        )

    return view


def case_or_404(request: HttpRequest, identifier: UUID, kind: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    case = Case.objects.select_related("office", "holder", "counterpart").filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(kind: str, move: str) -> View:
    """The page of a move."""

    @requires(MOVES[kind].by_code[move].permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier, kind), kind, move)

    return view


def _form(request: HttpRequest, data: Any, case: Case, kind: str, move: str) -> Any:  # noqa: ANN401 - each move has its own form
    made = FORMS[kind][move]
    given: dict[str, Any] = {"case": case, "move": move, "actor": actor_of(request), "on": clock.today()}
    if data is None:
        return made(**given)
    files = (request.FILES,) if issubclass(made, EvidenceForm) else ()
    return made(data, *files, **given)


def _walk(request: HttpRequest, case: Case, kind: str, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = _form(request, request.POST if sent else None, case, kind, move)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = once.key_of(actor, f"trial.{move}", form.cleaned_data["key"])
        if once.case_of(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(kind, move, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            word = words.move_word(kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = _form(request, again, case, kind, move)
            form.is_valid()
        form.refuse(outcome.refusal)
    word = words.move_word(kind, move)
    model, told = BESIDE[kind]
    row = model.objects.select_related("case__holder", "case__counterpart").get(pk=case.pk)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_trial/step.html",
        context={"changed": changed, "danger": move in DANGER, "state": words.state_of(case), "about": told(row)},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(kind, case),
        facts=[case.title, case.number],
    )
