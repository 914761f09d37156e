"""What is said of an achievement: its values as typed requests carry them, and their closed lists. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from uuid import UUID

from kechuang.kernel.identify.text import compact

# The kinds of the Zhejiang statute, Art. 2; the first four have numbers of their own registers.
KINDS = (
    *("patent", "software", "ic_layout", "plant_variety", "drawing", "test_result", "process", "formula"),
    *("sample", "data", "know_how"),
)
NUMBERED = frozenset(KINDS[:4])
# The six statutory modes of transfer, Zhejiang statute Art. 16.
MODES = ("own", "transfer", "licence", "cooperation", "shares", "other")
FUNDING = ("fiscal", "entrusted", "own")
IP_STATES = ("applied", "granted", "lapsed", "invalid")
DEAD = frozenset({"lapsed", "invalid"})
OPEN, TRADE, INTERNAL, STATE_SECRET = "open", "trade", "internal", "state"
SECURITY = (OPEN, TRADE, INTERNAL, STATE_SECRET)
NONE, RESTRICTED, PROHIBITED = "none", "restricted", "prohibited"
EXPORT = (NONE, RESTRICTED, PROHIBITED)
APPROVED, PENDING = "approved", "pending"
ETHICS = (NONE, APPROVED, PENDING)
LAST_TRL, PRODUCT_TRL = 13, 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ip:
    """One right that protects the achievement. ``number`` is normalised; ``patentee`` as the certificate names it."""

    kind: str
    number: str
    patentee: str = ""
    state: str = "granted"
    applied_on: date | None = None
    granted_on: date | None = None
    fee_until: date | None = None
    pledged: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """One completer with rank and exact share. Name and account stay out of every fact; ``id`` stands for them."""

    id: UUID
    rank: int
    share: Fraction
    name: str
    unit: str = ""
    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that a level of readiness was reached: when, by what, said by whom."""

    level: int
    text: str
    on: date | None = None
    assessor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask. Personal: in the table alone, masked for the public."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """An achievement whole. ``price`` in yuan, None: negotiable.

    ``ground`` says why a unit that is not the patentee may register it; ``product`` what was made with it.
    """

    name: str
    abstract: str
    kind: str
    discipline: str
    trl: int
    mode: str
    government: bool = False
    funding: str = "own"
    project: str = ""
    industry: str = ""
    ipc: str = ""
    price: Decimal | None = None
    security: str = OPEN
    export: str = NONE
    ethics: str = NONE
    ethics_number: str = ""
    product: str = ""
    ground: str = ""
    valid_until: date | None = None
    ips: tuple[Ip, ...] = ()
    completers: tuple[Completer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    contact: Contact = Contact()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of its rights."""
        return tuple(ip.number for ip in self.ips)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something doubtful that does not stop an achievement: a code of the catalogues with its values as text."""

    code: str
    values: Mapping[str, str]

    def plain(self) -> dict[str, object]:
        """Give it as JSON holds it."""
        return {"code": self.code, "values": dict(self.values)}


def key_of(text: str) -> str:
    """Give what two spellings of a text have in common, as a short digest; empty for an empty text."""
    bare = "".join(each for each in compact(text) if each.isalnum())
    return sha256(bare.encode()).hexdigest()[:32] if bare else ""
