"""Auctions as a way of finding a price: a lot that was hammered and confirmed."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from kechuang.casework.files.archiving import Part
from kechuang.casework.models import Step
from kechuang.mechanisms.market.attestation.sources import Ready, Source, register
from kechuang.mechanisms.market.auction.models import LogEntry, Lot
from kechuang.mechanisms.market.notice.rules.path import PricePath, Snapshot
from kechuang.mechanisms.market.notice.rules.price import LUMP, Price
from kechuang.web import clock

AUCTION = "auction"
COMPLETED = ("CONFIRMED", "SETTLED")


def find(case: UUID) -> PricePath | None:
    """Give the path of a lot that was knocked down and confirmed (two queries).

    It runs from the announcement of the sale to the day of the hammer; its one snapshot is the digest of the log.
    """
    rows = Lot.objects.select_related("case__holder", "sale", "winner").filter(pk=case, case__state__in=COMPLETED)
    row = rows.first()
    if row is None or row.winner is None or row.price is None or row.ended_at is None or row.sale.announced_on is None:
        return None
    ended = row.ended_at.astimezone(clock.CHINA)
    steps = Step.objects.filter(case=case).order_by("pk")
    price = Price(form=LUMP, amount=Decimal(row.price))
    return PricePath(
        kind=AUCTION,
        case=f"{row.case.authority}/case/{row.pk}",
        number=row.code,
        seller=row.case.holder.name if row.case.holder else "",
        buyers=(f"{row.winner.name} {row.winner.code}".strip(),),
        related=(),
        achievements=(f"{row.result_title or row.case.title} {row.ip_number}".strip(),),
        mode=str(row.terms.get("transfer", "") or "transfer"),
        price=price.formula(),
        known_yuan=price.known_yuan,
        places=("market",),
        start=row.sale.announced_on,
        end=ended.date(),
        days=(ended.date() - row.sale.announced_on).days,
        rounds=1,
        objections=0,
        passed_on=ended.date(),
        signed_on=ended.date(),
        contract_number="",
        snapshots=(Snapshot(taken_at=ended.isoformat(), sha256=row.log_digest),) if row.log_digest else (),
        unproved_days=(),
        facts=tuple(fact for step in steps for fact in step.facts),
    )


def completed(bodies: Iterable[UUID] | None, place: str, most: int) -> list[Ready]:
    """Give lots that were confirmed (one query)."""
    rows = Lot.objects.filter(case__state__in=COMPLETED, winner__isnull=False).select_related("case")
    if bodies is None:
        rows = rows.filter(case__place__startswith=place.rstrip("0"))
    else:
        wanted = list(bodies)
        rows = rows.filter(case__holder__in=wanted) | rows.filter(winner__in=wanted)
    return [
        Ready(
            case=row.pk,
            number=row.code,
            title=row.result_title or row.case.title,
            seller=row.case.holder_id,
            buyer=row.winner_id,
        )
        for row in rows.order_by("-pk")[:most]
    ]


def evidence(case: UUID) -> Iterable[Part]:
    """Give the log of the lot: ``kechuang auction replay`` reads it."""
    lines = LogEntry.objects.filter(lot=case).order_by("seq").values_list("line", flat=True)
    data = "".join(f"{line}\n" for line in lines).encode()
    if data:
        yield Part("auction-log.jsonl", "拍卖日志", data)


def url(case: UUID) -> str:
    """Give the lot's public page."""
    return reverse("market_auction:lot", args=[case])


def register_source() -> None:
    """Make auctions known."""
    register(Source(kind=AUCTION, find=find, completed=completed, evidence=evidence, url=url))
