"""Shapes of the interface of brokers."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from ninja import Schema


class BrokerPublicOut(Schema):
    """An entry as everybody may read it; a person's name is masked unless the person agreed to its publication."""

    case: str
    number: str
    name: str
    kind: str
    level: str
    unit: str
    specialities: list[str]
    state: str
    since: date
    valid_until: date
    place: str
    certificate_tail: str


class BrokeredClaimIn(Schema):
    """A claim on a deal. ``form`` is rate (with ``rate``, a share such as 0.03) or sum (with ``sum_yuan``)."""

    entry: UUID
    deal_number: str
    client_code: str
    services: str
    agreement: str
    agreed_on: date
    form: str
    rate: Decimal | None = None
    sum_yuan: Decimal | None = None
    insisted: bool = False
    declared: bool = False


class BrokeredDoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str
