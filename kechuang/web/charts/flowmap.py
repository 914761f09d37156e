"""Flows between places without boundaries: nodes stand where the tile map has them, lines are as wide as the flow.

The table below holds every flow; the picture only the largest, because more lines cannot be told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.web import clock, divisions, written
from kechuang.web.charts.chart import About, Cell, Chart, Legend, drawing
from kechuang.web.charts.svg import el, ticks
from kechuang.web.charts.tilemap import Tile, tiles
from kechuang.web.slots import Words

SHOWN = 12
WIDTHS = (1.5, 3.5, 6, 9)
STEP_X, STEP_Y, MARGIN = 56, 44, 34
BEND = 0.18
NODE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So much from one division to another; ``url`` leads to what it is made of."""

    source: str
    target: str
    value: Decimal | int
    url: str = ""


def limits_of(values: Sequence[Decimal | int]) -> list[Decimal]:
    """Give round limits between the widths of lines: at most three, so at most four widths."""
    if not values:
        return []
    marks = ticks(0, max(values), len(WIDTHS))[1:]
    every = -(-len(marks) // len(WIDTHS)) or 1
    return [mark for mark in marks[every - 1 :: every] if mark < max(values)][: len(WIDTHS) - 1]


def flow_map(about: About, name: str, flows: Sequence[Flow], *, most: int = SHOWN) -> Chart:
    """Draw flows on a map of ``tilemap.MAPS``. Flows within one place, or to a place off the map, stand in the table.

    A line bends to the right of its way, so that there and back are two lines; a small head says which is which.
    """
    cells = {tile.code: tile for tile in tiles(name)}
    known = sorted((flow for flow in flows if flow.value > 0), key=lambda flow: (-flow.value, flow.source, flow.target))
    across = [flow for flow in known if flow.source != flow.target and {flow.source, flow.target} <= set(cells)]
    drawn = across[:most]
    marks = limits_of([flow.value for flow in drawn])
    touched = {code for flow in drawn for code in (flow.source, flow.target)}
    parts = [el("circle", cx=x, cy=y, r=2, class_="node quiet-node") for x, y in _places(cells, set(cells) - touched)]
    parts += [_line(flow, cells, marks) for flow in reversed(drawn)]
    parts += [_node(cells[code]) for code in sorted(touched)]
    columns, rows = max(tile.column for tile in cells.values()), max(tile.row for tile in cells.values())
    picture = drawing(about, parts, columns * STEP_X + 2 * MARGIN, rows * STEP_Y + 2 * MARGIN)
    left_out = len(known) - len(drawn)
    said = [gettext("Places stand roughly as on the map; there are no borders.")]
    if left_out:
        said.append(
            gettext("%(count)d smaller flows, or flows within one place, stand in the table only.")
            % {"count": left_out}
        )
    heads: list[Words] = [_("From"), _("To"), about.unit or _("Value")]
    return Chart(
        about=about, picture=picture, heads=heads, rows=_table(known), legend=_legend(marks, drawn), note=" ".join(said)
    )


def _places(cells: dict[str, Tile], codes: set[str]) -> list[tuple[int, int]]:
    return [_place(cells[code]) for code in sorted(codes)]


def _place(tile: Tile) -> tuple[int, int]:
    return MARGIN + tile.column * STEP_X, MARGIN + tile.row * STEP_Y


def _width(value: Decimal | int, marks: Sequence[Decimal]) -> float:
    return WIDTHS[sum(value >= mark for mark in marks)]


def _line(flow: Flow, cells: dict[str, Tile], marks: Sequence[Decimal]) -> SafeString:
    (x1, y1), (x2, y2) = _place(cells[flow.source]), _place(cells[flow.target])
    # The bend lies at the right of the way from source to target.
    middle_x, middle_y = (x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND
    width = _width(flow.value, marks)
    way = f"M{x1} {y1}Q{middle_x:.1f} {middle_y:.1f} {x2} {y2}"
    said = f"{divisions.name(flow.source)} → {divisions.name(flow.target)} {written.number(flow.value)}"
    inside = (
        el("title", said),
        el("path", d=way, class_="flow", stroke_width=width),
        _head(middle_x, middle_y, x2, y2, width),
    )
    return el("a", *inside, href=flow.url) if flow.url else el("g", *inside)


def _head(x1: float, y1: float, x2: float, y2: float, width: float) -> SafeString:
    """A small triangle before the node, along the line's last stretch."""
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 or 1.0
    along_x, along_y = (x2 - x1) / length, (y2 - y1) / length
    tip_x, tip_y = x2 - along_x * (NODE + 1), y2 - along_y * (NODE + 1)
    back, half = 7 + width, 3 + width / 2
    left = (tip_x - along_x * back - along_y * half, tip_y - along_y * back + along_x * half)
    right = (tip_x - along_x * back + along_y * half, tip_y - along_y * back - along_x * half)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ((tip_x, tip_y), left, right))
    return el("polygon", points=points, class_="flow-head")


def _node(tile: Tile) -> SafeString:
    x, y = _place(tile)
    words = el("text", divisions.short_name(tile.code), x=x, y=y - 8, text_anchor="middle", class_="strong")
    return el("g", el("circle", cx=x, cy=y, r=NODE, class_="node"), words)


def _legend(marks: Sequence[Decimal], drawn: Sequence[Flow]) -> list[Legend]:
    if not drawn:
        return []
    said = [written.number(mark) for mark in marks]
    words: list[Words] = (
        [f"< {said[0]}", *(f"{low} – {high}" for low, high in pairwise(said)), f"≥ {said[-1]}"]
        if said
        else [written.number(drawn[0].value)]
    )
    return [Legend(css="flow", words=text, width=str(WIDTHS[at])) for at, text in enumerate(words)]


def _table(flows: Sequence[Flow]) -> list[list[Cell]]:
    on = clock.today()
    return [[divisions.name(flow.source, on), divisions.name(flow.target, on), flow.value] for flow in flows]
