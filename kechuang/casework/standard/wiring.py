"""What this package lays on shared pages."""

from kechuang.casework.standard import alongside, panel
from kechuang.web import slots


def register() -> None:
    """Register menu, panels and readers."""
    alongside.register()
    slots.add_panel("case", slots.Panel(template="standard/case_panel.html", context=panel.panel, order=10))
