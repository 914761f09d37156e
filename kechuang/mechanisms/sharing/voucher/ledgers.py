"""Tables of the voucher: a firm's own contracts, a region's budgets, and an office's list of checked claims."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import AMOUNT, BODY, CHOICE, CODE, DAY, PLACE, WHOLE, Column
from kechuang.casework.imports.registry import UPDATE, Desk, ImportKind, Row, register
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import actions, overview, queries, words
from kechuang.mechanisms.sharing.voucher.acts import audit, budget, order
from kechuang.mechanisms.sharing.voucher.models import VoucherBudget, VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web import divisions

_LABEL = "voucher.ledger."
PASSED, RETURNED = "pass", "return"


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


# --- a firm's contracts


def check_orders(rows: Sequence[Row], desk: Desk) -> None:
    """Every contract needs a right with money left, a listed provider, and must not stand already (five queries)."""
    rights = overview.usable_rights([desk.office.pk])
    left = overview.left_of(rights)
    right = next((each for each in rights if left[each.pk] > 0), rights[0] if rights else None)
    listed = {row.body.id: row.case for row in queries.listed(right.case.place, desk.on)} if right else {}
    numbers = {row.text("contract_no") for row in rows}
    known = VoucherOrder.objects.filter(holder=desk.office, contract_no__in=numbers, released_on__isnull=True)
    present = {(each.provider_id, each.contract_no): each for each in known.select_related("provider")}
    for row in rows:
        _check_order(row, right, listed, present)


def _check_order(row: Row, right: Any, listed: dict[UUID, UUID], present: dict[tuple[UUID, str], VoucherOrder]) -> None:  # noqa: ANN401 - a right or none
    if right is None:
        row.fault(Refusal("voucher.ledger.no_right"), "contract_no")
        return
    bodies = row.bodies.get("provider", ())
    if not bodies:
        return
    body = bodies[0]
    row.values["provider"] = body.name
    standing = present.get((body.pk, row.text("contract_no")))
    if standing is not None:
        row.known = {
            "contract_no": standing.contract_no,
            "contract_on": standing.contract_on,
            "provider": body.name,
            "category": standing.category,
            "contract_yuan": standing.contract_yuan,
            "eligible_yuan": standing.eligible_yuan,
        }
        row.values.pop("asked_yuan", None)
    elif body.pk not in listed:
        row.fault(Refusal("voucher.ledger.not_listed", {"name": body.name}), "provider")
    row.extra = (right, listed.get(body.pk))


def write_orders(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Freeze a part of the quota for each contract."""
    requests = [(key, _reserve(row)) for row, key in rows]
    return actions.many(order.RESERVE, requests, by=desk.actor, on=desk.on)


def _reserve(row: Row) -> asked.ReserveRequest:
    right, provider = row.extra
    return asked.ReserveRequest(
        right=asked.RightKey(right.pk, right.authority, right.budget_id, right.holder_id, right.case.place),
        provider=provider,
        category=row.text("category"),
        contract_no=row.text("contract_no"),
        contract_on=row.get("contract_on"),
        contract_yuan=row.get("contract_yuan"),
        eligible_yuan=row.get("eligible_yuan"),
        asked_yuan=row.get("asked_yuan"),
    )


ORDERS = ImportKind(
    code="voucher-orders",
    label=_("Service contracts for vouchers"),
    permission="order:reserve",
    columns=(
        _column(
            "contract_no",
            CODE,
            needed=True,
            aliases=("合同号", "合同编码", "协议编号", "编号"),
            longest=80,
            example="HT-2026-001",
        ),
        _column(
            "contract_on",
            DAY,
            needed=True,
            aliases=("签订时间", "合同日期", "合同签订日期", "签约日期"),
            month="",
            example="2026-03-02",
        ),
        _column(
            "provider",
            BODY,
            needed=True,
            aliases=("服务机构名称", "服务单位", "服务商", "乙方", "受托方", "承接单位"),
            width=30,
        ),
        _column("category", CHOICE, needed=True, aliases=("服务类型", "服务类别名称", "服务内容", "类别")),
        _column(
            "contract_yuan", AMOUNT, needed=True, aliases=("合同额", "合同总额", "合同总金额", "金额"), example="50000"
        ),
        _column(
            "eligible_yuan",
            AMOUNT,
            needed=True,
            aliases=("可抵用金额", "符合条件金额", "其中可用券金额"),
            example="50000",
        ),
        _column("asked_yuan", AMOUNT, aliases=("申请额", "拟用券额", "申领金额")),
    ),
    check=check_orders,
    write=write_orders,
    key=(("provider", "contract_no"),),
    choices=lambda column, desk: words.services(desk.office.place, desk.on) if column == "category" else (),
    needs_authority=False,
    list_url="voucher:orders",
)


# --- a region's budgets


