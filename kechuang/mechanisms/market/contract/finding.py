"""The palette finds contracts by registration number, contract number or title."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.contract import lists
from kechuang.web import slots


def find(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find contracts in reach by the beginning of a number or title (one query)."""
    wanted = words.strip()
    if not wanted:
        return []
    named = Q(number__startswith=wanted) | Q(tech_contract__number__startswith=wanted) | Q(title__startswith=wanted)
    rows = lists.rows(request).filter(named | Q(tech_contract__number_agreed__startswith=wanted))
    kind = pgettext("palette", "technology contract")
    return [
        slots.Hit(title=row.title, kind=kind, url=lists.case_url(row), note=row.tech_contract.number or row.number)
        for row in rows.order_by("-pk")[:limit]
    ]
