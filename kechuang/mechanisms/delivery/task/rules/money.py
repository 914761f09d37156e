"""The money of a task: what is planned, arranged and spent, by year and source. Pure.

Whatever is stated replaces the figure of the same kind, year and source; what stood before stays in the facts.
"""

from datetime import date
from decimal import Decimal

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import facts
from kechuang.mechanisms.delivery.task.rules.days import Answer
from kechuang.mechanisms.delivery.task.rules.requests import ARRANGED, PLANNED, SPENT, Loaded, Put, StateMoney

FEN = Decimal("0.01")
FIRST_YEAR, LAST_YEAR = 2000, 2099
LONGEST_SOURCE = 120
BY_MOVE = {"fund": (PLANNED, ARRANGED), "spend": (SPENT,)}


def state_money(scene: Scene[Loaded], request: StateMoney) -> Answer:
    """State one figure; the planned ones together are the amount of the case."""
    case, row = scene.cases[request.task], scene.rows.tasks[request.task]
    source = request.source.strip()[:LONGEST_SOURCE]
    wrong = _wrong(request, source)
    if wrong:
        return wrong
    key = (request.kind, request.year, source)
    before = row.money.get(key)
    if before == request.amount:
        return Refusal("delivery.money_same", {"amount_yuan": request.amount}, place="amount")
    fact = facts.MoneyStated(
        place=case.place,
        year=request.year,
        money_kind=request.kind,
        money_source=source,
        amount_yuan=f"{request.amount:f}",
        before_yuan="" if before is None else f"{before:f}",
    )
    known = {**row.money, key: request.amount}
    planned = sum((yuan for (kind, _year, _from), yuan in known.items() if kind == PLANNED), Decimal(0))
    values = {"kind": request.kind, "year": request.year, "source": source, "amount": request.amount, "on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: {"amount": planned}} if request.kind == PLANNED else {},
        rows=Put(case=case.id, adds=(("money", values),)),
    )


def _wrong(request: StateMoney, source: str) -> Refusal | None:
    if request.kind not in BY_MOVE[request.move]:
        return Refusal("delivery.money_kind", {"kind": request.kind}, place="kind")
    if not source:
        return Refusal("delivery.money_no_source", place="source")
    if not FIRST_YEAR <= request.year <= LAST_YEAR:
        return Refusal("delivery.year_unlikely", {"year": str(request.year)}, place="year")
    if request.amount < 0 or request.amount != request.amount.quantize(FEN):
        return Refusal("delivery.money_wrong", {"amount": f"{request.amount:f}"}, place="amount")
    return None


def planned_at_first(
    amount: Decimal | None, year: int, source: str, on: date
) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the row of the money with which a task entered the ledger."""
    if amount is None:
        return ()
    named = source.strip()[:LONGEST_SOURCE] or "—"
    return (("money", {"kind": PLANNED, "year": year, "source": named, "amount": amount, "on": on}),)
