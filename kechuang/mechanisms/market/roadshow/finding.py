"""The search of everything finds events by number or words of their title."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.roadshow import queries, wording
from kechuang.web import slots


def find_events(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find published events (one query)."""
    return publishing.hits(
        queries.public(),
        words,
        limit,
        kind=pgettext("palette", "event"),
        url=queries.public_url,
        note=lambda row: wording.span(row.starts_at, row.ends_at),
        order="-starts_at",
    )
