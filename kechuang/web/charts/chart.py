"""What every chart carries besides its picture: title, definition, source, day, a table, a CSV file.

A chart is a value: views make it, ``{% chart … %}`` shows it, and ``download`` answers ``?chart=KEY`` with its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString

from kechuang.web.charts.svg import el
from kechuang.web.exports import csv_response, file_name
from kechuang.web.slots import Words

type Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a reader must be told: what is shown, its unit, its definition, its source and its day.

    ``key`` is ascii and unique on the page. ``summary`` is the sentence that a screen reader hears instead of the
    picture; it says what the picture shows (“rose from 2.1 to 3.2; the target is 3.3”).
    """

    key: str
    title: Words
    summary: Words
    source: Words
    definition: Words = ""
    definition_url: str = ""
    unit: Words = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """One line of a legend: the class that colours it and its words; ``width`` where a line's width says something."""

    css: str
    words: Words
    width: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawn chart with its table."""

    about: About
    picture: SafeString
    heads: Sequence[Words]
    rows: Sequence[Sequence[Cell]]
    legend: Sequence[Legend] = ()
    open_table: bool = False
    note: Words = ""
    numbers: frozenset[int] = field(default=frozenset())

    @property
    def download_url(self) -> str:
        """The address of the chart's CSV file, relative to its page."""
        return f"?chart={self.about.key}"

    @property
    def shown_rows(self) -> list[list[tuple[Cell, bool]]]:
        """The rows with the mark whether each cell is a number."""
        return [
            [(cell, isinstance(cell, Decimal | int) and not isinstance(cell, bool)) for cell in row]
            for row in self.rows
        ]


def drawing(about: About, parts: Sequence[str], width: int, height: int) -> SafeString:
    """Give the picture of a chart. Its size is in rem of 14 px, so that its words grow with the page's.

    A picture with links in it is a group: inside an image nobody who listens to the page would find them.
    """
    role = "group" if any("<a " in part for part in parts) else "img"
    size = {"width": f"{width / 14:.2f}rem", "viewBox": f"0 0 {width} {height}"}
    return el("svg", *parts, class_="plot", role=role, aria_labelledby=f"chart-{about.key}-summary", **size)


def download(request: HttpRequest, charts: Iterable[Chart]) -> HttpResponseBase | None:
    """Answer a request for a chart's rows as CSV, or None where none is asked for."""
    asked = request.GET.get("chart", "")
    for chart in charts:
        if asked == chart.about.key:
            rows = [[*row] for row in chart.rows]
            name = file_name(str(chart.about.title), "csv")
            return csv_response([str(head) for head in chart.heads], rows, name=name)
    return None
