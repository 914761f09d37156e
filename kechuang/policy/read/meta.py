"""Title, issuers, number, dates, period, goal years and addressees, as printed."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kechuang.policy.read import cited, markup
from kechuang.policy.read.document import Meta
from kechuang.policy.read.marks import STARTS_BLOCK, chinese_number

if TYPE_CHECKING:
    from kechuang.policy.read.view import View

_TYPES = [
    "行动计划",
    "实施方案",
    "行动方案",
    "工作方案",
    "实施意见",
    "指导意见",
    "若干意见",
    "若干措施",
    "若干政策",
    "实施办法",
    "管理办法",
    "暂行办法",
    "实施细则",
    "发展规划",
    "工作要点",
    "任务清单",
    "责任清单",
    "工作报告",
    "任务分解",
    "分工方案",
    "远景目标纲要",
    "纲要",
    "规划",
    "计划",
    "方案",
    "意见",
    "措施",
    "政策",
    "办法",
    "细则",
    "条例",
    "规定",
    "通知",
    "决定",
    "公告",
    "报告",
    "要点",
    "清单",
    "通报",
    "批复",
    "函",
    "指南",
    "章程",
    "倡议",
    "制度",
    "预案",
    "举措",
    "条款",
    "解读",
    "分工",
    "安排",
]
_TYPE = re.compile("(?:" + "|".join(sorted(_TYPES, key=len, reverse=True)) + ")")
_TITLE_END = re.compile(rf"{_TYPE.pattern}(?:（[^（）]{{1,24}}）)?(?:”|》)?(?:的通知)?$")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})日?")
_CN_DATE = re.compile(
    r"(?P<y>[二一][〇零○Oo九一二三四五六七八]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>["
    r"一二三四五六七八九十]{1,3})日"
)
_PERIOD = re.compile(r"(?P<a>20[0-4]\d)年?(?:—{1,2}|-|~|至|到)(?P<b>20[0-4]\d)年?")
_PLAN = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_GOAL = re.compile(r"(?:到|至|力争)(20[1-5]\d)年(?!的|\d)")
_MINISTRY = (
    r"(?:国务院(?:办公厅)?|科技部|科学技术部|财政部|教育部|工业和信息化部|国家发展改革委|国家发展和改革委员会|商务部|农业农村部|"
    r"人力资源社会保障部|中国人民银行|省政府办公厅|市政府办公室|国家[一-鿿]{2,10}?(?:局|委员会))"
)
_ISSUER = re.compile(
    rf"(?:{_MINISTRY}|中共[一-鿿]{{2,8}}委员会|[一-鿿]{{2,9}}?(?:自治区|省|市|县|区|州)(?:人民政府(?:办公[厅室])?|委办公[厅室]|"
    r"[一-鿿]{2,16}?(?:委员会|厅|局|办公室|中心|银行)))"
)
_SPOKEN_OF = re.compile(
    r"(?P<t>《[^《》\n]{6,80}(?:规划|计划|方案|意见|措施|办法|政策|纲要|要点)(?:（[^（）]{1,24}）)?》)"
    r"（(?:以下|下)简称(?:“|《)?(?:规划|计划|方案|意见|措施|办法|政策|纲要|要点|行动[^）]{0,6})"
)
_PLACE = re.compile(r"^(?P<p>[一-鿿]{2,8}?(?:自治区|省|市|自治州|县|区))")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


def _lines(view: View, limit: int) -> list[_Line]:
    out: list[_Line] = []
    at = 0
    for part in view.text[:20000].split("\n"):
        out += _printed(view, at, part)
        at += len(part) + 1
        if len(out) >= limit:
            break
    return out


def _printed(view: View, at: int, line: str) -> list[_Line]:
    """The line, or the lines that a text printed as one line had before: its first blanks part them."""
    if len(line) < 200:
        return [_Line(at, at + len(line), line)]
    cuts = [0, *(i for i in range(1, min(len(line), 400)) if view.gap(at + i) and line[i - 1] not in "，、"), len(line)]
    return [_Line(at + a, at + b, line[a:b]) for a, b in itertools.pairwise(cuts)]


def read(view: View) -> Meta:
    """The document's own particulars; what is not printed stays empty (an issuer inferred from the title says so)."""
    lines = _lines(view, 60)
    title, start, end = _title(view, lines)
    issuers, inferred = _issuers(view, lines, title)
    key = title or ""
    period = _period(view, key)
    kind = [m.group() for m in _TYPE.finditer(key)]
    goals = sorted({int(m.group(1)) for m in _GOAL.finditer(view.text)})
    return Meta(
        title=re.sub(r"\s*\n\s*", "", view.original(start, end)) if end > start else title,
        issuers=issuers,
        issuers_inferred=inferred,
        doc_number=_number(lines),
        issue_date=_issue_date(view, lines),
        published_on=_published(view),
        period=period,
        goal_years=tuple(goals),
        recipients=_recipients(lines),
        doc_type=kind[-1] if kind else None,
        script=view.script,
        title_start=view.span(start, end)[0] if end > start else None,
        title_end=view.span(start, end)[1] if end > start else None,
    )


