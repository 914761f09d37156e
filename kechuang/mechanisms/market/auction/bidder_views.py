"""Registrations: the bidder's own pages, and the steps of the admission desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.auction import actions, entering, lists, wording
from kechuang.mechanisms.market.auction.bidder_forms import DepositForm, QualifyForm, RegisterForm
from kechuang.mechanisms.market.auction.dealing import completers_of
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.forms import AgreeForm, MarketForm, WordsForm
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Bidder, Lot
from kechuang.mechanisms.market.auction.public_views import lot_or_404
from kechuang.mechanisms.market.auction.rules.moves import ADMIT, BID, BIDDER
from kechuang.mechanisms.market.auction.rules.requests import Judge, Register, TakeDeposit
from kechuang.mechanisms.market.auction.sale_views import GET_POST, case_or_404, finish
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb, page
from kechuang.web.permissions import Actor, View, actor_of, holding, requires

STEPS = {"qualify": ADMIT, "refuse": ADMIT, "deposit": ADMIT, "refund": ADMIT, "pull_out": BID}


@requires(BID)
@require_http_methods(GET_POST)
def register(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Register to bid on a lot."""
    row, actor = lot_or_404(identifier), actor_of(request)
    mine = [held.body for held in holding(actor, BID, on=clock.today())]
    bodies = list(Body.objects.filter(pk__in=mine).order_by("name"))
    stepped = stepping.opening(
        request,
        "market.bidder.register",
        form=lambda data: RegisterForm(data, bodies=bodies),
        act=lambda form, key: _registered(row, form, actor, key),
        said=_("You are registered. The operator checks it; then the deposit is due."),
        back=lambda _case: redirect("market_auction:mine"),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Register to bid"),
        submit=_("Sign up"),
        template="market_auction/register.html",
        context={"row": row, "completers": completers_of(row), "rules": wording.plain_rules(read_rules(row.rules))},  # type: ignore[arg-type]  # an announced lot has rules
        cancel_url=reverse("market_auction:lot", args=[row.pk]),
        crumbs=[Crumb(row.case.title, reverse("market_auction:lot", args=[row.pk]))],
        facts=[row.code, row.case.title],
    )


def _registered(row: Lot, form: RegisterForm, actor: Actor, key: str) -> Outcome:
    values, body = form.cleaned_data, form.bodies[form.cleaned_data["body"]]
    wanted = Register(
        case=chance.uuid7(),
        lot=row.pk,
        body=body.pk,
        body_name=body.name,
        authority=row.case.authority,
        office=row.case.office_id,  # type: ignore[arg-type]  # a lot has an operator
        place=row.case.place,
        agent=values["agent"],
        payer=values["payer"],
        ground=values["ground"],
        undertaken=values["undertaken"],
    )
    return actions.register(wanted, by=actor, key=key)


