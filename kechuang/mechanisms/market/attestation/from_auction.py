"""Auctions as a way of finding a price: a lot that was hammered and confirmed."""

from collections.abc import Iterable
from uuid import UUID

from kechuang.casework.files.archiving import Part
from kechuang.mechanisms.market.attestation.sources import Ready, Source, register
from kechuang.mechanisms.market.auction import queries
from kechuang.mechanisms.market.auction.models import LogEntry, Lot
from kechuang.mechanisms.market.path import AUCTION


def completed(bodies: Iterable[UUID] | None, place: str, most: int) -> list[Ready]:
    """Give lots that were confirmed (one query)."""
    rows = Lot.objects.filter(case__state__in=queries.COMPLETED, winner__isnull=False).select_related("case")
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


def register_source() -> None:
    """Make auctions known."""
    register(
        Source(kind=AUCTION, find=queries.price_path, completed=completed, evidence=evidence, url=queries.public_url)
    )
