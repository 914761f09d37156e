"""Listings in the search of everything."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.listing import queries
from kechuang.web import slots


def find_listings(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find listings that everybody may read, by number or by words of the title."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "listing")
    rows = queries.public().filter(Q(case__number__startswith=wanted) | Q(case__title__icontains=wanted))
    return [
        slots.Hit(title=row.case.title, kind=kind, url=queries.public_url(row.pk), note=row.case.number)
        for row in rows.order_by("-pk")[:limit]
    ]
