"""Shapes of the interface of trials and open licences. Amounts in yuan."""

from datetime import date
from decimal import Decimal

from ninja import Schema


class TrialOfferOut(Schema):
    """An offer as everybody reads it; ``price`` is the formula that two readers compare."""

    case: str
    number: str
    title: str
    unit: str
    place: str
    field: str
    price: str
    price_words: str
    cap: Decimal | None
    months: int
    exclusive: bool
    audience: str
    counties: list[str]
    delivers: str
    offered_on: date


class TrialGainOut(Schema):
    """What a county gained."""

    county: str
    county_name: str
    mountain: bool
    begun: int
    running: int
    converted: int


class OpenLicenceOut(Schema):
    """An open licence as everybody reads it."""

    case: str
    declaration: str
    patent: str
    title: str
    patentee: str
    state: str
    fee: str
    fee_words: str
    payment: str
    text: str
    published_on: date | None
    until: date
    ended_on: date | None
    licences_given: int
