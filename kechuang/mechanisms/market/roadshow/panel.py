"""What the case page shows of an event: to the office everything, to a body that signed up its own sign-up."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.mechanisms.market.roadshow import queries, showing
from kechuang.mechanisms.market.roadshow.models import Event
from kechuang.mechanisms.market.roadshow.rules.moves import HOLD, JOIN, SHOWN
from kechuang.web import clock
from kechuang.web.permissions import actor_of, may, scope


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the event beside its case."""
    row = Event.objects.select_related("case__office").filter(pk=case.pk).first()
    if row is None:
        return None
    actor, today = actor_of(request), clock.today()
    office = may(actor, HOLD, on=today, place=case.place, bodies=(case.office_id,))
    signups = row.signups.select_related("body").order_by("pk")
    if not office:
        signups = signups.filter(body__in=scope(actor, JOIN, today).bodies)
    shown = case.state in SHOWN and row.published_on is not None
    return {
        "row": row,
        "office": office,
        "facts": showing.public_facts(row, queries.seats(row)),
        "items": showing.item_rows(row),
        "signups": list(signups),
        "meetings": showing.meeting_rows(row) if office else [],
        "public_url": queries.public_url(row.pk) if shown else "",
        "unshow_url": reverse("market_roadshow:unshow", args=[row.pk])
        if office and case.state in {"DRAFT", "PUBLISHED"}
        else "",
        "case": case,
    }
