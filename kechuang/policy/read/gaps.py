"""Damage and doubt: what the published text seems to have lost, doubled or garbled. Reported, never repaired."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kechuang.policy.read import glyphs, taiwan
from kechuang.policy.read.document import Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.dress import Finding
    from kechuang.policy.read.headings import Heading
    from kechuang.policy.read.units import Found
    from kechuang.policy.read.view import View

_DOUBLED = re.compile(r"(?P<w>[一-鿿]{2,8})(?P=w)")
_DOUBLED_PLAIN = re.compile(r"^([一-鿿])\1*$|^(?:常常|渐渐|进一步|一个个|越来越)")
_CUT_YEAR = re.compile(r"到20\d\d年。")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"))
_BROKEN = re.compile("\ufffd+|锟斤拷|烫烫烫")
_WORD_GAP = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")
_LATIN_YEAR = re.compile(r"二[OoＯ][一二三四五六七八九]")
_MANY = 200
# Titles of one kind are usually this long; one of two characters among them has lost its head.
_USUAL_TITLE = 5


def find(
    view: View,
    headings: list[Heading],
    holes: list[tuple[str, int, int, tuple[tuple[str, str], ...]]],
    findings: list[Finding],
    assignments: list[Found],
) -> list[Gap]:
    """All gaps in order of place; at most 200 of one code, since a report is for people."""
    out = [_gap(view, code, start, end, *values) for code, start, end, values in holes]
    out += _bodiless(view, headings, assignments)
    out += [
        _gap(view, "unit_missing", f.start, f.end, ("value", str(f.value)))
        for f in findings
        if f.role == "target" and f.quantity and f.unit is None and not re.search(r"指数|得分|评分|系数|水平", f.name)
    ]
    out += [_gap(view, a.damage, a.start, a.end) for a in assignments if a.damage]
    out += _words(view)
    out += _brackets(view)
    out += _raw_marks(view)
    counts: dict[str, int] = {}
    kept = []
    for gap in sorted(out, key=lambda g: (g.start, g.code)):
        counts[gap.code] = counts.get(gap.code, 0) + 1
        if counts[gap.code] <= _MANY:
            kept.append(gap)
    return kept


def _gap(view: View, code: str, start: int, end: int, *values: tuple[str, str]) -> Gap:
    low, high = view.span(start, end)
    return Gap(code, tuple(values), low, high, view.raw[low:high])


def _bodiless(view: View, headings: list[Heading], assignments: list[Found]) -> Iterator[Gap]:
    ends = [(a.start, a.end) for a in assignments]
    titles: dict[str, list[int]] = {}
    for heading in headings:
        titles.setdefault(heading.style, []).append(len(heading.title or ""))
    lengths = {style: sum(found) / len(found) for style, found in titles.items()}
    followers: list[Heading | None] = [*headings[1:], None]
    for heading, following in zip(headings, followers[: len(headings)], strict=True):
        if heading.style in {"article", "box"}:
            continue
        if heading.title is None:
            yield _gap(view, "title_missing", heading.start, heading.title_end, ("marker", heading.mark))
            continue
        if len(heading.title) <= 2 and lengths.get(heading.style, 0) >= _USUAL_TITLE:
            yield _gap(
                view,
                "title_damaged",
                heading.start,
                heading.title_end,
                ("marker", heading.mark),
                ("title", heading.title),
            )
        until = following.start if following else len(view.text)
        if following is not None and following.level > heading.level > 0:
            continue
        body = view.text[heading.body : until]
        for start, end in ends[bisect_left(ends, (heading.body, 0)) : bisect_left(ends, (until, 0))]:
            body = body.replace(view.text[start:end], "")
        if not re.sub(r"[\s。，；：]", "", body):
            yield _gap(
                view,
                "item_without_body",
                heading.start,
                heading.title_end,
                ("marker", heading.mark),
                ("title", heading.title),
            )


def _words(view: View) -> Iterator[Gap]:
    for found in _DOUBLED.finditer(view.text):
        word = found["w"]
        if not _DOUBLED_PLAIN.match(word) and len(word) >= 3:
            yield _gap(view, "doubled_words", found.start(), found.end(), ("word", word))
    for found in _CUT_YEAR.finditer(view.text):
        yield _gap(view, "sentence_cut", found.start(), found.end())


def _brackets(view: View) -> Iterator[Gap]:
    at = 0
    for line in view.text.split("\n"):
        for opener, closer in _PAIRS:
            opened = line.count(opener)
            closed = line.count(closer)
            if opened != closed and opener != "“":
                place = line.rfind(opener) if opened > closed else line.find(closer)
                yield _gap(view, "bracket_unpaired", at + place, at + place + 1, ("bracket", opener + closer))
            elif opened != closed:
                place = line.rfind(opener) if opened > closed else line.find(closer)
                yield _gap(view, "quotation_unpaired", at + place, at + place + 1, ("bracket", opener + closer))
        at += len(line) + 1


def _raw_marks(view: View) -> Iterator[Gap]:
    raw = view.raw
    for found in _BROKEN.finditer(raw):
        yield Gap("characters_lost", (), found.start(), found.end(), found.group())
    for start, end, between in glyphs.private_marks(raw):
        code = "private_point" if between else "private_character"
        yield Gap(code, (("code_point", f"U+{ord(raw[start]):04X}"),), start, end, raw[start:end])
    for found in _LATIN_YEAR.finditer(raw):
        yield Gap("latin_letter_in_year", (("word", found.group()),), found.start(), found.end(), found.group())
    if view.script == "traditional":
        for start, end, word in taiwan.words(raw):
            yield Gap("taiwan_vocabulary", (("word", raw[start:end]), ("reading", word)), start, end, raw[start:end])
    if not view.wrapped and not view.markup:
        for found in _WORD_GAP.finditer(raw):
            if raw.count("\n", found.start() - 30, found.end() + 30) == 0:
                yield Gap("blank_inside_text", (), found.start(), found.end(), raw[found.start() : found.end()])
    for omission in view.omissions:
        if omission.kind == "doubled_line":
            yield Gap("doubled_line", (), omission.start, omission.end, raw[omission.start : omission.end])
