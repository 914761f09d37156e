"""What evaluations leave behind. Members stand as references; what is public is what the holder agreed to."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfAppraisal(Fact):
    place: str = public()


@fact_type("market.appraisal.requested")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalRequested(_OfAppraisal):
    """A holder commissioned a third party to evaluate an achievement."""

    result: str = parties()
    holder: str = parties()
    institution: str = parties()
    purpose: str = parties()
    claimed_level: int | None = parties()


@fact_type("market.appraisal.team_set")
@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSet(_OfAppraisal):
    """An institution named its team; nobody in it stood in conflict by what was declared and what the register says."""

    members: tuple[str, ...] = parties()
    namesakes: tuple[str, ...] = parties()


@fact_type("market.appraisal.declined")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDeclined(_OfAppraisal):
    """An institution did not take a commission, and said why."""

    text: str = parties()


@fact_type("market.appraisal.assessed")
@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed(_OfAppraisal):
    """A team assessed the five values in words, and the level of readiness with evidence."""

    round: int = parties()
    grades: tuple[str, ...] = parties()
    level: int = parties()
    evidence: tuple[str, ...] = parties()
    warnings: tuple[str, ...] = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.appraisal.signed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSigned(_OfAppraisal):
    """The report of an evaluation was signed by the members that the rule needs."""

    report_number: str = parties()
    signed_on: date = parties()
    signers: tuple[str, ...] = parties()
    members: int = parties()
    dissent: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.appraisal.published")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalPublished(_OfAppraisal):
    """A holder agreed to publication; level and grades are empty where it did not agree to them."""

    result: str = public()
    institution: str = public()
    title: str = public()
    parts: tuple[str, ...] = public()
    level: int | None = public()
    grades: tuple[str, ...] = public()
    challenge_until: date | None = public()


@fact_type("market.appraisal.final")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalFinal(_OfAppraisal):
    """An evaluation became final: published and not challenged, or taken by its holder without publication."""

    level: int | None = parties()
    was_published: bool = parties()


@fact_type("market.appraisal.annulled")
@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalAnnulled(_OfAppraisal):
    """An office annulled a report after a challenge that was upheld."""

    text: str = parties()
