"""What pages read of demands: a fixed number of queries each, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.demand.models import Demand, DemandTarget
from kechuang.mechanisms.market.demand.projecting import words_of
from kechuang.mechanisms.market.demand.rules.matching import Profile
from kechuang.mechanisms.market.demand.rules.moves import DEMAND, SHOWN
from kechuang.web.permissions import Actor


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the demands that an actor may read."""
    return casework.cases(actor, on, [DEMAND.kind]).select_related("market_demand")


def public() -> QuerySet[Demand]:
    """Give the demands that everybody may read; one that is suspended is not shown."""
    rows = Demand.objects.filter(case__kind=DEMAND.kind, case__state__in=SHOWN, case__hold="")
    return rows.select_related("case__holder", "case__office")


def targets(row: Demand) -> list[DemandTarget]:
    """Give the targets of a demand in their order (one query)."""
    return list(row.targets.order_by("order"))


def public_url(identifier: UUID) -> str:
    """Give the address of a demand's public page."""
    return reverse("market_demand:published-one", args=[identifier])


def profile(row: Demand) -> Profile:
    """Give what matching reads of a demand (one query)."""
    indicators = [each.indicator for each in targets(row)]
    text = " ".join((row.case.title, row.background, *indicators, row.constraints))
    return Profile(
        field=row.field,
        ipc=tuple(row.ipc),
        keywords=words_of(row.keywords),
        text=text,
        readiness=row.readiness,
        place=row.case.place,
        region=row.region,
    )


def tally() -> dict[str, int]:
    """Count the public demands by state, and the scenes among them (two queries)."""
    rows = public()
    counted = {row["case__state"]: row["count"] for row in rows.values("case__state").annotate(count=Count("pk"))}
    return {**counted, "scene": rows.filter(is_scene=True).count()}
