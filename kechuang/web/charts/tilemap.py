"""Tile maps: Zhejiang's 90 counties and 11 cities, the delta's 41 cities, one equal cell each.

The grids are made by hand (``tiles.txt``) and show neighbourhood, not borders: no boundary data, no map review. The
table below the map holds the same values in full.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.kernel import place
from kechuang.kernel.places.names import short
from kechuang.web import clock, divisions, written
from kechuang.web.charts.chart import About, Cell, Chart, Legend, drawing
from kechuang.web.charts.svg import el, ticks
from kechuang.web.slots import Words

MAPS = ("zhejiang", "zhejiang-cities", "delta")
DARK_FROM = 5
CLASSES = 6
CELL_HEIGHT, GAP = 40, 2
_CELL_WIDTH = {"en": 86}


@dataclass(frozen=True, slots=True)
class Tile:
    """One division's cell."""

    code: str
    column: int
    row: int


@cache
def tiles(name: str) -> tuple[Tile, ...]:
    """Give the cells of a map. Raises KeyError for another map, ValueError for a name that no division bears today."""
    blocks = _blocks()
    parents, rows = blocks[name]
    on = date(2026, 1, 1)
    known = {short(place.division(code, on).name_zh): code for code in parents}
    for parent in parents:
        known |= {short(child.name_zh): child.code for child in place.children(parent, on)}
    found = []
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            if word == ".":
                continue
            if word not in known:
                raise ValueError(f"tiles.txt [{name}]: no division is called {word}")
            found.append(Tile(known[word], column, row))
    return tuple(found)


def _blocks() -> dict[str, tuple[list[str], list[list[str]]]]:
    blocks: dict[str, tuple[list[str], list[list[str]]]] = {}
    name = ""
    for line in Path(__file__).with_name("tiles.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name, _end, parents = line[1:].partition("]")
            blocks[name] = (parents.split(), [])
        elif line and not line.startswith("#"):
            blocks[name][1].append(line.split())
    return blocks


def breaks(values: Sequence[Decimal | int]) -> list[Decimal]:
    """Give round class limits for values: at most five, so at most six classes."""
    if not values or min(values) == max(values):
        return []
    marks = ticks(min(values), max(values), CLASSES)[1:-1]
    every = -(-len(marks) // (CLASSES - 1)) or 1
    return marks[every - 1 :: every][: CLASSES - 1]


def tile_map(
    about: About,
    name: str,
    values: Mapping[str, Decimal | int | None],
    *,
    limits: Sequence[Decimal | int] | None = None,
    url: Callable[[str], str] | None = None,
    chosen: str = "",
) -> Chart:
    """Draw a map of values by division code; a division without a value is hatched.

    ``limits`` are the class limits, lowest first, at most five (default: round ones). Values for codes that the map
    does not have stand in the table only.
    """
    cells = tiles(name)
    known = [value for code, value in values.items() if value is not None]
    marks = list(limits) if limits is not None else breaks(known)
    if len(marks) >= CLASSES or sorted(marks) != marks:
        raise ValueError("class limits rise, and there are at most five")
    wide = _CELL_WIDTH.get((get_language() or "")[:2], 50)
    columns, rows = max(tile.column for tile in cells) + 1, max(tile.row for tile in cells) + 1
    drawn = [_hatch(about.key)]
    drawn += [
        _cell(about.key, tile, values.get(tile.code), marks, wide, url, chosen=tile.code == chosen) for tile in cells
    ]
    picture = drawing(about, drawn, columns * (wide + GAP), rows * (CELL_HEIGHT + GAP))
    return Chart(
        about=about,
        picture=picture,
        heads=[_("Code"), _("Place"), about.unit or _("Value")],
        rows=_table(cells, values),
        legend=_legend(marks, known, missing=any(values.get(tile.code) is None for tile in cells)),
        note=_("Equal cells show who neighbours whom; they are no map of borders."),
    )


def _hatch(key: str) -> SafeString:
    line = el("path", d="M0 6 6 0", class_="hatch")
    pattern = el("pattern", line, id=f"hatch-{key}", width=6, height=6, patternUnits="userSpaceOnUse")
    return el("defs", pattern)


def _class(value: Decimal | int, marks: Sequence[Decimal | int]) -> int:
    """The class of a value, spread over the ramp so that few classes still differ clearly."""
    index = sum(value >= mark for mark in marks)
    return 1 + round(index * (CLASSES - 1) / max(len(marks), 1)) if marks else 3


def _cell(
    key: str,
    tile: Tile,
    value: Decimal | int | None,
    marks: Sequence[Decimal | int],
    wide: int,
    url: Callable[[str], str] | None,
    *,
    chosen: bool,
) -> SafeString:
    left, top = tile.column * (wide + GAP) + GAP / 2, tile.row * (CELL_HEIGHT + GAP) + GAP / 2
    shade = _class(value, marks) if value is not None else 0
    said = written.number(value) if value is not None else gettext("no data")
    fill = None if value is not None else f"url(#hatch-{key})"
    box = el("rect", x=left, y=top, width=wide, height=CELL_HEIGHT, rx=2, class_=f"c{shade}", fill=fill)
    middle = left + wide / 2
    words = el("text", divisions.short_name(tile.code), x=middle, y=top + 17)
    number = el("text", said if value is not None else "—", x=middle, y=top + 33)
    title = el("title", f"{divisions.name(tile.code)} {said}")
    css = f"tile{' dark' if shade >= DARK_FROM else ''}{' chosen' if chosen else ''}"
    inside = (title, box, words, number)
    return el("g", el("a", *inside, href=url(tile.code)) if url else el("g", *inside), class_=css)


def _legend(marks: Sequence[Decimal | int], known: Sequence[Decimal | int], *, missing: bool) -> list[Legend]:
    said = [written.number(mark) for mark in marks]
    lines = []
    if known and not marks:
        lines.append(Legend(css="c3", words=written.number(known[0])))
    elif marks:
        shades = [1 + round(index * (CLASSES - 1) / len(marks)) for index in range(len(marks) + 1)]
        words: list[Words] = [f"< {said[0]}"]
        words += [f"{low} – {high}" for low, high in pairwise(said)]
        words.append(f"≥ {said[-1]}")
        lines = [Legend(css=f"c{shade}", words=text) for shade, text in zip(shades, words, strict=True)]
    if missing:
        lines.append(Legend(css="none", words=_("no data")))
    return lines


def _table(cells: Sequence[Tile], values: Mapping[str, Decimal | int | None]) -> list[list[Cell]]:
    on = clock.today()
    codes = sorted({tile.code for tile in cells} | set(values))
    return [[code, divisions.name(code, on), values.get(code)] for code in codes]
