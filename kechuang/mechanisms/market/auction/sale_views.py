"""The operator's pages: a sale and its lots, their review, the notice; the steps of each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
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
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires, scope
from kechuang.web.slots import Words

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
    return stepping.way(_("Sales"), "market_auction:list", case)


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
    stepped = stepping.opening(
        request,
        "market.sale.prepare",
        form=lambda data: SaleForm(data, offices=known),
        act=lambda form, key: _prepared(form, actor, key),
        said=_("The sale is prepared. Enter its lots now."),
        back=lambda case: redirect("market_auction:enter", case),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Prepare a sale"),
        submit=_("Save, then enter lots"),
        cancel_url=reverse("market_auction:list"),
        crumbs=crumbs(),
        lead=_("Four steps: the notice, the lots, another person's review, the announcement at least 7 days before."),
    )


def _prepared(form: SaleForm, actor: Actor, key: str) -> Outcome:
    office = form.offices[form.cleaned_data["office"]]
    wanted = Prepare(
        case=chance.uuid7(),
        authority=office.authority,
        office=office.pk,
        place=office.place,
        about=form.wanted(),
    )
    return actions.prepare(wanted, by=actor, key=key)


def case_or_404(request: HttpRequest, kind: str, identifier: UUID) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, kind, "market_sale", "market_lot__sale", "market_bidder__lot")


def finish[F: KitForm](
    request: HttpRequest,
    case: Case,
    move: str,
    stepped: HttpResponse | stepping.Showing[F],
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Lead on after a step, or show its form."""
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template="market_auction/step.html",
        context=context,
        danger=DANGER,
    )


