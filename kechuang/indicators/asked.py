"""What an address asks of an indicator: grain, place, dimensions, period, and the state of the records."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied

from kechuang.indicators import compute, periods
from kechuang.indicators.asking import Records, Slice
from kechuang.indicators.definition import Definition
from kechuang.indicators.periods import GRAINS, Period, PeriodError
from kechuang.kernel import place as known_places
from kechuang.web import clock
from kechuang.web.permissions import Actor, below, scope
from kechuang.web.typed import TypedError, read_day

EVERY, PLACE, PERIOD, VERSION, LOGS, ON = "every", "place", "period", "version", "logs", "on"
_LOGS = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}:\d{1,15}(,[a-z0-9][a-z0-9._-]{0,63}:\d{1,15})*", re.ASCII)
_CODE = re.compile(r"[0-9]{6}", re.ASCII)
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An address read: the slice, the grain, the period (facts only), and the records; ``kept`` leads there again."""

    definition: Definition
    cut: Slice
    grain: str
    records: Records
    period: Period | None = None
    kept: Mapping[str, str] = field(default_factory=dict)

    def address(self, path: str, **more: str) -> str:
        """Give an address with what is asked in it; empty values are left out."""
        values = {name: value for name, value in {**self.kept, **more}.items() if value}
        return f"{path}?{urlencode(values)}" if values else path

    @property
    def place(self) -> str:
        """The division or group of divisions that is asked for; empty for everywhere."""
        return self.kept.get(PLACE, "").strip()

    @property
    def fixed(self) -> dict[str, str]:
        """What pins the numbers for ever: definition version, log sizes and day."""
        return {VERSION: str(self.definition.version), LOGS: written_sizes(self.records), ON: f"{self.records.on}"}


def members(code: str, on: date) -> tuple[str, ...]:
    """Give the places that a union or a group of counties names on a day; nothing for a division."""
    named = {each.code for each in known_places.unions(on)} if code and not _CODE.fullmatch(code) else set()
    return known_places.members(code, on) if code in named else ()


def written_sizes(held: Records) -> str:
    """Write the sizes of logs as ``310000:120,330100:99``."""
    return ",".join(f"{log}:{size}" for log, size in sorted(held.sizes.items()))


def read(definition: Definition, values: Mapping[str, str], actor: Actor) -> Asked:
    """Read an address. Raises TypedError for what cannot be read, PermissionDenied for numbers not open to the actor.

    Raises TypedError (``indicators.no_such_records``) for log sizes beyond what the node holds.
    """
    places = reach(definition, actor)
    grain = values.get(EVERY, "") or definition.frequency
    if grain not in GRAINS:
        raise TypedError("filter.unknown_choice", raw=grain[:LONGEST], label=EVERY)
    place = values.get(PLACE, "").strip()
    period = _period(values.get(PERIOD, ""))
    held = _records(values)
    group = members(place, held.on)
    if place and not group and not _CODE.fullmatch(place):
        raise TypedError("filter.not_a_place", raw=place[:LONGEST], label=PLACE)
    dimensions = {name: values[name][:LONGEST] for name in definition.dimensions if values.get(name)}
    if group:
        within = [code for code in group if places is None or any(below(code, each) for each in places)]
        cut = Slice(dimensions=dimensions, places=tuple(within))
    else:
        cut = Slice(place=place, dimensions=dimensions, places=places)
    known = (EVERY, PLACE, PERIOD, VERSION, LOGS, ON, *definition.dimensions)
    kept = {name: values[name] for name in known if values.get(name)}
    return Asked(definition=definition, cut=cut, grain=grain, records=held, period=period, kept=kept)


def reach(definition: Definition, actor: Actor) -> tuple[str, ...] | None:
    """Give the places that an actor may see numbers of; None for everything. Raises PermissionDenied for none.

    A permission that reaches only one's own organisation opens no number: sums over others would show through it.
    """
    if definition.public:
        return None
    found = scope(actor, definition.permission, clock.today())
    if found.everything:
        return None
    if not found.places:
        raise PermissionDenied(definition.permission)
    return tuple(sorted(found.places))


def _period(raw: str) -> Period | None:
    try:
        return periods.read(raw) if raw else None
    except PeriodError:
        raise TypedError("indicators.not_a_period", raw=raw[:LONGEST]) from None


def _records(values: Mapping[str, str]) -> Records:
    on = read_day(values[ON]) if values.get(ON) else None
    raw = values.get(LOGS, "")
    if not raw:
        return compute.records(on=on)
    if not _LOGS.fullmatch(raw):
        raise TypedError("indicators.no_such_records", raw=raw[:LONGEST])
    wanted = {log: int(size) for log, size in (pair.split(":") for pair in raw.split(","))}
    held = compute.records().sizes
    if any(size > held.get(log, 0) for log, size in wanted.items()):
        raise TypedError("indicators.no_such_records", raw=raw[:LONGEST])
    return compute.records(wanted, on)


def allowed(definition: Definition, actor: Actor) -> bool:
    """Say whether an actor may see any number of an indicator."""
    try:
        reach(definition, actor)
    except PermissionDenied:
        return False
    return True
