"""Where observations come from: facts ``statistic.observed`` in the data set, and the platform's own indicators.

The facts are read by their name and public fields alone; who writes them is of no concern here. One statement reads
all observations that a set of promises needs, however many they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import get_language

from kechuang.indicators import asked, compute, register
from kechuang.indicators.asking import Records, Slice
from kechuang.indicators.definition import RATIO, STOCK, YUAN, Definition
from kechuang.indicators.promises.observed import FINAL, WITHHELD, Observed
from kechuang.indicators.promises.terms import FLOW, Terms
from kechuang.indicators.promises.terms import STOCK as STOCK_SERIES
from kechuang.policy.wording import own
from kechuang.web import slots

OBSERVED, DEFINED = "statistic.observed", "statistic.indicator_defined"
FIELDS = ("indicator", "place", "period", "value", "unit", "status", "source", "vintage", "dataset")
YEAR = "year"


@dataclass(frozen=True, slots=True)
class Need:
    """One series that is asked for: an indicator at a place."""

    indicator: str
    place: str


def needs(terms: Terms) -> list[Need]:
    """Give the series that terms speak of."""
    if not terms.indicator:
        return []
    places = terms.members or (terms.where,)
    found = [Need(terms.indicator, place) for place in places]
    if terms.beside:
        found.append(Need(terms.beside, terms.where))
    if terms.beside_place:
        found.append(Need(terms.indicator, terms.beside_place))
    return found


class Series:
    """The observations of many series, read once."""

    def __init__(self, wanted: Iterable[Need], held: Records, *, vintage: str = "") -> None:
        self.held, self.vintage = held, vintage
        needed = sorted(set(wanted), key=lambda need: (need.indicator, need.place))
        codes = tuple(sorted({need.indicator for need in needed}))
        platform = [code for code in codes if platform_indicator(code)]
        self.found: dict[Need, list[Observed]] = {need: [] for need in needed}
        for one, code in _observations(tuple(code for code in codes if code not in platform), held):
            if Need(code, one.place) in self.found and (not vintage or one.vintage <= vintage):
                self.found[Need(code, one.place)].append(one)
        for need in needed:
            definition = platform_indicator(need.indicator)
            if definition:
                self.found[need] = _of_platform(definition, need.place, held)

    def of(self, indicator: str, places: Sequence[str]) -> list[Observed]:
        """Give the observations of an indicator at some places."""
        return [one for place in places for one in self.found.get(Need(indicator, place), ())]


def platform_indicator(code: str) -> Definition | None:
    """Give the public definition that a code names, if the platform itself counts it."""
    definition = register.definition(code)
    return definition if definition and definition.public else None


@lru_cache(maxsize=32)
def _read(codes: tuple[str, ...], held: "_Held") -> tuple[tuple[Observed, str], ...]:
    rows = compute.public_rows(OBSERVED, FIELDS, held.records, {"indicator": codes})
    return tuple((_observed(row), str(row["indicator"])) for row in rows)


@dataclass(frozen=True, slots=True)
class _Held:
    """Records that can be looked up by their place alone."""

    records: Records
    named: tuple[object, ...]

    def __hash__(self) -> int:
        return hash(self.named)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.named == other.named


def _observations(codes: tuple[str, ...], held: Records) -> tuple[tuple[Observed, str], ...]:
    if not codes:
        return ()
    return _read(codes, _Held(held, compute.place_of(held)))


def forget() -> None:
    """Drop kept observations; the files of a node may have been made anew."""
    _read.cache_clear()
    _defined.cache_clear()


def defined() -> dict[str, str]:
    """Give the statistics that offices have defined, by code with title (one query; kept with the records)."""
    held = compute.records()
    english = (get_language() or "").startswith("en")
    return dict(_defined(_Held(held, compute.place_of(held)), english))


@lru_cache(maxsize=8)
def _defined(held: "_Held", english: bool) -> tuple[tuple[str, str], ...]:
    """The last definition of each code counts."""
    found = {}
    for row in compute.public_rows(DEFINED, ("indicator", "title", "title_en"), held.records, {}):
        title = (row["title_en"] if english else "") or row["title"] or row["indicator"]
        found[str(row["indicator"])] = str(title)
    return tuple(found.items())


def _observed(row: dict[str, object]) -> Observed:
    status = str(row["status"] or FINAL)
    return Observed(
        period=str(row["period"] or ""),
        value=None if status == WITHHELD else _number(str(row["value"] or "")),
        place=str(row["place"] or ""),
        status=status,
        vintage=str(row["vintage"] or ""),
        source=str(row["source"] or ""),
        fact=str(row["id"]),
        url=slots.link("fact", str(row["id"])),
    )


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _of_platform(definition: Definition, place: str, held: Records) -> list[Observed]:
    """Give the yearly numbers of an own indicator; the year that still runs is marked as partial.

    Over a group of places the facts of all of them are counted together.
    """
    members = asked.members(place, held.on)
    cut = Slice(places=members) if members else Slice(place="" if place == "000000" else place)
    url = slots.link("indicator", definition.key)
    published = compute.series(definition, held, cut, YEAR)
    return [
        Observed(
            period=point.code,
            value=Decimal(point.value),
            place=place,
            source=own(definition.source),
            vintage=held.on.isoformat(),
            url=f"{url}?place={place}" if members and url else url,
            partial=point.partial,
        )
        for point in published.points
        if point.value is not None
    ]


def series_kind(definition: Definition) -> str:
    """Say what a platform indicator's yearly numbers are: a stock, a flow of the year, or a rate."""
    if definition.measure.kind == STOCK:
        return STOCK_SERIES
    return (
        FLOW if definition.measure.kind in {"sum", "count", "distinct"} and definition.unit != RATIO else STOCK_SERIES
    )


def scale_to(definition: Definition, unit: str) -> Decimal:
    """Give what a platform number is multiplied by to stand in the promise's unit."""
    if definition.unit == RATIO:
        return Decimal(100) if unit == "%" else Decimal(1)
    if definition.unit == YUAN:
        return {"万元": Decimal("0.0001"), "亿元": Decimal("0.00000001")}.get(unit, Decimal(1))
    return {"万": Decimal("0.0001")}.get(unit[:1] if unit else "", Decimal(1))
