"""What attestations leave behind. That a certificate stands is public; names and price are the parties'."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid(Fact):
    place: str = public()
    path_kind: str = public()
    path_case: str = public()
    asked_by: str = public()
    contract_number: str = parties()
    paid: bool = parties()
    payments: tuple[str, ...] = parties()
    ownership: str = parties()
    statement: str = parties()
    statement_text: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.attestation.requested")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRequested(_Laid):
    """A party of a deal asked for a certificate and laid its evidence."""


@fact_type("market.attestation.opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationOpened(_Laid):
    """The operator opened the attestation of a deal by itself."""


@fact_type("market.attestation.supplemented")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSupplemented(_Laid):
    """Evidence was added or replaced; what was examined before is examined again."""


@fact_type("market.attestation.taken_up")
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBegun(Fact):
    """The operator began to check the evidence."""

    place: str = public()


@fact_type("market.attestation.examined")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceExamined(Fact):
    """A person held originals against what was laid: these lines are in order."""

    place: str = public()
    examined_lines: tuple[str, ...] = parties()
    note: str = authority()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Certified(Fact):
    place: str = public()
    number: str = public()
    version: int = public()
    title: str = public()
    achievements: tuple[str, ...] = public()
    path_kind: str = public()
    path_case: str = public()
    transfer_mode: str = public()
    start: date = public()
    end: date = public()
    contract_day: date = public()
    paid: bool = public()
    digest: str = public()
    key_name: str = public()
    seller: str = parties()
    buyers: tuple[str, ...] = parties()
    price: str = parties()
    known_yuan: Decimal = parties()
    paid_yuan: Decimal = parties()
    contract_number: str = parties()


@fact_type("market.attestation.issued")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateIssued(_Certified):
    """A certificate was issued. ``digest`` is the SHA-256 of its signed part, which every presentation holds whole."""


@fact_type("market.attestation.amended")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAmended(_Certified):
    """A further version of a certificate was issued; the earlier ones stay as they are."""

    reason: str = public()


@fact_type("market.attestation.revoked")
@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRevoked(Fact):
    """A certificate was revoked; it stays to be seen as revoked, since when and why."""

    place: str = public()
    number: str = public()
    version: int = public()
    revoked_on: date = public()
    reason: str = public()


@fact_type("market.attestation.refused")
@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRefused(Fact):
    """A request was refused."""

    place: str = public()
    reason: str = parties()
    against: tuple[str, ...] = parties()
