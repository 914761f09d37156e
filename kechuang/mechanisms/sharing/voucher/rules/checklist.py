"""The formal check of a claim, rule by rule: met or missed, by how much, under which clause. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.text import compact
from kechuang.kernel.money import round_fen
from kechuang.mechanisms.sharing.voucher.rules import asking, limits, provider
from kechuang.mechanisms.sharing.voucher.rules.entitlement import Line
from kechuang.mechanisms.sharing.voucher.rules.rows import OrderRow
from kechuang.rulebook.resolve import Answer, Law


@dataclass(frozen=True, slots=True)
class Papers:
    """What was handed in: the tax number on the invoice, the digests of report and proof of payment."""

    tax_no: str
    report_sha256: str
    payment_sha256: str


def claim_lines(law: Law, row: OrderRow, papers: Papers, *, opened_on: date, on: date) -> tuple[Line, ...]:
    """Every rule that a claim must keep, beside what the order says. Before the claim its lines are missed.

    Share and cap are those under which the order was reserved on ``opened_on``.
    """
    return (
        _listed(law, row, on),
        _days(
            "check_contract_day",
            row.valid_from <= row.contract_on <= row.valid_to,
            (row.valid_to - row.contract_on).days,
        ),
        Line(code="check_report", met=bool(papers.report_sha256)),
        *_invoice(law, row, on),
        _buyer(row, papers.tax_no),
        Line(code="check_payment", met=bool(papers.payment_sha256)),
        *_amounts(law, row, opened_on),
    )


def weights(law: Law, place: str, on: date) -> tuple[dict[str, int], int | None]:
    """The points of each sign of risk at a place, and from how many points on the audit is certain."""
    points = asking.points_of(law.ask("voucher.audit.risk_signs", place=place, on=on))
    return points, asking.whole_of(law.ask("voucher.audit.risk_score", place=place, on=on))


def _days(code: str, met: bool, days: int, answer: Answer | None = None) -> Line:
    return Line(code=code, met=met, gap=abs(days), unit="days", answer=answer)


def _listed(law: Law, row: OrderRow, on: date) -> Line:
    answer = law.ask("voucher.provider.listed_on", place=row.provider.place, on=on)
    day = row.contract_on if answer.value != provider.AT_DELIVERY else row.delivered_on or row.contract_on
    met = row.listing is not None and provider.why_not_listed(row.listing, day) is None
    return Line(code="check_listed", met=met, answer=answer, about=row.provider.name)


def _invoice(law: Law, row: OrderRow, on: date) -> tuple[Line, ...]:
    amount, day = row.invoice_yuan, row.invoice_on
    answer = law.ask("voucher.invoice.within_validity", place=row.place, on=on)
    over = Line(code="check_invoice_amount", met=False, limit=row.contract_yuan, unit="yuan")
    if amount is not None:
        gap = abs(row.contract_yuan - amount)
        met = amount <= row.contract_yuan
        over = Line(code="check_invoice_amount", met=met, limit=row.contract_yuan, have=amount, gap=gap, unit="yuan")
    if day is None:
        return over, Line(code="check_invoice_day", met=False, answer=answer)
    inside = not asking.flag_of(answer, otherwise=True) or row.valid_from <= day <= row.valid_to
    return over, _days("check_invoice_day", inside and day >= row.contract_on, (row.valid_to - day).days, answer)


def _buyer(row: OrderRow, tax_no: str) -> Line:
    """A team may have no credit code; its invoices then name none."""
    known = read_credit_code(row.holder.code).ok
    return Line(code="check_buyer", met=not known or compact(tax_no) == compact(row.holder.code))


def _amounts(law: Law, row: OrderRow, opened_on: date) -> tuple[Line, ...]:
    bounds = limits.limits(law, row.place, opened_on, row.holder.kind, row.category)
    share, cap = (bounds.share, bounds.cap) if isinstance(bounds, limits.Limits) else (None, None)
    covered = row.eligible_yuan if row.invoice_yuan is None else min(row.eligible_yuan, row.invoice_yuan)
    lines = [_amount("check_share", round_fen(row.share * covered), row.amount_yuan, share)]
    if row.cap_yuan is not None:
        lines.append(_amount("check_cap", row.cap_yuan, row.amount_yuan, cap))
    return tuple(lines)


def _amount(code: str, limit: Decimal, have: Decimal, answer: Answer | None) -> Line:
    return Line(code=code, met=have <= limit, limit=limit, have=have, gap=abs(limit - have), unit="yuan", answer=answer)