def check_budgets(rows: Sequence[Row], desk: Desk) -> None:
    """A budget stands once for a place and a year (one query)."""
    years = {row.get("year") for row in rows} - {None}
    known = VoucherBudget.objects.filter(authority=desk.office.authority, year__in=years).select_related("case")
    present = {(each.case.place, each.year): each for each in known}
    for row in rows:
        row.fill("place", desk.office.place, "voucher.ledger.own_place")
        place = row.text("place")
        if place and not desk.reach.covers(place=place):
            row.fault(Refusal("voucher.ledger.out_of_reach", {"named_place": place}), "place")
            continue
        standing = present.get((place, row.get("year")))
        if standing is not None:
            row.known = {"place": place, "year": standing.year, "amount_yuan": standing.amount_yuan}
            row.values.pop("title", None)


def write_budgets(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Plan each budget; another person approves it."""
    requests = []
    for row, key in rows:
        named = {"place": divisions.name(row.text("place")), "year": row.get("year")}
        request = asked.PlanBudget(
            authority=desk.office.authority,
            place=row.text("place"),
            office=desk.office.pk,
            year=row.get("year"),
            amount_yuan=row.get("amount_yuan"),
            title=row.text("title") or gettext("%(place)s voucher budget %(year)s") % named,
        )
        requests.append((key, request))
    return actions.many(budget.PLAN, requests, by=desk.actor, on=desk.on)


BUDGETS = ImportKind(
    code="voucher-budgets",
    label=_("Voucher budgets"),
    permission="budget:plan",
    columns=(
        _column("place", PLACE, aliases=("地区", "区域", "县（市、区）", "所属地区"), example="西湖区"),
        _column("year", WHOLE, needed=True, aliases=("年份", "预算年度", "所属年度"), example="2026"),
        _column(
            "amount_yuan",
            AMOUNT,
            needed=True,
            unit="万元",
            aliases=("预算", "金额", "资金", "预算数", "安排资金"),
            example="500",
        ),
        _column("title", "text", aliases=("预算名称", "项目名称"), longest=120, width=34),
    ),
    check=check_budgets,
    write=write_budgets,
    key=(("place", "year"),),
    list_url="voucher:budgets",
)


# --- an office's list of checked claims


def check_claims(rows: Sequence[Row], desk: Desk) -> None:
    """Each number must be a claim in reach that waits for its check (one query)."""
    numbers = {row.text("number") for row in rows} - {""}
    known = desk.reach.restrict(
        Case.objects.filter(kind=moves.ORDER.kind, number__in=numbers), place="place", bodies=("office",), city="city"
    )
    present = {each.number: each for each in known}
    for row in rows:
        case = present.get(row.text("number"))
        if case is None:
            continue
        row.known, row.extra = {"number": case.number}, case.pk
        refusal = moves.ORDER.check("check", case.state)
        if refusal is not None:
            row.fault(refusal, "number")
        if row.get("result") == RETURNED and not row.text("reason"):
            row.fault(Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}), "reason")


def write_claims(rows: Sequence[tuple[Row, str]], desk: Desk) -> list[Outcome]:
    """Pass each claim on to the audit, or send it back with the reason."""
    keys = {key.case: key for key in queries.order_keys(row.extra for row, _key in rows)}
    outcomes: list[Outcome] = []
    for result, kind in ((PASSED, audit.CHECK), (RETURNED, order.SEND_BACK)):
        requests = [
            (key, asked.CheckClaim(order=keys[row.extra], reason=row.text("reason")))
            for row, key in rows
            if row.get("result") == result
        ]
        outcomes += actions.many(kind, requests, by=desk.actor, on=desk.on)
    by_key = {outcome.key: outcome for outcome in outcomes}
    return [by_key[key] for _row, key in rows]


CLAIMS = ImportKind(
    code="voucher-claims",
    label=_("Results of checking claims"),
    permission="order:check",
    columns=(
        _column("number", CODE, needed=True, aliases=("订单编号", "兑付编号", "申请编号", "受理编号"), longest=48),
        _column(
            "result",
            CHOICE,
            needed=True,
            aliases=("审核意见", "核查结果", "审核结果", "意见"),
            choices=((PASSED, "voucher.ledger.pass"), (RETURNED, "voucher.ledger.return")),
            words=(
                ("同意", PASSED),
                ("合格", PASSED),
                ("是", PASSED),
                ("不通过", RETURNED),
                ("退回补正", RETURNED),
                ("否", RETURNED),
            ),
            example="通过",
        ),
        _column("reason", "text", aliases=("退回原因", "理由", "说明", "备注"), longest=1000, width=40),
    ),
    check=check_claims,
    write=write_claims,
    key=(("number",),),
    modes=(UPDATE,),
    list_url="voucher:orders",
)


def register_all() -> None:
    """Make the three tables known."""
    for kind in (ORDERS, BUDGETS, CLAIMS):
        register(kind)
