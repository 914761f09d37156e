"""One entry: published text in, document out. Pure: no clock, no files, no database."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import replace
from decimal import Decimal

from kechuang.policy.read import cited, clauses, gaps, headings, lexicon, meta, systems, tables, targets, units, view
from kechuang.policy.read.document import (
    Aside,
    Assignment,
    Baseline,
    CitedDocument,
    Document,
    Incentive,
    Meta,
    NamedSystem,
    Origin,
    Section,
    Target,
)
from kechuang.policy.read.extract import sniff

_STATUTE = re.compile(r"条例$|办法$|规定$|细则$|章程$|规则$|制度$")
# A plan without any date is read as written two years before its first goal: years before that are its past.
_GOAL_LEAD_YEARS = 2
_FULL_TEXT = re.compile(r"(?:全文如下|方案全文|全文：|正文：)")
_COMMENT = re.compile(r"^(?:内容解读|政策解读|解读|名词解释|相关解读|编者按)")


def read_bytes(data: bytes, name: str) -> Document:
    """The document in a file's bytes; `name` only helps where the bytes do not tell the kind.

    Raises `faults.ReadingRefused` with a stable code where the file cannot be read.
    """
    extracted = sniff.extract(data, name)
    origin = Origin(name, extracted.kind, extracted.encoding, extracted.pages, hashlib.sha256(data).hexdigest())
    return read_text(extracted.text, origin)


def read_text(raw: str, origin: Origin | None = None) -> Document:
    """The document in a text exactly as published; never raises on any text, linear in its length."""
    seen = view.build(raw)
    about = meta.read(seen)
    tree, holes = headings.find(seen)
    known, horizon, default = _years(about)
    statute = bool(_STATUTE.search(about.doc_type or "")) or sum(1 for h in tree if h.style == "article") > 4
    blocks = clauses.blocks(seen, tree)
    parts = clauses.split(seen, blocks)
    timeline = clauses.Timeline(seen, blocks, known, horizon, default)
    found = list(targets.find(seen, blocks, parts, timeline, statute))
    found = _without_echoes(seen, tree, found)
    cells = tables.find(seen, known)
    rows = [(c.start, c.end) for c in cells]
    found = [f for f in found if not any(s <= f.start < e for s, e in _around(rows, f.start))]
    listed = units.find(seen)
    paths = _Paths(seen, tree)
    return Document(
        raw=raw,
        meta=about,
        sections=tuple(_sections(seen, tree)),
        targets=tuple(_numbered([*_targets(seen, found, paths, default), *_cell_targets(seen, cells, paths)])),
        assignments=tuple(_assignments(seen, listed, paths)),
        incentives=tuple(_incentives(seen, found, paths)),
        named_systems=tuple(
            NamedSystem(s.name, s.kind, *seen.span(s.start, s.end), seen.quote(s.start, s.end)) for s in systems.find(seen)
        ),
        cited_documents=tuple(
            CitedDocument(c.title, c.doc_number, c.role, *seen.span(c.start, c.end), seen.quote(c.start, c.end))
            for c in cited.find(seen, _plain_title(seen, about))
        ),
        baselines=tuple(sorted([*_baselines(seen, found), *_cell_baselines(seen, cells)], key=lambda b: b.start)),
        asides=tuple(
            Aside(f.reason, *seen.span(f.quantity.start, f.quantity.end), seen.quote(f.quantity.start, f.quantity.end))
            for f in found
            if f.role == "aside" and f.quantity
        ),
        gaps=tuple(gaps.find(seen, tree, holes, found, listed)),
        omissions=tuple(Aside(o.kind, o.start, o.end, raw[o.start : o.end]) for o in seen.omissions),
        origin=origin,
    )


def _plain_title(seen: view.View, about: Meta) -> str | None:
    """The title in the view's own characters (simplified, one form a character), for comparing."""
    if about.title_start is None or about.title_end is None:
        return about.title
    starts = seen.layer.starts
    low, high = bisect_right(starts, about.title_start) - 1, bisect_right(starts, about.title_end - 1)
    return seen.text[max(low, 0) : high]


def _years(about: Meta) -> tuple[int | None, int | None, int | None]:
    """(the document's own year, the last year of its period, the year an annual plan speaks of)."""
    titled = re.findall(r"20[0-4]\d", about.title or "")
    known = about.issue_date.year if about.issue_date else None
    number = re.search(r"(?:〔|\[)(20\d\d)", about.doc_number or "")
    known = known or (int(number.group(1)) if number else None)
    latest = max((int(y) for y in titled), default=None) if about.period is None else None
    single = latest if len(set(titled)) == 1 else None
    annual = single if re.search(r"要点|计划|安排|任务|清单|报告|分工|目标|方案", about.title or "") else None
    known = known or (about.period[0] if about.period else None) or latest
    known = known or (about.published_on.year if about.published_on else None)
    known = known or (min(about.goal_years) - _GOAL_LEAD_YEARS if about.goal_years else None)
    horizon = about.period[1] if about.period else (annual or None)
    return known, horizon, annual


def _without_echoes(seen: view.View, tree: list[headings.Heading], found: list[targets.Finding]) -> list[targets.Finding]:
    """A news lead before the full text, or a comment after it, that repeats a promise makes no second promise."""
    starts = [h.start for h in tree if h.style in {"first", "chapter"}]
    full = _FULL_TEXT.search(seen.text)
    lead_end = starts[0] if full and starts and full.start() < starts[0] else 0
    tail_start = len(seen.text)
    for match in re.finditer(r"(?m)^[^\n]{2,12}$", seen.text):
        if starts and match.start() > starts[-1] and _COMMENT.match(match.group()):
            tail_start = match.start()
            break
    if not lead_end and tail_start == len(seen.text):
        return found
    body = {(f.value, f.unit) for f in found if f.role == "target" and lead_end <= f.start < tail_start}
    return [
        f for f in found if f.role != "target" or lead_end <= f.start < tail_start or (f.value, f.unit) not in body
    ]


