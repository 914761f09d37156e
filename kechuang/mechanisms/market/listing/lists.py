"""The lists of listings: the seller's and the operator's, registrations of interest, and what everybody may read."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.listing import queries, wording
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.moves import INTEREST, LISTING, PRICED, SHOWN
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the listings that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def interests(request: HttpRequest) -> QuerySet[Case]:
    """Give the registrations that the reader may see."""
    return queries.interests(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[Listing]:
    """Give the listings that everybody may read."""
    return queries.public()


def _modes(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in wording.MODES.items()]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(LISTING, SHOWN)


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


def _price(row: Listing) -> Any:  # noqa: ANN401 - an amount or nothing
    return row.price if row.case.state in PRICED else None


def _buyer(row: Listing) -> str:
    """Who bought is public once the listing is closed, and not before."""
    return row.buyer.name if row.buyer and row.case.state == "CLOSED" else ""


LISTINGS = List(
    key="listings",
    caption=_("Listings"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What is sold"), kind="main", link=True),
        Column(name="holder", label=_("Seller"), value="holder__name", phone=False),
        shared.STATE,
        Column(name="mode", label=_("Mode of the transfer"), value=lambda row: wording.mode(row.listing.mode)),
        Column(name="base", label=_("Base price (yuan)"), value="listing__base", kind="money"),
        Column(name="start", label=_("On offer from"), value="listing__start", kind="day", phone=False, shown=False),
        Column(name="end", label=_("On offer until"), value="listing__end", kind="day"),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(LISTING.kind)),
        Choice("mode", _("Mode of the transfer"), _modes, column="listing__mode"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No listing yet. A unit or firm that sells an achievement applies for one here."),
        action=Action(label=_("Apply for a listing"), url=reverse_lazy("market_listing:open")),
    ),
)

INTERESTS = List(
    key="listing-interests",
    caption=_("Registrations of interest"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What is sold"), kind="main", link=True),
        Column(
            name="listing",
            label=_("Number of the listing"),
            value="listing_interest__listing__case__number",
            kind="code",
            phone=False,
        ),
        Column(name="holder", label=_("Interested party"), value="holder__name"),
        shared.STATE,
        Column(name="deposit", label=_("Deposit (yuan)"), value="listing_interest__deposit", kind="money", phone=False),
        shared.OPENED,
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(INTEREST.kind)),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No registration yet. Whoever wants to buy registers on the page of a listing."),
        action=Action(label=_("To the listings"), url=reverse_lazy("market_listing:published")),
    ),
)

PUBLISHED = List(
    key="published-listings",
    caption=_("Achievements listed for sale"),
    columns=(
        Column(name="title", label=_("What is sold"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", sort=("pk",), phone=False),
        Column(name="seller", label=_("Seller"), value="case__holder__name", phone=False),
        Column(name="base", label=_("Base price (yuan)"), kind="money", sort=("base", "pk")),
        publishing.STATE,
        Column(name="end", label=_("On offer until"), kind="day", sort=("end", "pk")),
        Column(name="price", label=_("Price of the deal (yuan)"), value=_price, kind="money"),
        Column(name="buyer", label=_("Buyer"), value=_buyer, phone=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("case__number__startswith", "case__title__icontains")),
        Choice("state", _("State"), _states, column="case__state"),
        Choice("mode", _("Mode of the transfer"), _modes, column="mode"),
        Place("place", _("Place"), _places, column="case__place"),
        Days("end", _("On offer until"), "end"),
    ),
    order="-number",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No listing fits. Achievements are listed here for at least the days of the rules.")),
)
