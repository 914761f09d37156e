"""What the case pages show of a listing and of a registration."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.listing import interest_views, queries, showing
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules.moves import CHECK, SHOWN
from kechuang.web import clock
from kechuang.web.permissions import actor_of, may

# Who is interested stays with the operator until it is known how many were admitted; the seller then learns the number.
COUNTED = frozenset({"AGREEMENT_DEAL", "BIDDING", "RESULT_NOTICE", "RESULT_PASSED", "SIGNED", "SETTLED", "CLOSED"})


def listing_panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the listing beside its case."""
    row = Listing.objects.select_related("case__holder", "case__office", "buyer").filter(pk=case.pk).first()
    if row is None:
        return None
    actor = actor_of(request)
    operator = may(actor, CHECK, place=case.place, on=clock.today())
    interested = Interest.objects.filter(listing=row, round=row.round).select_related("case", "body").order_by("pk")
    return {
        **showing.public_context(row),
        "row": row,
        "result": showing.result_facts(row, buyer=True),
        "buyer_later": False,
        "consent": row.terms.get("consent", ""),
        "contract_number": row.contract_number,
        "papers": papers_of([*row.files, *row.contract_files]),
        "payments": list(row.payments.order_by("paid_on", "pk")),
        "operator": operator,
        "interests": [
            (each, each.body.name, reverse("casework:case", args=[each.pk]), interest_views.words.state_of(each.case))
            for each in interested
        ]
        if operator
        else [],
        "admitted": row.admitted if case.state in COUNTED else None,
        "path": queries.price_path(case.pk),
        "public_url": queries.public_url(row.pk) if case.state in SHOWN else "",
    }


def interest_panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the registration beside its case."""
    row = Interest.objects.select_related("listing__case", "body").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        "row": row,
        "facts": interest_views.facts(row),
        "papers": papers_of([*row.files, *row.voucher]),
        "public_url": queries.public_url(row.listing_id) if row.listing.case.state in SHOWN else "",
    }
