"""Budgets: plan, approve, open, close. Exhaustion and replenishment are steps of the acts that move the money."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, NewAccount, NewCase, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.facts.budget import (
    BudgetApproved,
    BudgetClosed,
    BudgetExhausted,
    BudgetOpened,
    BudgetPlanned,
    BudgetReplenished,
)
from kechuang.mechanisms.sharing.voucher.rules import accounts, asking, change
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import BUDGET
from kechuang.mechanisms.sharing.voucher.rules.places import within
from kechuang.mechanisms.sharing.voucher.rules.requests import ApproveBudget, BudgetKey, ChangeBudget, PlanBudget
from kechuang.mechanisms.sharing.voucher.rules.rows import BudgetRow, Loaded

FIRST_YEAR, LAST_YEAR = 2000, 2100


def positive(amount_yuan: Decimal, field: str) -> Refusal | None:
    """Refuse an amount of nothing or less."""
    if amount_yuan > 0:
        return None
    return Refusal(
        "voucher.amount_not_positive", {"field_code": f"voucher.field.{field}", "amount": amount_yuan}, place=field
    )


def held(scene: Scene[Loaded], key: BudgetKey) -> BudgetRow | Refusal:
    """The budget of a key, or the refusal of a key that does not fit it."""
    row = scene.rows.budgets.get(key.case)
    if row is None or row.authority != key.authority:
        return Refusal("voucher.wrong_reference", {"kind": BUDGET.kind})
    return fund_of(scene, key.case)


def fund_of(scene: Scene[Loaded], budget: UUID) -> BudgetRow:
    """A budget in the state that it has by now: an earlier act of the same chunk may have exhausted it."""
    row, case = scene.rows.budgets[budget], scene.cases.get(budget)
    return replace(row, state=case.state) if case else row


def plan(scene: Scene[Loaded], request: PlanBudget) -> Decision | Refusal:
    """A budget of a year begins as a plan."""
    if refusal := positive(request.amount_yuan, "amount_yuan"):
        return refusal
    if not FIRST_YEAR <= request.year <= LAST_YEAR:
        return Refusal("voucher.year_out_of_range", {"year": str(request.year)}, place="year")
    if not within(request.place, request.authority, scene.on):
        return asking.not_of_authority(request.place, request.authority)
    case = NewCase(
        id=request.case,
        kind=BUDGET.kind,
        authority=request.authority,
        state="PLANNED",
        place=request.place,
        title=request.title or f"{request.authority} {request.year}",
        office=request.office,
        amount=request.amount_yuan,
        number_series=f"{request.authority}-{request.year}-B",
    )
    fact = BudgetPlanned(
        payer=request.authority, place=request.place, year=request.year, amount_yuan=request.amount_yuan
    )
    row = {"authority": request.authority, "year": request.year, "amount_yuan": request.amount_yuan}
    return Decision(
        facts=((request.case, fact),), opens=(case,), rows=(Put(change.BUDGET, request.case, row, new=True),)
    )


def approve(scene: Scene[Loaded], request: ApproveBudget) -> Decision | Refusal:
    """Another person than the planner approves, perhaps with another amount."""
    row = held(scene, request.budget)
    if isinstance(row, Refusal):
        return row
    amount = row.amount_yuan if request.amount_yuan is None else request.amount_yuan
    if refusal := positive(amount, "amount_yuan"):
        return refusal
    if not request.document.strip():
        return Refusal("voucher.document_missing", {"field_code": "voucher.field.document"}, place="document")
    fact = BudgetApproved(
        payer=row.authority, place=row.place, year=row.year, amount_yuan=amount, document=request.document.strip()
    )
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "APPROVED"},
        changes={row.case: {"amount": amount}},
        rows=(Put(change.BUDGET, row.case, {"amount_yuan": amount}),),
    )


def open_(scene: Scene[Loaded], request: ChangeBudget) -> Decision | Refusal:
    """Opening brings the money in: from the appropriation into what can be granted."""
    row = held(scene, request.budget)
    if isinstance(row, Refusal):
        return row
    source = accounts.appropriation(row.authority, row.case)
    target = accounts.budget_available(row.authority, row.case)
    fact = BudgetOpened(
        payer=row.authority,
        place=row.place,
        year=row.year,
        amount_yuan=row.amount_yuan,
        postings=accounts.transfer(source, target, row.amount_yuan),
    )
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "OPEN"},
        accounts=(
            NewAccount(code=source, authority=row.authority, floor=None),
            NewAccount(code=target, authority=row.authority),
        ),
    )


def close(scene: Scene[Loaded], request: ChangeBudget) -> Decision | Refusal:
    """Closing returns what was not granted; rights already granted keep their money until they lapse."""
    row = held(scene, request.budget)
    if isinstance(row, Refusal):
        return row
    available = accounts.budget_available(row.authority, row.case)
    left = scene.balances.get(available, Decimal(0))
    fact = BudgetClosed(
        payer=row.authority,
        year=row.year,
        returned_yuan=left,
        postings=accounts.transfer(available, accounts.appropriation(row.authority, row.case), left),
    )
    return Decision(facts=((row.case, fact),), states={row.case: "CLOSED"})


def home_of(row: BudgetRow) -> str:
    """The account to which money comes back: a closed budget grants nothing, so it goes to the appropriation."""
    if row.state == "CLOSED":
        return accounts.appropriation(row.authority, row.case)
    return accounts.budget_available(row.authority, row.case)


def after_giving(row: BudgetRow, left_yuan: Decimal) -> tuple[dict[UUID, str], tuple[tuple[UUID, Fact], ...]]:
    """The budget's own step when ``left_yuan`` is what remains: exhausted when nothing does."""
    if left_yuan or row.state != "OPEN":
        return {}, ()
    return {row.case: "EXHAUSTED"}, ((row.case, BudgetExhausted(payer=row.authority, year=row.year)),)


def after_return(row: BudgetRow, amount_yuan: Decimal) -> tuple[dict[UUID, str], tuple[tuple[UUID, Fact], ...]]:
    """The budget's own step when money comes back: an exhausted one is open again."""
    if not amount_yuan or row.state != "EXHAUSTED":
        return {}, ()
    fact = BudgetReplenished(payer=row.authority, year=row.year, amount_yuan=amount_yuan)
    return {row.case: "OPEN"}, ((row.case, fact),)
