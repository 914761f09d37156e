"""How sure the reader is of each finding: named signs, each with what it takes away, over the finished reading.

A finding starts at 1.00; every sign that holds multiplies by its weight, and the product is rounded to two decimals.
The weights order findings for a person to look at (0.9 a reminder, 0.8 worth a look, 0.6 look first); they are our
design and no measured probability. Nothing is changed or left out because of a doubt.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from kechuang.policy.read.document import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kechuang.policy.read.document import (
        Assignment,
        CitedDocument,
        Document,
        Incentive,
        NamedSystem,
        Section,
        Target,
    )

# code -> (weight, simplified Chinese, English); a sentence says what is odd, by which value, and what to look at.
DOUBTS: dict[str, tuple[str, str, str]] = {
    "year_missing": ("0.9", "原文没有写明年份。", "The text sets no year."),
    "year_from_afar": (
        "0.9", "年份 {year} 来自前文“{words}”，请核对是否仍适用。",
        "The year {year} comes from “{words}” further up; check that it still applies."),
    "year_of_row": (
        "0.9", "年份 {year} 取自同一行的“{words}”。", "The year {year} is the one of this row's own day (“{words}”)."),
    "year_before_document": (
        "0.6", "目标年份 {year} 早于文件年份 {issued}，可能是已完成的情况。",
        "The year {year} lies before the document's own year {issued}; this may be a record."),
    "unit_missing": ("0.6", "数值 {value} 没有单位。", "The number {value} has no unit."),
    "unit_elsewhere": (
        "0.9", "单位“{unit}”取自表头或表题。", "The unit “{unit}” is taken from the table's head or title."),
    "share_in_words": (
        "0.9", "“{word}”按 {value}% 读取。", "“{word}” is read as {value} %."),
    "letter_for_digit": (
        "0.8", "数字“{word}”里有字母，按数字读取，请对照原件。",
        "The number “{word}” holds a letter, read as a digit; compare it."),
    "name_short": ("0.8", "指标名称“{name}”过短，可能不完整。", "The name “{name}” is short and may be incomplete."),
    "name_long": (
        "0.9", "名称有 {length} 个字，可能多取了文字。", "The name has {length} characters; it may hold too much."),
    "name_borrowed": (
        "0.9", "名称“{name}”取自前文，句中没有写。", "The name “{name}” is taken from the words before this clause."),
    "value_implied": (
        "0.9", "数值 {value}{unit} 由“全覆盖”“倍增”等词得出，原文没有写数字。",
        "The value {value}{unit} stands for words such as full coverage or doubling; no figure is printed."),
    "value_unlikely": (
        "0.6", "比重 {value}% 超过 100%，请核对。", "A share of {value} % is above 100 %; check it."),
    "also_reported": (
        "0.8", "{value}{unit} 在文中也作为已达到的数值出现，请核对是目标还是现状。",
        "{value}{unit} is also reported as reached; check whether this is a goal or a record."),
    "other_value": (
        "0.8", "同一指标、同一年份另有数值 {value}{unit}（{other}）。",
        "The same indicator has another value for the same year: {value}{unit} ({other})."),
    "weak_verb": (
        "0.8", "动词“{word}”不表示要达到的数量，请核对是否为目标。",
        "The verb “{word}” does not by itself promise a quantity; check that this is a goal."),
    "number_by_name": (
        "0.9", "“{word}”是中文数字，可能是名称的一部分。", "“{word}” is a number in words and may be part of a name."),
    "text_damaged": ("0.8", "此处原文有缺损，请对照原件。", "The text is damaged here; compare the original."),
    "page_between": ("0.9", "句中隔有页码或页眉。", "A page number or running head stands inside this stretch."),
    "condition_missing": ("0.8", "没有找到享受条件。", "No condition for having this was found."),
    "basis_missing": (
        "0.9", "比例 {value}{unit} 没有写明按什么计算。", "The text does not say of what {value}{unit} is taken."),
    "goal_year_near": (
        "0.8", "同一句里有目标年份 {year}，可能是目标而不是奖补。",
        "The goal year {year} stands in the same clause; this may be a goal, not money given."),
    "body_unusual": (
        "0.8", "“{name}”不像单位名称，请核对。", "“{name}” does not look like the name of a body; check it."),
    "list_open": ("0.9", "单位后有“等”，名单不完整。", "The list ends with 等 (and others); it is not complete."),
    "in_prose": ("0.9", "责任单位写在句子里，不是单独列出。", "The bodies are named in a sentence, not in a list."),
    "units_missing": ("0.6", "没有读出单位名称。", "No name of a body was read."),
    "title_missing": ("0.8", "标题缺失。", "The title is missing."),
    "title_damaged": ("0.6", "标题“{title}”可能不完整。", "The title “{title}” may be incomplete."),
    "title_like_sentence": (
        "0.9", "标题有 {length} 个字，可能是正文的一句。",
        "The title has {length} characters; it may be a sentence of the text."),
    "numbering_broken": ("0.8", "此处编号不连续。", "The numbering is broken here."),
    "name_begins_oddly": (
        "0.8", "名称以“{word}”开头，可能多取或少取了文字。", "The name begins with “{word}”; it may be cut wrongly."),
    "title_no_document": (
        "0.8", "《{title}》不像文件名称，可能是简称、书刊或作品。",
        "《{title}》 does not look like a document's title; it may be a short form, a book or a paper."),
}  # fmt: skip

_FAR = 160
_SHORT_NAME, _LONG_NAME, _LONG_TITLE, _LONG_SYSTEM = 3, 48, 40, 28
_WHOLE = 100
_WEAK = re.compile(r"支持|推动|实施|开展|服务|组织|推进|促进|引导|参与|启动|发展|加强")
_FIRM = re.compile(
    r"达|突破|超|不低于|不少于|新[增建设引]|建成|引进|培育|打造|创建|以上|左右|以内|提高|提升|增长|下降|降|"
    r"形成|集聚|布局|建设|认定|力争|确保|争取|完成|实现|占|为|总数|累计|控制|进入|解决|培养|组建|攻克|取得|派遣|新"
)
_BODY = re.compile(
    r"(?:[厅局委办部院府会署行所司处室库校站科组社联队协]|中心|政府|银行|公司|集团|管委会|大学|学院|管理局|街道|乡镇|法院|"
    r"[省市县区镇乡村]|部门|单位|高新区|开发区|机构|企业|平台|园区|办公室|（[^）]*）|〔[^〕]*〕)$"
)
_DOCUMENT = re.compile(
    r"(?:法|条例|规定|办法|意见|方案|规划|纲要|计划|通知|决定|细则|若干措施|措施|政策|公告|批复|要点|规则|标准|指引|指南|"
    r"目录|报告|协定|协议|章程|规程|清单|公约|准则|规范|导则|指导|决议|实施|制度|手册|函|答复|汇编|蓝图|倡议|"
    r"\d条|條例|規定|辦法|意見|方案|規劃|綱要|計[畫劃]|決定|細則|措施|標準|報告)"
    r"(?:（[^（）]*）|\([^()]*\))*$"
)
_ODD_START = re.compile(r"^(?:[的和与及、，等以将由把从并]|该|其)")
_IN_WORDS = re.compile(
    r"[二三四五六七八九十]分之[一二两三四五六七八九]|[一二两三四五六七八九]成[一二三四五六七八九半]?|过半|半数|一半"
)
_LETTER = re.compile(r"[\d０-９]*[\d０-９][OoＯlI](?:[\d０-９]+|(?=年|家|个|项|%))")
_PAGE_KINDS = ("page", "running")
_NUMBERING = frozenset({"numbering_hole", "numbering_restart"})
_REPORTED_ELSEWHERE = frozenset({"unit_missing", "title_missing", "title_damaged", "item_without_body", *_NUMBERING})
_ARTICLE = re.compile(r"第.{1,6}[编章节条]")
_BASIS = re.compile(r"按|的|占|部分|金额|投入|费用|实际|贴息|利率|额")
_CENT = Decimal("0.01")


def sentence(code: str, values: dict[str, str], english: bool = False) -> str:
    """The sentence of a doubt in simplified Chinese or English; an unknown code gives the code."""
    known = DOUBTS.get(code)
    return known[2 if english else 1].format_map(values) if known else code


def judged(document: Document) -> Document:
    """The document with confidence and doubts on every finding."""
    around = _Around(document)
    return replace(
        document,
        sections=tuple(_with(s, _section(s, around)) for s in document.sections),
        targets=tuple(_with(t, _target(t, around)) for t in document.targets),
        assignments=tuple(_with(a, _assignment(a, around)) for a in document.assignments),
        incentives=tuple(_with(i, _incentive(i, around)) for i in document.incentives),
        named_systems=tuple(_with(s, _system(s, around)) for s in document.named_systems),
        cited_documents=tuple(_with(c, _cited(c, around)) for c in document.cited_documents),
    )


def confidence(doubts: Iterable[Doubt]) -> Decimal:
    """The product of the weights, two decimals."""
    product = Decimal(1)
    for doubt in doubts:
        product *= Decimal(DOUBTS[doubt.code][0])
    return product.quantize(_CENT, ROUND_HALF_UP)


def _with[Finding: (Section, Target, Assignment, Incentive, NamedSystem, CitedDocument)](
    finding: Finding, doubts: Iterator[Doubt]
) -> Finding:
    listed = tuple(doubts)
    return replace(finding, confidence=confidence(listed), doubts=listed) if listed else finding


class _Around:
    """What lies about a finding: damage by place, page breaks, records and other goals by value."""

    def __init__(self, document: Document) -> None:
        self.gaps = sorted((g.start, g.end, g.code) for g in document.gaps)
        self.gap_starts = [g[0] for g in self.gaps]
        self.pages = sorted(o.start for o in document.omissions if o.reason.startswith(_PAGE_KINDS))
        self.records = {(b.value, b.unit) for b in document.baselines}
        self.by_name: dict[tuple[str, int | None, str | None, str | None], list[Target]] = defaultdict(list)
        for target in document.targets:
            self.by_name[_key(target)].append(target)
        issued = document.meta.issue_date
        self.issued = issued.year if issued else None

    def damage(self, start: int, end: int) -> Iterator[Doubt]:
        low = bisect_left(self.gap_starts, start)
        codes = {g[2] for g in self.gaps[low : bisect_left(self.gap_starts, end)] if g[1] <= end}
        yield from (_doubt("text_damaged", gap=code) for code in sorted(codes - _REPORTED_ELSEWHERE))
        if bisect_left(self.pages, start) < bisect_left(self.pages, end):
            yield _doubt("page_between")

    def numbering(self, start: int, end: int) -> bool:
        low, high = bisect_left(self.gap_starts, start), bisect_right(self.gap_starts, end)
        return any(g[2] in _NUMBERING for g in self.gaps[low:high])


def _key(target: Target) -> tuple[str, int | None, str | None, str | None]:
    return re.sub(r"^(?:全[省市县区])", "", target.indicator), target.year, target.unit, target.frequency


def _doubt(code: str, **values: object) -> Doubt:
    return Doubt(code, tuple((name, str(value)) for name, value in values.items()))


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _target(t: Target, around: _Around) -> Iterator[Doubt]:
    yield from _year(t, around)
    yield from _name(t)
    value = _plain(t.value)
    if t.unit is None and t.value is not None:
        yield _doubt("unit_missing", value=value)
    share = _IN_WORDS.search(t.quote) if t.unit == "%" else None
    if share:
        yield _doubt("share_in_words", word=share.group(), value=value)
    elif t.value is not None and not re.search(r"[\d一二两三四五六七八九十百千]", t.quote):
        yield _doubt("value_implied", value=value, unit=t.unit or "")
    if t.kind == "share" and t.unit == "%" and t.value is not None and t.value > _WHOLE and "占" in t.indicator:
        yield _doubt("value_unlikely", value=value)
    if (t.value, t.unit) in around.records and t.value is not None and t.kind in {"level", "count", "share"}:
        yield _doubt("also_reported", value=value, unit=t.unit or "")
    for other in around.by_name[_key(t)][:8]:
        if other.id != t.id and other.value != t.value and t.id != other.stretch_of and t.stretch_of != other.id:
            yield _doubt("other_value", value=_plain(other.value), unit=other.unit or "", other=other.id)
            break
    weak = _WEAK.search(t.quote)
    if weak and not _FIRM.search(t.quote.replace(weak.group(), "", 1)):
        yield _doubt("weak_verb", word=weak.group())
    if t.value is not None and not re.search(r"\d", t.quote):
        words = re.search(r"[一二两三四五六七八九十]{1,3}[个家项所名支座大]", t.quote)
        if words:
            yield _doubt("number_by_name", word=words.group())
    letter = _LETTER.search(t.quote) or _LETTER.search(t.year_quote or "")
    if letter:
        yield _doubt("letter_for_digit", word=letter.group())
    if t.unit and "\t" in t.quote and t.unit not in t.quote:
        yield _doubt("unit_elsewhere", unit=t.unit)
    yield from around.damage(t.start, t.end)


def _year(t: Target, around: _Around) -> Iterator[Doubt]:
    if t.year is None and t.frequency is None:
        yield _doubt("year_missing")
    elif t.year is not None and around.issued is not None and t.year < around.issued:
        yield _doubt("year_before_document", year=t.year, issued=around.issued)
    elif t.year is not None and t.year_start is not None and t.year_start >= t.end:
        yield _doubt("year_of_row", year=t.year, words=t.year_quote or "")
    elif t.year is not None and t.year_end is not None and t.start - t.year_end > _FAR:
        yield _doubt("year_from_afar", year=t.year, words=t.year_quote or "")


def _name(t: Target) -> Iterator[Doubt]:
    if len(t.indicator) < _SHORT_NAME:
        yield _doubt("name_short", name=t.indicator)
    elif len(t.indicator) > _LONG_NAME:
        yield _doubt("name_long", length=len(t.indicator))
    elif _ODD_START.match(t.indicator):
        yield _doubt("name_begins_oddly", word=t.indicator[0])
    letters = set(re.findall(r"\w", t.indicator))
    printed = set(re.findall(r"\w", t.quote))
    if letters and len(letters & printed) * 2 < len(letters) and any("一" <= c <= "鿿" for c in printed):
        yield _doubt("name_borrowed", name=t.indicator)


def _incentive(i: Incentive, around: _Around) -> Iterator[Doubt]:
    if len(i.condition.strip("，。；： ")) < _SHORT_NAME:
        yield _doubt("condition_missing")
    if i.unit in {"%", "‰"} and not re.search(
        r"按|的|占|部分|金额|投入|费用|实际|贴息|利率|额", i.quote + i.condition[-24:]
    ):
        yield _doubt("basis_missing", value=_plain(i.value), unit=i.unit)
    year = re.search(r"(?:到|至)(20\d\d)年", i.quote)
    if year:
        yield _doubt("goal_year_near", year=year.group(1))
    yield from around.damage(i.start, i.end)


def _assignment(a: Assignment, around: _Around) -> Iterator[Doubt]:
    if not a.units and not a.groups:
        yield _doubt("units_missing")
    odd = next((u for u in a.units if not _BODY.search(u)), None)
    if odd is not None:
        yield _doubt("body_unusual", name=odd)
    if a.open_list:
        yield _doubt("list_open")
    if a.form == "prose":
        yield _doubt("in_prose")
    yield from around.damage(a.start, a.end)


def _section(s: Section, around: _Around) -> Iterator[Doubt]:
    if s.title is None and not _ARTICLE.match(s.marker):
        yield _doubt("title_missing")
    elif s.title is not None and len(s.title) < _SHORT_NAME and not _ARTICLE.match(s.marker):
        yield _doubt("title_damaged", title=s.title)
    elif s.title is not None and len(s.title) > _LONG_TITLE:
        yield _doubt("title_like_sentence", length=len(s.title))
    if around.numbering(s.start, s.start):
        yield _doubt("numbering_broken")
    yield from around.damage(s.start, s.end)


def _system(s: NamedSystem, around: _Around) -> Iterator[Doubt]:
    if len(s.name) > _LONG_SYSTEM:
        yield _doubt("name_long", length=len(s.name))
    odd = _ODD_START.match(s.name)
    if odd:
        yield _doubt("name_begins_oddly", word=odd.group())
    yield from around.damage(s.start, s.end)


def _cited(c: CitedDocument, around: _Around) -> Iterator[Doubt]:
    if not _DOCUMENT.search(c.title) or len(c.title) <= _SHORT_NAME + 1:
        yield _doubt("title_no_document", title=c.title)
    yield from around.damage(c.start, c.end)
