"""From view offsets to the document's own dataclasses, with published offsets, quotes and heading paths."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon
from kechuang.policy.read.document import Assignment, Baseline, Incentive, Section, Target

if TYPE_CHECKING:
    from kechuang.policy.read import dress, headings, tables, units, view


_BEYOND = "the target before"


class Paths:
    """The headings above a place."""

    def __init__(self, seen: view.View, tree: list[headings.Heading]) -> None:
        self._starts: list[int] = []
        self._paths: list[tuple[str, ...]] = []
        stack: list[tuple[int, str]] = []
        for heading in tree:
            if not heading.level:
                continue
            while stack and stack[-1][0] >= heading.level:
                stack.pop()
            stack.append((heading.level, seen.original(heading.start, heading.title_end)))
            self._starts.append(heading.start)
            self._paths.append(tuple(label for _, label in stack))

    def at(self, place: int) -> tuple[str, ...]:
        index = bisect_right(self._starts, place) - 1
        return self._paths[index] if index >= 0 else ()


def sections(seen: view.View, tree: list[headings.Heading]) -> list[Section]:
    paths = Paths(seen, tree)
    out: list[Section] = []
    for number, heading in enumerate(tree, 1):
        start, end = seen.span(heading.start, heading.title_end)
        begin = heading.title_end - len(heading.title or "")
        title = seen.original(begin, heading.title_end) if heading.title else None
        marker = (
            seen.original(heading.start, heading.start + len(heading.mark)) if heading.style != "box" else heading.mark
        )
        path = paths.at(heading.start)
        out.append(
            Section(
                f"S{number:03d}",
                heading.level or "box",
                re.sub(r"\s", "", marker),
                title,
                start,
                end,
                seen.span(max(heading.until - 1, heading.start), heading.until)[1],
                seen.raw[start:end],
                path[:-1] if heading.level else path,
            )
        )
    return out


def targets(seen: view.View, found: list[dress.Finding], paths: Paths, default: int | None) -> list[Target]:
    out: list[Target] = []
    for f in found:
        if f.role != "target":
            continue
        start, end = seen.span(f.start, f.end)
        year = f.setting.year
        annual = f.setting.annual or "每年" in seen.text[f.start : f.end]
        place = seen.span(year.start, year.end) if year and year.end > year.start else None
        name = as_printed(seen, f.name, f.start, f.end)
        out.append(
            Target(
                id=f"T{len(out) + 1:03d}",
                indicator=name,
                subject=f.subject,
                comparator=f.comparator,
                value=f.value,
                value_max=f.value_max,
                unit=_unit(seen, f),
                kind=f.kind,
                year=year.year if year else default,
                start=start,
                end=end,
                quote=seen.raw[start:end],
                period=year.period if year else None,
                frequency="annual" if annual else None,
                hedge=f.hedge,
                part_of=f.part_of,
                relative_to=f.relative_to,
                year_quote=seen.raw[slice(*place)] if place else None,
                year_start=place[0] if place else None,
                year_end=place[1] if place else None,
                section=paths.at(f.start),
                stretch_of=_BEYOND if f.stretch else None,
            )
        )
    return out


_REACH = 160
# Multipliers and the commonest measures have one form, so that sums can be told; any other measure stays as printed.
_MEASURES = str.maketrans("萬億個項場條種類", "万亿个项场条种类")


def _unit(seen: view.View, f: dress.Finding) -> str | None:
    if f.unit is None:
        return bare_unit(f) if f.quantity is not None else None
    return as_printed(seen, f.unit, f.start, f.end).translate(_MEASURES) if f.unit and f.quantity else f.unit


def as_printed(seen: view.View, name: str, start: int, end: int) -> str:
    """A name in the characters of the text: the view is simplified, what it names is quoted as published."""
    if seen.script != "traditional":
        return name
    low = max(0, start - _REACH)
    window = seen.text[low:end]
    at = window.rfind(name)
    if at >= 0:
        return seen.original(low + at, low + at + len(name))
    out, i = "", 0
    while i < len(name):
        size = next((n for n in range(len(name) - i, 0, -1) if name[i : i + n] in window), 0)
        at = window.rfind(name[i : i + size])
        out += seen.original(low + at, low + at + size) if size else name[i]
        i += max(size, 1)
    return out


def around(rows: list[tuple[int, int]], place: int) -> list[tuple[int, int]]:
    at = bisect_right(rows, (place, len(rows) + place))
    return rows[max(0, at - 8) : at + 1]


def numbered(listed: list[Target]) -> list[Target]:
    listed.sort(key=lambda t: (t.start, t.end))
    out: list[Target] = []
    for number, target in enumerate(listed, 1):
        beyond = target.stretch_of is not None and bool(out)
        out.append(replace(target, id=f"T{number:03d}", stretch_of=out[-1].id if beyond else None))
    return out


def cell_targets(seen: view.View, cells: list[tables.Cell], paths: Paths) -> list[Target]:
    out: list[Target] = []
    for c in cells:
        if c.role != "target":
            continue
        start, end = seen.span(c.start, c.end)
        kind = "range" if c.value_max is not None else "share" if c.unit == "%" else "level"
        out.append(
            Target(
                "",
                c.name,
                None,
                c.comparator,
                c.value,
                c.value_max,
                c.unit,
                kind,
                c.year,
                start,
                end,
                seen.raw[start:end],
                section=paths.at(c.start),
            )
        )
    return out


def cell_baselines(seen: view.View, cells: list[tables.Cell]) -> list[Baseline]:
    out: list[Baseline] = []
    for c in cells:
        if c.role == "baseline":
            start, end = seen.span(c.start, c.end)
            out.append(Baseline(c.name, c.value, c.unit, c.year, start, end, seen.raw[start:end]))
    return out


def bare_unit(f: dress.Finding) -> str | None:
    """An index or score has no unit (""); any other number without one has lost it (None)."""
    return "" if re.search(r"指数|得分|评分|系数|水平", f.name) else None


def incentives(seen: view.View, found: list[dress.Finding], paths: Paths) -> list[Incentive]:
    out: list[Incentive] = []
    for f in found:
        if f.role != "incentive" or f.value is None:
            continue
        start, end = seen.span(f.start, f.end)
        sentence = seen.text[f.clause.sentence_start : f.start]
        condition = re.split(r"[。；]", sentence)[-1].strip("，： ")
        own = seen.text[f.start : f.quantity.start] if f.quantity else ""
        label = condition or lexicon.LEADING.sub("", own)
        out.append(
            Incentive(
                f"I{len(out) + 1:03d}",
                Decimal(f.value),
                f.value_max,
                (_unit(seen, f) or "") if f.unit else "",
                f.comparator,
                label[:120],
                (condition or own)[:200],
                start,
                end,
                seen.raw[start:end],
                paths.at(f.start),
            )
        )
    return out


def baselines(seen: view.View, found: list[dress.Finding]) -> list[Baseline]:
    out: list[Baseline] = []
    for f in found:
        if f.role == "baseline" and f.quantity and f.value is not None:
            start, end = seen.span(f.start, f.end)
            stated = [y.year for y in f.setting.here if y.year is not None and y.end <= f.quantity.start]
            out.append(
                Baseline(f.name, f.value, f.unit, stated[-1] if stated else None, start, end, seen.raw[start:end])
            )
    return out


def assignments(seen: view.View, listed: list[units.Found], paths: Paths) -> list[Assignment]:
    out: list[Assignment] = []
    for a in listed:
        start, end = seen.span(a.start, a.end)
        low, high = seen.span(a.raw_start, a.raw_end)
        out.append(
            Assignment(
                f"A{len(out) + 1:03d}",
                a.units,
                a.lead,
                a.support,
                "prose" if a.form == "prose" else "list",
                a.open_list,
                seen.raw[low:high],
                start,
                end,
                seen.raw[start:end],
                a.also_known,
                a.groups,
                paths.at(a.start),
            )
        )
    return out
