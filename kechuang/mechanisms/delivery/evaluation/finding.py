"""Evaluations in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import pgettext

from kechuang.mechanisms.delivery.evaluation import lists, queries, wording
from kechuang.web import slots


def find_evaluations(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find evaluations by number or by words of the plan's title."""
    wanted = words.strip()
    if not wanted:
        return []
    rows = lists.rows(request)
    found = (rows.filter(number__startswith=wanted) | rows.filter(title__icontains=wanted)).order_by("-pk")[:limit]
    kind = pgettext("palette", "evaluation")
    return [
        slots.Hit(
            title=row.title,
            kind=kind,
            url=queries.evaluation_url(row.pk),
            note=f"{row.number} {wording.kind(row.evaluation.kind)} {wording.years(row.evaluation)}",
        )
        for row in found
    ]
