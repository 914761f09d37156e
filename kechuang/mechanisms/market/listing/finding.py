"""Listings in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.listing import queries
from kechuang.web import slots


def find_listings(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find listings that everybody may read, by number or by words of the title."""
    kind = pgettext("palette", "listing")
    return publishing.hits(queries.public(), words, limit, kind=kind, url=queries.public_url)
