"""What other mechanisms read of sales by auction: a fixed number of queries each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from kechuang.casework.models import Step
from kechuang.casework.standard.models import ObjectionRaised
from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.log import read_line
from kechuang.mechanisms.market.auction.engine.sale import premium
from kechuang.mechanisms.market.auction.models import LogEntry, Lot, Sale
from kechuang.mechanisms.market.auction.rules.path import AuctionPath
from kechuang.mechanisms.market.path import AUCTION, Snapshot
from kechuang.web.clock import CHINA

COMPLETED = frozenset({"CONFIRMED", "SETTLED"})


def public_url(identifier: UUID) -> str:
    """Give the address of the public page of a lot."""
    return reverse("market_auction:lot", args=[identifier])


def price_path(case: UUID) -> AuctionPath | None:
    """Give the completed path of an auctioned price, as attestation needs it; None before the buyer has signed.

    ``case`` is the case of the lot. Five queries.
    """
    rows = Lot.objects.select_related("case__holder", "sale__case", "winner").filter(case__state__in=COMPLETED)
    row = rows.filter(pk=case).first()
    signed_on = _signed_on(case) if row is not None else None
    if row is None or signed_on is None or row.winner is None or row.price is None or row.ended_at is None:
        return None
    announced, hammered = row.sale.announced_on, row.ended_at.astimezone(CHINA).date()
    if announced is None:
        return None
    begins = (row.sale.begins_at or row.ended_at).astimezone(CHINA).date()
    steps = Step.objects.filter(case__in=[row.pk, row.sale_id]).order_by("pk")
    return AuctionPath(
        kind=AUCTION,
        case=f"{row.case.authority}/case/{row.pk}",
        number=row.code,
        seller=row.case.holder.name if row.case.holder else "",
        buyers=(f"{row.winner.name} {row.winner.code}".strip(),),
        related=(),
        achievements=(f"{row.result_title or row.case.title} {row.ip_number}".strip(),),
        mode=row.grant if row.grant == "transfer" else f"licence_{row.grant}",
        price=f"lump | {row.price:.2f}",
        known_yuan=row.price,
        places=tuple(each for each in (row.sale.exhibited_at, row.sale.venue) if each),
        start=announced,
        end=begins - timedelta(days=1),
        days=(begins - announced).days,
        rounds=2 if row.resale_of_id else 1,
        objections=ObjectionRaised.objects.filter(case__in=[row.pk, row.sale_id]).count(),
        passed_on=hammered,
        signed_on=signed_on,
        contract_number="",
        snapshots=(Snapshot(taken_at=row.ended_at.isoformat(), sha256=row.log_digest),) if row.log_digest else (),
        unproved_days=(),
        facts=tuple(fact for step in steps for fact in step.facts),
    )


def _signed_on(lot: UUID) -> date | None:
    """Give the day on which the winner signed, or paid where it signed nothing of its own."""
    kinds = ('"type":"confirmed"', '"type":"settled"')
    for kind in kinds:
        line = LogEntry.objects.filter(lot=lot, line__contains=kind).values_list("line", flat=True).first()
        event = read_line(line.encode()).event if line else None
        if isinstance(event, events.Confirmed | events.Settled):
            return event.at.astimezone(CHINA).date()
    return None


@dataclass(frozen=True, slots=True)
class Totals:
    """A sale in figures, in yuan: lots offered and sold, start and hammer prices of those sold, the premium on them."""

    lots: int
    sold: int
    start: Decimal
    price: Decimal
    premium: Decimal | None


def totals(row: Sale, lots: Iterable[Lot] | None = None) -> Totals:
    """Give the figures of a sale from its announced lots (one query, none where they are at hand)."""
    members: list[Any] = [each for each in (row.lots.all() if lots is None else lots) if each.rules]
    sold = [each for each in members if each.winner_id and each.price is not None]
    start, price = sum((each.start for each in sold), Decimal(0)), sum((each.price for each in sold), Decimal(0))
    return Totals(len(members), len(sold), start, price, premium(start, price) if start else None)
