"""The parts of a rulebook: keys, sources, jurisdictions, and what each of them says from which day to which day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kechuang.rulebook.value import Text, Value

type Meaning = Literal["floor", "ceiling", "default", "fixed", "permission", "ban"]
type Confidence = Literal["S", "s", "G", "D"]
type Transition = Literal["new_cases_only", "pending_cases_too", "lenient_of_two"]
type Standing = Literal["in_force", "draft", "example"]
type Whose = Literal["payer", "provider", "seller", "case"]

MEANINGS: tuple[Meaning, ...] = ("floor", "ceiling", "default", "fixed", "permission", "ban")
BINDING: frozenset[str] = frozenset({"floor", "ceiling", "fixed"})
CONFIDENCES: tuple[Confidence, ...] = ("S", "s", "G", "D")
TRANSITIONS: tuple[Transition, ...] = ("new_cases_only", "pending_cases_too", "lenient_of_two")
STANDINGS: tuple[Standing, ...] = ("in_force", "draft", "example")
WHOSE: tuple[Whose, ...] = ("payer", "provider", "seller", "case")
UNRECORDED = "unrecorded"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line stands: the file as it was given, and the line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the question is about. ``kind`` is a code of ``terms.yaml`` (``enterprise.sme`` is also an ``enterprise``).

    ``tags`` say more: ``central`` is a unit of the centre, which is bound by a rule marked ``central: by_choice`` only
    when it is tagged ``follows_local`` too, because it has chosen the rule of the place where it is seated.
    """

    kind: str = ""
    tags: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "Subject":
        """``gov_research_unit+central`` is the kind and then the tags."""
        kind, *tags = text.split("+")
        return cls(kind.strip(), frozenset(tag.strip() for tag in tags if tag.strip()))

    def __str__(self) -> str:
        return "+".join((self.kind, *sorted(self.tags)))


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom a rule binds; an empty filter binds everybody."""

    kinds: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    central_by_choice: bool = False

    @property
    def weight(self) -> int:
        """How narrow the filter is: of two rules of one place, the narrower one speaks first."""
        deepest = max((kind.count(".") + 1 for kind in self.kinds), default=0)
        return deepest + len(self.tags) + len(self.without)

    def __str__(self) -> str:
        parts = ["|".join(self.kinds), *sorted(self.tags), *(f"-{tag}" for tag in sorted(self.without))]
        return "+".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``covers`` is the stretch that its bands must fill without gap or overlap."""

    name: str
    title: Text
    type: str
    integer: bool = False
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A question that the rulebook can be asked: declared once, for all places and all days."""

    name: str
    domain: str
    title: Text
    type: str
    units: tuple[str, ...]
    applies_on: str
    whose: Whose
    transition: Transition
    meaning: Meaning | None = None
    lenient: str = ""
    tightens: str = ""
    usual_subject: Subject | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    columns: tuple[Column, ...] = ()
    note: Text | None = None
    spot: Spot = field(default=Spot("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """What a value was taken from. ``read`` says how: whole text, part, title only, secondary, own (our design)."""

    id: str
    title: Text
    read: str
    issuer: Text | None = None
    number: str = ""
    issued: str = ""
    note: Text | None = None
    spot: Spot = field(default=Spot("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Region:
    """A jurisdiction: a division of GB/T 2260 or a named union of divisions."""

    code: str
    title: Text
    kind: str
    note: Text | None = None
    spot: Spot = field(default=Spot("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """One text enacted separately by several jurisdictions: as many legal acts as places, and all the same."""

    id: str
    title: Text
    places: tuple[str, ...]
    since: date
    spot: Spot = field(default=Spot("", 0), compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one jurisdiction says on one key, from ``since`` up to but not including ``until``."""

    key: str
    place: str
    value: Value
    unit: str
    meaning: Meaning
    since: date
    until: date | None
    source: str
    clause: str
    confidence: Confidence
    binds: Filter = Filter()
    since_confidence: Confidence | None = None
    standing: Standing = "in_force"
    parallel: str = ""
    note: Text | None = None
    bars: tuple[str, ...] = ()
    spot: Spot = field(default=Spot("", 0), compare=False)

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def verified(self) -> bool:
        """Read in the text, clause noted, and its first day known from there as well."""
        return self.confidence == "S" and self.since_confidence in {None, "S"} and self.clause != UNRECORDED


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that rules may use: dates of a case, kinds and tags of subjects."""

    dates: Mapping[str, Text]
    kinds: Mapping[str, Text]
    tags: Mapping[str, Text]
