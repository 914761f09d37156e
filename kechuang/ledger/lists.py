"""The public record as lists: page, files and interface for programs come from these declarations.

Every filter and order is served by an index, so that a page of a log with millions of entries costs what one of a
small log does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.fact import REGISTRY
from kechuang.ledger import showing
from kechuang.ledger.models import Entry
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Options
from kechuang.web.parts import Empty
from kechuang.web.slots import Words
from kechuang.web.tables import Column, List
from kechuang.web.typed import TypedError

MOST_BY_ID = 100


@dataclass(frozen=True, slots=True)
class ById:
    """Entries whose id begins as typed. The ids are read first, by the primary key; LIKE would read every entry."""

    name: str
    label: Words
    placeholder: Words = ""

    @property
    def names(self) -> tuple[str, ...]:
        """One parameter."""
        return (self.name,)

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the entries; nothing begins with what is not hexadecimal."""
        begin = values.get(self.name, "").strip().lower()
        if not begin:
            return rows
        return rows.filter(pk__in=begins_with(begin, MOST_BY_ID))

    def shown(self, request: HttpRequest, values: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG002 - the protocol
        """Show a search field."""
        return {"kind": "text", "filter": self, "value": values.get(self.name, "")}


def begins_with(begin: str, limit: int) -> list[str]:
    """Give the ids that begin so, in order."""
    if not set(begin) <= set("0123456789abcdef"):
        return []
    found = Entry.objects.filter(pk__gte=begin, pk__lt=begin + "g").order_by("pk")
    return list(found.values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Recorded(Days):
    """Entries recorded from a day to a day, both included, as days are counted in China."""

    def narrow(self, rows: QuerySet[Any], values: Mapping[str, str]) -> QuerySet[Any]:
        """Keep the entries; a day that cannot be read, or an end before the start, raises TypedError."""
        start, end = (self._day(values.get(name, "")) for name in self.names)
        if start and end and end < start:
            raise TypedError("filter.days_reversed", label=str(self.label), first=start, last=end)
        if start:
            rows = rows.filter(recorded_at__gte=datetime.combine(start, time(), clock.CHINA))
        return rows.filter(recorded_at__lt=datetime.combine(end + timedelta(1), time(), clock.CHINA)) if end else rows


def _types(_request: HttpRequest) -> Options:
    """Give the kinds of fact of which something is public, by their words."""
    public = {
        name
        for (name, _version), cls in REGISTRY.items()
        if any(field.metadata["group"] == "public" for field in fields(cls))  # type: ignore[arg-type]
    }
    return sorted(((name, showing.type_word(name)) for name in public), key=lambda option: option[1])


RECORDED = Column(
    name="recorded", label=_("Recorded"), value="recorded_at", kind="moment", sort=("recorded_at", "log", "seq")
)
WHAT = Column(name="what", label=_("Fact"), value=lambda row: showing.type_word(row.type), kind="main", link=True)
SUMMARY = Column(name="summary", label=_("Public values"), value=showing.summary, phone=False)
ON = Column(name="on", label=_("Day"), value="on", kind="day", phone=False)
LOG = Column(name="log", label=_("Log"), value="log", kind="code", phone=False)
EMPTY = Empty(sentence=_("No public fact fits. Widen the filters."))

FACTS = List(
    key="facts",
    caption=_("Public record"),
    columns=(RECORDED, WHAT, SUMMARY, ON, LOG, Column(name="seq", label=_("Entry no."), kind="whole", phone=False)),
    filters=(
        ById("q", _("Id of the fact")),
        Choice("type", _("Kind of fact"), _types),
        Recorded("recorded", _("Recorded")),
    ),
    order="-recorded",
    row_url=lambda row: showing.address(row.pk),
    empty=EMPTY,
)
LOG_FACTS = List(
    key="log-facts",
    caption=_("Its public facts"),
    columns=(
        Column(name="seq", label=_("Entry no."), kind="whole", sort=("seq",)),
        WHAT,
        SUMMARY,
        ON,
        Column(name="recorded", label=_("Recorded"), value="recorded_at", kind="moment", phone=False),
    ),
    order="-seq",
    row_url=lambda row: showing.address(row.pk),
    empty=EMPTY,
)
