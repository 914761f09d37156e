"""Checking a certificate without a node: a token against a verifier key, an evidence bundle against its own. Pure.

A bundle is an archive package (docs/ledger.md) with the tokens of all versions. Besides the package itself it is
checked that each token is signed by the authority's key and is the one whose digest a fact of the ledger states, that
no version is missing, and whether the last fact says that the certificate was revoked.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kechuang.casework.files import archive_check
from kechuang.casework.files.archive_check import Finding
from kechuang.ledger.checkpoint import NoteError, Verifier, trusted
from kechuang.mechanisms.market.attestation.certifying import read
from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, Token, parse
from kechuang.mechanisms.market.attestation.sdjwt.keys import EDDSA, PublicKey

ISSUED, AMENDED, REVOKED = "market.attestation.issued", "market.attestation.amended", "market.attestation.revoked"
TOKENS = "documents/attestation-certificate-v"
ZIP = b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check came to. ``revoked_on`` is known from a bundle alone; a token does not say what became of it."""

    findings: tuple[Finding, ...] = ()
    authentic: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)
    versions: int = 0
    revoked_on: str = ""
    bundle: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return not self.findings


def digest_of(token: Token) -> str:
    """Give the SHA-256 of the part that the issuer signed."""
    first = token.signatures[0]
    return hashlib.sha256(f"{first.protected}.{token.payload}.{first.signature}".encode()).hexdigest()


def finder(keys: Iterable[Verifier]) -> Any:  # noqa: ANN401 - a Finder
    """Give what finds one of some keys by its name."""
    known = {f"{key.name}+{key.id.hex()}": key for key in keys}

    def find(header: Mapping[str, Any], _payload: Mapping[str, Any]) -> PublicKey | None:
        key = known.get(str(header.get("kid", "")))
        return PublicKey(EDDSA, Ed25519PublicKey.from_public_bytes(key.public)) if key else None

    return find


def check_token(text: str, key: Verifier, at: int) -> Checked:
    """Check a token against a verifier key that was had from elsewhere. Nothing is raised."""
    try:
        claims = read(text, finder([key]), at=at)
    except SdJwtError as wrong:
        return Checked(findings=(Finding(f"token.{wrong.code}", str(wrong)),))
    return Checked(authentic=True, claims=claims, versions=1)


def check_bundle(data: bytes, key: Verifier | None, at: int) -> Checked:
    """Check an evidence bundle. Nothing is raised, whatever it holds."""
    whole = archive_check.check(data, key)
    if not whole.ok:
        return Checked(findings=whole.findings, bundle=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    catalogue = json.loads(parts[archive_check.CATALOGUE])
    facts = list(_facts(parts, catalogue))
    stated = [values for kind, values in facts if kind in {ISSUED, AMENDED}]
    revoked = [values for kind, values in facts if kind == REVOKED]
    findings, claims, held = [], {}, {}
    for name in sorted(each for each in parts if each.startswith(TOKENS)):
        try:
            text = parts[name].decode()
            said = read(text, finder(_keys(catalogue)), at=at)
            held[digest_of(parse(text))] = name
            claims = said
        except (SdJwtError, NoteError, UnicodeDecodeError) as wrong:
            findings.append(Finding("bundle.token_wrong", f"{name}: {wrong}"))
    known = {str(values.get("digest")) for values in stated}
    findings += [Finding("bundle.version_missing", digest) for digest in sorted(known - set(held))]
    findings += [Finding("bundle.version_unknown", held[digest]) for digest in sorted(set(held) - known)]
    if not stated:
        findings.append(Finding("bundle.no_certificate"))
    return Checked(
        findings=tuple(findings),
        authentic=whole.authentic and not findings,
        claims=claims,
        versions=len(stated),
        revoked_on=str(revoked[-1].get("revoked_on", "")) if revoked else "",
        bundle=True,
    )


def _keys(catalogue: Mapping[str, Any]) -> list[Verifier]:
    """Give the bundle's own key and those it follows from."""
    own = Verifier.parse(str(catalogue["key"]))
    return [trust.key for trust in trusted(own, [str(each) for each in catalogue.get("rotations", ())])]


def _facts(parts: Mapping[str, bytes], catalogue: Mapping[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    for entry in catalogue["facts"]:
        groups = json.loads(parts[entry["path"]])["groups"]
        yield str(entry["type"]), groups.get("public", {}).get("values") or {}


def check(data: bytes, key: Verifier | None, at: int) -> Checked:
    """Check whatever a file holds. A token alone needs a key."""
    if data[:2] == ZIP:
        return check_bundle(data, key, at)
    if key is None:
        return Checked(findings=(Finding("token.no_key", "a token is checked against --key"),))
    return check_token(data.decode("utf-8", errors="replace"), key, at)
