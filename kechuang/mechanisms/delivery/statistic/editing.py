"""Pages on which an office keeps the dictionary and enters figures."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kechuang.casework import once
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import actions, entering, forms, grid, lists, queries, starting, wording
from kechuang.mechanisms.delivery.statistic.desks import desk
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.moves import DEFINE, ENTER
from kechuang.mechanisms.delivery.statistic.rules import Define, Retire, Revise
from kechuang.mechanisms.delivery.statistic.views import crumbs
from kechuang.web import chance, clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import page
from kechuang.web.permissions import Actor, actor_of, may, requires
from kechuang.web.refusals import sentence

GET_POST = ("GET", "HEAD", "POST")


@requires(DEFINE)
@require_http_methods(GET_POST)
def define(request: HttpRequest) -> HttpResponse:
    """A new indicator."""
    actor, office = actor_of(request), desk(actor_of(request))
    form = forms.IndicatorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key, code = once.key_of(actor, "statistic.define", form.cleaned_data["key"]), form.cleaned_data["code"].strip()
        if once.case_of(key):
            return redirect("delivery_statistic:indicator", code)
        if office is None:
            form.refuse(Refusal("statistic.no_desk"))
        else:
            asked = Define(
                case=chance.uuid7(),
                code=code,
                words=form.words(),
                since=form.cleaned_data["since"],
                place=office.place,
                authority=office.authority,
                office=office.pk,
            )
            outcome = actions.define([asked], by=actor, keys=[key])[0]
            if outcome.refusal is None:
                messages.success(request, _("The indicator stands in the dictionary."))
                return redirect("delivery_statistic:indicator", code)
            form.refuse(outcome.refusal)
    title = _("Define an indicator")
    return form_page(request, form, title=title, submit=title, cancel_url=_home(), crumbs=crumbs())


def _home() -> str:
    return reverse("delivery_statistic:indicators")


def _kept(identifier: UUID, actor: Actor) -> Indicator:
    row = get_object_or_404(Indicator.objects.select_related("case"), pk=identifier)
    if not may(actor, DEFINE, on=clock.today(), place=row.case.place):
        raise Http404
    return row


@requires(DEFINE)
@require_http_methods(GET_POST)
def revise(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A new version of an indicator."""
    actor = actor_of(request)
    row = _kept(identifier, actor)
    version = queries.versions(row)[0]
    form = forms.ReviseForm(request.POST if request.method == "POST" else None, version=version)
    if form.is_bound and form.is_valid():
        asked = Revise(
            case=row.pk, words=form.words(), since=form.cleaned_data["since"], reason=form.cleaned_data["reason"]
        )
        key = once.key_of(actor, "statistic.revise", form.cleaned_data["key"])
        outcome = actions.revise(asked, by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The new version stands; what was observed before keeps the old one."))
            return redirect(lists.page_of(row))
        form.refuse(outcome.refusal)
    title = _("Revise %(title)s") % {"title": wording.title(row)}
    lead = _("Observations made so far keep version %(version)s.") % {"version": version.version}
    return form_page(
        request,
        form,
        title=title,
        submit=_("Make the new version"),
        lead=lead,
        cancel_url=lists.page_of(row),
        crumbs=crumbs(row),
    )


@requires(DEFINE)
@require_http_methods(GET_POST)
def retire(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End an indicator."""
    actor = actor_of(request)
    row = _kept(identifier, actor)
    form = forms.RetireForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = Retire(case=row.pk, reason=form.cleaned_data["reason"])
        outcome = actions.retire(asked, by=actor, key=once.key_of(actor, "statistic.retire", form.cleaned_data["key"]))
        if outcome.refusal is None:
            messages.success(request, _("The indicator has ended; what was observed stays."))
            return redirect(lists.page_of(row))
        form.refuse(outcome.refusal)
    title = _("End %(title)s") % {"title": wording.title(row)}
    return form_page(
        request,
        form,
        title=title,
        submit=_("End the indicator"),
        lead=_("Nothing new can be observed under it. What was observed stays and can be read. This cannot be undone."),
        cancel_url=lists.page_of(row),
        crumbs=crumbs(row),
    )


@requires(DEFINE)
@require_http_methods(GET_POST)
def starting_dictionary(request: HttpRequest) -> HttpResponse:
    """The usual indicators in our own words, to be taken in by one step; those that stand already are left alone."""
    actor = actor_of(request)
    missing = starting.missing()
    form = starting.StartingForm(request.POST if request.method == "POST" else None, entries=missing)
    if form.is_bound and form.is_valid():
        office = desk(actor)
        chosen = [each for each in missing if each.code in form.cleaned_data["codes"]]
        outcomes = starting.take_in(chosen, office=office, by=actor) if office else []
        refusal = next((each.refusal for each in outcomes if each.refusal), None)
        if office is None:
            refusal = Refusal("statistic.no_desk")
        if refusal is None:
            said = ngettext("%(count)d indicator was taken in.", "%(count)d indicators were taken in.", len(chosen))
            messages.success(request, said % {"count": len(chosen)})
            return redirect(_home())
        form.refuse(refusal)
    return form_page(
        request,
        form,
        title=_("Starting dictionary"),
        submit=_("Take them in"),
        lead=_(
            "Usual indicators of science and technology. The wording is ours (D): hold it against the publisher's own."
        ),
        cancel_url=_home(),
        crumbs=crumbs(),
    )


@requires(ENTER)
@require_http_methods(GET_POST)
def enter(request: HttpRequest) -> HttpResponse:
    """One observation."""
    actor = actor_of(request)
    initial = {name: request.GET.get(name, "")[:40] for name in ("indicator", "place", "period")}
    form = forms.EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        row = Indicator.objects.get(code=data["indicator"])
        target = reverse("delivery_statistic:series", args=[row.code, data["place"]])
        key = once.key_of(actor, "statistic.enter", data["key"])
        if once.case_of(f"{key}:0"):
            return redirect(target)
        typed = typed_of(data)
        entry = entering.entry(row, data["place"], data["period"], data["value"], data["status"], typed)
        looked = entering.look([entry], clock.today())
        _outcomes, stopped = entering.write(looked, typed, by=actor, key=key, batch=data["key"])
        if not stopped:
            messages.success(request, _("The observation is recorded."))
            return redirect(target)
        for refusal in stopped[0]:
            blame(form, refusal)
    return form_page(
        request,
        form,
        title=_("Enter an observation"),
        submit=_("Record it"),
        cancel_url=_home(),
        crumbs=crumbs(),
    )


def typed_of(data: dict[str, Any]) -> Typed:
    """Give what a form says once for all its figures."""
    return Typed(
        vintage=data["vintage"],
        code_list=data["code_list"],
        source=data["source"],
        dataset=data["dataset"],
        reason=data["reason"],
    )


def blame(form: KitForm, refusal: Refusal, field: str = "") -> None:
    """Say what stops an entry: beside its field, and where a reason would let it through, that it is asked for."""
    place = field or (refusal.place if refusal.place in form.fields else "")
    if not place:
        form.refuse(refusal)
        return
    form.add_error(place, sentence(refusal))


@requires(ENTER)
@require_http_methods(GET_POST)
def table(request: HttpRequest) -> HttpResponse:
    """Many figures on one page: one indicator at a place and below it, or all indicators at one place."""
    actor = actor_of(request)
    chosen = grid.chosen(request)
    if chosen.problem or not chosen.rows:
        return page(
            request,
            "delivery_statistic/grid_choice.html",
            {"chosen": chosen, "indicators": forms.indicators()},
            title=_("Fill in a table"),
            crumbs=crumbs(),
            status=422 if request.method == "POST" else 200,
        )
    form = grid.GridForm(request.POST if request.method == "POST" else None, chosen=chosen)
    if form.is_bound and form.is_valid():
        outcome = _write_grid(request, form, chosen, actor)
        if outcome is not None:
            return outcome
    return form_page(
        request,
        form,
        title=chosen.title,
        submit=_("Record the table"),
        template="delivery_statistic/grid.html",
        context={"chosen": chosen},
        cancel_url=reverse("delivery_statistic:grid"),
        crumbs=crumbs(),
    )


def _write_grid(request: HttpRequest, form: grid.GridForm, chosen: grid.Chosen, actor: Actor) -> HttpResponse | None:
    key = once.key_of(actor, "statistic.grid", form.cleaned_data["key"])
    target = chosen.target
    if once.case_of(f"{key}:0"):
        return redirect(target)
    typed = typed_of(form.cleaned_data)
    filled: Sequence[tuple[grid.Line, Any]] = form.filled(typed)
    if not filled:
        form.refuse(Refusal("statistic.grid_empty"))
        return None
    looked = entering.look([entry for _line, entry in filled], clock.today())
    outcomes, stopped = entering.write(looked, typed, by=actor, key=key, batch=form.cleaned_data["key"])
    if not stopped:
        said = ngettext("%(count)d figure is recorded.", "%(count)d figures are recorded.", len(outcomes))
        messages.success(request, said % {"count": len(outcomes)})
        return redirect(target)
    for number, refusals in stopped.items():
        for refusal in refusals:
            blame(form, refusal, f"value_{filled[number][0].key}")
    return None
