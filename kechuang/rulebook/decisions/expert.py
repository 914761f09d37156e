"""What a reviewing expert may be paid (财科教〔2017〕128号, dossier C4)."""

from decimal import Decimal

from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.decide import Bench, Result, decision


@decision("expert.fee")
def fee(
    bench: Bench, *, day_yuan: Decimal, days: Decimal, level: str = "senior", academician: bool = False
) -> Result | Refusal:
    """The fee after tax for a meeting of ``days`` (a half day is 0.5) at a day's rate inside the range of the level."""
    least, most = (bench.number(f"expert.fee.{level}.{end}_day_yuan") for end in ("min", "max"))
    if not least <= day_yuan <= most:
        return Refusal("worked.fee_outside_range", {"day_yuan": day_yuan, "least_yuan": least, "most_yuan": most})
    whole, half = divmod(days, 1)
    in_full = min(whole, bench.number("expert.fee.full_days"))
    paid_days = in_full + (whole - in_full) * bench.number("expert.fee.later_day_share")
    if half:
        paid_days += bench.number("expert.fee.half_day_share")
    extra = 1 + bench.number("expert.fee.academician.extra_share") if academician else Decimal(1)
    return {"fee_yuan": round_fen(day_yuan * paid_days * extra)}
