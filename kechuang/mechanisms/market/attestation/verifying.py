"""The public check: a certificate by its number and code, by a token that was pasted or uploaded, by its PDF."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.attestation import queries, signing
from kechuang.mechanisms.market.attestation.certifying import read
from kechuang.mechanisms.market.attestation.models import Attestation, AttestationVersion
from kechuang.mechanisms.market.attestation.rules.deciding import digest_of
from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, parse
from kechuang.web import clock

HOLDS, OLDER, REVOKED, UNKNOWN, WRONG = "holds", "older", "revoked", "unknown", "wrong"
MOST_BYTES, MOST_PAGES = 2_000_000, 3
CODE_DIGITS = 16
NUMBER = re.compile(r"JZ-\d{6}-\d{4}-\d{4,9}", re.ASCII)
CODE = re.compile(r"\b[0-9A-F]{4}(?:-[0-9A-F]{4}){3}\b", re.ASCII)
PDF = b"%PDF-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to. ``agrees``: whether the code is that of a version (None: no code was given).

    ``fault`` is the code of what is wrong with a token; ``claims`` what its holder shows.
    """

    verdict: str
    row: Attestation | None = None
    version: AttestationVersion | None = None
    agrees: bool | None = None
    fault: str = ""
    claims: dict[str, Any] = field(default_factory=dict)


def by_number(number: str, code: str = "") -> Checked:
    """Look a certificate up (three queries). A code that fits no version is said so."""
    row = queries.public().filter(number=compact(number, drop="")).first() if number else None
    if row is None:
        return Checked(verdict=UNKNOWN)
    rows, short = queries.versions(row.pk), compact(code).lower()
    fitting = [each for each in rows if short and each.digest.startswith(short) and len(short) == CODE_DIGITS]
    version = fitting[-1] if fitting else rows[-1]
    return Checked(verdict=_verdict(row, version), row=row, version=version, agrees=bool(fitting) if short else None)


def _verdict(row: Attestation, version: AttestationVersion) -> str:
    if row.case.state == "REVOKED":
        return REVOKED
    return HOLDS if version.version == row.version else OLDER


def by_token(text: str) -> Checked:
    """Check what a holder presents: signature, disclosures, and how the certificate stands now."""
    try:
        claims = read(text, signing.finder, at=int(clock.now().timestamp()))
        digest = digest_of(parse(text))
    except SdJwtError as wrong:
        return Checked(verdict=WRONG, fault=wrong.code)
    version = AttestationVersion.objects.filter(digest=digest).first()
    row = queries.public().filter(pk=version.attestation_id).first() if version else None
    if version is None or row is None:
        return Checked(verdict=UNKNOWN, claims=claims)
    return Checked(verdict=_verdict(row, version), row=row, version=version, claims=claims)


def by_file(data: bytes) -> Checked:
    """Check an uploaded file: a token as text, or the PDF, whose number and code are read off its pages."""
    if len(data) > MOST_BYTES:
        return Checked(verdict=WRONG, fault="form")
    if data.startswith(PDF):
        return _by_pdf(data)
    return by_token(data.decode("utf-8", errors="replace"))


def _by_pdf(data: bytes) -> Checked:
    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
        pages = [document[at].get_textpage().get_text_range() for at in range(min(len(document), MOST_PAGES))]
        document.close()
    except pypdfium2.PdfiumError:
        return Checked(verdict=WRONG, fault="pdf")
    text = "\n".join(pages)
    number, code = NUMBER.search(text), CODE.search(text)
    if number is None or code is None:
        return Checked(verdict=WRONG, fault="pdf_code")
    return by_number(number[0], code[0])
