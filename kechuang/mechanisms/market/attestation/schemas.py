"""Shapes of the interface of attestations."""

from datetime import date
from typing import Any

from ninja import Schema


class CertificateVersionOut(Schema):
    """One version as everybody reads it. ``digest``: SHA-256 of the signed part; ``fact``: its entry in the ledger."""

    version: int
    on: date
    reason: str
    digest: str
    code: str
    fact: str
    achievements: list[str]
    mode: str
    signed_on: date
    paid: bool


class AttestationCertificateOut(Schema):
    """A certificate as everybody reads it: no party, no amount. ``state`` is ISSUED, AMENDED or REVOKED."""

    number: str
    state: str
    state_word: str
    place: str
    operator: str
    path_kind: str
    path_number: str
    issued_on: date | None
    revoked_on: date | None
    reason: str
    verifier: str
    versions: list[CertificateVersionOut]


class AttestationTokenIn(Schema):
    """What a holder presents: an SD-JWT in compact or JSON form."""

    token: str


class TokenCheckedOut(Schema):
    """What a check came to: holds, older (a newer version stands), revoked, unknown, wrong (``fault`` says why)."""

    verdict: str
    fault: str
    fault_word: str
    number: str
    version: int
    newest: int
    claims: dict[str, Any]
