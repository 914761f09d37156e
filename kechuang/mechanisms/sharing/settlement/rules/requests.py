"""What may be asked of a settlement. Ids of new cases are drawn before, so that decisions stay pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.mechanisms.sharing.settlement.rules.corrections import Correction
from kechuang.mechanisms.sharing.settlement.rules.message import Message
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPeriod:
    """Open the period in which ``on`` lies, or the next one after the last, for a region and those it settles with."""

    case: UUID
    authority: str
    place: str
    office: UUID
    on: date
    participants: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlay:
    """Money that our region laid out for an order of ``payer`` (kind ``paid``), or got back (``clawed_back``)."""

    order: str
    kind: str
    payer: str
    amount: Decimal
    on: date
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutlays:
    """Record outlays in a region's period."""

    period: UUID
    outlays: tuple[Outlay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePeriod:
    """End a period; ``statements`` gives the ids of the statement cases to open, by counterpart."""

    period: UUID
    statements: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Say which statements of a period are missing."""

    period: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OnStatement:
    """Prepare, check, send or compare a statement."""

    case: UUID
    period: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """Send a statement back to be drawn up again."""

    case: UUID
    period: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receive:
    """Take in a statement of the other side."""

    case: UUID
    period: UUID
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """Change lines of our statement after the exchange."""

    case: UUID
    period: UUID
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetPeriod:
    """Net a period: ``statements`` are all its statement cases."""

    period: UUID
    statements: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPayment:
    """Record that a transfer of the netting was paid outside."""

    period: UUID
    authority: str
    payer: str
    payee: str
    amount: Decimal
    paid_on: date
    bank_ref: str
