"""Pages of the register and of the deals: lists, applying, amending, claiming, the step of each move."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.broker import actions, lists, queries, showing, wording
from kechuang.mechanisms.market.broker.deal_forms import DEAL_FORMS, ClaimForm
from kechuang.mechanisms.market.broker.forms import FORMS, EntryForm
from kechuang.mechanisms.market.broker.rules.moves import APPLY, BROKER, BROKERED, CLAIM, CONSENT, DEALS, ENTER, READ
from kechuang.web import clock, written
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import View, actor_of, may, requires

MOVES = {**FORMS, **DEAL_FORMS}
GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(
        ("check", "activate", "refuse", "renew", "turn_down", "suspend", "lift", "revoke", "forget"), ENTER
    ),
    "ask": APPLY,
    **dict.fromkeys(("consent", "decline"), CONSENT),
    "pay": CLAIM,
}
BESIDE = {BROKER.kind: "market_broker", BROKERED.kind: "market_brokered__entry__case"}
ON_DEALS = frozenset({"consent", "decline", "pay"})
DANGER = frozenset({"refuse", "turn_down", "suspend", "revoke", "forget", "decline"})


@requires(READ)
@require_safe
def entries(request: HttpRequest) -> HttpResponseBase:
    """All entries that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = [Action(label=_("Public register of brokers"), url=reverse("market_broker:public"))]
    if may(actor, ENTER, on=today) and may(actor, "imports:use", on=today):
        url = reverse("imports:upload", args=["market-brokers"])
        buttons.append(Action(label=_("Take in a list of certified managers"), url=url))
    if may(actor, APPLY, on=today):
        buttons.append(Action(label=_("Apply for an entry"), url=reverse("market_broker:apply"), primary=True))
    return list_page(
        lists.ENTRIES, request, lists.entries(request), title=_("Register of brokers"), crumbs=[], actions=buttons
    )


@requires(DEALS)
@require_safe
def deals(request: HttpRequest) -> HttpResponseBase:
    """A broker's own deals and commission; a client reads what it confirms, an office its place."""
    actor, today = actor_of(request), clock.today()
    rows = lists.deals(request)
    sums = queries.sums_of(rows)
    figures = [
        Figure(label=_("Deals confirmed"), value=sums["count"]),
        Figure(label=_("Commission agreed (yuan)"), value=written.money(sums["agreed"])),
        Figure(label=_("Commission received (yuan)"), value=written.money(sums["paid"])),
    ]
    buttons = []
    if may(actor, CLAIM, on=today):
        buttons.append(Action(label=_("Claim a deal"), url=reverse("market_broker:claim"), primary=True))
    return list_page(
        lists.DEALS_LIST,
        request,
        rows,
        figures=figures,
        title=_("Brokered deals"),
        crumbs=[],
        facts=[_("Commission stands as its parties state it; the platform moves no money.")],
        actions=buttons,
    )


def crumbs(case: Case | None = None, *, deal: bool = False) -> list[Crumb]:
    """Give the way to a page of the register or of the deals."""
    name, url = (
        (_("Brokered deals"), "market_broker:deals") if deal else (_("Register of brokers"), "market_broker:list")
    )
    return stepping.way(name, url, case)


@requires(APPLY)
@require_http_methods(GET_POST)
def apply(request: HttpRequest) -> HttpResponse:
    """A unit applies for an entry."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "broker.apply",
        form=lambda data: EntryForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.open_entry(form.request(), by=actor, key=key),  # type: ignore[arg-type]  # a new entry
        said=_("Your application is with the office. You see here how it goes on."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Apply for an entry in the register of brokers"),
        submit=_("Send the application"),
        lead=_("The office looks at the certificate and checks integrity before the entry is active."),
        cancel_url=reverse("market_broker:list"),
        crumbs=crumbs(),
    )


@requires(APPLY)
@require_http_methods(GET_POST)
def amend(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A unit corrects its application."""
    case = case_or_404(request, identifier, BROKER.kind)
    actor, row = actor_of(request), case.market_broker
    stepped = stepping.step(
        request,
        case,
        "amend",
        form=lambda data: EntryForm(data, actor=actor, on=clock.today(), row=row),
        act=lambda form, key: actions.take("amend", form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(request, case, "amend", stepped, crumbs=crumbs(case))


@requires(CLAIM)
@require_http_methods(GET_POST)
def claim(request: HttpRequest) -> HttpResponse:
    """A broker claims a deal."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "broker.claim",
        form=lambda data: ClaimForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.claim(form.request(), by=actor, key=key),
        said=_("The party that gave the commission is asked to confirm."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Claim a deal"),
        submit=_("Send the claim"),
        lead=_("A deal counts as brokered only once the party that gave the commission has confirmed it."),
        cancel_url=reverse("market_broker:deals"),
        crumbs=crumbs(deal=True),
    )


def case_or_404(request: HttpRequest, identifier: UUID, kind: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, kind, BESIDE[kind])


def step_page(move: str) -> View:
    """The page of a move on an entry or on a claim."""
    kind = BROKERED.kind if move in ON_DEALS else BROKER.kind

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier, kind), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, deal = actor_of(request), move in ON_DEALS
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: MOVES[move](data, case=case, move=move, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),  # type: ignore[attr-defined]  # each form has it
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case, deal=deal),
        template="market_broker/step.html",
        context={"rows": showing.deal_facts(case.market_brokered) if deal else showing.own_facts(case.market_broker)},
        danger=DANGER,
        facts=[case.title if deal else wording.public_name(case.market_broker), case.number],
    )
