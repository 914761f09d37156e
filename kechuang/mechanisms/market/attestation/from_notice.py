"""Agreed prices with public notice as a way of finding a price."""

from collections.abc import Iterable
from uuid import UUID

from kechuang.casework.files import archiving
from kechuang.casework.files.archiving import Part
from kechuang.casework.models import Case
from kechuang.mechanisms.market.attestation.sources import Ready, Source, register
from kechuang.mechanisms.market.notice import bundling, queries
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.path import AGREED


def completed(bodies: Iterable[UUID] | None, place: str, most: int) -> list[Ready]:
    """Give notices whose contract is signed (one query)."""
    rows = PriceNotice.objects.filter(case__state__in=queries.COMPLETED).select_related("case")
    if bodies is None:
        rows = rows.filter(case__place__startswith=place.rstrip("0"))
    else:
        wanted = list(bodies)
        rows = rows.filter(case__holder__in=wanted) | rows.filter(case__counterpart__in=wanted)
    return [
        Ready(
            case=row.pk,
            number=row.case.number,
            title=row.case.title,
            seller=row.case.holder_id,
            buyer=row.case.counterpart_id,
            contract_number=row.contract_number,
        )
        for row in rows.order_by("-pk")[:most]
    ]


def evidence(case: UUID) -> Iterable[Part]:
    """Give the evidence bundle of the notice itself: ``kechuang notice check`` reads it."""
    try:
        data = bundling.build(Case.objects.get(pk=case))
    except archiving.NotSealedError:
        return
    yield Part("price-notice-evidence.zip", "协议定价证据包", data)


def register_source() -> None:
    """Make agreed prices known."""
    register(
        Source(kind=AGREED, find=queries.price_path, completed=completed, evidence=evidence, url=queries.public_url)
    )
