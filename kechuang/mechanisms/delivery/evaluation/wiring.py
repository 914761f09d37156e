"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import bytes as kept
from kechuang.ledger.verify import register_check
from kechuang.mechanisms.delivery.evaluation import cases, finding, panel
from kechuang.mechanisms.delivery.evaluation.models import IssuedReport
from kechuang.mechanisms.delivery.evaluation.proof_of_rows import EvaluationRows
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION, READ, SELF_REPORT
from kechuang.policy import beside
from kechuang.web import interface, slots


def register() -> None:
    """Register cases, menu entries, panels, the search, the check of rows and the interface for programs."""
    cases.register()
    register_check("delivery.evaluations", EvaluationRows)
    kept.register_columns("evaluations", IssuedReport.objects.all, "inputs", "word", "pdf")
    entries = (
        (_("Evaluations"), "delivery_evaluation:list", READ, 43, ("delivery_evaluation:",)),
        (_("Published evaluations"), "delivery_evaluation:published", slots.PUBLIC, 16, ()),
    )
    for label, view, permission, order, match in entries:
        slots.add_menu(
            slots.MenuEntry(group="promises", label=label, view=view, permission=permission, order=order, match=match)
        )
    for kind, template, context in (
        (EVALUATION.kind, "case_panel.html", panel.panel),
        (SELF_REPORT.kind, "report_panel.html", panel.report_panel),
    ):
        slots.add_panel(
            f"case:{kind}", slots.Panel(template=f"delivery_evaluation/{template}", context=context, order=1)
        )
    slots.add_panel(
        "policy.document",
        slots.Panel(template="delivery_evaluation/document_panel.html", context=panel.document_panel),
    )
    beside.add_buttons("evaluations", panel.document_button)
    slots.add_source(slots.PaletteSource(name="evaluations", find=finding.find_evaluations, order=36, permission=READ))
    slots.add_link("delivery.evaluations", lambda: reverse("delivery_evaluation:list"))
    interface.register("evaluations", "kechuang.mechanisms.delivery.evaluation.api:router")
