"""What the case page shows of an entry and of a claimed deal."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework.models import Case
from kechuang.mechanisms.market.broker import queries, showing
from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry
from kechuang.mechanisms.market.broker.rules.moves import LISTED


def entry(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the entry beside its case, with the number of its deals."""
    row = BrokerEntry.objects.select_related("case__holder", "case__office").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        "row": row,
        "facts": showing.own_facts(row),
        "unchecked": not row.checked_on and case.state == "APPLIED",
        "public_url": queries.public_url(row.pk) if case.state in LISTED and not row.forgotten else "",
        "deals": row.deals.filter(case__state__in=("CONFIRMED", "PAID")).count(),
    }


def deal(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the claim beside its case, with what was received."""
    row = BrokeredDeal.objects.select_related("entry__case", "client").filter(pk=case.pk).first()
    if row is None:
        return None
    return {"row": row, "facts": showing.deal_facts(row), "payments": list(row.payments.order_by("on", "pk"))}
