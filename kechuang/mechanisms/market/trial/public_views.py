"""What everybody reads without signing in: the pool, what counties gained, the register of open licences."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.standard import publishing, stepping
from kechuang.mechanisms.market.trial import actions, lists, queries, showing, wording
from kechuang.mechanisms.market.trial.models import OpenLicence, TrialOffer
from kechuang.mechanisms.market.trial.open_forms import NotifyForm
from kechuang.mechanisms.market.trial.rules import law
from kechuang.mechanisms.market.trial.rules.moves import ASK, OPEN_USE, TAKE, TRIAL
from kechuang.mechanisms.market.trial.trial_forms import AskForm
from kechuang.mechanisms.market.trial.views import GET_POST
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.quoting import number, whole
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import actor_of, public, requires


@public
@require_safe
def pool(request: HttpRequest) -> HttpResponseBase:
    """All results that may be used first."""
    rows = queries.pool()
    figures = [
        Figure(label=word, value=rows.filter(audience=code).count(), filters={"audience": code})
        for code, word in wording.AUDIENCES.items()
    ]
    buttons = [Action(label=_("What counties gained"), url=reverse("market_trial:gains"))]
    return list_page(
        lists.POOL,
        request,
        lists.pool(request),
        figures=figures,
        title=_("Pool of results to try"),
        crumbs=[],
        actions=buttons,
        facts=[
            _("1. Choose a result  2. Read its terms: the price is fixed already  3. Ask for a trial, free of charge")
        ],
    )


def offer_or_404(identifier: UUID) -> TrialOffer:
    """Give an offer that everybody may read. Raises Http404."""
    return get_object_or_404(queries.pool(), pk=identifier)


@public
@require_safe
def pool_one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One offer: what is handed over, what it will cost, how a trial runs."""
    row = offer_or_404(identifier)
    buttons = publishing.own(request, row.case)
    ask_url = reverse("market_trial:ask", args=[row.pk])
    buttons.append(Action(label=_("Ask for a trial"), url=ask_url, primary=True))
    context = {
        "row": row,
        "facts": showing.offer_facts(row),
        "result_url": showing.result_link(row),
        "days": _terms(row.case.place),
    }
    crumbs = [Crumb(_("Pool of results to try"), reverse("market_trial:pool"))]
    return publishing.one(request, row.case, "market_trial/pool_one.html", context, crumbs=crumbs, actions=buttons)


def _terms(place: str) -> dict[str, int | None]:
    asking, on = Law(rulebook.current()), clock.today()
    return {name: whole(asking.ask(f"trial.{name}_days", place=place, on=on)) for name in ("remind", "convert")}


def _opened(
    request: HttpRequest,
    identifier: UUID,
    kind: str,
    made: type[Any],
    title: str,
    about: list[Fact],
    crumb: Crumb,
    back: str,
) -> HttpResponse:
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        f"trial.{kind}",
        form=lambda data: made(data, actor=actor, on=clock.today(), offer=identifier),
        act=lambda form, key: actions.begin(kind, form.request(), by=actor, key=key),
        said=_("Sent. The unit answers here; you are told when it does."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=title,
        submit=title,
        template="market_trial/step.html",
        context={"about": about},
        cancel_url=back,
        crumbs=[crumb],
    )


@requires(ASK)
@require_http_methods(GET_POST)
def ask(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A firm asks for a trial of an offer."""
    row = offer_or_404(identifier)
    crumb = Crumb(_("Pool of results to try"), reverse("market_trial:pool"))
    back = queries.pool_url(row.pk)
    title, about = _("Ask for a trial"), showing.offer_facts(row)
    return _opened(request, identifier, TRIAL.kind, AskForm, title, about, crumb, back)


@public
@require_safe
def gains(request: HttpRequest) -> HttpResponse:
    """What counties gained: trials and conversions, those of the mountain counties first."""
    raw = request.GET.get("year", "")
    year = int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else 0
    lines = queries.gains(year)
    asking, on = Law(rulebook.current()), clock.today()
    weight = number(asking.ask("trial.county_weight", place="330000", on=on)) or Decimal(1)
    rows = [(line, wording.county(line.county), line.begun * (weight if line.mountain else 1)) for line in lines]
    mountain = [line for line in lines if line.mountain]
    figures = [
        Figure(label=_("Trials begun"), value=sum(line.begun for line in lines)),
        Figure(label=_("Conversions"), value=sum(line.converted for line in lines)),
        Figure(label=_("Conversions in mountain counties"), value=sum(line.converted for line in mountain)),
        Figure(label=_("Mountain counties with a trial"), value=len(mountain)),
    ]
    context = {
        "rows": rows,
        "figures": figures,
        "weight": weight,
        "years": queries.years(),
        "year": year,
        "all": len(law.counties(asking, "330000", on)),
    }
    return page(
        request,
        "market_trial/gains.html",
        context,
        title=_("What counties gained"),
        crumbs=[Crumb(_("Pool of results to try"), reverse("market_trial:pool"))],
        actions=[Action(label=_("Pool of results to try"), url=reverse("market_trial:pool"))],
    )


@public
@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """All open licences, also those withdrawn."""
    rows = queries.register()
    figures = publishing.figures(rows, "market.open_licence", ("PUBLISHED", "WITHDRAWN", "LAPSED"))
    facts = [_("Patents that anybody may use at the declared fee, by a notice to the patentee.")]
    return list_page(
        lists.REGISTER,
        request,
        lists.register(request),
        figures=figures,
        title=_("Register of open licences"),
        crumbs=[],
        facts=facts,
    )


def licence_or_404(identifier: UUID) -> OpenLicence:
    """Give a declaration that everybody may read. Raises Http404."""
    return get_object_or_404(queries.register(), pk=identifier)


@public
@require_safe
def register_one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One open licence: number, patentee, fee and payment, term."""
    row = licence_or_404(identifier)
    buttons = publishing.own(request, row.case)
    if row.case.state == "PUBLISHED" and clock.today() <= row.until:
        url = reverse("market_trial:take", args=[row.pk])
        buttons.append(Action(label=_("Take this licence"), url=url, primary=True))
    context = {
        "row": row,
        "facts": showing.licence_facts(row),
        "result_url": showing.result_link(row),
        "given": row.uses.filter(begun_on__isnull=False).count(),
    }
    return publishing.one(
        request,
        row.case,
        "market_trial/register_one.html",
        context,
        crumbs=[Crumb(_("Register of open licences"), reverse("market_trial:register"))],
        actions=buttons,
        number=row.number,
    )


@requires(TAKE)
@require_http_methods(GET_POST)
def take(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A licensee takes an open licence by a notice."""
    row = licence_or_404(identifier)
    crumb = Crumb(_("Register of open licences"), reverse("market_trial:register"))
    back = queries.register_url(row.pk)
    title, about = _("Take this licence"), showing.licence_facts(row)
    return _opened(request, identifier, OPEN_USE.kind, NotifyForm, title, about, crumb, back)
