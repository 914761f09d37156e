"""Demands in the search of everything: own ones by number and title, published ones for everybody."""

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.market.demand import lists, queries, wording
from kechuang.web import slots


def find_demands(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find demands by number or by words of the title: own ones lead to the case, published ones to their page."""
    wanted = words.strip()
    if not wanted:
        return []
    kind = pgettext("palette", "demand")
    own = lists.rows(request).filter(Q(number__startswith=wanted) | Q(title__icontains=wanted)).order_by("-pk")
    hits = [slots.Hit(title=row.title, kind=kind, url=f"/cases/{row.pk}/", note=row.number) for row in own[:limit]]
    seen = {hit.url for hit in hits}
    for row in queries.public().filter(Q(case__title__icontains=wanted)).order_by("-pk")[:limit]:
        if f"/cases/{row.pk}/" not in seen:
            note = f"{row.case.number} {wording.owner_shown(row)}"
            hits.append(slots.Hit(title=row.case.title, kind=kind, url=queries.public_url(row.pk), note=note))
    return hits[:limit]
