"""Who answers: lists of responsible units in brackets, on lines and in table cells, and leads named in prose.

Separators 、 ， ； and blanks, nested 〔〕 and （）, another name of the same body in brackets, a common ending
(杭州市、宁波市、嘉兴市政府), groups (有关设区市政府), 等, lead and support. Source: dossier G1 and use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kechuang.policy.read import duties, unitlist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kechuang.policy.read.view import View

_BODY = re.compile(
    rf"^[一-鿿A-Za-z0-9（）〔〕、·“”及和/\-]{{1,38}}{unitlist.BODY_END}(?:[（〔][^（）〔〕]{{1,20}}[）〕"
    rf"])?(?:等)?$"
)
_LABEL = re.compile(
    r"(?<![为是系作])(?<!为第一)(?P<label>(?:(?:主要|共同|具体|第一|主|市级|省级|县级)?(?:责任|任|牵头|负责|配合|参与|"
    r"参加|协助|协同|协作|协办|主办|承办|实施|落实|支持|组织|主管|主责|承担|"
    r"推进)(?:责任)?(?:落实)?(?:单位|部门|处室|科室|机构|主体|地区)(?:及分工|和配合单位)?)"
    r"|(?:责任|牵头|分管)(?:领导|人)|(?:完成|办结|实施|进度|推进|整改)?(?:时限|时间|期限|节点|"
    r"要求)|联系人|备注)[ ]*[：:]?"
)
_LABELLED = re.compile(
    r"[^（）：\n]{0,10}?(?:责任|任|牵头|负责|配合|主办|承办|落实|参与|协办|主责|实施|支持)(?:单位|部门|处室|科室|主体|领导|机构)"
)
_DAMAGED = re.compile(r"任(?:单位|部门)|(?:责任|牵头)(?:单位|部门)(?![：:、及和及其])")
_ROLE_WORD = re.compile(r"牵头|负责|配合|落实|按照?(?:各自)?职责|会同|参与|主办|协办")
# What may stand among the bodies of a bracket without being one: a day, a rule of order, a manner.
_NO_BODY = re.compile(
    r"^(?:(?:20\d\d年)?[^、，；]{0,12}(?:完成|见效|启动|取得[^、，；]{0,6}|长期坚持|持续推进|年底前?|月底前?|\d月)|长期|持续|"
    r"[^、，；]{0,16}为(?:牵头|主办|主责|责任|第一责任)(?:单位|部门)|下同|以下同|排名不分先后|不再列出|[^、，；]{0,30}不再列出|"
    r"按照?[^、，；]{0,8}分工(?:负责|落实)?|(?:分别|共同|各自)负责)$"
)
_FIRST_LEADS = re.compile(
    r"(?:列|排|位|居|排名|排列|位列|列在|排在|标注在)(?:在|于|名)?(?:第一位?|第1位?|首位?|最前面?|首个)(?:的)?(?:责任)?(?:单位|部门)?"
    r"(?:为|是|系|作为)(?:该项[^，。；（）]{0,6})?(?:总?牵头|主责|主办|第一责任)|"
    r"(?:第一个?|首个|首位)(?:责任)?(?:单位|部门)(?:均)?(?:为|是|系)(?:总?牵头|主责|主办)"
)
_LATER = re.compile(r"[，；（]?(?:下同|以下同|以下(?:各项|均)?(?:同|相同)|后同)")
_NOT_LISTED = re.compile(
    r"(?:以下|下列|上述|各项|所有)[^，。；（）]{0,10}?(?:均|都)?(?:需|由|须|涉及|包括)(?P<g>各[^，。；：]{2,24}?(?:政府|管委会|单位|部门|街道|区县|县区))"
    r"[^，。；]{0,12}[，；]?(?:以下)?不再(?:一一|逐一|单独|重复)?列出"
)
_SPLIT = re.compile(r"[、，；,;/]")
# A row that begins with its number lacks cells at its end; any other lacks those that a cell above spans.
_NUMBERS = re.compile(r"序号|编号|项次|^号$")
_NUMBER_CELL = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|（[一二三四五六七八九十\d]{1,3}）)[.、]?$")
_BRACKET = re.compile(r"[（(【\[〔）)】\]〕\n]")
_ANY_BODY = re.compile(r"厅|局|委|办|部|政府|公署|中心|院|行|公司|单位|集团|大学|区|市|县|街道|乡|镇|企业|实验室|联|会")
_OFFICE = re.compile(
    r"(?:厅|局|委|办|部|政府|中心|管委会|办公室|公司|院|法院|科协|分行|支行|单位)(?:等)?(?:[、，；（]|$)"
)
_LEVELLED = re.compile(
    r"省|市|县|区|州|盟|旗|各|国家|国务院|中央|自治|有关|相关|人民银行|人行|[一-鿿]{2,5}(?:省|市|县|区|州)|[一-鿿]{1,8}[部厅局委办]"
)
_AFTER_ITEM = re.compile(r"[。；]?(?:\n|$|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、)")
# Bodies stand in the outermost bracket, or one below it (（…（责任单位：…））); a longer one is a sentence.
_NESTED, _LONGEST, _LINE_REACH = 1, 500, 600
_LINE_STOP = re.compile(r"。|（[一二三四五六七八九十]{1,3}）")
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
    ordered: bool = True


def find(view: View, statute: bool = False) -> list[Found]:
    """All assignments in order, without overlaps: brackets first, then lines, cells, and prose.

    A statute orders in every article; only its words 牵头 and 由…负责 are taken as duties there.
    """
    taken: list[tuple[int, int]] = []
    out: list[Found] = []
    prose = (duties.named,) if statute else (duties.named, duties.told)
    for source in (_brackets, _lines, _cells, _bare_brackets, *map(_prose, prose)):
        for found in source(view):
            if found.units and not any(s < found.end and found.start < e for s, e in _near(taken, found)):
                out.append(found)
                taken.append((found.start, found.end))
        taken.sort()
    return _ruled(view, sorted(out, key=lambda f: f.start))


def _ruled(view: View, found: list[Found]) -> list[Found]:
    """Rules that speak for later items: who stands first leads (下同); a group bound by all and not listed again."""
    text = view.text
    leads: list[tuple[int, int]] = []
    for rule in _FIRST_LEADS.finditer(text):
        home = next((f for f in found if f.start <= rule.start() < f.end), None)
        later = _LATER.match(text, text.find("，", rule.end(), rule.end() + 8)) or _LATER.search(
            text, rule.end(), rule.end() + 12
        )
        if home is None:
            leads.append((0, len(text)))
        else:
            leads.append((home.start, len(text) if later else home.end))
    bound = [(rule.start(), rule["g"]) for rule in _NOT_LISTED.finditer(text)]
    if not leads and not bound:
        return found
    out: list[Found] = []
    for one in found:
        ruled = any(low <= one.start < high for low, high in leads[:40])
        if ruled and one.form == "list" and not one.lead and not one.support and one.ordered:
            one = replace(one, lead=one.units[:1])  # noqa: PLW2901  # the same assignment, dressed
        spoken = dict.fromkeys(g for at, g in bound[:40] if at <= one.end)
        groups = tuple(g for g in spoken if g not in one.groups and g not in one.units)
        out.append(replace(one, groups=one.groups + groups) if groups and one.form == "list" else one)
    return out


def _near(taken: list[tuple[int, int]], found: Found) -> Iterator[tuple[int, int]]:
    from bisect import bisect_left  # noqa: PLC0415  # one use, kept beside it

    at = bisect_left(taken, (found.start, 0))
    yield from taken[max(0, at - 3) : at + 3]


def _pairs(text: str) -> Iterator[tuple[int, int | None, int]]:
    """Every opening bracket with its partner on the line (or None) and its depth, in one pass."""
    stack: list[int] = []
    out: list[tuple[int, int | None, int]] = []
    for found in _BRACKET.finditer(text):
        sign, at = found.group(), found.start()
        if sign == "\n":
            out += [(opened, None, depth) for depth, opened in enumerate(stack)]
            stack.clear()
        elif sign in "（(【[〔":
            stack.append(at)
        elif stack:
            out.append((stack.pop(), at, len(stack)))
    out += [(opened, None, depth) for depth, opened in enumerate(stack)]
    return iter(sorted(out))


def _brackets(view: View) -> Iterator[Found]:
    yield from _in_brackets(view, bare=False)


def _bare_brackets(view: View) -> Iterator[Found]:
    yield from _in_brackets(view, bare=True)


def _in_brackets(view: View, bare: bool) -> Iterator[Found]:
    """Lists in brackets: with a label or a role word, or bare (省科技厅、省财政厅) at the end of an item."""
    text = view.text
    for at, partner, depth in _pairs(text):
        low = at + 1
        labelled = _LABELLED.match(text, low)
        if depth > _NESTED or (partner is None and not labelled):
            continue
        end, closed = (partner, True) if partner is not None else (_line_end(text, at), False)
        stop = text.find("。", low, end)
        if stop >= 0:
            closed = closed and stop == end - 1
            end = stop
        inner = text[low:end]
        if len(inner) > _LONGEST or not inner:
            continue
        said = labelled or (_reads_as_units(inner) and _ROLE_WORD.search(inner))
        if bool(said) == bare or (bare and not (_closes_item(view, inner, at, end) and _reads_as_units(inner))):
            continue
        damage = None if closed else "bracket_open"
        if labelled and _DAMAGED.match(inner):
            damage = damage or "label_damaged"
        last = end if not closed else (partner or end) + 1
        yield _found(view, at, last, low, end, "list", damage)


def _closes_item(view: View, inner: str, at: int, end: int) -> bool:
    """Whether a bracket without any label or role word can only name who answers: bodies, at the end of an item."""
    text = view.text
    if not _LEVELLED.match(inner) or "的" in inner or not _OFFICE.search(inner) or text[at - 1 : at] in set("厅局委办"):
        return False
    return text[at - 1 : at] in {"。", "；"} or bool(_AFTER_ITEM.match(text, end + 1))


def _reads_as_units(inner: str) -> bool:
    if not _ANY_BODY.search(inner):
        return False
    good = 0
    for low, high in unitlist.cuts(inner):
        part = inner[low:high]
        if _NO_BODY.match(part):
            continue
        stem = unitlist.ROLE_END.sub("", part)
        stem = re.sub(r"[（(〔](?:牵头|主办|主责|负责|配合|协办|参与)(?:单位|部门)?[）)〕]$", "", stem)
        stem = unitlist.OPEN_END.sub("", stem)
        if stem and not _BODY.match(stem) and not _BODY.match("x" + stem):
            return False
        good += 1
    return good > 0


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at, at + _LONGEST)
    return min(len(text), at + _LONGEST) if end < 0 else end


def _lines(view: View) -> Iterator[Found]:
    """责任单位：… on a line of its own or closing a paragraph."""
    text = view.text
    pattern = re.compile(
        r"(?:(?<=\n)|(?<=。)|(?<=；)|(?<=\t)|(?<=[◆●■▲★○□◇·—）])|^)[（【\[]?(?:牵头|责任|主要责任|主办|配合|负责|参与|"
        r"承办|落实|实施|协办|支持|协同|主责|共同责任)(?:单位|部门|处室|科室|主体|"
        r"地区)[】\]]?[：:]"
    )
    taken = -1
    for opening in pattern.finditer(text):
        if opening.start() < taken:
            continue
        reach = min(len(text), opening.start() + _LINE_REACH)
        end = text.find("\n", opening.start(), reach)
        end = reach if end < 0 else end
        stop = _LINE_STOP.search(text, opening.start(), end)
        end = stop.start() if stop else end
        while True:
            more = pattern.match(text, _past_bullet(text, end + 1)) if end < len(text) else None
            if more is None:
                break
            following = text.find("\n", end + 1, reach)
            end = reach if following < 0 else following
        taken = end
        yield _found(view, opening.start(), end, opening.start(), end, "list", None)


def _past_bullet(text: str, at: int) -> int:
    return at + 1 if text[at : at + 1] and text[at] in "◆●■▲★○□◇·" else at


def _cells(view: View) -> Iterator[Found]:
    """Cells of a column that a header row names as responsible units."""
    columns: list[tuple[int, str]] = []
    width = at = 0
    numbered = False
    for line in view.text.split("\n"):
        cells = line.split("\t")
        named = [(i, c) for i, c in enumerate(cells) if len(c) < 16 and _HEADER.search(c)]
        if named and len(cells) > 1:
            columns, width, numbered = named, len(cells), bool(_NUMBERS.match(cells[0]))
        elif columns and len(cells) > 1:
            offset = at
            row: Found | None = None
            for i, cell in enumerate(cells):
                shifted = i + (max(width - len(cells), 0) if not numbered or not _NUMBER_CELL.match(cells[0]) else 0)
                label = next((c for k, c in columns if k == shifted), None)
                if (
                    label
                    and cell
                    and len(cell) < 300
                    and (_reads_as_units(cell) or _reads_as_units(_parted(view, cell, offset)))
                ):
                    end = offset + len(cell)
                    one = _found(view, offset, end, offset, end, "list", None, label)
                    if row is not None and row.end + 1 == one.start:
                        row = _one_duty(row, one)
                    else:
                        if row is not None:
                            yield row
                        row = one
                offset += len(cell) + 1
            if row is not None:
                yield row
        at += len(line) + 1


def _one_duty(lead: Found, other: Found) -> Found:
    """Lead and support of one row answer for one task: neighbouring cells are one assignment."""
    units = (*lead.units, *(u for u in other.units if u not in lead.units))
    return replace(
        lead,
        end=other.end,
        raw_end=other.raw_end,
        units=units,
        lead=(*lead.lead, *(u for u in other.lead if u not in lead.lead)),
        support=(*lead.support, *(u for u in other.support if u not in lead.units)),
        open_list=lead.open_list or other.open_list,
        also_known=lead.also_known + other.also_known,
        groups=(*lead.groups, *(g for g in other.groups if g not in lead.groups)),
        ordered=False,
    )


def _parted(view: View, cell: str, at: int) -> str:
    """The cell with its lines set apart by 、 as its names are."""
    return "".join(
        "、" + c if i and view.gap(at + i) and cell[i - 1] not in "、，；" else c for i, c in enumerate(cell)
    )


def _prose(source: Callable[[View], Iterator[duties.Duty]]) -> Callable[[View], Iterator[Found]]:
    def listed(view: View) -> Iterator[Found]:
        for start, end, last, units, lead in source(view):
            yield Found(start, end, units, lead, (), "prose", False, start, last, (), (), None)

    return listed


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
    if first > 0 and (not labels or _reads_as_units(inner[:first].strip("；，。 "))):
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
        not re.search(r"配合|参与|协办|协同|支持", label),
    )
