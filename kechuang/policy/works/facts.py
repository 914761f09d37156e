"""What people decided of works, lines and pilots. Everything here is about published documents, and public."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, public


@fact_type("policy.work.stated")
@dataclass(frozen=True, slots=True, kw_only=True)
class WorkStated(Fact):
    """An office stated how a document stands to another one, or whose plan it is.

    ``relation`` is copy (another paper with the same text), version (an earlier or later text of the same work), apart
    (a work of its own) or none; ``other`` the other document; ``place`` the place whose plan it is, if stated.
    """

    document: str = public()
    relation: str = public()
    other: str = public()
    place: str = public()
    reason: str = public()


@fact_type("policy.act.adopted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ActAdopted(Fact):
    """An office put on record that a region adopted an act whose text another region adopted too.

    ``document`` is the region's own paper, ``other`` one of another region's; both are one work. ``body`` is who
    adopted it, ``number`` as printed, ``source`` where the adoption is published.
    """

    document: str = public()
    other: str = public()
    place: str = public()
    body: str = public()
    number: str = public()
    adopted_on: date = public()
    in_force_on: date | None = public()
    source: str = public()


@fact_type("policy.line.aligned")
@dataclass(frozen=True, slots=True, kw_only=True)
class LineAligned(Fact):
    """An office confirmed or rejected that a lower plan's target serves a higher plan's one.

    ``lower`` and ``upper`` are the lasting keys of the lines, with document, code and wording of each as they stood;
    ``score`` is what the matcher gave, 0 where a person put the two together.
    """

    verdict: str = public()
    lower: str = public()
    lower_document: str = public()
    lower_code: str = public()
    lower_words: str = public()
    upper: str = public()
    upper_document: str = public()
    upper_code: str = public()
    upper_words: str = public()
    score: int = public()
    reason: str = public()


@fact_type("policy.pilot.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotRegistered(Fact):
    """An office put on record that a clause has something tried first in one place."""

    document: str = public()
    clause: str = public()
    title: str = public()
    place: str = public()
    tried: str = public()
    since: date | None = public()


@fact_type("policy.pilot.evaluated")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotEvaluated(Fact):
    """An office put on record how a pilot was evaluated."""

    document: str = public()
    clause: str = public()
    place: str = public()
    outcome: str = public()


@fact_type("policy.pilot.spread")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotSpread(Fact):
    """What was tried in one place was spread: ``spread_to`` is the place in which it holds now."""

    document: str = public()
    clause: str = public()
    place: str = public()
    spread_to: str = public()
    outcome: str = public()


@fact_type("policy.pilot.ended")
@dataclass(frozen=True, slots=True, kw_only=True)
class PilotEnded(Fact):
    """A pilot ended without being spread, for a stated reason."""

    document: str = public()
    clause: str = public()
    place: str = public()
    reason: str = public()
