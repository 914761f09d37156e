"""What empowerment and reward sharing leave behind. No fact holds a name or an identity number.

Persons stand as references of their lines; who is behind one is kept in tables that can be emptied.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("market.empowerment.applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentApplied(Fact):
    """Completers asked their unit for a right in an achievement."""

    place: str = public()
    unit: str = public()
    result: str = public()
    right: str = public()
    completers: tuple[str, ...] = parties()
    plan: str = parties()


@fact_type("market.empowerment.decided")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentDecided(Fact):
    """The unit accepted, refused, stopped, ended or terminated an empowerment, for a reason."""

    place: str = public()
    move: str = public()
    reason: str = parties()


@fact_type("market.empowerment.agreed")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentAgreed(Fact):
    """The terms: a share of the ownership, or a right to use for so long."""

    place: str = public()
    right: str = public()
    share: str = public()
    start: date = public()
    end: date | None = public()
    decision: str = parties()
    cost: str = parties()
    revenue: str = parties()
    leaving: str = parties()


@fact_type("market.empowerment.notice_begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentNoticeBegun(Fact):
    """The terms were published in the unit."""

    place: str = public()
    start: date = public()
    end: date = public()
    days: int = public()
    where: str = parties()


@fact_type("market.empowerment.notice_passed")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentNoticePassed(Fact):
    """The notice in the unit ran its time."""

    place: str = public()
    start: date = public()
    end: date = public()


@fact_type("market.empowerment.signed")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentSigned(Fact):
    """The agreement was signed."""

    place: str = public()
    signed_on: date = public()
    number: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.empowerment.effective")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentEffective(Fact):
    """The change of rights was registered: the completers hold their right."""

    place: str = public()
    unit: str = public()
    on: date = public()
    number: str = parties()


@fact_type("market.empowerment.reported")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentReported(Fact):
    """The completers reported on a year of their right."""

    place: str = public()
    year: int = public()
    income_yuan: Decimal = parties()
    used: str = parties()


@fact_type("market.empowerment.expired")
@dataclass(frozen=True, slots=True, kw_only=True)
class EmpowermentExpired(Fact):
    """The right to use ran its years."""

    place: str = public()
    end: date = public()


@fact_type("market.distribution.drafted")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionDrafted(Fact):
    """A sheet was drawn up: the income, the pool, and each line without its person."""

    place: str = public()
    way: str = public()
    unit: str = parties()
    result: str = parties()
    contract: str = parties()
    income_on: date | None = parties()
    amount_unit: str = parties()
    net: Decimal = parties()
    rate: str = parties()
    pool: Decimal = parties()
    lines: tuple[str, ...] = parties()
    pay_by: date | None = parties()
    again: bool = public()


@fact_type("market.distribution.notice_begun")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionNoticeBegun(Fact):
    """The sheet was published in the unit."""

    place: str = public()
    start: date = public()
    end: date = public()
    days: int = public()
    leaders: int = public()
    openly: bool = public()
    where: str = parties()


@fact_type("market.distribution.notice_stopped")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionNoticeStopped(Fact):
    """The unit stopped the notice of a sheet, for a reason; the sheet is drawn up anew."""

    place: str = public()
    reason: str = parties()


@fact_type("market.distribution.notice_passed")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionNoticePassed(Fact):
    """The notice in the unit ran its time."""

    place: str = public()
    start: date = public()
    end: date = public()


@fact_type("market.distribution.handed_over")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionHandedOver(Fact):
    """The batch of payments was handed to the unit's finance."""

    place: str = public()
    persons: int = public()
    total: Decimal = parties()


@fact_type("market.distribution.paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionPaid(Fact):
    """The unit proved that the batch was paid (shares: entered). Totals are public, persons are not.

    ``total_yuan`` repeats a total of money; a total of shares is none.
    """

    place: str = public()
    unit: str = public()
    way: str = public()
    amount_unit: str = public()
    total: Decimal = public()
    total_yuan: Decimal | None = public()
    persons: int = public()
    paid_on: date = public()
    late_days: int = public()
    reference: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("market.distribution.overdue")
@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionOverdue(Fact):
    """The day of payment passed and nothing proves a payment. A warning to the unit; nothing else follows."""

    place: str = public()
    pay_by: date = parties()


@fact_type("market.distribution.forgotten")
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsForgotten(Fact):
    """Names and masked identity numbers were taken off a sheet that was paid."""

    place: str = public()
    persons: int = public()
    reason: str = parties()


@fact_type("market.transfer_report.filed")
@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReportFiled(Fact):
    """A unit reported on its transfers of a year; figures by code, with the facts on which they stand."""

    place: str = public()
    unit: str = public()
    year: int = public()
    figures: tuple[str, ...] = public()
    again: bool = public()
    due: date | None = public()
    late_days: int = public()
    stands_on: tuple[str, ...] = parties()
    remarks: str = parties()


@fact_type("market.transfer_report.forwarded")
@dataclass(frozen=True, slots=True, kw_only=True)
class TransferReportForwarded(Fact):
    """The department handed a unit's report on."""

    place: str = public()
    year: int = public()
