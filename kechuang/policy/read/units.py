"""Who answers: lists of responsible units in brackets, on lines and in table cells, and leads named in prose.

Separators 、 ， ； and blanks, nested 〔〕 and （）, another name of the same body in brackets, a common ending
(杭州市、宁波市、嘉兴市政府), groups (有关设区市政府), 等, lead and support. Source: dossier G1 and use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kechuang.policy.read import unitlist

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

_BODY = re.compile(
    rf"^[一-鿿A-Za-z0-9（）〔〕、·“”及和/\-]{{1,38}}{unitlist.BODY_END}(?:[（〔][^（）〔〕]{{1,20}}[）〕"
    rf"])?(?:等)?$"
)
_STRICT = (
    r"(?:(?:国家|中央|省委|市委|县委|区委|省|市|县|区|州|自治区|全国|[一-鿿]{2,3}(?:省|市|县|"
    r"区|州))[一-鿿]{1,12}?(?:厅|局|委(?!员)|办(?!法|理|公)|部(?!门|分|署)|委员会|办公室|"
    r"人民政府|政府|中心|管委会)"
    r"|科技部|财政部|教育部|工业和信息化部|商务部|人力资源社会保障部|农业农村部|国家统计局|"
    r"生态环境部|自然资源部|人民银行|上海技术交易所)"
)
_LABEL = re.compile(
    r"(?P<label>(?:(?:主要|共同|具体|第一|主|市级|省级|县级)?(?:责任|任|牵头|负责|配合|参与|"
    r"参加|协助|协同|协作|协办|主办|承办|实施|落实|支持|组织|主管|主责|承担|"
    r"推进)(?:责任)?(?:落实)?(?:单位|部门|处室|科室|机构|主体|地区)(?:及分工|和配合单位)?)"
    r"|(?:责任|牵头|分管)(?:领导|人)|(?:完成|办结|实施|进度|推进|整改)?(?:时限|时间|期限|节点|"
    r"要求)|联系人|备注)[ ]*[：:]?"
)
_OPEN = re.compile(
    r"[（(【〔\[](?=(?:[^（）\n]{0,10}?(?:责任|任|牵头|负责|配合|主办|承办|落实|参与)(?:单位|"
    r"部门|处室|科室|主体))|[^（）\n：]{2,80}?(?:牵头|负责|配合|落实|按职责|会同|参与))"
)
_BARE = re.compile(
    r"[（〔【](?P<inner>(?:省|市|县|区|州|各|国家|自治区)[^（）。；"
    r"：\d]{1,120}(?:[（〔][^（）〔〕]{1,12}[）〕][^（）。；：\d]{0,60}){0,4})[）〕】](?=[。；"
    r"]?(?:\n|$))"
)
_SPLIT = re.compile(r"[、，；,;/]")
_LINE_STOP = re.compile(r"。|（[一二三四五六七八九十]{1,3}）")
_PROSE = re.compile(
    rf"(?<![一-鿿])(?P<units>{_STRICT}(?:[、和与]{_STRICT}){{0,6}})(?:负责)?牵头|"
    rf"由(?P<by>{_STRICT}(?:[、和与]{_STRICT}){{0,6}})(?:牵头|负责(?!解释)|组织实施)"
)
_HEADER = re.compile(
    r"责任(?:单位|部门|主体)|牵头(?:单位|部门|责任)|负责(?:单位|部门)|配合(?:单位|部门)|"
    r"承担单位|主办单位|参与单位|落实单位|协办单位|实施单位"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An assignment in view offsets."""

    start: int
    end: int
    units: tuple[str, ...]
    lead: tuple[str, ...]
    support: tuple[str, ...]
    form: str
    open_list: bool
    raw_start: int
    raw_end: int
    also_known: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    damage: str | None


def find(view: View) -> list[Found]:
    """All assignments in order, without overlaps: brackets first, then lines, cells, and prose."""
    taken: list[tuple[int, int]] = []
    out: list[Found] = []
    for source in (_brackets, _lines, _cells, _bare_brackets, _prose):
        for found in source(view):
            if found.units and not any(s < found.end and found.start < e for s, e in _near(taken, found)):
                out.append(found)
                taken.append((found.start, found.end))
        taken.sort()
    return sorted(out, key=lambda f: f.start)


def _near(taken: list[tuple[int, int]], found: Found) -> Iterator[tuple[int, int]]:
    from bisect import bisect_left  # noqa: PLC0415  # one use, kept beside it

    at = bisect_left(taken, (found.start, 0))
    yield from taken[max(0, at - 3) : at + 3]


def _close(text: str, opened: int, limit: int) -> tuple[int, bool]:
    """The end of the bracket's content, and whether a closing bracket was there."""
    depth = 0
    for i in range(opened, min(len(text), opened + limit)):
        char = text[i]
        if char in "（(【[〔":
            depth += 1
        elif char in "）)】]〕":
            depth -= 1
            if depth == 0:
                return i, True
        elif char == "\n" or (char == "。" and depth == 1):
            return i, False
    return min(len(text), opened + limit), False


def _brackets(view: View) -> Iterator[Found]:
    text = view.text
    for opening in _OPEN.finditer(text):
        at = opening.start()
        end, closed = _close(text, at, 500)
        inner_start = at + 1
        inner = text[inner_start:end]
        labelled = re.match(r"[^：]{0,10}?(?:单位|部门|处室|科室|主体)", inner)
        if not labelled and not _reads_as_units(inner):
            continue
        damage = None if closed else "bracket_open"
        if labelled and re.match(r"任(?:单位|部门)|(?:责任|牵头)(?:单位|部门)(?![：:、及和])", inner):
            damage = damage or "label_damaged"
        yield _found(view, at, end + (1 if closed else 0), inner_start, end, "list", damage)


