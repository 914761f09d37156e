"""Bars over days with a red line for today: tasks, calls, deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.web import written
from kechuang.web.charts.bars import ROW
from kechuang.web.charts.chart import About, Cell, Chart, drawing
from kechuang.web.charts.svg import Scale, el, fit, text_width
from kechuang.web.parts import State
from kechuang.web.slots import Words

WIDTH = 640
HEAD = 26
_TONES = {"idle": "idle", "going": "f1", "risk": "risk", "late": "late", "done": "done", "void": "idle"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that lasts: from a day to a day, both included. An open end (None) runs to the edge."""

    label: Words
    start: date
    end: date | None
    state: State
    url: str = ""


def timeline(about: About, spans: Sequence[Span], *, today: date) -> Chart:
    """Draw spans one below the other. Raises ValueError for one that ends before it begins."""
    for span in spans:
        if span.end is not None and span.end < span.start:
            raise ValueError(f"“{span.label}” ends before it begins")
    days = [today, *(span.start for span in spans), *(span.end for span in spans if span.end)]
    first, last = min(days) - timedelta(days=10), max(days) + timedelta(days=20)
    left = min(240, 16 + max((text_width(str(span.label)) for span in spans), default=0))
    across = Scale(first.toordinal(), last.toordinal(), left, WIDTH - 10)
    height = HEAD + ROW * len(spans) + 6
    drawn = _months(first, last, across, height)
    for index, span in enumerate(spans):
        drawn += _row(span, index, left, across, last)
    at = across(today.toordinal())
    drawn.append(el("line", x1=at, x2=at, y1=HEAD - 8, y2=height, class_="today"))
    anchor = "end" if at > WIDTH - 60 else "start"
    drawn.append(el("text", gettext("today"), x=at + (-4 if anchor == "end" else 4), y=HEAD + 2, text_anchor=anchor))
    picture = drawing(about, drawn, WIDTH, height)
    rows: list[list[Cell]] = [
        [str(span.label), span.start, span.end or gettext("open"), str(span.state.word)] for span in spans
    ]
    return Chart(about=about, picture=picture, heads=[_("Item"), _("Begins"), _("Ends"), _("State")], rows=rows)


def _row(span: Span, index: int, left: float, across: Scale, last: date) -> list[SafeString]:
    top = HEAD + index * ROW + 8
    start = across(span.start.toordinal())
    end = across((span.end or last).toordinal() + 1)
    words = el("text", fit(str(span.label), left - 16), x=left - 8, y=top + 12, text_anchor="end")
    bar = el("rect", x=start, y=top, width=max(end - start, 2.0), height=16, rx=2, class_=_TONES[span.state.tone])
    mark = el("title", f"{span.label} {written.day(span.start)} – {written.day(span.end) if span.end else '…'}")
    return [el("a", words, href=span.url) if span.url else words, el("g", mark, bar)]


def _months(first: date, last: date, across: Scale, height: int) -> list[SafeString]:
    """A line for each quarter, or each year where the whole is long; the words say which."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = 1 if months <= 8 else 3 if months <= 24 else 12
    drawn = []
    year, month = first.year, first.month
    while date(year, month, 1) <= last:
        day = date(year, month, 1)
        if day >= first and (month - 1) % step == 0:
            at = across(day.toordinal())
            words = f"{year}" if step == 12 else f"{year}-{month:02d}"
            drawn.append(el("line", x1=at, x2=at, y1=HEAD - 8, y2=height, class_="gridline"))
            drawn.append(el("text", words, x=at, y=12, text_anchor="middle"))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return drawn
