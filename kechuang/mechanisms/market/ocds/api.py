"""Open data of the market for programs: which months there are, their releases and records, one record.

Packages are the same documents as under ``/market/open-data/``.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from kechuang.mechanisms.market.ocds import queries, views
from kechuang.web.api import Needs

router = Router()


class OpenMonthOut(Schema):
    """A month with facts of the market: how many facts, of how many processes."""

    month: str
    facts: int
    processes: int


@router.get("/months", auth=Needs("public"), response=list[OpenMonthOut], summary="Months of the open data")
def months(request: HttpRequest, year: int | None = None) -> list[OpenMonthOut]:  # noqa: ARG001 - the interface hands it
    """Give the months of a year, or of every year, newest first."""
    years = [each for each in queries.years() if year in {None, each}]
    return [
        OpenMonthOut(month=held.month.code, facts=held.facts, processes=held.cases)
        for each in years
        for held in queries.months(each)
    ]


@router.get("/months/{month}/releases", auth=Needs("public"), response=dict[str, Any], summary="Releases of a month")
def releases(request: HttpRequest, month: str, page: int = 1) -> HttpResponse:  # noqa: ARG001 - read from the address as the page does
    """Give a release package of OCDS 1.1; ``page`` where a month has more than 1,000 processes. Raises Http404."""
    return views.releases(request, month)


@router.get("/months/{month}/records", auth=Needs("public"), response=dict[str, Any], summary="Records of a month")
def records(request: HttpRequest, month: str, page: int = 1) -> HttpResponse:  # noqa: ARG001 - read from the address as the page does
    """Give a record package of OCDS 1.1. Raises Http404."""
    return views.records(request, month)


@router.get("/records/{name}", auth=Needs("public"), response=dict[str, Any], summary="One process by its ocid")
def record(request: HttpRequest, name: str) -> HttpResponse:
    """Give everything about one process as a record package. Raises Http404."""
    return views.record(request, name)
