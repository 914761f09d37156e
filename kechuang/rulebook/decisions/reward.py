"""The reward waterfall of dossier A8, and the year after which completers may act alone."""

from datetime import date
from decimal import Decimal

from kechuang.kernel.days import add_months
from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.decide import Bench, Result, decision


@decision("transfer.reward.split")
def split(
    bench: Bench, *, paid_yuan: Decimal, cost_yuan: Decimal, tax_yuan: Decimal, way: str = "licence"
) -> Result | Refusal:
    """The least pool for completers of what was paid, and its least parts; ``way`` is licence, transfer or own.

    Net is what was actually paid less costs and taxes (fiscal research money is no cost). The parts stay exact until
    each is rounded to the fen.
    """
    net = paid_yuan - cost_yuan - tax_yuan
    if net < 0:
        return Refusal("worked.net_negative", {"net_yuan": net})
    pool = net * bench.number(f"transfer.reward.min_ratio.{way}")
    return {
        "net_yuan": round_fen(net),
        "pool_yuan": round_fen(pool),
        "main_yuan": round_fen(pool * bench.number("transfer.reward.main_share")),
        "staff_yuan": round_fen(pool * bench.number("transfer.reward.staff_share")),
    }


@decision("transfer.completers_may_act")
def completers_may_act(bench: Bench, *, registered_on: date) -> Result:
    """Whether the unit has let the achievement lie for longer than the rule allows, and since when.

    More than a year means: the year has run out, and a day more.
    """
    years = int(bench.number("transfer.idle_years"))
    last_day = add_months(registered_on, 12 * years)
    return {"last_day": last_day, "may_act": bench.on > last_day}
