"""Writes what decisions say into the tables of cases of protection, and loads what decisions see."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.protection.models import Protection, Routing
from kechuang.mechanisms.market.protection.rules.moves import HANDLE, INTAKE, LIVE
from kechuang.mechanisms.market.protection.rules.requests import Loaded, Put, Report, ResultSeen, Route, Seen
from kechuang.mechanisms.market.result.models import Achievement, IpRight
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant
from kechuang.web.permissions import ROLES


def load_new(requests: Sequence[Report]) -> Loaded:
    """Give what decisions about new cases see (five queries)."""
    reporters = {each.reporter for each in requests}
    return Loaded(
        calendars=load_calendars(),
        reporters={pk: (name, code) for pk, name, code in _bodies(reporters)},
        results=results({each.result for each in requests if each.result}),
        reported=reported(reporters),
    )


def load(requests: Sequence[Any]) -> Loaded:
    """Give the cases of a batch as decisions see them (two queries, one more where one is routed)."""
    rows = Protection.objects.filter(pk__in={each.protection for each in requests})
    named = {each.to for each in requests if isinstance(each, Route) and each.to}
    return Loaded(
        calendars=load_calendars(),
        cases={row.pk: Seen(kind=row.kind, right=row.right, happened_at=row.happened_at, way=row.way) for row in rows},
        handlers=handlers(clock.today(), named) if named else {},
    )


def _bodies(wanted: Collection[UUID]) -> Any:  # noqa: ANN401 - rows of three columns
    return Body.objects.filter(pk__in=wanted).values_list("pk", "name", "code")


def _holding(permission: str, on: date) -> Any:  # noqa: ANN401 - a query set of grants
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    return Grant.objects.filter(role__in=roles, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), body__valid_to__isnull=True
    )


def handlers(on: date, only: Collection[UUID] | None = None) -> dict[UUID, tuple[str, str]]:
    """Give the offices that handle cases, with name and place (one query)."""
    rows = _holding(HANDLE, on)
    if only is not None:
        rows = rows.filter(body__in=only)
    return {
        pk: (name, place)
        for pk, name, place in rows.order_by("body__name").values_list("body_id", "body__name", "body__place")
    }


def intake_for(place: str, on: date) -> Body | None:
    """Give the office that takes in cases of a place: of the county, else of the city or the province (one query)."""
    wanted = [place, f"{place[:4]}00", f"{place[:2]}0000"]
    bodies = Body.objects.filter(pk__in=_holding(INTAKE, on).values("body_id"), place__in=wanted).exclude(authority="")
    found = sorted(bodies, key=lambda body: (wanted.index(body.place), body.code, str(body.pk)))
    return found[0] if found else None


def results(wanted: Collection[UUID]) -> dict[UUID, ResultSeen]:
    """Give achievements as decisions see them (two queries)."""
    numbers: dict[UUID, set[str]] = {}
    for pk, number in IpRight.objects.filter(achievement__in=wanted).values_list("achievement_id", "number"):
        numbers.setdefault(pk, set()).add(number)
    return {
        row.pk: ResultSeen(name=row.name, state=row.state, numbers=frozenset(numbers.get(row.pk, ())))
        for row in Achievement.objects.filter(pk__in=wanted)
    }


def reported(reporters: Collection[UUID]) -> dict[tuple[UUID, str, str], str]:
    """Give the cases of reporters that are under way, by number of the right and respondent (one query)."""
    rows = Protection.objects.filter(case__holder__in=reporters, case__state__in=LIVE)
    columns = ("case__holder_id", "number_key", "respondent", "case__number")
    return {(body, key, compact(other)): number for body, key, other, number in rows.values_list(*columns)}


def project(done: Sequence[Done[Any]]) -> None:
    """Write cases and their routing."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of a case carries a Put
        if put.new:
            Protection.objects.create(case_id=put.case, **put.values)
        elif put.values:
            Protection.objects.filter(pk=put.case).update(**put.values)
        if put.routed is not None:
            Routing.objects.create(protection_id=put.case, **put.routed)
        if put.answered is not None:
            last = Routing.objects.filter(protection=put.case).order_by("-pk").values("pk")[:1]
            Routing.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(**put.answered)
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, put.case)