@requires(BID)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My registrations: what comes next for each."""
    bodies = [held.body for held in holding(actor_of(request), BID, on=clock.today())]
    rows = list(lists.registrations_of(bodies)[:200])
    shown = [
        {
            "row": row,
            "state": words.state_of(row.case),
            "next": _next(request, row),
            "lot_url": reverse("market_auction:lot", args=[row.lot_id]),
        }
        for row in rows
    ]
    return page(
        request, "market_auction/mine.html", {"rows": shown}, title=_("My bidding"), crumbs=[],
        facts=[_("Registrations, deposits and paddles of the bodies for which you act")],
    )  # fmt: skip


def _next(request: HttpRequest, row: Bidder) -> dict[str, str]:
    """Say what the bidder does next."""
    lot, state = row.lot, row.case.state
    if state == "REGISTERED":
        return {"words": _("The operator checks your registration.")}
    if state == "QUALIFIED":
        amount = wording.money(lot.deposit)
        return {"words": _("Pay the deposit of %(amount)s yuan from the body's own account.") % {"amount": amount}}
    secret = bearer.held(request, lot.pk)
    if state == "DEPOSITED" and not secret and (not lot.drawn or lot.rules.get("late_admission")):
        return {
            "words": _("Collect your paddle: you get a secret that only you hold."),
            "url": reverse("market_auction:collect", args=[row.pk]),
            "label": _("Collect the paddle"),
        }
    if state == "DEPOSITED" and lot.live:
        return {"words": _("To the lot"), "url": reverse("market_auction:lot", args=[lot.pk]), "label": _("To the lot")}
    return {"words": ""}


@requires(BID)
@require_http_methods(GET_POST)
def collect(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Collect a paddle: the secret is shown once, kept by this browser, and nowhere else."""
    case = case_or_404(request, BIDDER.kind, identifier)
    row = Bidder.objects.select_related("case", "lot__sale", "lot__case").get(pk=case.pk)
    if not any(held.body == row.body_id for held in holding(actor_of(request), BID, on=clock.today())):
        raise Http404
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        secret = entering.collect(row)
        if isinstance(secret, str):
            context = {"secret": secret, "row": row, "lot_url": reverse("market_auction:lot", args=[row.lot_id])}
            response = page(
                request, "market_auction/collected.html", context, title=_("Your paddle"), facts=[row.lot.code],
                crumbs=[Crumb(_("My bidding"), reverse("market_auction:mine"))],
            )  # fmt: skip
            bearer.hand_over(request, response, row.lot_id, secret)
            response["Cache-Control"] = "no-store"
            return response
        form.refuse(secret)
    return form_page(
        request,
        form,
        title=_("Collect the paddle"),
        submit=_("Show me my secret"),
        cancel_url=reverse("market_auction:mine"),
        crumbs=[Crumb(_("My bidding"), reverse("market_auction:mine"))],
        facts=[row.lot.code, row.case.title],
        lead=_(
            "You get a secret. It is your paddle: whoever holds it can bid. The node keeps only a hash of it, so "
            "neither the operator nor anybody else can tell which paddle is yours before the end. The number of the "
            "paddle is drawn before the start."
        ),
    )


def step_page(move: str) -> View:
    """The page of a step on a registration."""

    @requires(STEPS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = case_or_404(request, BIDDER.kind, identifier)
        row = Bidder.objects.select_related("body", "lot").get(pk=case.pk)
        stepped = stepping.step(
            request,
            case,
            move,
            form=lambda data: _form(row, move, data),
            act=lambda form, key: _act(actor_of(request), row, move, form, key),
        )
        return finish(request, case, move, stepped, {"registration": row})

    return view


def _form(row: Bidder, move: str, data: QueryDict | None) -> MarketForm:
    if move == "qualify":
        return QualifyForm(data, completers=_completers(row.lot))
    form = FORMS[move](data)
    if move == "deposit":
        form.fields["amount"].initial, form.fields["paid_on"].initial = row.lot.deposit, clock.today()
    return form


def _completers(row: Lot) -> list[tuple[int, str]]:
    """Give who may have the right of first refusal on a lot, in their order."""
    return [
        (each.place_in_order, f"{each.place_in_order} {each.name} {each.unit}".strip()) for each in completers_of(row)
    ]


FORMS: dict[str, Callable[[Any], MarketForm]] = {
    "refuse": WordsForm,
    "deposit": DepositForm,
    "refund": AgreeForm,
    "pull_out": AgreeForm,
}


def _act(actor: Actor, row: Bidder, move: str, form: MarketForm, key: str) -> Outcome:
    values = form.cleaned_data
    if move == "deposit":
        wanted = TakeDeposit(case=row.pk, amount=values["amount"], payer=values["payer"], paid_on=values["paid_on"])
        return actions.deposit(wanted, by=actor, key=key)
    if move == "refund":
        return actions.refund(row.pk, by=actor, key=key)
    judged = Judge(case=row.pk, move=move, text=values.get("text", ""), rank=values.get("rank"))
    return actions.judge(judged, by=actor, key=key)
