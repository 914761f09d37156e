"""Keys of an SD-JWT: Ed25519 (RFC 8037) and P-256 (RFC 7518), as JSON Web Keys. Pure.

The algorithm follows from the key; what a header says is compared with it and never chooses it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, bytes_of, text_of

EDDSA, ES256 = "EdDSA", "ES256"
COORDINATE = 32
type Jwk = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signatures are held against."""

    alg: str
    key: Ed25519PublicKey | ec.EllipticCurvePublicKey

    def holds(self, signed: bytes, signature: bytes) -> bool:
        """Say whether a signature is this key's."""
        try:
            if isinstance(self.key, Ed25519PublicKey):
                self.key.verify(signature, signed)
            elif len(signature) == 2 * COORDINATE:
                first, second = (int.from_bytes(half) for half in (signature[:COORDINATE], signature[COORDINATE:]))
                self.key.verify(encode_dss_signature(first, second), signed, ec.ECDSA(SHA256()))
            else:
                return False
        except InvalidSignature:
            return False
        return True

    def jwk(self) -> dict[str, str]:
        """Give the key as a JSON Web Key."""
        if isinstance(self.key, Ed25519PublicKey):
            return {"kty": "OKP", "crv": "Ed25519", "x": text_of(self.key.public_bytes_raw())}
        numbers = self.key.public_numbers()
        x, y = (text_of(number.to_bytes(COORDINATE)) for number in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    @property
    def thumbprint(self) -> str:
        """Its name by RFC 7638: base64url of the SHA-256 of its required members."""
        members = json.dumps(self.jwk(), sort_keys=True, separators=(",", ":"))
        return text_of(hashlib.sha256(members.encode()).digest())

    @classmethod
    def read(cls, jwk: object) -> "PublicKey":
        """Read a JSON Web Key; private members are passed over. Raises SdJwtError."""
        kind = (jwk.get("kty"), jwk.get("crv")) if isinstance(jwk, Mapping) else ()
        try:
            if isinstance(jwk, Mapping) and kind == ("OKP", "Ed25519"):
                return cls(EDDSA, Ed25519PublicKey.from_public_bytes(bytes_of(jwk["x"])))
            if isinstance(jwk, Mapping) and kind == ("EC", "P-256"):
                x, y = (int.from_bytes(bytes_of(jwk[name])) for name in ("x", "y"))
                return cls(ES256, ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key())
        except (KeyError, TypeError, ValueError):
            raise SdJwtError("key_unreadable", "the key is not a JSON Web Key that can be read") from None
        raise SdJwtError("key_kind", f"a key is Ed25519 or P-256, not {kind or 'something else'}")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key. It comes from the node's key files or environment and is never written."""

    key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey
    kid: str = ""

    def __repr__(self) -> str:
        return f"SigningKey({self.public.thumbprint})"

    @property
    def public(self) -> PublicKey:
        """The public half."""
        if isinstance(self.key, Ed25519PrivateKey):
            return PublicKey(EDDSA, self.key.public_key())
        return PublicKey(ES256, self.key.public_key())

    def sign(self, signed: bytes) -> bytes:
        """Give the signature as JWS has it."""
        if isinstance(self.key, Ed25519PrivateKey):
            return self.key.sign(signed)
        halves = decode_dss_signature(self.key.sign(signed, ec.ECDSA(SHA256())))
        return b"".join(half.to_bytes(COORDINATE) for half in halves)

    @classmethod
    def of_seed(cls, seed: bytes, kid: str = "") -> "SigningKey":
        """Take the 32 bytes of an Ed25519 key, as the keys of the ledger hold them."""
        return cls(Ed25519PrivateKey.from_private_bytes(seed), kid)

    @classmethod
    def read(cls, jwk: Jwk) -> "SigningKey":
        """Read a private JSON Web Key. Raises SdJwtError, which never quotes the secret."""
        public = PublicKey.read(jwk)
        kid = jwk.get("kid", "")
        try:
            secret = bytes_of(jwk["d"])
            if public.alg == EDDSA:
                found = cls(Ed25519PrivateKey.from_private_bytes(secret), kid)
            else:
                found = cls(ec.derive_private_key(int.from_bytes(secret), ec.SECP256R1()), kid)
        except (KeyError, TypeError, ValueError):
            raise SdJwtError("key_unreadable", "the private key cannot be read") from None
        if found.public.jwk() != public.jwk():
            raise SdJwtError("key_unreadable", "the private key does not belong to its public half")
        return found
