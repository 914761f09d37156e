"""Blocks, sentences and clauses: where a promise begins and ends, and what year, section and tense it stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon, quantities, scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.headings import Heading
    from kechuang.policy.read.view import View

_MARKS = re.compile(r"[，；。！？：（）\n\t]")
_BULLET = re.compile(
    r"^(?:——|—|[·●■◆▲★○□◇\-＊*]|[①-⑳]|（?\d{1,2}[）.、]|[一二三四五六七八九十]是|"
    r"（[一二三四五六七八九十]+）)"
)
_CONDITION = re.compile(
    r"(?:条件|标准|要求|情形|材料|资格)(?:之一)?(?:的)?：$|(?:同时|应当?|须|需)(?:满足|具备|符合)[^。：，]{0,12}：$"
)
_CONDITION_TITLE = re.compile(
    r"条件(?:和|与|及|$)|申报(?:对象|范围|要求)|(?:认定|评定|评价|准入)标准|资格$|适用(?:范围|"
    r"对象)|申请(?:条件|资格)|(?:哪些|什么样的|谁)[^，。]{0,10}(?:可以?|能)?(?:申报|申请|享受)|申报主体"
)
_PROMISING = re.compile(r"\d(?:\.\d+)?[百千万亿]{0,2}(?:[家个项名人件亿%]|万元|亿元)")
_ACHIEVED = re.compile(
    r"交出[^。]{0,16}(?:答卷|成绩单)|取得[^。]{0,12}(?:成效|成绩|成就|进展)|成[效绩](?:显著|斐然|明显)|亮点纷呈|硕果累累"
)
_WHOLE_TEXT = 0.5
_FROM_NOW = re.compile(
    r"[^。，；：\n]{0,12}(?:思路|打算|工作计划|工作安排|工作重点|重点工作|努力方向)[：。]?$|"
    r"(?:——|—)?(?:下一步|下一阶段|下步|下阶段|接下来|今后|明年|会议(?:提出|要求|明确|强调|指出))"
)
_AHEAD = re.compile(r"力争|争取|努力|将|目标|到20[2-4]\d年|更大|新的更")
_ITEM = re.compile(r"(?:(?<=[；。\n])|^)(?:\d{1,2}）|（\d{1,2}）|[①-⑳])")
_NEXT = re.compile(r"目标(?!完成)|任务(?!完成)|打算|安排|部署|思路|举措|计划|建议|下一步|调整")
_DUE = re.compile(r"(?:计划|预计|要求)?(?:完成|办结|实施|进度|推进)?(?:时限|时间|期限|节点|时间节点|年限)(?:要求)?")
_DUE_YEAR = re.compile(r"(20[2-4]\d)(?:年|[.\-/]\d)")
_DUE_LENGTH = 24
_FULL_STOP = re.compile(r"[。！？\n]")
_FIGURE = re.compile(r"[^，。；\d年]{0,16}\d[\d.]*(?!年|月|\d)")
_GOALS = re.compile(r"目标|指标")
_SENTENCE = "。！？\n\t"


@dataclass(frozen=True, slots=True)
class Clause:
    """[start, end) without its closing mark. `sentence` numbers sentences; a bracket clause has its `outer` clause."""

    start: int
    end: int
    sentence: int
    sentence_start: int
    block: int
    bracket: bool
    closing: str
    outer: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of running text under one heading, cut at paragraph ends."""

    start: int
    end: int
    heading: Heading | None
    history: bool
    box: bool
    condition: bool = False
    top: int = 0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """The state a clause is read in."""

    year: scope.Year | None
    past: bool
    annual: bool
    here: tuple[scope.Year, ...]


def blocks(view: View, headings: list[Heading], back: bool = False, known: int | None = None) -> list[Block]:
    """Paragraphs cut at headings; the headings themselves are not blocks.

    `back`: the whole text only looks back. `known` is the document's own year: a chapter of an earlier one looks back.
    """
    cuts: list[tuple[int, int, Heading | None]] = []
    at = 0
    current: Heading | None = None
    for found in headings:
        if found.start > at:
            cuts.append((at, found.start, current))
        if found.title and _PROMISING.search(found.title):
            cuts.append((found.title_end - len(found.title), found.title_end, found))
        at, current = max(at, found.body), found
    cuts.append((at, len(view.text), current))
    chains = _chains(headings)
    tops = _tops(headings)
    out: list[Block] = []
    spoken = False
    # The level at which the text turned to what comes next (下一步); 0 while it has not.
    turned: float = 0
    for start, end, heading in cuts:
        titles = chains.get(id(heading), ())
        ahead = any(_NEXT.search(t) for t in titles)
        history = (back and not ahead) or any(lexicon.HISTORY_TITLE.search(t) and not _NEXT.search(t) for t in titles)
        history = history or _of_the_past(titles, known)
        box = heading is not None and heading.style == "box"
        top = tops.get(id(heading), 0)
        listing = told = False
        if heading is not None and 0 < heading.level <= turned:
            turned = 0
        for part in re.finditer(r"[^\n]+", view.text[start:end]):
            if (
                heading is None
                and not spoken
                and "。" not in part.group()
                and "：" not in part.group()
                and "\t" not in part.group()
            ):
                continue
            spoken = spoken or "。" in part.group()
            line = part.group()
            item = bool(_BULLET.match(line))
            if not turned and _FROM_NOW.match(line):
                turned = heading.level if heading is not None and heading.level else _WHOLE_TEXT
            told = (told and item) or bool(_ACHIEVED.search(line) and not _AHEAD.search(line))
            listing = _CONDITION.search(line) is not None or (listing and item)
            condition = bool(titles and _CONDITION_TITLE.search(titles[-1])) or (listing and item)
            out.append(
                Block(
                    start + part.start(),
                    start + part.end(),
                    heading,
                    (history or (told and item)) and not turned,
                    box,
                    condition,
                    top,
                    titles,
                )
            )
    return out


