"""What the case page shows of a sheet, an empowerment, a report."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward import queries, showing
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment, TransferReport
from kechuang.mechanisms.market.reward.rules.moves import EMPOWERMENT_NOTICED, NOTICED
from kechuang.web import clock

BATCH_STATES = frozenset({"NOTICE_PASSED", "HANDED_OVER", "PAID"})


def _result_url(identifier: Any) -> str:  # noqa: ANN401 - an id or None
    found = Achievement.objects.filter(pk=identifier, public=True).exists() if identifier else False
    return results.public_url(identifier) if found else ""


def sheet(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the sheet beside its case."""
    row = Distribution.objects.select_related("case__holder").filter(pk=case.pk).first()
    if row is None:
        return None
    return {
        **showing.sheet_context(row),
        "row": row,
        "facts": showing.sheet_facts(row),
        "people": showing.person_rows(queries.lines(row.pk), row.amount_unit, whole=True),
        "papers": papers_of(row.files),
        "overdue": row.paid_on is None and row.pay_by is not None and clock.today() > row.pay_by,
        "result_url": _result_url(row.result),
        "notice_url": reverse("market_reward:notice", args=[row.pk]) if case.state in NOTICED else "",
        "batch_url": reverse("market_reward:batch", args=[row.pk]) if case.state in BATCH_STATES else "",
    }


def right(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the empowerment beside its case."""
    row = Empowerment.objects.select_related("case__holder").filter(pk=case.pk).first()
    if row is None:
        return None
    shown = case.state in EMPOWERMENT_NOTICED
    return {
        "row": row,
        "facts": showing.right_facts(row),
        "completers": showing.completer_rows(row),
        "yearly": list(row.yearly.order_by("year")),
        "papers": papers_of(row.files),
        "result_url": _result_url(row.result),
        "notice_url": reverse("market_reward:empowerment-notice", args=[row.pk]) if shown else "",
    }


def report(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the report beside its case."""
    row = TransferReport.objects.filter(pk=case.pk).first()
    if row is None:
        return None
    return {"row": row, "facts": showing.report_facts(row, case), "figures": showing.figure_rows(row)}
