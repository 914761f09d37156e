"""Pages on which somebody opens, nets or settles a period, or records outlays in it."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement import actions, queries
from kechuang.mechanisms.sharing.settlement.forms import OpenForm, OutlayForm, PaymentForm
from kechuang.mechanisms.sharing.settlement.models import Movement
from kechuang.mechanisms.sharing.settlement.rules.moves import PREPARE, READ
from kechuang.mechanisms.sharing.settlement.rules.requests import Outlay, RecordPayment
from kechuang.mechanisms.sharing.settlement.steps import ask, case_url, key_of
from kechuang.mechanisms.sharing.settlement.views import crumb, period_of
from kechuang.web import clock, divisions
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import actor_of, requires
from kechuang.web.refusals import sentence


@requires(READ)
def net(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Ask, then net a period."""
    row, refusal = period_of(request, identifier), None
    if request.method == "POST":
        outcome = actions.net_period(row.pk, by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _("Period %(period)s is netted.") % {"period": row.code})
            return redirect(case_url(row.pk))
        refusal = outcome.refusal
    return ask(
        request,
        title=words.move_word(row.case.kind, "net"),
        effects=[
            _("The debts that all regions agreed on become the fewest transfers that settle them."),
            _("Your statements are closed; what comes to light later goes into the next period."),
            _("Debts and transfers become public."),
        ],
        undo=_("It cannot be undone: once one region has netted, no region can change its statements."),
        back=row.pk,
        case_title=row.code,
        refusal=refusal,
    )


@requires(READ)
def pay(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Record that a transfer was paid, or came in."""
    row = period_of(request, identifier)
    planned = {
        f"{each.payer}-{each.payee}": each for each in row.transfers.filter(paid_on=None).order_by("payer", "payee")
    }
    labels = {
        key: _("%(payer)s pays %(payee)s") % {"payer": divisions.name(each.payer), "payee": divisions.name(each.payee)}
        for key, each in planned.items()
    }
    first = next(iter(planned.values()), None)
    initial = {"key": key_of(request), "amount": first.amount if first and len(planned) == 1 else None}
    form = PaymentForm(request.POST or None, transfers=labels, initial=initial)
    if form.is_bound and form.is_valid():
        chosen, given = planned[form.cleaned_data["transfer"]], form.cleaned_data
        wanted = RecordPayment(
            period=row.pk,
            authority=row.authority,
            payer=chosen.payer,
            payee=chosen.payee,
            amount=given["amount"],
            paid_on=given["paid_on"],
            bank_ref=given["bank_ref"],
        )
        outcome = actions.record_payment(wanted, by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _("The payment is recorded."))
            return redirect(case_url(row.pk))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(row.case.kind, "pay"),
        submit=_("Record the payment"),
        cancel_url=case_url(row.pk),
        crumbs=[crumb(), Crumb(row.code, case_url(row.pk))],
    )


@requires(PREPARE)
def open_period(request: HttpRequest) -> HttpResponseBase:
    """Open a settlement period for a region of the reader's."""
    known = queries.offices()
    names = {code: divisions.name(code) for code in sorted(known)}
    mine = [code for code in queries.regions_of(actor_of(request), PREPARE, clock.today()) if code in known]
    form = OpenForm(
        request.POST or None,
        regions={code: names[code] for code in mine},
        others={code: name for code, name in names.items() if [code] != mine},
        initial={"key": key_of(request), "participants": [code for code in names if code not in mine]},
    )
    if form.is_bound and form.is_valid():
        others = queries.participants_of(form.cleaned_data["participants"])
        outcome = actions.open_period(
            known[form.cleaned_data["region"]], others, on=clock.today(), by=actor_of(request), key=key_of(request)
        )
        if outcome.refusal is None:
            return redirect(case_url(outcome.case))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Open a settlement period"),
        submit=_("Open the period"),
        lead=_("It begins where the last one ended and closes by itself on its last day; the next one follows."),
        cancel_url=reverse("settlement:periods"),
        crumbs=[crumb()],
    )


@requires(PREPARE)
@require_POST
def confirm_outlays(request: HttpRequest) -> HttpResponse:
    """Record the chosen orders as laid out, each in the current period of its provider's region."""
    actor = actor_of(request)
    regions = queries.regions_of(actor, PREPARE, clock.today())
    chosen = list(queries.announced(regions).filter(pk__in=request.POST.getlist("row")[:500]))
    done, said = 0, set()
    for region in sorted({row.provider for row in chosen}):
        outcome = _record(request, region, [row for row in chosen if row.provider == region])
        if outcome.refusal:
            said.add(sentence(outcome.refusal))
        else:
            done += len(outcome.facts)
    if done:
        messages.success(request, ngettext("%(n)d outlay recorded.", "%(n)d outlays recorded.", done) % {"n": done})
    for text in sorted(said):
        messages.error(request, text)
    if not chosen:
        messages.warning(request, _("No order was chosen, or all of them are recorded already."))
    return redirect("settlement:outlays")


def _record(request: HttpRequest, region: str, rows: Sequence[Movement]) -> Outcome:
    period = queries.current_period(region)
    if period is None:
        return Outcome("", refusal=Refusal("settlement.no_open_period", {"region_place": region}))
    found = queries.outlays_of(rows)
    return actions.record_outlays(period.pk, found, by=actor_of(request), key=f"{key_of(request)}:{region}")


@requires(PREPARE)
def record(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Record one outlay by hand."""
    row = period_of(request, identifier)
    payers = {code: divisions.name(code) for code in queries.participants(row.pk)}
    form = OutlayForm(request.POST or None, payers=payers, initial={"key": key_of(request)})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        outlay = Outlay(
            order=given["order"].strip(),
            kind=given["kind"],
            payer=given["payer"],
            amount=given["amount"],
            on=given["on"],
            number=given["number"].strip(),
        )
        outcome = actions.record_outlays(row.pk, [outlay], by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _("The outlay is recorded."))
            return redirect(case_url(row.pk))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(row.case.kind, "record"),
        submit=_("Record the outlay"),
        lead=_(
            "Orders that other regions published stand in the list “Outlays to record”; only others are typed here."
        ),
        cancel_url=case_url(row.pk),
        crumbs=[crumb(), Crumb(row.code, case_url(row.pk))],
    )
