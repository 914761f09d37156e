"""What is asked of an attestation: typed requests, and the rows that a decision sees. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kechuang.mechanisms.market.attestation.certifying import Certificate, Payment, SignedContract
from kechuang.mechanisms.market.attestation.sdjwt.coding import Token
from kechuang.mechanisms.market.path import PricePath

SELLER, BUYER, OPERATOR = "seller", "buyer", "operator"
SIDES = (SELLER, BUYER, OPERATOR)
NONE, RELATED = "none", "related"
STATEMENTS = (NONE, RELATED)
MOST_PAYMENTS, LONGEST = 12, 2000


@dataclass(frozen=True, slots=True)
class PathKey:
    """Which way of finding the price: the kind of its source, and its case."""

    kind: str
    case: UUID


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What a party lays before the operator besides path and contract.

    ``ownership`` says what proves the seller's right (number of patent, certificate or register); ``statement`` is one
    of :data:`STATEMENTS`, with its words.
    """

    payments: tuple[Payment, ...] = ()
    paid: bool = False
    ownership: str = ""
    statement: str = ""
    statement_text: str = ""
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A party asks for a certificate (``side``), or the operator opens the case (then nobody asked)."""

    case: UUID
    authority: str
    office: UUID
    place: str
    body: UUID | None
    other: UUID | None
    side: str
    path: PathKey
    contract: UUID | None
    laid: Laid


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """Other or further evidence; what was examined is to be examined again."""

    case: UUID
    laid: Laid


@dataclass(frozen=True, slots=True)
class TakeUp:
    """The evidence is being checked now."""

    case: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """A person has held the originals against what was laid: the lines found in order, and a note."""

    case: UUID
    lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Issue the certificate; ``site`` is the node's own address, ``at`` the moment in seconds since 1970."""

    case: UUID
    site: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """No certificate: why."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend:
    """A further version: the deal as path, contract and evidence stand now, and why it differs."""

    case: UUID
    site: str
    at: int
    reason: str
    laid: Laid


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoke:
    """The certificate counts no longer: why."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracted:
    """The contract as the register holds it now. ``stands``: it is registered and was neither revoked nor ended."""

    case: UUID
    state: str
    stands: bool
    signed: SignedContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An attestation as a decision sees it."""

    case: UUID
    path: PathKey
    contract: UUID | None
    side: str
    laid: Laid
    examined: tuple[str, ...] = ()
    number: str = ""
    version: int = 0
    # What the last version said, so that an amendment which changes nothing is refused.
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Attestations, price paths and contracts of a batch; who holds a deal already; the books of numbers; the key."""

    seen: Mapping[UUID, Seen] = field(default_factory=dict)
    paths: Mapping[PathKey, PricePath | None] = field(default_factory=dict)
    contracts: Mapping[UUID, Contracted] = field(default_factory=dict)
    live: dict[PathKey, tuple[UUID, str]] = field(default_factory=dict)
    books: dict[str, tuple[int, int]] = field(default_factory=dict)
    edition: str = ""
    operator: Mapping[UUID, str] = field(default_factory=dict)
    sign: Callable[[str, Certificate], Token] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What is written of an attestation."""

    case: UUID
    values: Mapping[str, object] = field(default_factory=dict)
    new: bool = False
    payments: tuple[Payment, ...] | None = None
    version: Mapping[str, Any] | None = None
    book: tuple[str, int, int] | None = None
    files: tuple[UUID, ...] = ()
