"""Digests and disclosures put together again (RFC 9901, 7.1): what a token says with the disclosures at hand. Pure."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, bytes_of, read_json, text_of
from kechuang.mechanisms.market.attestation.sdjwt.issuing import ALGORITHM, ELEMENT, HIDDEN, RESERVED

ALGORITHMS: dict[str, Callable[[bytes], Any]] = {
    "sha-256": hashlib.sha256,
    "sha-384": hashlib.sha384,
    "sha-512": hashlib.sha512,
}


def hash_of(payload: dict[str, Any]) -> Callable[[str], str]:
    """Give the digest that a payload names. Raises SdJwtError."""
    name = payload.get(ALGORITHM, "sha-256")
    if not isinstance(name, str) or name not in ALGORITHMS:
        raise SdJwtError("digest_algorithm", f"digests are {', '.join(ALGORITHMS)}, not {name!r}")
    made = ALGORITHMS[name]
    return lambda text: text_of(made(text.encode("ascii", errors="replace")).digest())


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure: as it was written, the name of its claim (none for a member of a list), its value."""

    text: str
    name: str | None
    value: Any


def read_disclosure(text: str) -> Disclosure:
    """Read a disclosure. Raises SdJwtError."""
    parts = read_json(bytes_of(text))
    if not isinstance(parts, list) or len(parts) not in {2, 3} or not isinstance(parts[0], str):
        raise SdJwtError("disclosure", "a disclosure is a list of salt, name and value, or of salt and value")
    if len(parts) == 2:
        return Disclosure(text, None, parts[1])
    if not isinstance(parts[1], str) or parts[1] in RESERVED:
        raise SdJwtError("disclosure", f"a disclosure cannot name the claim {parts[1]!r}")
    return Disclosure(text, parts[1], parts[2])


@dataclass(slots=True)
class Reader:
    """Reads a payload with the disclosures at hand; says which were used and refuses a digest that stands twice."""

    known: dict[str, Disclosure]
    seen: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, payload: dict[str, Any], disclosures: Iterable[str]) -> "Reader":
        """Take the disclosures of a payload. Raises SdJwtError, also for one that comes twice."""
        made = hash_of(payload)
        known: dict[str, Disclosure] = {}
        for text in disclosures:
            digest = made(text)
            if digest in known:
                raise SdJwtError("disclosure_twice", "a disclosure comes twice")
            known[digest] = read_disclosure(text)
        return cls(known)

    def claims(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Give the claims. Raises SdJwtError; also where a disclosure belongs to no digest."""
        try:
            found: dict[str, Any] = self.value({name: value for name, value in payload.items() if name != ALGORITHM})
        except RecursionError:
            raise SdJwtError("form", "the token is nested too deeply") from None
        if len(self.used) != len(self.known):
            raise SdJwtError("disclosure_unknown", "a disclosure belongs to no digest of the token")
        return found

    def _take(self, digest: object) -> Disclosure | None:
        if not isinstance(digest, str):
            raise SdJwtError("digest", "a digest is not text")
        if digest in self.seen:
            raise SdJwtError("digest_twice", "a digest stands twice in the token")
        self.seen.add(digest)
        if digest in self.known:
            self.used.add(digest)
        return self.known.get(digest)

    def value(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        """Give a value with what its digests hide."""
        if isinstance(value, dict):
            return self._object(value)
        if isinstance(value, list):
            return self._list(value)
        return value

    def _object(self, value: dict[str, Any]) -> dict[str, Any]:
        if ELEMENT in value:
            raise SdJwtError("digest", f"{ELEMENT!r} stands outside a list or beside other members")
        digests = value.get(HIDDEN, [])
        if not isinstance(digests, list):
            raise SdJwtError("digest", f"{HIDDEN!r} is not a list")
        found = {name: self.value(each) for name, each in value.items() if name != HIDDEN}
        for digest in digests:
            disclosure = self._take(digest)
            if disclosure is None:
                continue
            if disclosure.name is None:
                raise SdJwtError("disclosure", "a member of a list was disclosed where a claim is hidden")
            if disclosure.name in found:
                raise SdJwtError("claim_twice", f"the claim {disclosure.name!r} stands twice")
            found[disclosure.name] = self.value(disclosure.value)
        return found

    def _list(self, value: list[Any]) -> list[Any]:
        found = []
        for each in value:
            if isinstance(each, dict) and set(each) == {ELEMENT}:
                disclosure = self._take(each[ELEMENT])
                if disclosure is None:
                    continue
                if disclosure.name is not None:
                    raise SdJwtError("disclosure", "a claim was disclosed where a member of a list is hidden")
                found.append(self.value(disclosure.value))
            else:
                found.append(self.value(each))
        return found
