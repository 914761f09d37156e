"""The acts of the audit, from the formal check to the end of the public notice."""

from collections.abc import Sequence
from typing import Any

from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.acts.budget import both_accounts
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.models import VoucherAudit, VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import audit, release
from kechuang.mechanisms.sharing.voucher.rules.moves import AUDIT, ORDER
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    BudgetKey,
    CheckClaim,
    CommitAudit,
    DrawAudit,
    EndNotice,
    ObjectToOrder,
    PassAudit,
    RejectOrder,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded


def _load(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.orders = read.orders(request.order.case for request in requests)
    return rows


def _load_with_budgets(requests: Sequence[RejectOrder]) -> Loaded:
    rows = read.nothing()
    rows.orders, rows.budgets = read.orders_and_budgets(request.order.case for request in requests)
    return rows


def _load_open(requests: Sequence[CommitAudit]) -> Loaded:
    rows = read.nothing()
    open_rounds = VoucherAudit.objects.filter(open__in=[request.authority for request in requests])
    rows.audits = read.audit_rows(open_rounds.select_related("case"))
    return rows


def _load_population(requests: Sequence[DrawAudit]) -> Loaded:
    rows = read.nothing()
    rounds = VoucherAudit.objects.filter(pk__in=[request.audit for request in requests]).select_related("case")
    rows.audits = read.audit_rows(rounds)
    waiting = VoucherOrder.objects.filter(
        authority__in=[row.authority for row in rows.audits.values()],
        selected_by="",
        checked_on__isnull=False,
        case__state="AUDIT",
    )
    for authority, order in waiting.order_by("pk").values_list("authority", "pk")[: audit.MOST_DRAWN]:
        rows.population.setdefault(authority, []).append(order)
    return rows


def _touch(request: Any) -> Touched:  # noqa: ANN401 - every request of these acts has an order
    return Touched(cases=(request.order.case,))


def touch_budget(request: Any) -> Touched:  # noqa: ANN401 - every request of these acts has an order
    """The order, its right's money and its budget: where money may go when an order fails."""
    key = request.order
    cases, money = release.touched(key)
    return Touched(cases=(*cases, key.budget), accounts=(*money, *both_accounts(BudgetKey(key.budget, key.authority))))


def _nothing_touched(_request: CommitAudit) -> Touched:
    return Touched()


CHECK: ActKind[CheckClaim, Loaded] = register_act(ActKind(ORDER, "check", _touch, audit.check, _load, project))
PASS: ActKind[PassAudit, Loaded] = register_act(ActKind(ORDER, "pass_audit", _touch, audit.pass_audit, _load, project))
OBJECT: ActKind[ObjectToOrder, Loaded] = register_act(ActKind(ORDER, "object", _touch, audit.object_, _load, project))
END_NOTICE: ActKind[EndNotice, Loaded] = register_act(
    ActKind(ORDER, "end_notice", _touch, audit.end_notice, _load, project)
)
REJECT: ActKind[RejectOrder, Loaded] = register_act(
    ActKind(ORDER, "reject", touch_budget, audit.reject, _load_with_budgets, project)
)
COMMIT: ActKind[CommitAudit, Loaded] = register_act(
    ActKind(AUDIT, "commit", _nothing_touched, audit.commit, _load_open, project, place=lambda request: request.place)
)
DRAW: ActKind[DrawAudit, Loaded] = register_act(
    ActKind(AUDIT, "draw", lambda request: Touched(cases=(request.audit,)), audit.draw, _load_population, project)
)
