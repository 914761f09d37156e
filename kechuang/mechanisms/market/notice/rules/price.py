"""A price as number or formula: lump sum, instalments, entry fee with royalty, royalty (Civil Code Art. 846). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kechuang.kernel.amount import unit_slip
from kechuang.kernel.refusal import Refusal

LUMP, INSTALMENTS, ENTRY_ROYALTY, ROYALTY = "lump", "instalments", "entry_royalty", "royalty"
FORMS = (LUMP, INSTALMENTS, ENTRY_ROYALTY, ROYALTY)
BASES = ("product_price", "added_output", "profit", "sales")
FIXED, RISING, FALLING = "fixed", "rising", "falling"
COURSES = (FIXED, RISING, FALLING)
MOST_INSTALMENTS = 12
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a price in yuan, and when it falls due, in words."""

    amount: Decimal
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An agreed price. ``amount`` is the lump sum, the sum of the instalments or the entry fee, in yuan.

    A royalty is a share of ``base``; ``steps`` says in words how a rising or falling share goes.
    """

    form: str
    amount: Decimal | None = None
    instalments: tuple[Instalment, ...] = ()
    base: str = ""
    share: Decimal | None = None
    course: str = FIXED
    steps: str = ""

    @property
    def has_royalty(self) -> bool:
        """Whether a part of the price follows from what is earned later."""
        return self.form in {ENTRY_ROYALTY, ROYALTY}

    @property
    def known_yuan(self) -> Decimal:
        """What is known of the price today; a royalty is not."""
        if self.form == ROYALTY or self.amount is None:
            return Decimal(0)
        return self.amount

    def formula(self) -> str:
        """Write the price as one line that two readers compare: form, amounts, base, share, course."""
        parts = [self.form]
        if self.form != ROYALTY and self.amount is not None:
            parts.append(f"{self.amount:.2f}")
        parts += [f"{each.amount:.2f}@{each.when.strip()}" for each in self.instalments]
        if self.has_royalty and self.share is not None:
            parts += [self.base, f"{self.share.normalize():f}", self.course, self.steps.strip()]
        return " | ".join(each for each in parts if each)

    def plain(self) -> dict[str, Any]:
        """Give the price as JSON."""
        return {
            "form": self.form,
            "amount": None if self.amount is None else f"{self.amount:f}",
            "instalments": [{"amount": f"{each.amount:f}", "when": each.when} for each in self.instalments],
            "base": self.base,
            "share": None if self.share is None else f"{self.share:f}",
            "course": self.course,
            "steps": self.steps,
        }


def price_of(plain: Mapping[str, Any]) -> Price:
    """Read a price from JSON."""
    return Price(
        form=plain["form"],
        amount=None if plain["amount"] is None else Decimal(plain["amount"]),
        instalments=tuple(Instalment(Decimal(each["amount"]), each["when"]) for each in plain["instalments"]),
        base=plain["base"],
        share=None if plain["share"] is None else Decimal(plain["share"]),
        course=plain["course"],
        steps=plain["steps"],
    )


def unfit(price: Price) -> Refusal | None:
    """Refuse a price that is none, or that does not add up."""
    if price.form not in FORMS:
        return Refusal("notice.price_form_unknown", {"form": price.form}, place="form")
    if price.form != ROYALTY and price.amount is None:
        return Refusal("notice.no_price", place="amount")
    if price.amount is not None and price.amount < 0:
        return Refusal("notice.price_negative", {"amount_yuan": price.amount}, place="amount")
    return _unfit_instalments(price) or _unfit_royalty(price)


def _unfit_instalments(price: Price) -> Refusal | None:
    if price.form != INSTALMENTS:
        return None
    if not 1 < len(price.instalments) <= MOST_INSTALMENTS:
        return Refusal("notice.instalments_few", {"limit": MOST_INSTALMENTS}, place="instalments")
    if any(each.amount <= 0 or not each.when.strip() for each in price.instalments):
        return Refusal("notice.instalment_empty", place="instalments")
    total = sum((each.amount for each in price.instalments), Decimal(0))
    if price.amount is None or total == price.amount:
        return None
    values = {"total_yuan": price.amount, "sum_yuan": total}
    slip = unit_slip(price.amount, total)
    if slip is not None:
        return Refusal("notice.price_unit", {**values, "meant": slip.values["meant"]}, place="amount")
    return Refusal("notice.instalments_differ", values, place="instalments")


def _unfit_royalty(price: Price) -> Refusal | None:
    if not price.has_royalty:
        return None
    if price.base not in BASES:
        codes = ", ".join(f"notice.base.{each}" for each in BASES)
        return Refusal("notice.no_base", {"known_codes": codes}, place="base")
    if price.share is None or not 0 < price.share <= ONE:
        return Refusal("notice.share_wrong", {"share": "" if price.share is None else f"{price.share:f}"}, "share")
    if price.course not in COURSES:
        return Refusal("notice.course_unknown", {"course": price.course}, place="course")
    if price.course != FIXED and not price.steps.strip():
        return Refusal("notice.no_steps", place="steps")
    return None
