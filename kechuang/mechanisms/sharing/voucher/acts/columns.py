"""The two hot reads of the gateway as plain columns: an ORM that builds a hundred model fields an act costs half of it.

The querysets are built once; an act only adds its filter. Tests hold the rows equal to those that ``read`` makes of
models.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kechuang.casework.models import Case
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules.rows import (
    BodyRow,
    BudgetRow,
    OrderRow,
    ProviderRow,
    RightRow,
    Suspension,
)
from kechuang.resources.organisations.models import Tie
from kechuang.resources.organisations.relation import Profile

type Values = Mapping[str, Any]

BODY = (
    *("name", "code", "kind", "place"),
    *("organisation__kind", "organisation__industry", "organisation__sales", "organisation__withdrawn_on"),
    "organisation__version",
)
LISTING = (
    *("authority", "services", "regions", "listed_from", "listed_until", "suspensions"),
    *("removed_on", "blacklisted_until"),
)
RIGHT = ("authority", "budget", "year", "asked_yuan", "quota_yuan", "valid_from", "valid_to")
BUDGET = ("authority", "year", "amount_yuan", "case__number", "case__state", "case__place", "case__office")
ORDER = (
    *("authority", "place", "right", "provider_region", "cross_region", "category", "contract_no", "contract_on"),
    *("contract_yuan", "eligible_yuan", "share", "cap_yuan", "amount_yuan", "signs", "delivered_on", "claimed_on"),
    *("invoice_on", "invoice_yuan", "invoice_key", "selected_by", "audit", "batch", "payable_on"),
)
PARTY = "holder__organisation__ties__party"


def _under(prefix: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{prefix}__{name}" for name in names)


RESERVATION_COLUMNS = (
    *("pk", "number", "state", "place", "office", "holder", "holder__parent", "holder__organisation__credit_code"),
    *_under("holder", BODY),
    *_under("voucher_right", RIGHT),
    *_under("voucher_provider", LISTING),
    *("holder__organisation__ties__role", PARTY),
)
ORDER_COLUMNS = (
    *("pk", "case__number", "case__state", "case__office", "holder", "provider", "listing"),
    *ORDER,
    *("right__budget", "right__valid_from", "right__valid_to", "right__case__state"),
    *_under("holder", BODY),
    *_under("provider", ("name", "code", "kind", "place")),
)
# Only some acts need these: PostgreSQL plans eleven joins in several milliseconds, and seven in one.
LISTING_COLUMNS = (*_under("listing", LISTING), "listing__case__number", "listing__case__state")
BUDGET_COLUMNS = _under("right__budget", BUDGET)


@cache
def _reservations() -> QuerySet[Case, Any]:
    return Case.objects.order_by("pk").values_list(*RESERVATION_COLUMNS)


@cache
def _orders(names: tuple[str, ...]) -> QuerySet[VoucherOrder, Any]:
    return VoucherOrder.objects.order_by("pk").values_list(*names)


def body(values: Values, prefix: str) -> BodyRow:
    """A body with what the register says of it."""
    known = values.get(f"{prefix}__organisation__version") is not None
    known = known and values[f"{prefix}__organisation__withdrawn_on"] is None
    return BodyRow(
        id=values[prefix],
        name=values[f"{prefix}__name"],
        code=values[f"{prefix}__code"],
        kind=(values[f"{prefix}__organisation__kind"] if known else "") or values[f"{prefix}__kind"],
        place=values[f"{prefix}__place"],
        industry=values[f"{prefix}__organisation__industry"] if known else "",
        sales_yuan=values[f"{prefix}__organisation__sales"] if known else None,
        registered=known,
    )


def spans(stored: Sequence[Sequence[str | None]]) -> tuple[Suspension, ...]:
    """The suspensions that a listing's column holds."""
    return tuple(
        Suspension(date.fromisoformat(since or ""), date.fromisoformat(until) if until else None)
        for since, until in stored
    )


def listing(values: Values, prefix: str, *, case: UUID, number: str, state: str, holder: BodyRow) -> ProviderRow:
    """A provider's listing."""
    return ProviderRow(
        case=case,
        number=number,
        authority=values[f"{prefix}__authority"],
        state=state,
        body=holder,
        services=tuple(values[f"{prefix}__services"]),
        regions=tuple(values[f"{prefix}__regions"]),
        listed_from=values[f"{prefix}__listed_from"],
        listed_until=values[f"{prefix}__listed_until"],
        suspensions=spans(values[f"{prefix}__suspensions"]),
        removed_on=values[f"{prefix}__removed_on"],
        blacklisted_until=values[f"{prefix}__blacklisted_until"],
    )


