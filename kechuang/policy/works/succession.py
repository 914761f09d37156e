"""Names of bodies through their reforms: a name as printed, the document's day, and the day asked → today's body. Pure.

The table is data (``regions/*/bodies.yaml``), every row with source and mark. A period is stated as precisely as its
source allows (2018, 2018-10, 2018-10-25); nothing finer is made up. The printed name always stays beside the answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kechuang.policy.likeness import folded

UNCHANGED, SUCCEEDED, SPLIT, UNKNOWN, GROUP = "unchanged", "succeeded", "split", "unknown", "group"
STATUSES = (UNCHANGED, SUCCEEDED, SPLIT, UNKNOWN, GROUP)
BEFORE_ITS_TIME, AFTER_ITS_TIME, NO_DAY = "before_its_time", "after_its_time", "no_day"
KINDS = ("renamed", "merged", "split", "became_part")
MARKS = ("S", "s", "G", "D")
MOST_STEPS = 12
_GROUP_WORDS = ("有关", "各市", "各县", "各设区市", "各区", "各地", "各级", "各有关", "等部门", "相关")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One row of the table: who went on in whom, since when, by which source."""

    names: tuple[str, ...]
    to: tuple[tuple[str, ...], ...]
    kind: str
    since: str
    source: str
    mark: str
    place: str
    note: str = ""

    @property
    def first_day(self) -> date:
        """The first day that the stated period can mean."""
        year, *rest = (int(part) for part in self.since.split("-"))
        month, day = [*rest, 1, 1][:2]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        """The last day that the stated period can mean (of a month its 28th, which is near enough to compare)."""
        year, *rest = (int(part) for part in self.since.split("-"))
        month, day = rest if len(rest) == 2 else ([*rest, 12][0], 28)
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Table:
    """All changes; names of bodies that are known and have not changed, with their full ones; and where those hold."""

    changes: tuple[Change, ...]
    standing: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers today for what was laid on ``printed``.

    ``today`` are the bodies of the day asked, in full and by their short names; several after a split, where a person
    says who has the duty. ``steps`` are the changes that led there. ``doubts``: before_its_time (the name is younger
    than the document), after_its_time (the document is younger than the end of the name), no_day.
    """

    printed: str
    status: str
    today: tuple[tuple[str, ...], ...]
    steps: tuple[Change, ...] = ()
    doubts: tuple[str, ...] = ()


class Resolver:
    """Answers from one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._from: dict[str, list[Change]] = {}
        self._to: dict[str, list[Change]] = {}
        for change in sorted(table.changes, key=lambda each: each.first_day):
            for name in change.names:
                self._from.setdefault(folded(name), []).append(change)
            for names in change.to:
                for name in names:
                    self._to.setdefault(folded(name), []).append(change)
        self._standing = {folded(name): name for name in table.standing}

    def known(self, name: str) -> bool:
        """Whether the table knows this name at all."""
        plain = folded(name)
        return plain in self._from or plain in self._to or plain in self._standing

    def resolve(self, printed: str, printed_on: date | None, day: date) -> Answer:
        """Give today's body for a name printed on a day. The document's day may be unknown."""
        plain = folded(printed)
        if any(word in printed for word in _GROUP_WORDS):
            return Answer(printed, GROUP, ())
        if not self.known(printed):
            return Answer(printed, UNKNOWN, ())
        steps: list[Change] = []
        bodies = self._follow((printed,), day, steps, MOST_STEPS)
        doubts = self._doubts(plain, printed_on, day)
        if not steps:
            return Answer(printed, UNCHANGED, ((self._whole(plain, printed),)), (), doubts)
        return Answer(printed, SPLIT if len(bodies) > 1 else SUCCEEDED, bodies, tuple(steps), doubts)

    def _follow(self, names: tuple[str, ...], day: date, steps: list[Change], left: int) -> tuple[tuple[str, ...], ...]:
        change = next((each for name in names for each in self._from.get(folded(name), ()) if each.first_day <= day
                       and each not in steps), None)  # fmt: skip
        if change is None or not left:
            return (names,)
        steps.append(change)
        out: list[tuple[str, ...]] = []
        for to in change.to:
            for body in self._follow(to, day, steps, left - 1):
                if body not in out:
                    out.append(body)
        return tuple(out)

    def _whole(self, plain: str, printed: str) -> tuple[str, ...]:
        if plain in self._standing:
            return (self._standing[plain],)
        for change in self._to.get(plain, ()):
            for names in change.to:
                if plain in {folded(name) for name in names}:
                    return names
        return (printed,)

    def _doubts(self, plain: str, printed_on: date | None, day: date) -> tuple[str, ...]:
        if printed_on is None:
            return (NO_DAY,) if any(each.first_day <= day for each in self._from.get(plain, ())) else ()
        doubts = []
        if (
            plain in self._to
            and plain not in self._standing
            and printed_on < min(each.first_day for each in self._to[plain])
        ):
            doubts.append(BEFORE_ITS_TIME)
        if any(each.last_day < printed_on for each in self._from.get(plain, ())):
            doubts.append(AFTER_ITS_TIME)
        return tuple(doubts)

    def unknown(self, names: Iterable[str]) -> list[str]:
        """Give the names that the table does not know, each once, in order; groups of bodies are no names."""
        out = [name for name in names if self.resolve(name, None, date.max).status == UNKNOWN]
        return list(dict.fromkeys(out))


def faults(table: Table) -> Sequence[str]:
    """Name what contradicts itself in a table: for the load, which refuses such a file."""
    out = []
    for change in table.changes:
        said = "、".join(change.names)
        if change.kind not in KINDS or change.mark not in MARKS:
            out.append(f"{said}: {change.kind} {change.mark}")
        if not change.to or not change.source:
            out.append(f"{said}: no successor or no source")
        if {folded(name) for name in change.names} & {folded(name) for names in change.to for name in names}:
            out.append(f"{said}: its own successor")
        if (change.kind == "split") != (len(change.to) > 1):
            out.append(f"{said}: a split names several successors, and nothing else does")
    return out
