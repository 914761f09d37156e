"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.ledger.verify import register_check
from kechuang.mechanisms.market.contract import cases, finding, importing, panel, papers, preparing
from kechuang.mechanisms.market.contract.proof_of_rows import ContractRows
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, READ, REGISTER
from kechuang.web import interface, slots


def register() -> None:
    """Register cases, papers, the table, menu entries, panels, the search, the check of rows and the interface."""
    cases.register()
    papers.register_all()
    importing.register_all()
    preparing.register()
    entries = (
        (_("Technology contracts"), "market_contract:list", READ, 30, "", ("market_contract:",)),
        (_("Registration desk"), "market_contract:desk", REGISTER, 31, "market_contract:list", ()),
        (_("Report of contracts"), "market_contract:report", READ, 32, "market_contract:list", ()),
        (_("Contract statistics"), "market_contract:statistics", slots.PUBLIC, 33, "market_contract:list", ()),
        (_("Check a registration certificate"), "market_contract:check", slots.PUBLIC, 34, "market_contract:list", ()),
    )
    for label, view, permission, order, under, match in entries:
        slots.add_menu(
            slots.MenuEntry(
                group="acts", label=label, view=view, permission=permission, order=order, under=under, match=match
            )
        )
    slots.add_panel(
        f"case:{CONTRACT.kind}", slots.Panel(template="market_contract/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_source(slots.PaletteSource(name="contracts", find=finding.find, order=37, permission=READ))
    slots.add_link("market.contracts", lambda: reverse("market_contract:list"))
    register_check("market.contracts", ContractRows)
    interface.register("contracts", "kechuang.mechanisms.market.contract.api:router")
