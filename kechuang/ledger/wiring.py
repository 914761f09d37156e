"""What the ledger lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.ledger import showing, views
from kechuang.web import interface, slots


def register() -> None:
    """Register menu, palette, links and the interface for programs."""
    slots.add_menu(
        slots.MenuEntry(
            group="open",
            label=_("Public record"),
            view="ledger:facts",
            permission=slots.PUBLIC,
            order=20,
            match=("ledger:",),
        )
    )
    slots.add_source(slots.PaletteSource(name="facts and logs", find=views.find, order=60))
    slots.add_link("fact", showing.address)
    slots.add_link("log", lambda code: reverse("ledger:log", args=[code]))
    slots.add_link("door.record", lambda: reverse("ledger:facts"))
    interface.register("facts", "kechuang.ledger.api:facts")
    interface.register("logs", "kechuang.ledger.api:logs")
