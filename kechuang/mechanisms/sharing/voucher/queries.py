"""Reads of the voucher for acts, pages and other mechanisms of the family, each with a fixed number of queries."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet, Sum

from kechuang.casework.models import Account, Case
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.models import VoucherBudget, VoucherOrder, VoucherProvider, VoucherRight
from kechuang.mechanisms.sharing.voucher.rules import accounts, audit, moves, provider
from kechuang.mechanisms.sharing.voucher.rules.batch import payment_file as write_payment_file
from kechuang.mechanisms.sharing.voucher.rules.entitlement import Claims, Entitlement, entitled
from kechuang.mechanisms.sharing.voucher.rules.requests import BudgetKey, OrderKey, RightKey
from kechuang.mechanisms.sharing.voucher.rules.rows import Deal, ProviderRow
from kechuang.mechanisms.sharing.voucher.rules.subsidy import Subsidy, subsidy
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web.permissions import Scope, prefix

STANDING = ("RESERVED", "DELIVERED", "CLAIMED", "AUDIT", "PUBLIC_NOTICE", "PAYABLE", "BATCHED", "PAID")


def budget_key(case: UUID) -> BudgetKey:
    """The key of a budget. Raises VoucherBudget.DoesNotExist."""
    return BudgetKey(case, VoucherBudget.objects.values_list("authority", flat=True).get(pk=case))


def right_key(case: UUID) -> RightKey:
    """The key of a claim right. Raises VoucherRight.DoesNotExist."""
    found = VoucherRight.objects.values_list("authority", "budget", "holder", "case__place").get(pk=case)
    return RightKey(case, *found)


def order_key(case: UUID) -> OrderKey:
    """The key of an order. Raises VoucherOrder.DoesNotExist."""
    return order_keys([case], missing_ok=False)[0]


def order_keys(cases: Iterable[UUID], *, missing_ok: bool = True) -> list[OrderKey]:
    """The keys of orders in the order of their ids (one query); raises VoucherOrder.DoesNotExist for unknown ones."""
    wanted = set(cases)
    found = _keys(VoucherOrder.objects.filter(pk__in=wanted))
    if not missing_ok and len(found) != len(wanted):
        raise VoucherOrder.DoesNotExist(", ".join(sorted(str(case) for case in wanted - {key.case for key in found})))
    return found


def _keys(rows: QuerySet[VoucherOrder]) -> list[OrderKey]:
    found = rows.order_by("pk").values_list("pk", "authority", "right", "right__budget")
    return [OrderKey(*values) for values in found]


def undrawn(audit_round: UUID) -> list[OrderKey]:
    """Orders that took part in a drawn round, were not drawn, and wait to pass."""
    return _keys(VoucherOrder.objects.filter(audit=audit_round, selected_by=audit.NOT_DRAWN, case__state="AUDIT"))


def unclaimed(right: UUID) -> list[OrderKey]:
    """Orders of a right that were reserved or delivered and never claimed."""
    rows = VoucherOrder.objects.filter(right=right, claimed_on__isnull=True)
    return _keys(rows.filter(case__state__in=("RESERVED", "DELIVERED")))


def orders_of_batch(batch: UUID) -> tuple[UUID, ...]:
    """The orders in a batch."""
    return tuple(VoucherOrder.objects.filter(batch=batch).order_by("pk").values_list("pk", flat=True))


def payable(authority: str, limit: int = 500) -> tuple[UUID, ...]:
    """The payable orders of a payer, the longest waiting first: what the next batch would hold."""
    rows = Case.objects.filter(kind=moves.ORDER.kind, state="PAYABLE", authority=authority)
    return tuple(rows.order_by("voucher_order__payable_on", "pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A batch as a file: its name, its bytes (CSV), their digest, the lines without heading, the total in yuan."""

    name: str
    content: bytes
    sha256: str
    lines: tuple[tuple[str, ...], ...]
    total_yuan: Decimal


