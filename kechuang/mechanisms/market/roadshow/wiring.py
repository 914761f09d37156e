"""What this package lays on shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.mechanisms.market.roadshow import (
    actions,  # noqa: F401 - importing it registers the acts
    cases,
    finding,
    panel,
    papers,
)
from kechuang.mechanisms.market.roadshow.models import EventSignup
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, HOLD
from kechuang.web import interface, slots

CALENDAR = ("market_roadshow:calendar", "market_roadshow:all", "market_roadshow:one", "market_roadshow:join")


def _of_event(row: EventSignup) -> str:
    """Name a row by its event's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.event_id))


def register() -> None:
    """Register the case, papers, menu entries, the panel, the search and the interface for programs."""
    cases.register()
    papers.register_all()
    estates.register(estates.rows("event_signups", _("Sign-ups for events"), EventSignup, "body", Q(), _of_event))
    rows = (
        slots.Row(_("Roadshows and events"), "market_roadshow:list", HOLD, 74),
        slots.Row(_("Market calendar"), "market_roadshow:calendar", slots.PUBLIC, 74, match=CALENDAR),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{EVENT.kind}", slots.Panel(template="market_roadshow/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_source(slots.PaletteSource(name="events", find=finding.find_events, order=49))
    slots.add_link("market.calendar", lambda: reverse("market_roadshow:calendar"))
    interface.register("events", "kechuang.mechanisms.market.roadshow.api:router")
