"""The operator's pages: a sale and its lots, their review, the notice; the steps of each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case, Step
from kechuang.mechanisms.market.auction import actions, lists, preview
from kechuang.mechanisms.market.auction.cases import ON_DESK
from kechuang.mechanisms.market.auction.forms import (
    AgreeForm,
    AssessForm,
    ExcludeForm,
    LiquidateForm,
    LotForm,
    MarketForm,
    SaleForm,
    WordsForm,
)
from kechuang.mechanisms.market.auction.models import Lot, Sale
from kechuang.mechanisms.market.auction.rules.following import WITH_REASON
from kechuang.mechanisms.market.auction.rules.moves import APPROVE, CONDUCT, LOT, ORDERS, PREPARE, READ, SALE
from kechuang.mechanisms.market.auction.rules.requests import Amend, Change, Enter, Order, Prepare
from kechuang.mechanisms.market.auction.running import intake
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires, scope

GET_POST = ("GET", "HEAD", "POST")
KINDS = ("market_operator", "exchange", "office", "department")
SALE_STEPS = {"accept": APPROVE, "send_back": APPROVE, "give_up": PREPARE, "announce": PREPARE}
DANGER = frozenset({"give_up", "send_back", "withdraw", "abort", "default", "exclude", "suspend", "drop"})


@requires(READ)
@require_safe
def sales(request: HttpRequest) -> HttpResponseBase:
    """All sales that the reader may see."""
    buttons = [
        Action(label=_("Lots"), url=reverse("market_auction:lots")),
        Action(label=_("Registrations"), url=reverse("market_auction:bidders")),
        Action(label=_("Public page"), url=reverse("market_auction:auctions")),
    ]
    if may(actor_of(request), PREPARE, on=clock.today()):
        buttons.append(Action(label=_("Prepare a sale"), url=reverse("market_auction:prepare"), primary=True))
    return list_page(lists.SALES, request, lists.sales(request), title=_("Sales"), crumbs=[], actions=buttons)


@requires(READ)
@require_safe
def lots(request: HttpRequest) -> HttpResponseBase:
    """All lots that the reader may see."""
    return list_page(lists.LOTS, request, lists.lots(request), title=_("Lots"), crumbs=crumbs())


@requires(READ)
@require_safe
def bidders(request: HttpRequest) -> HttpResponseBase:
    """All registrations that the reader may see."""
    return list_page(lists.BIDDERS, request, lists.bidders(request), title=_("Registrations"), crumbs=crumbs())


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of sales."""
    steps = [Crumb(_("Sales"), reverse("market_auction:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def key_of(actor: Actor, move: str, form: MarketForm) -> str:
    """Give the idempotency key of a form that was sent."""
    drawn = form.cleaned_data.get("key") or chance.random_id()
    return f"{actor.person.hex if actor.person else 'nobody'}:{move}:{drawn}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def offices(actor: Actor) -> list[Body]:
    """Give the operators for which an actor prepares sales."""
    reach = scope(actor, PREPARE, clock.today())
    own = [held.body for held in actor.grants]
    rows = Body.objects.filter(pk__in=own, kind__in=KINDS).exclude(authority="")
    return [body for body in rows.order_by("name") if reach.covers(place=body.place, bodies=(body.pk,))]


@requires(PREPARE)
@require_http_methods(GET_POST)
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare a sale: first what its notice says; lots come next."""
    actor = actor_of(request)
    known = offices(actor)
    form = SaleForm(request.POST if request.method == "POST" else None, offices=known)
    if form.is_bound and form.is_valid():
        office, key = form.offices[form.cleaned_data["office"]], key_of(actor, "market.sale.prepare", form)
        if done := first(key):
            return redirect("casework:case", done)
        wanted = Prepare(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=office.place,
            about=form.wanted(),
        )
        outcome = actions.prepare(wanted, by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The sale is prepared. Enter its lots now."))
            return redirect("market_auction:enter", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Prepare a sale"),
        submit=_("Save, then enter lots"),
        cancel_url=reverse("market_auction:list"),
        crumbs=crumbs(),
        lead=_("Four steps: the notice, the lots, another person's review, the announcement at least 7 days before."),
    )


def case_or_404(request: HttpRequest, kind: str, identifier: UUID) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "market_sale", "market_lot__sale", "market_bidder__lot")
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def closed(request: HttpRequest, case: Case, move: str) -> HttpResponse | None:
    """Lead back where a move is not open to the reader now."""
    if move in {entry.move.code for entry in standing.open_moves(case, actor_of(request), clock.today())}:
        return None
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


def finish(
    request: HttpRequest,
    case: Case,
    move: str,
    form: MarketForm,
    outcome: Outcome | None,
    **more: Any,  # noqa: ANN401 - handed to the page
) -> HttpResponse:
    """Lead on after an act, or show its form with the refusal."""
    if outcome is not None and outcome.refusal is None:
        messages.success(request, _("Done: %(move)s") % {"move": words.move_word(case.kind, move)})
        return redirect(more.pop("then", None) or reverse("casework:case", args=[case.pk]))
    more.pop("then", None)
    if outcome is not None and outcome.refusal is not None:
        form.refuse(outcome.refusal)
    word = words.move_word(case.kind, move)
    context = {"case": case, "danger": move in DANGER, **more.pop("context", {})}
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_auction/step.html",
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
        **more,
    )


@requires(PREPARE)
@require_http_methods(GET_POST)
def change(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change what a sale says of itself."""
    case = case_or_404(request, SALE.kind, identifier)
    if request.method != "POST" and (back := closed(request, case, "change")):
        return back
    row = case.market_sale
    form = SaleForm(request.POST if request.method == "POST" else None, offices=[case.office], row=row)  # type: ignore[list-item]  # a sale has an operator
    outcome = None
    if form.is_bound and form.is_valid():
        key = key_of(actor_of(request), "market.sale.change", form)
        outcome = actions.change(Change(sale=case.pk, about=form.wanted()), by=actor_of(request), key=key)
    return finish(request, case, "change", form, outcome)


@requires(PREPARE)
@require_http_methods(GET_POST)
def enter(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Enter a lot into a sale; its rules are shown in plain words before anything is announced."""
    case, actor = case_or_404(request, SALE.kind, identifier), actor_of(request)
    if case.state != "DRAFT":
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    sent = request.method == "POST"
    form = LotForm(request.POST if sent else None, initial={"result": request.GET.get("result", "")[:64]})
    outcome, shown = None, None
    if sent and form.is_valid():
        shown = preview.of(form.terms(), form.offer(), case.place)
        if "look" not in request.POST:
            outcome = _entered(case, form, actor)
            if outcome.refusal is None:
                messages.success(request, _("The lot is entered. Enter the next, or hand the sale over for review."))
                again = "again" in request.POST
                return redirect("market_auction:enter", case.pk) if again else redirect("casework:case", case.pk)
            form.refuse(outcome.refusal)
    return _lot_form(request, form, case, shown, _("Enter a lot"))


def _entered(case: Case, form: LotForm, actor: Actor) -> Outcome:
    wanted = Enter(
        sale=case.pk,
        lot=chance.uuid7(),
        authority=case.authority,
        office=case.office_id,  # type: ignore[arg-type]  # a sale has an operator
        place=case.place,
        seller=form.cleaned_data["seller"].pk,
        offer=form.offer(),
        terms=form.terms(),
    )
    return actions.enter(wanted, by=actor, key=key_of(actor, "market.lot.enter", form))


def _lot_form(request: HttpRequest, form: LotForm, case: Case, shown: Any, title: str) -> HttpResponse:  # noqa: ANN401 - a preview
    return form_page(
        request,
        form,
        title=title,
        submit=_("Save the lot"),
        template="market_auction/lot_form.html",
        context={"preview": shown, "case": case},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )


@requires(PREPARE)
@require_http_methods(GET_POST)
def amend(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change a lot of a draft."""
    case = case_or_404(request, LOT.kind, identifier)
    if request.method != "POST" and (back := closed(request, case, "amend")):
        return back
    actor, sent = actor_of(request), request.method == "POST"
    form = LotForm(request.POST if sent else None, row=case.market_lot)
    shown = None
    if sent and form.is_valid():
        shown = preview.of(form.terms(), form.offer(), case.place)
        if "look" not in request.POST:
            wanted = Amend(
                lot=case.pk,
                sale=case.market_lot.sale_id,
                seller=form.cleaned_data["seller"].pk,
                offer=form.offer(),
                terms=form.terms(),
            )
            outcome = actions.amend(wanted, by=actor, key=key_of(actor, "market.lot.amend", form))
            if outcome.refusal is None:
                messages.success(request, _("The lot is changed."))
                return redirect("casework:case", case.pk)
            form.refuse(outcome.refusal)
    return _lot_form(request, form, case, shown, words.move_word(LOT.kind, "amend"))


@requires(PREPARE)
@require_http_methods(GET_POST)
def drop(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a lot out of a draft."""
    case = case_or_404(request, LOT.kind, identifier)
    if request.method != "POST" and (back := closed(request, case, "drop")):
        return back
    form = AgreeForm(request.POST if request.method == "POST" else None)
    outcome = None
    if form.is_bound and form.is_valid():
        row = case.market_lot
        wanted = Amend(
            lot=case.pk,
            sale=row.sale_id,
            seller=case.holder_id,  # type: ignore[arg-type]  # a lot has a seller
            offer=preview.offer_of(row),
            terms=preview.terms_of(row),
        )
        outcome = actions.drop(wanted, by=actor_of(request), key=key_of(actor_of(request), "market.lot.drop", form))
    return finish(request, case, "drop", form, outcome)


def sale_step(move: str) -> View:
    """The page of a step on a sale."""

    @requires(SALE_STEPS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case, actor = case_or_404(request, SALE.kind, identifier), actor_of(request)
        if request.method != "POST" and (back := closed(request, case, move)):
            return back
        data = request.POST if request.method == "POST" else None
        form = AgreeForm(data) if move == "announce" else WordsForm(data, needed=move == "send_back")
        outcome = None
        if form.is_bound and form.is_valid():
            key = key_of(actor, f"market.sale.{move}", form)
            if move == "announce":
                outcome = actions.announce(case.pk, by=actor, key=key)
            else:
                outcome = actions.step(case.pk, move, by=actor, key=key, text=form.cleaned_data["text"])
        found = preview.of_sale(Sale.objects.get(pk=case.pk)) if move in {"accept", "announce"} else []
        return finish(request, case, move, form, outcome, context={"previews": found})

    return view


def order_step(move: str) -> View:
    """The page of an order to the worker of a lot."""

    @requires(ORDERS[move][1])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = case_or_404(request, LOT.kind, identifier)
        if move not in ON_DESK and request.method != "POST" and (back := closed(request, case, move)):
            return back
        form = _order_form(move, request)
        outcome = None
        if form.is_bound and form.is_valid():
            outcome = give(request, case, move, form)
        desk = reverse("market_auction:desk", args=[case.pk])
        return finish(request, case, move, form, outcome, then=desk if ORDERS[move][1] == CONDUCT else None)

    return view


def _order_form(move: str, request: HttpRequest) -> MarketForm:
    data = request.POST if request.method == "POST" else None
    if move == "liquidate":
        return LiquidateForm(data)
    if move == "exclude":
        return ExcludeForm(data)
    if move == "assess":
        return AssessForm(data)
    return WordsForm(data) if move in WITH_REASON else AgreeForm(data)


def give(request: HttpRequest, case: Case, move: str, form: MarketForm) -> Outcome:
    """Give an order, and wait for what the worker makes of it."""
    actor, values = actor_of(request), form.cleaned_data
    payload: dict[str, str | None] = {}
    if move == "exclude":
        payload = {"paddle": values["paddle"].strip()}
    if move == "assess":
        payload = {"paddle": values["paddle"].strip(), "points": f"{values['value']:f}"}
    if move == "liquidate":
        price = values["resale_price"]
        payload = {
            "resale_price": None if price is None else f"{price:.2f}",
            "costs": f"{values['costs']:.2f}",
            "commission": f"{values['commission']:.2f}",
        }
    wanted = Order(lot=case.pk, move=move, reason=values.get("text", ""), payload=payload)
    outcome = actions.order(wanted, by=actor, key=key_of(actor, f"market.lot.{move}", form))
    if outcome.refusal is None and not outcome.repeated:
        number = intake.last(case.pk, move)
        answered = intake.wait(number) if number else None
        if answered is not None and answered.refusal is not None:
            return Outcome(outcome.key, refusal=answered.refusal)
    return outcome


def lot_of(identifier: UUID) -> Lot:
    """Give a lot with what its pages show. Raises Http404."""
    row = Lot.objects.select_related("case__holder", "case__office", "sale__case").filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row