def _title(view: View, lines: list[_Line]) -> tuple[str | None, int, int]:
    text = view.text
    named = re.compile(r"(?:印发|制定了?|发布|出台|公布|转发|下发|实施)\n?(?:关于)?(?P<t>《[^《》]{4,80}》)")
    stop = next((line.start for line in lines if re.match(r"(?:一、|第一章|第一条|（一）)", line.text)), 6000)
    head = text[: min(stop, 6000)]
    plain = [line for line in lines if line.start < stop and 6 <= len(line.text) <= 70 and _is_title(line.text)]
    for line in plain:
        inner = re.search(r"《(?P<t>[^《》]{4,80})》(?:的通知|的决定|的公告)?$", line.text)
        if inner:
            return inner["t"], line.start + inner.start("t"), line.start + inner.end("t")
        notice = re.search(
            r"(?:印发|发布|公布|下达)(?P<t>[^《》]{4,70}?(?:规划|计划|方案|意见|办法|措施|政策|细则|"
            r"要点|清单|规定))的通知$",
            line.text,
        )
        if notice:
            return notice["t"], line.start + notice.start("t"), line.start + notice.end("t")
    real = [line for line in plain if not line.text.endswith("的通知")] or plain
    if real:
        line = real[0]
        joined = _with_line_above(lines, line)
        return text[joined : line.end].replace("\n", ""), joined, line.end
    found = _named(head, named) or _named(text[:8000], named)
    if found:
        return found["t"][1:-1], found.start("t") + 1, found.end("t") - 1
    first = next(
        (
            line
            for line in lines
            if not STARTS_BLOCK.match(line.text)
            and 4 <= len(line.text) <= 60
            and "。" not in line.text
            and not line.text.endswith("：")
        ),
        None,
    )
    return (first.text, first.start, first.end) if first else (None, 0, 0)


