"""Rewards, empowerments and reports for pages: masked persons, the computation, the figures."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.reward import queries, wording
from kechuang.mechanisms.market.reward.calculating import result_context
from kechuang.mechanisms.market.reward.fields import percent
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment, RewardLine, TransferReport
from kechuang.mechanisms.market.reward.rules.reporting import FIGURES
from kechuang.mechanisms.market.reward.rules.sheets import computed
from kechuang.mechanisms.market.reward.rules.waterfall import Computation
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock
from kechuang.web.parts import Fact

SUMS = frozenset(code for code in FIGURES if code.endswith("_yuan"))


def kept(rows: list[Fact]) -> list[Fact]:
    """Leave out what is empty."""
    return [each for each in rows if each.value not in {"", None}]


def person_rows(lines: list[RewardLine], unit: str, *, whole: bool = False) -> list[dict[str, Any]]:
    """Give the lines of a sheet with masked ids; ``whole`` adds tax and what is left after it."""
    return [
        {
            "name": line.name,
            "masked": line.masked,
            "role": wording.role(line.role),
            "basis": line.basis,
            "leader": line.leader,
            "share": percent(line.share),
            "amount": f"{line.amount:,.0f}" if unit == "shares" else f"{line.amount:,.2f}",
            "tax": f"{line.tax:,.2f}" if whole else "",
            "after": f"{line.amount - line.tax:,.2f}" if whole and unit != "shares" else "",
        }
        for line in lines
    ]


def computation_of(row: Distribution) -> Computation | None:
    """Compute a sheet again by the rules in force for it; None where the rulebook of today would refuse it."""
    found = computed(Law(rulebook.current()), queries.sheet_of(row), row.case.place, clock.today())
    return None if isinstance(found, Refusal) else found


def sheet_context(row: Distribution) -> dict[str, Any]:
    """Give the computation of a sheet for pages."""
    found = computation_of(row)
    return result_context(found, row.case.place, row.in_force) if found else {}


def sheet_facts(row: Distribution) -> list[Fact]:
    """Give what stands above a sheet."""
    case = row.case
    unit = _("shares") if row.amount_unit == "shares" else _("yuan")
    return kept(
        [
            Fact(term=_("Number"), value=case.number),
            Fact(term=_("Unit"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Way of the transfer"), value=wording.way(row.way)),
            Fact(term=_("Number of the contract"), value=row.contract),
            Fact(term=_("Contract in force since"), value=row.in_force),
            Fact(term=_("Income received on"), value=row.income_on),
            Fact(term=_("Net"), value=f"{row.net:,.2f}"),
            Fact(term=_("Pool for those who completed and transferred it"), value=f"{row.pool:,.2f} {unit}"),
            Fact(term=_("Notice from"), value=row.start),
            Fact(term=_("Notice until"), value=row.end),
            Fact(term=_("Where in the unit"), value=row.where),
            Fact(term=_("Pay by"), value=row.pay_by),
            Fact(term=_("Reward paid on"), value=row.paid_on),
            Fact(term=_("Number of the voucher or entry"), value=row.reference),
        ]
    )


def right_facts(row: Empowerment) -> list[Fact]:
    """Give the right of an empowerment."""
    case = row.case
    share = f"{percent(row.share)}%" if row.top and "/" not in percent(row.share) else percent(row.share)
    return kept(
        [
            Fact(term=_("Number"), value=case.number),
            Fact(term=_("Unit"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Kind of right"), value=str(wording.RIGHTS[row.right])),
            Fact(term=_("Share of the ownership for the completers"), value=share if row.top else ""),
            Fact(term=_("From"), value=row.right_start),
            Fact(term=_("Right until"), value=row.right_end),
            Fact(term=_("Who decides on its use"), value=row.decision),
            Fact(term=_("Who bears the costs"), value=row.cost),
            Fact(term=_("How the revenue is split"), value=row.revenue),
            Fact(term=_("What holds when somebody leaves"), value=row.leaving),
            Fact(term=_("Notice from"), value=row.start),
            Fact(term=_("Notice until"), value=row.end),
            Fact(term=_("Where in the unit"), value=row.where),
            Fact(term=_("Number of the agreement"), value=row.number),
            Fact(term=_("Signed on"), value=row.signed_on),
            Fact(term=_("Number of the registration"), value=row.registration),
            Fact(term=_("Registered on"), value=row.effective_on),
            Fact(term=_("Ended on"), value=row.ended_on),
        ]
    )


def completer_rows(row: Empowerment) -> list[dict[str, Any]]:
    """Give the completers of an empowerment (one query)."""
    return [
        {"rank": each.place_in_order, "name": each.name, "share": percent(each.share), "speaks": each.representative}
        for each in row.completers.order_by("place_in_order")
    ]


def figure_rows(row: TransferReport) -> list[tuple[str, str]]:
    """Give the figures of a report with their words."""
    found = []
    for code in FIGURES:
        value = Decimal(row.figures.get(code, "0"))
        text = f"{value:,.2f}" if code in SUMS else f"{value:,.0f}"
        found.append((str(wording.FIGURES[code]), text))
    return found


def report_facts(row: TransferReport, case: Case) -> list[Fact]:
    """Give what stands above a report."""
    return kept(
        [
            Fact(term=_("Number"), value=case.number),
            Fact(term=_("Unit"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Year"), value=str(row.year)),
            Fact(term=_("Filed on"), value=row.filed_on),
            Fact(term=_("Was due on"), value=row.due),
            Fact(term=_("Days late"), value=str(row.late_days) if row.late_days else ""),
            Fact(term=_("Collected anew on"), value=row.corrected_on),
            Fact(term=_("Handed on"), value=row.forwarded_on),
            Fact(term=_("Stands on so many facts"), value=str(len(row.stands_on))),
            Fact(term=_("Remarks"), value=row.remarks),
        ]
    )
