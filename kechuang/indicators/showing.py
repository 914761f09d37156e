"""What the pages of an indicator show: charts, tables, filters, and where a number came from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.indicators import compute, periods, sql, wording
from kechuang.indicators.asked import EVERY, PERIOD, PLACE, Asked
from kechuang.indicators.asking import Point, Published
from kechuang.indicators.definition import RATIO, REGION, STOCK, Definition
from kechuang.kernel import place
from kechuang.policy.wording import own
from kechuang.web import divisions, written
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart
from kechuang.web.charts.line import Series, Target, line_chart, sparkline
from kechuang.web.charts.tilemap import tile_map, tiles
from kechuang.web.parts import Fact, Measure
from kechuang.web.permissions import below

MOST_BARS = 12


def page_url(definition: Definition) -> str:
    """Give the address of an indicator's page."""
    return reverse("indicators:indicator", args=[definition.key])


def facts_url(asked: Asked, **more: str) -> str:
    """Give the address of the facts behind a number."""
    return asked.address(reverse("indicators:facts", args=[asked.definition.key]), **more)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the period or group, its number, how many facts made it, and where they are."""

    name: str
    value: str
    number: Decimal | int | None
    count: int
    url: str
    note: str = ""


def lines(asked: Asked, published: Published) -> list[Line]:
    """Give the series as lines, newest first."""
    return [
        Line(
            name=point.code,
            value=wording.value(asked.definition, point.value),
            number=point.value,
            count=point.count,
            url=facts_url(asked, period=point.code) if point.count else "",
            note=_("so far") if point.partial else "",
        )
        for point in reversed(published.points)
    ]


def _about(asked: Asked, key: str, title: str, summary: str) -> About:
    definition = asked.definition
    counted = own(definition.counted) if key.startswith("series") else _("definition")
    return About(
        key=key,
        title=title,
        summary=summary,
        source=own(definition.source),
        definition=counted,
        definition_url="#definition",
        unit=wording.chart_unit(definition),
        on=asked.records.on,
    )


def series_chart(asked: Asked, published: Published, target: Target | None = None) -> Chart | None:
    """Draw the series, gaps as gaps; None where there is no value at all."""
    definition = asked.definition
    shown = drawn_points(published)
    known = [point for point in shown if point.value is not None]
    if not known:
        return None
    values = [wording.charted(definition, point.value) for point in shown]
    summary = _("From %(first)s (%(before)s) to %(last)s (%(after)s).") % {
        "first": known[0].code,
        "before": wording.value(definition, known[0].value),
        "last": known[-1].code,
        "after": wording.value(definition, known[-1].value),
    }
    about = _about(asked, f"series-{definition.key.replace('.', '-')}", wording.title(definition), summary)
    steps = [point.code for point in shown]
    chart = line_chart(about, steps, [Series(_("Value"), values)], target=target, zero=True)
    left = len(published.points) - len(shown)
    return replace(chart, note=_("the period that still runs is not drawn")) if left else chart


def drawn_points(published: Published) -> list[Point]:
    """Give the points to draw: a period that still runs would look like a fall, so it is drawn only where it is all."""
    whole = [point for point in published.points if not point.partial]
    return whole if any(point.value is not None for point in whole) else list(published.points)


def spark(definition: Definition, published: Published) -> str:
    """Draw the small line beside a figure."""
    values = [wording.charted(definition, point.value) for point in drawn_points(published)]
    return sparkline(values) if sum(value is not None for value in values) > 1 else ""


def measure(published: Published) -> Measure:
    """Give the newest number of a series as a card."""
    definition, latest = published.definition, published.latest
    return Measure(
        title=wording.title(definition),
        value=wording.value(definition, latest.value if latest else None),
        unit=" ".join(filter(None, (wording.unit(definition), f"· {latest.code}" if latest else ""))),
        picture=spark(definition, published),
        url=page_url(definition),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What drawn charts depend on; two are equal where everything that shows in them is."""

    asked: Asked
    named: tuple[object, ...]

    def __hash__(self) -> int:
        return hash(self.named)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawing) and self.named == other.named


