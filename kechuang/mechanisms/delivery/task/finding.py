"""Finding tasks from the palette and the search page."""

from django.db.models import Q
from django.http import HttpRequest

from kechuang.mechanisms.delivery.task import lists, queries
from kechuang.web import slots


def find_tasks(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find tasks by the beginning of their number, or by words of their title."""
    wanted = words.strip()
    if not wanted:
        return []
    rows = lists.rows(request).filter(Q(number__startswith=wanted.upper()) | Q(title__contains=wanted))
    return [
        slots.Hit(title=f"{row.number} {row.title}", kind=lists.lead(row), url=queries.task_url(row.pk))
        for row in rows.order_by("-pk")[:limit]
    ]
