"""Makes settlements known to casework and lays them on shared pages; called once when the family's app is ready."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.registry import CaseKind, register_case
from kechuang.ledger.checks import register_check
from kechuang.mechanisms.sharing.settlement import actions, queries, showing
from kechuang.mechanisms.sharing.settlement.proof_of_rows import SettlementRows
from kechuang.mechanisms.sharing.settlement.rules.moves import PERIOD, READ, STATEMENT
from kechuang.web import clock, interface, slots
from kechuang.web.parts import IDLE, RISK
from kechuang.web.permissions import actor_of

PERIOD_FORMS = {"record": "settlement:record", "net": "settlement:net", "pay": "settlement:pay"}
STATEMENT_FORMS = {
    "prepare": "settlement:prepare",
    "check": "settlement:check",
    "send_back": "settlement:send-back",
    "send": "settlement:send",
    "receive": "settlement:receive",
    "reconcile": "settlement:reconcile",
    "redraw": "settlement:redraw",
    "correct": "settlement:correct",
    "amend": "settlement:correct",
}


def register() -> None:
    """Register kinds of cases, panels, menu, palette, the interface for programs, and the check of the rows."""
    register_case(
        CaseKind(
            PERIOD,
            READ,
            forms=PERIOD_FORMS,
            due=dict(actions.DUE),
            list_url="settlement:periods",
            tones={"PERIOD_CLOSED": RISK},
        )
    )
    register_case(
        CaseKind(
            STATEMENT,
            READ,
            forms=STATEMENT_FORMS,
            list_url="settlement:periods",
            tones={"EXPECTED": IDLE, "DIFFERENT": RISK},
        )
    )
    register_check("sharing.settlement", SettlementRows)
    slots.add_panel(
        f"case:{PERIOD.kind}", slots.Panel(template="settlement/period_panel.html", context=showing.period_panel)
    )
    slots.add_panel(
        f"case:{STATEMENT.kind}",
        slots.Panel(template="settlement/statement_panel.html", context=showing.statement_panel),
    )
    slots.add_menu(
        slots.MenuEntry(
            group="acts",
            label=_("Settlement between regions"),
            view="settlement:periods",
            permission=READ,
            order=30,
            match=("settlement:",),
        )
    )
    slots.add_menu(
        slots.MenuEntry(
            group="open",
            label=_("Voucher money across regions"),
            view="settlement:flows",
            permission=slots.PUBLIC,
            order=40,
            under="voucher:front",
        )
    )
    slots.add_source(slots.PaletteSource(name="settlements", find=find_periods, order=40, permission=READ))
    interface.register("settlement", "kechuang.mechanisms.sharing.settlement.api:router")


def find_periods(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find settlement periods by the beginning of their name."""
    rows = queries.periods(actor_of(request), clock.today()).filter(code__startswith=words.upper()).order_by("-last")
    return [
        slots.Hit(title=row.case.number, kind=_("settlement period"), url=reverse("casework:case", args=[row.pk]))
        for row in rows[:limit]
    ]
