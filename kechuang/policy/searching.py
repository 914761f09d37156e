"""What the search finds inside documents: clauses by their heading, targets and assignments by their words."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kechuang.policy import queries
from kechuang.policy.models import Clause
from kechuang.web import slots

SHORTEST = 2
LONGEST = 60


def _fit(words: str) -> str:
    wanted = "".join(words.split())
    return wanted if len(wanted) >= SHORTEST else ""


def find_clauses(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find clauses by words of their heading (one query)."""
    wanted = _fit(words)
    if not wanted:
        return []
    rows = Clause.objects.filter(title__contains=wanted, document__withdrawn=False).select_related("document")
    rows = rows.defer("document__reading", "document__sample").order_by("document", "order")
    return [
        slots.Hit(
            title=f"{row.marker}{row.title}"[:LONGEST],
            kind=pgettext("palette", "clause"),
            url=queries.document_url(row.document_id, row.path),
            note=row.document.title,
        )
        for row in rows[:limit]
    ]


def find_targets(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find targets of documents by words of the indicator (one query)."""
    wanted = _fit(words)
    if not wanted:
        return []
    rows = queries.targets().filter(indicator__contains=wanted).order_by("document", "start", "code")
    return [
        slots.Hit(
            title=row.quote[:LONGEST],
            kind=pgettext("palette", "target"),
            url=queries.document_url(row.document_id, row.clause.path if row.clause else ""),
            note=row.document.title,
        )
        for row in rows[:limit]
    ]


def register() -> None:
    """Let the search ask for clauses and targets."""
    sources = (("clauses", _("Clauses"), find_clauses, 16), ("targets", _("Targets"), find_targets, 17))
    for name, label, find, order in sources:
        slots.add_source(slots.PaletteSource(name=name, label=label, find=find, order=order))
