"""Achievements and rights in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.casework.lists import case_url
from kechuang.mechanisms.market.result import lists, queries
from kechuang.web import slots


def find_results(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find published achievements by words of the name, for everybody."""
    wanted = words.strip()
    if not wanted:
        return []
    rows = queries.holding_words(queries.public(), wanted).order_by("-published_on", "-pk")[:limit]
    kind = pgettext("palette", "achievement")
    return [slots.Hit(title=row.name, kind=kind, url=queries.public_url(row.pk), note=row.unit.name) for row in rows]


def find_cases(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find achievements and rights in reach by number or the beginning of the name."""
    wanted = words.strip()
    if not wanted:
        return []
    hits = []
    for rows, kind in (
        (lists.rows(request), pgettext("palette", "achievement")),
        (lists.rights(request), pgettext("palette", "right in technology")),
    ):
        found = (rows.filter(number__startswith=wanted) | rows.filter(title__startswith=wanted)).order_by("-pk")
        hits += [slots.Hit(title=row.title, kind=kind, url=case_url(row), note=row.number) for row in found[:limit]]
    return hits[:limit]
