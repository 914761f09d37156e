"""Pages of indicators: the register, one indicator, and the facts behind a number."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.indicators import asked, behind, compute, showing, wording
from kechuang.indicators import register as known
from kechuang.indicators.asked import Asked
from kechuang.indicators.asking import Published, Slice
from kechuang.indicators.definition import Definition
from kechuang.policy.wording import own
from kechuang.web import excel, exports
from kechuang.web.charts import chart as charts
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, public
from kechuang.web.refusals import sentence
from kechuang.web.typed import TypedError


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All indicators with their newest number."""
    actor, held = actor_of(request), compute.records()
    rows = []
    for definition in known.current():
        if not asked.allowed(definition, actor):
            continue
        cut = Slice(places=asked.reach(definition, actor))
        published = compute.series(definition, held, cut, definition.frequency)
        rows.append(_row(definition, published))
    return page(
        request,
        "indicators/register.html",
        {"rows": rows, "records": held, "size": sum(held.sizes.values())},
        title=_("Indicators"),
        facts=[_("Every number is made from recorded facts, by a written definition, and can be made again.")],
        actions=[Action(label=_("Promises"), url=reverse("indicators:promises"))],
    )


def _row(definition: Definition, published: Published) -> dict[str, Any]:
    latest = published.latest
    return {
        "title": wording.title(definition),
        "key": definition.key,
        "url": showing.page_url(definition),
        "counted": own(definition.counted),
        "period": latest.code if latest else "",
        "value": wording.value(definition, latest.value) if latest else _("no data"),
        "unit": wording.unit(definition) if latest else "",
        "spark": showing.spark(definition, published),
        "public": definition.public,
        "frequency": wording.GRAINS[definition.frequency],
    }


def definition_of(key: str, version: str) -> Definition:
    """Give a definition by key and version. Raises Http404 for one that is not there."""
    found = known.definition(key, int(version) if version.isascii() and version.isdigit() else None)
    if found is None:
        raise Http404
    return found


def crumbs(definition: Definition | None = None) -> list[Crumb]:
    """Give the way to an indicator's further pages."""
    first = [Crumb(_("Indicators"), reverse("indicators:register"))]
    return [*first, Crumb(wording.title(definition), showing.page_url(definition))] if definition else first


def faulty(request: HttpRequest, definition: Definition, error: TypedError) -> HttpResponse:
    """Say what in the address cannot be read, and lead back to the unfiltered page."""
    context = {"fault": sentence(error.refusal), "url": showing.page_url(definition)}
    title = wording.title(definition)
    return page(request, "indicators/fault.html", context, title=title, crumbs=crumbs(), failed=True, status=400)


@public
@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponseBase:
    """One indicator: its series, where it comes about, what exactly is counted."""
    definition = definition_of(key, request.GET.get(asked.VERSION, ""))
    try:
        wanted = asked.read(definition, request.GET, actor_of(request))
        published = compute.series(definition, wanted.records, wanted.cut, wanted.grain)
    except TypedError as error:
        return faulty(request, definition, error)
    if request.GET.get("export") in exports.FORMATS:
        return _export(wanted, published, request.GET["export"])
    chart = showing.series_chart(wanted, published)
    bars, maps = showing.parts(wanted)
    download = charts.download(request, [*([chart] if chart else []), *bars, *maps])
    if download is not None:
        return download
    path = showing.page_url(definition)
    context = {
        "asked": wanted,
        "chart": chart,
        "bars": bars,
        "maps": maps,
        "lines": showing.lines(wanted, published),
        "total": wording.value(definition, published.total.value),
        "total_url": showing.facts_url(wanted) if published.total.count else "",
        "count": published.total.count,
        "unit": wording.unit(definition),
        "filters": showing.filters(wanted, published),
        "path": path,
        "narrowed": bool(wanted.place or wanted.cut.dimensions),
        "kept": {name: wanted.kept[name] for name in (asked.VERSION, asked.LOGS, asked.ON) if name in wanted.kept},
        "about": showing.about_rows(definition),
        "provenance": showing.provenance(wanted, published),
        "again": wanted.address(path, **wanted.fixed),
        "latest": published.latest,
        "latest_value": wording.value(definition, published.latest.value) if published.latest else "",
        "versions": [each for each in known.definitions()[key] if each.version != definition.version],
        "downloads": [(name, wanted.address(path, export=code)) for code, name in (("csv", "CSV"), ("xlsx", "Excel"))],
    }
    return page(
        request,
        "indicators/indicator.html",
        context,
        title=wording.title(definition),
        facts=[definition.key, _("version %(number)s") % {"number": definition.version}],
        crumbs=crumbs(),
        actions=[Action(label=_("The facts behind it"), url=showing.facts_url(wanted))],
    )


def _export(wanted: Asked, published: Published, kind: str) -> HttpResponseBase:
    """Answer the series as a file, with everything that is needed to make the numbers again."""
    definition = wanted.definition
    heads = [_("Period"), _("Value"), _("Unit"), _("Facts"), _("Note"), _("Definition"), _("Entries of each log")]
    fixed = (definition.id, asked.written_sizes(wanted.records))
    unit = wording.UNITS[definition.unit] if wording.unit(definition) else _("share")
    rows: list[list[Any]] = [
        [point.code, point.value, str(unit), point.count, _("so far") if point.partial else "", *fixed]
        for point in published.points
    ]
    if exports.demo():
        heads, rows = [*heads, _("Nature of the data")], [[*row, _("demonstration")] for row in rows]
    title = wording.title(definition)
    name = exports.file_name(title, kind)
    if kind == "csv":
        return exports.csv_response(heads, rows, name=name)
    about = [(str(fact.term), str(fact.value)) for fact in showing.about_rows(definition)]
    about += [(str(fact.term), str(fact.value)) for fact in showing.provenance(wanted, published)]
    chosen = "; ".join(f"{field}={value}" for field, value in wanted.kept.items()) or _("none")
    file = excel.workbook(title, heads, rows, [(_("Title"), title), (_("Filters"), chosen), *about])
    return FileResponse(file, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)


@public
@require_safe
def facts(request: HttpRequest, key: str) -> HttpResponse:
    """The facts behind a number, newest first, each with the law that its matter stood on."""
    definition = definition_of(key, request.GET.get(asked.VERSION, ""))
    try:
        wanted = asked.read(definition, request.GET, actor_of(request))
        number = behind.number(wanted)
        listed = behind.page_of(wanted, request.GET.get("after", ""))
    except TypedError as error:
        return faulty(request, definition, error)
    path = reverse("indicators:facts", args=[key])
    context = {
        "asked": wanted,
        "rows": listed.rows,
        "next": wanted.address(path, after=listed.next) if listed.next else "",
        "first": wanted.address(path) if request.GET.get("after") else "",
        "value": wording.value(definition, number.value),
        "unit": wording.unit(definition),
        "count": number.count,
        "period": showing.period_words(wanted.period),
        "cut": behind.cut_words(wanted),
        "share": definition.measure.kind == "share",
        "back": wanted.address(showing.page_url(definition), period=""),
    }
    return page(
        request,
        "indicators/facts.html",
        context,
        title=_("The facts behind %(title)s") % {"title": wording.title(definition)},
        facts=[showing.period_words(wanted.period), *behind.cut_words(wanted)],
        crumbs=crumbs(definition),
    )
