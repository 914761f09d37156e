"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.web import interface, slots


def register() -> None:
    """Register the entries of the menu, the address of the front page and the interface."""
    entries = (
        (_("Technology market"), "market_overview:front", 10, ""),
        (_("Markets beside each other"), "market_overview:markets", 11, "market_overview:front"),
        (_("Figures of the market"), "market_overview:figures", 12, "market_overview:front"),
    )
    for label, view, order, under in entries:
        slots.add_menu(
            slots.MenuEntry(
                group="acts",
                label=label,
                view=view,
                permission=slots.PUBLIC,
                order=order,
                under=under,
                match=("market_overview:",) if not under else (),
            )
        )
    slots.add_link("market.front", lambda: reverse("market_overview:front"))
    interface.register("market", "kechuang.mechanisms.market.overview.api:router")
