"""The numbering marks of official documents and their order.

Source: 党政机关公文格式 GB/T 9704-2012 (一、 then （一） then 1. then （1）), 立法技术规范 (编 章 节 条 款 项) and use.
"""

from __future__ import annotations

import re

CN = "一二三四五六七八九十百零〇"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CAPITALS = str.maketrans("壹贰貳叁參参肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

MARK = re.compile(
    rf"(?P<part>第[{CN}]{{1,4}}(?:部分|篇|编))(?![{CN}])"
    rf"|(?P<chapter>第[{CN}\d]{{1,4}}章)"
    rf"|(?P<division>第[{CN}\d]{{1,4}}节)"
    rf"|(?P<article>第[{CN}\d]{{1,5}}条(?:之[{CN}]{{1,2}}(?![款项节章编]))?)(?=[\s\u3000：【（之]|[^规第的款、，。和至—之规所定中项])"
    rf"|(?P<box>(?:专栏|专 栏)\s*(?:\d{{1,2}}|[{CN}]{{1,3}})?(?=[\s：:·—“《（]|[一-鿿]|$))"
    r"|(?P<capital>[壹贰叁参肆伍陆柒捌玖拾貳參陸]{1,2}[ ]?、)"
    rf"|(?P<first>[{CN}]{{1,4}}[ ]?(?:、|\.(?!\d)))"
    rf"|(?P<second>（[ ]?[{CN}]{{1,4}}[ ]?）)"
    r"|(?P<decimal>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?=[ 　]|[一-鿿]))"
    r"|(?P<third>\d{1,2}[ ]?[.、](?:(?![\d%])|(?=20\d\d年)))"
    r"|(?P<fourth>（[ ]?\d{1,2}[ ]?）|\d{1,2}）)"
    rf"|(?P<circled>[{_CIRCLED}])"
)
STARTS_BLOCK = re.compile(
    rf"(?:第[{CN}\d]{{1,5}}(?:部分|[篇编章节])|第[{CN}\d]{{1,5}}条[\s\u3000]|专\s?栏|"
    rf"[{CN}壹贰叁参肆伍陆柒捌玖拾貳參陸]{{1,4}}[ ]?(?:、|\.(?!\d))|（[ ]?[{CN}]{{1,4}}[ ]?）"
    rf"|\d{{1,2}}[ ]?[.、](?!\d)|（\d{{1,2}}）|\d{{1,2}}）|[{_CIRCLED}]|附件|——|[★●■◆▲○□◇·]|"
    rf"（责任|（牵头|责任单位|牵头单位|"
    r"[一二三四五六七八九十]是)"
)
RANK = {
    "part": 0, "chapter": 1, "division": 2, "capital": 2, "first": 3, "second": 4, "article": 5, "third": 6,
    "decimal": 6,
    "fourth": 7, "circled": 8, "box": 9,
}  # fmt: skip


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral up to 9999 (二十三 → 23), or None."""
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            return None
    return total + digit


def ordinal(mark: str) -> int | None:
    """The number a mark carries: （十六） → 16, 第三章 → 3, ② → 2."""
    mark = mark.translate(_CAPITALS)
    if mark and mark[0] in _CIRCLED:
        return _CIRCLED.index(mark[0]) + 1
    mark = mark.partition("之")[0]
    digits = re.search(r"\d+(?=\D*$)", mark)
    if digits:
        return int(digits.group())
    numeral = re.search(rf"[{CN}]+", mark.replace("部分", ""))
    return chinese_number(numeral.group()) if numeral else None
