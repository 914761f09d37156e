"""Open data of the market: the page that lists it, packages by month, one record, and a table."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.market.ocds import packages, queries
from kechuang.mechanisms.market.ocds.packages import Publisher
from kechuang.mechanisms.market.ocds.queries import Month
from kechuang.mechanisms.market.ocds.values import case_of
from kechuang.web import exports
from kechuang.web.exports import Export
from kechuang.web.page import page
from kechuang.web.permissions import public

UNREGISTERED = "unregistered"
KINDS = tuple("text" for _head in packages.HEADS)


def _base(request: HttpRequest) -> str:
    return str(settings.KECHUANG_URL).rstrip("/") or f"{request.scheme}://{request.get_host()}"


def _publisher(base: str) -> Publisher:
    name = base.partition("://")[2]
    return Publisher(
        name=f"{name}（演示）" if exports.demo() else name,
        address=f"{base}/",
        licence=str(settings.KECHUANG_OPEN_LICENCE),
        policy=base + reverse("market_ocds:open-data"),
    )


def _answer(content: dict[str, Any], *, following: str = "") -> HttpResponse:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


@public
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, month by month, and how the facts of the market are written in the standard."""
    known = queries.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else next(iter(known), None)
    context = {
        "years": known,
        "year": year,
        "months": queries.months(year) if year else [],
        "prefix": queries.prefix(),
        "registered": queries.prefix() != UNREGISTERED,
        "licence": str(settings.KECHUANG_OPEN_LICENCE),
    }
    return page(
        request,
        "market_ocds/open_data.html",
        context,
        title=_("Open data of the market"),
        facts=[_("Agreed prices, lots of sales and registered contracts as releases and records, for everybody.")],
    )


def _asked(request: HttpRequest, month: str) -> tuple[Month, int]:
    found, number = queries.read_month(month), request.GET.get("page", "1")
    if found is None or not (number.isascii() and number.isdigit() and 0 < int(number) < 100_000):
        raise Http404
    return found, int(number)


def _found(request: HttpRequest, month: str) -> tuple[Month, dict[str, list[dict[str, Any]]], str]:
    """Give the releases of a month's cases, and the address of what follows. Raises Http404 where there is nothing."""
    asked, number = _asked(request, month)
    cases, more = queries.cases_of(asked, number)
    found = queries.of_cases(cases, queries.setting(_base(request)))
    if not found:
        raise Http404
    return asked, found, f"{_base(request)}{request.path}?page={number + 1}" if more else ""


def _published(releases: Sequence[dict[str, Any]]) -> str:
    return max(str(each["date"]) for each in releases)


@public
@require_safe
def releases(request: HttpRequest, month: str) -> HttpResponse:
    """The releases of a month as a release package."""
    asked, found, following = _found(request, month)
    rows = [each for members in found.values() for each in queries.in_month(members, asked)]
    if not rows:
        raise Http404
    base = _base(request)
    uri = base + request.get_full_path()
    made = packages.release_package(rows, publisher=_publisher(base), uri=uri, published=_published(rows))
    return _answer(made, following=following)


@public
@require_safe
def records(request: HttpRequest, month: str) -> HttpResponse:
    """Everything about the processes that a month touched, as a record package."""
    _month, found, following = _found(request, month)
    base = _base(request)
    made = packages.record_package(
        [packages.record(members) for members in found.values()],
        publisher=_publisher(base),
        uri=base + request.get_full_path(),
        published=_published([each for members in found.values() for each in members]),
    )
    return _answer(made, following=following)


@public
@require_safe
def record(request: HttpRequest, name: str) -> HttpResponse:
    """Everything about one process, by its ocid, as a record package."""
    base = _base(request)
    case = case_of(queries.prefix(), name)
    found = queries.of_cases([case], queries.setting(base)).get(case) if case else None
    if not found:
        raise Http404
    made = packages.record_package(
        [packages.record(found)], publisher=_publisher(base), uri=base + request.path, published=_published(found)
    )
    return _answer(made)


@public
@require_safe
def table(request: HttpRequest, month: str) -> HttpResponseBase:
    """The releases of a month as CSV, one a row."""
    asked, found, following = _found(request, month)
    rows = [each for members in found.values() for each in queries.in_month(members, asked)]
    made = Export(
        title=_("Open data of the market %(month)s") % {"month": asked.code},
        heads=list(packages.HEADS),
        rows=packages.rows(rows),
        filters={"month": asked.code},
        kinds=KINDS,
    )
    response = exports.respond(made, "csv")
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response
