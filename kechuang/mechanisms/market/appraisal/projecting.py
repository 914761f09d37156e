"""Writes what decisions say into the tables of evaluations, and loads what decisions see: a few statements a batch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.appraisal.models import Appraisal, AppraisalLevel, Assessor
from kechuang.mechanisms.market.appraisal.rules.moves import CONDUCT, UNDER_WAY
from kechuang.mechanisms.market.appraisal.rules.requests import (
    Commission,
    Completer,
    Loaded,
    Member,
    Put,
    ResultSeen,
    Seen,
)
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.models import Completer as CompleterRow
from kechuang.mechanisms.market.result.rules.values import INTERNAL, STATE_SECRET
from kechuang.resources.organisations import queries as organisations
from kechuang.resources.organisations.relation import related
from kechuang.web import clock
from kechuang.web.accounts.models import Grant
from kechuang.web.permissions import ROLES

TABLES: Mapping[str, Any] = {"member": Assessor, "level": AppraisalLevel}


def load_new(requests: Sequence[Commission]) -> Loaded:
    """Give what decisions about commissions see (seven queries at most)."""
    named = {each.institution for each in requests}
    return Loaded(
        calendars=load_calendars(),
        results=results({each.result for each in requests}),
        institutions=institutions(clock.today(), named),
        relations=relations((each.holder, each.institution) for each in requests),
        running=running({each.result for each in requests}),
    )


def load(requests: Sequence[Any]) -> Loaded:
    """Give the evaluations of a batch as decisions see them (five queries)."""
    found = seen({each.appraisal for each in requests})
    return Loaded(
        calendars=load_calendars(), appraisals=found, results=results({each.result for each in found.values()})
    )


def institutions(on: date, only: Collection[UUID] | None = None) -> dict[UUID, str]:
    """Give the bodies in which somebody holds the duty of conducting evaluations (one query)."""
    roles = [code for code, role in ROLES.items() if CONDUCT in role.permissions]
    rows = Grant.objects.filter(role__in=roles, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), body__valid_to__isnull=True
    )
    if only is not None:
        rows = rows.filter(body__in=only)
    return dict(rows.order_by("body__name").values_list("body_id", "body__name"))


def relations(pairs: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """Give how the register knows holders and institutions to be related (two queries)."""
    wanted = list(pairs)
    profiles = organisations.profiles({body for pair in wanted for body in pair})
    return {
        (one, other): relation
        for one, other in wanted
        if one in profiles and other in profiles and (relation := related(profiles[one], profiles[other]))
    }


def running(wanted: Collection[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Give the evaluations of achievements that are under way, by institution (one query)."""
    rows = Appraisal.objects.filter(result__in=wanted, case__state__in=UNDER_WAY)
    return {
        (result, institution): number
        for result, institution, number in rows.values_list("result_id", "case__counterpart_id", "case__number")
    }


def results(wanted: Collection[UUID]) -> dict[UUID, ResultSeen]:
    """Give achievements as decisions see them (two queries)."""
    rows = {row.pk: row for row in Achievement.objects.select_related("unit").filter(pk__in=wanted)}
    completers: dict[UUID, list[Completer]] = {}
    for row in CompleterRow.objects.filter(achievement__in=rows).order_by("place_in_order"):
        completers.setdefault(row.achievement_id, []).append(Completer(row.name, row.unit, row.person_id))
    return {
        pk: ResultSeen(
            name=row.name,
            state=row.state,
            unit=row.unit_id,
            unit_name=row.unit.name,
            trl=row.trl,
            product=bool(row.product.strip()),
            secret=row.security in {INTERNAL, STATE_SECRET},
            completers=tuple(completers.get(pk, ())),
        )
        for pk, row in rows.items()
    }


def seen(wanted: Collection[UUID]) -> dict[UUID, Seen]:
    """Give evaluations as decisions see them (two queries)."""
    members: dict[UUID, list[Member]] = {}
    for each in Assessor.objects.filter(appraisal__in=wanted).order_by("appraisal", "order"):
        one = Member(
            id=each.pk,
            name=each.name,
            unit=each.unit,
            title=each.title,
            person=each.person_id,
            lead=each.lead,
            tie=each.tie,
            named=each.named,
        )
        members.setdefault(each.appraisal_id, []).append(one)
    return {
        row.pk: Seen(
            result=row.result_id,
            round=row.round,
            members=tuple(members.get(row.pk, ())),
            grades={value: said["grade"] for value, said in row.grades.items()},
            level=row.level,
            published=row.published_on is not None,
        )
        for row in Appraisal.objects.filter(pk__in=wanted)
    }


def project(done: Sequence[Done[Any]]) -> None:
    """Write evaluations and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of an evaluation carries a Put
        if put.new:
            Appraisal.objects.create(case_id=put.case, **put.values)
        elif put.values:
            Appraisal.objects.filter(pk=put.case).update(**put.values)
        for table in put.empties:
            TABLES[table].objects.filter(appraisal=put.case).delete()
        for name, model in TABLES.items():
            rows = [model(appraisal_id=put.case, **values) for table, values in put.adds if table == name]
            model.objects.bulk_create(rows)
        if put.signers:
            Assessor.objects.filter(appraisal=put.case).update(signed=False)
            Assessor.objects.filter(appraisal=put.case, pk__in=put.signers).update(signed=True)
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, put.case)
