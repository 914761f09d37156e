"""Statistics for programs: the dictionary, observations with every vintage, what was known when, and entering."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status

from kechuang.casework.act import Outcome
from kechuang.casework.models import Step
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import actions, entering, lists, platform, queries, reading, wording
from kechuang.mechanisms.delivery.statistic.checks import FINAL, STATUSES
from kechuang.mechanisms.delivery.statistic.desks import desk
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation
from kechuang.mechanisms.delivery.statistic.moves import DEFINE, ENTER
from kechuang.mechanisms.delivery.statistic.rules import Define, Retire, Revise, Words
from kechuang.web import chance, clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of, may

router = Router()
list_endpoint(router, "/", lists.INDICATORS, lists.indicators, permission="public", operation_id="list_statistics")
list_endpoint(
    router,
    "/observations",
    lists.OBSERVATIONS,
    lists.observations,
    permission="public",
    operation_id="list_observations",
)


class PlatformIndicatorOut(Schema):
    """An indicator that the platform measures by itself."""

    code: str
    title: str
    unit: str
    frequency: str
    direction: str
    owner: str
    version: int
    url: str


class StatisticVersionOut(Schema):
    """One version of a definition. ``confidence`` D: the words are ours."""

    version: int
    since: date
    title: str
    definition: str
    unit: str
    direction: str
    form: str
    frequency: str
    adds_up: bool
    parts: list[str]
    source: str
    owner: str
    confidence: str
    reason: str


class StatisticUseOut(Schema):
    """Where an indicator is used."""

    what: str
    title: str
    url: str


class StatisticOut(Schema):
    """An indicator with its versions, newest first, and where it is used."""

    code: str
    ended: bool
    versions: list[StatisticVersionOut]
    used: list[StatisticUseOut]


class FigureOut(Schema):
    """One figure: ``value`` is a decimal as text, empty where it is withheld."""

    place: str
    period: str
    value: str
    unit: str
    status: str
    source: str
    vintage: date
    version: int
    dataset: str
    flags: list[str]


class FigureIn(Schema):
    """One observation to record, as the form takes it; ``code_list`` is today where it is left out."""

    indicator: str
    place: str
    period: str
    value: str = ""
    status: str = FINAL
    vintage: date
    code_list: date | None = None
    source: str
    dataset: str = ""
    reason: str = ""


class RecordedFigureOut(Schema):
    """The series in which the observation stands, and the ids of the facts."""

    series: str
    facts: list[str]


class MeaningIn(Schema):
    """What an indicator means: words, unit, ``direction`` (up, down, none), ``form``, ``frequency``, first day."""

    title: str
    title_en: str = ""
    definition: str
    definition_en: str = ""
    unit: str
    direction: str
    form: str
    frequency: str = "year"
    adds_up: bool = False
    parts: tuple[str, ...] = ()
    source: str = ""
    owner: str = ""
    since: date


class DefineStatisticIn(MeaningIn):
    """A new indicator with its code."""

    code: str


class ReviseStatisticIn(MeaningIn):
    """A new version of an indicator, whole, and why."""

    reason: str


class RetireStatisticIn(Schema):
    """Why an indicator ends."""

    reason: str


class StatisticDoneOut(Schema):
    """The indicator's code, its newest version, and whether it has ended."""

    code: str
    version: int
    ended: bool


class AskFigures(Schema):
    """What is asked: places and periods separated by commas; ``as_of`` gives what was known on a day."""

    places: str = ""
    periods: str = ""
    as_of: date | None = None


@router.get("/platform", auth=Needs("public"), response=list[PlatformIndicatorOut], summary="List measured indicators")
def list_platform_indicators(request: HttpRequest) -> list[Any]:  # noqa: ARG001 - ninja's signature
    """List the indicators that the platform measures from its own facts."""
    return list(platform.listed())


