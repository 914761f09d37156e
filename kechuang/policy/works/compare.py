"""Comparing two versions of a document clause by clause, and the numbers in them. Pure.

Clauses are matched by path and title, then by title, then by likeness of what they say; numbers by indicator, unit and
matched clause. Everything of both sides appears exactly once: matched, added or dropped.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from kechuang.policy.works.names import likeness, normal, scaled
from kechuang.policy.works.sametext import Difference, bare, differences, worded

SAME, CHANGED, MOVED, ADDED, DROPPED = "same", "changed", "moved", "added", "dropped"
KINDS = (CHANGED, ADDED, DROPPED, MOVED, SAME)
LIKE, LIKE_HERE = 0.6, 0.3
MOST_PAIRS = 250_000


@dataclass(frozen=True, slots=True)
class Part:
    """A clause: its address, the address above it, its title, and its own text without that of clauses below it."""

    path: str
    parent: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A promised quantity as published, with the path of its clause."""

    code: str
    clause: str
    indicator: str
    subject: str
    comparator: str
    value: str
    value_max: str
    unit: str
    year: int | None
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One version: its clauses in order, and its numbers in order."""

    parts: tuple[Part, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """``kind`` is same, changed, moved, added or dropped; ``differences`` are those of a clause that both have."""

    kind: str
    old: Part | None
    new: Part | None
    differences: tuple[Difference, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class NumberChange:
    """``kind`` is same, changed, added or dropped; ``what`` names the fields that differ, such as value or year."""

    kind: str
    old: Number | None
    new: Number | None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All numbers, those that changed first; all clauses in the order of the new version, dropped ones in place."""

    numbers: tuple[NumberChange, ...]
    clauses: tuple[ClauseChange, ...]
    counts: dict[str, int] = field(default_factory=dict)


def compare(old: Side, new: Side) -> Comparison:
    """Compare two versions."""
    pairs = match_parts(old.parts, new.parts)
    clauses = _clause_changes(old.parts, new.parts, pairs)
    became = {old.parts[before].path: new.parts[after].path for before, after in pairs.items()}
    numbers = compare_numbers(old.numbers, new.numbers, became)
    counts = {f"clause_{kind}": sum(each.kind == kind for each in clauses) for kind in KINDS}
    counts |= {f"number_{kind}": sum(each.kind == kind for each in numbers) for kind in KINDS if kind != MOVED}
    return Comparison(numbers, clauses, counts)


# --- clauses


