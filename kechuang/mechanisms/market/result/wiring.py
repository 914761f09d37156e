"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.result import cases, finding, importing, offering, panel, papers, preparing
from kechuang.mechanisms.market.result.rules.moves import ENTRY, OWN, READ, RESULT, RIGHT, RIGHT_READ
from kechuang.web import interface, slots

KINDS = (
    (RESULT.kind, "case_panel.html", panel.result_panel),
    (RIGHT.kind, "right_panel.html", panel.right_panel),
    (ENTRY.kind, "entry_panel.html", panel.entry_panel),
)
MINE = ("market_result:mine", "market_result:own")
RIGHTS = ("market_result:rights", "market_result:entries", "market_result:apply", "market_result:right-")
MENU = (
    slots.Row(_("Achievements"), "market_result:list", READ, 20),
    slots.Row(_("Rights in technology"), "market_result:rights", RIGHT_READ, 21, "market_result:list", RIGHTS),
    slots.Row(_("Public register of achievements"), "market_result:public", slots.PUBLIC, 20),
)


def register() -> None:
    """Register the cases, papers, the table to take in, menu entries, panels, the search, the interface."""
    cases.register()
    papers.register_all()
    importing.register_kind()
    preparing.register()
    slots.add_rows("mine", (slots.Row(_("My achievements"), "market_result:mine", OWN, 40, match=MINE),))
    slots.add_rows("market", MENU)
    for kind, template, context in KINDS:
        slots.add_panel(f"case:{kind}", slots.Panel(template=f"market_result/{template}", context=context, order=1))
    ways = slots.Panel(template="market_result/offering_panel.html", context=offering.panel, order=0)
    slots.add_panel(f"case:{RESULT.kind}", ways)
    slots.add_source(slots.PaletteSource(name="achievements", find=finding.find_results, order=30))
    slots.add_source(slots.PaletteSource(name="results", find=finding.find_cases, order=31, permission=READ))
    slots.add_link("market.results", lambda: reverse("market_result:public"))
    interface.register("results", "kechuang.mechanisms.market.result.api:router")
    interface.register("techrights", "kechuang.mechanisms.market.result.right_api:router")
