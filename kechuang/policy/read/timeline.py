"""Year, tense and frequency of every clause, from the expressions before it, the headings above and a row's day."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon, scope
from kechuang.policy.read.clauses import AHEAD, BULLET, Setting

if TYPE_CHECKING:
    from kechuang.policy.read.clauses import Block, Clause
    from kechuang.policy.read.view import View

_ITEM = re.compile(r"(?:(?<=[；。\n])|^)(?:\d{1,2}）|（\d{1,2}）|[①-⑳])")
_DUE = re.compile(r"(?:计划|预计|要求)?(?:完成|办结|实施|进度|推进)?(?:时限|时间|期限|节点|时间节点|年限)(?:要求)?")
_DUE_YEAR = re.compile(r"(20[2-4]\d)(?:年|[.\-/]\d)")
_DUE_LENGTH = 24
_SENTENCE_REACH = 400
_FULL_STOP = re.compile(r"[。！？\n]")
_FIGURE = re.compile(r"[^，。；\d年]{0,16}\d[\d.]*(?!年|月|\d)")
_GOALS = re.compile(r"目标|指标")


def _due(text: str, block: Block, column: int) -> tuple[int, scope.Year | None]:
    """The column that gives each row its day (完成时限), and the year in this row's cell of it."""
    line = text[block.start : block.end]
    if "\t" not in line:
        return -1, None
    cells = line.split("\t")
    named = [i - len(cells) for i, cell in enumerate(cells) if _DUE.fullmatch(cell)]
    if named:
        return named[-1], None
    if column == -1 and not _DUE_YEAR.search(cells[-1]):
        return column, None
    if column >= 0 or -column > len(cells):
        return column, None
    years = _DUE_YEAR.findall(cells[column]) if len(cells[column]) < _DUE_LENGTH else []
    if len(set(years)) != 1:
        return column, None
    at = block.start + len("\t".join(cells[:column])) + 1
    found = _DUE_YEAR.search(text, at)
    return column, scope.Year(found.start(), found.end(), int(found.group(1)), "goal") if found else None


