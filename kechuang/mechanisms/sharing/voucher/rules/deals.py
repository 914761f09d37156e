"""A new contract beside the others of its parties: used twice, split under a cap, circular, related. Pure."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.voucher.rules import asking
from kechuang.mechanisms.sharing.voucher.rules.limits import Limits
from kechuang.mechanisms.sharing.voucher.rules.rows import BodyRow, Deal, Deals
from kechuang.rulebook.quoting import cited
from kechuang.rulebook.resolve import Law

COMMON_SHAREHOLDER = "common_shareholder"


def contract_key(raw: str) -> str:
    """A contract number as it is compared: half width, upper case, no blanks or hyphens."""
    return compact(raw)


def used_before(deals: Deals, provider: UUID, contract_no: str) -> Refusal | None:
    """One contract, one subsidy: refuse a contract of this provider that another order stands on or was rejected."""
    for deal in deals.on_contract(provider, contract_key(contract_no)):
        if deal.state != "RELEASED":
            values: dict[str, Value] = {"contract": contract_no, "number": deal.number, "since": deal.contract_on}
            return Refusal("voucher.contract_used", values, place="contract_no")
    return None


def near(deals: Deals, *, holder: BodyRow, provider: BodyRow, contract_on: date, days: int) -> list[Deal]:
    """The standing orders of the same pair with contracts signed at most ``days`` before or after."""
    return [
        deal
        for deal in deals.between(holder.id, provider.id)
        if deal.counts and abs(deal.contract_on - contract_on) <= timedelta(days=days)
    ]


def ever_back(deals: Deals, *, holder: BodyRow, provider: BodyRow) -> bool:
    """Whether the provider ever bought from the holder by voucher: a sign, where it lies outside the window."""
    return any(deal.counts for deal in deals.between(provider.id, holder.id))


def split(
    law: Law,
    on: date,
    deals: Deals,
    *,
    holder: BodyRow,
    provider: BodyRow,
    contract_on: date,
    amount_yuan: Decimal,
    bounds: Limits,
) -> Refusal | None:
    """Refuse a contract that, with others of the same pair signed within the window, draws more than one order may."""
    window = asking.answer_of(law, "voucher.split.window_days", holder.place, on)
    days, cap = asking.whole_of(window), bounds.cap_yuan
    if days is None or cap is None:
        return None
    others = near(deals, holder=holder, provider=provider, contract_on=contract_on, days=days)
    total = amount_yuan + sum((deal.amount_yuan for deal in others), Decimal(0))
    if not others or total <= cap:
        return None
    values: dict[str, Value] = {
        "others": len(others),
        "provider": provider.name,
        "days": days,
        "total": total,
        "limit": cap,
        "over": total - cap,
        **cited(bounds.cap),
    }
    return Refusal("voucher.contract_split", values, place="contract_no")


def circular(
    law: Law, on: date, deals: Deals, *, holder: BodyRow, provider: BodyRow, contract_on: date
) -> Refusal | None:
    """Refuse when the provider bought from the holder, by voucher too, within the window."""
    answer = asking.answer_of(law, "voucher.circular.window_days", holder.place, on)
    days = asking.whole_of(answer)
    if days is None:
        return None
    for deal in deals.between(provider.id, holder.id):
        if deal.counts and abs(deal.contract_on - contract_on) <= timedelta(days=days):
            values: dict[str, Value] = {
                "provider": provider.name,
                "number": deal.number,
                "contract_on": deal.contract_on,
                "days": days,
                **cited(answer),
            }
            return Refusal("voucher.circular_deal", values, place="provider")
    return None


def between_related(relation: str, *, holder: BodyRow, provider: BodyRow) -> Refusal | None:
    """Refuse a provider that the register shows as the holder's shareholder, parent, or under one control.

    A shareholder that both happen to have in common is a sign for the audit, not a refusal: a public fund holds many.
    """
    if holder.id != provider.id and relation in {"", COMMON_SHAREHOLDER}:
        return None
    values: dict[str, Value] = {
        "holder": holder.name,
        "provider": provider.name,
        "relation_code": f"organisation.relation.{relation or 'same_body'}",
    }
    return Refusal("voucher.related_parties", values, place="provider")
