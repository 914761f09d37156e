"""Pages of statistics that everybody may read: the dictionary, an indicator, a series, the observations."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.mechanisms.delivery.statistic import lists, platform, queries, showing, wording
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.moves import DEFINE, ENTER, READ
from kechuang.web import clock, divisions
from kechuang.web.charts.chart import download
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, may, public


def crumbs(indicator: Indicator | None = None) -> list[Crumb]:
    """Give the way to a page of statistics."""
    steps = [Crumb(_("Statistics"), reverse("delivery_statistic:indicators"))]
    if indicator is not None:
        steps.append(Crumb(wording.title(indicator), lists.page_of(indicator)))
    return steps


@public
@require_safe
def indicators(request: HttpRequest) -> HttpResponseBase:
    """The dictionary, with what the platform measures by itself below it."""
    actor, today = actor_of(request), clock.today()
    actions = [Action(label=_("Observations"), url=reverse("delivery_statistic:observations"))]
    if may(actor, ENTER, on=today):
        actions.append(Action(label=_("Fill in a table"), url=reverse("delivery_statistic:grid")))
    if may(actor, DEFINE, on=today):
        actions.append(Action(label=_("Starting dictionary"), url=reverse("delivery_statistic:starting")))
        actions.append(Action(label=_("Define an indicator"), url=reverse("delivery_statistic:define"), primary=True))
    return list_page(
        lists.INDICATORS,
        request,
        lists.indicators(request),
        template="delivery_statistic/indicators.html",
        context={"platform": platform.listed()},
        title=_("Statistics"),
        facts=[_("What each figure means, who answers for it, and what is known of it since when.")],
        actions=actions,
    )


@public
@require_safe
def observations(request: HttpRequest) -> HttpResponseBase:
    """Every vintage that the reader may see."""
    actions = [
        Action(label=_("Open data (CSV)"), url=reverse("delivery_statistic:open-csv"), download=True),
        Action(label=_("Open data (SDMX-CSV)"), url=reverse("delivery_statistic:open-sdmx"), download=True),
        Action(label=_("Open data (JSON)"), url=reverse("delivery_statistic:open-json"), download=True),
    ]
    return list_page(
        lists.OBSERVATIONS,
        request,
        lists.observations(request),
        title=_("Observations"),
        crumbs=crumbs(),
        facts=[_("A revision is a new vintage; what was published before stays.")],
        actions=actions,
    )


@public
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponseBase:
    """One indicator: its figures by place and period, what it means, its versions, where it is used."""
    row = get_object_or_404(Indicator.objects.select_related("case"), code=code)
    wanted, today, actor = showing.asked(request), clock.today(), actor_of(request)
    found = showing.figures(request, row, wanted)
    versions = queries.versions(row)
    drawn = showing.chart(row, versions[0], found, wanted.as_of or today)
    if drawn is not None and (file := download(request, [drawn])) is not None:
        return file
    actions = []
    if may(actor, DEFINE, on=today, place=row.case.place) and not row.retired:
        actions.append(Action(label=_("End it"), url=reverse("delivery_statistic:retire", args=[row.pk])))
        actions.append(Action(label=_("Revise"), url=reverse("delivery_statistic:revise", args=[row.pk])))
    if may(actor, ENTER, on=today) and not row.retired:
        entry = reverse("delivery_statistic:enter")
        actions.append(Action(label=_("Fill in a table"), url=f"{reverse('delivery_statistic:grid')}?indicator={code}"))
        actions.append(Action(label=_("Enter an observation"), url=f"{entry}?indicator={code}", primary=True))
    context = {
        "indicator": row,
        "asked": wanted,
        "path": lists.page_of(row),
        "periods": showing.steps(found),
        "rows": showing.table(row, found),
        "chart": drawn,
        "about": showing.about(versions[0]),
        "versions": versions,
        "used": platform.used(row.code),
        "marks": [(mark, wording.word(status)) for status, mark in showing.MARKS.items()],
        "listed": f"{reverse('delivery_statistic:observations')}?q={row.title}",
    }
    state = _("ended") if row.retired else ""
    facts = [row.code, row.unit, wording.word(row.frequency), state]
    return page(
        request,
        "delivery_statistic/indicator.html",
        context,
        title=wording.title(row),
        facts=[fact for fact in facts if fact],
        crumbs=crumbs(),
        actions=actions,
    )


@public
@require_safe
def series(request: HttpRequest, code: str, place: str) -> HttpResponse:
    """One indicator at one place: every vintage of every figure, and what was known when."""
    row = get_object_or_404(Indicator, code=code)
    if not _exists(place):
        raise Http404
    wanted = showing.asked(request)
    rows = queries.visible(actor_of(request)).filter(indicator=row, place=place)
    vintages = list(rows.order_by("-first_day", "-vintage", "-pk"))
    known = [each for each in vintages if wanted.as_of is None or each.vintage <= wanted.as_of]
    newest: set[str] = set()
    lines = []
    for each in known:
        current = each.period not in newest
        newest.add(each.period)
        flags = [wording.flag(flag) for flag in each.flags]
        lines.append(
            {
                "row": each,
                "value": wording.value(each),
                "state": wording.status(each),
                "current": current,
                "flags": flags,
            }
        )
    version = queries.versions(row)[0]
    held = [line["row"] for line in reversed(lines) if line["current"]]
    actions = []
    if may(actor_of(request), ENTER, on=clock.today(), place=place) and not row.retired:
        url = f"{reverse('delivery_statistic:enter')}?indicator={code}&place={place}"
        actions.append(Action(label=_("Enter an observation"), url=url, primary=True))
    context = {
        "indicator": row,
        "asked": wanted,
        "lines": lines,
        "path": reverse("delivery_statistic:series", args=[code, place]),
        "chart": showing.chart(row, version, held, wanted.as_of or clock.today()),
        "case": _case_url(request, rows),
        "read": READ,
    }
    return page(
        request,
        "delivery_statistic/series.html",
        context,
        title=f"{wording.title(row)} · {divisions.name(place)}",
        facts=[place, row.unit],
        crumbs=crumbs(row),
        actions=actions,
    )


def _case_url(request: HttpRequest, rows: object) -> str:
    first = rows.first()  # type: ignore[attr-defined]  # a queryset
    if first is None or not may(actor_of(request), READ, on=clock.today(), place=first.place):
        return ""
    return reverse("casework:case", args=[first.series_id])


def _exists(place: str) -> bool:
    """Whether a code stands in the table of places, today or once."""
    try:
        places.division(place, clock.today())
    except PlaceError:
        return bool(places.packaged().versions(place))
    return True
