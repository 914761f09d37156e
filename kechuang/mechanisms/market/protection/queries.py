"""What pages read of cases of protection: scoped to the reader; for everybody only counts that tell nobody apart."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.protection.models import Protection
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.result.rules.moves import OVER
from kechuang.web.permissions import Actor


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the cases that an actor may read."""
    return casework.cases(actor, on, [PROTECTION.kind]).select_related("protection", "holder", "counterpart")


def result_of(number: str) -> UUID | None:
    """Give the achievement on the register that a right protects; the newest where there are several (one query)."""
    if not number:
        return None
    rows = Achievement.objects.filter(ips__number=number).exclude(state__in=OVER).order_by("-pk")
    return rows.values_list("pk", flat=True).first()


def counts() -> dict[tuple[str, str], Counter[str]]:
    """Give how many cases there are by (province, year), and by ``kind:``, ``way:``, ``outcome:`` (one query)."""
    found: dict[tuple[str, str], Counter[str]] = {}
    rows = Protection.objects.exclude(case__state="WITHDRAWN").values(
        "case__place", "case__opened_on__year", "kind", "way", "outcome"
    )
    for row in rows.annotate(count=Count("pk")):
        key = (f"{row['case__place'][:2]}0000", str(row["case__opened_on__year"]))
        counter = found.setdefault(key, Counter())
        counter["all"] += row["count"]
        for name in ("kind", "way", "outcome"):
            if row[name]:
                counter[f"{name}:{row[name]}"] += row["count"]
    return found
