"""Which lines belong together, which are page furniture, which are table rows.

A text copied from a PDF breaks its lines at the paper's edge, carries page numbers and running heads between (and
within) sentences, and sometimes prints a line twice. Nothing is deleted from the published text: the cleaned view
leaves it out, and every omission is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kechuang.policy.read.layer import Edit, Layer, edited
from kechuang.policy.read.marks import STARTS_BLOCK

_PAGE = re.compile(
    r"^(?:[-—–·]{1,2}\s{0,4}\d{1,4}\s{0,4}[-—–·]{1,2}|第\s{0,4}\d{1,4}\s{0,4}页(?:\s{0,4}[/，]?\s{0,4}共\s{0,4}\d{1,4}\s{0,4}页)?"
    r"|\d{1,4}\s{0,4}/\s{0,4}\d{1,4}|\d{1,3})$"
)
_INLINE_PAGE = re.compile(r"(?<=[^\d\s])[ \t]{1,40}[-—]{1,2} {0,4}\d{1,3} {0,4}[-—]{1,2}(?=[ \t]+[^\d\s])")
# The foot of a page whose text is one line: links to the articles before and after.
_INLINE_FOOT = re.compile(r"(?<=[ \t])(?:上一[篇条页]|下一[篇条页]|相关链接|相关阅读)[:：][^\n。]{0,200}(?=\n|\Z)")
_FOOT_REACH = 600
_CHROME = re.compile(
    r"^(?:copyright|©|版权所有|备案(?:号|序号)|[一-鿿]{0,3}ICP[备证]|上一[篇条页]|"
    r"下一[篇条页]|\[?返回|责任编辑|编辑[:：]|审核[:：]|"
    r"校对[:：]|文章来源|来源[:：]|信息来源|稿源|发表时间|发布(?:时间|日期)|更新时间|"
    r"浏览(?:次数|量)|阅读(?:次数|量|[:：])|点击(?:数|次数|量)|"
    r"(?:【|\[)?(?:打印|关闭|收藏|纠错)|分享(?:到|至|[:：]|$)|扫一扫|字[号体][:：]|【?字体|"
    r"相关(?:链接|文[件章]|阅读|词条|新闻|解读)[:：]?$|热门词条|"
    r"联[系络]我们$|网站地图|您?(?:当前|现在)的?位置|当前所在|首页\s?[>»/]|主办单位?[:：]|"
    r"承办[:：]|网站标识码|[一-鿿]{0,3}公网安备|技术支持[:：]|"
    r"\*.{0,60}咨询|https?://|www\.|附件下载|电话[:：]|传真[:：]|邮编[:：]|（文章来源|（来源|"
    r"原标题[:：]|微信|关注我们|免责声明)",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"ICP备|网站标识码|公网安备|版权所有|All Rights Reserved|未经(?:书面)?(?:许可|授权)", re.IGNORECASE
)
_RELATED = re.compile(
    r"^(?:【|\[)?(?:相关(?:链接|文[件章]|阅读|词条|新闻|解读|政策|推荐|附件)|延伸阅读|推荐阅读|热点推荐)(?:】|\])?[:：]?"
)
_TERMINAL = "。！？；.!?;"
_OPENERS = {"《": "》", "（": "）", "“": "”", "〔": "〕"}
_UNIT_LINE = re.compile(r"责任|牵头|配合|单位|部门|[局委厅办院]$|月底|年底|长期|持续")
_LONG_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章篇]")
_SENTENCE = re.compile(r"[。；：]")
_SPACES = re.compile(r"[ \t]+")
_HEADER = re.compile(r"责任(?:单位|部门)|牵头(?:单位|部门)|负责(?:单位|部门)|承担单位|主要?责任|牵头责任")
_INDICATORS = re.compile(r"指标[^。]{0,60}20\d\d年?")
_COLUMN_GAP = re.compile(r" {2,}|\t")
_PUNCTUATED = re.compile(r"[，。；：、）]")
_MINIMUM_LINES = 8
_LINKS = 40
_CELL_LINES = 12
# A running head repeats a line that stood among the first of the document, or stands beside a page number.
_TITLE_LINES = 12
# A line at least this share of the paper's width was broken by the edge; titles and last lines are shorter.
_FULL_SHARE = 0.76


@dataclass(frozen=True, slots=True)
class Omission:
    """A stretch of the published text that the cleaned view leaves out, and why."""

    kind: str
    start: int
    end: int


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    body: str
    width: int
    kind: str = ""


def _width(body: str) -> int:
    return sum(2 if ord(c) > 0x2E7F or c in "“”…—" else 1 for c in body)


def _split(text: str) -> list[_Line]:
    lines: list[_Line] = []
    at = 0
    for part in text.split("\n"):
        body = part.strip(" \t")
        lines.append(_Line(at, at + len(part), body, min(_width(body[:300]), 400)))
        at += len(part) + 1
    return lines


def _paper_width(lines: list[_Line]) -> int:
    """The width at which lines were broken, or 0 if paragraphs are whole lines."""
    bodies = [line for line in lines if line.body and not line.kind]
    if len(bodies) < _MINIMUM_LINES:
        return 0
    widths = sorted(line.width for line in bodies)
    edge = widths[-max(2, len(widths) // 20)]
    if not 24 <= edge <= 130:
        return 0
    full = [i for i, line in enumerate(bodies) if edge - 8 <= line.width <= edge + 6]
    broken = [i for i in full if not _ended(bodies[i].body) and _carries_on(bodies, i + 1)]
    return edge if len(full) >= 4 and len(full) * 7 >= len(bodies) and len(broken) * 2 >= len(full) else 0


def _ended(body: str) -> bool:
    """Whether a line ends a sentence; 8. at an edge may go on as 8.5."""
    return body[-1] in _TERMINAL + "：:" and not (body[-1] == "." and body[-2:-1].isdigit())


def _carries_on(bodies: list[_Line], index: int) -> bool:
    return index < len(bodies) and not STARTS_BLOCK.match(bodies[index].body) and "\t" not in bodies[index].body


def _mark_furniture(lines: list[_Line]) -> None:
    """Page numbers, site chrome, repeated heads and lines printed twice."""
    for line in lines:
        if not line.body:
            continue
        if not line.body.strip("|*_-—=·. \t"):
            line.kind = "rule"
        elif len(line.body) <= 24 and _PAGE.match(line.body):
            line.kind = "page_number"
        elif len(line.body) <= 160 and (
            _CHROME.match(line.body) or ("。" not in line.body and _FOOTER.search(line.body))
        ):
            line.kind = "chrome"
    _mark_related(lines)
    counts = Counter(_SPACES.sub("", line.body) for line in lines if 2 <= len(line.body) <= 50 and not line.kind)
    heads = {b for b, count in counts.items() if count >= 3 and not _UNIT_LINE.search(b) and not _PUNCTUATED.search(b)}
    content = [line for line in lines if line.body]
    titles = {_SPACES.sub("", line.body) for line in content[:_TITLE_LINES]}
    for i, line in enumerate(content):
        key = _SPACES.sub("", line.body)
        if key in heads and not line.kind and not STARTS_BLOCK.match(line.body):
            near = content[max(0, i - 1) : i + 2]
            splits = i > 0 and content[i - 1].body[-1] not in _TERMINAL + "：" and content[i - 1].width > 40
            if (splits and key in titles) or any(other.kind in {"page_number", "running_head"} for other in near):
                line.kind = "running_head"
    last = ""
    for line in content:
        if not line.kind and len(line.body) >= 10 and line.body == last:
            line.kind = "doubled_line"
        elif not line.kind:
            last = line.body


def _mark_related(lines: list[_Line]) -> None:
    """Links to other articles after the text: short lines without a sentence, down to the page's foot."""
    content = [line for line in lines if line.body]
    for i in range(len(content) - 1, max(-1, len(content) - _LINKS), -1):
        line = content[i]
        if _RELATED.match(line.body):
            for link in content[i:]:
                link.kind = link.kind or "chrome"
            return
        if not line.kind and (len(line.body) > 60 or line.body[-1] in "。；" or "\t" in line.body):
            return


