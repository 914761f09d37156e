"""The keys of a lot, kept beside the database and never in it: ``KECHUANG_HOME/auction-keys/<lot>.json``, mode 0600.

``identity`` opens the sealed identities of the paddles, ``pseudonym`` makes the pseudonyms by which the engine tells
one firm from another, ``reserve`` holds a secret reserve price with its nonce. Decision 0014 says what this promises.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kechuang.mechanisms.market.auction.engine.sealing import seal_reserve
from kechuang.web import chance

FOLDER = "auction-keys"
LABEL = b"kechuang auction identity 1"


class KeyMissingError(Exception):
    """The keys of a lot are not on this machine."""


@dataclass(frozen=True, slots=True)
class Reserve:
    """A secret reserve price with the nonce that its commitment was made with."""

    amount: Decimal
    nonce: str


def _path(lot: UUID) -> Path:
    return Path(settings.KECHUANG_HOME) / FOLDER / f"{lot}.json"


def make(lot: UUID) -> str:
    """Make the keys of a lot, unless they are there; give the public key of its identities, hexadecimal."""
    path = _path(lot)
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write(path, {"identity": chance.draw(32).hex(), "pseudonym": chance.draw(32).hex()})
    return _private(_read(lot)).public_key().public_bytes_raw().hex()


def _write(path: Path, values: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(values, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _read(lot: UUID) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_path(lot).read_text())
    except FileNotFoundError:
        raise KeyMissingError(str(lot)) from None
    return found


def _private(values: dict[str, Any]) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(values["identity"]))


def keep_reserve(lot: UUID, code: str, amount: Decimal) -> str:
    """Keep a secret reserve price; give the commitment that is published."""
    make(lot)
    nonce = chance.draw(32).hex()
    _write(_path(lot), {**_read(lot), "reserve": {"amount": f"{amount:.2f}", "nonce": nonce}})
    return seal_reserve(code, amount, nonce)


def reserve_of(lot: UUID) -> Reserve | None:
    """Give the secret reserve price of a lot, if it has one."""
    found = _read(lot).get("reserve")
    return Reserve(Decimal(found["amount"]), found["nonce"]) if found else None


def pseudonym(lot: UUID, body: UUID | str) -> str:
    """Give the pseudonym of a body in a lot: the same for the same body, and without the key no way back."""
    key = bytes.fromhex(_read(lot)["pseudonym"])
    return hmac.new(key, f"holder\n{body}".encode(), hashlib.sha256).hexdigest()


def seal(public_key: str, identity: dict[str, str]) -> str:
    """Encrypt an identity for the lot's key; give ephemeral key, nonce and text as hexadecimal."""
    ephemeral = X25519PrivateKey.from_private_bytes(chance.draw(32))
    own, nonce = ephemeral.public_key().public_bytes_raw(), chance.draw(12)
    cipher = _cipher(ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(public_key))), own)
    # Padded, so that the length does not tell a long name from a short one.
    plain = json.dumps(identity, ensure_ascii=False).encode()
    return (own + nonce + cipher.encrypt(nonce, plain + b" " * (-len(plain) % 512), own)).hex()


def _cipher(shared: bytes, own: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=own, info=LABEL).derive(shared))


def unseal(lot: UUID, sealed: str) -> dict[str, str]:
    """Open a sealed identity with the lot's key; raises :class:`KeyMissingError`, and InvalidTag for altered text."""
    raw = bytes.fromhex(sealed)
    own, nonce, text = raw[:32], raw[32:44], raw[44:]
    cipher = _cipher(_private(_read(lot)).exchange(X25519PublicKey.from_public_bytes(own)), own)
    found: dict[str, str] = json.loads(cipher.decrypt(nonce, text, own))
    return found
