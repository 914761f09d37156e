"""References that stay valid across nodes: ``authority/kind/uuid``."""

import hashlib
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Names one record of one home authority.

    ``authority`` and ``kind`` hold letters, digits, dot and hyphen only, so the text form splits in one way.
    Raises ValueError for anything else.
    """

    authority: str
    kind: str
    id: UUID

    def __post_init__(self) -> None:
        for part in (self.authority, self.kind):
            if not part or not all(ch.isascii() and (ch.isalnum() or ch in "._-") for ch in part):
                raise ValueError(f"not a reference part: {part!r}")

    def __str__(self) -> str:
        return f"{self.authority}/{self.kind}/{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read the text form; raises ValueError if it is not one."""
        authority, kind, identifier = text.split("/")
        return cls(authority, kind, UUID(identifier))


def id_text(reference: object) -> str:
    """Give the id that the text of a reference ends with, unread; '' for no reference."""
    return str(reference).rpartition("/")[2]


def derived(of: UUID, name: str) -> UUID:
    """Give the id that follows from another id and a name, the same whenever it is asked (RFC 9562, version 8)."""
    number = int.from_bytes(hashlib.sha256(of.bytes + name.encode()).digest()[:16], "big")
    number = number & ~(0xF << 76) | 8 << 76
    return UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
