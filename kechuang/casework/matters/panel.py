"""What the case page shows of a plain matter: what is asked, what was answered."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kechuang.casework.matters import kinds
from kechuang.casework.matters.models import Matter
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of


def panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the matter beside its case."""
    row = Matter.objects.filter(pk=case.pk).first()
    if row is None:
        return None
    channels = {
        "paper": _("on paper"),
        "telephone": _("by telephone"),
        "visit": _("in person"),
        "transfer": _("from another office"),
    }
    return {
        "matter": row,
        "sort": kinds.word(row.sort),
        "channel": channels.get(row.channel, ""),
        "papers": papers_of(row.files),
    }
