"""The money of a task: what is planned, arranged and spent, by year and source. Pure.

Whatever is stated replaces the figure of the same kind, year and source; what stood before stays in the facts.
"""

from datetime import date
from decimal import Decimal

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import facts
from kechuang.mechanisms.delivery.task.rules.days import Answer
from kechuang.mechanisms.delivery.task.rules.requests import ARRANGED, PLANNED, SPENT, Loaded, Make, Put, StateMoney

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


def wrong_at_first(request: Make) -> Refusal | None:
    """Say what is wrong with the money with which a task enters the ledger."""
    for place, amount in (("money", request.money), ("arranged", request.arranged), ("spent", request.spent)):
        if amount is not None and (amount < 0 or amount != amount.quantize(FEN)):
            return Refusal("delivery.money_wrong", {"amount": f"{amount:f}"}, place=place)
    told = request.arranged is not None or request.spent is not None
    return Refusal("delivery.money_no_source", place="fund") if told and not _named(request) else None


def _named(request: Make) -> str:
    """Give where the money of a task comes from: as named, else the paper that it came with."""
    return (request.fund.strip() or request.reference.strip() or request.document_title.strip())[:LONGEST_SOURCE]


def at_first(request: Make, on: date) -> tuple[list[facts.MoneyStated], list[tuple[str, dict[str, object]]]]:
    """Give facts and rows of the money with which a task enters the ledger.

    Planned money without a fund stands in the fact of the task itself.
    """
    source, stated, rows = _named(request) or "—", [], []
    for kind, amount in ((PLANNED, request.money), (ARRANGED, request.arranged), (SPENT, request.spent)):
        if amount is None:
            continue
        rows.append(("money", {"kind": kind, "year": request.year, "source": source, "amount": amount, "on": on}))
        if kind != PLANNED or request.fund.strip():
            stated.append(
                facts.MoneyStated(
                    place=request.place,
                    year=request.year,
                    money_kind=kind,
                    money_source=source,
                    amount_yuan=f"{amount:f}",
                    before_yuan="",
                )
            )
    return stated, rows