def _named(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The document that a page of news speaks of: made public in it, or given a short name; none still to be made."""
    for found in pattern.finditer(text):
        if not re.search(
            r"(?:将|要|会同[^，。]{0,12}|研究|抓紧|加快)$", text[max(0, found.start() - 14) : found.start()]
        ):
            return found
    return _SPOKEN_OF.search(text)


def _is_title(text: str) -> bool:
    if re.search(r"[。；！？]", text) or text.endswith(("：", "，", "、")) or STARTS_BLOCK.match(text):
        return False
    if (
        re.match(
            r"(?:根据|为了?|按照|经|现将|附件|发文|索引|文号|关键词|来源|当前|首页|目录|方案全文|"
            r"内容解读|·|中文名)",
            text,
        )
        or "\t" in text
    ):
        return False
    return bool(_TITLE_END.search(text)) or bool(
        re.search(r"《[^《》]{4,80}》(?:的(?:通知|决定|公告))?$", text) and "印发" in text
    )


def _with_line_above(lines: list[_Line], line: _Line) -> int:
    """A title broken over two lines starts on the one above, unless that one is a whole of its own."""
    index = lines.index(line)
    if index == 0:
        return line.start
    above = lines[index - 1].text
    whole = (
        re.search(r"[。：；，）〕号]$|(?:人民政府|委员会|办公[厅室])(?:文件)?$|\d{4}[-年.]\d", above)
        or _TITLE_END.search(above)
        or len(above) > 40
        or len(above) < 4
    )
    head = _PLACE.match(line.text) or line.text.startswith(("关于", "《", "“", "全国", "国家"))
    return line.start if whole or head else lines[index - 1].start


def _issuers(view: View, lines: list[_Line], title: str | None) -> tuple[tuple[str, ...], bool]:
    text = view.text
    heads = [line.text for line in lines[:30] if "关于印发" in line.text or line.text.endswith(("关于印发", "的通知"))]
    for head in heads:
        found = _split_issuers(head.split("关于")[0].split("印发")[0])
        if found:
            return found, False
    made = re.search(r"(?P<i>[^，。；\n]{2,90}?)(?:联合)?(?:制定了?|印发了?|发布了?|出台了?)(?:文件)?《", text[:6000])
    if made:
        found = _split_issuers(made["i"])
        if found:
            return found, False
    for i, line in enumerate(lines[1:], 1):
        if (_DATE.fullmatch(line.text) or _CN_DATE.fullmatch(line.text)) and len(lines[i - 1].text) < 60:
            found = _split_issuers(lines[i - 1].text)
            if found:
                return found, False
    tail = text[-600:].split("\n")
    for above, below in itertools.pairwise(tail):
        if _DATE.fullmatch(below) or _CN_DATE.fullmatch(below):
            found = _split_issuers(above)
            if found:
                return found, False
    place = _PLACE.match(title or "")
    return ((place["p"] + "人民政府",), True) if place else ((), False)


def _split_issuers(text: str) -> tuple[str, ...]:
    text = re.sub(r"[“”《》]", "", text.strip("，、 ")).replace("和", "、").replace("与", "、")
    found = [m.group() for m in _ISSUER.finditer(text)]
    return tuple(dict.fromkeys(re.sub(r"^(?:和|及|与|了|由|据|日|、)+", "", f) for f in found))


def _number(lines: list[_Line]) -> str | None:
    for line in lines[:40]:
        found = cited.DOC_NUMBER.search(line.text)
        if found and (len(line.text) - len(found.group()) <= 14) and "《" not in line.text:
            return found.group().replace("文号", "").lstrip("：")
    return None


def _issue_date(view: View, lines: list[_Line]) -> date | None:
    labelled = re.search(
        r"(?:颁布时间|成文日期|印发日期|发文日期|签发日期|颁布日期|发布日期)：?(?P<v>[^\n]{6,24})", view.text[:20000]
    )
    sources = [labelled["v"]] if labelled else []
    sources += [line.text for line in lines if len(line.text) < 24]
    sources += [part for part in view.text[-1500:].split("\n") if len(part) < 24]
    for source in sources:
        found = _day(source.strip("（）· "), labelled is not None and source is sources[0])
        if found:
            return found
    return None


def _day(text: str, loose: bool) -> date | None:
    found = _DATE.match(text) if loose else _DATE.fullmatch(text)
    if found and (loose or "年" in text):
        return _safe(int(found["y"]), int(found["m"]), int(found["d"]))
    words = _CN_DATE.match(text) if loose else _CN_DATE.fullmatch(text)
    if words:
        digits = re.sub(r"[零○Oo]", "〇", words["y"])
        return _safe(chinese_number(digits) or 0, chinese_number(words["m"]) or 0, chinese_number(words["d"]) or 0)
    return None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _published(view: View) -> date | None:
    """The host page's own date: front matter or a line that the view leaves out."""
    start, end = markup.front_matter(view.raw)
    sources = [view.raw[start:end]] if end else []
    sources += [view.raw[o.start : o.end] for o in view.omissions if o.kind == "chrome"]
    for source in sources:
        found = re.search(r"(?:date|时间|日期)[^\d\n]{0,12}(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})", source)
        if found:
            return _safe(int(found[1]), int(found[2]), int(found[3]))
    return None


def _period(view: View, title: str) -> tuple[int, int] | None:
    named = _PERIOD.search(title) or re.search(
        r"(?:规划|实施|行动|执行|计划)(?:期限?|年限|周期)?(?:为|：|是)[^。\n]{0,6}?" + _PERIOD.pattern, view.text
    )
    if named and int(named["a"]) < int(named["b"]):
        return int(named["a"]), int(named["b"])
    plan = re.search(r"“?(十[二三四五]五)”?", title)
    return _PLAN[plan.group(1)] if plan else None


def _recipients(lines: list[_Line]) -> tuple[str, ...]:
    for line in lines[:25]:
        if (
            line.text.endswith("：")
            and len(line.text) < 160
            and re.match(r"各|[一-鿿（）、，]{0,40}(?:人民政府|单位|部门|委员会|有关)", line.text)
        ):
            parts = re.split(r"，|；", line.text[:-1])
            return tuple(p for p in parts if p)
    return ()