class Timeline:
    """Year, tense and frequency for every clause, from the expressions before it."""

    def __init__(
        self,
        view: View,
        found: list[Block],
        known: int | None,
        horizon: int | None,
        default: int | None,
        plan: bool = False,
        goals: tuple[int, ...] = (),
    ) -> None:
        self._view = view
        self._blocks = found
        self._default = default
        self._plan = plan
        self._known = known
        self._years: list[scope.Year] = []
        self._lead: list[scope.Year | None] = []
        carried: dict[int, tuple[scope.Year | None, int]] = {}
        previous: Block | None = None
        column = -1
        for block in found:
            years = list(scope.find(view.text, block.start, block.end, known, horizon, goals))
            self._years += years
            lead = self._inherit(block, previous, carried, years, known, horizon)
            column, due = _due(view.text, block, column)
            self._lead.append(due or lead)
            previous = block
        self._starts = [y.start for y in self._years]
        self._numbered: tuple[Block | None, list[int]] = (None, [])

    def _inherit(
        self,
        block: Block,
        previous: Block | None,
        carried: dict[int, tuple[scope.Year | None, int]],
        years: list[scope.Year],
        known: int | None,
        horizon: int | None,
    ) -> scope.Year | None:
        """The goal year a block starts with, from the heading, the lead-in above, or the list it belongs to."""
        level = block.heading.level if block.heading else 0
        title = (block.heading.title or "") if block.heading else ""
        if previous is None or previous.heading is not block.heading:
            for deeper in [k for k in carried if k >= level]:
                carried.pop(deeper)
            for depth, above in enumerate(block.titles, 1 + level - len(block.titles)):
                named = [y for y in scope.find(above, 0, len(above), known, horizon) if y.role == "goal" and y.year]
                if named:
                    stands = scope.Year(block.start, block.start, named[-1].year, "goal", named[-1].period)
                    carried[depth] = (stands, block.top)
        text = self._view.text
        lead: scope.Year | None = None
        bullet = bool(BULLET.match(text[block.start : block.start + 4]))
        for key in sorted(carried):
            year, top = carried[key]
            if top == block.top and (key < level or bullet or lexicon.GOAL_TITLE.search(title)):
                lead = year
        goals = [y for y in years if y.role == "goal" and y.year is not None]
        if goals and goals[0].start - block.start < 30:
            opens = text[block.end - 1] in "：:" or lexicon.GOAL_TITLE.search(title) or len(goals) == 1
            carried[level] = (goals[-1] if opens else None), block.top
        return lead

    def setting(self, clause: Clause, sentences_past: bool) -> Setting:
        """What the expressions before the clause's end say about it."""
        block = self._blocks[clause.block]
        low = bisect_right(self._starts, block.start - 1)
        high = bisect_right(self._starts, clause.end - 1)
        year = self._lead[clause.block]
        past = block.history or sentences_past
        annual = False
        here: list[scope.Year] = []
        items = self._items(block, clause)
        since = 0
        for found in self._years[max(low, high - 40) : high]:
            inside = found.start >= clause.start
            if items and items[0] <= found.start < items[-1]:
                continue
            if inside:
                here.append(found)
            if found.role == "past" and found.period is not None:
                since = found.period[1]
            if found.role == "goal" and found.year is not None and found.year <= since:
                continue
            if found.role in {"goal", "current"} and (found.year is not None or found.role == "current"):
                keep = found.role == "current" and (found.year is None or self._lead[clause.block] is not None)
                later = found.role == "goal" and found.year is not None and found.year > (self._known or found.year)
                later = later and found.start >= clause.sentence_start
                year, past = (year if keep else found), block.history and not later
            elif found.role == "span" and not past:
                year = found
            elif found.role == "past" or (found.role == "part" and year is None and self._default is None):
                if found.start >= clause.sentence_start or found.start - block.start < 8:
                    past = True
            elif found.role == "annual":
                annual = annual or inside
        past = past or (year is None and not annual and self._told_later(clause, block, high))
        return Setting(year, past, annual, tuple(here))

    def _told_later(self, clause: Clause, block: Block, high: int) -> bool:
        """企业236家，2024年营业收入74亿元: a sentence that goes on to report a year past reports from its start."""
        ahead = self._years[high : high + 3]
        if not ahead or not any(y.role == "past" and y.year is not None for y in ahead):
            return False
        text = self._view.text
        reach = min(block.end, clause.end + _SENTENCE_REACH)
        stop = _FULL_STOP.search(text, clause.end, reach)
        end = stop.start() if stop else reach
        inside = [y for y in ahead if y.end <= end]
        told = any(y.role == "past" and y.year is not None and _FIGURE.match(text, y.end, end) for y in inside)
        aims = any(y.role in {"goal", "current"} for y in inside) or AHEAD.search(text, clause.sentence_start, end)
        return told and not aims

    def _items(self, block: Block, clause: Clause) -> list[int]:
        """Where the first and the last of the items 1)…；2)…；3)… before this clause begin: each has its own year."""
        if block is not self._numbered[0]:
            marks = [m.start() for m in _ITEM.finditer(self._view.text, block.start, block.end)]
            self._numbered = (block, marks if len(marks) > 1 else [])
        marks = self._numbered[1]
        at = bisect_right(marks, clause.start)
        return [marks[0], marks[at - 1]] if at > 1 else []

    def goal_list(self, clause: Clause) -> list[scope.Year]:
        """The goal years that the sentence lists before this clause's end: 到2025年和2030年，… → both."""
        low = bisect_right(self._starts, clause.sentence_start - 1)
        high = bisect_right(self._starts, clause.end - 1)
        out: list[scope.Year] = []
        for found in self._years[max(low, high - 8) : high]:
            if found.role != "goal" or found.year is None:
                continue
            joined = out and self._view.text[out[-1].end : found.start].strip("和与及、，") == ""
            out = [*out, found] if joined else [found]
        return out

    def planned(self, block: Block) -> bool:
        """Whether the block looks ahead even without a year: a plan with a period, or a heading that names goals."""
        title = block.heading.title or "" if block.heading else ""
        return not block.history and (self._plan or bool(_GOALS.search(title)))

    def default(self) -> int | None:
        return self._default
