"""Where the title after a numbering mark ends, and whether the item has one at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kechuang.policy.read.marks import MARK, RANK

if TYPE_CHECKING:
    from kechuang.policy.read.view import View

_TITLE_STOP = re.compile(
    r"[。；\n\t]|：|（(?=[一二三四五六七八九十]{1,3}）)|（(?=责任|牵头|任单位|配合|"
    r"[^（）\n]{2,60}(?:牵头|负责|落实|配合)[^（）\n]{0,12}）)"
)
_NOT_TITLE = re.compile(
    r"^(?:到20\d\d|对[^，]{2,40}[，的]|凡|本(?:办法|规定|条例|细则)|自20\d\d|由.{2,20}(?:负责|"
    r"牵头)|(?!20\d\d年?[^，]{2,20}$)年?\d|[^，]{0,24}(?:应当|不得|给予\d))|达到\d|给予|"
    r"不(?:得|超过)|应当|以下简称|\d(?:万元|亿元|%)"
)
# A sentence and who answers for it: nothing else stands in the item.
_ANSWERED = re.compile(
    r"[（〔【][^（）〔〕【】]{0,40}(?:[（〔][^（）〔〕]{0,20}[）〕][^（）〔〕【】]{0,60}){0,9}[^（）〔〕【】]{0,200}[）〕】]"
)
_RUN_IN = 18
_PART_OF_TITLE = re.compile(r"[，、；：（“《的和与及]$|[，；：]")
_LABEL = re.compile(r"(?:工作|主要|重点)?(?:目标|任务|举措|内容|要求|措施|指标|事项)")
# A blank this far before the full stop parted a heading line from its text.
_LINE_OF_ITS_OWN = 6
TITLE_LIMIT = {"first": 70, "capital": 60, "second": 60, "third": 46, "fourth": 40, "circled": 30, "decimal": 46,
               "box": 50, "part": 60, "chapter": 60, "division": 60, "article": 0}  # fmt: skip


def title(view: View, found: re.Match[str], inline: bool, flat: bool) -> tuple[str | None, int, int, bool]:
    """(title, end of title, start of body, whether nothing follows on the line)."""
    text, style = view.text, found.lastgroup or ""
    start = found.end()
    while start < len(text) and text[start] in "：、.·— ":
        start += 1
    limit = TITLE_LIMIT[style]
    if style == "article":
        named = re.compile(r"[【（]([^】）\n]{2,30})[】）]").match(text, start)
        return (named.group(1), named.end(), named.end(), False) if named else (None, found.end(), start, False)
    window = text[start : start + limit + 40]
    stop = _TITLE_STOP.search(window)
    while stop is not None and stop.group() == "：" and (style in {"first", "box"} or stop.start() > 24):
        stop = _TITLE_STOP.search(window, stop.end())
    end = start + stop.start() if stop else start + len(window)
    if not flat and end - start > _RUN_IN and kind_of(text, end) == "。":
        apart = next((i for i in range(start + 3, min(start + _RUN_IN, end)) if view.gap(i)), 0)
        if apart and "，" in text[apart:end] and not _PART_OF_TITLE.search(text[start:apart]):
            end = apart
    if flat:
        gaps = [i for i in range(start + 2, min(end + 1, len(text))) if view.gap(i) and text[i] != "\n"]
        marked = [i for i in gaps if MARK.match(text, i)]
        plausible = marked[:1] or [i for i in gaps if i - start >= 4 and text[i - 1] not in "，、（“《"]
        apart = bool(plausible) and end - plausible[0] >= _LINE_OF_ITS_OWN
        if plausible and (style in {"first", "chapter", "box"} or stop is None or marked or apart):
            end = plausible[0]
    kind = text[end] if end < len(text) else "\n"
    body = end + 1 if kind in "。；：\n\t" else end
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    alone = kind == "\n" or body >= line_end or (kind == "。" and bool(_ANSWERED.fullmatch(text, body, line_end)))
    title = text[start:end]
    if kind == "：" and RANK[style] > RANK["second"] and _LABEL.fullmatch(title):
        return None, found.end(), start, False
    if not title or end - start > limit or (stop is None and end - start >= limit and not flat):
        return None, found.end(), start, False
    sentence = kind in "。；" and (alone or inline) and len(title) > 28 and "，" in title
    if style in {"third", "fourth", "circled", "second"} and (
        sentence
        or (
            (_NOT_TITLE.match(title) or (len(title) > 24 and _NOT_TITLE.search(title)))
            and not (alone and title.endswith(("条件", "要求", "标准")))
        )
    ):
        return None, found.end(), start, False
    if style in {"third", "fourth", "second"} and len(title) > 36 and title.count("，") > 1:
        return None, found.end(), start, False
    if kind == "；" and style != "first":
        return None, found.end(), start, False
    return title, end, body, alone


def kind_of(text: str, at: int) -> str:
    return text[at] if at < len(text) else "\n"
