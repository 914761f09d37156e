"""The lists of agreed prices: the unit's and the office's, and the notices that everybody may read."""

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.notice import queries, wording
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import NOTICE, SHOWN
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the notices that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[PriceNotice]:
    """Give the notices that everybody may read."""
    return queries.public().prefetch_related("buyers")


def _modes(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in wording.MODES.items()]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(NOTICE, SHOWN)


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


def _buyers(row: PriceNotice) -> str:
    return "、".join(each.name for each in sorted(row.buyers.all(), key=lambda each: each.order))


def _related(row: PriceNotice) -> str:
    found = [wording.relation(each.relation) for each in row.buyers.all() if each.relation]
    return "、".join(found) if found else "—"


def _price(row: PriceNotice) -> str:
    return wording.price(price_of(row.price))


NOTICES = List(
    key="price-notices",
    caption=_("Agreed prices"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What is sold"), kind="main", link=True),
        Column(name="holder", label=_("Seller"), value="holder__name", phone=False),
        shared.STATE,
        Column(name="mode", label=_("Mode of the transfer"), value=lambda row: wording.mode(row.price_notice.mode)),
        Column(name="amount", label=_("Known price (yuan)"), kind="money", phone=False),
        Column(name="start", label=_("Notice from"), value="price_notice__start", kind="day", phone=False, shown=False),
        Column(name="end", label=_("Notice until"), value="price_notice__end", kind="day"),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(NOTICE.kind)),
        Choice("mode", _("Mode of the transfer"), _modes, column="price_notice__mode"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No agreed price yet. A unit that agreed on a price lays it down here and publishes it."),
        action=Action(label=_("Lay down an agreed price"), url=reverse_lazy("market_notice:open")),
    ),
)

PUBLISHED = List(
    key="published-price-notices",
    caption=_("Notices of agreed prices"),
    columns=(
        Column(name="title", label=_("What is sold"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False),
        Column(name="seller", label=_("Seller"), value="case__holder__name"),
        Column(name="buyers", label=_("Buyer"), value=_buyers),
        Column(name="related", label=_("Related party"), value=_related, phone=False, shown=False),
        Column(
            name="mode",
            label=_("Mode of the transfer"),
            value=lambda row: wording.mode(row.mode),
            phone=False,
            shown=False,
        ),
        Column(name="price", label=_("Intended price"), value=_price),
        publishing.STATE,
        Column(name="start", label=_("Notice from"), kind="day", phone=False, shown=False),
        Column(name="end", label=_("Notice until"), kind="day"),
        Column(name="latest", label=_("No."), value=lambda row: str(row.round), sort=("pk",), phone=False, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("case__number__startswith", "case__title__icontains")),
        Choice("state", _("State"), _states, column="case__state"),
        Choice("mode", _("Mode of the transfer"), _modes, column="mode"),
        Choice(
            "related",
            _("Related party"),
            (("yes", _("marked as related")),),
            lookups={"yes": lambda: Q(pk__in=PriceNotice.objects.exclude(buyers__relation="").values("pk"))},
        ),
        Place("place", _("Place"), _places, column="case__place"),
        Days("end", _("Notice until"), "end"),
    ),
    order="-latest",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No notice fits. Agreed prices are published here for at least the days of the law.")),
)
