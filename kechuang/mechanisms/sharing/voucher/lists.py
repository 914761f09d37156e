"""The lists of officers and parties, over cases: declared once, for pages, files and the interface for programs."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework import queries as casework
from kechuang.casework.lists import case_url
from kechuang.casework.standing import readable_groups
from kechuang.casework.views import actions
from kechuang.casework.words import state
from kechuang.mechanisms.sharing.voucher import queries, words
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.form_acts.table import ACTS
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web import clock
from kechuang.web.cells import NOTHING
from kechuang.web.filters import Begins, Choice, Days, Place
from kechuang.web.page import Action
from kechuang.web.parts import Empty, Fact, Figure
from kechuang.web.permissions import actor_of, scope
from kechuang.web.slots import Words
from kechuang.web.tables import BulkAction, Column, List

READ = "voucher:read"
OWN = {each.kind: each.kind.replace("sharing.voucher.", "voucher_") for each in moves.ALL}


def _own(kind: str, name: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:  # noqa: ANN401 - a case with its voucher row
        return getattr(getattr(row, OWN[kind]), name)

    return value


def _short(body: Any) -> SafeString:  # noqa: ANN401 - a body or nothing
    """A name that may not take more room than one line."""
    return format_html('<span class="one-line" title="{0}">{0}</span>', body.name) if body else NOTHING


NUMBER = Column(name="number", label=pgettext_lazy("casework", "Number"), kind="code", sort=("pk",), link=True)
TITLE = Column(name="title", label=_("Firm"), kind="main", link=True)
STATE = Column(name="state", label=_("State"), value=words.state_of, kind="state")
PLACE = Column(name="place", label=_("Place"), kind="place", phone=False)
DUE = Column(name="due_on", label=_("Due"), kind="day")
HOLDER = Column(name="holder", label=_("Firm"), value="holder__name", kind="main", link=True)
PROVIDER = Column(
    name="provider",
    label=_("Provider"),
    value="counterpart__name",
    html=lambda row: _short(row.counterpart),
    phone=False,
)
AMOUNT = Column(name="amount", label=_("Amount (yuan)"), kind="money")


def states_of(kind: str, codes: tuple[str, ...]) -> list[tuple[str, Words]]:
    """The states of a kind as options of a filter; the words are looked up when they are shown."""
    messages = {code: f"{kind}.{code}" for code in codes}
    return [(code, _(message)) for code, message in messages.items()]


def place_options(kind: str) -> Callable[[HttpRequest], list[tuple[str, str]]]:
    """The places of a reader's cases as options (one query on the tallies)."""

    def options(request: HttpRequest) -> list[tuple[str, str]]:
        reach = scope(actor_of(request), READ, clock.today())
        if reach.bodies and not (reach.everything or reach.places):
            return []
        codes = casework.Tally.objects.filter(kind=kind, count__gt=0).order_by("place").values_list("place", flat=True)
        held = {code for code in codes.distinct() if reach.covers(place=code)}
        held |= {f"{code[:4]}00" for code in held}
        return [(code, words.place(code)) for code in sorted(held)]

    return options


def bulk(*wanted: tuple[Any, str]) -> tuple[BulkAction, ...]:
    """The bulk actions of some moves."""
    found = []
    for table, move in wanted:
        act = next(act for act in ACTS if act.moves is table and act.move == move)
        found.append(BulkAction(label=_(act.code), url=bulk_url(act), permission=act.entry.permission))
    return tuple(found)


def bulk_url(act: FormAct) -> Any:  # noqa: ANN401 - a lazy address
    """Where chosen rows are sent."""
    return reverse_lazy(f"voucher:many-{act.noun}-{act.slug}")


def total_of(kind: str) -> Callable[[HttpRequest, Mapping[str, str]], int | None]:
    """The maintained tally of a list where it has one: all rows, or one state, of a reader who reads by place."""

    def total(request: HttpRequest, values: Mapping[str, str]) -> int | None:
        reach = scope(actor_of(request), READ, clock.today())
        if reach.bodies or set(values) - {"state"}:
            return None
        counts = tallies(request, kind)
        wanted = [values["state"]] if values else list(counts)
        return sum(counts[code].cases for code in wanted if code in counts)

    return total