def payment_file(batch: UUID) -> PaymentFile:
    """Write a batch to its file (two queries); the same batch gives the same bytes."""
    number = Case.objects.values_list("number", flat=True).get(pk=batch)
    rows = (
        VoucherOrder.objects.filter(batch=batch).select_related("case", "holder", "provider").order_by("case__number")
    )
    found = list(rows)
    lines = tuple(
        (
            str(line),
            row.case.number,
            row.holder.name,
            row.holder.code,
            row.provider.name,
            row.category,
            row.invoice_key or "",
            f"{row.amount_yuan:f}",
        )
        for line, row in enumerate(found, start=1)
    )
    total = sum((row.amount_yuan for row in found), Decimal(0))
    content = write_payment_file(number, lines, total)
    return PaymentFile(f"{number}.csv", content, hashlib.sha256(content).hexdigest(), lines, total)


def cases(kind: str, scope: Scope) -> QuerySet[Case]:
    """Cases of one kind in a reader's reach with holder and counterpart; for keyset pages (one query a page).

    ``kind`` is one of ``moves.BUDGET.kind`` …; the voucher's own row comes along (``case.voucher_order`` …).
    """
    own = kind.replace("sharing.voucher.", "voucher_")
    rows = Case.objects.filter(kind=kind).select_related(own, "holder", "counterpart")
    return scope.restrict(rows, place="place", bodies=("holder", "counterpart", "office"), city="city")


def order(case: UUID) -> VoucherOrder:
    """An order with right, budget, parties, listing, audit and batch (one query). Raises VoucherOrder.DoesNotExist."""
    joins = (*read.ORDER_JOINS, "audit__case", "batch__case", "case__office")
    return VoucherOrder.objects.select_related(*joins).get(pk=case)


def right(case: UUID) -> VoucherRight:
    """A claim right with its holder and budget (one query). Raises VoucherRight.DoesNotExist."""
    return VoucherRight.objects.select_related(*read.RIGHT_JOINS, "case__office").get(pk=case)


def balances(codes: Iterable[str]) -> dict[str, Decimal]:
    """The balances of accounts in yuan (one query); accounts that were never opened are absent."""
    return dict(Account.objects.filter(pk__in=set(codes)).values_list("pk", "balance"))


def listed(place: str, on: date, category: str = "") -> list[ProviderRow]:
    """The providers that a holder at a place may choose on a day, for one service or any (one query)."""
    rows = VoucherProvider.objects.filter(case__state="LISTED", listed_from__lte=on, listed_until__gte=on)
    found = [
        read.provider_row(row, row.case, row.body)
        for row in rows.select_related("case", "body__organisation").order_by("body__name", "pk")
    ]
    return [
        row
        for row in found
        if provider.serves(row, place, on)
        and provider.why_not_listed(row, on) is None
        and (not category or category in row.services)
    ]


def public_list(on: date) -> QuerySet[VoucherProvider]:
    """The provider list as anybody may see it on a day: listed then, and not suspended now."""
    rows = VoucherProvider.objects.filter(case__state="LISTED", listed_from__lte=on, listed_until__gte=on)
    return rows.select_related("case", "body")


def notices(on: date) -> QuerySet[VoucherOrder]:
    """The orders in public notice on a day."""
    rows = VoucherOrder.objects.filter(case__state="PUBLIC_NOTICE", notice_from__lte=on, notice_until__gte=on)
    return rows.select_related("case", "holder", "provider")


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """What one region paid for a service of another: who, to whom, which order, how much, when."""

    order: UUID
    number: str
    payer: str
    provider_region: str
    holder: UUID
    holder_name: str
    provider: UUID
    provider_name: str
    category: str
    amount_yuan: Decimal
    paid_on: date
    clawed_back_on: date | None


def settlement_lines(
    payer: str, first: date, last: date, *, provider_region: str = "", clawed_back: bool = False
) -> list[SettlementLine]:
    """The orders across regions that a payer paid from ``first`` to ``last``, both included (one query).

    With ``clawed_back``, those that were recovered in these days instead, whenever they had been paid.
    """
    column = "clawed_back_on" if clawed_back else "paid_on"
    rows = VoucherOrder.objects.filter(authority=payer, cross_region=True, **{f"{column}__range": (first, last)})
    if provider_region:
        rows = rows.filter(provider_region=provider_region)
    found = rows.order_by("provider_region", column, "pk").values_list(
        "pk",
        "case__number",
        "authority",
        "provider_region",
        "holder",
        "holder__name",
        "provider",
        "provider__name",
        "category",
        "amount_yuan",
        "paid_on",
        "clawed_back_on",
    )
    return [SettlementLine(*values) for values in found]


