"""Writes what decisions say into the tables of demands, and loads what decisions see: a few statements a batch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.demand.models import Demand, DemandAnswer, DemandMark, DemandTalk, DemandTarget
from kechuang.mechanisms.market.demand.rules.intake import MARKS
from kechuang.mechanisms.market.demand.rules.moves import REFINE
from kechuang.mechanisms.market.demand.rules.requests import (
    Loaded,
    Near,
    Open,
    Owner,
    PassOn,
    Put,
    Refined,
    Seen,
    Target,
)
from kechuang.policy.likeness import sample
from kechuang.resources.organisations.models import Organisation
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant
from kechuang.web.permissions import ROLES

TABLES: Mapping[str, Any] = {
    "target": DemandTarget,
    "mark": DemandMark,
    "answer": DemandAnswer,
    "talk": DemandTalk,
}
COLUMNS = ("list_type", "field", "background", "constraints", "masked", "valid_until", "asked_until", "is_scene")


def load_new(requests: Sequence[Open]) -> Loaded:
    """Give the owners of new demands and the demands whose text is near (three queries)."""
    return Loaded(
        calendars=load_calendars(),
        owners=owners({each.holder for each in requests}),
        near=_near({each.case: sample(each.terms.all_text()) for each in requests}),
    )


def load(requests: Sequence[Any]) -> Loaded:
    """Give the demands of a batch as decisions see them (three queries, one more where a refiner is named)."""
    wanted = {each.demand for each in requests}
    named = {each.refiner for each in requests if isinstance(each, PassOn)}
    return Loaded(
        calendars=load_calendars(),
        demands=seen(wanted),
        refiners=refiners(clock.today(), named) if named else {},
    )


def owners(bodies: Collection[UUID]) -> dict[UUID, Owner]:
    """Give what the register holds of bodies; one that it does not know is known by its name (two queries)."""
    found = {
        body.pk: Owner(name=body.name, kind=body.kind, place=body.place) for body in Body.objects.filter(pk__in=bodies)
    }
    for row in Organisation.objects.filter(body__in=bodies):
        found[row.body_id] = Owner(
            name=row.name, kind=row.kind, place=row.place, industry=row.industry, sales=row.sales
        )
    return found


def refiners(on: date, only: Collection[UUID] | None = None) -> dict[UUID, str]:
    """Give the bodies in which somebody holds the duty of refining demands (one query)."""
    roles = [code for code, role in ROLES.items() if REFINE in role.permissions]
    rows = Grant.objects.filter(role__in=roles, valid_from__lte=on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), body__valid_to__isnull=True
    )
    if only is not None:
        rows = rows.filter(body__in=only)
    return dict(rows.order_by("body__name").values_list("body_id", "body__name"))


def _near(samples: Mapping[UUID, tuple[int, ...]]) -> dict[UUID, tuple[Near, ...]]:
    marks = {mark for found in samples.values() for mark in found[:MARKS]}
    hits: dict[int, set[UUID]] = {}
    for demand, mark in DemandMark.objects.filter(mark__in=marks).values_list("demand_id", "mark"):
        hits.setdefault(mark, set()).add(demand)
    rows = Demand.objects.filter(pk__in=set().union(*hits.values()))
    columns = rows.values_list("pk", "case__number", "case__holder_id", "sample")
    known = {pk: Near(pk, number, holder, tuple(found)) for pk, number, holder, found in columns}
    return {
        case: tuple(known[pk] for pk in sorted({pk for mark in found[:MARKS] for pk in hits.get(mark, ())}, key=str))
        for case, found in samples.items()
    }


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give demands as decisions see them (three queries)."""
    rows = {row.pk: row for row in Demand.objects.select_related("case").filter(pk__in=list(wanted))}
    targets: dict[UUID, list[Target]] = {}
    for each in DemandTarget.objects.filter(demand__in=rows).order_by("demand", "order"):
        targets.setdefault(each.demand_id, []).append(target_of(each))
    answers: dict[UUID, dict[UUID, UUID]] = {}
    for pk, demand, body in DemandAnswer.objects.filter(demand__in=rows).values_list("pk", "demand_id", "body_id"):
        answers.setdefault(demand, {})[pk] = body
    return {
        pk: Seen(
            title=row.case.title,
            keywords=words_of(row.keywords),
            ipc=tuple(row.ipc),
            targets=tuple(targets.get(pk, ())),
            budget=row.budget,
            needed_by=row.needed_by,
            published_on=row.published_on,
            refined=refined_of(row.refined),
            answers=answers.get(pk, {}),
            **{name: getattr(row, name) for name in COLUMNS},
        )
        for pk, row in rows.items()
    }


def words_of(text: str) -> tuple[str, ...]:
    """Give the keywords of a stored text."""
    return tuple(each for each in text.split("、") if each)


def target_of(row: Any) -> Target:  # noqa: ANN401 - a row of the table, or its columns
    """Give a target as rules see it."""
    return Target(
        indicator=row.indicator,
        unit=row.unit,
        current=None if row.current is None else Decimal(row.current),
        target=Decimal(row.target),
        sense=row.sense,
        method=row.method,
    )


def refined_of(plain: Mapping[str, Any]) -> Refined | None:
    """Read a proposal that waits for the owner; None where there is none."""
    if not plain:
        return None
    rows = [DemandTarget(**each) for each in plain["targets"]]
    return Refined(
        title=plain["title"],
        background=plain["background"],
        targets=tuple(target_of(row) for row in rows),
        keywords=tuple(plain["keywords"]),
        ipc=tuple(plain["ipc"]),
        constraints=plain["constraints"],
    )


def remember(rows: Loaded, request: Open, _decision: Any) -> None:  # noqa: ANN401 - the decision is not needed
    """Let the next demand of a batch be compared with the ones before it."""
    found = sample(request.terms.all_text())
    new = Near(request.case, "", request.holder, found)
    rows.near = {case: (*near, new) for case, near in rows.near.items()}


def project(done: Sequence[Done[Any]]) -> None:
    """Write demands and what hangs on them."""
    puts: list[Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision of a demand carries a Put
    Demand.objects.bulk_create([Demand(case_id=put.case, **put.values) for put in puts if put.new])
    for put in puts:
        if put.values and not put.new:
            Demand.objects.filter(pk=put.case).update(**put.values)
        for table in put.empties:
            TABLES[table].objects.filter(demand=put.case).delete()
    for name, model in TABLES.items():
        model.objects.bulk_create(
            [model(demand_id=put.case, **values) for put in puts for table, values in put.adds if table == name]
        )
