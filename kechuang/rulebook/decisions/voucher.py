"""What a voucher pays of one order (dossier B1)."""

from decimal import Decimal

from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.decide import Bench, Result, decision


@decision("voucher.amount")
def amount(bench: Bench, *, eligible_yuan: Decimal, used_yuan: Decimal, holder: str = "enterprise") -> Result | Refusal:
    """The least of the quota left, the share of the eligible amount, and the cap of one order; and which of them it is.

    ``holder`` is enterprise or team; ``used_yuan`` is what the holder has already used or reserved in the year.
    """
    left = bench.number(f"voucher.quota.{holder}.year_yuan") - used_yuan
    if left <= 0:
        return Refusal("worked.quota_used_up", {"left_yuan": left})
    bounds = {
        "quota": left,
        "share": eligible_yuan * bench.number("voucher.order.max_share"),
        "cap": bench.number("voucher.order.cap_yuan"),
    }
    limit = min(bounds, key=lambda name: bounds[name])
    return {"amount_yuan": round_fen(bounds[limit]), "limited_by": limit}
