"""What this package lays on shared pages."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework.matters import cases, panel, preparing
from kechuang.casework.matters.moves import ALL, READ
from kechuang.web import interface, slots


def register() -> None:
    """Register the cases with their standard moves, the menu, the panels and the interface for programs."""
    cases.register()
    preparing.register()
    slots.add_menu(
        slots.MenuEntry(
            group="acts", label=_("Matters"), view="matters:list", permission=READ, order=60, match=("matters:",)
        )
    )
    for moves in ALL:
        slots.add_panel(
            f"case:{moves.kind}", slots.Panel(template="matters/case_panel.html", context=panel.panel, order=1)
        )
    interface.register("matters", "kechuang.casework.matters.api:router")
