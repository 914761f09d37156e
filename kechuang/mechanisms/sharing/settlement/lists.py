"""The lists of settlements, declared once: pages, files and the API come from them."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework import words
from kechuang.casework.lists import state_options
from kechuang.mechanisms.sharing.settlement.models import Movement, SettlementPeriod
from kechuang.mechanisms.sharing.settlement.rules.lines import KINDS
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, PREPARE
from kechuang.web import divisions
from kechuang.web.filters import Begins, Choice, Days
from kechuang.web.page import Action
from kechuang.web.parts import DONE, RISK, Empty, State
from kechuang.web.tables import BulkAction, Column, List


def kind_word(kind: str) -> str:
    """Give the word for a kind of line."""
    code = f"settlement.line.{kind}"
    return gettext(code)


def short(order: str) -> str:
    """Give an order's reference as lists write it: the payer's region and the last eight digits."""
    return f"{order.partition('/')[0]}…{order[-8:]}"


def _period_state(row: SettlementPeriod) -> State:
    return words.state(PERIOD.kind, row.case.state)


PERIODS = List(
    key="settlement-periods",
    caption=_("Settlement periods"),
    columns=(
        Column(name="code", label=_("Period"), kind="main", link=True),
        Column(name="region", label=_("Region"), value=lambda row: divisions.name(row.authority)),
        Column(name="state", label=_("State"), value=_period_state, kind="state"),
        Column(name="first", label=_("First day"), kind="day", phone=False),
        Column(name="last", label=_("Last day"), kind="day", sort=("last",)),
        Column(name="exchange_by", label=_("Statements due"), kind="day", phone=False),
        Column(name="position", label=_("Receives (+) or pays (−), yuan"), kind="money"),
    ),
    filters=(
        Choice(
            "state",
            _("State"),
            lambda _request: state_options(PERIOD.kind),
            column="case__state",
        ),
    ),
    order="-last",
    row_url=lambda row: reverse("casework:case", args=[row.pk]),
    empty=Empty(
        sentence=_("No settlement period yet. A period gathers what regions owe each other for half a year."),
        action=Action(label=_("Open a period"), url="/settlement/open/"),
    ),
)


def _line_state(row: Any) -> State:  # noqa: ANN401 - a line with the other side's amount
    if row.theirs is None:
        return State(gettext("settlement.difference.missing_there"), RISK, "missing_there")
    if row.theirs != row.amount:
        return State(gettext("settlement.difference.amount_differs"), RISK, "amount_differs")
    return State(gettext("Same on both sides"), DONE, "same")


LINES = List(
    key="settlement-lines",
    caption=_("Lines of both statements"),
    columns=(
        Column(name="number", label=_("Order"), value=lambda row: row.number or short(row.order), kind="main"),
        Column(name="order", label=_("Reference"), phone=False, kind="code"),
        Column(name="kind", label=_("Kind"), value=lambda row: kind_word(row.kind)),
        Column(name="payer", label=_("Payer's region"), value=lambda row: divisions.name(row.payer)),
        Column(name="on", label=_("Day"), kind="day", sort=("on",)),
        Column(name="ours", label=_("We say (yuan)"), value="amount", kind="money"),
        Column(name="theirs", label=_("They say (yuan)"), kind="money"),
        Column(name="state", label=_("Compared"), value=_line_state, kind="state"),
    ),
    filters=(
        Begins("q", _("Order number begins with")),
        Choice("kind", _("Kind"), lambda _request: [(kind, kind_word(kind)) for kind in KINDS]),
        Choice(
            "compared",
            _("Compared"),
            [("differs", _("Differs")), ("same", _("Same on both sides"))],
            lookups={
                "differs": lambda: Q(theirs=None) | ~Q(theirs=F("amount")),
                "same": lambda: Q(theirs=F("amount")),
            },
        ),
    ),
    order="on",
    empty=Empty(sentence=_("This statement has no lines: neither region owes the other anything for the period.")),
)


TRANSFERS = List(
    key="settlement-transfers",
    caption=_("Transfers of the netting"),
    columns=(
        Column(name="payer", label=_("Pays"), value=lambda row: divisions.name(row.payer), kind="main"),
        Column(name="payer_code", label=_("Payer's code"), value="payer", kind="code", phone=False),
        Column(name="payee", label=_("Receives"), value=lambda row: divisions.name(row.payee)),
        Column(name="payee_code", label=_("Receiver's code"), value="payee", kind="code", phone=False),
        Column(name="amount", label=_("Amount (yuan)"), kind="money", sort=("amount",)),
        Column(name="paid_on", label=_("Paid on"), kind="day"),
        Column(name="bank_ref", label=_("Bank reference"), kind="code", phone=False),
    ),
    order="-amount",
    empty=Empty(sentence=_("No transfer concerns this region: its debts and claims cancel out.")),
)


def _title(row: Movement) -> str:
    return row.title or short(row.order)


ANNOUNCED = List(
    key="settlement-announced",
    caption=_("Orders that other regions published"),
    columns=(
        Column(name="title", label=_("Firm and provider"), value=_title, kind="main"),
        Column(name="order", label=_("Order"), value=lambda row: short(row.order), kind="code", phone=False),
        Column(name="kind", label=_("Kind"), value=lambda row: kind_word(row.kind)),
        Column(name="payer", label=_("Payer's region"), value=lambda row: divisions.name(row.payer)),
        Column(name="on", label=_("Day"), kind="day", sort=("on",)),
        Column(
            name="amount",
            label=_("Amount (yuan)"),
            value=lambda row: row.amount if row.kind == "paid" else None,
            kind="money",
        ),
    ),
    filters=(
        Choice("kind", _("Kind"), lambda _request: [(kind, kind_word(kind)) for kind in KINDS]),
        Days("on", _("Day")),
    ),
    order="on",
    size=50,
    bulk=(BulkAction(label=_("Record as laid out"), url="/settlement/outlays/confirm/", permission=PREPARE),),
    empty=Empty(
        sentence=_("Nothing waits: every order that other regions published for providers of yours is recorded."),
    ),
)
