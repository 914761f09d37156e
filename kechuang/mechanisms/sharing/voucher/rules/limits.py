"""What a voucher pays of one contract: min(quota left, share × eligible amount, cap of one order). Pure.

The amount is rounded half up to the fen, once, last.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import asking
from kechuang.rulebook.quoting import cited
from kechuang.rulebook.resolve import Answer, Law

SHARE, CAP = "voucher.order.max_share", "voucher.order.cap_yuan"
TEST_SHARE, TESTING = "voucher.test.min_share", "testing"


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules that bound one order, as the payer's place gives them on the deciding day."""

    share: Answer
    cap: Answer

    @property
    def share_of_eligible(self) -> Decimal:
        """The share, 0 to 1. Only to be asked where a rule speaks."""
        return asking.yuan_of(self.share) or Decimal(0)

    @property
    def cap_yuan(self) -> Decimal | None:
        """The cap of one order, None where there is none."""
        return asking.yuan_of(self.cap)

    def by_share(self, eligible_yuan: Decimal) -> Decimal:
        """What the share gives of an eligible amount."""
        return round_fen(self.share_of_eligible * eligible_yuan)

    def most(self, eligible_yuan: Decimal, left_yuan: Decimal) -> Decimal:
        """The most that an order may draw."""
        bounds = [left_yuan, self.by_share(eligible_yuan)]
        return min([*bounds, self.cap_yuan] if self.cap_yuan is not None else bounds)


def limits(law: Law, place: str, on: date, kind: str, category: str = "") -> Limits | Refusal:
    """The rules that bound an order of a holder of this kind; refused where no rule gives the share.

    For tests a place may promise that vouchers pay at least a share of the cost (Zhejiang 2016): the greater counts.
    """
    share = asking.answer_of(law, SHARE, place, on, kind)
    if category == TESTING:
        least = asking.answer_of(law, TEST_SHARE, place, on, kind)
        if (asking.yuan_of(least) or Decimal(0)) > (asking.yuan_of(share) or Decimal(0)):
            share = least
    if asking.yuan_of(share) is None:
        return asking.silent(share)
    return Limits(share, asking.answer_of(law, CAP, place, on, kind))


def amount(bounds: Limits, eligible_yuan: Decimal, left_yuan: Decimal, asked_yuan: Decimal | None) -> Decimal | Refusal:
    """What the order draws: what was asked if every bound allows it, else the refusal of the first bound it breaks."""
    if left_yuan <= 0:
        return Refusal("voucher.quota_used_up", {"left": left_yuan})
    if asked_yuan is None:
        return bounds.most(eligible_yuan, left_yuan)
    allowed = bounds.by_share(eligible_yuan)
    if asked_yuan > allowed:
        over = {"asked": asked_yuan, "limit": allowed, "over": asked_yuan - allowed, "eligible": eligible_yuan}
        values = {**over, "max_share": bounds.share_of_eligible, **cited(bounds.share)}
        return Refusal("voucher.ratio_exceeded", values, place="asked_yuan")
    cap = bounds.cap_yuan
    if cap is not None and asked_yuan > cap:
        values = {"asked": asked_yuan, "limit": cap, "over": asked_yuan - cap, **cited(bounds.cap)}
        return Refusal("voucher.over_cap", values, place="asked_yuan")
    if asked_yuan > left_yuan:
        values = {"asked": asked_yuan, "left": left_yuan, "over": asked_yuan - left_yuan}
        return Refusal("voucher.quota_exceeded", values, place="asked_yuan")
    return asked_yuan
