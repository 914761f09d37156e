"""Open data for everybody: final and provisional figures of today, and that a figure is withheld (never its value)."""

import json
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.delivery.statistic import queries, sdmx, wording
from kechuang.mechanisms.delivery.statistic.models import Observation, Version
from kechuang.web import clock, divisions, exports
from kechuang.web.permissions import public

FIELDS = (
    "indicator",
    "version",
    "place",
    "code_list",
    "period",
    "value",
    "unit",
    "status",
    "vintage",
    "source",
    "dataset",
)


def rows(request: HttpRequest) -> Iterator[sdmx.Row]:
    """Give the newest vintage of each published figure; ``indicator`` and ``place`` narrow."""
    found = Observation.objects.filter(newest=True, status__in=queries.OPEN).select_related("indicator")
    if code := request.GET.get("indicator", ""):
        found = found.filter(indicator__code=code)
    if place := request.GET.get("place", ""):
        found = found.filter(place=place)
    for row in found.order_by("indicator__code", "place", "first_day", "pk").iterator(chunk_size=500):
        yield of(row)


def of(row: Observation) -> sdmx.Row:
    """Give a row of the table as a file holds it; the reason of an office stays inside."""
    same = ("version", "place", "code_list", "period", "value", "unit", "status", "vintage", "source", "dataset")
    return sdmx.Row(indicator=row.indicator.code, **{name: getattr(row, name) for name in same})


@public
@require_safe
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Plain CSV with the node's own words."""
    heads = [
        _("Indicator"),
        _("Version of the definition"),
        _("Place"),
        _("Name of the place"),
        _("Division codes as of"),
    ]
    heads += [_("Period"), _("Value"), _("Unit"), _("Status"), _("Vintage"), _("Source"), _("Data set")]
    return exports.csv_response(heads, _plain(rows(request)), name=exports.file_name(_("Statistics"), "csv"))


def _plain(found: Iterable[sdmx.Row]) -> Iterator[list[object]]:
    for row in found:
        place = [row.place, divisions.name(row.place), row.code_list]
        rest = [row.period, row.value, row.unit, wording.word(row.status), row.vintage, row.source, row.dataset]
        yield [row.indicator, row.version, *place, *rest]


@public
@require_safe
def as_sdmx(request: HttpRequest) -> HttpResponseBase:
    """SDMX-CSV 2.0."""
    response = StreamingHttpResponse(
        (sdmx.line(each) for each in sdmx.write(rows(request))),
        content_type="application/vnd.sdmx.data+csv; version=2.0.0",
    )
    response["Content-Disposition"] = 'attachment; filename="statistics-sdmx.csv"'
    return response


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """JSON: one object a figure, values as text so that no reader's number type changes them; with what they mean."""
    found = [{name: str(getattr(row, name)) for name in FIELDS} for row in rows(request)]
    said = {
        "demonstration": exports.demo(),
        "on": clock.today().isoformat(),
        "fields": {name: wording.word(f"column.{name}") for name in FIELDS},
        "statuses": {status: wording.word(status) for status in queries.OPEN},
        "indicators": _meanings({row["indicator"] for row in found}),
        "observations": found,
    }
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _meanings(codes: set[str]) -> list[dict[str, object]]:
    """Give every version of the definitions behind some figures (one query)."""
    kept = Version.objects.filter(indicator__code__in=codes).select_related("indicator")
    return [
        {
            "indicator": row.indicator.code,
            "version": row.version,
            "since": row.since.isoformat(),
            "title": row.title,
            "definition": row.definition,
            "unit": row.unit,
            "direction": row.direction,
            "frequency": row.frequency,
            "source": row.source,
            "owner": row.owner,
            "confidence": row.confidence,
        }
        for row in kept.order_by("indicator__code", "version")
    ]
