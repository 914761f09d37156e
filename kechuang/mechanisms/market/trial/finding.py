"""Results to try and open licences in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.trial import queries
from kechuang.web import slots


def find_offers(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find standing offers by number or by words of the title (one query)."""
    kind = pgettext("palette", "result to try")
    return publishing.hits(queries.pool(), words, limit, kind=kind, url=queries.pool_url)


def find_licences(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find open licences by patent number or by words of the title (one query)."""
    return publishing.hits(
        queries.register(),
        words,
        limit,
        kind=pgettext("palette", "open licence"),
        url=queries.register_url,
        note=lambda row: row.number,
        column="number",
    )
