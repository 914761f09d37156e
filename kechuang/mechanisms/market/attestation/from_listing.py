"""Listings as a way of finding a price: one whose result was noticed and whose contract is signed."""

from collections.abc import Iterable
from uuid import UUID

from kechuang.mechanisms.market.attestation.sources import Ready, Source, register
from kechuang.mechanisms.market.listing import queries
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.path import LISTED


def completed(bodies: Iterable[UUID] | None, place: str, most: int) -> list[Ready]:
    """Give listings whose contract is signed (one query)."""
    rows = Listing.objects.filter(case__state__in=queries.COMPLETED, buyer__isnull=False).select_related("case")
    if bodies is None:
        rows = rows.filter(case__place__startswith=place.rstrip("0"))
    else:
        wanted = list(bodies)
        rows = rows.filter(case__holder__in=wanted) | rows.filter(buyer__in=wanted)
    return [
        Ready(
            case=row.pk,
            number=row.case.number,
            title=row.case.title,
            seller=row.case.holder_id,
            buyer=row.buyer_id,
            contract_number=row.contract_number,
        )
        for row in rows.order_by("-pk")[:most]
    ]


def register_source() -> None:
    """Make listings known."""
    register(Source(kind=LISTED, find=queries.price_path, completed=completed, url=queries.public_url))
