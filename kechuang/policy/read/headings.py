"""The heading tree: marks that continue, restart or skip, on lines of their own or run into a paragraph.

A heading is a numbering mark and a title. The title ends with its line, with the first full stop, or (in a text
printed as one line) at the blank that parted the lines. An item that is a whole sentence has a mark and no title.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kechuang.policy.read import titling
from kechuang.policy.read.marks import MARK, RANK, ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

FLAT_LINE = 250
_SENTENCE_END = re.compile(r"[。；：\n]")
_LIST_SIZE, _SENTENCE_LENGTH = 4, 16
_ARTICLE_TITLE = re.compile(
    r"(?!本|为了?|违反|凡|依照|对|有下列|任何|国家|公民|[^。\n]{0,14}(?:应当|是指|不得|适用|可以|依法|负责|享有|施行))"
    r"(?P<t>[^，。；：\n]{2,24})(?:。(?=[^\n])|：(?=[^\n]{8})|\n(?=[^\n]{8}))"
)
_NOTES = re.compile(r"（?(?:说明|备注|注)[：:]")
_TOC_LINE = re.compile(r"^目[ ]?[录次]$")
_ANNEX = re.compile(r"^附[ ]?(?:件|表|录)[ ]?(?:\d{1,2}|[一二三四五六七八九十])?[ ]?[：:]?")
# In a row of a table these marks number the row or the points of a cell.
_NO_CELL, _CELL_REACH = frozenset(("third", "fourth", "circled", "decimal")), 200
_DOTS = re.compile(r"[.…·]{3,}[\d（）]*$|[—-]{2,}\d+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in view offsets: [start, title_end); its text begins at `body`, ends at `until`."""

    style: str
    number: int | None
    mark: str
    title: str | None
    start: int
    title_end: int
    body: int
    until: int
    level: int
    inline: bool = False
    bodiless: bool = False


def is_flat(text: str) -> bool:
    """Whether headings stand inside lines, because most of the text is one line."""
    longest = max((len(line) for line in text.split("\n")), default=0)
    return longest > FLAT_LINE and longest * 5 > len(text) * 3


def _candidates(view: View, flat: bool) -> Iterator[tuple[re.Match[str], bool]]:
    text = view.text
    size = len(text)
    chapter = -titling.TITLE_LIMIT["first"]
    for found in MARK.finditer(text):
        at = found.start()
        before = text[at - 1] if at else "\n"
        if found.lastgroup in _NO_CELL and (before == "\t" or text.find("\t", at, at + _CELL_REACH) >= 0):
            reach = text.find("\n", at, at + _CELL_REACH)
            if before == "\t" or (reach < 0 or text.find("\t", at, reach) >= 0):
                continue
        if before in "\n\t":
            chapter = found.end() if found.lastgroup in {"first", "chapter"} else chapter
            yield found, False
        elif found.lastgroup == "second" and ordinal(found.group()) == 1 and _opens_chapter(text, chapter, at):
            yield found, True
        elif found.lastgroup in {"first", "second", "third", "chapter", "article", "box"} and at < size:
            if found.lastgroup == "third" and _NOTES.match(text, text.rfind("\n", 0, at) + 1):
                continue
            after_stop = before in "。；！？）”" or (flat and view.gap(at))
            if after_stop and (flat or (before in "。！？" and found.lastgroup in {"first", "second", "third"})):
                yield found, True


def _opens_chapter(text: str, chapter: int, at: int) -> bool:
    """Whether （一） follows the chapter's own title on the same line."""
    return 2 < at - chapter <= titling.TITLE_LIMIT["first"] and not _SENTENCE_END.search(text, max(chapter, 0), at)


def find(view: View) -> tuple[list[Heading], list[tuple[str, int, int, tuple[tuple[str, str], ...]]]]:
    """Headings in order, and holes or restarts of the numbering as (code, start, end, values)."""
    flat = is_flat(view.text)
    raw = [_heading(view, found, inline, flat) for found, inline in _candidates(view, flat)]
    kept = _without_contents(view, [h for h in raw if h is not None])
    kept = _without_annex_lists(view, kept)
    kept = _in_sequence(_without_enumerations(view.text, kept))
    kept = _titled_articles(view, _only_headings(kept))
    return _levels(kept, len(view.text))


def _titled_articles(view: View, found: list[Heading]) -> list[Heading]:
    """Measures in articles open each with a short title (第一条 强化目标导向。…), statutes do not: most must."""
    articles = [h for h in found if h.style == "article" and h.title is None]
    matches = {id(h): m for h in articles if (m := _ARTICLE_TITLE.match(view.text, h.body))}
    if len(articles) < 2 or len(matches) * 5 < len(articles) * 3:
        return found
    out: list[Heading] = []
    for heading in found:
        named = matches.get(id(heading))
        out.append(replace(heading, title=named["t"], title_end=named.end("t"), body=named.end()) if named else heading)
    return out


