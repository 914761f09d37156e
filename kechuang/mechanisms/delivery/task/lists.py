"""The list of tasks, its filters and its board."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework import board as casework_board
from kechuang.casework import lists as shared
from kechuang.casework import queries as casework
from kechuang.casework import words
from kechuang.casework.models import Case, Tally
from kechuang.mechanisms.delivery.task import counting, queries
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, TASK
from kechuang.web import cells, clock, divisions
from kechuang.web.board import Board, Lane
from kechuang.web.filters import Begins, Choice, Days, Place
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.slots import Words
from kechuang.web.tables import BulkAction, Column, List, address
from kechuang.web.typed import TypedError

SOURCE_WORDS = {
    "plan": _("plan or document"),
    "instruction": _("instruction"),
    "minutes": _("minutes"),
    "proposal": _("proposal"),
    "letter": _("letter"),
}
MONEY_WORDS = {"planned": _("money planned"), "arranged": _("money arranged"), "spent": _("money spent")}
FLAG_WORDS = {
    "late": _("overdue"),
    "soon": _("due within ten days"),
    "blocked": _("blocked"),
    "help": _("waits for a decision"),
    "report": _("report overdue"),
    "disputed": _("disputed"),
    "open": _("under way"),
    "done": _("done"),
    "proved": _("proved by facts"),
}


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the tasks that the reader may see."""
    return queries.tasks(actor_of(request), clock.today())


def lead(row: Case) -> str:
    """Name the leading body; where none is assigned, as the document words it."""
    return row.holder.name if row.holder else row.delivery_task.lead_words


def source_word(code: str) -> str:
    """Name a kind of source."""
    return str(SOURCE_WORDS[code]) if code in SOURCE_WORDS else code


@dataclass(frozen=True, slots=True)
class OfBody:
    """The tasks that a body leads or supports."""

    name: str
    label: Words

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep what the body leads or supports; what is no id raises TypedError."""
        raw = values.get(self.name, "").strip()
        if not raw:
            return found
        try:
            return queries.of_body(found, UUID(raw))
        except ValueError:
            raise TypedError("filter.unknown_choice", raw=raw, label=str(self.label)) from None

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a select of the bodies that lead tasks in reach."""
        options = [
            (str(pk), body.name) for pk, body in queries.bodies_of(rows(request), few=tallies(request) is None).items()
        ]
        value = values.get(self.name, "")
        return {"kind": "choice", "filter": self, "options": options, "value": value, "every": gettext("all bodies")}


@dataclass(frozen=True, slots=True)
class Quiet:
    """A filter that figures of other pages use: it shows itself only where it narrows."""

    inner: Choice

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.inner.name

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return self.inner.names

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the rows that the inner filter keeps."""
        return self.inner.narrow(found, values)

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show the inner filter where it is set, else nothing."""
        return self.inner.shown(request, values) if values.get(self.name) else {"kind": "none", "filter": self}


