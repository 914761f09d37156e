"""The lists of the register: the office's and the unit's, the public one, the deals."""

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.broker import queries, wording
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules.moves import BROKER, BROKERED, LISTED
from kechuang.mechanisms.market.broker.rules.requests import LEVELS
from kechuang.mechanisms.market.demand.wording import FIELDS
from kechuang.web import clock
from kechuang.web.filters import Begins, Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def entries(request: HttpRequest) -> QuerySet[Case]:
    """Give the entries that the reader may see."""
    return queries.entries(actor_of(request), clock.today())


def deals(request: HttpRequest) -> QuerySet[Case]:
    """Give the claimed deals that the reader may see."""
    rows = queries.deals(actor_of(request), clock.today())
    return rows.select_related("market_brokered__entry", "market_brokered__client")


def public(_request: HttpRequest) -> QuerySet[BrokerEntry]:
    """Give the entries that everybody may find."""
    return queries.public()


def _levels(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, wording.level(code)) for codes in LEVELS.values() for code in codes]


def _kinds(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in wording.KINDS.items()]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(BROKER, LISTED)


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


_FIELD_OF = {code: (lambda code=code: Q(specialities__contains=code)) for code in FIELDS}  # type: ignore[misc]  # each keeps its own code
_ASKED = (("yes", _("renewal asked for")),)
_CASE_ASKED = {"yes": lambda: Q(market_broker__asked_on__isnull=False)}

ENTRIES = List(
    key="brokers",
    caption=_("Register of brokers"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("number",)),
        Column(name="name", label=_("Name"), value="market_broker__name", kind="main", link=True),
        Column(name="unit", label=_("Unit"), value="holder__name", phone=False),
        shared.STATE,
        Column(name="level", label=_("Grade"), value=lambda row: wording.level(row.market_broker.level)),
        Column(
            name="fields",
            label=_("Fields of work"),
            value=lambda row: wording.specialities(row.market_broker),
            phone=False,
            shown=False,
        ),
        Column(name="until", label=_("Certificate valid until"), value="market_broker__valid_until", kind="day"),
        Column(
            name="asked",
            label=_("Renewal asked on"),
            value="market_broker__asked_on",
            kind="day",
            phone=False,
            shown=False,
        ),
        Column(name="place", label=_("Place"), kind="place", phone=False, shown=False),
        shared.DUE,
    ),
    filters=(
        Begins("q", _("Number or name"), ("number", "market_broker__name")),
        Choice("state", _("State"), lambda _request: shared.state_options(BROKER.kind)),
        Choice("level", _("Grade"), _levels, column="market_broker__level"),
        Choice("asked", _("Renewal"), _ASKED, lookups=_CASE_ASKED),
        Days("until", _("Certificate valid until"), "market_broker__valid_until"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=brokers"),
    empty=Empty(
        sentence=_("No entry yet. A unit applies, or the office takes a list of certified managers in."),
        action=Action(label=_("Apply for an entry"), url=reverse_lazy("market_broker:apply")),
    ),
)

PUBLIC = List(
    key="public-brokers",
    caption=_("Brokers, technology managers and service bodies"),
    columns=(
        Column(name="name", label=_("Name"), value=wording.public_name, kind="main", link=True),
        Column(name="kind", label=_("Kind of entry"), value=lambda row: str(wording.KINDS[row.kind]), phone=False),
        Column(name="unit", label=_("Unit"), value="case__holder__name"),
        Column(name="level", label=_("Grade"), value=lambda row: wording.level(row.level)),
        Column(name="fields", label=_("Fields of work"), value=wording.specialities),
        publishing.STATE,
        Column(name="place", label=_("Place"), value="case__place", kind="place", phone=False),
        Column(name="until", label=_("Certificate valid until"), value="valid_until", kind="day",
               sort=("valid_until",)),
    ),
    filters=(
        Text("q", _("Unit or name of a body"), ("case__holder__name__contains",)),
        Choice("kind", _("Kind of entry"), _kinds),
        Choice("level", _("Grade"), _levels),
        Choice("field", _("Fields of work"), tuple(FIELDS.items()), lookups=_FIELD_OF),
        Choice("state", _("State"), _states, column="case__state"),
        Place("place", _("Place"), _places, column="case__place"),
    ),
    order="-until",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No entry fits. Take a filter away.")),
)  # fmt: skip

DEALS_LIST = List(
    key="brokered-deals",
    caption=_("Brokered deals"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("number",)),
        Column(name="deal", label=_("Deal"), value="market_brokered__deal_number", kind="main", link=True),
        Column(name="kind", label=_("Kind of deal"), value=lambda row: words.kind_word(row.market_brokered.deal_kind),
               phone=False, shown=False),
        Column(name="broker", label=_("Broker"), value="market_brokered__entry__name"),
        Column(name="client", label=_("Commissioned by"), value="market_brokered__client__name", phone=False),
        shared.STATE,
        Column(name="amount", label=_("Amount of the deal (yuan)"), value="market_brokered__deal_yuan", kind="money",
               phone=False),
        Column(name="agreed", label=_("Commission agreed (yuan)"), value="market_brokered__agreed_yuan", kind="money"),
        Column(name="paid", label=_("Commission received (yuan)"), value="market_brokered__paid_yuan", kind="money"),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Begins("q", _("Number of the deal"), ("number", "market_brokered__deal_number")),
        Choice("state", _("State"), lambda _request: shared.state_options(BROKERED.kind)),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    empty=Empty(sentence=_("No deal yet. A broker claims one, and the party that gave the commission confirms it.")),
)  # fmt: skip