@router.get("/indicators/{code}", auth=Needs("public"), response=StatisticOut, summary="Give a definition")
def give_statistic(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Give an indicator with all versions of its definition."""
    row = Indicator.objects.filter(code=code).first()
    if row is None:
        raise Http404
    plain = ("version", "since", "unit", "direction", "form", "frequency", "adds_up", "parts", "source", "owner")
    found = []
    for each in queries.versions(row):
        shown = {name: getattr(each, name) for name in (*plain, "confidence", "reason")}
        found.append({**shown, "title": wording.title(each), "definition": wording.definition(each)})
    return {"code": row.code, "ended": row.retired, "versions": found, "used": platform.used(row.code)}


@router.get("/indicators/{code}/figures", auth=Needs("public"), response=list[FigureOut], summary="Give the figures")
def give_figures(request: HttpRequest, code: str, ask: Query[AskFigures]) -> list[Observation]:
    """Give the figures that the caller may see, one a place and period, as known on a day."""
    if not Indicator.objects.filter(code=code).exists():
        raise Http404
    places = [each.strip() for each in ask.places.split(",") if each.strip()] or None
    wanted = [each.strip() for each in ask.periods.split(",") if each.strip()] or None
    return queries.observations(code, places, wanted, ask.as_of, rows=queries.visible(actor_of(request)))


@router.post("/observations", auth=Needs(ENTER), response={201: RecordedFigureOut}, summary="Record an observation")
def record_figure(request: HttpRequest, wanted: FigureIn) -> Status:
    """Record one observation; a check that warns asks for ``reason``."""
    today = clock.today()
    indicator = Indicator.objects.filter(code=wanted.indicator).first()
    if indicator is None:
        raise RefusedError(Refusal("statistic.indicator_unknown", {"raw": wanted.indicator}, "indicator"))
    if wanted.status not in STATUSES:
        raise RefusedError(Refusal("statistic.status_unread", {"raw": wanted.status}, "status"))
    code_list = wanted.code_list or today
    place, period = reading.place(wanted.place, code_list), reading.period(wanted.period)
    value = reading.value(wanted.value)
    for each in (place, period, value):
        if each.refusal is not None:
            raise RefusedError(each.refusal)
    typed = Typed(
        vintage=wanted.vintage,
        code_list=code_list,
        source=wanted.source,
        dataset=wanted.dataset,
        reason=wanted.reason,
    )
    number: Decimal | None = value.value
    entry = entering.entry(indicator, str(place.value), str(period.value), number, wanted.status, typed)
    key = idempotency_key(request)
    done = entering.recorded(f"{key}:0")
    if done is not None:
        return Status(201, RecordedFigureOut(series=done[0], facts=done[1]))
    outcomes, stopped = entering.write(entering.look([entry], today), typed, by=request.auth, key=key, batch=key)
    if stopped:
        raise RefusedError(stopped[0][0])
    return Status(201, RecordedFigureOut(series=str(outcomes[0].case), facts=list(outcomes[0].facts)))


@router.post("/indicators", auth=Needs(DEFINE), response={201: StatisticDoneOut}, summary="Define an indicator")
def define_statistic(request: HttpRequest, wanted: DefineStatisticIn) -> Status:
    """Put an indicator into the dictionary."""
    key, office = idempotency_key(request), desk(request.auth)
    if office is None:
        raise RefusedError(Refusal("statistic.no_desk"))
    if not Step.objects.filter(key=key).exists():
        asked = Define(
            case=chance.uuid7(),
            code=wanted.code,
            words=_words(wanted),
            since=wanted.since,
            place=office.place,
            authority=office.authority,
            office=office.pk,
        )
        _done(actions.define([asked], by=request.auth, keys=[key])[0])
    return Status(201, _stands(wanted.code))


@router.post(
    "/indicators/{code}/revise", auth=Needs(DEFINE), response=StatisticDoneOut, summary="Give a definition anew"
)
def revise_statistic(request: HttpRequest, code: str, wanted: ReviseStatisticIn) -> StatisticDoneOut:
    """Give an indicator a new version; observations keep the version under which they were made."""
    row = _mine(request, code)
    asked = Revise(case=row.pk, words=_words(wanted), since=wanted.since, reason=wanted.reason)
    _done(actions.revise(asked, by=request.auth, key=idempotency_key(request)))
    return _stands(code)


@router.post("/indicators/{code}/retire", auth=Needs(DEFINE), response=StatisticDoneOut, summary="End an indicator")
def retire_statistic(request: HttpRequest, code: str, wanted: RetireStatisticIn) -> StatisticDoneOut:
    """End an indicator; what was observed stays."""
    row = _mine(request, code)
    _done(actions.retire(Retire(case=row.pk, reason=wanted.reason), by=request.auth, key=idempotency_key(request)))
    return _stands(code)


def _words(wanted: MeaningIn) -> Words:
    said = {name: getattr(wanted, name) for name in Words.__slots__ if name not in {"parts", "confidence"}}
    return Words(**said, parts=wanted.parts)


def _mine(request: HttpRequest, code: str) -> Indicator:
    row = Indicator.objects.select_related("case").filter(code=code).first()
    if row is None or not may(actor_of(request), DEFINE, on=clock.today(), place=row.case.place):
        raise Http404
    return row


def _done(outcome: Outcome) -> None:
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)


def _stands(code: str) -> StatisticDoneOut:
    row = Indicator.objects.get(code=code)
    return StatisticDoneOut(code=row.code, version=row.version, ended=row.retired)
