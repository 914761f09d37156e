"""What the search finds among register lines."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kechuang.policy.works.lists import line_url
from kechuang.policy.works.models import Line
from kechuang.web import slots

LONGEST = 60


def find_lines(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find register lines by words of the indicator (one query)."""
    wanted = "".join(words.split())
    if not wanted:
        return []
    rows = Line.objects.filter(indicator__contains=wanted).select_related("work").order_by("work", "order")
    kind = pgettext("palette", "register line")
    return [
        slots.Hit(title=row.quote[:LONGEST], kind=kind, url=line_url(row), note=row.work.title) for row in rows[:limit]
    ]


def register() -> None:
    """Let the search ask for register lines."""
    source = slots.PaletteSource(name="register lines", label=_("Register lines"), find=find_lines, order=18)
    slots.add_source(source)
