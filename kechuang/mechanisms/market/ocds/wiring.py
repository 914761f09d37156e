"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.web import interface, slots


def register() -> None:
    """Register the entry of the menu and the address."""
    slots.add_rows("market", (slots.Row(_("Open data of the market"), "market_ocds:open-data", slots.PUBLIC, 98),))
    interface.register("open-data", "kechuang.mechanisms.market.ocds.api:router")
    slots.add_link("market.open_data", lambda: reverse("market_ocds:open-data"))
