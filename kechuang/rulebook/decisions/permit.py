"""Points and class of a foreign expert (dossier E2). The decision itself stays with the authority."""

from decimal import Decimal

from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.decide import Bench, Result, decision
from kechuang.rulebook.decisions.firm import looked_up


@decision("permit.points")
def points(
    bench: Bench,
    *,
    pay_yuan: Decimal,
    education: str,
    years: int,
    months: Decimal,
    chinese: str,
    age: int,
    encouraged_place: bool = False,
    background: bool = False,
    local: Decimal = Decimal(0),
) -> Result | Refusal:
    """Points by the table in force, and the class they give: A, B or C.

    Refused where the official table has no score for the value (the first table leaves out ages 25, 45, 55 and 60),
    and where the local part is above what a province may give.
    """
    most_local = bench.number("permit.points.local.max")
    if local > most_local:
        return Refusal("worked.local_points_above", {"local": local, "most": most_local})
    banded: dict[str, Decimal | int] = {"pay": pay_yuan, "years": years, "months": months, "age": age}
    named = {"education": education, "chinese": chinese}
    total = local
    for item, row in {**banded, **named}.items():
        found = looked_up(bench, f"permit.points.{item}", row, "points", by="code" if item in named else "band")
        if found is None:
            return Refusal("worked.points_gap", {"item": item, "value": str(row)})
        total += found
    if encouraged_place:
        total += bench.number("permit.points.place")
    if background:
        total += bench.number("permit.points.background")
    return {"points": total, "class": _class(bench, total)}


def _class(bench: Bench, total: Decimal) -> str:
    if total >= bench.number("permit.class_a.min_points"):
        return "A"
    return "B" if total >= bench.number("permit.class_b.min_points") else "C"