class _Paths:
    """The headings above a place."""

    def __init__(self, seen: view.View, tree: list[headings.Heading]):
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


def _sections(seen: view.View, tree: list[headings.Heading]) -> list[Section]:
    paths = _Paths(seen, tree)
    out: list[Section] = []
    for number, heading in enumerate(tree, 1):
        start, end = seen.span(heading.start, heading.title_end)
        begin = heading.title_end - len(heading.title or "")
        title = seen.original(begin, heading.title_end) if heading.title else None
        marker = seen.original(heading.start, heading.start + len(heading.mark)) if heading.style != "box" else heading.mark
        path = paths.at(heading.start)
        out.append(
            Section(
                f"S{number:03d}", heading.level or "box", re.sub(r"\s", "", marker), title, start, end,
                seen.span(max(heading.until - 1, heading.start), heading.until)[1], seen.raw[start:end],
                path[:-1] if heading.level else path,
            )  # fmt: skip
        )
    return out


def _targets(seen: view.View, found: list[targets.Finding], paths: _Paths, default: int | None) -> list[Target]:
    out: list[Target] = []
    for f in found:
        if f.role != "target":
            continue
        start, end = seen.span(f.start, f.end)
        year = f.setting.year
        annual = f.setting.annual or "每年" in seen.text[f.start : f.end]
        place = seen.span(year.start, year.end) if year and year.end > year.start else None
        out.append(
            Target(
                id=f"T{len(out) + 1:03d}", indicator=f.name, subject=f.subject, comparator=f.comparator, value=f.value,
                value_max=f.value_max, unit=f.unit if f.quantity is None or f.unit is not None else _bare_unit(f),
                kind=f.kind, year=year.year if year else default, start=start, end=end, quote=seen.raw[start:end],
                period=year.period if year else None, frequency="annual" if annual else None, hedge=f.hedge,
                part_of=f.part_of, relative_to=f.relative_to, year_quote=seen.raw[slice(*place)] if place else None,
                year_start=place[0] if place else None, year_end=place[1] if place else None, section=paths.at(f.start),
            )  # fmt: skip
        )
    return out


def _around(rows: list[tuple[int, int]], place: int) -> list[tuple[int, int]]:
    at = bisect_right(rows, (place, len(rows) + place))
    return rows[max(0, at - 8) : at + 1]


def _numbered(listed: list[Target]) -> list[Target]:
    listed.sort(key=lambda t: (t.start, t.end))
    return [replace(target, id=f"T{number:03d}") for number, target in enumerate(listed, 1)]


def _cell_targets(seen: view.View, cells: list[tables.Cell], paths: _Paths) -> list[Target]:
    out: list[Target] = []
    for c in cells:
        if c.role != "target":
            continue
        start, end = seen.span(c.start, c.end)
        kind = "range" if c.value_max is not None else "share" if c.unit == "%" else "level"
        out.append(
            Target("", c.name, None, c.comparator, c.value, c.value_max, c.unit, kind, c.year, start, end,
                   seen.raw[start:end], section=paths.at(c.start))  # fmt: skip
        )
    return out


def _cell_baselines(seen: view.View, cells: list[tables.Cell]) -> list[Baseline]:
    out: list[Baseline] = []
    for c in cells:
        if c.role == "baseline":
            start, end = seen.span(c.start, c.end)
            out.append(Baseline(c.name, c.value, c.unit, c.year, start, end, seen.raw[start:end]))
    return out


def _bare_unit(f: targets.Finding) -> str | None:
    """An index or score has no unit (""); any other number without one has lost it (None)."""
    return "" if re.search(r"指数|得分|评分|系数|水平", f.name) else None


def _incentives(seen: view.View, found: list[targets.Finding], paths: _Paths) -> list[Incentive]:
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
                f"I{len(out) + 1:03d}", Decimal(f.value), f.value_max, f.unit or "", f.comparator, label[:120],
                (condition or own)[:200], start, end, seen.raw[start:end], paths.at(f.start),
            )  # fmt: skip
        )
    return out


def _baselines(seen: view.View, found: list[targets.Finding]) -> list[Baseline]:
    out: list[Baseline] = []
    for f in found:
        if f.role == "baseline" and f.quantity and f.value is not None:
            start, end = seen.span(f.start, f.end)
            stated = [y.year for y in f.setting.here if y.year is not None and y.end <= f.quantity.start]
            out.append(Baseline(f.name, f.value, f.unit, stated[-1] if stated else None, start, end, seen.raw[start:end]))
    return out


def _assignments(seen: view.View, listed: list[units.Found], paths: _Paths) -> list[Assignment]:
    out: list[Assignment] = []
    for a in listed:
        start, end = seen.span(a.start, a.end)
        low, high = seen.span(a.raw_start, a.raw_end)
        out.append(
            Assignment(
                f"A{len(out) + 1:03d}", a.units, a.lead, a.support, "prose" if a.form == "prose" else "list", a.open_list,
                seen.raw[low:high], start, end, seen.raw[start:end], a.also_known, a.groups, paths.at(a.start),
            )  # fmt: skip
        )
    return out
