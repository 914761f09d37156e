"""What the case page shows of a case of protection."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.protection import showing
from kechuang.mechanisms.market.protection.models import Protection


def panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the case of protection beside its case."""
    row = Protection.objects.select_related("case__holder", "result").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        **showing.context(row),
        "papers": papers_of(row.files),
        "outcome_papers": papers_of(row.outcome_files),
    }
