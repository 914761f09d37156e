"""Reading the voucher's tables for the gateway: a fixed number of queries, however many requests a chunk holds."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework.models import Case
from kechuang.kernel.days import Calendars, load_calendars
from kechuang.mechanisms.sharing.voucher.acts import columns
from kechuang.mechanisms.sharing.voucher.models import (
    VoucherAudit,
    VoucherBatch,
    VoucherBudget,
    VoucherOrder,
    VoucherProvider,
    VoucherRight,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import (
    AuditRow,
    BatchRow,
    BodyRow,
    BudgetRow,
    Deal,
    Loaded,
    OrderRow,
    ProviderRow,
    RightRow,
)
from kechuang.resources.organisations.models import Organisation
from kechuang.web.accounts.models import Body

ORDER_JOINS = (
    "case",
    "right__case",
    "right__budget__case",
    "listing__case",
    "holder__organisation",
    "provider__organisation",
)
DEAL_COLUMNS = (
    "pk",
    "case__number",
    "right",
    "holder",
    "provider",
    "contract_no",
    "contract_on",
    "amount_yuan",
    "case__state",
)
RIGHT_JOINS = ("case", "budget__case", "holder__organisation")


@cache
def calendars() -> Calendars:
    """The calendars of working days of this process."""
    return load_calendars()


def nothing() -> Loaded:
    """Rows with calendars and nothing else."""
    return Loaded(calendars=calendars())


def body_row(body: Body) -> BodyRow:
    """The row of a body whose ``organisation`` has been fetched."""
    found: Organisation | None = getattr(body, "organisation", None)
    known = found if found is not None and found.withdrawn_on is None else None
    return BodyRow(
        id=body.pk,
        name=body.name,
        code=body.code,
        kind=(known.kind if known else "") or body.kind,
        place=body.place,
        industry=known.industry if known else "",
        sales_yuan=known.sales if known else None,
        registered=known is not None,
    )


def bodies(ids: Iterable[UUID]) -> dict[UUID, BodyRow]:
    """Bodies with what the register says of them (one query)."""
    return {body.pk: body_row(body) for body in Body.objects.filter(pk__in=set(ids)).select_related("organisation")}


def offices(authorities: Iterable[str]) -> dict[tuple[str, str], UUID]:
    """The offices of some authorities by (authority, place), the earliest first (one query)."""
    rows = Body.objects.filter(authority__in=set(authorities) - {""}, valid_to__isnull=True).order_by("-pk")
    return {(authority, place): pk for authority, place, pk in rows.values_list("authority", "place", "pk")}


def budget_row(row: VoucherBudget) -> BudgetRow:
    """The row of a budget whose case has been fetched."""
    return BudgetRow(
        case=row.pk,
        number=row.case.number,
        authority=row.authority,
        state=row.case.state,
        place=row.case.place,
        year=row.year,
        amount_yuan=row.amount_yuan,
        office=row.case.office_id,
    )


def budgets(ids: Iterable[UUID]) -> dict[UUID, BudgetRow]:
    """Budgets (one query)."""
    rows = VoucherBudget.objects.filter(pk__in=set(ids)).select_related("case")
    return {row.pk: budget_row(row) for row in rows}


def provider_row(row: VoucherProvider, case: Case, body: Body) -> ProviderRow:
    """The row of a listing."""
    return ProviderRow(
        case=row.pk,
        number=case.number,
        authority=row.authority,
        state=case.state,
        body=body_row(body),
        services=tuple(row.services),
        regions=tuple(row.regions),
        listed_from=row.listed_from,
        listed_until=row.listed_until,
        suspensions=columns.spans(row.suspensions),
        removed_on=row.removed_on,
        blacklisted_until=row.blacklisted_until,
    )


def providers(ids: Iterable[UUID]) -> dict[UUID, ProviderRow]:
    """Listings (one query)."""
    rows = VoucherProvider.objects.filter(pk__in=set(ids)).select_related("case", "body__organisation")
    return {row.pk: provider_row(row, row.case, row.body) for row in rows}


def listings_of(body_ids: Iterable[UUID]) -> dict[UUID, ProviderRow]:
    """All listings, past ones too, of some bodies (one query)."""
    rows = VoucherProvider.objects.filter(body__in=set(body_ids)).select_related("case", "body__organisation")
    return {row.pk: provider_row(row, row.case, row.body) for row in rows}


def right_row(row: VoucherRight, case: Case, holder: Body, *, budget_state: str = "", orders: int = 0) -> RightRow:
    """The row of a claim right."""
    return RightRow(
        case=row.pk,
        number=case.number,
        authority=row.authority,
        state=case.state,
        place=case.place,
        office=case.office_id,
        holder=body_row(holder),
        budget=row.budget_id,
        budget_state=budget_state,
        year=row.year,
        asked_yuan=row.asked_yuan,
        quota_yuan=row.quota_yuan,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        orders=orders,
    )


def rights_and_budgets(ids: Iterable[UUID]) -> tuple[dict[UUID, RightRow], dict[UUID, BudgetRow]]:
    """Claim rights with their budgets (one query)."""
    rows = list(VoucherRight.objects.filter(pk__in=set(ids)).select_related(*RIGHT_JOINS))
    rights = {row.pk: right_row(row, row.case, row.holder, budget_state=row.budget.case.state) for row in rows}
    return rights, {row.budget_id: budget_row(row.budget) for row in rows}


@cache
def report_columns() -> QuerySet[VoucherOrder, Any]:
    """Id, number, digest and sketch of all orders' reports, to be filtered."""
    return VoucherOrder.objects.values_list("pk", "case__number", "report_sha256", "report_sketch")


