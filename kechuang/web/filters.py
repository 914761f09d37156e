"""What narrows a list: every filter lives in the page's address, so that a link or a bookmark shows the same rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from kechuang.web.permissions import within
from kechuang.web.slots import Words
from kechuang.web.typed import TypedError, read_day

type Options = Sequence[tuple[str, Words]]

EVERY = gettext_lazy("all")


class Filter(Protocol):
    """A filter: reads its parameters, narrows rows, and shows itself."""

    @property
    def name(self) -> str:
        """The parameter's name, or the beginning of its names."""

    @property
    def names(self) -> tuple[str, ...]:
        """All parameters that the filter reads."""

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the rows that fit. Raises TypedError for a value that cannot be read."""

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Give the template and what it needs."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words typed by the reader, sought by any of the lookups.

    On lists that grow without bound use ``Begins``, which an index serves, or a search table.
    """

    name: str
    label: Words
    lookups: tuple[str, ...]
    placeholder: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows in which any lookup finds the words."""
        words = " ".join(values.get(self.name, "").split())
        if not words:
            return rows
        wanted = Q()
        for lookup in self.lookups:
            wanted |= Q(**{lookup: words})
        return rows.filter(wanted)

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show a search field."""
        return {"kind": "text", "filter": self, "value": values.get(self.name, "")}


LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Begins:
    """A number from its beginning, in any of the columns; small letters also find capitals.

    SQLite walks no index for a pattern, so there a range of the model's own rows says the same.
    """

    name: str
    label: Words
    columns: tuple[str, ...] = ("number",)
    placeholder: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows in which a column begins with what was typed."""
        typed = " ".join(values.get(self.name, "").split())
        if not typed:
            return rows
        ranges = connections[rows.db].vendor == "sqlite"
        wanted = Q()
        for column in self.columns:
            for begun in dict.fromkeys((typed, typed.upper())):
                wanted |= (
                    Q(**{f"{column}__gte": begun, f"{column}__lt": begun + LAST_SIGN})
                    if ranges
                    else Q(**{f"{column}__startswith": begun})
                )
        if not ranges:
            return rows.filter(wanted)
        return rows.filter(pk__in=rows.model._default_manager.filter(wanted).values("pk"))  # noqa: SLF001 - Django's public way to a model's rows

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show a search field."""
        return {"kind": "text", "filter": self, "value": values.get(self.name, "")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some options; ``column`` defaults to the name. ``options`` may be asked for each request.

    ``lookups`` maps an option to a whole condition where one column does not say it (``late``: due before today).
    """

    name: str
    label: Words
    options: Options | Callable[[HttpRequest], Options]
    column: str = ""
    lookups: Mapping[str, Callable[[], Q]] = field(default_factory=dict)
    every: Words = EVERY

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows with the chosen value; a value that is no option raises TypedError."""
        chosen = values.get(self.name, "")
        if not chosen:
            return rows
        if chosen in self.lookups:
            return rows.filter(self.lookups[chosen]())
        if not callable(self.options) and chosen not in {code for code, _ in self.options}:
            raise TypedError("filter.unknown_choice", raw=chosen, label=str(self.label))
        try:
            return rows.filter(**{self.column or self.name: chosen})
        except (ValueError, ValidationError):  # text where the column holds ids or numbers
            raise TypedError("filter.unknown_choice", raw=chosen, label=str(self.label)) from None

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a select."""
        options = self.options(request) if callable(self.options) else self.options
        value = values.get(self.name, "")
        return {"kind": "choice", "filter": self, "options": options, "value": value, "every": self.every}


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included."""

    name: str
    label: Words
    column: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Two parameters."""
        return (f"{self.name}_from", f"{self.name}_to")

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows between the days; a day that cannot be read raises TypedError."""
        start, end = (self._day(values.get(name, "")) for name in self.names)
        if start and end and end < start:
            raise TypedError("filter.days_reversed", label=str(self.label), first=start, last=end)
        column = self.column or self.name
        if start:
            rows = rows.filter(**{f"{column}__gte": start})
        return rows.filter(**{f"{column}__lte": end}) if end else rows

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show two fields."""
        start, end = self.names
        both = [(start, gettext("from"), values.get(start, "")), (end, gettext("to"), values.get(end, ""))]
        return {"kind": "days", "filter": self, "both": both}

    @staticmethod
    def _day(raw: str) -> date | None:
        return read_day(raw) if raw.strip() else None


@dataclass(frozen=True, slots=True)
class Place:
    """A division with everything below it, by its GB/T 2260 code; ``options`` are those that the reader may choose."""

    name: str
    label: Words
    options: Options | Callable[[HttpRequest], Options]
    column: str = "place"

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep rows at the place or below it; anything but a six-digit code raises TypedError."""
        code = values.get(self.name, "").strip()
        if not code:
            return rows
        if len(code) != 6 or not (code.isascii() and code.isdigit()):
            raise TypedError("filter.not_a_place", raw=code, label=str(self.label))
        return rows.filter(within(code, self.column))

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:
        """Show a select."""
        options = self.options(request) if callable(self.options) else self.options
        return {
            "kind": "choice",
            "filter": self,
            "options": options,
            "value": values.get(self.name, ""),
            "every": gettext("all places"),
        }
