"""The only writers of statistics: typed requests into the gateway, and the tables that follow from them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.mechanisms.delivery.statistic import moves, periods, rules
from kechuang.mechanisms.delivery.statistic.checks import Book, Entry, Meaning
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation, Series, Version
from kechuang.mechanisms.delivery.statistic.queries import entry_of, meaning_of
from kechuang.mechanisms.delivery.statistic.rules import Begin, Define, Known, Observe, Put, Retire, Revise
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

type Day = date | None

_SHOWN = ("title", "title_en", "unit", "frequency", "form", "direction", "owner", "version")


def _dictionary(_requests: Sequence[Any]) -> Known:
    """Every code of the node, with the newest version of each (one query)."""
    newest = Version.objects.filter(indicator=OuterRef("pk")).order_by("-version").values("since")[:1]
    rows = Indicator.objects.annotate(since=Subquery(newest)).values_list("code", "pk", "version", "since", "retired")
    known = Known(codes={code: pk for code, pk, *_rest in rows})
    known.versions = {pk: (code, version, since) for code, pk, version, since, _retired in rows}
    return known


def load(requests: Sequence[Observe]) -> Known:
    """What is observed of these figures, of their series and of their peers, and what comes with them (two queries)."""
    return known_for([request.entry for request in requests])


def known_for(entries: Sequence[Entry]) -> Known:
    """Give the dictionary and the book that checks need for entries which come together (two queries)."""
    codes = {entry.indicator for entry in entries}
    versions = list(Version.objects.select_related("indicator"))
    meanings: dict[tuple[str, int], Meaning] = {(row.indicator.code, row.version): meaning_of(row) for row in versions}
    retired = frozenset(row.indicator.code for row in versions if row.indicator.retired)
    whole = {part for (code, _version), meaning in meanings.items() if code in codes for part in meaning.parts}
    near = Q(place__in={entry.place for entry in entries}) | Q(period__in={entry.period for entry in entries})
    rows = Observation.objects.filter(near, indicator__code__in=codes | whole).select_related("indicator")
    book = Book((entry_of(row) for row in rows.order_by("vintage")), entries)
    return Known(meanings=meanings, retired=retired, book=book)


def _project(done: Sequence[Done[Any]]) -> None:
    puts: list[Put] = [put for entry in done for put in entry.decision.rows or ()]  # type: ignore[union-attr]  # rows are Puts here
    by_what: dict[str, list[Put]] = {}
    for put in puts:
        by_what.setdefault(put.what, []).append(put)
    codes = {put.case: put.values["code"] for put in by_what.get("indicator", ())}
    versions = by_what.get("version", ())
    first = {put.case: {name: put.values[name] for name in _SHOWN} for put in versions}
    Indicator.objects.bulk_create([Indicator(case_id=case, code=code, **first[case]) for case, code in codes.items()])
    for put in versions:
        if put.case not in codes:
            Indicator.objects.filter(pk=put.case).update(**first[put.case])
    Version.objects.bulk_create([Version(indicator_id=put.case, **put.values) for put in versions])
    for put in by_what.get("retired", ()):
        Indicator.objects.filter(pk=put.case).update(**put.values)
    _series(by_what.get("series", ()))
    _observations(by_what.get("observation", ()))


def _series(puts: Sequence[Put]) -> None:
    if puts:
        named = {put.values["indicator"] for put in puts}
        ids = dict(Indicator.objects.filter(code__in=named).values_list("code", "pk"))
        rows = [(put.case, ids[put.values["indicator"]], put.values["place"]) for put in puts]
        Series.objects.bulk_create([Series(case_id=case, indicator_id=of, place=place) for case, of, place in rows])


def _observations(puts: Sequence[Put]) -> None:
    """Write the rows; of each figure the one with the latest vintage is the newest (four queries for a chunk)."""
    if not puts:
        return
    cases = {put.case for put in puts}
    of = dict(Series.objects.filter(pk__in=cases).values_list("pk", "indicator_id"))
    rows = [_observation(put, of[put.case]) for put in puts]
    wanted = {(row.series_id, row.period) for row in rows}
    standing = Observation.objects.filter(series__in=cases, period__in={row.period for row in rows})
    all_rows = [row for row in standing if (row.series_id, row.period) in wanted] + rows
    latest: dict[tuple[UUID, str], date] = {}
    for row in all_rows:
        key = (row.series_id, row.period)
        latest[key] = max(row.vintage, latest.get(key, row.vintage))
    outdated = []
    for row in all_rows:
        newest = row.vintage == latest[row.series_id, row.period]
        if row.pk and row.newest != newest:
            outdated.append(row.pk)
        row.newest = newest
    Observation.objects.filter(pk__in=outdated).update(newest=False)
    Observation.objects.bulk_create(rows)


def _observation(put: Put, indicator: UUID) -> Observation:
    values: dict[str, Any] = dict(put.values)
    entry: Entry = values.pop("entry")
    period = periods.read(entry.period)
    if period is None:
        raise ValueError(f"no period: {entry.period}")
    same = ("version", "place", "code_list", "period", "unit", "status", "vintage")
    columns = {name: getattr(entry, name) for name in same}
    return Observation(series_id=put.case, indicator_id=indicator, first_day=period.first, **columns, **values)


DEFINE = register_act(
    ActKind(
        moves.INDICATOR,
        "define",
        lambda _request: Touched(),
        rules.define,
        _dictionary,
        _project,
        remember=lambda known, request, _decision: known.codes.update({request.code: request.case}),  # type: ignore[attr-defined]  # a dict in the loader
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
REVISE: ActKind[Revise, Known] = register_act(
    ActKind(moves.INDICATOR, "revise", lambda asked: Touched(cases=(asked.case,)), rules.revise, _dictionary, _project)
)
RETIRE: ActKind[Retire, Known] = register_act(
    ActKind(moves.INDICATOR, "retire", lambda asked: Touched(cases=(asked.case,)), rules.retire, _dictionary, _project)
)
BEGIN = register_act(
    ActKind(
        moves.SERIES,
        "begin",
        lambda _request: Touched(),
        rules.begin,
        lambda _requests: Known(),
        _project,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
OBSERVE: ActKind[Observe, Known] = register_act(
    ActKind(
        moves.SERIES,
        "observe",
        lambda asked: Touched(cases=(asked.case,)),
        rules.observe,
        load,
        _project,
        remember=rules.remember,
    )
)


def define(requests: Sequence[Define], *, by: Actor, keys: Sequence[str], on: Day = None) -> list[Outcome]:
    """Define indicators, each under its key."""
    items = [Item(request, key) for request, key in zip(requests, keys, strict=True)]
    return act_many(DEFINE, items, by=by, on=on)


def revise(request: Revise, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Give an indicator a new version."""
    return act(REVISE, request, by=by, key=key, on=on)


