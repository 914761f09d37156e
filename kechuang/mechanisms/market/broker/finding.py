"""The search of everything finds entries of the register: own ones by number or name, public ones by their unit."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.broker import lists, queries, wording
from kechuang.web import slots


def find_brokers(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find entries (two queries at most); what everybody may not read by name is not found by name."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "broker")
    own = lists.entries(request).filter(Q(number__startswith=wanted) | Q(market_broker__name__startswith=wanted))
    hits = [
        slots.Hit(title=row.market_broker.name, kind=kind, url=f"/cases/{row.pk}/", note=row.number)
        for row in own.order_by("-pk")[:limit]
    ]
    seen = {hit.url for hit in hits}
    for row in queries.public().filter(case__holder__name__icontains=wanted).order_by("-pk")[:limit]:
        if f"/cases/{row.pk}/" not in seen:
            note = row.case.holder.name if row.case.holder else ""
            hits.append(slots.Hit(title=wording.public_name(row), kind=kind, url=queries.public_url(row.pk), note=note))
    return hits[:limit]