def _heading(view: View, found: re.Match[str], inline: bool, flat: bool) -> Heading | None:
    style = found.lastgroup or ""
    title, end, body, alone = titling.title(view, found, inline, flat)
    if title is not None and _DOTS.search(title):
        return None
    if style in {"first", "capital", "part", "chapter", "division", "box"} and title is None:
        return None
    if style == "box" and title is not None and title[0] in "所列中的内和":
        return None
    if style == "decimal" and (title is None or inline):
        return None
    if inline and style == "third" and title is None and not view.gap(found.start()):
        return None
    mark = found.group().replace(" ", "")
    return Heading(style, ordinal(mark), mark, title, found.start(), end, body, 0, 0, inline, alone)


def _without_contents(view: View, found: list[Heading]) -> list[Heading]:
    """Without the lines of a table of contents: a dense run of headings that come again later."""
    if not any(_TOC_LINE.match(line) for line in view.text[:4000].split("\n")):
        return found
    keys = [(h.mark, re.sub(r"[\d（）]+$", "", h.title or "")) for h in found]
    later = Counter(keys)
    out: list[Heading] = []
    for heading, key in zip(found, keys, strict=True):
        later[key] -= 1
        if not (heading.bodiless and later[key] > 0):
            out.append(heading)
    return out


def _without_annex_lists(view: View, found: list[Heading]) -> list[Heading]:
    """Without the numbered lines under 附件： that list annexes."""
    skipped: set[int] = set()
    at = 0
    listing = False
    for line in view.text.split("\n"):
        annex = _ANNEX.match(line)
        if annex and line[annex.end() :].strip():
            listing = True
            skipped.update(range(at, at + len(line)))
        elif annex and annex.group().endswith(("：", ":")):
            listing = True
        elif listing and re.match(r"\d{1,2}[ ]?[.、]", line) and len(line) < 70:
            skipped.update(range(at, at + len(line)))
        else:
            listing = False
        at += len(line) + 1
    return [h for h in found if h.start not in skipped]


def _without_enumerations(text: str, found: list[Heading]) -> list[Heading]:
    """Without the items of one long sentence: each paragraph ends with ；, and the last one closes the run."""
    out: list[Heading] = []
    before: tuple[str, int, int] | None = None
    for heading in found:
        if heading.inline or RANK[heading.style] < RANK["second"] or heading.style in {"article", "box"}:
            before = None
            out.append(heading)
            continue
        end = text.find("\n", heading.start)
        end = len(text) if end < 0 else end
        last = before is not None and before[0] == heading.style and before[1] + 1 == heading.number
        closes = last and before is not None and before[2] + 1 >= heading.start
        if text[end - 1] == "；" or text.endswith(("；以及", "；或", "；或者", "；和", "；及"), heading.start, end):
            before = (heading.style, heading.number or 0, end)
        elif closes and heading.title is not None and heading.bodiless and text[end - 1] != "。":
            before = None
            out.append(heading)
        elif closes:
            before = None
        else:
            before = None
            out.append(heading)
    return out


def _in_sequence(found: list[Heading]) -> list[Heading]:
    """Run-in marks count only where they carry the numbering on (or start it)."""
    last: dict[str, int] = {}
    overall: dict[str, int] = {}
    out: list[Heading] = []
    for heading in found:
        number = heading.number or 0
        before = last.get(heading.style, 0)
        runs_on = number == overall.get(heading.style, 0) + 1
        if heading.inline and number not in {before + 1, before + 2, 1} and not runs_on:
            continue
        if heading.inline and number == 1 and heading.title is None and heading.style != "article":
            continue
        last[heading.style] = overall[heading.style] = number
        for style, rank in RANK.items():
            if rank > RANK[heading.style] and style != "box" and not (style == "second" and number):
                last.pop(style, None)
        out.append(heading)
    return out


