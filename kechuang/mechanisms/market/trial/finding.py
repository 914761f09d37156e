"""Results to try and open licences in the search of everything."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.trial import queries
from kechuang.web import slots


def find_offers(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find standing offers by number or by words of the title (one query)."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "result to try")
    rows = queries.pool().filter(Q(case__number__startswith=wanted) | Q(case__title__icontains=wanted))
    return [
        slots.Hit(title=row.case.title, kind=kind, url=queries.pool_url(row.pk), note=row.case.number)
        for row in rows.order_by("-pk")[:limit]
    ]


def find_licences(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find open licences by patent number or by words of the title (one query)."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "open licence")
    rows = queries.register().filter(Q(number__startswith=wanted) | Q(case__title__icontains=wanted))
    return [
        slots.Hit(title=row.case.title, kind=kind, url=queries.register_url(row.pk), note=row.number)
        for row in rows.order_by("-pk")[:limit]
    ]
