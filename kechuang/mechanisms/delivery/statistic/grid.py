"""A table to fill in: one indicator for a place and those directly below it, or all indicators of one place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.mechanisms.delivery.statistic import checks, entering, periods, queries, reading, wording
from kechuang.mechanisms.delivery.statistic.checks import Entry
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.forms import SourcedForm, current
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.moves import ENTER
from kechuang.web import clock, divisions
from kechuang.web.permissions import actor_of, scope
from kechuang.web.refusals import sentence

MOST_LINES = 60


@dataclass(slots=True)
class Line:
    """One row to fill in, with what stands already."""

    key: str
    label: str
    unit: str
    place: str
    indicator: Indicator
    standing: str = ""
    before: str = ""
    value: Any = None
    status: Any = None


@dataclass(slots=True)
class Chosen:
    """Which table: its period, its rows, where it leads; ``problem`` says why there is none yet."""

    period: str = ""
    place: str = ""
    indicator: str = ""
    title: str = ""
    problem: str = ""
    target: str = ""
    rows: list[Line] = field(default_factory=list)


def chosen(request: HttpRequest) -> Chosen:
    """Read the address and lay out the rows within the reader's reach (at most five queries)."""
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ("indicator", "place", "period")}
    found = Chosen(**asked)
    if not asked["place"] or not asked["period"]:
        return found
    today = clock.today()
    place, period = reading.place(asked["place"], today), reading.period(asked["period"])
    for each in (place, period):
        if each.refusal:
            found.problem = sentence(each.refusal)
            return found
    found.place, found.period = str(place.value), str(period.value)
    reach = scope(actor_of(request), ENTER, today)
    rows = _places(found, reach, today) if found.indicator else _indicators(found, reach)
    if not rows and not found.problem:
        found.problem = _("Nothing to fill in: the place lies outside your reach, or no indicator has such periods.")
    found.rows = rows[:MOST_LINES]
    _standing(found)
    return found


def _places(found: Chosen, reach: Any, today: date) -> list[Line]:  # noqa: ANN401 - a Scope
    row = Indicator.objects.filter(code=found.indicator, retired=False).first()
    if row is None:
        found.problem = _("There is no such indicator in force.")
        return []
    period = periods.read(found.period)
    if period is None or period.frequency != row.frequency:
        found.problem = _("The indicator is observed by another kind of period.")
        return []
    try:
        below = [child.code for child in places.children(found.place, today)]
    except PlaceError:
        below = []
    found.title = f"{wording.title(row)} · {found.period}"
    found.target = reverse("delivery_statistic:indicator", args=[row.code])
    codes = [code for code in (found.place, *below) if reach.covers(place=code)]
    return [Line(code, divisions.name(code), row.unit, code, row) for code in codes]


def _indicators(found: Chosen, reach: Any) -> list[Line]:  # noqa: ANN401 - a Scope
    if not reach.covers(place=found.place):
        return []
    period = periods.read(found.period)
    rows = [row for row in current() if period and row.frequency == period.frequency]
    found.title = f"{divisions.name(found.place)} · {found.period}"
    found.target = f"{reverse('delivery_statistic:observations')}?place={found.place}"
    return [Line(row.code, wording.title(row), row.unit, found.place, row) for row in rows]


def _standing(found: Chosen) -> None:
    """Show beside each row what stands, and what the period before had (one query)."""
    named = {line.indicator.pk for line in found.rows}
    rows = queries.Observation.objects.filter(
        indicator__in=named, place__in={line.place for line in found.rows}, newest=True
    ).order_by("first_day", "pk")
    this = periods.read(found.period)
    for row in rows:
        for line in found.rows:
            if (line.indicator.pk, line.place) != (row.indicator_id, row.place):
                continue
            if row.period == found.period:
                line.standing = wording.value(row)
            elif this is not None and row.first_day < this.first:
                line.before = f"{wording.value(row)} ({row.period})"


class GridForm(SourcedForm):
    """The table: a value and a status for each row, and what is said once for all."""

    drafts = False

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lines = chosen.rows
        self.period = chosen.period
        for line in self.lines:
            self.fields[f"value_{line.key}"] = django_forms.CharField(label=line.label, required=False, max_length=48)
            self.fields[f"status_{line.key}"] = django_forms.ChoiceField(
                label=_("Status of %(label)s") % {"label": line.label},
                choices=wording.options(checks.STATUSES),
                required=False,
                initial=checks.FINAL,
            )
        for line in self.lines:
            line.value, line.status = self[f"value_{line.key}"], self[f"status_{line.key}"]

    @property
    def sourced(self) -> list[Any]:
        """Give the fields that are said once."""
        return [self[name] for name in SourcedForm.base_fields if name != "key"]

    def clean(self) -> dict[str, Any]:
        """Read each value; a fault stands beside its row."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for line in self.lines:
            found = reading.value(data.get(f"value_{line.key}", ""))
            data[f"value_{line.key}"] = found.value
            if found.refusal:
                self.add_error(f"value_{line.key}", sentence(found.refusal))
        return data

    def filled(self, typed: Typed) -> Sequence[tuple[Line, Entry]]:
        """Give the rows that say something as entries."""
        rows = []
        for line in self.lines:
            value = self.cleaned_data[f"value_{line.key}"]
            status = self.cleaned_data[f"status_{line.key}"] or checks.FINAL
            if value is not None or status == checks.WITHHELD:
                rows.append((line, entering.entry(line.indicator, line.place, self.period, value, status, typed)))
        return rows
