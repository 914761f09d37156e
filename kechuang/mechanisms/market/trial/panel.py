"""What the case page shows of an offer, a trial, a declaration, a use."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.trial import queries, showing
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial, TrialOffer
from kechuang.mechanisms.market.trial.rules.moves import REGISTERED
from kechuang.web import clock

NEXT = {
    "REQUESTED": "unit",
    "TERMS_AGREED": "firm",
    "SATISFIED": "contract",
    "NOT_SATISFIED": "return",
    "EXPIRED": "return",
}


def offer(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the offer beside its case, with its trials in numbers."""
    row = TrialOffer.objects.select_related("case__holder", "result").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        "row": row,
        "facts": showing.offer_facts(row, inside=True),
        "public_url": queries.pool_url(row.pk) if case.state == "OFFERED" else "",
        "result_url": showing.result_link(row),
    }


def trial(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the trial beside its case: terms, log, report, what became of it."""
    rows = Trial.objects.select_related("case__holder", "case__counterpart", "result", "contract__case")
    row = rows.filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        "row": row,
        "facts": showing.trial_facts(row),
        "entries": list(row.entries.order_by("on", "pk")),
        "papers": papers_of([*row.files, *row.report_files]),
        "result_url": showing.result_link(row),
        "next": NEXT.get(case.state, ""),
        "silent": case.state == "TRIAL" and row.end is not None and clock.today() > row.end,
    }


def licence(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the declaration beside its case."""
    row = OpenLicence.objects.select_related("case__holder", "result").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        "row": row,
        "facts": showing.licence_facts(row),
        "papers": papers_of(row.files),
        "result_url": showing.result_link(row),
        "public_url": queries.register_url(row.pk) if case.state in REGISTERED and row.published_on else "",
    }


def use(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the use beside its case."""
    row = OpenUse.objects.select_related("case__holder", "case__counterpart", "licence").filter(pk=case.pk).first()
    if row is None:
        return None
    return {"row": row, "facts": showing.use_facts(row), "public_url": queries.register_url(row.licence_id)}
