"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.web import interface, slots


def register() -> None:
    """Register the entries of the menu, the address of the front page and the interface."""
    slots.add_group("market", _("Technology market"), 32, front="market_overview:front")
    rows = (
        slots.Row(_("Front page of the market"), "market_overview:front", slots.PUBLIC, 10),
        slots.Row(_("Markets beside each other"), "market_overview:markets", slots.PUBLIC, 11),
        slots.Row(_("Figures of the market"), "market_overview:figures", slots.PUBLIC, 12),
    )
    slots.add_rows("market", rows)
    slots.add_link("market.front", lambda: reverse("market_overview:front"))
    interface.register("market", "kechuang.mechanisms.market.overview.api:router")
