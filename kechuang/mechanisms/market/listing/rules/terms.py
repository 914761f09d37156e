"""What a seller offers in a listing, as value and as JSON, and what is wrong with it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from kechuang.kernel.amount import unit_slip
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.listing.rules.law import Floors
from kechuang.rulebook.quoting import cited, number, whole

MODES = ("transfer", "licence_exclusive", "licence_sole", "licence_ordinary")
ONE_SUM, INSTALMENTS = "one_sum", "instalments"
PAYMENTS = (ONE_SUM, INSTALMENTS)
LONGEST_TITLE, LONGEST, MOST, MOST_CONDITIONS = 120, 4000, 20, 10
SHORTEST_PHRASE = 8
ONE, ZERO = Decimal(1), Decimal(0)
# What points to one party: a credit code, or the full name of a company.
_CODE = re.compile(r"\b[0-9A-HJ-NP-RT-UWXY]{18}\b")
_NAME = re.compile(r"[\u4e00-\u9fff（）()]{2,}(?:有限责任公司|股份有限公司|有限公司|集团公司|合伙企业)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is sold: its title, its patent or registration number, its record in the register of achievements."""

    title: str
    ip_number: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """An offer whole. Amounts in yuan, ``period_days`` and ``extension_days`` working days, ``rest_months`` months.

    ``commitment`` stands for a secret reserve price: SHA-256 of amount and a phrase that the seller alone keeps.
    """

    title: str
    summary: str
    mode: str
    items: tuple[Item, ...]
    base: Decimal
    period_days: int
    appraisal: Decimal | None = None
    price_ground: str = ""
    consent: str = ""
    commitment: str = ""
    conditions: tuple[str, ...] = ()
    deposit: Decimal = ZERO
    refund: str = ""
    payment: str = ONE_SUM
    first_share: Decimal | None = None
    rest_months: int | None = None
    delivery: str = ""
    transition: str = ""
    forum: str = ""
    extensions: int = 0
    extension_days: int = 0
    term_until: date | None = None

    def plain(self) -> dict[str, Any]:
        """Give the terms as JSON, without title and items, which stand in tables."""
        return {
            "summary": self.summary.strip(),
            "period_days": self.period_days,
            "price_ground": self.price_ground.strip(),
            "consent": self.consent.strip(),
            "conditions": list(self.conditions),
            "refund": self.refund.strip(),
            "payment": self.payment,
            "first_share": None if self.first_share is None else f"{self.first_share:f}",
            "rest_months": self.rest_months,
            "delivery": self.delivery.strip(),
            "transition": self.transition.strip(),
            "forum": self.forum.strip(),
            "extensions": self.extensions,
            "extension_days": self.extension_days,
            "term_until": self.term_until.isoformat() if self.term_until else None,
        }


def read(plain: Mapping[str, Any], **columns: Any) -> Terms:  # noqa: ANN401 - the columns beside the JSON
    """Read what ``plain`` gave; ``columns`` are what stands in tables."""
    values = dict(plain)
    values["conditions"] = tuple(plain["conditions"])
    values["first_share"] = Decimal(plain["first_share"]) if plain["first_share"] else None
    values["term_until"] = date.fromisoformat(plain["term_until"]) if plain["term_until"] else None
    return Terms(**values, **columns)


def commitment(amount: Decimal, phrase: str) -> str:
    """Give what stands for a secret reserve price: SHA-256 over the amount with two places and the phrase."""
    return sha256(f"listing.reserve|{amount:.2f}|{phrase.strip()}".encode()).hexdigest()


def unfit(terms: Terms, floors: Floors, usual: Decimal | None = None) -> Refusal | None:
    """Refuse an offer that cannot be listed; ``usual`` is the price that the register of achievements states."""
    return (
        _unfit_words(terms)
        or _unfit_items(terms)
        or _unfit_price(terms, floors, usual)
        or _unfit_payment(terms, floors)
        or _unfit_period(terms, floors)
        or _pointing(terms, floors)
    )


def _unfit_words(terms: Terms) -> Refusal | None:
    if not terms.title.strip() or len(terms.title.strip()) > LONGEST_TITLE:
        return Refusal("listing.no_title", {"limit": LONGEST_TITLE}, place="title")
    if not terms.summary.strip() or len(terms.summary) > LONGEST:
        return Refusal("listing.no_summary", {"limit": LONGEST}, place="summary")
    if terms.mode not in MODES:
        return Refusal("listing.mode_unknown", {"mode": terms.mode}, place="mode")
    if not terms.delivery.strip():
        return Refusal("listing.no_delivery", place="delivery")
    return None


