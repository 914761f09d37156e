"""From typed values to the contents of a contract, and back into a form."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.kernel import place as divisions
from kechuang.kernel.reading import FaultError
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, Foreign, Party, Royalty
from kechuang.mechanisms.market.contract.rules.requests import Bring
from kechuang.web import chance
from kechuang.web.accounts.models import Body

SELLER = "seller"


BUYER = "buyer"


def bring(content: Contract, office: Body, *, holder: UUID | None = None, case: UUID | None = None) -> Bring:
    """Give the request that brings a contract to an office: by ``holder``, or taken in by the office itself."""
    own, other = content.applicant, content.seller if content.trade == kinds.IMPORT else content.buyer
    return Bring(
        case=case or chance.uuid7(),
        content=content,
        place=own.place,
        authority=office.authority,
        office=office.pk,
        office_place=office.place,
        holder=holder or own.body,
        counterpart=other.body if other.body != (holder or own.body) else own.body,
        taken_in=holder is None,
    )


def trade_of(seller: Party, buyer: Party) -> str:
    """Whether a contract crosses the border, by where its parties sit."""
    if seller.abroad and not buyer.abroad:
        return kinds.IMPORT
    return kinds.EXPORT if buyer.abroad and not seller.abroad else kinds.DOMESTIC


def party_of(body: Body) -> Party:
    """Give a body of the node as a party."""
    known = {"university": "university", "institute": "institute", "hospital": "hospital", "enterprise": "enterprise"}
    kind = known.get(body.kind, "enterprise" if body.kind == "startup_team" else "other")
    return Party(name=body.name, code=body.code, place=body.place, kind=kind, body=body.pk)


def division_of(text: str, on: date) -> str:
    """Give the code of a division that is typed as digits or by name; empty where none is meant."""
    if not text:
        return ""
    try:
        if text.isdecimal():
            return divisions.division(text, on).code
    except FaultError:
        return ""
    found = divisions.find(text, on).value
    return found.code if found is not None else ""


def royalty_of(values: Mapping[str, Any]) -> Royalty | None:
    if not values["royalty_base"] and not values["royalty_rate"] and values["estimate_yuan"] is None:
        return None
    return Royalty(
        base=values["royalty_base"] or "sales",
        rate=values["royalty_rate"].strip(),
        movement=values["royalty_movement"] or "fixed",
        estimate_yuan=values["estimate_yuan"],
    )


def foreign_of(values: Mapping[str, Any]) -> Foreign | None:
    currency = values["currency"].strip().upper()
    if currency in {"", "CNY", "RMB"}:
        return None
    return Foreign(
        currency=currency,
        amount=values["foreign_amount"] or Decimal(0),
        rate=values["rate"],
        rate_on=values["rate_on"],
        source=values["rate_source"].strip(),
    )


def initial_of(content: Contract) -> dict[str, Any]:
    """Give what fills the form of a known contract."""
    names: Iterable[str] = (
        *("title", "number", "licence", "form", "signed_on", "effective_on", "ends_on", "subject", "acceptance"),
        *("total_yuan", "deductions", "payment", "schedule", "trade_list", "trade_licence", "trade_licence_on"),
        *("field", "industry", "purpose", "plan", "plan_number", "rights", "shares", "mixed", "original_seen"),
    )
    found: dict[str, Any] = {name: getattr(content, name) for name in names}
    found["kind"] = f"{content.type}:{content.subtype}"
    for side, party in ((SELLER, content.seller), (BUYER, content.buyer)):
        found |= {f"{side}_name": party.name, f"{side}_code": party.code, f"{side}_place": party.place}
        found |= {f"{side}_kind": party.kind, f"{side}_country": party.country if party.abroad else ""}
    if content.royalty:
        royalty = content.royalty
        found |= {"royalty_base": royalty.base, "royalty_rate": royalty.rate, "royalty_movement": royalty.movement}
        found["estimate_yuan"] = royalty.estimate_yuan
    if content.foreign:
        foreign = content.foreign
        found |= {"currency": foreign.currency, "foreign_amount": foreign.amount, "rate": foreign.rate}
        found |= {"rate_on": foreign.rate_on, "rate_source": foreign.source}
    return found
