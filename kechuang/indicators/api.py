"""Indicators and promises for programs: the numbers of the pages, with everything needed to make them again."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema

from kechuang.indicators import asked, behind, compute, promising, register, showing, wording
from kechuang.indicators.asked import Asked
from kechuang.indicators.asking import Point, Published
from kechuang.indicators.definition import Definition
from kechuang.policy import queries
from kechuang.policy.wording import own
from kechuang.web.api import Needs, RefusedError
from kechuang.web.cells import as_json
from kechuang.web.permissions import actor_of
from kechuang.web.typed import TypedError

indicators = Router()
promises = Router()


class Ask(Schema):
    """What is asked: as in the addresses of the pages. ``version``, ``logs`` and ``on`` pin the numbers for ever."""

    every: str = ""
    place: str = ""
    region: str = ""
    industry: str = ""
    category: str = ""
    cross_region: str = ""
    provider_region: str = ""
    step: str = ""
    period: str = ""
    version: str = ""
    logs: str = ""
    on: str = ""


class AskFacts(Ask):
    """What is asked of the facts behind a number; ``after`` continues a page."""

    after: str = ""


class IndicatorOut(Schema):
    """A definition in words. ``permission`` is ``public`` or what a reader needs."""

    key: str
    version: int
    since: date
    title: str
    counted: str
    left_out: str
    unit: str
    direction: str
    role: str
    frequency: str
    facts: list[str]
    dimensions: list[str]
    permission: str
    url: str


class PointOut(Schema):
    """One value: amounts and shares are text, None means no data. ``partial``: the period is not over."""

    period: str
    value: str | None
    facts: int
    partial: bool
    facts_url: str


class SeriesOut(Schema):
    """A series with what it is made from; ``again`` is an address that gives the same numbers for ever."""

    indicator: IndicatorOut
    points: list[PointOut]
    total: PointOut
    logs: dict[str, int]
    editions: list[str]
    on: date
    again: str


class CountedFactOut(Schema):
    """One fact behind a number; ``in_part``: for a share, whether it stands above the line too."""

    id: str
    url: str
    type: str
    day: date
    place: str
    in_part: bool


class FactsOut(Schema):
    """A page of facts behind a number, newest first."""

    value: str | None
    facts: int
    items: list[CountedFactOut]
    next: str


class MeasuredPromiseOut(Schema):
    """A promise beside its measures. ``state`` is a stable code, ``says`` the words for it."""

    code: str
    document: str
    clause: str
    title: str
    summary: str
    quantified: bool
    state: str
    why: str
    says: str
    honest: str
    acts: dict[str, int]
    series: list[SeriesOut]
    url: str


@indicators.get("", auth=Needs("public"), response=list[IndicatorOut], summary="List indicators")
def list_indicators(request: HttpRequest) -> list[dict[str, Any]]:
    """List the definitions whose numbers the caller may see."""
    actor = actor_of(request)
    return [_definition(each) for each in register.current() if asked.allowed(each, actor)]


@indicators.get("/{key}", auth=Needs("public"), response=SeriesOut, summary="Give the series of an indicator")
def give_series(request: HttpRequest, key: str, ask: Query[Ask]) -> dict[str, Any]:
    """Give a series; the parameters are those of the page (every, place, version, logs, on and the dimensions)."""
    wanted = _asked(request, key, ask)
    return _series(wanted, compute.series(wanted.definition, wanted.records, wanted.cut, wanted.grain))


@indicators.get("/{key}/facts", auth=Needs("public"), response=FactsOut, summary="List the facts behind a number")
def list_facts(request: HttpRequest, key: str, ask: Query[AskFacts]) -> dict[str, Any]:
    """List the facts behind a number; ``period`` narrows to one period, ``after`` continues."""
    wanted = _asked(request, key, ask)
    number = behind.number(wanted)
    try:
        listed = behind.page_of(wanted, ask.after)
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    items = [
        {"id": row.id, "url": row.url, "type": row.type, "day": row.day, "place": row.code, "in_part": row.part}
        for row in listed.rows
    ]
    return {"value": _value(number), "facts": number.count, "items": items, "next": listed.next}


@promises.get("", auth=Needs("public"), response=list[MeasuredPromiseOut], summary="List promises with their measures")
def list_promises(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's signature
    """List all promises with the numbers beside them."""
    return [_promise(promise.code) for promise in queries.promises()]


@promises.get("/{code}", auth=Needs("public"), response=MeasuredPromiseOut, summary="Give a promise with its measures")
def give_promise(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Give one promise with the numbers beside it."""
    return _promise(code)


def _asked(request: HttpRequest, key: str, ask: Ask) -> Asked:
    version = ask.version
    definition = register.definition(key, int(version) if version.isascii() and version.isdigit() else None)
    if definition is None:
        raise Http404
    try:
        return asked.read(definition, ask.dict(), actor_of(request))
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None


def _definition(definition: Definition) -> dict[str, Any]:
    plain = ("key", "version", "since", "unit", "direction", "role", "frequency", "facts", "permission")
    words = {name: own(getattr(definition, name)) for name in ("title", "counted", "left_out")}
    shown = {name: getattr(definition, name) for name in plain}
    return {**shown, **words, "dimensions": list(definition.dimensions), "url": showing.page_url(definition)}


def _value(point: Point) -> str | None:
    return None if point.value is None else str(as_json(point.value))


def _point(wanted: Asked, point: Point) -> dict[str, Any]:
    return {
        "period": point.code,
        "value": _value(point),
        "facts": point.count,
        "partial": point.partial,
        "facts_url": showing.facts_url(wanted, period=point.code) if point.count else "",
    }


def _series(wanted: Asked, published: Published) -> dict[str, Any]:
    again = reverse("api:give_series", args=[wanted.definition.key])
    return {
        "indicator": _definition(wanted.definition),
        "points": [_point(wanted, point) for point in published.points],
        "total": _point(wanted, published.total),
        "logs": dict(wanted.records.sizes),
        "editions": list(published.editions),
        "on": wanted.records.on,
        "again": wanted.address(again, **wanted.fixed),
    }


def _promise(code: str) -> dict[str, Any]:
    found = queries.promise(code)
    if found is None:
        raise Http404
    held = compute.records()
    kept = promising.kept(found, held)
    return {
        "code": found.code,
        "document": found.work.title,
        "clause": found.clause,
        "title": own(found.title),
        "summary": own(found.summary),
        "quantified": found.quantified,
        "state": kept.progress.state,
        "why": kept.progress.why,
        "says": str(wording.state(kept.progress).word),
        "honest": own(found.honest),
        "acts": {name: count for name, count, _newest in compute.acts(found.acts, held)},
        "series": [_series(one.asked, one.published) for one in kept.series],
        "url": reverse("indicators:promise", args=[found.code]),
    }
