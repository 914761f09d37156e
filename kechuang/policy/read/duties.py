"""Duties in running text: 牵头, 由…负责, and a body that opens a sentence and is told to act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

# (start, end of the sentence, end of the bodies' names, the bodies, those that lead)
Duty = tuple[int, int, int, tuple[str, ...], tuple[str, ...]]
_STRICT = (
    r"(?:(?:国家|中央|省委|市委|县委|区委|省|市|县|区|州|自治区|全国|[一-鿿]{2,3}(?:省|市|县|"
    r"区|州))[一-鿿]{1,12}?(?:厅|局|委(?!员)|办(?!法|理|公)|部(?!门|分|署)|委员会|办公室|"
    r"人民政府|政府|中心|管委会)"
    r"|科技部|财政部|教育部|工业和信息化部|商务部|人力资源社会保障部|农业农村部|国家统计局|"
    r"生态环境部|自然资源部|人民银行|上海技术交易所)"
)
_SENTENCE_STOP = re.compile(r"[。；\n]")
_PROSE = re.compile(
    rf"(?<![一-鿿])(?P<units>{_STRICT}(?:[、和与]{_STRICT}){{0,6}})(?:负责)?牵头|"
    rf"由(?P<by>{_STRICT}(?:[、和与]{_STRICT}){{0,6}})(?:牵头|负责(?!解释)|组织实施)"
)
# A body that opens a sentence and is told to act: 市科技局要…, 省财政厅负责…, 请市发改委….
_DUTY = re.compile(
    rf"(?:^|(?<=[。；\n])|(?<=[。；\n，]请))(?P<who>{_STRICT}(?:[、和与及，]{_STRICT}){{0,5}})(?:等(?:部门|单位))?"
    r"(?:要|应当?(?=[^届急用])|须|将?会同|负责(?!人)|具体负责|于20\d\d年|按照?(?:各自)?职责)"
)


def named(view: View) -> Iterator[Duty]:
    text = view.text
    for found in _PROSE.finditer(text):
        group = "units" if found["units"] else "by"
        stop = _SENTENCE_STOP.search(text, found.end())
        end = min(stop.start() if stop else len(text), found.start() + 120)
        units = tuple(u for u in re.split(r"[、和与]", found[group]) if u)
        lead = units if "牵头" in found.group() else ()
        yield found.start(group), end, found.end(group), units, lead


def told(view: View) -> Iterator[Duty]:
    text = view.text
    for found in _DUTY.finditer(text):
        stop = _SENTENCE_STOP.search(text, found.end())
        end = min(stop.start() if stop else len(text), found.start("who") + 120)
        units = tuple(u for u in re.split(r"[、和与及，]", found["who"]) if u)
        yield found.start("who"), end, found.end("who"), units, ()