def _right(values: Values) -> RightRow:
    return RightRow(
        case=values["pk"],
        number=values["number"],
        authority=values["voucher_right__authority"],
        state=values["state"],
        place=values["place"],
        office=values["office"],
        holder=body(values, "holder"),
        budget=values["voucher_right__budget"],
        budget_state="",
        year=values["voucher_right__year"],
        asked_yuan=values["voucher_right__asked_yuan"],
        quota_yuan=values["voucher_right__quota_yuan"],
        valid_from=values["voucher_right__valid_from"],
        valid_to=values["voucher_right__valid_to"],
    )


def _profile(rows: Sequence[Values]) -> Profile:
    """What relations between bodies need of the register, from one row a tie."""
    first = rows[0]
    ties = [(row["holder__organisation__ties__role"], row[PARTY]) for row in rows]
    parent = first["holder__parent"]
    return Profile(
        body=first["holder"],
        credit_code=first["holder__organisation__credit_code"] or "",
        name=first["holder__name"],
        kind=first["holder__organisation__kind"] or "",
        place=first["holder__place"],
        industry=first["holder__organisation__industry"] or "",
        founded_on=None,
        staff=None,
        shareholders=frozenset(party for role, party in ties if role == Tie.SHAREHOLDER),
        controllers=frozenset(party for role, party in ties if role == Tie.CONTROLLER),
        parents=frozenset({f"body/{parent}"} if parent else ()),
    )


def reservations(
    ids: Iterable[UUID],
) -> tuple[dict[UUID, RightRow], dict[UUID, ProviderRow], dict[UUID, Profile]]:
    """Rights and listings by their cases, and the registered profiles of who holds them (one query)."""
    found: dict[UUID, list[Values]] = {}
    for row in _reservations().filter(pk__in=set(ids)):
        values = dict(zip(RESERVATION_COLUMNS, row, strict=True))
        found.setdefault(values["pk"], []).append(values)
    rights: dict[UUID, RightRow] = {}
    listings: dict[UUID, ProviderRow] = {}
    profiles: dict[UUID, Profile] = {}
    for case, rows in found.items():
        values = rows[0]
        if values["voucher_right__authority"] is not None:
            rights[case] = _right(values)
        if values["voucher_provider__authority"] is not None:
            state, holder = values["state"], body(values, "holder")
            listings[case] = listing(
                values, "voucher_provider", case=case, number=values["number"], state=state, holder=holder
            )
        if values["holder__organisation__version"] is not None:
            profiles[values["holder"]] = _profile(rows)
    return rights, listings, profiles


def orders(which: Q) -> dict[UUID, OrderRow]:
    """Orders without their listings; of the provider no more than name, code and place (one query)."""
    return {values["pk"]: _order(values) for values in _read(ORDER_COLUMNS, which)}


def orders_with_listings(which: Q) -> dict[UUID, OrderRow]:
    """Orders with the listings that they were made under (one query)."""
    found = {}
    for values in _read((*ORDER_COLUMNS, *LISTING_COLUMNS), which):
        row = _order(values)
        number, state = values["listing__case__number"], values["listing__case__state"]
        held = listing(values, "listing", case=values["listing"], number=number, state=state, holder=row.provider)
        found[row.case] = replace(row, listing=held)
    return found


def orders_with_budgets(which: Q) -> tuple[dict[UUID, OrderRow], dict[UUID, BudgetRow]]:
    """Orders, and the budgets that their money came from (one query)."""
    rows = _read((*ORDER_COLUMNS, *BUDGET_COLUMNS), which)
    budgets = {values["right__budget"]: _budget(values) for values in rows}
    return {values["pk"]: _order(values) for values in rows}, budgets


def _read(names: tuple[str, ...], which: Q) -> list[Values]:
    return [dict(zip(names, row, strict=True)) for row in _orders(names).filter(which)]


def _budget(values: Values) -> BudgetRow:
    return BudgetRow(
        case=values["right__budget"],
        number=values["right__budget__case__number"],
        authority=values["right__budget__authority"],
        state=values["right__budget__case__state"],
        place=values["right__budget__case__place"],
        year=values["right__budget__year"],
        amount_yuan=values["right__budget__amount_yuan"],
        office=values["right__budget__case__office"],
    )


def _order(values: Values) -> OrderRow:
    own = {name: values[name] for name in ORDER if name not in {"signs", "invoice_key"}}
    return OrderRow(
        case=values["pk"],
        number=values["case__number"],
        state=values["case__state"],
        office=values["case__office"],
        right_state=values["right__case__state"],
        budget=values["right__budget"],
        valid_from=values["right__valid_from"],
        valid_to=values["right__valid_to"],
        holder=body(values, "holder"),
        provider=body(values, "provider"),
        signs=tuple(values["signs"]),
        invoice_key=values["invoice_key"] or "",
        **own,
    )
