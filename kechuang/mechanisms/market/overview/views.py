"""Pages without signing in: the front page of the market, its markets beside each other, its figures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.kernel import place as divisions_of
from kechuang.kernel.reading import FaultError
from kechuang.mechanisms.market.overview import charting, doors, measuring
from kechuang.mechanisms.market.overview import markets as held
from kechuang.mechanisms.market.overview.measuring import Measured
from kechuang.web import clock, divisions
from kechuang.web.charts.chart import download
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import public

FIRST_YEAR, LAST_YEAR = 1990, 9998
CODE = 6


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What the market offers, what each may do here, and how to find a result or post a demand in three steps."""
    counts = [sum(column) for column in zip(*(row.counts for row in held.markets()), strict=True)]
    words = list(held.KINDS.values())
    context = {
        "figures": [Figure(label=word, value=count) for word, count in zip(words, counts, strict=False)],
        "stages": [(code, title, doors.shown(request, members)) for code, title, members in doors.STAGES],
        "people": [(code, title, doors.shown(request, members)) for code, title, members in doors.FOR_PEOPLE],
    }
    return page(
        request,
        "market_overview/front.html",
        context,
        title=_("Technology market"),
        facts=[_("From a registered result to a certified deal. Reading needs no account.")],
        actions=[
            Action(label=_("Markets beside each other"), url=reverse("market_overview:markets")),
            Action(label=_("Figures of the market"), url=reverse("market_overview:figures")),
        ],
    )


def _crumb() -> list[Crumb]:
    return [Crumb(_("Technology market"), reverse("market_overview:front"))]


@public
@require_safe
def markets(request: HttpRequest) -> HttpResponse:
    """Every market with what it holds; the newest public records with owner, origin and right."""
    rows = held.markets()
    wanted, kind = request.GET.get("market", ""), request.GET.get("kind", "")
    kind = kind if kind in held.KINDS else next(iter(held.KINDS))
    chosen = next((row for row in rows if str(row.id) == wanted), None)
    if wanted and chosen is None:
        raise Http404
    context: dict[str, Any] = {
        "rows": [(row, divisions.name(row.place), [*zip(held.KINDS, row.counts, strict=True)]) for row in rows],
        "heads": list(held.KINDS.values()),
        "kinds": list(held.KINDS.items()),
        "kind": kind,
        "kind_word": held.KINDS[kind],
        "chosen": chosen,
        "records": held.newest(chosen.id if chosen else None, kind),
    }
    return page(
        request,
        "market_overview/markets.html",
        context,
        title=_("Markets beside each other"),
        facts=[_("Each market writes into its own log; a record never leaves its owner and its origin.")],
        crumbs=_crumb(),
    )


def asked(request: HttpRequest) -> tuple[int, str]:
    """Give the year and the place that an address names. Raises Http404 for what is none."""
    year, place = request.GET.get("year", ""), request.GET.get("place", "")
    if year and not (year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise Http404
    if place:
        if not (place.isascii() and place.isdigit() and len(place) == CODE):
            raise Http404
        try:
            divisions_of.division(place, clock.today())
        except FaultError as error:
            raise Http404 from error
    return int(year) if year else clock.today().year, place


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponseBase:
    """The figures of a year and a place, with charts."""
    year, place = asked(request)
    found = measuring.measured(year, place)
    drawn = charting.charts(found)
    file = download(request, drawn)
    if file is not None:
        return file
    known = sorted({*measuring.years(), year, clock.today().year}, reverse=True)
    context = {
        "figures": _figures(found),
        "charts": drawn,
        "years": known,
        "year": year,
        "place": place,
        "places": _places(place),
    }
    return page(
        request,
        "market_overview/figures.html",
        context,
        title=_("Figures of the market"),
        facts=[str(year), divisions.name(place) if place else _("All places of this node")],
        crumbs=_crumb(),
        actions=[
            Action(label=_("Flows from seller to buyer"), url=f"{reverse('market_contract:flows')}?period={year}"),
            Action(
                label=_("Technology contracts registered"), url=f"{reverse('market_contract:statistics')}?period={year}"
            ),
        ],
    )


def _places(chosen: str) -> list[tuple[str, str]]:
    codes = {row.place for row in held.markets()} | ({chosen} if chosen else set())
    above = {f"{code[:2]}0000" for code in codes}
    return [("", _("All places of this node")), *((code, divisions.name(code)) for code in sorted({*codes, *above}))]


def _figures(found: Measured) -> list[Figure]:
    growth, sold = found.overall.growth, found.all_sold
    patents = dict(found.industrialised).get(found.span.year, 0)

    def share(value: Any) -> str:  # noqa: ANN401 - a Decimal or None
        return "—" if value is None else f"{value * 100:.2f}%"

    return [
        Figure(label=_("Technology amount"), value=found.overall.now.technology, unit=_("yuan")),
        Figure(label=_("On the year before"), value=share(growth)),
        Figure(label=_("Across provinces"), value=share(found.cross_share)),
        Figure(label=_("Premium of sales"), value=share(sold.premium)),
        Figure(label=_("Patents industrialised"), value=patents),
        Figure(label=_("Growth of the 26 mountain counties"), value=share(found.counties.whole.growth)),
    ]
