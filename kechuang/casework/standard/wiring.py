"""What this package lays on shared pages."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard import alongside, opened, panel, preparing
from kechuang.web import clock, interface, slots
from kechuang.web.permissions import actor_of


def waiting(request: HttpRequest) -> int | None:
    """Count what waits to be submitted or mended; nothing to show for nothing."""
    return preparing.waiting(actor_of(request), clock.today()) or None


def register() -> None:
    """Register menu, panels and readers."""
    alongside.register()
    preparing.hold_files()
    opened.register()
    interface.register("standard", "kechuang.casework.standard.api:router")
    interface.register("rounds", "kechuang.casework.standard.api:ROUND_PAGES")
    slots.add_menu(
        slots.MenuEntry(
            group="mine",
            label=_("Prepared requests"),
            view="standard:prepared",
            permission="matter:prepare",
            order=30,
            count=waiting,
            match=("standard:prepare",),
        )
    )
    slots.add_menu(
        slots.MenuEntry(
            group="acts",
            label=_("Rounds of recommendation"),
            view="standard:rounds",
            permission="recommendation:give",
            order=65,
            match=("standard:round",),
        )
    )
    slots.add_panel("case", slots.Panel(template="standard/case_panel.html", context=panel.panel, order=10))