def parts(asked: Asked) -> tuple[list[Chart], list[Chart]]:
    """Give bars by dimension and tile maps; drawn once for a state of the records, a language and a slice."""
    definition, held, cut = asked.definition, asked.records, asked.cut
    named = (
        *(definition.id, compute.place_of(held), held.on, get_language(), asked.period),
        *(tuple(sorted(asked.kept.items())), cut.place, tuple(sorted(cut.dimensions.items())), cut.places),
    )
    return _drawn(_Drawing(asked, named))


@lru_cache(maxsize=128)
def _drawn(drawing: _Drawing) -> tuple[list[Chart], list[Chart]]:
    return group_charts(drawing.asked), maps(drawing.asked)


def group_charts(asked: Asked) -> list[Chart]:
    """Draw bars for every dimension that is not narrowed already."""
    charts = []
    for name in asked.definition.dimensions:
        if name in asked.cut.dimensions or asked.definition.measure.kind == STOCK:
            continue
        found = [point for point in compute.groups(asked.definition, asked.records, _cut(asked), name) if point.value]
        if len(found) > 1:
            charts.append(_bars(asked, name, found))
    return charts


def _cut(asked: Asked) -> Any:  # noqa: ANN401 - a Slice
    return asked.cut.within(asked.period) if asked.period else asked.cut


def _bars(asked: Asked, name: str, found: Sequence[Point]) -> Chart:
    definition, path = asked.definition, page_url(asked.definition)
    ordered = sorted(found, key=lambda point: -Decimal(point.value or 0))[:MOST_BARS]
    bars = [
        Bar(
            label=wording.dimension_value(name, point.code),
            values=[wording.charted(definition, point.value) or 0],
            url=asked.address(path, **{name: point.code}),
        )
        for point in ordered
    ]
    title = f"{wording.DIMENSIONS[name]} · {part_words(asked)}"
    first = ordered[0]
    summary = _("%(name)s has the most: %(value)s.") % {
        "name": wording.dimension_value(name, first.code),
        "value": wording.value(definition, first.value),
    }
    return bar_chart(_about(asked, f"by-{name}", title, summary), bars)


def maps(asked: Asked) -> list[Chart]:
    """Draw the tile maps of Zhejiang's counties and of the delta's cities, where facts stand there."""
    definition = asked.definition
    if not definition.place or definition.role == REGION:
        return []
    begun = [place for place, _day in compute.covered_places(definition, asked.records)]
    counties = {point.code: point.value for point in compute.groups(definition, asked.records, _cut(asked), "place")}
    charts = []
    if any(code.startswith("33") for code in counties):
        title = f"{_('Counties of Zhejiang')} · {part_words(asked)}"
        charts.append(_map(asked, "zhejiang", title, {k: v for k, v in counties.items() if k[:2] == "33"}, begun))
    if any(not code.startswith("33") for code in counties) and definition.measure.kind != STOCK:
        cities = {point.code: point.value for point in compute.groups(definition, asked.records, _cut(asked), sql.CITY)}
        charts.append(_map(asked, "delta", f"{_('Cities of the Yangtze delta')} · {part_words(asked)}", cities, begun))
    return charts


def _map(asked: Asked, name: str, title: str, values: dict[str, Decimal | int | None], begun: Sequence[str]) -> Chart:
    definition, path = asked.definition, page_url(asked.definition)
    nought = None if definition.unit in {RATIO, "days"} else 0
    shown: dict[str, Decimal | int | None] = {}
    for tile in tiles(name):
        covered = any(below(tile.code, place) or below(place, tile.code) for place in begun)
        inside = not asked.cut.place or below(tile.code, asked.cut.place)
        if asked.cut.places is not None:
            inside = inside and any(below(tile.code, each) for each in asked.cut.places)
        shown[tile.code] = nought if covered and inside else None
    shown |= {code: wording.charted(definition, value) for code, value in values.items()}
    number = sum(value is not None and value != 0 for value in shown.values())
    summary = _("%(number)s places have a value; the table holds them all.") % {"number": number}
    return tile_map(
        _about(asked, f"map-{name}", title, summary),
        name,
        shown,
        url=lambda code: asked.address(path, place=code),
        chosen=asked.place,
    )


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    label: Any


