"""The search of everything finds events by number or words of their title."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.roadshow import queries, wording
from kechuang.web import slots


def find_events(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find published events (one query)."""
    wanted = words.strip()
    if not wanted:
        return []
    rows = queries.public().filter(Q(case__number__startswith=wanted) | Q(case__title__icontains=wanted))
    kind = pgettext("palette", "event")
    return [
        slots.Hit(
            title=row.case.title,
            kind=kind,
            url=queries.public_url(row.pk),
            note=wording.span(row.starts_at, row.ends_at),
        )
        for row in rows.order_by("-starts_at")[:limit]
    ]
