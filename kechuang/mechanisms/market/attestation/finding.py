"""Certificates in the search of everything."""

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext

from kechuang.mechanisms.market.attestation import queries
from kechuang.web import slots


def find_certificates(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find certificates by number or by words of what was sold."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "certificate of a deal")
    rows = queries.public().filter(Q(number__startswith=wanted.upper()) | Q(case__title__icontains=wanted))
    return [
        slots.Hit(
            title=row.case.title,
            kind=kind,
            url=reverse("market_attestation:certificate", args=[row.number]),
            note=row.number,
        )
        for row in rows.order_by("-pk")[:limit]
    ]
