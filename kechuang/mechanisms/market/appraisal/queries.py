"""What pages read of evaluations: a fixed number of queries each, scoped to the reader."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, SHOWN
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web.permissions import Actor

HIDDEN = ("WITHHELD", "WITHDRAWN", "REFUSED")
COMMISSIONED = ("REGISTERED", "LISTED", "IN_DEAL", "LICENSED", "DORMANT", "TRANSFERRED", "INVESTED", "IMPLEMENTED")


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the evaluations that an actor may read."""
    return casework.cases(actor, on, [APPRAISAL.kind]).select_related("appraisal", "holder", "counterpart")


def public() -> QuerySet[Appraisal]:
    """Give the evaluations whose holder agreed to publication, but not those of an achievement that is withheld."""
    rows = Appraisal.objects.filter(published_on__isnull=False, case__state__in=SHOWN)
    rows = rows.exclude(result__state__in=HIDDEN)
    return rows.select_related("case__holder", "case__counterpart", "case__office", "result")


def public_url(identifier: UUID) -> str:
    """Give the address of an evaluation's public page."""
    return reverse("market_appraisal:published-one", args=[identifier])


def of_result(result: UUID) -> list[Appraisal]:
    """Give all evaluations of an achievement, newest first (one query)."""
    rows = Appraisal.objects.filter(result=result).select_related("case__counterpart")
    return list(rows.order_by("-case__number"))


def to_commission(bodies: list[Any]) -> QuerySet[Achievement]:
    """Give the achievements of bodies that may be evaluated."""
    return Achievement.objects.filter(unit__in=bodies, state__in=COMMISSIONED).select_related("case").order_by("-pk")
