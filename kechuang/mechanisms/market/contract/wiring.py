"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.ledger.verify import register_check
from kechuang.mechanisms.market.contract import cases, finding, importing, panel, papers, preparing
from kechuang.mechanisms.market.contract.proof_of_rows import ContractRows
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, READ, REGISTER
from kechuang.web import interface, slots

CHECKED = ("market_contract:check", "market_contract:certificate")


def register() -> None:
    """Register cases, papers, the table, menu entries, panels, the search, the check of rows and the interface."""
    cases.register()
    papers.register_all()
    importing.register_all()
    preparing.register()
    rows = (
        slots.Row(_("Technology contracts"), "market_contract:list", READ, 40),
        slots.Row(_("Registration desk"), "market_contract:desk", REGISTER, 41, "market_contract:list"),
        slots.Row(_("Report of contracts"), "market_contract:report", READ, 42, "market_contract:list"),
        slots.Row(_("Contract statistics"), "market_contract:statistics", slots.PUBLIC, 42),
        slots.Row(_("Check a registration certificate"), "market_contract:check", slots.PUBLIC, 41, match=CHECKED),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{CONTRACT.kind}", slots.Panel(template="market_contract/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_source(slots.PaletteSource(name="contracts", find=finding.find, order=37, permission=READ))
    slots.add_link("market.contracts", lambda: reverse("market_contract:list"))
    register_check("market.contracts", ContractRows)
    interface.register("contracts", "kechuang.mechanisms.market.contract.api:router")
