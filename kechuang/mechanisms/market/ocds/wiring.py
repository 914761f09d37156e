"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.web import interface, slots


def register() -> None:
    """Register the entry of the menu and the address."""
    slots.add_menu(
        slots.MenuEntry(
            group="acts",
            label=_("Open data of the market"),
            view="market_ocds:open-data",
            permission=slots.PUBLIC,
            order=39,
            match=("market_ocds:",),
        )
    )
    interface.register("open-data", "kechuang.mechanisms.market.ocds.api:router")
    slots.add_link("market.open_data", lambda: reverse("market_ocds:open-data"))
