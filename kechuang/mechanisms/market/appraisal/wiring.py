"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.appraisal import cases, panel, papers
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, READ
from kechuang.mechanisms.market.result.rules.moves import RESULT
from kechuang.web import interface, slots


def register() -> None:
    """Register the case, papers, menu entries, panels and the interface for programs."""
    cases.register()
    papers.register_all()
    rows = (
        slots.Row(_("Evaluations of achievements"), "market_appraisal:list", READ, 60, "market_result:list"),
        slots.Row(_("Published evaluations of achievements"), "market_appraisal:published", slots.PUBLIC, 60),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{APPRAISAL.kind}", slots.Panel(template="market_appraisal/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_panel(
        f"case:{RESULT.kind}",
        slots.Panel(template="market_appraisal/result_panel.html", context=panel.of_result, order=5),
    )
    slots.add_link("market.appraisals", lambda: reverse("market_appraisal:published"))
    interface.register("appraisals", "kechuang.mechanisms.market.appraisal.api:router")
