"""What everybody may see: how much voucher money crossed between regions in a year, and what was settled."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.sharing.settlement import queries, reading, showing
from kechuang.mechanisms.sharing.settlement.queries import Flow
from kechuang.mechanisms.sharing.settlement.rules.netting import Transfer, net
from kechuang.web import clock, divisions
from kechuang.web.charts import flowmap as charts
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart, download
from kechuang.web.page import page
from kechuang.web.parts import Figure
from kechuang.web.permissions import public


@public
@require_safe
def flows(request: HttpRequest) -> HttpResponseBase:
    """Show the flows of a year as a matrix and as bars, with the periods that were settled."""
    reading.glance()
    known = queries.years() or [clock.today().year]
    year = _year(request, known)
    found = queries.flows(year)
    chart, drawn = flow_chart(year, found), flow_picture(year, found)
    file = download(request, [chart, drawn])
    if file is not None:
        return file
    context = {
        "year": year,
        "years": [(each, f"{reverse('settlement:flows')}?year={each}", each == year) for each in known],
        "matrix": matrix(found),
        "charts": [drawn, chart],
        "periods": [shown_period(each) for each in queries.public_periods(year)],
        "figures": figures(found),
    }
    return page(
        request,
        "settlement/flows.html",
        context,
        title=_("Voucher money across regions, %(year)d") % {"year": year},
        facts=[_("From the public facts of payment"), _("Payer's region × provider's region")],
    )


def _year(request: HttpRequest, known: Sequence[int]) -> int:
    raw = request.GET.get("year", "")
    if not raw:
        return known[0]
    if not (raw.isascii() and raw.isdigit() and len(raw) == 4):
        raise Http404
    return int(raw)


def figures(found: Sequence[Flow]) -> list[Figure]:
    """Give the year in three figures."""
    amount = sum((flow.amount for flow in found), Decimal(0))
    return [
        Figure(label=_("Paid across regions"), value=amount, unit=_("yuan")),
        Figure(label=_("Orders"), value=sum(flow.orders for flow in found)),
        Figure(label=_("Pairs of regions"), value=len(found)),
    ]


def matrix(found: Sequence[Flow]) -> dict[str, Any]:
    """Give the flows as rows of payers and columns of providers, with sums at the edges."""
    payers = sorted({flow.payer for flow in found})
    providers = sorted({flow.provider for flow in found})
    cells = {(flow.payer, flow.provider): flow.amount for flow in found}
    rows = [
        (
            divisions.name(payer),
            [cells.get((payer, provider)) for provider in providers],
            sum((cells.get((payer, provider), Decimal(0)) for provider in providers), Decimal(0)),
        )
        for payer in payers
    ]
    sums = [sum((cells.get((payer, each), Decimal(0)) for payer in payers), Decimal(0)) for each in providers]
    return {
        "heads": [divisions.name(code) for code in providers],
        "rows": rows,
        "sums": sums,
        "total": sum(sums, Decimal(0)),
    }


def flow_picture(year: int, found: Sequence[Flow]) -> Chart:
    """Draw the flows on the delta's tiles: where the money goes."""
    ways = [charts.Flow(source=each.payer, target=each.provider, value=each.amount) for each in found]
    title = _("Where voucher money went, %(year)d") % {"year": year}
    return charts.flow_map(_about("flow-map", title, found), "delta", ways)


def flow_chart(year: int, found: Sequence[Flow]) -> Chart:
    """Draw the flows, largest first."""
    ranked = sorted(found, key=lambda flow: (-flow.amount, flow.payer, flow.provider))
    bars = [
        Bar(
            label=_("%(payer)s → %(provider)s")
            % {"payer": divisions.short_name(flow.payer), "provider": divisions.short_name(flow.provider)},
            values=[flow.amount],
        )
        for flow in ranked
    ]
    title = _("Flows between regions, %(year)d") % {"year": year}
    return bar_chart(_about("flows", title, found), bars)


def _about(key: str, title: str, found: Sequence[Flow]) -> About:
    ranked = sorted(found, key=lambda flow: (-flow.amount, flow.payer, flow.provider))
    largest = ranked[0] if ranked else None
    summary = (
        _("%(count)d flows; the largest runs from %(payer)s to %(provider)s.")
        % {
            "count": len(ranked),
            "payer": divisions.name(largest.payer),
            "provider": divisions.name(largest.provider),
        }
        if largest
        else _("No voucher was paid across regions in this year.")
    )
    return About(
        key=key,
        title=title,
        summary=summary,
        source=_("public facts “order paid” of the payers' logs"),
        definition=_("vouchers paid in the year for services of a provider of another region; claw-backs not deducted"),
        unit=_("yuan"),
        on=clock.today(),
    )


def shown_period(found: queries.PublicPeriod) -> dict[str, Any]:
    """Give a period with its agreed debts and, once all pairs agree, the transfers that settle them."""
    debts = [Transfer(payer, payee, amount) for payer, payee, amount, _orders in found.debts]
    return {
        "code": found.code,
        "debts": [
            (divisions.name(payer), divisions.name(payee), orders, amount)
            for payer, payee, amount, orders in found.debts
            if amount
        ],
        "netted": showing.listed(found.netted),
        "transfers": [(divisions.name(each.payer), divisions.name(each.payee), each.amount) for each in net(debts)]
        if found.netted
        else [],
    }
