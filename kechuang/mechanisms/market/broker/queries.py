"""What pages read of brokers: a fixed number of queries each, scoped to the reader."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry
from kechuang.mechanisms.market.broker.rules.moves import ANSWERED, BROKER, BROKERED, LISTED
from kechuang.web.permissions import Actor

# Below so many deals a sum could tell one firm's commission: the page shows none (our design).
FEWEST = 3


def entries(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the entries that an actor may read."""
    return casework.cases(actor, on, [BROKER.kind]).select_related("market_broker")


def deals(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the claimed deals that an actor may read: the broker's unit, the client, the office."""
    return casework.cases(actor, on, [BROKERED.kind]).select_related("market_brokered__entry__case")


def public() -> QuerySet[BrokerEntry]:
    """Give the entries that everybody may find: active and suspended ones."""
    rows = BrokerEntry.objects.filter(case__kind=BROKER.kind, case__state__in=LISTED, forgotten=False)
    return rows.select_related("case__holder", "case__office")


def public_url(identifier: UUID) -> str:
    """Give the address of an entry's public page."""
    return reverse("market_broker:public-one", args=[identifier])


def by_certificate(number: str) -> BrokerEntry | None:
    """Give the entry of a certificate by its whole number, in whatever state it once stood; the latest one."""
    text = number.strip()
    if not text:
        return None
    rows = BrokerEntry.objects.filter(certificate__iexact=text, case__state__in=ANSWERED, forgotten=False)
    return rows.select_related("case__holder", "case__office").order_by("-living", "-pk").first()


@dataclass(frozen=True, slots=True)
class Tallied:
    """A line of the statistics: its code, active entries, deals confirmed, their amount; None where too few."""

    code: str
    active: int
    deals: int
    amount: Decimal | None
    commission: Decimal | None


def by_level() -> list[Tallied]:
    """Count active entries and confirmed deals by level (two queries)."""
    return _counted("level", "level")


def by_place() -> list[Tallied]:
    """Count active entries and confirmed deals by city (two queries)."""
    return _counted("case__city", "case__city")


def _counted(entry_column: str, deal_column: str) -> list[Tallied]:
    live = BrokerEntry.objects.filter(case__state="ACTIVE", case__kind=BROKER.kind)
    active = {row[entry_column]: row["n"] for row in live.values(entry_column).annotate(n=Count("pk"))}
    confirmed = BrokeredDeal.objects.filter(case__state__in=("CONFIRMED", "PAID"))
    sums = confirmed.values(deal_column).annotate(n=Count("pk"), amount=Sum("deal_yuan"), agreed=Sum("agreed_yuan"))
    found = {row[deal_column]: row for row in sums}
    lines = []
    for code in sorted({*active, *found}):
        row = found.get(code, {"n": 0, "amount": None, "agreed": None})
        told = row["n"] >= FEWEST
        lines.append(
            Tallied(
                code,
                active.get(code, 0),
                row["n"],
                row["amount"] if told else None,
                row["agreed"] if told else None,
            )
        )
    return lines


def by_field() -> list[tuple[str, int]]:
    """Count active entries by field; one at home in two fields counts in both (one query)."""
    live = BrokerEntry.objects.filter(case__state="ACTIVE", case__kind=BROKER.kind)
    counted = Counter(code for text in live.values_list("specialities", flat=True) for code in text.split("、") if code)
    return sorted(counted.items())


def sums_of(cases: QuerySet[Case]) -> dict[str, Decimal | int]:
    """Sum the confirmed deals of some cases: how many, agreed, received (one query)."""
    rows = BrokeredDeal.objects.filter(case__in=cases.values("pk"), case__state__in=("CONFIRMED", "PAID"))
    found = rows.aggregate(n=Count("pk"), agreed=Sum("agreed_yuan"), paid=Sum("paid_yuan"))
    return {"count": found["n"], "agreed": found["agreed"] or Decimal(0), "paid": found["paid"] or Decimal(0)}
