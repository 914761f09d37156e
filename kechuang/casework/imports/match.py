"""Which column of an office's table is which column of the register: guessed from the heads, with the reason.

The guess depends on the heads and the values below them, never on the order of the columns. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kechuang.casework.imports import column as columns
from kechuang.casework.imports.cell import DAY, Cell
from kechuang.casework.imports.column import UNITS, Column
from kechuang.kernel.dates import read_date
from kechuang.kernel.identify.credit import read_credit_code

SAME, ALIAS, BARE, PATH, PART, LIKE, VALUES = (*("same", "alias", "bare", "path", "part", "like", "values"),)
_WEIGHTS = {SAME: 100, ALIAS: 95, PATH: 88, BARE: 84, PART: 66, LIKE: 50, VALUES: 46}
_SURE = 84
_LEAST_LIKE = 0.62
_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_NEEDED = re.compile(r"[（(\[【]?(必填|选填|required|optional)(项)?[）)\]】]?", re.IGNORECASE)
_UNIT = re.compile(r"(?:单位|單位|unit)?[:：]?\s*(亿元|億元|万元|萬元|千元|元|%|％)")
_UNITS = "亿元|億元|万元|萬元|千元|元|%|％"
_UNIT_IN_HEAD = re.compile(rf"[（(\[【/]\s*(?:单位|單位|unit)?\s*[:：]?\s*({_UNITS})\s*[）)\]】]?")
_UNIT_AT_END = re.compile(r"(亿元|億元|万元|萬元)$")
_SERIAL = frozenset({"序号", "編號", "序號", "no", "no.", "#", "行号", "序"})


@dataclass(frozen=True, slots=True)
class Head:
    """One head of a table: where it stands, its parts from top to bottom, and the unit that it names."""

    at: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole head on one line."""
        return "·".join(self.parts)

    @property
    def unit(self) -> str:
        """The unit that the head names, or an empty text."""
        for part in reversed(self.parts):
            found = _UNIT_IN_HEAD.search(part) or _UNIT_AT_END.search(part.strip())
            if found:
                return plain_unit(found[1])
        return ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A column of the register and the head that probably is it: ``reason`` is one of the words above."""

    column: str
    at: int
    head: str
    reason: str
    score: int

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.score >= _SURE


@dataclass(slots=True)
class Sample:
    """The first values below a head."""

    cells: list[Cell] = field(default_factory=list)

    def share(self, column: Column) -> float:
        """Which share of the values is surely of a column's kind; 0 for kinds that cannot be told by their look."""
        found = [cell for cell in self.cells if not cell.empty]
        if not found or column.kind not in {columns.CREDIT, columns.DAY}:
            return 0
        return sum(_looks(cell, column.kind) for cell in found) / len(found)


def plain_unit(text: str) -> str:
    """Give a unit in the words of the columns: 万元 for 萬元, % for the full-width sign."""
    unit = unicodedata.normalize("NFKC", text).replace("萬", "万").replace("億", "亿")
    return unit if unit in UNITS or unit == "%" else ""


def unit_of_note(text: str) -> str:
    """Give the unit that a line above a table names (单位：万元), or an empty text."""
    if not re.search(r"单位|單位|unit", text, re.IGNORECASE):
        return ""
    found = _UNIT.search(text)
    return plain_unit(found[1]) if found else ""


def normal(text: str) -> str:
    """Give a head as it is compared: half width, lower case, without blanks, stars and “required”."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = _NEEDED.sub("", "".join(plain.split()))
    return plain.strip("*：:、.，,_-")


def bare(text: str) -> str:
    """Give a head without what stands in brackets."""
    return normal(_BRACKETS.sub("", unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）")))


def is_serial(head: Head) -> bool:
    """Whether a head names the running number of the rows."""
    return bare(head.parts[-1] if head.parts else "") in _SERIAL


def signature(heads: Sequence[Head]) -> str:
    """Give what two tables with the same heads have in common, in whatever order the columns stand."""
    return "|".join(sorted(normal(head.text) for head in heads))


def guess(
    heads: Sequence[Head],
    wanted: Sequence[Column],
    words: Mapping[str, Sequence[str]],
    samples: Mapping[int, Sample] | None = None,
) -> list[Guess]:
    """Give the guesses, at most one a column and one a head, the surest first.

    ``words`` holds each column's labels in all languages; ``samples`` the first values below each head.
    """
    found = [
        each
        for head in heads
        if head.parts and not is_serial(head)
        for column in wanted
        if (each := _guess_one(head, column, words.get(column.code, ()), (samples or {}).get(head.at))) is not None
    ]
    order = {column.code: at for at, column in enumerate(wanted)}
    # Heads are compared by their text before their place, so that moving columns changes nothing.
    found.sort(key=lambda each: (-each.score, order[each.column], normal(each.head), each.at))
    taken: dict[str, Guess] = {}
    used: set[int] = set()
    for each in found:
        if each.column not in taken and each.at not in used:
            taken[each.column] = each
            used.add(each.at)
    return list(taken.values())


def _guess_one(head: Head, column: Column, labels: Sequence[str], sample: Sample | None) -> Guess | None:
    fits = sample.share(column) if sample else 0
    best = _by_words(head, column, labels)
    if best is None and fits >= 0.8:
        best = (VALUES, _WEIGHTS[VALUES])
    if best is None:
        return None
    reason, score = best
    if column.kind == columns.CREDIT and sample and any(not cell.empty for cell in sample.cells) and fits == 0:
        score -= 30
    return Guess(column.code, head.at, head.text, reason, score + round(fits * 3))


def _by_words(head: Head, column: Column, labels: Sequence[str]) -> tuple[str, int] | None:
    named = {normal(label) for label in labels} | {column.code}
    others = {normal(alias) for alias in column.aliases}
    last, whole = head.parts[-1], "".join(head.parts)
    pairs = "".join(head.parts[-2:])
    known = named | others
    bare_known = {bare(each) for each in known}
    tests = (
        (SAME, normal(last) in named or normal(head.text) in named),
        (ALIAS, normal(last) in others),
        (PATH, len(head.parts) > 1 and bool({normal(pairs), normal(whole), bare(pairs), bare(whole)} & bare_known)),
        (BARE, bare(last) in bare_known),
    )
    for reason, holds in tests:
        if holds:
            return reason, _WEIGHTS[reason] - (len(head.parts) > 1 and reason in {SAME, ALIAS, BARE})
    inside = max((len(each) for each in bare_known if len(each) > 1 and each in bare(whole)), default=0)
    if inside:
        return PART, _WEIGHTS[PART] + min(10, round(10 * inside / max(1, len(bare(whole)))))
    alike = max((likeness(bare(last), each) for each in bare_known), default=0)
    return (LIKE, round(_WEIGHTS[LIKE] * alike)) if alike >= _LEAST_LIKE else None


def likeness(first: str, second: str) -> float:
    """Give how alike two heads are, from 0 to 1: the share of their pairs of characters that both have."""
    one, two = _pairs(first), _pairs(second)
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _looks(cell: Cell, kind: str) -> bool:
    if kind == columns.CREDIT:
        return len("".join(cell.text.split())) == 18 and read_credit_code(cell.text).ok
    return cell.kind == DAY or (len(cell.text) >= 6 and read_date(cell.text).ok)
