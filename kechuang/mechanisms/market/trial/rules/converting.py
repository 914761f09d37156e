"""A conversion: the registered contract must be the one that the trial promised, at no more than its terms. Pure."""

from decimal import Decimal, InvalidOperation

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.trial import facts
from kechuang.mechanisms.market.trial.rules.law import Ruled
from kechuang.mechanisms.market.trial.rules.requests import Contract, Convert, Loaded, Put, TrialSeen
from kechuang.mechanisms.market.trial.rules.trying import EXPIRE, TABLE

TRANSFER, LICENCE, ORDINARY = "transfer", "licence", "ordinary"
# The same bases under the words of a notice and of the registration form.
BASES = {"product_price": "price", "added_output": "output", "profit": "profit", "sales": "sales"}
HUNDRED = Decimal(100)


def mode_of(contract: Contract) -> str:
    """Give what the contract gives: the whole right, or which licence; '' where it gives no right."""
    if contract.type == TRANSFER:
        return TRANSFER
    return (contract.licence or ORDINARY) if contract.type == LICENCE else ""


def rate_of(text: str) -> Decimal | None:
    """Read the rate of a royalty (3%, 0.03) as a share; None where it cannot be read as one number."""
    raw = text.strip()
    try:
        value = Decimal(raw.rstrip("%％"))
    except InvalidOperation:
        return None
    return value / HUNDRED if raw.endswith(("%", "％")) else value


def above(price: Price, cap: Decimal | None, contract: Contract) -> Refusal | None:
    """Refuse a contract that asks more than the formula, or that may come to more than the cap."""
    total = contract.total or Decimal(0)
    values: dict[str, Value] = {"number": contract.number, "formula": price.formula()}
    if total > price.known_yuan:
        return Refusal(
            "trial.price_above", {**values, "contract_yuan": total, "agreed_yuan": price.known_yuan}, "number"
        )
    if contract.royalty_rate:
        refused = _royalty_above(price, contract, values)
        if refused is not None:
            return refused
    most = total + (contract.estimate or Decimal(0))
    if cap is not None and most > cap:
        return Refusal("trial.cap_exceeded", {**values, "contract_yuan": most, "cap_yuan": cap}, "number")
    return None


def _royalty_above(price: Price, contract: Contract, values: dict[str, Value]) -> Refusal | None:
    agreed = price.share if price.has_royalty and price.share is not None else Decimal(0)
    rate = rate_of(contract.royalty_rate)
    if rate is None:
        return Refusal("trial.rate_unreadable", {**values, "rate": contract.royalty_rate}, "number")
    if rate > agreed:
        shares: dict[str, Value] = {"contract_share": rate, "agreed_share": agreed}
        return Refusal("trial.royalty_above", {**values, **shares}, "number")
    if contract.royalty_base != BASES.get(price.base, price.base):
        return Refusal("trial.base_differs", {**values, "base": contract.royalty_base}, "number")
    return None


def wrong(scene: Scene[Loaded], request: Convert, seen: TrialSeen, firm: str, unit: str) -> Refusal | None:
    """Refuse a contract that is not registered, not between these two, signed before the trial, or linked already."""
    contract = scene.rows.contracts.get(request.number.strip())
    if contract is None or not contract.registered:
        return Refusal("trial.contract_not_registered", {"number": request.number.strip()}, "number")
    if contract.used_by:
        return Refusal("trial.contract_used", {"number": contract.number, "trial": contract.used_by}, "number")
    if {contract.seller, contract.buyer} != {unit, firm} or contract.seller != unit:
        return Refusal("trial.contract_of_others", {"number": contract.number}, "number")
    if not mode_of(contract):
        return Refusal("trial.contract_gives_nothing", {"number": contract.number}, "number")
    if seen.start is not None and contract.signed_on < seen.start:
        return Refusal("trial.signed_before_trial", {"day": contract.signed_on, "start": seen.start}, "number")
    return above(seen.price, seen.cap, contract)


def convert(scene: Scene[Loaded], request: Convert) -> Ruled:
    """The trial became a contract; it counts for the county that gains."""
    case, seen = scene.cases[request.case], scene.rows.trials[request.case]
    if not request.number.strip():
        return Refusal("trial.no_contract_number", place="number")
    firm, unit = (scene.rows.firms[each] for each in (case.holder, case.counterpart) if each)
    refused = wrong(scene, request, seen, firm.code or firm.name, unit.code or unit.name)
    if refused is not None:
        return refused
    contract = scene.rows.contracts[request.number.strip()]
    total = contract.total or Decimal(0)
    fact = facts.TrialConverted(
        place=case.place,
        county=seen.county,
        mountain=seen.mountain,
        field=seen.field,
        mode=mode_of(contract),
        days=(scene.on - seen.start).days + 1 if seen.start else 0,
        number=contract.number,
        total_yuan=total,
    )
    values = {"contract_id": contract.case, "converted_on": scene.on, "paid": total, "mode": mode_of(contract)}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "CONVERTED"},
        changes={case.id: {"amount": total, "due_on": None}},
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, table=TABLE, values=values),
    )
