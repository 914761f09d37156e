"""What cases of protection leave behind. Nothing is public but the city: not the kind, the parties or the right."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfProtection(Fact):
    city: str = public()


@fact_type("market.protection.reported")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionReported(_OfProtection):
    """A holder or firm reported a case of protection of intellectual property."""

    case_kind: str = parties()
    right_kind: str = parties()
    right_number: str = parties()
    reporter: str = parties()
    respondent: str = parties()
    happened_at: str = parties()
    result: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.protection.routed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionRouted(_OfProtection):
    """A complete case was routed to an office of this node, or handed over to one outside it."""

    way: str = parties()
    receiver: str = parties()
    outside: str = parties()
    text: str = parties()
    due_on: date | None = parties()


@fact_type("market.protection.accepted")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionAccepted(_OfProtection):
    """The receiving office took a case."""

    receiver: str = parties()
    text: str = parties()


@fact_type("market.protection.sent_back")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionSentBack(_OfProtection):
    """The receiving office sent a case back with a reason; it is routed anew."""

    receiver: str = parties()
    reason: str = parties()
    text: str = parties()


@fact_type("market.protection.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionRefused(_OfProtection):
    """The intake did not take a case, and said why and where else to go."""

    reason: str = parties()
    text: str = parties()


@fact_type("market.protection.concluded")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionConcluded(_OfProtection):
    """A case ended; what came of it."""

    way: str = parties()
    outcome: str = parties()
    text: str = parties()
    ended_on: date = parties()
    files: tuple[str, ...] = parties()