@cache
def deal_columns() -> QuerySet[VoucherOrder, Any]:
    """The ``DEAL_COLUMNS`` of all orders, to be filtered."""
    return VoucherOrder.objects.order_by("pk").values_list(*DEAL_COLUMNS)


def deal(
    order: UUID,
    number: str,
    right: UUID,
    holder: UUID,
    provider: UUID,
    contract_no: str,
    contract_on: date,
    amount_yuan: Decimal,
    state: str,
) -> Deal:
    """The row of another order from its ``DEAL_COLUMNS``."""
    return Deal(
        order=order,
        number=number,
        right=right,
        holder=holder,
        provider=provider,
        contract_no=contract_no,
        contract_on=contract_on,
        amount_yuan=amount_yuan,
        state=state,
    )


def order_row(row: VoucherOrder) -> OrderRow:
    """The row of an order whose relations have been fetched."""
    case, right = row.case, row.right
    if right.valid_from is None or right.valid_to is None:
        raise ValueError(f"order {row.pk} stands on a right that was never granted")
    return OrderRow(
        case=row.pk,
        number=case.number,
        authority=row.authority,
        state=case.state,
        place=row.place,
        office=case.office_id,
        right=row.right_id,
        right_state=right.case.state,
        budget=right.budget_id,
        valid_from=right.valid_from,
        valid_to=right.valid_to,
        holder=body_row(row.holder),
        provider=body_row(row.provider),
        listing=provider_row(row.listing, row.listing.case, row.provider),
        provider_region=row.provider_region,
        cross_region=row.cross_region,
        category=row.category,
        contract_no=row.contract_no,
        contract_on=row.contract_on,
        contract_yuan=row.contract_yuan,
        eligible_yuan=row.eligible_yuan,
        share=row.share,
        cap_yuan=row.cap_yuan,
        amount_yuan=row.amount_yuan,
        signs=tuple(row.signs),
        delivered_on=row.delivered_on,
        claimed_on=row.claimed_on,
        invoice_on=row.invoice_on,
        invoice_yuan=row.invoice_yuan,
        invoice_key=row.invoice_key or "",
        selected_by=row.selected_by,
        audit=row.audit_id,
        batch=row.batch_id,
        payable_on=row.payable_on,
    )


def orders(ids: Iterable[UUID]) -> dict[UUID, OrderRow]:
    """Orders (one query)."""
    return columns.orders(Q(pk__in=set(ids)))


def orders_with_listings(ids: Iterable[UUID]) -> dict[UUID, OrderRow]:
    """Orders with the listings that they were made under (one query)."""
    return columns.orders_with_listings(Q(pk__in=set(ids)))


def orders_and_budgets(ids: Iterable[UUID]) -> tuple[dict[UUID, OrderRow], dict[UUID, BudgetRow]]:
    """Orders and the budgets that their money came from (one query)."""
    return columns.orders_with_budgets(Q(pk__in=set(ids)))


def orders_of_batches(batches_: Iterable[UUID], ids: Iterable[UUID]) -> dict[UUID, OrderRow]:
    """The orders in some batches together with the orders named (one query)."""
    return columns.orders(Q(batch__in=set(batches_)) | Q(pk__in=set(ids)))


def audit_rows(rows: Iterable[VoucherAudit]) -> dict[UUID, AuditRow]:
    """Rounds of the audit whose cases have been fetched."""
    return {
        row.pk: AuditRow(
            case=row.pk,
            number=row.case.number,
            authority=row.authority,
            state=row.case.state,
            place=row.case.place,
            commitment=row.commitment,
            seed=row.seed,
        )
        for row in rows
    }


def batches(ids: Iterable[UUID], lines: Mapping[UUID, frozenset[UUID]] | None = None) -> dict[UUID, BatchRow]:
    """Payment batches (one query), with the orders in them if given."""
    return {
        row.pk: BatchRow(
            case=row.pk,
            number=row.case.number,
            authority=row.authority,
            state=row.case.state,
            place=row.case.place,
            total_yuan=row.total_yuan,
            orders=(lines or {}).get(row.pk, frozenset()),
            exported_on=row.exported_on,
        )
        for row in VoucherBatch.objects.filter(pk__in=set(ids)).select_related("case")
    }
