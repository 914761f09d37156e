"""Everything that an evaluation report says, as plain values that are kept with it. Pure.

The report is a function of these values alone: the same inputs give the same text, so that a report can be made again
years later from what was kept. Numbers are exact decimals, rounded once when they are gathered; facts are ids of
entries of the ledger.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

ANNUAL, MIDTERM, FINAL = "annual", "midterm", "final"
KINDS = (ANNUAL, MIDTERM, FINAL)
CONFIRMED, NOT_CONFIRMED, CORRECTED = "confirmed", "not_confirmed", "corrected"
TAKEN, PARTLY, NOT_TAKEN = "taken", "partly", "not_taken"
TARGET, TASK, OWN = "target", "task", "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The document that is evaluated."""

    title: str
    number: str = ""
    document: str = ""
    issued_on: date | None = None
    first_year: int = 0
    last_year: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One measured value: its period, status (final, provisional …), source and fact."""

    period: str
    value: Decimal
    status: str = ""
    source: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was promised for the end of a period."""

    period: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What the figures lead to if they go on so: the median of the methods, with its interval."""

    year: int
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One of two ways to read a growth rate."""

    name: str
    state: str
    value: Decimal | None = None
    asked: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement by hand, beside the computed state."""

    state: str
    reason: str
    office: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target. ``state`` and ``why`` are codes of the measured promises; ``why`` is set where nothing can be said.

    ``asked`` is what the path asked at the end of ``period``; ``late`` says (data year, year asked) where figures lag.
    ``kept`` of ``of`` are years or places. ``bodies`` are those that answer, as the plan's text names them.
    """

    code: str
    clause: str = ""
    chapter: str = ""
    quote: str = ""
    indicator: str = ""
    form: str = ""
    unit: str = ""
    sense: str = "at_least"
    goal: Decimal | None = None
    goal_max: Decimal | None = None
    due_year: int = 0
    path: tuple[Goal, ...] = ()
    base: Decimal | None = None
    base_year: int = 0
    base_source: str = ""
    value: Decimal | None = None
    period: str = ""
    status: str = ""
    source: str = ""
    facts: tuple[str, ...] = ()
    state: str = "progress.cannot_say"
    why: str = "progress.why.unbound"
    notes: tuple[str, ...] = ()
    late: tuple[int, ...] = ()
    asked: Decimal | None = None
    ratio: Decimal | None = None
    attained: Decimal | None = None
    elapsed: Decimal | None = None
    needed_yearly: Decimal | None = None
    had_yearly: Decimal | None = None
    kept: int = 0
    of: int = 0
    missing: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    points: tuple[Point, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    judged: Judged | None = None
    bodies: tuple[str, ...] = ()
    promise: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task of the plan as it stood. ``proved`` are the facts by which the platform itself proves it."""

    number: str
    title: str
    case: str = ""
    clause: str = ""
    lead: str = ""
    supports: tuple[str, ...] = ()
    due: date | None = None
    state: str = ""
    late: bool = False
    percent: int = 0
    reported_on: date | None = None
    evidence: int = 0
    proved: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the third party found of one statement; ``value`` is the one that it holds to be right."""

    verdict: str
    body: str = ""
    on: date | None = None
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a body says of one target or task of its own: ``subject`` is target, task or own, ``code`` names it."""

    body: str
    subject: str
    code: str
    title: str = ""
    claim: str = ""
    value: str = ""
    unit: str = ""
    check: Check | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfReport:
    """That one body handed in its self-report; without ``submitted_on`` nothing came. ``waived`` says why not.

    Its words stay on the platform: inputs are public with the report, what bodies wrote to the office is not.
    """

    body: str
    submitted_on: date | None = None
    waived: bool = False
    files: int = 0
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment on the draft with what became of it; an empty ``body`` is the public.

    What a member of the public wrote may have to be erased, so it never enters the inputs, which are kept for ever.
    """

    text: str
    body: str = ""
    on: date | None = None
    part: str = ""
    answer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A proposed change of a target: what stands, what is proposed, why, by whom, what was decided."""

    code: str
    value: str
    title: str = ""
    before: str = ""
    unit: str = ""
    reason: str = ""
    body: str = ""
    state: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A published whole and its published parts: ``verdict`` says whether they add up, ``rest`` by how much not."""

    code: str
    parts: tuple[str, ...]
    verdict: str
    rest: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The inputs of one report. ``vintage`` is the day as of which everything was gathered.

    ``limits`` are the ratios from which a target is on track, to be watched, behind.
    """

    plan: Plan
    kind: str
    title: str
    number: str = ""
    years: tuple[int, ...] = ()
    data_year: int = 0
    vintage: date
    host: str = ""
    place: str = ""
    place_name: str = ""
    checker: str = ""
    demonstration: bool = False
    targets: tuple[Target, ...] = ()
    wholes: tuple[Whole, ...] = ()
    tasks: tuple[Task, ...] = ()
    reports: tuple[SelfReport, ...] = ()
    statements: tuple[Statement, ...] = ()
    check_note: str = ""
    comments: tuple[Comment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    final: bool = False
    limits: tuple[Decimal, ...] = ()
    edition: str = ""
    logs: tuple[tuple[str, int], ...] = ()
    address: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"an evaluation is one of {', '.join(KINDS)}, not {self.kind!r}")


def to_plain(inputs: Inputs) -> dict[str, Any]:
    """Write inputs as JSON values; numbers are texts, so that nothing is rounded on the way."""
    found: dict[str, Any] = _plain(inputs)
    return found


def _plain(thing: Any) -> Any:  # noqa: ANN401 - values of any shape
    if is_dataclass(thing):
        return {spec.name: _plain(getattr(thing, spec.name)) for spec in fields(thing)}
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    if isinstance(thing, Decimal):
        return format(thing, "f")
    return thing.isoformat() if isinstance(thing, date) else thing


def canonical(inputs: Inputs) -> bytes:
    """Give the one form of the inputs in bytes: names in order, nothing between."""
    return json.dumps(to_plain(inputs), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(inputs: Inputs) -> str:
    """Give the SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical(inputs)).hexdigest()