def leads(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the bodies that lead tasks in reach."""
    return [(str(pk), body.name) for pk, body in queries.bodies_of(rows(request), few=tallies(request) is None).items()]


@dataclass(frozen=True, slots=True)
class OfDocument:
    """The tasks that come from a document."""

    name: str
    label: Words

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the tasks of a document; one that has none leaves nothing."""
        raw = values.get(self.name, "").strip()
        return found.filter(delivery_task__document=raw) if raw else found

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a select of the documents from which tasks in reach come."""
        options = queries.sources_of(rows(request), few=tallies(request) is None)
        value = values.get(self.name, "")
        return {"kind": "choice", "filter": self, "options": options, "value": value, "every": gettext("all documents")}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A choice whose options hold conditions and may be asked of the reader's rows."""

    name: str
    label: Words
    column: str

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, found: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the rows of a year; what is no year raises TypedError."""
        raw = values.get(self.name, "").strip()
        if not raw:
            return found
        if not (raw.isascii() and raw.isdigit() and len(raw) == 4):
            raise TypedError("filter.unknown_choice", raw=raw, label=str(self.label))
        return found.filter(**{self.column: int(raw)})

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show a select of the years of the ledger."""
        options = [(str(year), str(year)) for year in queries.years_of()]
        value = values.get(self.name, "")
        return {"kind": "choice", "filter": self, "options": options, "value": value, "every": gettext("all years")}


def _flag(code: str) -> Any:  # noqa: ANN401 - what Choice.lookups holds
    return lambda: queries.flagged(code, clock.today())


def states(_request: HttpRequest) -> list[tuple[str, Any]]:
    """Give the states of a task."""
    return shared.state_options(TASK.kind)


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the places of the tasks in reach."""
    codes = queries.places_of(rows(request), tallies(request))
    return [(code, divisions.name(code)) for code in codes]


def tallies(request: HttpRequest, place: str = "") -> QuerySet[Tally] | None:
    """Give the maintained tallies of what the reader may see, where there are any for the reach."""
    return counting.tallied(actor_of(request), clock.today(), place)


def total(request: HttpRequest, values: Mapping[str, str]) -> int | None:
    """Give how many tasks the reader may see, from tallies; None where something narrows them."""
    known = None if any(values.values()) else tallies(request)
    return None if known is None else sum(known.values_list("count", flat=True))


def _owed(row: Case) -> Any:  # noqa: ANN401 - a day or nothing
    return row.delivery_task.report_by


LEAD = Column(
    name="lead", label=_("Leading body"), value=lead, html=lambda row: cells.html("main", lead(row)), phone=False
)
SOURCE = Column(
    name="source",
    label=_("Source"),
    value=lambda row: source_word(row.delivery_task.source),
    phone=False,
    shown=False,
)
YEAR = Column(
    name="year", label=_("Year"), value=lambda row: row.delivery_task.year, kind="year", phone=False, shown=False
)
PERCENT = Column(name="percent", label=_("Percent done"), value="delivery_task__percent", kind="percent", phone=False)
PLACE = Column(name="place", label=_("Place"), kind="place", phone=False)
REPORT = Column(name="report_by", label=_("Report due"), value=_owed, kind="day", phone=False)
MONEY = Column(name="amount", label=_("Money planned (yuan)"), kind="money", phone=False, shown=False)
CLAUSE = Column(name="clause", label=_("Clause"), value=lambda row: row.delivery_task.clause, phone=False)

TASKS = List(
    key="delivery-tasks",
    caption=_("Task ledger"),
    columns=[
        *(shared.NUMBER, shared.TITLE, shared.STATE, shared.DUE, shared.WARNING, PERCENT, LEAD),
        *(PLACE, REPORT, SOURCE, YEAR, CLAUSE, MONEY),
    ],
    filters=[
        Begins("q", _("Number begins with")),
        Choice(
            "flag", _("What matters"), tuple(FLAG_WORDS.items()), lookups={code: _flag(code) for code in FLAG_WORDS}
        ),
        Choice("state", _("State"), states),
        OfBody("body", _("Body")),
        Place("place", _("Place"), places),
        OfDocument("document", _("Document")),
        Choice("source", _("Source"), tuple(SOURCE_WORDS.items()), column="delivery_task__source"),
        OneOf("year", _("Year"), "delivery_task__year"),
        Days("due_on", _("Due")),
        Days("reported", _("Reported"), "delivery_task__reported_on"),
        Quiet(Choice("lead", _("Leading body"), leads, column="holder")),
        Quiet(Choice("at", _("Place itself"), places, column="place")),
    ],
    order="due_on",
    total=total,
    empty=Empty(
        sentence=_(
            "No task yet. Tasks come from the findings of a document, one by one, or from an office's own table."
        ),
        action=Action(label=_("Make tasks from a document"), url="/delivery/from/"),
    ),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    bulk=(BulkAction(label=_("Urge"), url="/delivery/tasks/urge/", permission="task:plan"),),
)


def lanes(request: HttpRequest, _values: Mapping[str, str]) -> list[Lane]:
    """Give the states as lanes, final ones last."""
    here = request.path.removesuffix("board/")
    ordered = sorted(TASK.states, key=lambda state: state in {"CLOSED", "DROPPED"})
    return [Lane(state, words.state(TASK.kind, state), address(here, {"state": state})) for state in ordered]


def ways(request: HttpRequest, found: Sequence[Case]) -> dict[UUID, Any]:
    """Give the moves open to the reader."""
    return casework_board.ways(request, found)


BOARD = Board(
    declared=TASKS, lane_of="state", lanes=lanes, ways=ways, shown=("title", "number", "lead", "due_on", "percent")
)

DISPATCHES = List(
    key="dispatches",
    caption=_("Dispatch meetings"),
    columns=[
        shared.NUMBER,
        shared.TITLE,
        PLACE,
        Column(name="opened_on", label=_("Day"), kind="day", sort=("opened_on",)),
        Column(name="late", label=_("Overdue tasks"), value="delivery_dispatch__late", kind="number"),
    ],
    filters=[Begins("q", _("Number begins with"))],
    order="-opened_on",
    empty=Empty(
        sentence=_("No meeting yet. The dispatch page shows how tasks stand; take it down at the end of a meeting."),
        action=Action(label=_("Dispatch page"), url="/delivery/dispatch/"),
    ),
    row_url=lambda row: reverse("delivery_task:dispatch-of", args=[row.pk]),
)


def dispatches(request: HttpRequest) -> QuerySet[Case]:
    """Give the meetings that the reader may see."""
    found = casework.cases(actor_of(request), clock.today(), [DISPATCH.kind])
    return found.select_related("delivery_dispatch")
