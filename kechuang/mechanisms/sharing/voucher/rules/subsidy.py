"""What a province pays to a provider for vouchers really used, and the front-line staff's part (dossier B1). Pure.

Zhejiang 2016 [s]: 20 % of the vouchers really used, of which 15 % goes to the staff who did the work.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.money import round_fen
from kechuang.mechanisms.sharing.voucher.rules import asking
from kechuang.rulebook.resolve import Answer, Law


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A provider's subsidy on an amount of used vouchers, in yuan; the staff's part is contained in it."""

    used_yuan: Decimal
    subsidy_yuan: Decimal
    staff_yuan: Decimal
    share: Answer
    staff_share: Answer


def subsidy(law: Law, provider_place: str, on: date, used_yuan: Decimal) -> Subsidy | None:
    """The subsidy that the provider's own place gives; None where no rule speaks."""
    share = asking.answer_of(law, "voucher.provider_subsidy.share", provider_place, on)
    rate = asking.yuan_of(share)
    if rate is None:
        return None
    staff = asking.answer_of(law, "voucher.staff_share", provider_place, on)
    amount = round_fen(rate * used_yuan)
    part = round_fen((asking.yuan_of(staff) or Decimal(0)) * amount)
    return Subsidy(used_yuan, amount, part, share, staff)