def _open_bracket(body: str) -> bool:
    tail = body[-80:]
    return any(tail.rfind(opener) > tail.rfind(closer) for opener, closer in _OPENERS.items())


def _joins(line: _Line, following: _Line, paper: int, blank_between: bool, indented: bool) -> bool:
    """Whether the following line continues this one."""
    end, start = line.body[-1], following.body[0]
    if "\t" in line.body or "\t" in following.body:
        return False
    if start in "，、。；：）》”〕%" and end not in _TERMINAL:
        return True
    if STARTS_BLOCK.match(following.body):
        return False
    if end in "，、《（“〔" or (_open_bracket(line.body) and end not in _TERMINAL and not blank_between):
        return True
    if not paper:
        return False
    if (
        _LONG_HEADING.match(line.body)
        and line.width * 2 >= paper
        and following.width * 5 <= paper * 3
        and not _SENTENCE.search(line.body + following.body)
        and not blank_between
    ):
        return True
    full = line.width >= paper * _FULL_SHARE
    if (end.isdigit() or line.body[-2:-1].isdigit()) and start.isdigit() and line.width * 2 > paper:
        return True
    if _ended(line.body):
        return full and end in "。；" and not indented and not blank_between
    return full


def _split_by_page(line: _Line, following: _Line) -> bool:
    """Whether only a page's foot and head stand between two halves of a sentence (…达 | — 3 — | 到3.2%)."""
    if "\t" in line.body + following.body or _ended(line.body) or STARTS_BLOCK.match(following.body):
        return False
    return bool(_PUNCTUATED.search(line.body)) and not _UNIT_LINE.search(line.body[-2:])


