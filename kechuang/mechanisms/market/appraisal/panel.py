"""What other pages show of evaluations: the case page of one, and the case page of an achievement."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework import standing, words
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.market.appraisal import queries, showing
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import READ, REQUEST
from kechuang.mechanisms.market.appraisal.showing import wording
from kechuang.web import clock
from kechuang.web.permissions import actor_of, may


def panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the evaluation beside its case."""
    row = (
        Appraisal.objects.select_related("case__holder", "case__counterpart", "case__office", "result")
        .filter(pk=case.pk)
        .first()
    )
    if row is None:
        return None
    return {**showing.own_context(row), "papers": papers_of([*row.files, *row.report_files])}


def of_result(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the evaluations of an achievement that the reader may open, and the way to commission one."""
    actor, today = actor_of(request), clock.today()
    if not may(actor, READ, on=today):
        return None
    rows = [each for each in queries.of_result(case.pk) if standing.may_read(each.case, actor, today)]
    may_ask = case.state in queries.COMMISSIONED and may(actor, REQUEST, on=today, bodies=(case.holder_id,))
    if not rows and not may_ask:
        return None
    return {
        "rows": [
            {
                "number": each.case.number,
                "url": reverse("casework:case", args=[each.pk]),
                "institution": each.case.counterpart.name if each.case.counterpart else "",
                "state": words.state_of(each.case),
                "level": wording.trl(each.level) if each.level else "",
            }
            for each in rows
        ],
        "ask_url": f"{reverse('market_appraisal:commission')}?result={case.pk}" if may_ask else "",
    }