def retire(request: Retire, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """End an indicator."""
    return act(RETIRE, request, by=by, key=key, on=on)


def series_for(
    entries: Iterable[Entry],
    *,
    office: Body,
    by: Actor,
    on: Day = None,
) -> dict[tuple[str, str], UUID]:
    """Give the series of entries, and begin those that are not there yet; one that was refused is left out."""
    wanted = {(entry.indicator, entry.place) for entry in entries}
    rows = Series.objects.filter(indicator__code__in={code for code, _place in wanted})
    known = {key: pk for *key, pk in rows.values_list("indicator__code", "place", "pk") for key in [tuple(key)]}
    titles = dict(Indicator.objects.filter(code__in={code for code, _place in wanted}).values_list("code", "title"))
    asked = [
        Begin(
            case=chance.uuid7(),
            indicator=code,
            place=place,
            title=f"{titles[code]} {place}",
            authority=office.authority,
            office=office.pk,
        )
        for code, place in sorted(wanted - set(known))
        if code in titles
    ]
    items = [Item(request, f"statistic:series:{request.indicator}:{request.place}") for request in asked]
    outcomes = act_many(BEGIN, items, by=by, on=on) if items else []
    begun = {
        (request.indicator, request.place): outcome.case
        for request, outcome in zip(asked, outcomes, strict=True)
        if outcome.refusal is None
    }
    return {key: case for key, case in (known | begun).items() if key in wanted}


def observe(
    entries: Sequence[tuple[Entry, str, str]],
    *,
    office: Body,
    by: Actor,
    batch: str = "",
    on: Day = None,
) -> list[Outcome]:
    """Take observations, each as (entry, reason, key), together: the checks see them all. Outcomes in their order."""
    cases = series_for([entry for entry, _reason, _key in entries], office=office, by=by, on=on)
    items = [
        Item(Observe(case=cases[entry.indicator, entry.place], entry=entry, batch=batch, reason=reason), key)
        for entry, reason, key in entries
        if (entry.indicator, entry.place) in cases
    ]
    outcomes = {outcome.key: outcome for outcome in act_many(OBSERVE, items, by=by, on=on)}
    refused = {key: Outcome(key, refusal=rules.not_yours(entry)) for entry, _reason, key in entries}
    return [(refused | outcomes)[key] for _entry, _reason, key in entries]