def joined(layer: Layer) -> tuple[Layer, list[Omission], bool]:
    """The layer with paragraphs as lines and table rows between tabs; what was left out; whether it was wrapped."""
    omissions: list[Omission] = []
    inline = [(m.start(), m.end(), "") for m in _INLINE_PAGE.finditer(layer.text)]
    omissions += [Omission("page_number", *layer.span(start, end)) for start, end, _ in inline]
    foot = _INLINE_FOOT.search(layer.text, max(0, len(layer.text) - _FOOT_REACH, inline[-1][1] if inline else 0))
    if foot:
        inline.append((foot.start(), foot.end(), ""))
        omissions.append(Omission("chrome", *layer.span(foot.start(), foot.end())))
    layer = edited(layer, inline)
    text = layer.text
    lines = _split(text)
    _mark_furniture(lines)
    paper = _paper_width(lines)
    kept = [line for line in lines if line.body]
    blanks = sum(1 for line in lines if not line.body)
    spaced = blanks * 10 >= len(kept) * 7
    edits: list[Edit] = []
    previous: _Line | None = None
    skipped = False
    for line in kept:
        if line.kind:
            omissions.append(Omission(line.kind, *layer.span(line.start, line.end)))
            edits.append((line.start, line.end, ""))
            skipped = skipped or line.kind in {"page_number", "running_head"}
            continue
        if previous is not None:
            gap = text[previous.end : line.start]
            blank = not spaced and not skipped and gap.count("\n") > 1
            indented = text[line.start : line.start + 2].isspace() and not spaced
            split = skipped and _split_by_page(previous, line)
            if split or _joins(previous, line, paper, blank, indented):
                latin = previous.body[-1].isascii() and previous.body[-1].isalpha() and line.body[0].isalpha()
                while edits and edits[-1][0] >= previous.end:
                    edits.pop()
                edits.append((previous.end, line.start, " " if latin and line.body[0].isascii() else ""))
        previous, skipped = line, False
    layer = _columns(edited(layer, edits))
    return edited(layer, _cell_edits(layer.text)), omissions, bool(paper)


def _cell_edits(text: str) -> list[Edit]:
    """A row whose cell holds several lines is one row: lines are joined while they fill up the header's columns."""
    edits: list[Edit] = []
    pending: list[Edit] = []
    columns = filled = at = 0
    above = ""
    for part in text.split("\n"):
        tabs = part.count("\t")
        if tabs and _HEADER.search(part) and _is_header(part.strip(" \t")):
            columns, filled, pending = tabs, tabs, []
        elif columns and filled < columns and above and part.strip():
            ends_body = _UNIT_LINE.search(above.rsplit("\t", 1)[-1][-1:]) and _UNIT_LINE.search(
                part.split("\t")[0][-1:]
            )
            pending.append((at - 1, at, "、" if ends_body else ""))
            filled += tabs
            if filled == columns:
                edits += pending
                pending = []
            elif filled > columns or len(pending) > _CELL_LINES:
                filled, pending = tabs or columns, []
        elif columns and part.strip():
            filled, pending = tabs or columns, []
            columns = columns if tabs else 0
        above = part
        at += len(part) + 1
    return edits


def _is_header(body: str) -> bool:
    """Whether a line reads as column names: short cells, no sentence."""
    cells = [cell for cell in _COLUMN_GAP.split(body) if cell.strip()]
    return "。" not in body and not body.startswith(("（", "(")) and all(len(cell.strip()) <= 18 for cell in cells)


def _columns(layer: Layer) -> Layer:
    """Column gaps of a table printed with spaces become tabs, from a header that names responsible units."""
    edits: list[Edit] = []
    columns = misses = 0
    at = 0
    for part in layer.text.split("\n"):
        body = part.strip(" \t")
        offset = at + part.find(body) if body else at
        gaps = list(_COLUMN_GAP.finditer(body))
        if len(gaps) >= 2 and _is_header(body) and (_HEADER.search(body) or _INDICATORS.search(body)):
            columns, misses = len(gaps), 0
        if columns and len(gaps) >= max(1, columns - 1):
            edits += [(offset + g.start(), offset + g.end(), "\t") for g in gaps if g.group() != "\t"]
            misses = 0
        elif columns and body:
            misses += 1
            columns = 0 if misses > 3 else columns
        at += len(part) + 1
    return edited(layer, edits)
