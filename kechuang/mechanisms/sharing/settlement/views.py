"""Pages of settlements that only read: periods, both sides of a statement, transfers, sheets for print."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.casework.models import Case
from kechuang.kernel.money import in_capitals
from kechuang.mechanisms.sharing.settlement import loading, queries, reading, showing
from kechuang.mechanisms.sharing.settlement.lists import ANNOUNCED, LINES, PERIODS, TRANSFERS, kind_word, short
from kechuang.mechanisms.sharing.settlement.models import PlannedTransfer, SettlementPeriod, Statement
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, PREPARE, READ
from kechuang.mechanisms.sharing.settlement.rules.statement import totals_of
from kechuang.web import clock, divisions, slots
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, requires

PRINTED_LINES = 2000


def crumb() -> Crumb:
    """Give the way back to the list of periods."""
    return Crumb(_("Settlement between regions"), reverse("settlement:periods"))


def readable_case(request: HttpRequest, identifier: UUID) -> Case:
    """Give a case that the reader may open; raises Http404 otherwise."""
    found = Case.objects.select_related("office", "counterpart").filter(pk=identifier).first()
    if found is None or not standing.may_read(found, actor_of(request), clock.today()):
        raise Http404
    return found


def period_of(request: HttpRequest, identifier: UUID) -> SettlementPeriod:
    """Give a period that the reader may open; raises Http404 otherwise."""
    readable_case(request, identifier)
    found = SettlementPeriod.objects.select_related("case").filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


def statement_of(request: HttpRequest, identifier: UUID) -> Statement:
    """Give a statement that the reader may open; raises Http404 otherwise."""
    readable_case(request, identifier)
    found = Statement.objects.select_related("case", "period").filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@requires(READ)
@require_safe
def periods(request: HttpRequest) -> HttpResponseBase:
    """List the settlement periods in reach."""
    actor, today = actor_of(request), clock.today()
    rows = queries.periods(actor, today)
    running = [state for state in PERIOD.states if state not in PERIOD.final]
    figures = [
        Figure(
            label=words.state(PERIOD.kind, state).word,
            value=rows.filter(case__state=state).count(),
            filters={"state": state},
        )
        for state in running
    ]
    actions = [Action(label=_("Flows between regions"), url=reverse("settlement:flows"))]
    if slots.allowed(request, PREPARE):
        actions += [
            Action(label=_("Outlays to record"), url=reverse("settlement:outlays")),
            Action(label=_("Open a period"), url=reverse("settlement:open"), primary=True),
        ]
    return list_page(
        PERIODS,
        request,
        rows,
        figures=figures,
        title=_("Settlement between regions"),
        facts=[_("Vouchers that firms of one region spent at providers of another, settled at least every half year")],
        actions=actions,
    )


@requires(READ)
@require_safe
def lines(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show both statements beside each other: differences first, then every line of ours with what they say."""
    row = statement_of(request, identifier)
    sheet = loading.sheets([row])[row.pk]
    ours, theirs = divisions.name(row.authority), divisions.name(row.counterpart)
    return list_page(
        LINES,
        request,
        queries.lines(row.pk),
        template="settlement/lines.html",
        context={**showing.difference_table(sheet), "statement": row, "counterpart": theirs},
        title=_("%(ours)s and %(theirs)s, %(period)s") % {"ours": ours, "theirs": theirs, "period": row.period.code},
        facts=[words.state(row.case.kind, row.case.state).word, row.case.number],
        crumbs=[crumb(), Crumb(row.case.title, reverse("casework:case", args=[row.pk]))],
        actions=[Action(label=_("For print"), url=reverse("settlement:statement-sheet", args=[row.pk]))],
    )


@requires(READ)
@require_safe
def statement_sheet(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a statement as a document to print and sign: totals in figures and capitals, then the lines."""
    row = statement_of(request, identifier)
    sheet = loading.sheets([row])[row.pk]
    totals = totals_of(sheet)
    net = totals.due - totals.owed
    context = {
        "statement": row,
        "period": row.period,
        "sender": divisions.name(row.authority),
        "receiver": divisions.name(row.counterpart),
        "totals": totals,
        "net": net,
        "in_capitals": in_capitals(abs(net)),
        "payer": divisions.name(row.counterpart if net > 0 else row.authority),
        "lines": [
            {
                "order": line.number or short(line.order),
                "reference": line.order,
                "kind": kind_word(line.kind),
                "payer": divisions.name(line.payer),
                "on": line.on,
                "amount": line.signed,
            }
            for line in sheet.ours[:PRINTED_LINES]
        ],
        "more": max(0, len(sheet.ours) - PRINTED_LINES),
    }
    return page(
        request,
        "settlement/statement_sheet.html",
        context,
        title=_("Statement of settlement"),
        facts=[row.case.number, words.state(row.case.kind, row.case.state).word],
        crumbs=[crumb(), Crumb(row.case.title, reverse("casework:case", args=[row.pk]))],
    )


@requires(READ)
@require_safe
def message(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the statement that was sent as a file for another node."""
    row = statement_of(request, identifier)
    word = queries.sent_word(row)
    sent = queries.message_of(word.entry) if word else None
    if sent is None:
        raise Http404
    text = json.dumps(sent.as_json(), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.case.number}-v{sent.version}.json"'
    return response


@requires(READ)
@require_safe
def transfers(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """List the transfers of a netting that concern a region: the batch that its bank is given as a file."""
    row = period_of(request, identifier)
    return list_page(
        TRANSFERS,
        request,
        PlannedTransfer.objects.filter(period=row),
        title=_("Transfers of %(region)s, %(period)s") % {"region": divisions.name(row.authority), "period": row.code},
        facts=[_("The node pays nobody: take the file to the bank and record the payment here")],
        crumbs=[crumb(), Crumb(row.code, reverse("casework:case", args=[row.pk]))],
    )


@requires(READ)
@require_safe
def sheet(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show the netting of a period as a document to print and sign."""
    row = period_of(request, identifier)
    if row.position is None:
        raise Http404
    planned = list(row.transfers.order_by("payer", "payee"))
    context = {
        "period": row,
        "region": divisions.name(row.authority),
        "debts": showing.debts_of(row),
        "transfers": [
            (divisions.name(each.payer), divisions.name(each.payee), each.amount, in_capitals(each.amount), each)
            for each in planned
        ],
    }
    return page(
        request,
        "settlement/sheet.html",
        context,
        title=_("Netting of settlement period %(period)s") % {"period": row.code},
        facts=[divisions.name(row.authority), row.case.number],
        crumbs=[crumb(), Crumb(row.code, reverse("casework:case", args=[row.pk]))],
    )


@requires(PREPARE)
@require_safe
def outlays(request: HttpRequest) -> HttpResponseBase:
    """List what other regions published of orders with providers of the reader's region, to be recorded."""
    regions = queries.regions_of(actor_of(request), PREPARE, clock.today())
    reading.glance()
    names = showing.listed(regions)
    return list_page(
        ANNOUNCED,
        request,
        queries.announced(regions),
        title=_("Outlays to record"),
        facts=[
            names,
            _("What your region laid out to its providers for other regions' orders; your statement is drawn from it"),
        ],
        crumbs=[crumb()],
    )