@requires(PREPARE)
@require_http_methods(GET_POST)
def change(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change what a sale says of itself."""
    case = case_or_404(request, SALE.kind, identifier)
    actor = actor_of(request)
    stepped = stepping.step(
        request,
        case,
        "change",
        form=lambda data: SaleForm(data, offices=[case.office], row=case.market_sale),  # type: ignore[list-item]  # a sale has an operator
        act=lambda form, key: actions.change(Change(sale=case.pk, about=form.wanted()), by=actor, key=key),
    )
    return finish(request, case, "change", stepped)


@requires(PREPARE)
@require_http_methods(GET_POST)
def enter(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Enter a lot into a sale; its rules are shown in plain words before anything is announced."""
    case, actor = case_or_404(request, SALE.kind, identifier), actor_of(request)
    if case.state != "DRAFT":
        return stepping.turned_back(request, case)
    initial = {"result": request.GET.get("result", "")[:64]}
    stepped = stepping.opening(
        request,
        "market.lot.enter",
        form=lambda data: LotForm(data, initial=initial),
        act=lambda form, key: actions.enter(entered(case, case.pk, form), by=actor, key=key),
        said=_("The lot is entered. Enter the next, or hand the sale over for review."),
        back=lambda _lot: redirect("market_auction:enter" if "again" in request.POST else "casework:case", case.pk),
    )
    return lot_form(request, stepped, case, _("Enter a lot"))


def entered(case: Case, sale: UUID, form: LotForm, resale_of: UUID | None = None) -> Enter:
    """Ask to enter a lot into a sale, beside a case of the same operator."""
    return Enter(
        sale=sale,
        lot=chance.uuid7(),
        authority=case.authority,
        office=case.office_id,  # type: ignore[arg-type]  # it has an operator
        place=case.place,
        seller=form.cleaned_data["seller"].pk,
        offer=form.offer(),
        terms=form.terms(),
        resale_of=resale_of,
    )


def lot_form[F: LotForm](
    request: HttpRequest,
    stepped: HttpResponse | stepping.Showing[F],
    case: Case,
    title: str,
    lead: Words = "",
) -> HttpResponse:
    """Lead on after a lot was sent, or show its form with the rules that follow from it."""
    if isinstance(stepped, HttpResponse):
        return stepped
    told = stepped.form.told
    return form_page(
        request,
        stepped.form,
        title=title,
        submit=_("Save the lot"),
        template="market_auction/lot_form.html",
        context={"preview": preview.of(*told, case.place) if told else None, "case": case},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
        lead=lead,
    )


@requires(PREPARE)
@require_http_methods(GET_POST)
def amend(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change a lot of a draft."""
    case, actor = case_or_404(request, LOT.kind, identifier), actor_of(request)
    stepped = stepping.step(
        request,
        case,
        "amend",
        form=lambda data: LotForm(data, row=case.market_lot),
        act=lambda form, key: actions.amend(_amended(case, form), by=actor, key=key),
    )
    return lot_form(request, stepped, case, words.move_word(LOT.kind, "amend"))


def _amended(case: Case, form: LotForm) -> Amend:
    return Amend(
        lot=case.pk,
        sale=case.market_lot.sale_id,
        seller=form.cleaned_data["seller"].pk,
        offer=form.offer(),
        terms=form.terms(),
    )


@requires(PREPARE)
@require_http_methods(GET_POST)
def drop(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a lot out of a draft."""
    case, actor = case_or_404(request, LOT.kind, identifier), actor_of(request)
    row = case.market_lot
    wanted = Amend(
        lot=case.pk,
        sale=row.sale_id,
        seller=case.holder_id,  # type: ignore[arg-type]  # a lot has a seller
        offer=preview.offer_of(row),
        terms=preview.terms_of(row),
    )
    stepped = stepping.step(
        request, case, "drop", form=AgreeForm, act=lambda _form, key: actions.drop(wanted, by=actor, key=key)
    )
    return finish(request, case, "drop", stepped)


def sale_step(move: str) -> View:
    """The page of a step on a sale."""

    @requires(SALE_STEPS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case, actor = case_or_404(request, SALE.kind, identifier), actor_of(request)
        stepped = stepping.step(
            request,
            case,
            move,
            form=lambda data: AgreeForm(data) if move == "announce" else WordsForm(data, needed=move == "send_back"),
            act=lambda form, key: _stepped(case, move, form, actor, key),
        )
        found = preview.of_sale(Sale.objects.get(pk=case.pk)) if move in {"accept", "announce"} else []
        return finish(request, case, move, stepped, {"previews": found})

    return view


def _stepped(case: Case, move: str, form: MarketForm, actor: Actor, key: str) -> Outcome:
    if move == "announce":
        return actions.announce(case.pk, by=actor, key=key)
    return actions.step(case.pk, move, by=actor, key=key, text=form.cleaned_data["text"])


def order_step(move: str) -> View:
    """The page of an order to the worker of a lot."""

    @requires(ORDERS[move][1])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = case_or_404(request, LOT.kind, identifier)
        desk = ORDERS[move][1] == CONDUCT
        stepped = stepping.step(
            request,
            case,
            move,
            form=lambda data: _order_form(move, data),
            act=lambda form, key: give(request, case, move, form, key),
            closed=(lambda: False) if move in ON_DESK else None,
            back=(lambda lot: redirect("market_auction:desk", lot)) if desk else None,
        )
        return finish(request, case, move, stepped)

    return view


def _order_form(move: str, data: QueryDict | None) -> MarketForm:
    if move == "liquidate":
        return LiquidateForm(data)
    if move == "exclude":
        return ExcludeForm(data)
    if move == "assess":
        return AssessForm(data)
    return WordsForm(data) if move in WITH_REASON else AgreeForm(data)


def give(request: HttpRequest, case: Case, move: str, form: MarketForm, key: str) -> Outcome:
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
    outcome = actions.order(wanted, by=actor, key=key)
    if outcome.refusal is None and not outcome.repeated:
        number = intake.last(case.pk, move)
        answered = intake.wait(number) if number else None
        if answered is not None and answered.refusal is not None:
            return Outcome(outcome.key, refusal=answered.refusal)
    return outcome


def lot_of(identifier: UUID) -> Lot:
    """Give a lot with what its pages show. Raises Http404."""
    return get_object_or_404(Lot.objects.select_related("case__holder", "case__office", "sale__case"), pk=identifier)
