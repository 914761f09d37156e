"""What the case page shows of an agreed price."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.notice import queries, showing
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import SHOWN


def panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the notice beside its case."""
    row = PriceNotice.objects.select_related("case__holder", "case__office").filter(pk=case.pk).first()
    if row is None:
        return None
    taken = showing.snapshot_rows(row)
    return {
        **showing.public_context(row),
        "row": row,
        "contract_number": row.contract_number,
        "papers": papers_of(row.files),
        "snapshots": taken,
        "missing": showing.missing_days(row),
        "path": queries.price_path(case.pk),
        "public_url": queries.public_url(row.pk) if case.state in SHOWN else "",
        "bundle_url": reverse("market_notice:bundle", args=[row.pk]) if taken else "",
    }
