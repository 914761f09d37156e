"""What pages read of rewards, empowerments and reports: a fixed number of queries each, scoped to the reader."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment, RewardLine
from kechuang.mechanisms.market.reward.rules.moves import (
    DISTRIBUTION,
    EMPOWERMENT,
    EMPOWERMENT_NOTICED,
    NOTICED,
    REPORT,
)
from kechuang.mechanisms.market.reward.rules.requests import Payee, Sheet
from kechuang.web.permissions import Actor

DORMANT = "DORMANT"


def sheets(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the sheets that an actor may read."""
    return casework.cases(actor, on, [DISTRIBUTION.kind]).select_related("distribution", "holder")


def empowerments(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the empowerments that an actor may read."""
    return casework.cases(actor, on, [EMPOWERMENT.kind]).select_related("empowerment", "holder")


def reports(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the yearly reports that an actor may read."""
    return casework.cases(actor, on, [REPORT.kind]).select_related("transfer_report", "holder", "office")


def bodies_of(actor: Actor, on: date) -> frozenset[UUID]:
    """Give the bodies in which a person has any duty: what is published in a unit is for its own people."""
    return frozenset(held.body for held in actor.grants if held.in_force(on))


def noticed(actor: Actor, on: date) -> QuerySet[Distribution]:
    """Give the notices of sheets that a reader may see: those of the own unit, and those published openly."""
    rows = Distribution.objects.filter(case__kind=DISTRIBUTION.kind, case__state__in=NOTICED)
    rows = rows.filter(Q(openly=True) | Q(case__holder__in=bodies_of(actor, on)))
    return rows.select_related("case__holder")


def empowerments_noticed(actor: Actor, on: date) -> QuerySet[Empowerment]:
    """Give the notices of empowerments in the reader's own unit."""
    rows = Empowerment.objects.filter(case__kind=EMPOWERMENT.kind, case__state__in=EMPOWERMENT_NOTICED)
    return rows.filter(case__holder__in=bodies_of(actor, on)).select_related("case__holder")


def lines(case: UUID) -> list[RewardLine]:
    """Give the lines of a sheet in order (one query)."""
    return list(RewardLine.objects.filter(distribution=case).order_by("order"))


def dormant() -> QuerySet[Achievement]:
    """Give the achievements that lay idle longer than the rule allows, as everybody may find them."""
    return Achievement.objects.filter(public=True, state=DORMANT).select_related("unit")


def sheet_of(row: Distribution, payees: tuple[Payee, ...] = ()) -> Sheet:
    """Give a sheet as rules see it."""
    plain = row.inputs

    def number(name: str) -> Decimal | None:
        return Decimal(plain[name]) if plain.get(name) is not None else None

    zero = Decimal(0)
    return Sheet(
        title=row.case.title,
        result=row.result,
        way=row.way,
        subject=row.subject,
        in_force=row.in_force,
        income_on=row.income_on,
        contract=row.contract,
        paid=number("paid") or zero,
        cost=number("cost") or zero,
        fiscal=number("fiscal") or zero,
        tax=number("tax") or zero,
        shares=number("shares") or zero,
        profits=tuple(Decimal(each) for each in plain.get("profits", ())),
        years=plain.get("years"),
        agreed=number("agreed"),
        main=number("main"),
        staff=number("staff"),
        due=date.fromisoformat(plain["due"]) if plain.get("due") else None,
        patent=plain.get("patent", ""),
        award=number("award") or zero,
        payees=payees,
    )


def payees_of(case: UUID) -> tuple[Payee, ...]:
    """Give the persons of a sheet as rules see them (one query)."""
    return tuple(
        Payee(
            id=each.pk,
            name=each.name,
            role=each.role,
            basis=each.basis,
            share=each.share,
            tax=each.tax,
            leader=each.leader,
            masked=each.masked,
            hashed=each.hashed,
            person=each.person_id,
        )
        for each in lines(case)
    )