def tallies(request: HttpRequest, kind: str) -> dict[str, casework.Count]:
    """Counts and amounts by state in the reader's reach, read once a request."""
    known: dict[str, dict[str, casework.Count]] = request.__dict__.setdefault("_voucher_tallies", {})
    if kind not in known:
        known[kind] = casework.tallies(kind, scope(actor_of(request), READ, clock.today()))
    return known[kind]


def figures(request: HttpRequest, kind: str, codes: tuple[str, ...], *, amounts: tuple[str, ...] = ()) -> list[Figure]:
    """The strip of a list: how many in which state, and their amounts where they matter."""
    counts = tallies(request, kind)
    strip = []
    for code in codes:
        found = counts.get(code, casework.Count())
        value: int | Decimal = found.amount if code in amounts else found.cases
        unit: Words = _("yuan") if code in amounts else ""
        strip.append(Figure(label=state(kind, code).word, value=value, unit=unit, filters={"state": code}))
    return strip


def side(request: HttpRequest, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a case
    """What the panel beside a list shows of a case: its terms, for the authority the signs, and the next step."""
    own = getattr(row, OWN[row.kind])
    facts = [
        Fact(term=_("Provider"), value=row.counterpart.name if row.counterpart else ""),
        Fact(term=_("Place"), value=words.place(row.place)),
        Fact(term=_("Amount (yuan)"), value=row.amount),
    ]
    facts += [Fact(term=term, value=value) for term, value in _terms(row.kind, own)]
    groups = readable_groups(row, actor_of(request), clock.today())
    found = getattr(own, "signs", ()) if "authority" in groups else ()
    return {
        "state": words.state_of(row),
        "facts": [fact for fact in facts if fact.value not in {"", None}],
        "signs": words.signs(found),
        "steps": actions(row, actor_of(request)),
    }


def _terms(kind: str, own: Any) -> list[tuple[Words, Any]]:  # noqa: ANN401 - a voucher row and its values
    if kind == moves.ORDER.kind:
        return [
            (_("Service"), words.service(own.category)),
            (_("Contract"), own.contract_no),
            (_("Contract amount (yuan)"), own.contract_yuan),
            (_("Claimed on"), own.claimed_on),
        ]
    if kind == moves.RIGHT.kind:
        return [(_("Year"), str(own.year)), (_("Quota (yuan)"), own.quota_yuan or None), (_("Valid to"), own.valid_to)]
    return [(_("Services"), words.service_list(own.services)), (_("Listed until"), own.listed_until)]


RIGHTS = List(
    key="voucher-rights",
    caption=_("Claim rights"),
    columns=(
        NUMBER,
        TITLE,
        STATE,
        PLACE,
        Column(name="year", label=_("Year"), value=_own(moves.RIGHT.kind, "year"), kind="text", phone=False),
        Column(
            name="asked", label=_("Asked (yuan)"), value=_own(moves.RIGHT.kind, "asked_yuan"), kind="money", phone=False
        ),
        Column(
            name="quota", label=_("Quota (yuan)"), value=lambda row: row.voucher_right.quota_yuan or None, kind="money"
        ),
        DUE,
    ),
    filters=(
        Begins("q", _("Number begins with")),
        Choice("state", _("State"), states_of(moves.RIGHT.kind, moves.RIGHT.states)),
        Place("place", _("Place"), place_options(moves.RIGHT.kind)),
        Days("due_on", _("Due")),
    ),
    order="-number",
    row_url=case_url,
    panel="sharing/voucher/case_side.html",
    panel_context=side,
    total=total_of(moves.RIGHT.kind),
    bulk=bulk(
        (moves.RIGHT, "check_county"),
        (moves.RIGHT, "check_city"),
        (moves.RIGHT, "refuse_county"),
        (moves.RIGHT, "refuse_city"),
    ),
    empty=Empty(
        sentence=_("No claim right yet. A firm's claim right of a year stands here from the application on."),
        action=Action(label=_("Who may apply, and for how much"), url=reverse_lazy("voucher:rules")),
    ),
)

ORDERS = List(
    key="voucher-orders",
    caption=_("Voucher orders"),
    columns=(
        NUMBER,
        HOLDER,
        PROVIDER,
        STATE,
        AMOUNT,
        DUE,
    ),
    filters=(
        Begins("q", _("Number begins with")),
        Choice("state", _("State"), states_of(moves.ORDER.kind, moves.ORDER.states)),
        Choice(
            "selected",
            _("Audit"),
            [
                ("risk", _("voucher.selected_by.risk")),
                ("sample", _("voucher.selected_by.sample")),
                ("objection", _("voucher.selected_by.objection")),
                ("not_drawn", _("voucher.selected_by.not_drawn")),
            ],
            column="voucher_order__selected_by",
        ),
        Place("place", _("Place"), place_options(moves.ORDER.kind)),
        Days("due_on", _("Due")),
    ),
    order="-number",
    row_url=case_url,
    panel="sharing/voucher/case_side.html",
    panel_context=side,
    total=total_of(moves.ORDER.kind),
    bulk=(
        *bulk(
            (moves.ORDER, "confirm"), (moves.ORDER, "check"), (moves.ORDER, "send_back"), (moves.ORDER, "pass_audit")
        ),
        BulkAction(
            label=_("sharing.voucher.batch.prepare"),
            url=reverse_lazy("voucher:batch-prepare"),
            permission="batch:prepare",
        ),
    ),
    empty=Empty(
        sentence=_("No order yet. An order begins when a firm freezes a part of its quota for a signed contract."),
        action=Action(label=_("Find a provider"), url=reverse_lazy("voucher:providers")),
    ),
)

LISTINGS = List(
    key="voucher-listings",
    caption=_("Applications and listings of providers"),
    columns=(
        NUMBER,
        Column(name="title", label=_("Provider"), kind="main", link=True),
        STATE,
        PLACE,
        Column(
            name="services",
            label=_("Services"),
            value=lambda row: words.service_list(row.voucher_provider.services),
            phone=False,
        ),
        Column(
            name="until",
            label=_("Listed until"),
            value=_own(moves.PROVIDER.kind, "listed_until"),
            kind="day",
            phone=False,
        ),
    ),
    filters=(
        Begins("q", _("Number begins with")),
        Choice("state", _("State"), states_of(moves.PROVIDER.kind, moves.PROVIDER.states)),
        Place("place", _("Place"), place_options(moves.PROVIDER.kind)),
    ),
    order="-number",
    row_url=case_url,
    panel="sharing/voucher/case_side.html",
    panel_context=side,
    total=total_of(moves.PROVIDER.kind),
    bulk=bulk((moves.PROVIDER, "check")),
    empty=Empty(sentence=_("No provider has applied yet. Applications stand here until they are listed or refused.")),
)

BATCHES = List(
    key="voucher-batches",
    caption=_("Payment batches"),
    columns=(
        Column(name="number", label=pgettext_lazy("casework", "Number"), kind="main", sort=("pk",), link=True),
        STATE,
        Column(name="lines", label=_("Lines"), value=_own(moves.BATCH.kind, "lines"), kind="whole"),
        Column(name="total", label=_("Total (yuan)"), value=_own(moves.BATCH.kind, "total_yuan"), kind="money"),
        Column(
            name="paid", label=_("Paid (yuan)"), value=_own(moves.BATCH.kind, "paid_yuan"), kind="money", phone=False
        ),
        Column(name="paid_on", label=_("Paid on"), value=_own(moves.BATCH.kind, "paid_on"), kind="day", phone=False),
    ),
    filters=(Choice("state", _("State"), states_of(moves.BATCH.kind, moves.BATCH.states)),),
    order="-number",
    row_url=case_url,
    total=total_of(moves.BATCH.kind),
    empty=Empty(sentence=_("No batch yet. A batch is put together from payable orders.")),
)

LISTS: dict[str, List] = {
    moves.RIGHT.kind: RIGHTS,
    moves.ORDER.kind: ORDERS,
    moves.PROVIDER.kind: LISTINGS,
    moves.BATCH.kind: BATCHES,
}


def rows(kind: str, request: HttpRequest, on: date | None = None) -> Any:  # noqa: ANN401 - a queryset of cases
    """The cases of a kind that the reader may see."""
    return queries.cases(kind, scope(actor_of(request), READ, on or clock.today()))
