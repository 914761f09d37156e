"""Pages of listings: the list, the offer, the page of each step."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.listing import actions, handing, lists, showing
from kechuang.mechanisms.market.listing.forms import FORMS
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.law import floors
from kechuang.mechanisms.market.listing.rules.moves import APPLY, CHECK, INTEREST_READ, LISTING, READ
from kechuang.mechanisms.market.listing.term_forms import TermsForm
from kechuang.mechanisms.market.result import offering
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Fact
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
SELLERS = ("amend", "reveal", "sign", "relist")
PERMISSIONS = {code: APPLY if code in SELLERS else CHECK for code in FORMS}
WHOLE = frozenset({"amend", "restart"})
DANGER = frozenset({"refuse", "send_back", "delist", "default", "restart"})


@requires(READ)
@require_safe
def listings(request: HttpRequest) -> HttpResponseBase:
    """All listings that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = [Action(label=_("Listings everybody reads"), url=reverse("market_listing:published"))]
    if may(actor, INTEREST_READ, on=today):
        buttons.append(Action(label=_("Registrations of interest"), url=reverse("market_listing:interests")))
    if may(actor, APPLY, on=today):
        buttons.append(Action(label=_("Apply for a listing"), url=reverse("market_listing:open"), primary=True))
    return list_page(lists.LISTINGS, request, lists.rows(request), title=_("Listings"), crumbs=[], actions=buttons)


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of listings."""
    return stepping.way(_("Listings"), "market_listing:list", case)


@requires(APPLY)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """Apply for a listing; an achievement that the address names fills the form."""
    actor, result = actor_of(request), offering.offered(request.GET.get("result", ""))
    stepped = stepping.opening(
        request,
        "listing.open",
        form=lambda data: TermsForm(*stepping.with_files(request, data), actor=actor, on=clock.today(), result=result),
        act=lambda form, key: actions.open_listing(form.request(), by=actor, key=key),
        said=_("The application is handed in. The operator checks it; nothing is public yet."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    title, form = _("Apply for a listing"), stepped.form
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        template="market_listing/terms.html",
        context=_terms(form),
        cancel_url=reverse("market_listing:list"),
        crumbs=crumbs(),
    )


def _terms(form: TermsForm) -> dict[str, Any]:
    return {"groups": form.groups(), "items": form.item_lines()}


def listing_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a listing that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, LISTING.kind, "listing__buyer")


def step_page(move: str) -> View:
    """The page of a step of a listing."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, listing_or_404(request, identifier), move)

    return view


def _act(form: Any, case: Case, move: str, by: Actor, key: str) -> Outcome:  # noqa: ANN401 - each step has its own form
    if move == "hand_over":
        return actions.hand_over(case.pk, UUID(form.cleaned_data["sale"]), by=by, key=key)
    return actions.take(move, form.request(), by=by, key=key)


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor = actor_of(request)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](*stepping.with_files(request, data), **given),
        act=lambda form, key: _act(form, case, move, actor, key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    context: dict[str, Any] = {
        "about": _about(case, move),
        "advice": _advice(case) if move in {"accept", "list"} else [],
        "prepare_url": _prepare_url(move, stepped.form),
    }
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template="market_listing/terms.html" if move in WHOLE else "market_listing/step.html",
        context=_terms(stepped.form) if move in WHOLE else context,
        danger=DANGER,
    )


def _about(case: Case, move: str) -> list[Fact]:
    row: Listing = case.listing
    shown = move in {"sign", "pay", "close", "default"}
    return showing.result_facts(row, buyer=True) if shown else showing.public_facts(row)


def _advice(case: Case) -> list[str]:
    """Say which floors an exempt seller stays below: advice, not a bar."""
    row: Listing = case.listing
    found = floors(Law(rulebook.current()), case.place, clock.today(), row.base, row.seller_kind)
    if found.bound:
        return []
    said = [_("The seller is a research unit: the periods and shares of the property-right code do not bind it.")]
    least = found.period.value
    if isinstance(least, int) and row.terms["period_days"] < least:
        words_ = {"days": row.terms["period_days"], "least": least}
        said.append(_("The period is %(days)s working days; the code asks others for %(least)s.") % words_)
    share = found.consent_below.value
    if row.appraisal and share is not None and row.base < row.appraisal * share:
        said.append(_("The base price lies far below the appraised value; look at its ground."))
    return said


def _prepare_url(move: str, form: Any) -> str:  # noqa: ANN401 - each step has its own form
    """Where there is no sale to hand over to, say where one is prepared."""
    house = handing.house()
    if move != "hand_over" or house is None or form.fields["sale"].choices:
        return ""
    return house.prepare_url()
