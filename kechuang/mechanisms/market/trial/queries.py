"""What pages read of trials and open licences: a fixed number of queries each, scoped to the reader."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.trial.models import OpenLicence, Trial, TrialOffer
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, REGISTERED, TRIAL
from kechuang.web.permissions import Actor

IN_POOL = ("pool", "counties")


def offers(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the offers that an actor may read."""
    return casework.cases(actor, on, [OFFER.kind]).select_related("trial_offer", "holder", "office")


def trials(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the trials that an actor may read."""
    return casework.cases(actor, on, [TRIAL.kind]).select_related("trial", "holder", "counterpart", "office")


def open_licences(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the declarations that an actor may read."""
    return casework.cases(actor, on, [OPEN_LICENCE.kind]).select_related("open_licence", "holder", "office")


def uses(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the uses of open licences that an actor may read."""
    rows = casework.cases(actor, on, [OPEN_USE.kind])
    return rows.select_related("open_use__licence", "holder", "counterpart", "office")


def pool() -> QuerySet[TrialOffer]:
    """Give the offers that everybody may read: those that stand."""
    rows = TrialOffer.objects.filter(ended_on__isnull=True, case__state="OFFERED")
    return rows.select_related("case__holder", "case__office", "result")


def register() -> QuerySet[OpenLicence]:
    """Give the declarations that everybody may read, also those withdrawn after they stood."""
    rows = OpenLicence.objects.filter(published_on__isnull=False, case__state__in=REGISTERED)
    return rows.select_related("case__holder", "case__office", "result")


def pool_url(identifier: UUID) -> str:
    """Give the address of an offer's public page."""
    return reverse("market_trial:pool-one", args=[identifier])


def register_url(identifier: UUID) -> str:
    """Give the address of a declaration's public page."""
    return reverse("market_trial:register-one", args=[identifier])


@dataclass(frozen=True, slots=True)
class Line:
    """What a county gained: trials begun, trials that run, conversions."""

    county: str
    mountain: bool
    begun: int
    running: int
    converted: int


def gains(year: int = 0) -> list[Line]:
    """Give what each county gained, most conversions first (one query), in all years or in one."""
    begun, converted = Q(signed_on__isnull=False), Q(converted_on__isnull=False)
    if year:
        span = (date(year, 1, 1), date(year, 12, 31))
        begun, converted = Q(signed_on__range=span), Q(converted_on__range=span)
    rows = Trial.objects.order_by().values_list("county", "mountain")
    found = rows.annotate(
        begun=Count("pk", filter=begun),
        running=Count("pk", filter=Q(case__state="TRIAL") & begun),
        converted=Count("pk", filter=converted),
    )
    lines = [Line(*row) for row in found if row[2] or row[4]]
    return sorted(lines, key=lambda line: (not line.mountain, -line.converted, -line.begun, line.county))


def years() -> list[int]:
    """Give the years in which trials began, latest first (one query)."""
    return [day.year for day in Trial.objects.filter(signed_on__isnull=False).dates("signed_on", "year", order="DESC")]
