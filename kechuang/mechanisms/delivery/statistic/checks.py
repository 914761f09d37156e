"""What is looked at before an observation is taken: nothing is corrected, everything is said. Pure.

An error stops the row. A warning lets it through with a stated reason, and stays with the fact as a flag. The limits
are rules (``statistic.*``, marked D). Places are asked on days, so that a merged or split county is not a jump.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.delivery.statistic import numbers, periods

FINAL, PROVISIONAL, ESTIMATED, IMPUTED, WITHHELD = "final", "provisional", "estimated", "imputed", "withheld"
STATUSES = (FINAL, PROVISIONAL, ESTIMATED, IMPUTED, WITHHELD)
STOCK, FLOW, RATE, INDEX, RANK = "stock", "flow", "rate", "index", "rank"
FORMS = (STOCK, FLOW, RATE, INDEX, RANK)
COUNTED = frozenset({STOCK, FLOW})
POWERS = (1, 2, 3, 4, 8)  # ten, hundred, thousand, ten thousand (元 for 万元), hundred million (元 for 亿元)
FAR_POWERS = (3, 4, 8)  # places differ in size by ten and a hundred: against peers only these tell of a unit

type Key = tuple[str, str, str]
"""Indicator, place, period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a version of an indicator says about its figures."""

    indicator: str
    version: int
    unit: str
    form: str
    frequency: str
    adds_up: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One observation, standing or on its way in."""

    indicator: str
    version: int
    place: str
    code_list: date
    period: str
    value: Decimal | None
    unit: str
    status: str
    vintage: date
    source: str = ""
    dataset: str = ""

    @property
    def key(self) -> Key:
        """Say which figure it is, whatever its vintage."""
        return (self.indicator, self.place, self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits that the rules set: growth and fall as shares, the width around a power of ten, fewest peers."""

    jump: Decimal
    width: Decimal
    peers: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (``error``) or has to be explained. ``code`` is a refusal's code."""

    code: str
    error: bool
    values: Mapping[str, Value]
    field: str = "value"

    @property
    def refusal(self) -> Refusal:
        """Give it as the refusal that pages show."""
        return Refusal(self.code, self.values, self.field)


class Book:
    """The vintages that are known of each figure, and those that come with it in the same batch."""

    def __init__(self, standing: Iterable[Entry], coming: Iterable[Entry] = ()) -> None:
        self.standing: dict[Key, list[Entry]] = {}
        self.coming: dict[Key, Entry] = {entry.key: entry for entry in coming}
        self.by_series: dict[tuple[str, str], set[str]] = {}
        self.by_period: dict[tuple[str, str], set[str]] = {}
        for entry in standing:
            self.add(entry)
        for entry in self.coming.values():
            self._index(entry)

    def add(self, entry: Entry) -> None:
        """Take one that has been written."""
        vintages = self.standing.setdefault(entry.key, [])
        vintages.append(entry)
        vintages.sort(key=lambda each: each.vintage)
        self._index(entry)

    def _index(self, entry: Entry) -> None:
        self.by_series.setdefault((entry.indicator, entry.place), set()).add(entry.period)
        self.by_period.setdefault((entry.indicator, entry.period), set()).add(entry.place)

    def vintages(self, key: Key) -> Sequence[Entry]:
        """Give what stands under a key, oldest vintage first."""
        return self.standing.get(key, ())

    def latest(self, key: Key) -> Entry | None:
        """Give the figure as it will stand: the one coming in, else the newest vintage."""
        standing = self.standing.get(key)
        coming = self.coming.get(key)
        if coming and standing:
            return max((standing[-1], coming), key=lambda each: each.vintage)
        return coming or (standing[-1] if standing else None)

    def value(self, key: Key) -> Decimal | None:
        """Give the figure's value, None where there is none or it is withheld."""
        found = self.latest(key)
        return found.value if found else None

    def before(self, entry: Entry, frequency: str) -> Entry | None:
        """Give the newest earlier period of the series that has a value, under the same version of the indicator."""
        this = periods.read(entry.period)
        if this is None:
            return None
        earlier: list[tuple[date, Entry]] = []
        for code in self.by_series.get((entry.indicator, entry.place), ()):
            period = periods.read(code)
            found = self.latest((entry.indicator, entry.place, code))
            if period is None or found is None or found.value is None or period.frequency != frequency:
                continue
            if found.version == entry.version and period.last < this.first:
                earlier.append((period.last, found))
        return max(earlier, key=lambda pair: pair[0])[1] if earlier else None


def check(entry: Entry, meaning: Meaning, book: Book, limits: Limits, today: date) -> tuple[Finding, ...]:
    """Give everything that is wrong or unusual about an entry, errors first."""
    errors = [*_shape(entry, meaning, today), *_twice(entry, book)]
    if errors:
        return tuple(errors)
    warnings = [*_time(entry), *_history(entry, meaning, book, limits), *_peers(entry, meaning, book, limits)]
    warnings += [*_places_add_up(entry, meaning, book), *_parts_add_up(entry, meaning, book)]
    return tuple(warnings)


def _error(code: str, field: str, /, **values: Value) -> Finding:
    return Finding(f"statistic.{code}", True, values, field)


def _warning(code: str, field: str = "value", /, **values: Value) -> Finding:
    return Finding(f"statistic.{code}", False, values, field)


def _shape(entry: Entry, meaning: Meaning, today: date) -> Iterable[Finding]:
    period = periods.read(entry.period)
    if period is None or period.frequency != meaning.frequency:
        yield _error("period_shape", "period", raw=entry.period, frequency_code=f"statistic.{meaning.frequency}")
        return
    try:
        places.division(entry.place, entry.code_list)
    except PlaceError as error:
        yield Finding(error.code, True, dict(error.values), "place")
    if entry.unit != meaning.unit:
        yield _error("unit_differs", "unit", given=entry.unit, unit=meaning.unit)
    if entry.status == WITHHELD and entry.value is not None:
        yield _error("withheld_with_value", "value")
    if entry.status != WITHHELD and entry.value is None:
        yield _error("no_value", "value")
    if entry.vintage > today:
        yield _error("vintage_ahead", "vintage", vintage=entry.vintage, today=today)
    if period.first > today:
        yield _error("period_ahead", "period", raw=entry.period)


def _twice(entry: Entry, book: Book) -> Iterable[Finding]:
    vintages = book.vintages(entry.key)
    for other in vintages:
        if other.vintage != entry.vintage:
            continue
        if (other.value, other.status) == (entry.value, entry.status):
            yield _error("twice", "period", period=entry.period, vintage=entry.vintage)
        elif other.value == entry.value:
            yield _error("two_statuses", "status", standing_code=f"statistic.{other.status}", vintage=entry.vintage)
        else:
            yield _error("two_values", "vintage", standing=numbers.written(other.value), vintage=entry.vintage)
        return
    if vintages and vintages[-1].vintage < entry.vintage:
        last = vintages[-1]
        if (last.value, last.status, last.version) == (entry.value, entry.status, entry.version):
            yield _error("nothing_new", "value", period=entry.period, vintage=last.vintage)


def _time(entry: Entry) -> Iterable[Finding]:
    period = periods.read(entry.period)
    if period is None:
        return
    if entry.status == FINAL and entry.vintage <= period.last:
        yield _warning("before_its_end", "vintage", vintage=entry.vintage, last=period.last)
    try:
        places.division(entry.place, period.last)
    except PlaceError as error:
        told: dict[str, Value] = {"code": entry.place, "last": period.last, "says": _successors(entry, period, error)}
        yield Finding("statistic.other_map", False, told, "place")


def _successors(entry: Entry, period: periods.Period, error: PlaceError) -> str:
    return str(error.values.get("after") or error.values.get("before") or f"{entry.place} {period.code}")


def territory_changed(place: str, then: date, now: date) -> bool:
    """Say whether a place holds another territory than it did: by a merger, a split or a part that went over."""
    return any(
        then < record.on <= now and place in {record.from_code, record.to_code}
        for record in places.packaged().successions
    )


def _history(entry: Entry, meaning: Meaning, book: Book, limits: Limits) -> Iterable[Finding]:
    this = periods.read(entry.period)
    if entry.value is None or this is None:
        return
    if entry.vintage < max((each.vintage for each in book.vintages(entry.key)), default=entry.vintage):
        yield _warning("older_vintage", "vintage", vintage=entry.vintage)
    if entry.value < 0 and meaning.form in {STOCK, RANK}:
        yield _warning("negative", given=numbers.written(entry.value))
    last = _compared(entry, meaning, book)
    if last is None or last.value is None or meaning.form == RANK:
        return
    before = periods.read(last.period)
    named: dict[str, Value] = {"given": numbers.written(entry.value), "before": numbers.written(last.value)}
    named["period"] = last.period
    if (power := unit_break(entry.value, last.value, limits.width, POWERS)) is not None:
        yield _warning("unit_break", times=str(10 ** abs(power)), way_code=_way(power), **named)
    elif before is not None and territory_changed(entry.place, before.last, this.last):
        yield _warning("territory_changed", "place", **named)
    elif jumps(entry.value, last.value, limits.jump):
        yield _warning("jump", limit_share=limits.jump, **named)


def _compared(entry: Entry, meaning: Meaning, book: Book) -> Entry | None:
    """Compare with the period before; for the first period of a series with its own earlier vintage."""
    found = book.before(entry, meaning.frequency)
    if found is None:
        own = [each for each in book.vintages(entry.key) if each.value is not None and each.version == entry.version]
        return own[-1] if own else None
    return found


def _way(power: int) -> str:
    return "statistic.times_less" if power < 0 else "statistic.times_more"


def unit_break(value: Decimal, last: Decimal, width: Decimal, powers: Iterable[int]) -> int | None:
    """Give the power of ten by which a value is away from another (negative: smaller), None where it is by none."""
    if not value or not last or (value < 0) != (last < 0):
        return None
    for power in powers:
        for signed, ratio in ((power, value / last), (-power, last / value)):
            if abs(ratio / Decimal(10) ** power - 1) <= width:
                return signed
    return None


def jumps(value: Decimal, last: Decimal, limit: Decimal) -> bool:
    """Say whether a value grew or fell by more than the limit; from nought or across it there is no rate."""
    if not last or (value < 0) != (last < 0):
        return False
    return abs(value / last - 1) > limit


def _peers(entry: Entry, meaning: Meaning, book: Book, limits: Limits) -> Iterable[Finding]:
    """Compare with places of the same level where the series itself has nothing to compare with."""
    if entry.value is None or meaning.form == RANK or _compared(entry, meaning, book) is not None:
        return
    level = _depth(entry.place)
    others = [
        found.value
        for code in sorted(book.by_period.get((entry.indicator, entry.period), ()))
        if code != entry.place and _depth(code) == level
        if (found := book.latest((entry.indicator, code, entry.period))) and found.value and found.unit == entry.unit
    ]
    if len(others) < limits.peers:
        return
    middle = Decimal(median(others))
    powers = FAR_POWERS if meaning.form in COUNTED else POWERS
    width = Decimal(9) if meaning.form in COUNTED else limits.width
    power = _far(entry.value, middle, powers) if width > 1 else unit_break(entry.value, middle, width, powers)
    if power is not None:
        named: dict[str, Value] = {
            "given": numbers.written(entry.value),
            "middle": numbers.written(middle),
            "peers": len(others),
        }
        yield _warning("unit_break_peers", times=str(10 ** abs(power)), way_code=_way(power), **named)


def _far(value: Decimal, middle: Decimal, powers: Iterable[int]) -> int | None:
    """Counts of places differ by their size: only a distance of a thousand and more tells of a unit."""
    if not value or not middle or (value < 0) != (middle < 0):
        return None
    for sign, ratio in ((1, value / middle), (-1, middle / value)):
        reached = [power for power in powers if ratio >= Decimal(10) ** power]
        if reached:
            return sign * max(reached)
    return None


def _depth(code: str) -> int:
    return 0 if code == places.NATION else 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def _places_add_up(entry: Entry, meaning: Meaning, book: Book) -> Iterable[Finding]:
    """Hold a whole against the places in it, wherever all of them have a value."""
    period = periods.read(entry.period)
    if not meaning.adds_up or meaning.form not in COUNTED or entry.value is None or period is None:
        return
    for whole, parts in _wholes(entry, period.last):
        # The whole bears the flag where both come together; else the part that completes the sum does.
        if whole != entry.place and (entry.indicator, whole, entry.period) in book.coming:
            continue
        total = book.value((entry.indicator, whole, entry.period))
        values = [book.value((entry.indicator, part, entry.period)) for part in parts]
        yield from _sum("parts_differ", total, values, whole=whole)


def _wholes(entry: Entry, on: date) -> Iterable[tuple[str, list[str]]]:
    try:
        division = places.division(entry.place, on)
    except PlaceError:
        return
    for whole in (entry.place, division.parent):
        below = [child.code for child in places.children(whole, on)] if whole and whole != places.NATION else []
        if whole and below:
            yield whole, below


def _parts_add_up(entry: Entry, meaning: Meaning, book: Book) -> Iterable[Finding]:
    """Hold a published total against its published parts: 38, 15 and 1 are not 53. It is kept and says so."""
    if not meaning.parts or entry.value is None:
        return
    values = [book.value((part, entry.place, entry.period)) for part in meaning.parts]
    yield from _sum("sum_differs", entry.value, values, whole=entry.place)


def _sum(code: str, total: Decimal | None, parts: Sequence[Decimal | None], *, whole: str) -> Iterable[Finding]:
    known = [part for part in parts if part is not None]
    if total is None or not known or len(known) != len(parts):
        return
    added = sum(known, Decimal(0))
    if abs(added - total) > _rounding([total, *known]):
        named: dict[str, Value] = {
            "total": numbers.written(total),
            "added": numbers.written(added),
            "parts": len(known),
        }
        yield _warning(code, named_place=whole, **named)


def _rounding(values: Sequence[Decimal]) -> Decimal:
    """Give how far rounded parts may be from their rounded total: half of the last digit of each."""
    if all(not numbers.places(value) for value in values):
        return Decimal(0)
    return sum((Decimal(5).scaleb(-numbers.places(value) - 1) for value in values), Decimal(0))
