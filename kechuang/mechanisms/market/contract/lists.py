"""The list of technology contracts: page, files and interface come from it."""

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework import lists as shared
from kechuang.casework import queries
from kechuang.mechanisms.market.contract import words
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT
from kechuang.web import clock
from kechuang.web.filters import Begins, Choice, Days
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> Any:  # noqa: ANN401 - a queryset of cases
    """Give the contracts that the reader may see."""
    found = queries.cases(actor_of(request), clock.today(), [CONTRACT.kind])
    return found.select_related("tech_contract", "holder", "counterpart", "office").annotate(
        registered_on=F("tech_contract__registered_on")
    )


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return shared.state_options(CONTRACT.kind)


def _types(_request: HttpRequest) -> list[tuple[str, str]]:
    return words.options("type", kinds.TYPES)


def _fields(_request: HttpRequest) -> list[tuple[str, str]]:
    return words.options("field", kinds.FIELDS)


def _trades(_request: HttpRequest) -> list[tuple[str, str]]:
    return words.options("trade", kinds.TRADES)


def _numbered(row: Any) -> str:  # noqa: ANN401 - a case with its contract
    return row.tech_contract.number or row.number


SELLER, BUYER = pgettext_lazy("contract", "Seller"), pgettext_lazy("contract", "Buyer")
TECHNOLOGY = _("Technology amount (yuan)")
CHECKS = (("clean", _("clean")), ("doubt", _("in doubt")), ("fails", _("fails")))

CONTRACTS = List(
    key="tech-contracts",
    caption=_("Technology contracts"),
    columns=[
        Column(name="registration", label=_("Registration number"), value=_numbered, kind="code", link=True),
        shared.TITLE,
        Column(
            name="type", label=_("Type"), value=lambda row: words.word("type", row.tech_contract.type), phone=False,
            shown=False,
        ),
        Column(name="seller", label=SELLER, value="tech_contract__seller_name", kind="main", phone=False),
        Column(name="technology", label=TECHNOLOGY, value="tech_contract__technology_yuan", kind="money"),
        shared.STATE,
        Column(
            name="signed_on", label=_("Signed on"), value="tech_contract__signed_on", kind="day", phone=False,
            shown=False,
        ),
        Column(name="registered_on", label=_("Registered"), kind="day", phone=False, shown=False),
        shared.DUE,
        Column(name="buyer", label=BUYER, value="tech_contract__buyer_name", kind="main", phone=False),
    ],
    filters=[
        Begins("q", _("Number, name or party begins with"), (
            "number", "tech_contract__number", "title", "tech_contract__seller_name", "tech_contract__buyer_name",
        )),
        Choice("state", _("State"), _states),
        Choice("type", _("Type"), _types, column="tech_contract__type"),
        Choice("field", _("Field of technology"), _fields, column="tech_contract__field"),
        Choice("trade", _("Trade"), _trades, column="tech_contract__trade"),
        Choice("checks", _("Check list"), CHECKS, lookups={
            "clean": lambda: Q(tech_contract__doubts=0, tech_contract__failing=0),
            "doubt": lambda: Q(tech_contract__doubts__gt=0, tech_contract__failing=0),
            "fails": lambda: Q(tech_contract__failing__gt=0),
        }),
        Days("registered", _("Registered"), "tech_contract__registered_on"),
        Days("signed", _("Signed on"), "tech_contract__signed_on"),
    ],
    order="due_on",
    empty=Empty(
        sentence=_("No contract yet. Contracts appear as soon as a party brings one or an office takes one in."),
        action=Action(label=_("Bring a contract"), url="/market/contracts/new/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=shared.bulk("?list=tech-contracts"),
)  # fmt: skip


def case_url(case: Any) -> str:  # noqa: ANN401 - a case or its id
    """Give the address of a contract's case."""
    return reverse("casework:case", args=[getattr(case, "pk", case)])