def subsidies(first: date, last: date, *, authority: str) -> list[tuple[UUID, str, Subsidy]]:
    """By provider of a region: id, name, and what its place pays on the vouchers used with it (one query).

    Used is what was paid from ``first`` to ``last``, both included, and not recovered; rules are those of ``last``.
    """
    rows = VoucherOrder.objects.filter(
        provider_region=authority, paid_on__range=(first, last), clawed_back_on__isnull=True
    )
    sums = rows.values_list("provider", "provider__name", "provider_place").annotate(used=Sum("amount_yuan"))
    law = Law(rulebook.current())
    found = [(pk, name, subsidy(law, place, last, used)) for pk, name, place, used in sums.order_by("provider__name")]
    return [(pk, name, amount) for pk, name, amount in found if amount is not None]


def entitlement(body: UUID, on: date) -> Entitlement:
    """What a body may have on a day: every voucher rule, met or missed, by how much, under which clause (7 queries).

    Raises KeyError for a body that is not there.
    """
    row = read.bodies([body])[body]
    rights = list(VoucherRight.objects.filter(holder=body).select_related(*read.RIGHT_JOINS).order_by("-year", "-pk"))
    current = next((found for found in rights if _in_force(found, on)), None) or next(
        (found for found in rights if found.year == on.year and found.case.state != "REFUSED"), None
    )
    deals = _deals_of(current.pk) if current else []
    money = _money(current, deals) if current else {}
    claims = Claims(
        right=read.right_row(current, current.case, current.holder) if current else None,
        left_yuan=money.get("left", Decimal(0)),
        reserved_yuan=money.get("reserved", Decimal(0)),
        paid_yuan=money.get("paid", Decimal(0)),
        deals=tuple(deals),
        names=_names(deals),
        budgets=_open_budgets(row.place, on),
    )
    return entitled(Law(rulebook.current()), row, claims, on)


def _in_force(row: VoucherRight, on: date) -> bool:
    valid = row.valid_from is not None and row.valid_to is not None and row.valid_from <= on <= row.valid_to
    return valid and row.case.state == "GRANTED"


def _deals_of(right_case: UUID) -> list[Deal]:
    rows = VoucherOrder.objects.filter(right=right_case).order_by("pk").values_list(*read.DEAL_COLUMNS)
    return [read.deal(*values) for values in rows]


def _money(row: VoucherRight, deals: Sequence[Deal]) -> dict[str, Decimal]:
    available = accounts.right_available(row.authority, row.pk)
    standing = [deal for deal in deals if deal.state in STANDING]
    paid = sum((deal.amount_yuan for deal in standing if deal.state == "PAID"), Decimal(0))
    reserved = sum((deal.amount_yuan for deal in standing), Decimal(0)) - paid
    return {"left": balances([available]).get(available, Decimal(0)), "reserved": reserved, "paid": paid}


def _names(deals: Sequence[Deal]) -> dict[UUID, str]:
    return {pk: found.name for pk, found in read.bodies({deal.provider for deal in deals}).items()} if deals else {}


def _open_budgets(place: str, on: date) -> tuple[tuple[str, Decimal], ...]:
    """The budgets of the year that serve a place, with what they can still grant, fullest first."""
    codes = {place[:2] + "0000", place[:4] + "00", place, "000000"}
    rows = VoucherBudget.objects.filter(year=on.year, case__place__in=codes, case__state__in=("OPEN", "EXHAUSTED"))
    found = [(row.case.number, accounts.budget_available(row.authority, row.pk)) for row in rows.select_related("case")]
    held = balances(code for _number, code in found)
    left = [(number, held.get(code, Decimal(0))) for number, code in found]
    return tuple(sorted(left, key=lambda item: (-item[1], item[0])))


def budgets_for(place: str, year: int) -> list[VoucherBudget]:
    """The open budgets of a year from which a holder at a place may be granted a right, nearest payer first."""
    rows = VoucherBudget.objects.filter(year=year, case__state="OPEN").select_related("case", "case__office")
    found = [row for row in rows if place.startswith(prefix(row.case.place))]
    return sorted(found, key=lambda row: (-len(prefix(row.case.place)), row.case.number))
