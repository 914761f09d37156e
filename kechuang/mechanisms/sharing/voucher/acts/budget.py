"""The acts on budgets."""

from collections.abc import Sequence
from typing import Any

from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.rules import accounts, budget
from kechuang.mechanisms.sharing.voucher.rules.moves import BUDGET
from kechuang.mechanisms.sharing.voucher.rules.requests import ApproveBudget, BudgetKey, ChangeBudget, PlanBudget
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded


def both_accounts(key: BudgetKey) -> tuple[str, ...]:
    """The two accounts to which money may come back."""
    return (accounts.appropriation(key.authority, key.case), accounts.budget_available(key.authority, key.case))


def _load(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.budgets = read.budgets(request.budget.case for request in requests)
    return rows


def _touch(request: ApproveBudget | ChangeBudget) -> Touched:
    return Touched(cases=(request.budget.case,))


def _plan_touches(_request: PlanBudget) -> Touched:
    return Touched()


def _no_rows(_requests: Sequence[Any]) -> Loaded:
    return read.nothing()


PLAN: ActKind[PlanBudget, Loaded] = register_act(
    ActKind(BUDGET, "plan", _plan_touches, budget.plan, _no_rows, project, place=lambda request: request.place)
)
APPROVE: ActKind[ApproveBudget, Loaded] = register_act(
    ActKind(BUDGET, "approve", _touch, budget.approve, _load, project)
)
OPEN: ActKind[ChangeBudget, Loaded] = register_act(ActKind(BUDGET, "open", _touch, budget.open_, _load, project))
CLOSE: ActKind[ChangeBudget, Loaded] = register_act(
    ActKind(
        BUDGET,
        "close",
        lambda request: Touched(cases=(request.budget.case,), accounts=both_accounts(request.budget)),
        budget.close,
        _load,
        project,
    )
)