def _reads_as_units(inner: str) -> bool:
    parts = [p for p in _SPLIT.split(inner) if p]
    good = 0
    for part in parts:
        stem = unitlist.ROLE_END.sub("", part).removesuffix("等")
        if stem and not _BODY.match(stem) and not _BODY.match("x" + stem):
            return False
        good += 1
    return good > 0 and bool(re.search(r"厅|局|委|办|部|政府|中心|院|行|公司|单位|集团|大学|区|市|县", inner))


def _bare_brackets(view: View) -> Iterator[Found]:
    for found in _BARE.finditer(view.text):
        inner = found["inner"]
        if (
            _reads_as_units(inner)
            and re.search(r"(?:厅|局|委|办|部|政府|中心|管委会)(?:等)?(?:、|，|$)", inner)
            and not re.search(r"[的]", inner)
        ):
            yield _found(view, found.start(), found.end(), found.start("inner"), found.end("inner"), "list", None)


def _lines(view: View) -> Iterator[Found]:
    """责任单位：… on a line of its own or closing a paragraph."""
    text = view.text
    pattern = re.compile(
        r"(?:(?<=\n)|(?<=。)|(?<=；)|(?<=\t)|^)[（【\[]?(?:牵头|责任|主要责任|主办|配合|负责|参与|"
        r"承办|落实|实施|协办|支持|协同|主责|共同责任)(?:单位|部门|处室|科室|主体|"
        r"地区)[】\]]?[：:]"
    )
    taken = -1
    for opening in pattern.finditer(text):
        if opening.start() < taken:
            continue
        end = text.find("\n", opening.start())
        end = len(text) if end < 0 else end
        stop = _LINE_STOP.search(text, opening.start(), end)
        end = stop.start() if stop else end
        while True:
            more = pattern.match(text, end + 1) if end < len(text) else None
            if more is None:
                break
            following = text.find("\n", end + 1)
            end = len(text) if following < 0 else following
        end = min(end, opening.start() + 600)
        taken = end
        yield _found(view, opening.start(), end, opening.start(), end, "list", None)


def _cells(view: View) -> Iterator[Found]:
    """Cells of a column that a header row names as responsible units."""
    columns: list[tuple[int, str]] = []
    width = at = 0
    for line in view.text.split("\n"):
        cells = line.split("\t")
        named = [(i, c) for i, c in enumerate(cells) if len(c) < 16 and _HEADER.search(c)]
        if named and len(cells) > 1:
            columns, width = named, len(cells)
        elif columns and len(cells) > 1:
            offset = at
            for i, cell in enumerate(cells):
                shifted = i + (width - len(cells) if len(cells) < width else 0)
                label = next((c for k, c in columns if k == shifted), None)
                if label and cell and len(cell) < 300 and _reads_as_units(cell):
                    yield _found(view, offset, offset + len(cell), offset, offset + len(cell), "list", None, label)
                offset += len(cell) + 1
        at += len(line) + 1


def _prose(view: View) -> Iterator[Found]:
    text = view.text
    for found in _PROSE.finditer(text):
        group = "units" if found["units"] else "by"
        stop = re.compile(r"[。；\n]").search(text, found.end())
        end = min(stop.start() if stop else len(text), found.start() + 120)
        units = tuple(u for u in re.split(r"[、和与]", found[group]) if u)
        lead = units if "牵头" in found.group() else ()
        yield Found(
            found.start(group), end, units, lead, (), "prose", False, found.start(group), found.end(group), (), (), None
        )


def _found(
    view: View, start: int, end: int, low: int, high: int, form: str, damage: str | None, label: str = ""
) -> Found:
    text = view.text
    inner = text[low:high]
    units: list[str] = []
    lead: list[str] = []
    support: list[str] = []
    known: list[tuple[str, str]] = []
    groups: list[str] = []
    open_list = False
    labels = list(_LABEL.finditer(inner)) or []
    pieces: list[tuple[str, int, int]] = []
    first = labels[0].start() if labels else len(inner)
    if first > 0:
        pieces.append((label, 0, first))
    for i, mark in enumerate(labels):
        until = labels[i + 1].start() if i + 1 < len(labels) else len(inner)
        pieces.append((mark["label"], mark.end(), until))
    for name, piece_start, piece_end in pieces:
        if re.search(r"领导|人$|时限|时间|期限|节点|要求|备注", name):
            continue
        listed, opened, alias, role = unitlist.parse(view, low + piece_start, low + piece_end)
        open_list = open_list or opened
        known += alias
        for unit, part_role in zip(listed, role, strict=True):
            if unit in units:
                continue
            units.append(unit)
            if "牵头" in name or "主办" in name or "主责" in name or part_role == "lead":
                lead.append(unit)
            elif re.search(r"配合|参与|参加|协|支持", name) or part_role == "support":
                support.append(unit)
            if unitlist.GROUP.match(unit):
                groups.append(unit)
    return Found(
        start,
        end,
        tuple(units),
        tuple(lead),
        tuple(support),
        form,
        open_list,
        low,
        high,
        tuple(known),
        tuple(groups),
        damage,
    )
