"""Where the competitive round of a listing takes place: whoever runs auctions on this node registers here.

A listing and an auction are strangers (docs/architecture.md); the node ties them together in ``config``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.outcome import Outcome
from kechuang.mechanisms.market.listing.rules.requests import Round
from kechuang.web.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a competitive round is about: the listing whole, as its lot needs it. Amounts in yuan."""

    listing: UUID
    number: str
    authority: str
    office: UUID
    place: str
    seller: UUID
    title: str
    result: str
    result_title: str
    ip_number: str
    about: str
    delivery: str
    base: Decimal
    deposit: Decimal
    appraisal: Decimal | None
    priority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What runs competitive rounds.

    ``sales`` gives the sales into which an actor may enter a lot on a day, as (id, words); ``enter`` enters it and
    gives the outcome, the lot's id and its number; ``rounds`` says how lots stand; ``url`` where one is read;
    ``prepare_url`` where a sale is prepared.
    """

    sales: Callable[[Actor, date], Sequence[tuple[str, str]]]
    enter: Callable[[Offered, UUID, Actor, str], tuple[Outcome, UUID, str]]
    rounds: Callable[[Collection[UUID]], Mapping[UUID, Round]]
    url: Callable[[UUID], str]
    prepare_url: Callable[[], str]


_HOUSES: list[House] = []


def register(house: House) -> None:
    """Make known what runs competitive rounds; the last one counts."""
    _HOUSES[:] = [house]


def house() -> House | None:
    """Give what runs competitive rounds on this node, or None."""
    return _HOUSES[0] if _HOUSES else None


def rounds(lots: Collection[UUID]) -> Mapping[UUID, Round]:
    """Say how lots stand; empty where nothing runs them."""
    running = house()
    return running.rounds(lots) if running and lots else {}