def _only_headings(found: list[Heading]) -> list[Heading]:
    """Items that are whole sentences stay only among titled siblings; lowest marks only with a title."""
    groups: dict[tuple[str, int], list[Heading]] = {}
    parents: list[tuple[str, int]] = []
    group = 0
    for heading in found:
        if RANK[heading.style] <= RANK["second"]:
            group += 1
        parents.append((heading.style, group if RANK[heading.style] > RANK["second"] else 0))
    for heading, key in zip(found, parents, strict=True):
        groups.setdefault(key, []).append(heading)
    counts = {
        key: (
            sum(h.title is not None for h in members),
            sum(h.title is not None and h.bodiless for h in members),
            _listing(members),
        )
        for key, members in groups.items()
    }
    lists = _listed(found)
    totals: dict[str, tuple[int, int]] = {}
    for heading in found:
        titled, total = totals.get(heading.style, (0, 0))
        totals[heading.style] = (titled + (heading.title is not None), total + 1)
    out: list[Heading] = []
    statute = False
    for heading, key in zip(found, parents, strict=True):
        statute = statute and RANK[heading.style] > RANK["chapter"]
        siblings = groups[key]
        titled, running, listing = counts[key]
        if heading.style == "article":
            statute = True
            out.append(heading)
        elif (
            statute
            and heading.style in {"second", "third"}
            and (heading.bodiless or heading.inline or heading.title is None)
        ) or heading.style in lists:
            continue
        elif heading.style in {"fourth", "circled"}:
            if heading.title is not None and not heading.bodiless and titled * 2 > len(siblings):
                out.append(heading)
        elif heading.title is not None:
            if heading.bodiless and titled * 2 < len(siblings) and heading.style in {"third", "second"}:
                continue
            if heading.style == "third" and heading.bodiless and running == len(siblings) > 1 and listing:
                continue
            out.append(heading)
        elif titled * 2 >= len(siblings) or (totals[heading.style][0] * 5 >= totals[heading.style][1] * 3):
            out.append(heading)
    return out


def _listed(found: list[Heading]) -> set[str]:
    """Styles whose items are, all over the text, single sentences: a list of tasks, not a level of headings."""
    lists: set[str] = set()
    for style in ("third", "fourth"):
        items = [h for h in found if h.style == style]
        alone = [h for h in items if h.title is None or (h.bodiless and h.body - h.title_end == 1)]
        long = [h for h in alone if h.title is None or len(h.title) > _SENTENCE_LENGTH]
        if len(items) >= _LIST_SIZE and len(alone) * 10 >= len(items) * 9 and len(long) * 2 > len(items):
            lists.add(style)
    return lists


def _listing(siblings: list[Heading]) -> bool:
    """Numbered one-line items that end like sentences are a list, not headings."""
    return sum(1 for h in siblings if h.title and (h.body - h.title_end == 1) and len(h.title) > 18) * 2 > len(siblings)


def _levels(
    found: list[Heading], size: int
) -> tuple[list[Heading], list[tuple[str, int, int, tuple[tuple[str, str], ...]]]]:
    stack: list[tuple[float, Heading]] = []
    overall: dict[str, int] = {}
    siblings: dict[str, tuple[float, int]] = {}
    out: list[Heading] = []
    styles = [h.style for h in found if h.style in {"decimal", "third"}]
    above = styles[:1] == ["decimal"]
    holes: list[tuple[str, int, int, tuple[tuple[str, str], ...]]] = []
    for heading in found:
        if heading.style == "box":
            out.append(replace(heading, level=0))
            continue
        rank, key = _rank(heading, above), heading.style + "." * heading.mark.count(".")
        while stack and stack[-1][0] >= rank:
            stack.pop()
        for deeper in [k for k, (depth, _) in siblings.items() if depth > rank]:
            siblings.pop(deeper)
        number, before = heading.number, siblings.get(key, (rank, None))[1]
        if number is not None:
            expected = (before or 0) + 1
            runs_on = number == overall.get(key, 0) + 1
            values = (("marker", heading.mark), ("expected", str(expected)))
            inserted = "之" in heading.mark and number == before
            if number != expected and not runs_on and not inserted:
                code = "numbering_restart" if before is not None and number <= before else "numbering_hole"
                holes.append((code, heading.start, heading.title_end, values))
            siblings[key] = (rank, number)
            overall[key] = number
        stack.append((rank, heading))
        out.append(replace(heading, level=len(stack)))
    return [replace(h, until=_until(out, i, size)) for i, h in enumerate(out)], holes


def _rank(heading: Heading, above: bool) -> float:
    """1.1 stands above 1. where it comes first (the chapter's own number), and below it elsewhere."""
    if heading.style != "decimal":
        return RANK[heading.style]
    return (RANK["second"] if above else RANK["third"]) + heading.mark.count(".") / 10


def _until(found: list[Heading], index: int, size: int) -> int:
    heading = found[index]
    for following in range(index + 1, len(found)):
        later = found[following]
        if heading.level == 0 or later.level == 0 or later.level <= heading.level:
            if later.level == 0 and heading.level != 0:
                continue
            return later.start
    return size