def filters(asked: Asked, published: Published) -> list[dict[str, Any]]:
    """Give the filters of the page, each a choice among the values that occur."""
    definition = asked.definition
    known = compute.choices(definition, asked.records, None if definition.public else asked.cut.places)
    places = [*_places(known["place"]), *_groups(known["place"], asked)]
    shown = [
        _choice(EVERY, _("Periods"), list(wording.GRAINS.items()), asked.grain, ""),
        _choice(PLACE, _("Place"), places, asked.place, _("all places")),
    ]
    for name, label in wording.DIMENSIONS.items():
        if len(known.get(name, ())) > 1 or name in asked.cut.dimensions:
            options = [(code, wording.dimension_value(name, code)) for code in known[name]]
            shown.append(_choice(name, label, options, asked.cut.dimensions.get(name, ""), _("all")))
    codes = [(point.code, point.code) for point in reversed(published.points)]
    chosen = asked.period.code if asked.period else ""
    shown.append(_choice(PERIOD, _("Parts and maps for"), codes, chosen, _("whole time")))
    return [each for each in shown if each["options"]]


def _choice(name: str, label: Any, options: list[Any], value: str, every: str) -> dict[str, Any]:  # noqa: ANN401 - words
    return {"kind": "choice", "filter": _Named(name, label), "options": options, "value": value, "every": every}


def _groups(codes: Sequence[str], asked: Asked) -> list[tuple[str, str]]:
    """Offer the unions and groups in which facts stand, and the one that is asked for."""
    found = []
    for each in place.unions(asked.records.on):
        inside = place.members(each.code, asked.records.on)
        if each.code == asked.place or any(below(code, member) for code in codes for member in inside):
            found.append((each.code, divisions.name(each.code)))
    return found


def _places(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Offer the places that occur, each below its city and province."""
    above = {f"{code[:2]}0000" for code in codes} | {f"{code[:4]}00" for code in codes if code[:2] != "31"}
    found = []
    for code in sorted(above | set(codes)):
        depth = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
        found.append((code, "\u3000" * depth + divisions.name(code)))
    return found


def part_words(asked: Asked) -> str:
    """Say for which time the parts and maps speak."""
    return asked.period.code if asked.period else _("whole time")


def provenance(asked: Asked, published: Published) -> list[Fact]:
    """Say from what the numbers were made, so that anybody can make them again."""
    definition = asked.definition
    sizes = [f"{divisions.name(log)} {written.whole(size)}" for log, size in sorted(asked.records.sizes.items())]
    editions = [edition[:12] for edition in published.editions]
    return [
        Fact(term=_("Definition"), value=f"{definition.key} · {_('version')} {definition.version}"),
        Fact(term=_("Entries of each log"), value="; ".join(sizes) or "—"),
        Fact(term=_("Editions of the rules"), value=", ".join(editions) or "—"),
        Fact(term=_("As of"), value=asked.records.on),
    ]


def about_rows(definition: Definition) -> list[Fact]:
    """Give the definition as terms and words."""
    return [
        Fact(term=_("What is counted"), value=own(definition.counted)),
        Fact(term=_("What is left out"), value=own(definition.left_out)),
        Fact(term=_("From the facts"), value="; ".join(_(name) for name in definition.facts)),
        Fact(term=_("Place"), value=wording.ROLES[definition.role]),
        Fact(term=_("Direction"), value=wording.DIRECTIONS[definition.direction]),
        Fact(term=_("Unit"), value=wording.UNITS[definition.unit]),
        Fact(term=_("Kept by"), value=own(definition.owner)),
        Fact(term=_("Source"), value=own(definition.source)),
        Fact(term=_("In force since"), value=definition.since),
    ]


def period_words(period: periods.Period | None) -> str:
    """Write a period for prose."""
    if period is None:
        return _("whole time")
    return f"{period.code} ({written.day(period.first)} – {written.day(period.last)})"
