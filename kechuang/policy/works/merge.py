"""One line for one promise: repeats within a work and between its papers joined, parts hung on their wholes. Pure.

Only what says the same is joined: same thing counted, same subject, unit, year and value. A second value for the same
thing and year stays a line of its own, and both are flagged; nothing decides which one is meant.
"""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kechuang.policy.works.names import likeness, normal, scaled
from kechuang.policy.works.sums import CANNOT_SAY, Amount, Sum, check

TWO_VALUES, NOT_ADDING, NO_WHOLE = "two_values", "not_adding", "no_whole"
DOUBTS = (TWO_VALUES, NOT_ADDING, NO_WHOLE)
LIKE_WHOLE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A target where it is printed: which paper, its code there, and the quantity."""

    document: str
    code: str
    clause: str
    start: int
    end: int
    indicator: str
    subject: str
    comparator: str
    value: str
    value_max: str
    unit: str
    kind: str
    year: int | None
    period: tuple[int, int] | None = None
    frequency: str = ""
    relative_to: str = ""
    part_of: str = ""
    quote: str = ""


@dataclass(slots=True, kw_only=True)
class Merged:
    """One promise of a work with all its mentions, the first of them speaking for it."""

    key: str
    name: str
    mentions: list[Mention]
    whole: str = ""
    parts: list[str] = field(default_factory=list)
    total: Sum | None = None
    doubts: list[str] = field(default_factory=list)

    @property
    def first(self) -> Mention:
        """The mention that speaks for the line: the first in the paper that comes first."""
        return self.mentions[0]


def merge(work: str, mentions: Sequence[Mention]) -> list[Merged]:
    """Join the mentions of a work into lines, in the order in which they come.

    ``mentions`` come paper by paper (the one that speaks for the work first), each in the order of its text.
    """
    lines: dict[Hashable, Merged] = {}
    same: dict[Hashable, list[Merged]] = defaultdict(list)
    for each in mentions:
        about = _about(each)
        known = lines.get((about, _value(each)))
        if known is not None:
            known.mentions.append(each)
            continue
        line = Merged(key=_key(work, about, len(same[about])), name=normal(each.indicator), mentions=[each])
        lines[about, _value(each)] = line
        same[about].append(line)
    for group in same.values():
        if len(group) > 1 and any(line.first.year or line.first.frequency for line in group):
            for line in group:
                line.doubts.append(TWO_VALUES)
    found = list(lines.values())
    _hang(found)
    return found


def _about(each: Mention) -> tuple[Any, ...]:
    """What is counted, of whom, in which unit, by when, and whether it is a part of another."""
    unit = scaled("", each.unit)[1]
    return (normal(each.indicator), normal(each.subject), unit, each.year, each.frequency, normal(each.part_of),
            each.kind == "growth_rate", normal(each.relative_to))  # fmt: skip


def _value(each: Mention) -> Hashable:
    low, high = scaled(each.value, each.unit)[0], scaled(each.value_max, each.unit)[0]
    return low, high, each.comparator in {"le", "lt"}, each.value if low is None else ""


def _key(work: str, about: Iterable[object], number: int) -> str:
    """A key that stays when a value changes: the promise is the same one with another number."""
    plain = "\x1f".join([work, *map(str, about), str(number)])
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def _hang(lines: Sequence[Merged]) -> None:
    """Hang parts on the whole printed before them in the same clause, and hold the sums."""
    for at, line in enumerate(lines):
        part = line.first
        if not part.part_of:
            continue
        whole = _whole(lines[:at], part)
        if whole is None:
            line.doubts.append(NO_WHOLE)
        else:
            line.whole = whole.key
            whole.parts.append(line.key)
    by_key = {line.key: line for line in lines}
    for line in lines:
        if line.parts:
            amounts = [_amount(by_key[key].first) for key in line.parts]
            line.total = check(_amount(line.first), amounts)
            if line.total.verdict != CANNOT_SAY and line.total.rest is not None and line.total.rest < 0:
                line.doubts.append(NOT_ADDING)


def _whole(before: Sequence[Merged], part: Mention) -> Merged | None:
    wanted = normal(part.part_of)
    near = [
        line
        for line in before
        if line.first.document == part.document
        and line.first.clause == part.clause
        and normal(line.first.part_of) != wanted
    ]
    for line in reversed(near):
        if line.name == wanted or wanted in line.name:
            return line
    ranked = sorted(near, key=lambda line: (likeness(line.name, wanted), line.first.start))
    return ranked[-1] if ranked and likeness(ranked[-1].name, wanted) >= LIKE_WHOLE else None


def _amount(each: Mention) -> Amount:
    return Amount(each.value, each.unit, each.value_max)
