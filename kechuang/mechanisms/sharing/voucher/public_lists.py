"""The public lists: budgets, providers, notices, results, audit rounds. No sign-in; nothing here is not public."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.mechanisms.sharing.voucher import overview, words
from kechuang.mechanisms.sharing.voucher.lists import states_of
from kechuang.mechanisms.sharing.voucher.models import VoucherProvider
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


class ServiceChoice(Choice):
    """One of the services that a listing names; rows carry them as ``services_text``."""

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep listings for the chosen service."""
        chosen = values.get(self.name, "")
        return rows.filter(services_text__contains=f'"{chosen}"') if chosen else rows


def _payers(_request: HttpRequest) -> list[tuple[str, str]]:
    return [(code, words.place(code)) for code in overview.authorities()]


def _provider_places(_request: HttpRequest) -> list[tuple[str, str]]:
    codes = set(VoucherProvider.objects.filter(case__state="LISTED").values_list("case__place", flat=True).distinct())
    codes |= {f"{code[:4]}00" for code in codes}
    return [(code, words.place(code)) for code in sorted(codes)]


def _state(row: Any) -> Any:  # noqa: ANN401 - a voucher row with its case
    return words.state_of(row.case)


def _budget_title(row: Any) -> str:  # noqa: ANN401 - a budget with its case
    return words.budget_title(row.authority, row.year, row.case.title)


def _page(name: str) -> Any:  # noqa: ANN401 - a function of the row
    return lambda row: reverse(f"voucher:{name}", args=[row.pk])


SERVICE = Column(name="category", label=_("Service"), value=lambda row: words.service(row.category))
FIRM = Column(name="firm", label=_("Firm"), value="holder__name", kind="main", link=True)
BY = Column(name="provider", label=_("Provider"), value="provider__name")
WHERE = Column(name="place", label=_("Place"), kind="place", phone=False)
AMOUNT = Column(name="amount", label=_("Amount (yuan)"), value="amount_yuan", kind="money")

BUDGETS = List(
    key="voucher-budgets",
    caption=_("Voucher budgets"),
    columns=(
        Column(name="title", label=_("Budget"), value=_budget_title, kind="main", link=True),
        Column(name="payer", label=_("Payer"), value="authority", kind="place", phone=False),
        Column(name="year", label=_("Year"), value=lambda row: str(row.year), sort=("year",)),
        Column(name="state", label=_("State"), value=_state, kind="state"),
        AMOUNT,
    ),
    filters=(
        Choice("payer", _("Payer"), _payers, column="authority"),
        Choice("state", _("State"), states_of(moves.BUDGET.kind, moves.BUDGET.states), column="case__state"),
    ),
    order="-year",
    row_url=_page("budget"),
    empty=Empty(sentence=_("No voucher budget was published on this node yet.")),
)

PROVIDERS = List(
    key="voucher-providers",
    caption=_("Listed providers"),
    columns=(
        Column(name="name", label=_("Provider"), value="body__name", kind="main", link=True, sort=("body__name",)),
        Column(name="place", label=_("Place"), value="case__place", kind="place"),
        Column(name="services", label=_("Services"), value=lambda row: words.service_list(row.services)),
        Column(
            name="regions", label=_("Serves the firms of"), value=lambda row: words.places(row.regions), phone=False
        ),
        Column(name="listed_until", label=_("Listed until"), kind="day", phone=False),
    ),
    filters=(
        Text("q", _("Name begins with"), ("body__name__startswith",)),
        ServiceChoice("service", _("Service"), lambda _request: words.all_services()),
        Place("place", _("Place"), _provider_places, column="case__place"),
        Choice("payer", _("Listed by"), _payers, column="authority"),
    ),
    order="name",
    row_url=_page("provider"),
    empty=Empty(
        sentence=_("No provider is listed yet."),
        action=Action(label=_("Ask to be listed"), url=reverse_lazy("voucher:provider-apply")),
    ),
)

NOTICES = List(
    key="voucher-notices",
    caption=_("Public notices running now"),
    columns=(
        FIRM,
        BY,
        SERVICE,
        WHERE,
        AMOUNT,
        Column(name="notice_from", label=_("Since"), kind="day", phone=False),
        Column(name="notice_until", label=_("Objections until"), kind="day", sort=("notice_until",)),
    ),
    filters=(Choice("payer", _("Payer"), _payers, column="authority"),),
    order="notice_until",
    row_url=_page("notice"),
    empty=Empty(
        sentence=_("No public notice is running today. Notices appear when the audit lets a claim pass."),
        action=Action(label=_("Results of earlier payments"), url=reverse_lazy("voucher:results")),
    ),
)

RESULTS = List(
    key="voucher-results",
    caption=_("Paid batches"),
    columns=(
        Column(name="number", label=_("Batch"), value="case__number", kind="main", link=True),
        Column(name="payer", label=_("Payer"), value="authority", kind="place"),
        Column(name="paid_on", label=_("Paid on"), kind="day", sort=("paid_on",)),
        Column(name="lines", label=_("Lines"), kind="whole", phone=False),
        Column(name="paid", label=_("Paid (yuan)"), value="paid_yuan", kind="money"),
    ),
    filters=(Choice("payer", _("Payer"), _payers, column="authority"), Days("paid", _("Paid on"), "paid_on")),
    order="-paid_on",
    row_url=_page("result"),
    empty=Empty(sentence=_("Nothing was paid yet. Each payment is published here with firm, provider and amount.")),
)

PAID = List(
    key="voucher-paid",
    caption=_("What this batch paid"),
    columns=(
        Column(name="firm", label=_("Firm"), value="holder__name", kind="main", sort=("holder__name",)),
        BY,
        SERVICE,
        WHERE,
        Column(name="industry", label=_("Industry"), value=lambda row: row.industry or "—", phone=False),
        Column(name="amount", label=_("Amount (yuan)"), value="amount_yuan", kind="money", sort=("amount_yuan",)),
    ),
    filters=(Text("q", _("Firm begins with"), ("holder__name__startswith",)),),
    order="firm",
    size=100,
    empty=Empty(sentence=_("The bank paid no line of this batch.")),
)

ROUNDS = List(
    key="voucher-rounds",
    caption=_("Audit rounds"),
    columns=(
        Column(name="number", label=_("Round"), value="case__number", kind="main", link=True, sort=("pk",)),
        Column(name="payer", label=_("Payer"), value="authority", kind="place"),
        Column(name="state", label=_("State"), value=_state, kind="state"),
        Column(name="opened_on", label=_("Committed on"), value="case__opened_on", kind="day", phone=False),
        Column(name="drawn_on", label=_("Drawn on"), kind="day", phone=False),
        Column(name="population", label=_("Claims in it"), kind="whole"),
        Column(name="drawn", label=pgettext_lazy("sample", "Drawn"), kind="whole"),
    ),
    filters=(Choice("payer", _("Payer"), _payers, column="authority"),),
    order="-number",
    row_url=_page("round"),
    empty=Empty(sentence=_("No audit round was opened yet.")),
)
