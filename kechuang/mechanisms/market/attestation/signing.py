"""The key that signs certificates: that of the authority's ledger, so that one verifier key checks both.

What a checkpoint signs is text with line breaks, what a token signs has none, so that neither can stand for the other.
"""

from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kechuang.ledger import keys, sign
from kechuang.ledger.checkpoint import Verifier
from kechuang.ledger.models import LogKey
from kechuang.mechanisms.market.attestation.certifying import Certificate, certify
from kechuang.mechanisms.market.attestation.sdjwt.coding import Token
from kechuang.mechanisms.market.attestation.sdjwt.issuing import SALT_BYTES
from kechuang.mechanisms.market.attestation.sdjwt.keys import EDDSA, PublicKey, SigningKey
from kechuang.web import chance, clock


def name_of(verifier: Verifier) -> str:
    """Give the name of a key in tokens: the log's origin and the key's id."""
    return f"{verifier.name}+{verifier.id.hex()}"


def ready(authority: str) -> None:
    """See that the authority has a key: its first checkpoint draws one. Raises KeyUnusableError, Log.DoesNotExist."""
    if sign.current_key(authority) is None:
        sign.checkpoint(authority, made_at=clock.now())


def sign_certificate(authority: str, made: Certificate) -> Token:
    """Sign a certificate with the authority's key. Raises KeyUnusableError."""
    signer = keys.read(authority)
    if signer is None:
        raise keys.KeyUnusableError(f"there is no private key of {authority}")
    key = SigningKey.of_seed(signer.seed, name_of(signer.verifier))
    return certify(made, key, salt=lambda: chance.draw(SALT_BYTES))


def finder(header: Mapping[str, Any], _payload: Mapping[str, Any]) -> PublicKey | None:
    """Find a key of this node's ledgers, also a former one, by the name in a token's header (one query)."""
    name = header.get("kid")
    if not isinstance(name, str) or "+" not in name:
        return None
    for text in LogKey.objects.filter(key_id=name.rpartition("+")[2]).values_list("verifier", flat=True):
        verifier = Verifier.parse(text)
        if name_of(verifier) == name:
            return public(verifier)
    return None


def public(verifier: Verifier) -> PublicKey:
    """Give a verifier key as tokens use it."""
    return PublicKey(EDDSA, Ed25519PublicKey.from_public_bytes(verifier.public))


def verifier_of(authority: str) -> str:
    """Give the verifier key of an authority's log, for the offline check; '' before its first checkpoint."""
    found = sign.current_key(authority)
    return found.verifier if found else ""