def match_parts(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """Give which clause of the old version became which of the new one, by place in both."""
    pairs: dict[int, int] = {}
    by_title = _only({at: worded(bare(part.title)) for at, part in enumerate(old)})
    new_titles = _only({at: worded(bare(part.title)) for at, part in enumerate(new)})
    _by_key(old, new, pairs, lambda part: (part.path, worded(bare(part.title))))
    for title, at in by_title.items():
        there = new_titles.get(title)
        if title and there is not None and at not in pairs and there not in pairs.values():
            pairs[at] = there
    _by_likeness(old, new, pairs)
    return dict(sorted(pairs.items()))


def _only(titles: dict[int, str]) -> dict[str, int]:
    """Give the titles that stand only once."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, title in titles.items():
        places[title].append(at)
    return {title: at[0] for title, at in places.items() if len(at) == 1}


def _by_key(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int], key: Callable[[Part], Hashable]) -> None:
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, part in enumerate(new):
        waiting[key(part)].append(at)
    for at, part in enumerate(old):
        if waiting[key(part)]:
            pairs[at] = waiting[key(part)].pop(0)


def _by_likeness(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> None:
    """Match what is left: the likest first; at the same path a lesser likeness is enough."""
    left = [at for at in range(len(old)) if at not in pairs]
    taken = set(pairs.values())
    right = [at for at in range(len(new)) if at not in taken]
    if not left or not right or len(left) * len(right) > MOST_PAIRS:
        return
    said = {at: _said(old[at]) for at in left}
    says = {at: _said(new[at]) for at in right}
    found = []
    for one in left:
        for other in right:
            share = likeness(said[one], says[other])
            if share >= (LIKE_HERE if old[one].path == new[other].path else LIKE):
                found.append((-share, one, other))
    used: set[int] = set()
    for _share, one, other in sorted(found):
        if one not in pairs and other not in used:
            pairs[one] = other
            used.add(other)


def _said(part: Part) -> str:
    return worded(bare(part.title + part.text))


def _clause_changes(old: Sequence[Part], new: Sequence[Part], pairs: dict[int, int]) -> tuple[ClauseChange, ...]:
    back = {there: at for at, there in pairs.items()}
    became = {old[at].path: new[there].path for at, there in pairs.items()}
    steady = _steady(pairs)
    after: dict[int, list[int]] = defaultdict(list)
    last = -1
    for at in range(len(old)):
        if at in pairs:
            last = pairs[at] if at in steady else last
        else:
            after[last].append(at)
    out = [ClauseChange(DROPPED, old[at], None) for at in after[-1]]
    for there, part in enumerate(new):
        if there in back:
            before = old[back[there]]
            under = became.get(before.parent, "") if before.parent else ""
            moved = back[there] not in steady or under != part.parent
            out.append(_pair(before, part, moved=moved))
        else:
            out.append(ClauseChange(ADDED, None, part))
        out += [ClauseChange(DROPPED, old[at], None) for at in after[there]]
    return tuple(out)


def _pair(old: Part, new: Part, *, moved: bool) -> ClauseChange:
    one, other = worded(bare(old.title + old.text)), worded(bare(new.title + new.text))
    found = tuple(differences(one, other)) if one != other else ()
    kind = CHANGED if found else (MOVED if moved else SAME)
    return ClauseChange(kind, old, new, found, moved)


def _steady(pairs: dict[int, int]) -> set[int]:
    """Give the clauses that kept their order: the longest run of pairs that rises on both sides."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: dict[int, int] = {}
    for at, there in sorted(pairs.items()):
        place = bisect_left(tails, there)
        if place == len(tails):
            tails.append(there)
            tail_at.append(at)
        else:
            tails[place], tail_at[place] = there, at
        if place:
            before[at] = tail_at[place - 1]
    out: set[int] = set()
    at_last = tail_at[-1] if tail_at else None
    while at_last is not None:
        out.add(at_last)
        at_last = before.get(at_last)
    return out


# --- numbers

FIELDS = ("value", "value_max", "comparator", "unit", "year", "frequency")


def compare_numbers(old: Sequence[Number], new: Sequence[Number], clauses: dict[str, str]) -> tuple[NumberChange, ...]:
    """Compare the numbers; ``clauses`` says which clause of the old version became which of the new one."""
    pairs: dict[int, int] = {}

    def there(number: Number) -> str:
        return clauses.get(number.clause, "?" + number.clause)

    passes: tuple[tuple[Callable[[Number], Hashable], Callable[[Number], Hashable]], ...] = (
        (lambda n: (_what(n), there(n), n.year, n.value), lambda n: (_what(n), n.clause, n.year, n.value)),
        (lambda n: (_what(n), there(n), n.year), lambda n: (_what(n), n.clause, n.year)),
        (lambda n: (_what(n), there(n)), lambda n: (_what(n), n.clause)),
        (lambda n: (_what(n), n.year), lambda n: (_what(n), n.year)),
        (_what, _what),
    )
    for before, after in passes:
        _pass(old, new, pairs, before, after)
    _alike(old, new, pairs, there)
    return _in_order(old, new, pairs)


def _what(number: Number) -> Hashable:
    return normal(number.indicator), normal(number.subject), scaled("", number.unit)[1]


def _pass(
    old: Sequence[Number],
    new: Sequence[Number],
    pairs: dict[int, int],
    before: Callable[[Number], Hashable],
    after: Callable[[Number], Hashable],
) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, number in enumerate(new):
        if at not in taken:
            waiting[after(number)].append(at)
    for at, number in enumerate(old):
        key = before(number)
        if at not in pairs and waiting.get(key):
            pairs[at] = waiting[key].pop(0)


def _alike(old: Sequence[Number], new: Sequence[Number], pairs: dict[int, int], there: Callable[[Number], str]) -> None:
    """Match numbers of one clause and unit whose indicators are worded a little otherwise."""
    taken = set(pairs.values())
    found = []
    for at, number in enumerate(old):
        for other, candidate in enumerate(new):
            if at in pairs or other in taken or candidate.clause != there(number):
                continue
            share = likeness(normal(number.indicator), normal(candidate.indicator))
            if scaled("", number.unit)[1] == scaled("", candidate.unit)[1] and share >= LIKE:
                found.append((-share, at, other))
    for _share, at, other in sorted(found):
        if at not in pairs and other not in taken:
            pairs[at] = other
            taken.add(other)


def _in_order(old: Sequence[Number], new: Sequence[Number], pairs: dict[int, int]) -> tuple[NumberChange, ...]:
    back = {there: at for at, there in pairs.items()}
    changes = [_difference(old[back[at]], each) if at in back else NumberChange(ADDED, None, each)
               for at, each in enumerate(new)]  # fmt: skip
    dropped = [NumberChange(DROPPED, each, None) for at, each in enumerate(old) if at not in pairs]
    order: Iterable[str] = (CHANGED, DROPPED, ADDED, SAME)
    everything = [*changes, *dropped]
    return tuple(each for kind in order for each in everything if each.kind == kind)


def _difference(old: Number, new: Number) -> NumberChange:
    what = [name for name in FIELDS if getattr(old, name) != getattr(new, name)]
    if "value" in what and "unit" in what and scaled(old.value, old.unit) == scaled(new.value, new.unit):
        what = [name for name in what if name not in {"value", "unit"}]
    return NumberChange(CHANGED if what else SAME, old, new, tuple(what))