def read(data: bytes) -> Inputs:
    """Read inputs back from their bytes; a value that is absent has its default. Raises ValueError for other JSON."""
    return from_plain(json.loads(data))


def from_plain(plain: Mapping[str, Any]) -> Inputs:
    """Read inputs back from JSON values. Raises ValueError for values of another shape."""
    try:
        made: Inputs = _built(Inputs, plain)
    except (AttributeError, KeyError, TypeError, ArithmeticError) as error:
        raise ValueError(f"these are no inputs of a report: {error}") from error
    return made


@cache
def _kinds(made: type) -> Mapping[str, Any]:
    return get_type_hints(made)


def _built(kind: Any, value: Any) -> Any:  # noqa: ANN401 - values of any shape
    if get_origin(kind) in {Union, UnionType}:
        if value is None:
            return None
        return _built(next(each for each in get_args(kind) if each is not type(None)), value)
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_built(inner[0], each) for each in value)
        return tuple(_built(each, part) for each, part in zip(inner, value, strict=True))
    if is_dataclass(kind) and isinstance(kind, type):
        kinds = _kinds(kind)
        return kind(**{name: _built(kinds[name], part) for name, part in value.items() if name in kinds})
    if kind is Decimal:
        return Decimal(value)
    return date.fromisoformat(value) if kind is date else value


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs between two sets of inputs: where, what was kept, what is found now."""

    where: str
    kept: str
    found: str


IGNORED = frozenset({"address", "edition", "logs"})
_NAMED = ("code", "number", "about", "body", "period", "year")


def differences(kept: Inputs, found: Inputs) -> list[Difference]:
    """Give what differs, value by value; where the node stands and how long its logs are is no difference."""
    one, other = to_plain(kept), to_plain(found)
    return [each for name in one if name not in IGNORED for each in _differing(name, one[name], other.get(name))]


def _differing(where: str, one: Any, other: Any) -> Iterator[Difference]:  # noqa: ANN401 - JSON values
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _differing(f"{where}.{name}", one.get(name), other.get(name))
    elif isinstance(one, list) and isinstance(other, list) and _rows(one) and _rows(other):
        left, right = _named(one), _named(other)
        for name in [*left, *(name for name in right if name not in left)]:
            yield from _differing(f"{where}[{name}]", left.get(name), right.get(name))
    else:
        yield Difference(where, _said(one), _said(other))


def _rows(values: list[Any]) -> bool:
    return all(isinstance(each, dict) for each in values)


def _named(values: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give rows under what names them, so that one more row does not shift all others."""
    found: dict[str, dict[str, Any]] = {}
    for at, each in enumerate(values, 1):
        name = next((str(each[key]) for key in _NAMED if each.get(key)), str(at))
        found[name if name not in found else f"{name}#{at}"] = each
    return found


def _said(value: Any) -> str:  # noqa: ANN401 - JSON values
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
