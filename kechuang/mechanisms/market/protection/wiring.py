"""What this package lays on shared pages."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework import rounds
from kechuang.casework.rounds import Chore
from kechuang.mechanisms.market.protection import actions, cases, panel, papers
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION, READ
from kechuang.web import interface, slots


def register() -> None:
    """Register the case, its letter, menu entries, the panel, what lifts a freezing, the interface for programs."""
    cases.register()
    papers.register_all()
    rounds.register(Chore("market.protection", actions.lift, order=65))
    rows = (
        slots.Row(_("Cases of protection"), "market_protection:list", READ, 64),
        slots.Row(_("Protection of intellectual property"), "market_protection:front", slots.PUBLIC, 64),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{PROTECTION.kind}",
        slots.Panel(template="market_protection/case_panel.html", context=panel.panel, order=1),
    )
    interface.register("protections", "kechuang.mechanisms.market.protection.api:router")