def _of_the_past(titles: tuple[str, ...], known: int | None) -> bool:
    """Whether the innermost heading that names a year names only years before the document's own (2025年工作)."""
    for title in reversed(titles):
        years = [y for y in scope.find(title, 0, len(title), known, None) if y.role in {"goal", "past", "part"}]
        if years:
            return known is not None and all(y.role == "past" and y.year is not None for y in years)
    return False


def _tops(headings: list[Heading]) -> dict[int, int]:
    """By heading: where the chapter (the topmost heading above it) begins; a goal year never leaves its chapter."""
    tops: dict[int, int] = {}
    highest = min((h.level for h in headings if h.level), default=0)
    top = 0
    for heading in headings:
        if heading.level == highest:
            top = heading.start + 1
        tops[id(heading)] = top
    return tops


def _chains(headings: list[Heading]) -> dict[int, tuple[str, ...]]:
    chains: dict[int, tuple[str, ...]] = {}
    stack: list[Heading] = []
    for heading in headings:
        if heading.level:
            while stack and stack[-1].level >= heading.level:
                stack.pop()
            stack.append(heading)
        chains[id(heading)] = tuple(h.title or "" for h in stack)
    return chains


_LONGEST_SENTENCE = 2000


def split(view: View, found: list[Block]) -> list[Clause]:
    """All clauses in order; a bracket that holds a quantity is a clause of its own."""
    out: list[Clause] = []
    sentence = 0
    for number, block in enumerate(found):
        sentence = _split_block(view.text, block, number, sentence + 1, out)
    longest = max((clause.end - clause.sentence_start for clause in out), default=0)
    return [piece for clause in out for piece in _bounded(clause)] if longest > _LONGEST_SENTENCE else out


def _bounded(clause: Clause) -> Iterator[Clause]:
    """No author writes a sentence of thousands of characters: damage is read in pieces, so that time stays linear."""
    for low in range(clause.start, clause.end, _LONGEST_SENTENCE):
        high = min(low + _LONGEST_SENTENCE, clause.end)
        yield replace(
            clause, start=low, end=high, sentence_start=max(clause.sentence_start, low - _LONGEST_SENTENCE), outer=None
        )


def _split_block(text: str, block: Block, number: int, sentence: int, out: list[Clause]) -> int:
    start = sentence_start = block.start
    depth, hidden = 0, 0
    outer: int | None = None
    for mark in _MARKS.finditer(text, block.start, block.end):
        sign, at = mark.group(), mark.start()
        if sign == "（":
            if depth == 0 and not hidden and _counts(text, at, block.end):
                if at > start:
                    out.append(Clause(start, at, sentence, sentence_start, number, False, "（", None))
                outer, depth, start = len(out) - 1 if out and out[-1].block == number else None, 1, at + 1
            else:
                hidden += 1
            continue
        if sign == "）":
            if hidden:
                hidden -= 1
            elif depth:
                if at > start:
                    out.append(Clause(start, at, sentence, sentence_start, number, True, "）", outer))
                depth, start, outer = 0, at + 1, None
            continue
        if hidden and sign not in _SENTENCE:
            continue
        hidden = 0 if sign in _SENTENCE else hidden
        if at > start:
            out.append(Clause(start, at, sentence, sentence_start, number, bool(depth), sign, outer))
        start = at + 1
        if sign in _SENTENCE:
            sentence, sentence_start, depth, outer = sentence + 1, at + 1, 0, None
    if block.end > start:
        out.append(Clause(start, block.end, sentence, sentence_start, number, bool(depth), "\n", outer))
    return sentence


def _counts(text: str, at: int, end: int) -> bool:
    """Whether a bracket speaks for itself: it holds a quantity or names who answers for the task."""
    close = text.find("）", at, min(end, at + 240))
    inner = text[at + 1 : close if close >= 0 else min(end, at + 240)]
    if "责任" in inner[:8] or "牵头" in inner or "任单位" in inner[:6]:
        return True
    if close < 0 or not any(c.isdigit() for c in inner):
        return False
    years = [(y.start, y.end) for y in scope.find(inner, 0, len(inner), None, None)]
    return any(q.unit is not None and not any(s <= q.start < e for s, e in years) for q in quantities.find(inner))


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
                    year = scope.Year(block.start, block.start, named[-1].year, "goal", named[-1].period)
                    carried[depth] = (year, block.top)
        text = self._view.text
        lead: scope.Year | None = None
        bullet = bool(_BULLET.match(text[block.start : block.start + 4]))
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
        stop = _FULL_STOP.search(text, clause.end, block.end)
        end = stop.start() if stop else block.end
        inside = [y for y in ahead if y.end <= end]
        told = any(y.role == "past" and y.year is not None and _FIGURE.match(text, y.end, end) for y in inside)
        aims = any(y.role in {"goal", "current"} for y in inside) or _AHEAD.search(text, clause.sentence_start, end)
        return told and not aims

    def _items(self, block: Block, clause: Clause) -> list[int]:
        """Where the first and the last of the items 1)…；2)…；3)… before this clause begin: their years are their own."""
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


def clauses_of_sentence(found: list[Clause], index: int) -> Iterator[Clause]:
    """The clauses of the same sentence, in order."""
    low = index
    while low and found[low - 1].sentence == found[index].sentence:
        low -= 1
    while low < len(found) and found[low].sentence == found[index].sentence:
        yield found[low]
        low += 1
