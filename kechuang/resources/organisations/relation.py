"""Whether two organisations are related parties, by what the register says of both. Pure.

A party is named by a reference text: ``body/<uuid>`` for a body of this node, ``code/<credit code>`` for an
organisation known by its credit code, ``person/<hash>`` for a natural person (a keyed hash; the register never holds
the number).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

RELATIONS = (
    "same_body",
    "parent",
    "common_parent",
    "controller",
    "common_controller",
    "shareholder",
    "common_shareholder",
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the register says of one organisation.

    ``industry`` is the letter and digits of GB/T 4754; ``shareholders``, ``controllers`` and ``parents`` hold party
    references; ``shares`` gives the share held (0 to 1) where the register knows it. ``sales`` is yuan in the year
    ``sales_year``.
    """

    body: UUID
    credit_code: str
    name: str
    kind: str
    place: str
    industry: str
    founded_on: date | None
    staff: int | None
    shareholders: frozenset[str] = frozenset()
    controllers: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    shares: tuple[tuple[str, Decimal], ...] = ()
    sales: Decimal | None = None
    sales_year: int | None = None

    @property
    def refs(self) -> frozenset[str]:
        """The references under which others may name this organisation."""
        own = {f"body/{self.body}"}
        return frozenset(own | {f"code/{self.credit_code}"} if self.credit_code else own)

    def holders(self, least_share: Decimal) -> frozenset[str]:
        """Shareholders with at least this share; those whose share is unknown count."""
        small = {party for party, share in self.shares if share < least_share}
        return self.shareholders - small


def related(a: Profile, b: Profile, *, least_share: Decimal = Decimal(0)) -> str:
    """Give the closest relation between two organisations as a code of ``RELATIONS``, or '' if there is none.

    Symmetric: the order of the two does not matter. ``least_share`` leaves out shareholders known to hold less.
    """
    holders_a, holders_b = a.holders(least_share), b.holders(least_share)
    found = (
        bool(a.refs & b.refs),
        bool(a.refs & b.parents or b.refs & a.parents),
        bool(a.parents & b.parents),
        bool(a.refs & b.controllers or b.refs & a.controllers),
        bool(a.controllers & b.controllers),
        bool(a.refs & holders_b or b.refs & holders_a),
        bool(holders_a & holders_b),
    )
    return next((code for code, holds in zip(RELATIONS, found, strict=True) if holds), "")
