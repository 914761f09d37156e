"""Leaves: canonical JSON, the envelope of an entry, and the salted digests of its disclosure groups. Pure.

The JSON is RFC 8785 for the values that a leaf may hold: objects with ASCII keys, lists, text in NFC, whole numbers
within ±(2**53 − 1), truth values and null. Amounts and days are text. For such values sorting by code point and
Python's shortest escapes give the bytes that RFC 8785 asks for.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as _quote
from typing import Any, NamedTuple

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

    def __init__(self, why: str, place: str = "") -> None:
        super().__init__(f"{place}: {why}" if place else why)
        self.why, self.place = why, place

    def within(self, step: str) -> "NotCanonicalError":
        """Give the same fault one level further out."""
        joined = f"{step}{self.place}" if self.place.startswith("[") or not self.place else f"{step}.{self.place}"
        return NotCanonicalError(self.why, joined)


def clean(value: object, place: str = "") -> Any:  # noqa: ANN401 - JSON of any shape
    """Give a copy of a JSON value with its text in NFC. Raises NotCanonicalError, naming the place at fault."""
    try:
        return _clean(value)
    except NotCanonicalError as fault:
        raise (fault.within(place) if place else fault) from None


def _clean(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return value if value.isascii() else _clean_text(value)
    if isinstance(value, int):
        if -GREATEST <= value <= GREATEST:
            return value
        raise NotCanonicalError(f"{value} is beyond ±(2^53 − 1); write it as text")
    if isinstance(value, dict | Mapping):
        return _clean_object(value)
    if isinstance(value, list | tuple):
        return _clean_list(value)
    raise NotCanonicalError(f"{type(value).__name__} has no canonical form; write it as text")


def _clean_object(value: Mapping[Any, object]) -> dict[str, Any]:
    made = {}
    for key, item in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise NotCanonicalError(f"the key {key!r} is not ASCII text")
        try:
            made[key] = _clean(item)
        except NotCanonicalError as fault:
            raise fault.within(key) from None
    return made


def _clean_list(value: Sequence[object]) -> list[Any]:
    made = []
    for at, item in enumerate(value):
        try:
            made.append(_clean(item))
        except NotCanonicalError as fault:
            raise fault.within(f"[{at}]") from None
    return made


def _clean_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonicalError("half of a surrogate pair is no text") from None
    return unicodedata.normalize("NFC", value)


def canonical(value: object) -> str:
    """Give the canonical JSON of a value that :func:`clean` has passed; its UTF-8 bytes are what is hashed."""
    return _encode(value)


def moment_text(moment: datetime) -> str:
    """Give an aware moment as UTC to the microsecond: ``2026-11-21T10:00:00.000000Z``."""
    if moment.tzinfo is None:
        raise NotCanonicalError("a moment needs its time zone", "recorded_at")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Envelope(NamedTuple):
    """What a leaf says about one entry, besides basis, causes and groups. Days and moments are written out already."""

    log: str
    id: str
    type: str
    version: int
    case: str
    act: str
    on: str
    recorded_at: str
    algorithm: str = "sha256"

    def pieces(self, digests: Mapping[str, str]) -> tuple[str, str, str]:
        """Give the leaf's text before the basis, between basis and causes, and after the causes.

        The keys of a leaf are known, so its canonical form can be put together instead of sorted each time, and
        ``verify`` can find it again without reading the JSON of every leaf.
        """
        groups = ",".join([f'{_quote(label)}:"{digests[label]}"' for label in sorted(digests)])
        tail = (
            f',"format":"{FORMAT}","groups":{{{groups}}},"hash":"{self.algorithm}","id":{_quote(self.id)}'
            f',"log":{_quote(self.log)},"on":{_quote(self.on)},"recorded_at":{_quote(self.recorded_at)}'
            f',"type":{_quote(self.type)},"version":{self.version}}}'
        )
        return f'{{"act":{_quote(self.act)},"basis":', f',"case":{_quote(self.case)},"causes":', tail

    def leaf(self, basis: str, causes: str, digests: Mapping[str, str]) -> str:
        """Give the leaf: canonical JSON of the envelope with basis and causes (canonical JSON) and group digests."""
        before, between, after = self.pieces(digests)
        return before + basis + between + causes + after


@lru_cache(maxsize=1024)
def _label(group: str) -> bytes:
    name = group.encode()
    return len(GROUP_LABEL).to_bytes(8, "big") + GROUP_LABEL + len(name).to_bytes(8, "big") + name


_SALT_LENGTH = SALT_BYTES.to_bytes(8, "big")


def group_digest(group: str, entry: str, salt: bytes, values: str | bytes, algorithm: str = "sha256") -> str:
    """Give the digest of a disclosure group, in hexadecimal: H(label ‖ group ‖ entry id ‖ salt ‖ bytes).

    ``values`` is the group's canonical JSON. Every part is preceded by its length in eight bytes, so that no two
    different sets of parts run together into the same bytes. Raises ValueError for a salt that is not 32 bytes.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    name, data = entry.encode(), values.encode() if isinstance(values, str) else values
    name_length, length = len(name).to_bytes(8, "big"), len(data).to_bytes(8, "big")
    framed = b"".join((_label(group), name_length, name, _SALT_LENGTH, salt, length, data))
    return ALGORITHMS[algorithm](framed).digest().hex()


def opens(leaf: Mapping[str, Any], group: str, salt: bytes, values: object) -> bool:
    """Say whether a disclosed group is the one that a leaf commits to."""
    digest = leaf["groups"].get(group)
    return digest is not None and digest == group_digest(group, leaf["id"], salt, _encode(values), leaf["hash"])


def is_personal(group: str) -> bool:
    """Say whether a group is erasable: ``personal``, or one person's part of it such as ``personal.provider``."""
    return group == PERSONAL or group.startswith(PERSONAL + ".")
