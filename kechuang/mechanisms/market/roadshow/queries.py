"""What pages read of events: a fixed number of queries each, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.market.roadshow.models import Event, EventItem
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, SHOWN
from kechuang.web.permissions import Actor


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the events that an actor may read, with the persons who have a seat and those who wait."""
    rows = casework.cases(actor, on, [EVENT.kind]).select_related("market_event")
    seated = Q(market_event__signups__waiting=False)
    return rows.annotate(
        seated=Sum("market_event__signups__persons", filter=seated),
        waiting=Sum("market_event__signups__persons", filter=~seated & Q(market_event__signups__isnull=False)),
    )


def public() -> QuerySet[Event]:
    """Give the events that everybody may read: published ones, also when they are over or cancelled."""
    rows = Event.objects.filter(case__kind=EVENT.kind, case__state__in=SHOWN, published_on__isnull=False)
    return rows.select_related("case__office")


def public_url(identifier: UUID) -> str:
    """Give the address of an event's public page."""
    return reverse("market_roadshow:one", args=[identifier])


def seats(row: Event) -> dict[str, int]:
    """Give how many persons have a seat and how many wait (one query)."""
    found = row.signups.aggregate(
        seated=Sum("persons", filter=Q(waiting=False)),
        waiting=Sum("persons", filter=Q(waiting=True)),
        bodies=Count("pk"),
    )
    return {name: value or 0 for name, value in found.items()}


def item_url(item: EventItem) -> str:
    """Give the public page of what is shown; empty where it has none."""
    names = {
        "market.result": "market_result:public-one",
        "market.demand": "market_demand:published-one",
        "market.lot": "market_auction:lot",
        "market.listing": "market_listing:published-one",
    }
    return reverse(names[item.kind], args=[item.ref_id]) if item.kind in names else ""
