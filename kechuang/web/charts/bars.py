"""Horizontal bars, plain or stacked: the words stand at the left in full, the number at the end of the bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kechuang.web import written
from kechuang.web.charts.chart import About, Cell, Chart, Legend, drawing
from kechuang.web.charts.svg import Scale, el, fit, text_width
from kechuang.web.slots import Words

WIDTH = 536
ROW = 30
BAR = 16
FILLS = ("f1", "f2", "f3", "f4", "f5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: words, the parts that it is made of (one for a plain bar), a target, and where it leads."""

    label: Words
    values: Sequence[Decimal | int]
    target: Decimal | int | None = None
    url: str = ""
    tone: str = ""

    @property
    def total(self) -> Decimal | int:
        """The length of the bar."""
        return sum(self.values, start=0)


def bar_chart(about: About, bars: Sequence[Bar], *, parts: Sequence[Words] = ()) -> Chart:
    """Draw bars from nought; ``parts`` names the pieces of stacked bars (at most five).

    Raises ValueError for a negative value, or where a bar has another number of pieces than ``parts`` names.
    """
    pieces = max(len(parts), 1)
    if pieces > len(FILLS):
        raise ValueError(f"a bar has at most {len(FILLS)} pieces that can be told apart")
    for bar in bars:
        if len(bar.values) != pieces or any(value < 0 for value in bar.values):
            raise ValueError(f"the bar “{bar.label}” needs {pieces} values of nought or more")
    left = min(240, 16 + max((text_width(str(bar.label)) for bar in bars), default=0))
    most = max([bar.total for bar in bars] + [bar.target or 0 for bar in bars] + [0])
    across = Scale(0, float(most or 1), left, WIDTH - 92)
    height = ROW * len(bars) + 6
    drawn = [part for index, bar in enumerate(bars) for part in _row(bar, index, left, across)]
    drawn.append(el("line", x1=left, x2=left, y1=0, y2=height, class_="axis"))
    picture = drawing(about, drawn, WIDTH, height)
    heads: list[Words] = [_("Item"), *(parts or [about.unit or _("Value")])]
    rows: list[list[Cell]] = [[str(bar.label), *bar.values] for bar in bars]
    if parts:
        heads.append(_("Total"))
        rows = [[*row, bar.total] for row, bar in zip(rows, bars, strict=True)]
    if any(bar.target is not None for bar in bars):
        heads.append(_("Target"))
        rows = [[*row, bar.target] for row, bar in zip(rows, bars, strict=True)]
    legend = [Legend(css=FILLS[index], words=words) for index, words in enumerate(parts)]
    if any(bar.target is not None for bar in bars):
        legend.append(Legend(css="goal", words=_("target")))
    return Chart(about=about, picture=picture, heads=heads, rows=rows, legend=legend)


def _row(bar: Bar, index: int, left: float, across: Scale) -> list[SafeString]:
    top = index * ROW + 8
    words = el("text", fit(str(bar.label), left - 16), x=left - 8, y=top + BAR - 4, text_anchor="end")
    drawn = [el("a", words, href=bar.url) if bar.url else words]
    place: Decimal | int = 0
    for number, value in enumerate(bar.values):
        start, end = across(place), across(place + value)
        css = f"bar {bar.tone or FILLS[number]}"
        drawn.append(el("rect", x=start, y=top, width=max(end - start, 0.0), height=BAR, class_=css))
        place += value
    drawn.append(el("text", written.number(bar.total), x=across(bar.total) + 8, y=top + BAR - 4, class_="strong"))
    if bar.target is not None:
        at = across(bar.target)
        drawn.append(el("line", x1=at, x2=at, y1=top - 5, y2=top + BAR + 5, class_="goal"))
    return drawn
