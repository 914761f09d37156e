"""Issuing an SD-JWT (RFC 9901): claims whose issuer lets the holder choose what to show. Pure; salts are handed in."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, Signed, Token, text_of, write_json
from kechuang.mechanisms.market.attestation.sdjwt.keys import PublicKey, SigningKey

HIDDEN, ELEMENT, ALGORITHM = "_sd", "...", "_sd_alg"
RESERVED = frozenset({HIDDEN, ELEMENT})
# RFC 9901, 9.7: what decides whether a token counts must stand open.
ALWAYS_OPEN = frozenset({"iss", "exp", "nbf", "cnf", "vct", "status"})
SALT_BYTES = 16
type Salt = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A claim's value or a member of a list that the holder may show or not."""

    value: Any


def digest(disclosure: str) -> str:
    """Give the digest by which a token refers to a disclosure: SHA-256, base64url."""
    return text_of(hashlib.sha256(disclosure.encode("ascii")).digest())


def issue(
    claims: Mapping[str, Any],
    keys: SigningKey | Sequence[SigningKey],
    *,
    salt: Salt,
    typ: str = "",
    header: Mapping[str, Any] | None = None,
    holder: PublicKey | None = None,
    decoys: int = 0,
) -> Token:
    """Sign claims, those marked :class:`Hidden` as digests.

    ``decoys`` digests of nothing are put beside those of every object that hides something. ``holder`` binds the token
    to a key. Raises SdJwtError for a claim with a reserved name, or one that must stand open.
    """
    for name, value in claims.items():
        if isinstance(value, Hidden) and name in ALWAYS_OPEN:
            raise SdJwtError("hidden_claim", f"the claim {name!r} must stand open")
    maker = _Maker(salt, decoys)
    payload = maker.object(claims)
    if holder is not None:
        payload["cnf"] = {"jwk": holder.jwk()}
    if maker.disclosures or maker.decoyed:
        payload[ALGORITHM] = "sha-256"
    body = text_of(write_json(payload))
    signers = [keys] if isinstance(keys, SigningKey) else list(keys)
    return Token(
        payload=body,
        signatures=tuple(_signed(body, key, typ, header or {}) for key in signers),
        disclosures=tuple(maker.disclosures),
    )


def _signed(body: str, key: SigningKey, typ: str, header: Mapping[str, Any]) -> Signed:
    named = {"typ": typ} if typ else {}
    kid = {"kid": key.kid} if key.kid else {}
    protected = text_of(write_json({**named, **kid, **header, "alg": key.public.alg}))
    return Signed(protected=protected, signature=text_of(key.sign(f"{protected}.{body}".encode())))


class _Maker:
    """Puts digests in the place of what is hidden, from the inside out, and keeps the disclosures."""

    def __init__(self, salt: Salt, decoys: int) -> None:
        self.salt, self.decoys = salt, decoys
        self.disclosures: list[str] = []
        self.decoyed = False

    def object(self, claims: Mapping[str, Any]) -> dict[str, Any]:
        wrong = sorted(name for name in claims if not isinstance(name, str) or name in {*RESERVED, ALGORITHM})
        if wrong:
            raise SdJwtError("claim_name", f"a claim cannot be named {wrong[0]!r}")
        found: dict[str, Any] = {}
        digests: list[str] = []
        for name, value in claims.items():
            if isinstance(value, Hidden):
                digests.append(self._disclose(name, self.value(value.value)))
            else:
                found[name] = self.value(value)
        if digests:
            digests += [text_of(hashlib.sha256(self._salt()).digest()) for _each in range(self.decoys)]
            self.decoyed = self.decoyed or self.decoys > 0
            # Sorted, the digests no longer tell the order of the claims.
            found[HIDDEN] = sorted(digests)
        return found

    def value(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        if isinstance(value, Mapping):
            return self.object(value)
        if isinstance(value, list | tuple):
            return [
                {ELEMENT: self._disclose(self.value(each.value))} if isinstance(each, Hidden) else self.value(each)
                for each in value
            ]
        return value

    def _salt(self) -> bytes:
        salt = self.salt()
        if len(salt) < SALT_BYTES:
            raise SdJwtError("salt", f"a salt has at least {SALT_BYTES} bytes, not {len(salt)}")
        return salt

    def _disclose(self, *parts: Any) -> str:  # noqa: ANN401 - a name and any JSON value, or the value alone
        disclosure = text_of(write_json([text_of(self._salt()), *parts]))
        self.disclosures.append(disclosure)
        return digest(disclosure)
