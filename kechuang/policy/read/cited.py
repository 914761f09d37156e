"""Documents named in 《》: cited, the text itself, its companions, or still to be made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.view import View

DOC_NUMBER = re.compile(r"[一-鿿]{1,14}(?:〔|\[|【|（|〖|\()(?:19|20)\d\d(?:〕|\]|】|）|〗|\))第?\d{1,4}号")
_TO_MAKE = re.compile(r"(?:研究制定|制定(?!的|了)|出台|编制|起草|拟定|拟订|印发实施|研究出台|制订)(?:实施|完善|落实)?$")
# Columns, journals and films stand in 《》 too, and are no documents.
_NOT_CITED = re.compile(r"(?:网站|微信|公众号)?(?:专栏|栏目|节目|杂志|期刊|丛书|电视|专题片|系列片|纪录片|一书)")
_JOURNAL = re.compile(r"(?:自然|科学|细胞|柳叶刀|Nature|Science|Cell|TheLancet)(?:[·:：].{0,20})?")
_MAX, _WHOLE = 160, 8


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    title: str
    doc_number: str | None
    role: str


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Outermost 《…》 of at most 160 characters, on one line; an unclosed one is left out."""
    start = depth = 0
    for mark in re.finditer(r"[《》\n]", text):
        sign, at = mark.group(), mark.start()
        if sign == "《":
            if depth == 0 or at - start > _MAX:
                start, depth = at, 0
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0 and 2 < at + 1 - start <= _MAX:
                yield start, at + 1
        elif sign == "\n":
            depth = 0


def find(view: View, title: str | None) -> list[Found]:
    """Every document named; `title` is the text's own, so that it is known as itself."""
    text = view.text
    own = {_key(title)} if title else set()
    whole = _key(title)
    spans = [(s, e) for s, e in brackets(text) if not _is_noise(text, s, e)]
    aliases: set[str] = set()
    for start, end in spans:
        lead = text[max(0, start - 6) : start]
        if re.search(r"(?:以下|下)简称$", lead):
            before = text[max(0, start - _MAX) : start - 4]
            last = before.rfind("》")
            named = before[before.rfind("《", 0, last) + 1 : last] if last >= 0 else ""
            aliases.add(_key(text[start + 1 : end - 1]))
            if _key(named) in own:
                own.add(_key(text[start + 1 : end - 1]))
    out: list[Found] = []
    for start, end in spans:
        number = DOC_NUMBER.match(text, end + 1) if text[end : end + 1] in "（(" else None
        name = _key(text[start + 1 : end - 1])
        short = name not in aliases and len(name) < len(whole) and whole.endswith(name)
        placed = len(whole) > _WHOLE and name.replace("的", "").endswith(whole.replace("的", ""))
        role = (
            "self"
            if name in own or short or placed
            else "to_be_made"
            if _TO_MAKE.search(text[max(0, start - 8) : start])
            else "cited"
        )
        out.append(Found(start, end, view.original(start + 1, end - 1), number.group() if number else None, role))
    return out


def _is_noise(text: str, start: int, end: int) -> bool:
    return bool(_NOT_CITED.match(text, end) or _JOURNAL.fullmatch(text[start + 1 : end - 1]))


def _key(title: str | None) -> str:
    return re.sub(r"[\s“”（）()《》〈〉]", "", title or "")
