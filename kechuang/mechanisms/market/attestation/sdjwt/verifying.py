"""Verifying an SD-JWT (RFC 9901, 7.3): signatures, times, digests, and the holder's proof where one is asked. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, Signed, Token, bytes_of, read_object
from kechuang.mechanisms.market.attestation.sdjwt.keys import PublicKey
from kechuang.mechanisms.market.attestation.sdjwt.presenting import KB_TYPE
from kechuang.mechanisms.market.attestation.sdjwt.reading import Reader, hash_of

LEEWAY_SECONDS = 60
BINDING_SECONDS = 600
type Finder = Callable[[Mapping[str, Any], Mapping[str, Any]], PublicKey | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The holder's proof that a receiver asks: which nonce it gave, under which name, and how old it may be."""

    nonce: str
    audience: str
    seconds: int = BINDING_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a token says: its claims as far as they were disclosed, and the protected header of each signature."""

    claims: dict[str, Any]
    headers: tuple[dict[str, Any], ...]


def verify(token: Token, find: Finder, *, at: int, typ: str = "", binding: Binding | None = None) -> Verified:
    """Give what a token says, if everything about it holds at the moment ``at`` (seconds since 1970).

    ``find`` gives the key of an issuer from header and payload, which are not yet proved; None for one that is not
    trusted. ``typ`` is the kind of token that is expected. Raises SdJwtError.
    """
    payload = read_object(token.payload, "the payload")
    headers = tuple(_signature(token, signed, find, payload, typ) for signed in token.signatures)
    claims = Reader.of(payload, token.disclosures).claims(payload)
    _times(payload, at)
    if binding is not None:
        _binding(token, payload, binding, at)
    elif token.binding:
        raise SdJwtError("binding_unexpected", "the token bears a holder's proof, and nothing says for whom")
    return Verified(claims=claims, headers=headers)


def _signature(token: Token, signed: Signed, find: Finder, payload: dict[str, Any], typ: str) -> dict[str, Any]:
    header = read_object(signed.protected, "the header")
    key = find(header, payload)
    if key is None:
        raise SdJwtError("key_unknown", "no trusted key is known for the issuer")
    if header.get("alg") != key.alg:
        raise SdJwtError("algorithm", f"the issuer signs with {key.alg}, the token says {header.get('alg')!r}")
    if "crit" in header:
        raise SdJwtError("header_critical", "the header asks for something that is not known here")
    if typ and header.get("typ") != typ:
        raise SdJwtError("type", f"the token is {header.get('typ')!r}, not {typ!r}")
    if not key.holds(f"{signed.protected}.{token.payload}".encode(), bytes_of(signed.signature)):
        raise SdJwtError("signature", "the signature is not the issuer's")
    return header


def _time(payload: Mapping[str, Any], name: str) -> float | None:
    value = payload.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise SdJwtError("time", f"{name!r} is no moment")
    return value


def _times(payload: dict[str, Any], at: int) -> None:
    ends, begins, issued = (_time(payload, name) for name in ("exp", "nbf", "iat"))
    if ends is not None and at >= ends + LEEWAY_SECONDS:
        raise SdJwtError("expired", "the token has expired")
    if max(begins or 0, issued or 0) > at + LEEWAY_SECONDS:
        raise SdJwtError("not_yet", "the token does not count yet")


def _binding(token: Token, payload: dict[str, Any], wanted: Binding, at: int) -> None:
    parts = token.binding.split(".")
    if len(parts) != 3:
        raise SdJwtError("binding_missing", "the holder's proof is missing or no JWT")
    confirmed = payload.get("cnf")
    if not isinstance(confirmed, dict) or "jwk" not in confirmed:
        raise SdJwtError("binding_key", "the token is bound to no key")
    key, header = PublicKey.read(confirmed["jwk"]), read_object(parts[0], "the header of the proof")
    if header.get("alg") != key.alg or header.get("typ") != KB_TYPE or "crit" in header:
        raise SdJwtError("binding_header", "the header of the holder's proof is not that of a key binding")
    if not key.holds(f"{parts[0]}.{parts[1]}".encode(), bytes_of(parts[2])):
        raise SdJwtError("binding_signature", "the holder's proof is not signed by the key of the token")
    body = read_object(parts[1], "the proof")
    if body.get("nonce") != wanted.nonce or body.get("aud") != wanted.audience:
        raise SdJwtError("binding_receiver", "the holder's proof was made for another receiver")
    made = _time(body, "iat")
    if made is None or not at - wanted.seconds <= made <= at + LEEWAY_SECONDS:
        raise SdJwtError("binding_age", "the holder's proof is too old or from the future")
    if body.get("sd_hash") != hash_of(payload)(token.presented):
        raise SdJwtError("binding_contents", "the holder's proof was made for other disclosures")
