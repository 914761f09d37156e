"""Scores of technology SMEs (dossier F1), and the cap of other costs in the R&D super deduction (F3)."""

from decimal import Decimal

from kechuang.kernel.money import round_fen
from kechuang.rulebook.decide import Bench, Result, SilentRule, decision
from kechuang.rulebook.value import Table


def looked_up(bench: Bench, key: str, row: Decimal | int | str, column: str, *, by: str) -> Decimal | None:
    """The cell of a table of the rulebook; None where the official table leaves a gap."""
    answer = bench.ask(key)
    if not isinstance(answer.value, Table):
        raise TypeError(f"{key} is no table")
    found = answer.value.lookup(by, row)
    if found is None:
        raise SilentRule(answer)
    cell = found[column]
    return Decimal(cell) if isinstance(cell, (Decimal, int)) else None


def _score(bench: Bench, key: str, row: Decimal | int) -> Decimal:
    return looked_up(bench, key, row, "score", by="band") or Decimal(0)


@decision("sme.score")
def sme_score(
    bench: Bench,
    *,
    staff: int,
    science_staff: int,
    sales_yuan: Decimal,
    cost_yuan: Decimal,
    research_yuan: Decimal,
    class_one: int,
    class_two: int,
) -> Result:
    """The score of a firm; for research the better of its two ratios. It passes with the score *and* a staff score."""
    staff_score = _score(bench, "sme.score.staff", Decimal(100 * science_staff) / staff)
    research_score = max(
        _score(bench, "sme.score.rd_to_sales", 100 * research_yuan / sales_yuan),
        _score(bench, "sme.score.rd_to_cost", 100 * research_yuan / cost_yuan),
    )
    rights = bench.number("sme.score.class_one") if class_one else _score(bench, "sme.score.class_two", class_two)
    total = staff_score + research_score + rights
    enough = total >= bench.number("sme.pass.min_score")
    staffed = staff_score > bench.number("sme.pass.staff_score_above")
    return {
        "staff_score": staff_score,
        "research_score": research_score,
        "rights_score": rights,
        "total": total,
        "passes": enough and staffed,
    }


@decision("deduction.other_costs")
def other_costs(bench: Bench, *, items_yuan: Decimal, actual_yuan: Decimal) -> Result:
    """Other related costs that count: at most a share of the whole that includes them, so cap = items·s/(1−s)."""
    share = bench.number("deduction.other_cost.max_share")
    cap = items_yuan * share / (1 - share)
    return {"cap_yuan": round_fen(cap), "allowed_yuan": round_fen(min(actual_yuan, cap))}
