"""The lists of sales, lots and registrations."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import queries, words
from kechuang.mechanisms.market.auction.models import Bidder, Lot, Sale
from kechuang.mechanisms.market.auction.queries import Totals, totals
from kechuang.mechanisms.market.auction.rules.moves import BIDDER, LOT, SALE
from kechuang.mechanisms.market.auction.wording import FORMS, MODES
from kechuang.web import clock
from kechuang.web.filters import Begins, Choice, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def states(moves: Any) -> Any:  # noqa: ANN401 - options of a filter
    """Give a function with the states of a kind, as options."""
    return lambda _request: [(state, words.state(moves.kind, state).word) for state in moves.states]


def _cases(request: HttpRequest, moves: Any) -> Any:  # noqa: ANN401 - a queryset of cases
    return queries.cases(actor_of(request), clock.today(), [moves.kind])


def sales(request: HttpRequest) -> QuerySet[Any]:
    """Give the sales that the reader may see."""
    rows = _cases(request, SALE).select_related("market_sale", "office")
    return rows.annotate(lots_count=Count("market_sale__lots"))


def lots(request: HttpRequest) -> QuerySet[Any]:
    """Give the lots that the reader may see."""
    return _cases(request, LOT).select_related("market_lot", "office", "holder")


def bidders(request: HttpRequest) -> QuerySet[Any]:
    """Give the registrations that the reader may see."""
    return _cases(request, BIDDER).select_related("market_bidder__lot", "office", "holder")


def public_sales(_request: HttpRequest) -> QuerySet[Sale]:
    """Give the sales that everybody may see: announced and closed ones."""
    rows = Sale.objects.filter(case__state__in=("ANNOUNCED", "CLOSED")).select_related("case__office")
    return rows.annotate(
        lots_count=Count("lots", filter=~Q(lots__rules={})),
        sold_count=Count("lots", filter=Q(lots__winner__isnull=False)),
    )


def public_lots(_request: HttpRequest) -> QuerySet[Lot]:
    """Give the lots that everybody may see."""
    return Lot.objects.exclude(rules={}).select_related("case__holder", "sale__case")


NUMBER = Column(
    name="number",
    label=_("Number"),
    value=lambda row: row.number or str(row.pk)[-8:],
    kind="code",
    link=True,
    sort=("number",),
)
SALES = List(
    key="market-sales",
    caption=_("Sales"),
    columns=[
        NUMBER,
        shared.TITLE,
        shared.STATE,
        Column(name="mode", label=_("Mode"), value=lambda row: MODES.get(row.market_sale.mode, "")),
        Column(name="lots", label=_("Lots"), kind="whole", value="lots_count"),
        Column(name="begins", label=_("Begins"), kind="moment", value="market_sale__begins_at", phone=False),
        shared.OPENED,
    ],
    filters=[Begins("q", _("Number begins with")), Choice("state", _("State"), states(SALE))],
    order="-number",
    empty=Empty(
        sentence=_("No sale yet. A sale begins with its notice and its lots."),
        action=Action(label=_("Prepare a sale"), url="/market/sales/new/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)
LOTS = List(
    key="market-lots",
    caption=_("Lots"),
    columns=[
        NUMBER,
        shared.TITLE,
        shared.STATE,
        Column(
            name="form",
            label=_("Form of the auction"),
            value=lambda row: FORMS.get(row.market_lot.form, ""),
            phone=False,
        ),
        Column(name="seller", label=_("Seller"), value="holder__name", phone=False),
        Column(name="start", label=_("Start price (yuan)"), kind="money", value="market_lot__start"),
        Column(name="price", label=_("Price (yuan)"), kind="money", value="market_lot__price"),
        shared.OPENED,
    ],
    filters=[Begins("q", _("Number begins with")), Choice("state", _("State"), states(LOT))],
    order="-number",
    empty=Empty(sentence=_("No lot yet.")),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)
BIDDERS = List(
    key="market-bidders",
    caption=_("Registrations"),
    columns=[
        NUMBER,
        shared.TITLE,
        Column(name="lot", label=_("Number of the lot"), kind="code", value="market_bidder__lot__code"),
        shared.HOLDER,
        shared.STATE,
        Column(name="deposit", label=_("Deposit (yuan)"), kind="money", value="market_bidder__deposit"),
        shared.OPENED,
    ],
    filters=[
        Begins("q", _("Number begins with")),
        Begins("lot", _("Lot begins with"), ("market_bidder__lot__code",)),
        Choice("state", _("State"), states(BIDDER)),
    ],
    order="-number",
    empty=Empty(sentence=_("Nobody has registered yet.")),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)
PUBLIC_SALES = List(
    key="market-auctions",
    caption=_("Sales by auction"),
    columns=[
        Column(name="number", label=_("Number"), kind="code", value="case__number"),
        Column(name="title", label=_("Sale"), kind="main", link=True, value="case__title"),
        Column(name="operator", label=_("Operator"), value="case__office__name", phone=False),
        Column(name="mode", label=_("Mode"), value=lambda row: MODES.get(row.mode, "")),
        Column(name="begins", label=_("Begins"), kind="moment", value="begins_at", sort=("begins_at",)),
        Column(name="lots", label=_("Lots"), kind="whole", value="lots_count"),
        Column(name="sold", label=_("Sold"), kind="whole", value="sold_count"),
    ],
    filters=[Text("q", _("Title holds"), ("case__title__contains",))],
    order="-begins",
    empty=Empty(sentence=_("No sale has been announced yet.")),
    row_url=lambda row: reverse("market_auction:notice", args=[row.pk]),
)
PUBLIC_LOTS = List(
    key="market-auction-lots",
    caption=_("Lots of sales"),
    columns=[
        Column(name="title", label=_("Lot"), kind="main", link=True, value="case__title"),
        Column(name="code", label=_("Number of the lot"), kind="code", value="code", sort=("code",)),
        Column(name="state", label=_("State"), kind="state", value=lambda row: words.state_of(row.case)),
        Column(name="form", label=_("Form of the auction"), value=lambda row: FORMS.get(row.form, ""), phone=False),
        Column(name="start", label=_("Start price (yuan)"), kind="money", value="start"),
        Column(
            name="price", label=_("Price (yuan)"), kind="money", value=lambda row: row.price if row.winner_id else None
        ),
        Column(name="bids", label=_("Bids"), kind="whole", value="bids"),
        Column(name="starts", label=_("Begins"), kind="moment", value="starts_at"),
    ],
    filters=[
        Text("q", _("Title holds"), ("case__title__contains",)),
        Choice("form", _("Form of the auction"), lambda _request: list(FORMS.items()), column="form"),
    ],
    order="-code",
    empty=Empty(sentence=_("No lot has been announced yet.")),
    row_url=lambda row: reverse("market_auction:lot", args=[row.pk]),
)

FIGURES = List(
    key="market-auction-figures",
    caption=_("Results of sales"),
    columns=[
        Column(name="number", label=_("Number"), kind="code", value="case__number"),
        Column(name="title", label=_("Sale"), kind="main", link=True, value="case__title"),
        Column(name="operator", label=_("Operator"), value="case__office__name", phone=False),
        Column(name="begins", label=_("Begins"), kind="moment", value="begins_at", sort=("begins_at",)),
        Column(name="lots", label=_("Lots"), kind="whole", value=lambda row: figures(row).lots),
        Column(name="sold", label=_("Sold"), kind="whole", value=lambda row: figures(row).sold),
        Column(
            name="start", label=_("Start prices of these (yuan)"), kind="money", value=lambda row: figures(row).start
        ),
        Column(name="price", label=_("Hammer prices (yuan)"), kind="money", value=lambda row: figures(row).price),
        Column(name="premium", label=_("Premium"), kind="share", value=lambda row: figures(row).premium),
    ],
    filters=[Text("q", _("Title holds"), ("case__title__contains",))],
    order="-begins",
    empty=Empty(sentence=_("No sale has been announced yet.")),
    row_url=lambda row: reverse("market_auction:notice", args=[row.pk]),
)


def figures(row: Any) -> Totals:  # noqa: ANN401 - a sale with its lots at hand
    """Give the figures of a sale, worked out once a row."""
    if not hasattr(row, "figures_once"):
        row.figures_once = totals(row, row.lots.all())
    found: Totals = row.figures_once
    return found


def public_figures(request: HttpRequest) -> QuerySet[Sale]:
    """Give the sales that everybody may see, each with its lots."""
    return public_sales(request).prefetch_related("lots")


def registrations_of(bodies: Any) -> QuerySet[Bidder]:  # noqa: ANN401 - ids of bodies
    """Give the registrations of bodies, the newest first."""
    rows = Bidder.objects.filter(body__in=bodies).select_related("case", "lot__case", "lot__sale", "body")
    return rows.order_by("-case__opened_on", "-pk")
