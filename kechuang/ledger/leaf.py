"""Leaves: canonical JSON, the envelope of an entry, and the salted digests of its disclosure groups. Pure.

The JSON is RFC 8785 for the values that a leaf may hold: objects with ASCII keys, lists, text in NFC, whole numbers
within ±(2**53 − 1), truth values and null. Amounts and days are text. For such values sorting by code point and
Python's shortest escapes give the bytes that RFC 8785 asks for.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from kechuang.ledger.tree import ALGORITHMS

FORMAT = "kechuang-leaf/1"
GROUP_LABEL = b"kechuang-group/1"
SALT_BYTES = 32
GREATEST = 2**53 - 1
PERSONAL = "personal"

type Json = bool | int | str | Sequence[Json] | Mapping[str, Json] | None

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class NotCanonicalError(ValueError):
    """A value that a leaf cannot hold; the message names the place, as in ``basis.values[2].value``."""


def clean(value: object, place: str = "value") -> Any:  # noqa: ANN401 - JSON of any shape
    """Give a copy of a JSON value with its text in NFC. Raises NotCanonicalError, naming the place at fault."""
    match value:
        case None | bool():
            return value
        case int():
            if not -GREATEST <= value <= GREATEST:
                raise NotCanonicalError(f"{place}: {value} is beyond ±(2^53 − 1); write it as text")
            return value
        case str():
            return _clean_text(value, place)
        case Mapping():
            return {_clean_key(key, place): clean(item, f"{place}.{key}") for key, item in value.items()}
        case list() | tuple():
            return [clean(item, f"{place}[{at}]") for at, item in enumerate(value)]
        case _:
            raise NotCanonicalError(f"{place}: {type(value).__name__} has no canonical form; write it as text")


def _clean_text(value: str, place: str) -> str:
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonicalError(f"{place}: half of a surrogate pair is no text") from None
    return unicodedata.normalize("NFC", value)


def _clean_key(key: object, place: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise NotCanonicalError(f"{place}: the key {key!r} is not ASCII text")
    return key


def canonical(value: object) -> str:
    """Give the canonical JSON of a value that :func:`clean` has passed; its UTF-8 bytes are what is hashed."""
    return _encode(value)


def moment_text(moment: datetime) -> str:
    """Give an aware moment as UTC to the microsecond: ``2026-11-21T10:00:00.000000Z``."""
    if moment.tzinfo is None:
        raise NotCanonicalError("recorded_at: a moment needs its time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a leaf says about one entry, besides the digests of its groups. ``basis`` is JSON that ``clean`` passed."""

    log: str
    id: str
    type: str
    version: int
    case: str
    act: str
    on: date
    recorded_at: datetime
    basis: Mapping[str, Any]
    causes: tuple[str, ...] = ()
    algorithm: str = "sha256"

    def leaf(self, digests: Mapping[str, str]) -> str:
        """Give the leaf: canonical JSON of the envelope with the group digests (label → hexadecimal)."""
        return _encode(
            {
                "act": self.act,
                "basis": self.basis,
                "case": self.case,
                "causes": self.causes,
                "format": FORMAT,
                "groups": digests,
                "hash": self.algorithm,
                "id": self.id,
                "log": self.log,
                "on": self.on.isoformat(),
                "recorded_at": moment_text(self.recorded_at),
                "type": self.type,
                "version": self.version,
            }
        )


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(8, "big") + part


def group_digest(group: str, entry: str, salt: bytes, values: str, algorithm: str = "sha256") -> str:
    """Give the digest of a disclosure group, in hexadecimal: H(label ‖ group ‖ entry id ‖ salt ‖ bytes).

    ``values`` is the group's canonical JSON. Every part is preceded by its length in eight bytes, so that no two
    different sets of parts run together into the same bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    parts = (GROUP_LABEL, group.encode(), entry.encode(), salt, values.encode())
    return ALGORITHMS[algorithm](b"".join(map(_framed, parts))).digest().hex()


def opens(leaf: Mapping[str, Any], group: str, salt: bytes, values: object) -> bool:
    """Say whether a disclosed group is the one that a leaf commits to."""
    digest = leaf["groups"].get(group)
    return digest is not None and digest == group_digest(group, leaf["id"], salt, _encode(values), leaf["hash"])


def is_personal(group: str) -> bool:
    """Say whether a group is erasable: ``personal``, or one person's part of it such as ``personal.provider``."""
    return group == PERSONAL or group.startswith(PERSONAL + ".")
