"""The contract: after the notice, at its price, with its buyers and nobody else; and its registration. Pure."""

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.notice import facts
from kechuang.mechanisms.market.notice.rules.law import Ruled, body
from kechuang.mechanisms.market.notice.rules.requests import (
    Loaded,
    Put,
    Register,
    Seen,
    Sign,
)


def sign(scene: Scene[Loaded], request: Sign) -> Ruled:
    """The contract is signed: after the notice, at its price, with its buyers and nobody else."""
    case, row = scene.cases[request.notice], scene.rows.notices[request.notice]
    if not request.number.strip():
        return Refusal("notice.no_contract_number", place="number")
    if request.signed_on > scene.on:
        return Refusal("notice.signed_in_future", {"day": request.signed_on, "today": scene.on}, place="signed_on")
    if row.end is None or request.signed_on <= row.end:
        return Refusal("notice.signed_before_end", {"day": request.signed_on, "end": row.end}, place="signed_on")
    refusal = _other_terms(row, request)
    if refusal:
        return refusal
    days = (request.signed_on - case.opened_on).days
    fact = facts.DealSigned(
        place=case.place,
        mode=row.terms.mode,
        signed_on=request.signed_on,
        days=days,
        seller=body(case.holder),
        buyers=tuple(each.words() for each in row.terms.buyers),
        price=row.terms.price.formula(),
        known_yuan=row.terms.price.known_yuan,
        number=request.number.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    values = {
        "contract_number": request.number.strip(),
        "signed_on": request.signed_on,
        "files": [str(each.id) for each in request.files],
    }
    return Decision(facts=((case.id, fact),), states={case.id: "SIGNED"}, rows=Put(case=case.id, values=values))


def _other_terms(row: Seen, request: Sign) -> Refusal | None:
    known = {each.words() for each in row.terms.buyers}
    added = sorted({each.words() for each in request.buyers} - known)
    if added:
        return Refusal("notice.buyer_added", {"names": "、".join(added)}, place="buyers")
    left = sorted(known - {each.words() for each in request.buyers})
    if left:
        return Refusal("notice.buyer_left", {"names": "、".join(left)}, place="buyers")
    if request.price.formula() != row.terms.price.formula():
        values: dict[str, Value] = {"noticed": row.terms.price.formula(), "signed": request.price.formula()}
        return Refusal("notice.price_differs", values, place="amount")
    return None


def register(scene: Scene[Loaded], request: Register) -> Ruled:
    """The contract was registered as a technology contract."""
    case = scene.cases[request.notice]
    if not request.number.strip():
        return Refusal("notice.no_registration_number", place="number")
    if request.on > scene.on:
        return Refusal("notice.signed_in_future", {"day": request.on, "today": scene.on}, place="on")
    fact = facts.DealRegistered(place=case.place, number=request.number.strip(), registered_on=request.on)
    values = {"registration_number": request.number.strip(), "registered_on": request.on}
    return Decision(facts=((case.id, fact),), states={case.id: "REGISTERED"}, rows=Put(case=case.id, values=values))
