"""Public totals of the units' yearly transfer reports: sums of all that were filed, by year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.market.reward import wording
from kechuang.mechanisms.market.reward.models import TransferReport
from kechuang.mechanisms.market.reward.rules.lawful import cite
from kechuang.mechanisms.market.reward.rules.reporting import FIGURES, due_on
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart, download
from kechuang.web.page import Action, page
from kechuang.web.permissions import public

USUAL_PLACE = "330000"
LEFT_OUT = frozenset({"late"})
SHOWN = tuple(code for code in FIGURES if code not in LEFT_OUT)


@dataclass(slots=True)
class YearTotal:
    """The sums of a year over all units that filed, and the day by which they had to."""

    year: int
    units: int
    due: date | None
    figures: dict[str, Decimal] = field(default_factory=dict)


def totals() -> list[YearTotal]:
    """Give the totals by year, the latest first (one query)."""
    law = Law(rulebook.current())
    held: dict[int, list[dict[str, str]]] = {}
    for year, figures in TransferReport.objects.order_by("-year", "pk").values_list("year", "figures"):
        held.setdefault(year, []).append(figures)
    return [YearTotal(year, len(rows), due_on(law, USUAL_PLACE, year)[0], _sums(rows)) for year, rows in held.items()]


def _sums(rows: Sequence[dict[str, str]]) -> dict[str, Decimal]:
    return {code: sum((Decimal(row.get(code, "0")) for row in rows), Decimal(0)) for code in SHOWN}


def _chart(found: Sequence[YearTotal]) -> Chart | None:
    shown = list(reversed(found))
    if not shown:
        return None
    about = About(
        key="rewarded",
        title=_("Paid to persons by year"),
        summary=_("%(count)d years have totals.") % {"count": len(shown)},
        source=_("yearly transfer reports of units"),
        definition=_("sums over all units that filed a report of the year"),
        unit=_("yuan"),
        on=clock.today(),
    )
    return bar_chart(about, [Bar(label=str(each.year), values=[each.figures["rewarded_yuan"]]) for each in shown])


@public
@require_safe
def show(request: HttpRequest) -> HttpResponseBase:
    """The totals, with the day by which the law wants the reports."""
    found = totals()
    chart = _chart(found)
    file = download(request, [chart] if chart else [])
    if file is not None:
        return file
    year = clock.today().year - 1
    last, answer = due_on(Law(rulebook.current()), USUAL_PLACE, year)
    said = wording.clause(cite(answer), USUAL_PLACE, clock.today())
    facts = [_("Reports of %(year)d are due on %(day)s.") % {"year": year, "day": last}] if last else []
    if said is not None:
        facts.append(said.cite)
    context: dict[str, Any] = {
        "years": found,
        "rows": [(str(wording.FIGURES[code]), [each.figures.get(code) for each in found]) for code in SHOWN],
        "chart": chart,
    }
    return page(
        request,
        "market_reward/totals.html",
        context,
        title=_("Transfer reports of units: yearly totals"),
        facts=facts,
        actions=[Action(label=_("Reward calculator"), url=reverse("market_reward:calculator"))],
    )
