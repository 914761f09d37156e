"""The only writers of measured promises: every version passes the gateway."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import Q

from kechuang.casework.act import Outcome, act, act_many
from kechuang.casework.decision import Decision
from kechuang.casework.outcome import Item
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.indicators.promises import rules
from kechuang.indicators.promises.models import Judgement, Promise, Version
from kechuang.indicators.promises.moves import BIND, PROMISE
from kechuang.indicators.promises.rules import Bind, Change, Judge, Known, Put, Release, Rows
from kechuang.indicators.promises.terms import to_json
from kechuang.web import clock
from kechuang.web.permissions import Actor, Held, below, may


def desk(by: Actor, on: date | None = None, place: str = "") -> Held | None:
    """Give the duty under which an actor binds promises of a place: that of an office with a log of its own."""
    day = on or clock.today()
    for grant in by.grants:
        alone = Actor(person=by.person, grants=(grant,))
        here = not place or below(place, grant.place)
        if grant.authority and here and grant.in_force(day) and may(alone, BIND, on=day):
            return grant
    return None


def bind(request: Bind, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Bind a target to an indicator."""
    return _once(lambda: act(BINDING, request, by=by, key=key, on=on))


def bind_many(rows: Sequence[tuple[str, Bind]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Bind many targets, each decided alone."""
    return act_many(BINDING, [Item(request, key) for key, request in rows], by=by, on=on)


def change(request: Change, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Put new terms in the place of those in force."""
    return act(CHANGING, request, by=by, key=key, on=on)


def judge(request: Judge, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Judge by hand."""
    return act(JUDGING, request, by=by, key=key, on=on)


def release(request: Release, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """End the measuring."""
    return act(RELEASING, request, by=by, key=key, on=on)


def _once(attempt: Callable[[], Outcome]) -> Outcome:
    """Try again where another person bound the same target at the same moment: then it is refused in words."""
    try:
        return attempt()
    except IntegrityError:
        return attempt()


# --- what the gateway calls


def _load_bindings(requests: Sequence[Bind]) -> Rows:
    wanted = Q(pk__in=[])
    for document in {request.document for request in requests}:
        targets = [request.target for request in requests if request.document == document]
        wanted |= Q(document=document, target__in=targets)
    return _known(Promise.objects.filter(wanted, released=False))


def _load(requests: Sequence[Change | Judge | Release]) -> Rows:
    return _known(Promise.objects.filter(pk__in=[request.case for request in requests]))


def _known(rows: Any) -> Rows:  # noqa: ANN401 - a queryset
    return Rows(
        {
            row.pk: Known(
                case=row.pk,
                document=row.document_id,
                target=row.target,
                clause=row.clause,
                version=row.version,
                terms=rules.terms_of(row.terms),
                bound=not row.released,
                said=row.said,
            )
            for row in rows
        }
    )


def _remember(rows: Rows, _request: object, decision: Decision) -> None:
    put = decision.rows
    if isinstance(put, Put):
        rows.promises[put.known.case] = put.known


def _puts(done: Sequence[Done[Any]]) -> list[Put]:
    return [entry.decision.rows for entry in done if isinstance(entry.decision.rows, Put)]


def _project_bindings(done: Sequence[Done[Bind]]) -> None:
    puts = {put.known.case: put for put in _puts(done)}
    Promise.objects.bulk_create(
        [
            Promise(
                case_id=entry.request.case,
                document_id=entry.request.document,
                target=entry.request.target,
                clause=entry.request.clause,
                title=entry.request.title[:300],
                quote=entry.request.quote,
                bound_on=puts[entry.request.case].on,
                **_columns(puts[entry.request.case]),
            )
            for entry in done
        ]
    )
    _versions(list(puts.values()))


def _columns(put: Put) -> dict[str, Any]:
    terms = put.known.terms
    return {
        "place": terms.place,
        "form": terms.form,
        "indicator": terms.indicator,
        "due_year": terms.due_on.year,
        "version": put.known.version,
        "terms": to_json(terms),
        "said": dict(put.known.said),
    }


def _versions(puts: Sequence[Put]) -> None:
    Version.objects.bulk_create(
        [
            Version(
                promise_id=put.known.case,
                number=put.known.version,
                since=put.on,
                office_id=put.office,
                reason=put.reason,
                terms=to_json(put.known.terms),
                said=dict(put.known.said),
            )
            for put in puts
        ]
    )


def _project_changes(done: Sequence[Done[Change]]) -> None:
    puts = _puts(done)
    for put in puts:
        Promise.objects.filter(pk=put.known.case).update(**_columns(put))
    _versions(puts)


def _project_judgements(done: Sequence[Done[Judge]]) -> None:
    Judgement.objects.bulk_create(
        [
            Judgement(
                promise_id=put.known.case,
                state=put.state,
                computed=put.computed,
                judged_on=put.on,
                office_id=put.office,
                reason=put.reason,
            )
            for put in _puts(done)
        ]
    )


def _project_releases(done: Sequence[Done[Release]]) -> None:
    for put in _puts(done):
        Promise.objects.filter(pk=put.known.case).update(released=True, released_on=put.on)


def _on_case(code: str, decide: Any, project: Any) -> ActKind[Any, Rows]:  # noqa: ANN401 - a decision and its projection
    return register_act(
        ActKind(
            PROMISE,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            _load,
            project,
            remember=_remember,
        )
    )


BINDING: ActKind[Bind, Rows] = register_act(
    ActKind(
        PROMISE,
        "bind",
        lambda _request: Touched(),
        rules.bind,
        _load_bindings,
        _project_bindings,
        remember=_remember,
        place=lambda request: request.terms.place,
        bodies=lambda request: (request.office,),
    )
)
CHANGING = _on_case("change", rules.change, _project_changes)
JUDGING = _on_case("judge", rules.judge, _project_judgements)
RELEASING = _on_case("release", rules.release, _project_releases)
