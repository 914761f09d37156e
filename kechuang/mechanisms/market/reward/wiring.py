"""What this package lays on shared pages."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework import erasure
from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.mechanisms.market.reward import cases, finding, panel, papers, projecting
from kechuang.mechanisms.market.reward.calculating import calculator_url
from kechuang.mechanisms.market.reward.models import TransferReport
from kechuang.mechanisms.market.reward.rules.moves import (
    DISTRIBUTION,
    EMPOWERMENT,
    EMPOWERMENT_READ,
    READ,
    REPORT,
    REPORT_READ,
)
from kechuang.web import interface, slots

FRONT = "market_overview:front"
EMPOWERED = ("market_reward:empowerment", "market_reward:apply")
NOTICES = ("market_reward:notice", "market_reward:empowerment-notice")


def _of_report(row: TransferReport) -> str:
    """Name a row by its report's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.pk))


def register() -> None:
    """Register the cases, papers, what erasing a person empties, menu entries, panels and the interface."""
    cases.register()
    papers.register_all()
    erasure.register_eraser("market rewards", projecting.forget_person)
    estates.register(estates.rows("transfer_reports", _("Transfer reports"), TransferReport, "unit", Q(), _of_report))
    rows = (
        slots.Row(_("Empowerment"), "market_reward:empowerments", EMPOWERMENT_READ, 50, match=EMPOWERED),
        slots.Row(_("Reward distributions"), "market_reward:list", READ, 51),
        slots.Row(_("Transfer reports"), "market_reward:reports", REPORT_READ, 52, "market_reward:list"),
        slots.Row(_("Idle achievements"), "market_reward:dormant", slots.PUBLIC, 50),
        slots.Row(_("Reward calculator"), "market_reward:calculator", slots.PUBLIC, 51),
        slots.Row(_("Yearly totals of transfer"), "market_reward:totals", slots.PUBLIC, 52),
    )
    slots.add_rows("market", rows)
    notices = slots.Row(_("Notices in my unit"), "market_reward:notices", slots.SIGNED_IN, 53, FRONT, NOTICES)
    slots.add_rows("market", (notices,))
    for moves, template, context in (
        (DISTRIBUTION, "sheet_panel", panel.sheet),
        (EMPOWERMENT, "right_panel", panel.right),
        (REPORT, "report_panel", panel.report),
    ):
        slots.add_panel(
            f"case:{moves.kind}", slots.Panel(template=f"market_reward/{template}.html", context=context, order=1)
        )
    slots.add_source(slots.PaletteSource(name="reward calculator", find=finding.find_calculator, order=47))
    slots.add_link("market.calculator", calculator_url)
    interface.register("rewards", "kechuang.mechanisms.market.reward.api:router")
