"""Blocks, sentences and clauses: where a promise begins and ends, and what year, section and tense it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon, quantities, scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.headings import Heading
    from kechuang.policy.read.view import View

_MARKS = re.compile(r"[，；。！？：（）\n\t]")
BULLET = re.compile(
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
AHEAD = re.compile(r"力争|争取|努力|将|目标|到20[2-4]\d年|更大|新的更")
_NEXT = re.compile(r"目标(?!完成)|任务(?!完成)|打算|安排|部署|思路|举措|计划|建议|下一步|调整")
_AIMS = re.compile(
    r"(?:总体|发展|主要|工作|预期|奋斗|行动|建设|规划|具体|阶段|战略)(?:性)?目标(?!.{0,6}(?:完成|情况|实现))|总体(?:要求|思路|部署)|"
    r"发展(?:思路|蓝图|愿景)|主要(?:预期)?指标(?!.{0,6}(?:完成|情况))"
)
# A line of its own, without a mark, that opens a review or what follows it: 回顾2023年工作成果, 2024年工作目标.
_REVIEW_LINE = re.compile(
    r"[^，。；：、]{0,14}(?:工作)?回顾[^，。；：、]{0,14}|(?:20\d\d年|过去[^，。；：]{0,4}|上年度?)(?:主要)?工作(?:总结|情况|成效|成绩)"
)
_FORWARD_LINE = re.compile(
    r"[^，。；：、]{0,14}(?:展望|目标|计划|安排|打算|部署|任务|举措|工作思路|思路)[^，。；：、]{0,14}"
)
_FORWARD = re.compile(
    r"(?:今年|新的一年|20\d\d年)，?[^，。；]{0,16}(?:将|要|目标|总体要求|继续)|做好[^，。；]{0,12}工作"
)
_LINE_LONGEST = 30
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
        history = (back and not ahead) or _reviewed(titles)
        history = history or _of_the_past(titles, known)
        aims = not history and any(_AIMS.search(t) for t in titles)
        box = heading is not None and heading.style == "box"
        top = tops.get(id(heading), 0)
        listing = told = review = False
        if heading is not None and 0 < heading.level <= turned:
            turned = 0
        for part in re.finditer(r"[^\n]+", view.text[start:end]):
            line = part.group()
            if heading is None and len(line) <= _LINE_LONGEST:
                review = bool(_REVIEW_LINE.match(line) and "展望" not in line) or (
                    review and not _FORWARD_LINE.match(line)
                )
            review = review and not (_FROM_NOW.match(line) or _FORWARD.match(line))
            if (
                heading is None
                and not spoken
                and "。" not in part.group()
                and "：" not in part.group()
                and "\t" not in part.group()
            ):
                continue
            spoken = spoken or "。" in line
            item = bool(BULLET.match(line))
            if not turned and _FROM_NOW.match(line):
                turned = heading.level if heading is not None and heading.level else _WHOLE_TEXT
            told = (told and item) or bool(not aims and _ACHIEVED.search(line) and not AHEAD.search(line))
            listing = _CONDITION.search(line) is not None or (listing and item)
            condition = bool(titles and _CONDITION_TITLE.search(titles[-1])) or (listing and item)
            out.append(
                Block(
                    start + part.start(),
                    start + part.end(),
                    heading,
                    (history or review or (told and item)) and not turned,
                    box,
                    condition,
                    top,
                    titles,
                )
            )
    return out


def _reviewed(titles: tuple[str, ...]) -> bool:
    """Whether a title looks back and none below it names the aims: 第一篇 基础与形势 may hold a chapter 总体目标."""
    for title in reversed(titles):
        if lexicon.HISTORY_TITLE.search(title) and not _NEXT.search(title):
            return True
        if _AIMS.search(title):
            return False
    return False


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


def clauses_of_sentence(found: list[Clause], index: int) -> Iterator[Clause]:
    """The clauses of the same sentence, in order."""
    low = index
    while low and found[low - 1].sentence == found[index].sentence:
        low -= 1
    while low < len(found) and found[low].sentence == found[index].sentence:
        yield found[low]
        low += 1
