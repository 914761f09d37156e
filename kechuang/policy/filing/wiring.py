"""What this package lays on shared pages."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework.papers import offering
from kechuang.policy import beside
from kechuang.policy.filing import table, views


def register() -> None:
    """Register acts, cases, menu entries, panels and the interface for programs."""
    beside.add_buttons("filing", views.buttons)
    offering.register_table(offering.OwnTable(views.TARGET, _("Breakdown of responsibilities"), table.marks))
