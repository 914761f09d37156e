"""References that stay valid across nodes: ``authority/kind/uuid``."""

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
