"""What is found on a signed copy that was handed in: whether its signatures hold, said without flattery.

A signature is *intact* when the bytes that it covers are unchanged, *valid* when it was made with the key of its
certificate, *whole* when it covers the document to its last byte, and *trusted* when the certificate leads to a root
that this node trusts (``KECHUANG_HOME/trust/*.pem``). Nothing is fetched from the network. A file without a signature
is a scan: kept, not verified.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import pem, x509
from django.conf import settings

# What it has to say stands in the report; its log would write about every unknown root.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

SIGNED, UNTRUSTED, ALTERED, SCAN, UNREADABLE = "signed", "untrusted", "altered", "scan", "unreadable"
MOST_SIGNATURES = 20
PDF = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Finding:
    """One signature: who signed, when by the signer's clock, and what holds."""

    signer: str
    at: str
    intact: bool
    valid: bool
    whole: bool
    trusted: bool

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against the signature but perhaps an unknown root."""
        return self.intact and self.valid and self.whole


@dataclass(frozen=True, slots=True)
class Report:
    """What was found on a file. ``verdict`` is signed, untrusted, altered, scan or unreadable."""

    verdict: str
    findings: tuple[Finding, ...] = ()

    @property
    def plain(self) -> list[dict[str, Any]]:
        """The findings as they are kept."""
        return [asdict(each) for each in self.findings]


def look(data: bytes) -> Report:
    """Look at a signed copy. A file that is no PDF, or bears no signature, is a scan."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - heavy; a node starts without it

    if not data.startswith(PDF):
        return Report(SCAN)
    try:
        reader = PdfFileReader(BytesIO(data), strict=False)
        signatures = list(reader.embedded_regular_signatures)[: MOST_SIGNATURES + 1]
        if not signatures:
            return Report(SCAN)
        if len(signatures) > MOST_SIGNATURES:
            return Report(UNREADABLE)
        findings = tuple(_finding(each, last=each is signatures[-1]) for each in signatures)
    except Exception:  # noqa: BLE001 - a hostile file may break the reader anywhere; it is then not verified
        return Report(UNREADABLE)
    return Report(_verdict(findings), findings)


def _verdict(findings: tuple[Finding, ...]) -> str:
    if not all(each.intact and each.valid for each in findings) or not findings[-1].whole:
        return ALTERED
    return SIGNED if all(each.trusted for each in findings) else UNTRUSTED


def _finding(signature: Any, *, last: bool) -> Finding:  # noqa: ANN401 - pyhanko's own type
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - heavy; a node starts without it
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 - heavy, as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 - heavy, as above

    context = ValidationContext(trust_roots=list(roots()), allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=context)
    at = status.signer_reported_dt
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    unharmed = status.coverage is not None and status.docmdp_ok is not False
    return Finding(
        signer=status.signing_cert.subject.human_friendly[:200],
        at=at.isoformat() if at else "",
        intact=bool(status.intact),
        valid=bool(status.valid),
        # An earlier signature need not cover what later signers added lawfully.
        whole=covers if last else unharmed,
        trusted=bool(status.trusted),
    )


def roots() -> Iterable[x509.Certificate]:
    """Give the roots that this node trusts."""
    folder = Path(settings.KECHUANG_HOME) / "trust"
    for path in sorted(folder.glob("*.pem")) if folder.is_dir() else ():
        for _kind, _headers, body in pem.unarmor(path.read_bytes(), multiple=True):
            yield x509.Certificate.load(body)
