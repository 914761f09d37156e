"""Pages of offers, trials and open licences: their lists, the forms that open them, the page of each step."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Case
from kechuang.casework.moves import Moves
from kechuang.casework.standard import stepping
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
from kechuang.web import clock
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
    return stepping.way(_(label), view, case)


def opening(kind: str) -> View:
    """The page that opens an offer or a declaration."""
    made, permission, label = OPENING[kind]

    @requires(permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        stepped = stepping.opening(
            request,
            f"trial.{kind}",
            form=lambda data: made(*stepping.with_files(request, data), actor=actor, on=clock.today()),
            act=lambda form, key: actions.begin(kind, form.request(), by=actor, key=key),
            said=_("Done: %(what)s") % {"what": _(label)},
        )
        if isinstance(stepped, HttpResponse):
            return stepped
        return form_page(
            request,
            stepped.form,
            title=_(label),
            submit=_(label),
            template="market_trial/step.html",
            cancel_url=reverse(HOMES[kind][0]),
            crumbs=crumbs(kind),
        )

    return view


def step_page(kind: str, move: str) -> View:
    """The page of a move."""

    @requires(MOVES[kind].by_code[move].permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, stepping.case_or_404(request, identifier, kind), kind, move)

    return view


def _walk(request: HttpRequest, case: Case, kind: str, move: str) -> HttpResponse:
    actor = actor_of(request)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[kind][move](*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.take(kind, move, form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    model, told = BESIDE[kind]
    row = model.objects.select_related("case__holder", "case__counterpart").get(pk=case.pk)
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(kind, case),
        template="market_trial/step.html",
        context={"about": told(row)},
        danger=DANGER,
    )
