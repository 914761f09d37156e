"""Which higher promise a lower one serves: proposals with a score and its reasons, for a person to confirm. Pure.

A county's line is laid beside those of its city, province and nation. Units that cannot be compared, and places that do
not lie within each other, rule a pair out; what is left is scored by name, unit, kind, year and place. The points are
rules of the place (``policy.align.*``, our design, mark D) and are passed in as ``Weights``.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kechuang.policy.works.names import likeness

NATION, UNION, PROVINCE, CITY, COUNTY = "nation", "union", "province", "city", "county"
LEVELS = (NATION, UNION, PROVINCE, CITY, COUNTY)
RANK = {level: at for at, level in enumerate(LEVELS)}

SHORTEST_HELD = 4
REASONS = ("same_name", "like_name", "holds_name", "same_unit", "same_kind", "same_year", "within_year", "no_year",
           "next_level")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """What each reason gives in points; from how many on a match is proposed.

    ``like`` is from which likeness on (0 to 1) two names are worded alike, ``years`` how many years earlier a lower
    target may fall due.
    """

    points: Mapping[str, int]
    least: int
    like: float
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A line as it is matched: ``above`` are the codes of the places that its place lies in, itself left out."""

    key: str
    work: str
    level: str
    place: str
    above: tuple[str, ...]
    name: str
    unit: str
    kind: str
    year: int | None
    period: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lower line may serve a higher one: score up to 100, and for what the points were given."""

    lower: str
    upper: str
    score: int
    reasons: tuple[tuple[str, int], ...]


type WeightsOf = Callable[[Promise], Weights]


def propose(lines: Sequence[Promise], weigh: WeightsOf, *, lowers: Collection[str] | None = None) -> list[Proposal]:
    """Give for each line the best higher line of each level above it, where one is good enough; best first.

    ``weigh`` gives the weights that hold for a lower line; ``lowers`` bounds the lower lines by their keys.
    """
    found: list[Proposal] = []
    index = _by_pairs(lines)
    for lower in lines:
        if lowers is not None and lower.key not in lowers:
            continue
        best: dict[str, Proposal] = {}
        weights = weigh(lower)
        for upper in _candidates(lower, index):
            made = score(lower, upper, weights)
            if made is not None and made.score >= weights.least:
                known = best.get(upper.level)
                if known is None or (made.score, known.upper) > (known.score, made.upper):
                    best[upper.level] = made
        found += best.values()
    return sorted(found, key=lambda each: (-each.score, each.lower, each.upper))


def _by_pairs(lines: Iterable[Promise]) -> Mapping[str, list[Promise]]:
    """Lines by the pairs of letters in their names, so that only those with something in common are looked at."""
    index: dict[str, list[Promise]] = defaultdict(list)
    for line in lines:
        for pair in {line.name[at : at + 2] for at in range(max(1, len(line.name) - 1))}:
            index[pair].append(line)
    return index


def _candidates(lower: Promise, index: Mapping[str, list[Promise]]) -> list[Promise]:
    seen: dict[str, Promise] = {}
    for pair in {lower.name[at : at + 2] for at in range(max(1, len(lower.name) - 1))}:
        for upper in index.get(pair, ()):
            seen[upper.key] = upper
    return [seen[key] for key in sorted(seen)]


def score(lower: Promise, upper: Promise, weights: Weights) -> Proposal | None:
    """Give how well a lower line fits a higher one; None where place, level, unit or name rule it out."""
    if upper.work == lower.work or RANK[upper.level] >= RANK[lower.level] or upper.place not in lower.above:
        return None
    if upper.unit != lower.unit or (upper.kind == "growth_rate") != (lower.kind == "growth_rate"):
        return None
    name = _name(lower.name, upper.name, weights)
    if name is None:
        return None
    reasons = [name, ("same_unit", weights.points["same_unit"])]
    if upper.kind == lower.kind:
        reasons.append(("same_kind", weights.points["same_kind"]))
    year = _year(lower, upper, weights.years)
    if year is not None:
        reasons.append((year, weights.points[year]))
    if _next_level(lower, upper):
        reasons.append(("next_level", weights.points["next_level"]))
    return Proposal(lower.key, upper.key, sum(points for _, points in reasons), tuple(reasons))


def _name(lower: str, upper: str, weights: Weights) -> tuple[str, int] | None:
    if lower == upper:
        return "same_name", weights.points["same_name"]
    share = likeness(lower, upper)
    shorter = min(lower, upper, key=len)
    if share >= weights.like:
        return "like_name", round(weights.points["like_name"] * share)
    if len(shorter) >= SHORTEST_HELD and shorter in (lower, upper)[lower == shorter]:
        return "holds_name", weights.points["holds_name"]
    return None


def _year(lower: Promise, upper: Promise, years: int) -> str | None:
    if lower.year is None or upper.year is None:
        return "no_year" if lower.year == upper.year else None
    if lower.year == upper.year:
        return "same_year"
    return "within_year" if lower.year < upper.year and upper.year - lower.year <= years else None


def _next_level(lower: Promise, upper: Promise) -> bool:
    above = [level for level in LEVELS if level != UNION and RANK[level] < RANK[lower.level]]
    return bool(above) and upper.level == above[-1]


def not_taken_up(lines: Sequence[Promise], served: Iterable[str]) -> list[Promise]:
    """Give the lines above the lowest level present that nobody below serves; ``served`` are keys of higher lines."""
    taken = set(served)
    lowest = max((RANK[line.level] for line in lines), default=0)
    return [line for line in lines if RANK[line.level] < lowest and line.key not in taken]
