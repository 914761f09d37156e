"""Automatic paragraph numbers of a .docx, written out as the page shows them (一、 （一） 1. ①)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]  # the package ships no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_LEVELS = 9


def chinese(number: int) -> str:
    """23 → 二十三, for 1 to 999; above that, digit by digit."""
    if number <= 10:
        return "十" if number == 10 else _DIGITS[number]
    if number < 20:
        return "十" + _DIGITS[number - 10]
    if number < 100:
        return _DIGITS[number // 10] + "十" + (_DIGITS[number % 10] if number % 10 else "")
    if number < 1000:
        rest = number % 100
        tail = (
            ""
            if not rest
            else ("零" + chinese(rest) if rest < 10 else ("一" if 10 <= rest < 20 else "") + chinese(rest))
        )
        return _DIGITS[number // 100] + "百" + tail
    return "".join(_DIGITS[int(c)] for c in str(number))


class Numbering:
    """Counters of all numbered lists of one document, advanced paragraph by paragraph."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[int, str, str]]] = {}
        self._counts: dict[str, list[int]] = {}
        if root is None:
            return
        abstract: dict[str, dict[int, tuple[int, str, str]]] = {}
        for node in root.iterchildren(f"{W}abstractNum"):
            levels = {}
            for level in node.iterchildren(f"{W}lvl"):
                index = _integer(level.get(f"{W}ilvl"), 0)
                levels[index] = (
                    _integer(_value(level, "start"), 1),
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                )
            abstract[node.get(f"{W}abstractNumId") or ""] = levels
        for node in root.iterchildren(f"{W}num"):
            self._levels[node.get(f"{W}numId") or ""] = abstract.get(_value(node, "abstractNumId") or "", {})

    def prefix(self, paragraph: _Element) -> str:
        """The number that the page prints before this paragraph, or nothing."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        identity = _value(properties, "numId") or ""
        level = _integer(_value(properties, "ilvl"), 0)
        levels = self._levels.get(identity, {})
        if level not in levels or not 0 <= level < _LEVELS:
            return ""
        counts = self._counts.setdefault(identity, [0] * _LEVELS)
        start = levels[level][0]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), levels[level][2])

    def _shown(self, levels: dict[int, tuple[int, str, str]], counts: list[int], level: int) -> str:
        if level not in levels:
            return ""
        number, form = counts[level] or levels[level][0], levels[level][1]
        if form in {"bullet", "none"}:
            return ""
        if form.startswith(("chinese", "ideograph", "japaneseCounting", "taiwanese")):
            return chinese(number)
        if form.startswith("decimalEnclosedCircle") and 1 <= number <= len(_CIRCLED):
            return _CIRCLED[number - 1]
        return str(number)


def _value(node: _Element, name: str) -> str | None:
    child = node.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.lstrip("-").isdigit() and len(text) < 9 else default
