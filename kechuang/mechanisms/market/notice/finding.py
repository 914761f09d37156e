"""Notices of agreed prices in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.notice import queries
from kechuang.web import slots


def find_notices(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find notices that everybody may read, by number or by words of the title."""
    kind = pgettext("palette", "agreed price")
    return publishing.hits(queries.public(), words, limit, kind=kind, url=queries.public_url)
