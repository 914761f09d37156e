"""Pages of listings: the list, the offer, the page of each step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.listing import actions, handing, lists, showing
from kechuang.mechanisms.market.listing.forms import FORMS
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.law import floors
from kechuang.mechanisms.market.listing.rules.moves import APPLY, CHECK, INTEREST_READ, LISTING, READ
from kechuang.mechanisms.market.listing.term_forms import TermsForm
from kechuang.mechanisms.market.result import offering
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance, clock
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
WITH_FILES = frozenset({"amend", "restart", "sign"})


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
    steps = [Crumb(_("Listings"), reverse("market_listing:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:{move}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


@requires(APPLY)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """Apply for a listing; an achievement that the address names fills the form."""
    actor, sent = actor_of(request), request.method == "POST"
    data = (request.POST, request.FILES) if sent else ()
    form = TermsForm(*data, actor=actor, on=clock.today(), result=offering.offered(request.GET.get("result", "")))
    if sent and form.is_valid():
        key = key_of(actor, "listing.open", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.open_listing(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The application is handed in. The operator checks it; nothing is public yet."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return _terms(request, form, _("Apply for a listing"), reverse("market_listing:list"), None)


def _terms(
    request: HttpRequest,
    form: TermsForm,
    title: str,
    cancel_url: str,
    case: Case | None,
    changed: Any = (),  # noqa: ANN401 - steps in between
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        template="market_listing/terms.html",
        context={"groups": form.groups(), "items": form.item_lines(), "changed": changed},
        cancel_url=cancel_url,
        crumbs=crumbs(case),
        facts=[case.title, case.number] if case else [],
    )


def listing_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a listing that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "counterpart", "listing__buyer")
    case = rows.filter(pk=identifier, kind=LISTING.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(move: str) -> View:
    """The page of a step of a listing."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, listing_or_404(request, identifier), move)

    return view


def _form(request: HttpRequest, data: Any, case: Case, move: str) -> Any:  # noqa: ANN401 - each step has its own form
    given = {"case": case, "move": move, "actor": actor_of(request), "on": clock.today()}
    if data is None:
        return FORMS[move](**given)
    return FORMS[move](data, *((request.FILES,) if move in WITH_FILES else ()), **given)


def closed(request: HttpRequest, case: Case, move: str) -> HttpResponse | None:
    """Lead back where a step is not open to the reader now."""
    if move in {entry.move.code for entry in standing.open_moves(case, actor_of(request), clock.today())}:
        return None
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


def _act(form: Any, case: Case, move: str, by: Actor, key: str) -> Outcome:  # noqa: ANN401 - each step has its own form
    version = form.cleaned_data["version"]
    with expecting(case.pk, case.version if version is None else version):
        if move == "hand_over":
            return actions.hand_over(case.pk, UUID(form.cleaned_data["sale"]), by=by, key=key)
        return actions.take(move, form.request(), by=by, key=key)


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and (back := closed(request, case, move)):
        return back
    form = _form(request, request.POST if sent else None, case, move)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, f"listing.{move}", form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        outcome = _act(form, case, move, actor, key)
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, form.cleaned_data["version"])
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = _form(request, again, case, move)
            form.is_valid()
        form.refuse(outcome.refusal)
    word, back_url = words.move_word(case.kind, move), reverse("casework:case", args=[case.pk])
    if move in WHOLE:
        return _terms(request, form, word, back_url, case, changed)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_listing/step.html",
        context={
            "changed": changed,
            "danger": move in DANGER,
            "state": words.state_of(case),
            "about": _about(case, move),
            "advice": _advice(case) if move in {"accept", "list"} else [],
            "prepare_url": _prepare_url(move, form),
        },
        cancel_url=back_url,
        crumbs=crumbs(case),
        facts=[case.title, case.number],
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
