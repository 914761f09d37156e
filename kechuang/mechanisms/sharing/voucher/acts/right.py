"""The acts on claim rights."""

from collections.abc import Sequence
from typing import Any

from kechuang.casework.decision import Decision
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.acts.budget import both_accounts
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.models import VoucherRight
from kechuang.mechanisms.sharing.voucher.rules import accounts, right
from kechuang.mechanisms.sharing.voucher.rules.moves import RIGHT
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ApplyRight,
    BudgetKey,
    CheckRight,
    GrantRight,
    LapseRight,
    RefuseRight,
    RightKey,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded

# An earlier application of the same chunk draws its number only when the chunk is written.
UNNUMBERED = "—"


def _once(request: ApplyRight) -> str:
    return right.once_key(request.budget.authority, request.year, request.holder.hex)


def _load_applications(requests: Sequence[ApplyRight]) -> Loaded:
    rows = read.nothing()
    rows.bodies = read.bodies(request.holder for request in requests)
    rows.budgets = read.budgets(request.budget.case for request in requests)
    rows.offices = read.offices(request.budget.authority for request in requests)
    taken = VoucherRight.objects.filter(once__in=[_once(request) for request in requests])
    rows.taken = dict(taken.values_list("once", "case__number"))
    return rows


def _remember(rows: Loaded, request: ApplyRight, _decision: Decision) -> None:
    rows.taken[_once(request)] = UNNUMBERED


def _load(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.rights, rows.budgets = read.rights_and_budgets(request.right.case for request in requests)
    return rows


def _touch(request: CheckRight | RefuseRight) -> Touched:
    return Touched(cases=(request.right.case,))


def _nothing_touched(_request: ApplyRight) -> Touched:
    return Touched()


def _money(key: RightKey, *further: str) -> Touched:
    funds = both_accounts(BudgetKey(key.budget, key.authority))
    return Touched(cases=(key.case, key.budget), accounts=(*funds, *further))


def _touch_lapse(request: LapseRight) -> Touched:
    key = request.right
    return _money(key, accounts.right_available(key.authority, key.case))


APPLY: ActKind[ApplyRight, Loaded] = register_act(
    ActKind(
        RIGHT,
        "apply",
        _nothing_touched,
        right.apply,
        _load_applications,
        project,
        remember=_remember,
        place=lambda request: request.place,
        bodies=lambda request: (request.holder,),
    )
)
CHECK_COUNTY: ActKind[CheckRight, Loaded] = register_act(
    ActKind(RIGHT, "check_county", _touch, right.check_county, _load, project)
)
CHECK_CITY: ActKind[GrantRight, Loaded] = register_act(
    ActKind(RIGHT, "check_city", lambda request: _money(request.right), right.check_city, _load, project)
)
REFUSE_COUNTY: ActKind[RefuseRight, Loaded] = register_act(
    ActKind(RIGHT, "refuse_county", _touch, right.refuse, _load, project)
)
REFUSE_CITY: ActKind[RefuseRight, Loaded] = register_act(
    ActKind(RIGHT, "refuse_city", _touch, right.refuse, _load, project)
)
LAPSE: ActKind[LapseRight, Loaded] = register_act(ActKind(RIGHT, "lapse", _touch_lapse, right.lapse, _load, project))
