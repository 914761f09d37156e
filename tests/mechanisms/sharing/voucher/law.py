"""The law of the voucher's tests: the product's own keys, with values that the tests quote. Invented numbers."""

from datetime import date
from decimal import Decimal
from functools import cache

from kechuang.rulebook import load
from kechuang.rulebook.book import Entry
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.value import Table, Text

SINCE = date(2020, 1, 1)
SOURCE, CLAUSE = "test-measure", "9"


def table(*codes: str) -> Table:
    return Table(tuple({"code": code, "title": Text(code, code)} for code in codes))


def points(**weights: int) -> Table:
    return Table(tuple({"code": code, "title": Text(code, code), "points": weight} for code, weight in weights.items()))


VALUES = {
    "voucher.quota.enterprise.year_yuan": (Decimal(200_000), "yuan"),
    "voucher.quota.team.year_yuan": (Decimal(50_000), "yuan"),
    "voucher.right.valid_months": (12, "month"),
    "voucher.order.max_share": (Decimal("0.5"), "share"),
    "voucher.order.cap_yuan": (Decimal(100_000), "yuan"),
    "voucher.services": (table("testing", "rd_design", "consulting"), ""),
    "voucher.excluded": (table("compulsory_test", "mass_inspection", "affiliated"), ""),
    "voucher.territory": ("delta", ""),
    "voucher.check.county_days": (5, "working_day"),
    "voucher.check.city_days": (10, "working_day"),
    "voucher.claim.after_delivery_days": (90, "calendar_day"),
    "voucher.notice.days": (7, "calendar_day"),
    "voucher.provider.listed_on": ("contract_signed", ""),
    "voucher.audit.sample_share": (Decimal("0.1"), "share"),
    "voucher.audit.risk_score": (60, ""),
    "voucher.audit.risk_signs": (
        points(near_cap=30, split=40, related=60, unit_suspect=30, no_profile=20, report_without_text=20),
        "",
    ),
    "voucher.audit.near_cap_share": (Decimal("0.95"), "share"),
    "voucher.split.window_days": (30, "calendar_day"),
    "voucher.circular.window_days": (365, "calendar_day"),
    "voucher.one_subsidy_per_contract": (True, ""),
    "voucher.invoice.within_validity": (True, ""),
    "voucher.report.same_share": (Decimal("0.95"), "share"),
    "voucher.report.like_share": (Decimal("0.8"), "share"),
}


def entry(key: str, value: object, unit: str = "", place: str = "000000", **changes: object) -> Entry:
    fixed = {"meaning": "fixed", "since": SINCE, "until": None, "source": SOURCE, "clause": CLAUSE, "confidence": "D"}
    return Entry(key=key, place=place, value=value, unit=unit, **{**fixed, **changes})


@cache
def _keys():
    return load.load([load.packaged_root()]).keys


def book(*more: Entry, without: tuple[str, ...] = ()) -> Rulebook:
    """The law of the tests; ``more`` adds or replaces nearer values, ``without`` leaves keys silent."""
    entries = [entry(key, value, unit) for key, (value, unit) in VALUES.items() if key not in without]
    return Rulebook("test", _keys(), [*entries, *more])
