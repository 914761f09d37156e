"""Releases of a registered technology contract, which names no party in public: places, type, field and amounts. Pure.

A registration says nothing of how the price was found: its process has no ``tender``, and its award only because the
standard lets no contract stand without one.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from kechuang.mechanisms.market.ocds.values import Setting, Told, amount, moment, value

REGISTERED, CHANGED, TRUED = "market.contract.registered", "market.contract.changed", "market.contract.trued_up"
REVERSED = "market.contract.reversed"
DEREGISTERED, REVOKED = "market.contract.deregistered", "market.contract.revoked"
TYPES = (REGISTERED, REVERSED, CHANGED, TRUED, DEREGISTERED, REVOKED)
ENDS = {DEREGISTERED: "terminated", REVOKED: "cancelled"}
AWARD = "registration"


def fold(facts: Sequence[Told], setting: Setting) -> list[tuple[Told, dict[str, Any]]]:
    """Give what each fact of a contract adds: registration, change, royalties received, end."""
    found: list[tuple[Told, dict[str, Any]]] = []
    total, received = Decimal(0), 0
    for told in facts:
        if told.type not in TYPES:
            continue
        total += amount(told.values["total_yuan"])
        body: dict[str, Any] | None = None
        if told.type in {REGISTERED, CHANGED}:
            body = _stands(told, setting, total)
        elif told.type == TRUED:
            received += 1
            body = _received(told, total, received)
        elif told.type in ENDS:
            body = {"tag": ["contractTermination"], "contracts": [_contract(told) | {"status": ENDS[told.type]}]}
        if body is not None:
            found.append((told, body))
    return found


def _contract(told: Told) -> dict[str, Any]:
    return {"id": str(told.values["number"]), "awardID": AWARD}


def _stands(told: Told, setting: Setting, total: Decimal) -> dict[str, Any]:
    values, first = told.values, told.type == REGISTERED
    contract = _contract(told) | {
        "title": str(values["number"]),
        "status": "active",
        "dateSigned": moment(values["signed_on"]),
        "value": value(total),
        "items": [_item(told)],
    }
    if not first:
        amendment = {"id": told.id, "date": moment(told.on), "rationale": "认定登记变更"}
        return {"tag": ["contractAmendment"], "contracts": [contract | {"amendments": [amendment]}]}
    page = setting.page("contract", told.case)
    if page:
        contract["documents"] = [{"id": "page", "documentType": "contractNotice", "title": "登记证明", "url": page}]
    award = {"id": AWARD, "status": "active", "date": moment(values["signed_on"]), "value": value(total)}
    parties = [
        _party("seller", ["seller"], str(values["seller_place"]), setting),
        _party("buyer", ["supplier"], str(values["buyer_place"]), setting),
    ]
    return {"tag": ["award", "contract"], "parties": parties, "awards": [award], "contracts": [contract]}


def _item(told: Told) -> dict[str, Any]:
    values = told.values
    more = (("technology-field", values["field"]), ("GB/T 4754", values["industry"]))
    return {
        "id": "1",
        "description": str(values["subtype"]),
        "classification": {"scheme": "technology-contract-type", "id": str(values["type"])},
        "additionalClassifications": [{"scheme": scheme, "id": str(code)} for scheme, code in more if code],
    }


def _party(identifier: str, roles: list[str], place: str, setting: Setting) -> dict[str, Any]:
    """A side of the contract, of which the public knows the place alone."""
    inside = place.isdigit()
    address = {"region": setting.place(place) or place, "country": "CN"} if inside else {}
    return {"id": identifier, "roles": roles, **({"address": address} if address else {})}


def _received(told: Told, total: Decimal, number: int) -> dict[str, Any]:
    paid = {
        "id": str(number),
        "date": moment(told.values["period_end"]),
        "value": value(amount(told.values["total_yuan"])),
    }
    contract = _contract(told) | {"value": value(total), "implementation": {"transactions": [paid]}}
    return {"tag": ["contractUpdate", "implementation"], "contracts": [contract]}