def _unfit_items(terms: Terms) -> Refusal | None:
    if not 0 < len(terms.items) <= MOST or any(not each.title.strip() for each in terms.items):
        return Refusal("listing.no_item", {"limit": MOST}, place="item_title_0")
    for at, each in enumerate(terms.items):
        number = each.ip_number.strip()
        # 2025SR0123456 is the number of a software copyright, which begins as an application number does.
        if number and "SR" not in number.upper() and number[:2].upper() in {"ZL", "CN", "19", "20"}:
            reading = read_patent_number(number)
            if reading.fault:
                return Refusal(reading.fault.code, dict(reading.fault.values), place=f"item_number_{at}")
    return None


def _unfit_price(terms: Terms, floors: Floors, usual: Decimal | None) -> Refusal | None:
    if terms.base <= 0:
        return Refusal("listing.no_base", place="base")
    near = terms.appraisal or usual
    slip = unit_slip(terms.base, near) if near else None
    if slip is not None and near:
        values: dict[str, Value] = {"base_yuan": terms.base, "value_yuan": near, "meant": slip.values["meant"]}
        return Refusal("listing.base_unit", values, place="base")
    if terms.deposit < 0 or terms.deposit > terms.base:
        return Refusal("listing.deposit_wrong", {"deposit_yuan": terms.deposit, "base_yuan": terms.base}, "deposit")
    if terms.deposit and not terms.refund.strip():
        return Refusal("listing.no_refund_rule", place="refund")
    if terms.appraisal is None and not terms.price_ground.strip():
        return Refusal("listing.no_price_ground", place="price_ground")
    share = number(floors.consent_below)
    if terms.appraisal and share is not None and terms.base < terms.appraisal * share and floors.bound:
        values = {"base_yuan": terms.base, "value_yuan": terms.appraisal, "least_share": share}
        values |= cited(floors.consent_below)
        return None if terms.consent.strip() else Refusal("listing.consent_missing", values, place="consent")
    return None


def _unfit_payment(terms: Terms, floors: Floors) -> Refusal | None:
    if terms.payment not in PAYMENTS:
        return Refusal("listing.payment_unknown", {"payment": terms.payment}, place="payment")
    if terms.payment == ONE_SUM:
        return None
    first, rest = terms.first_share, terms.rest_months
    if first is None or not 0 < first < ONE:
        return Refusal("listing.no_first_share", place="first_share")
    least = number(floors.first_share)
    if floors.bound and least is not None and first < least:
        values: dict[str, Value] = {"own_share": first, "least_share": least, **cited(floors.first_share)}
        return Refusal("listing.first_share_small", values, place="first_share")
    if rest is None or rest <= 0:
        return Refusal("listing.no_rest", place="rest_months")
    years = whole(floors.rest_years)
    if floors.bound and years is not None and rest > 12 * years:
        late: dict[str, Value] = {"months": rest, "most": 12 * years, **cited(floors.rest_years)}
        return Refusal("listing.rest_late", late, "rest_months")
    return None


def _unfit_period(terms: Terms, floors: Floors) -> Refusal | None:
    least = whole(floors.period)
    if terms.period_days <= 0:
        return Refusal("listing.no_period", place="period_days")
    if floors.bound and least is not None and terms.period_days < least:
        values: dict[str, Value] = {"days": terms.period_days, "least": least, **cited(floors.period)}
        return Refusal("listing.period_short", values, place="period_days")
    if terms.extensions < 0 or (terms.extensions and terms.extension_days <= 0):
        return Refusal("listing.no_extension_days", place="extension_days")
    least = whole(floors.extension)
    if floors.bound and terms.extensions and least is not None and terms.extension_days < least:
        values = {"days": terms.extension_days, "least": least, **cited(floors.extension)}
        return Refusal("listing.extension_short", values, place="extension_days")
    return None


def _pointing(terms: Terms, floors: Floors) -> Refusal | None:
    if len(terms.conditions) > MOST_CONDITIONS:
        return Refusal("listing.conditions_many", {"limit": MOST_CONDITIONS}, place="conditions")
    if floors.one_party.value is not False:
        return None
    for each in terms.conditions:
        found = _CODE.search(each) or _NAME.search(each)
        if found:
            values: dict[str, Value] = {"condition": each, "found": found.group(0), **cited(floors.one_party)}
            return Refusal("listing.condition_points", values, place="conditions")
    return None
