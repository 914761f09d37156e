"""What happens to a registered contract: wishes of its parties, changes, royalties received, the end. Pure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.contract import facts
from kechuang.mechanisms.market.contract.rules import figures, kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, plain
from kechuang.mechanisms.market.contract.rules.deciding import (
    LONGEST,
    columns,
    contents,
    known,
    lines_of,
    once,
    replaced,
)
from kechuang.mechanisms.market.contract.rules.faults import faults
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.requests import (
    Ask,
    Change,
    End,
    Enjoyed,
    Known,
    Loaded,
    Put,
    Step,
    TrueUp,
)
from kechuang.rulebook.quoting import cited

CHANGE, TRUE_UP, DEREGISTER = "change", "true_up", "deregister"
WISHES = (CHANGE, TRUE_UP, DEREGISTER)
ENDS = ("terminated", "cancelled", "void", "rescinded", "transferred")
FRAUDS = ("false_contract", "false_amount", "false_technology", "registered_twice")
# What makes it another contract: a change of these is registered anew, under a number of its own.
FIXED = ("type", "trade")


def ask(scene: Scene[Loaded], request: Ask) -> Decision | Refusal:
    """A party says what it wishes; the office answers."""
    case, row = scene.cases[request.case], known(scene, request.case)
    refusal = _wish(scene, request, case, row)
    if refusal:
        return refusal
    fact = facts.Asked(
        place=case.place,
        wish=request.wish,
        text=request.text.strip(),
        contents=contents(request.content) if request.content else None,
        received_yuan=request.received_yuan,
        period_end=request.period_end,
        enjoyed=listed(request.enjoyed),
    )
    values: dict[str, object] = {
        "wish": {
            "wish": request.wish,
            "text": request.text.strip(),
            "content": plain(request.content) if request.content else None,
            "received_yuan": plain(request.received_yuan),
            "period_end": plain(request.period_end),
            "enjoyed": listed(request.enjoyed),
            "on": scene.on.isoformat(),
        }
    }
    return Decision(facts=((case.id, fact),), states={case.id: "ASKED"}, rows=Put(case=case.id, values=values))


def _wish(scene: Scene[Loaded], request: Ask, case: CaseView, row: Known) -> Refusal | None:
    if request.wish not in WISHES:
        return Refusal("contract.wish_unknown", place="wish")
    if not request.text.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.ask"}, place="text")
    if len(request.text) > LONGEST:
        return Refusal("contract.text_too_long", {"limit": LONGEST}, place="text")
    if request.wish == TRUE_UP:
        wanted = TrueUp(
            case=request.case,
            received_yuan=request.received_yuan or Decimal(0),
            period_end=request.period_end or scene.on,
            evidence=request.text,
        )
        return _not_due(scene, wanted, row)
    if request.wish == CHANGE and request.content is not None:
        return _unfit(scene, request.content, case, row)
    return None


def decline(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """The office says no to a wish, with its reason; the registration stands as it was."""
    case = scene.cases[request.case]
    if not request.text.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.decline"}, place="text")
    fact = facts.Declined(place=case.place, wish=request.ground or CHANGE, text=request.text.strip())
    put = Put(case=case.id, values={"wish": {}})
    return Decision(facts=((case.id, fact),), states={case.id: "REGISTERED"}, rows=put)


def change(scene: Scene[Loaded], request: Change) -> Decision | Refusal:
    """The contents as they are now; number and day of registration stay."""
    case, row = scene.cases[request.case], known(scene, request.case)
    if not request.reason.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.change"}, place="reason")
    contract = request.content
    refusal = _unfit(scene, contract, case, row)
    if refusal:
        return refusal
    rules = Rules(scene.law, contract, case.place, row.accepted_on or scene.on)
    lines = lines_of(scene, contract, rules, case.id, reviewed=True)
    values = {**columns(contract, lines, dict(row.confirmed)), "wish": {}}
    found, put = replaced(scene, case, row, contract, reason=request.reason.strip(), values=values)
    total = (contract.total_yuan or Decimal(0)) + row.received_yuan
    return Decision(
        facts=tuple((case.id, each) for each in found),
        states={case.id: "REGISTERED"},
        changes={case.id: {"amount": total, "title": contract.title.strip()}},
        rows=put,
    )


def _unfit(scene: Scene[Loaded], contract: Contract, case: CaseView, row: Known) -> Refusal | None:
    rules = Rules(scene.law, contract, case.place, row.accepted_on or scene.on)
    day = row.accepted_on or scene.on
    fault = next(faults(contract, rules, today=day), None) or once(scene, contract, case.id)
    if fault:
        return fault
    for name in FIXED:
        if getattr(contract, name) != getattr(row.content, name):
            values: dict[str, Value] = {"field_code": f"contract.field.{name}"}
            return Refusal(
                "contract.main_content_changed", values | cited(rules.ask("contract.registration.once")), name
            )
    if contract.seller.key != row.content.seller.key:
        values = {"field_code": "contract.field.seller"}
        return Refusal(
            "contract.main_content_changed", values | cited(rules.ask("contract.registration.once")), "seller_name"
        )
    if plain(contract) == plain(row.content):
        return Refusal("contract.nothing_changed", {"number": row.number})
    return None


def true_up(scene: Scene[Loaded], request: TrueUp) -> Decision | Refusal:
    """Royalties really received are added to what stands registered: exact, once a period."""
    case, row = scene.cases[request.case], known(scene, request.case)
    refusal = _not_due(scene, request, row)
    if refusal:
        return refusal
    contract, received = row.content, request.received_yuan
    fact = facts.TruedUp(
        **figures.said(case, contract, row.number, count=0, total=received, technology=received),
        period_end=request.period_end,
        evidence=request.evidence.strip(),
    )
    values: dict[str, object] = {
        "wish": {},
        "received_yuan": row.received_yuan + received,
        "received_until": request.period_end,
        "registered_total": row.registered_total + received,
        "registered_technology": row.registered_technology + received,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REGISTERED"},
        changes={case.id: {"amount": row.registered_total + received}},
        rows=Put(case=case.id, values=values, flows=(figures.flow(fact, scene.on),)),
    )


def _not_due(scene: Scene[Loaded], request: TrueUp, row: Known) -> Refusal | None:
    if row.content.payment not in kinds.ROYALTIES:
        payment = f"market.contract.payment.{row.content.payment}"
        return Refusal("contract.no_royalty_agreed", {"payment_code": payment}, place="received_yuan")
    if request.received_yuan <= 0:
        return Refusal("contract.received_nothing", place="received_yuan")
    if request.period_end > scene.on:
        values: dict[str, Value] = {"period_end": request.period_end, "today": scene.on}
        return Refusal("contract.period_not_over", values, place="period_end")
    if row.received_until is not None and request.period_end <= row.received_until:
        return Refusal("contract.period_reported", {"until": row.received_until}, place="period_end")
    if not request.evidence.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.true_up"}, place="evidence")
    return None


def listed(enjoyed: Iterable[Enjoyed]) -> list[dict[str, str]]:
    """Policies enjoyed as a fact keeps them."""
    return [{"policy": each.policy, "yuan": format(each.yuan, "f")} for each in enjoyed]


def deregister(scene: Scene[Loaded], request: End) -> Decision | Refusal:
    """The contract has ended or was void: its registration ends, and what was enjoyed is reported."""
    case, row = scene.cases[request.case], known(scene, request.case)
    refusal = _ending(request, ENDS)
    if refusal:
        return refusal
    fact = facts.Deregistered(
        **_out(case, row), ground=request.ground, text=request.text.strip(), enjoyed=listed(request.enjoyed)
    )
    return _over(scene, request, case, fact, "DEREGISTERED")


def revoke(scene: Scene[Loaded], request: End) -> Decision | Refusal:
    """Registered by falsehood: the certificate falls, what was enjoyed is to be recovered, a fine within the rule."""
    case, row = scene.cases[request.case], known(scene, request.case)
    if not row.number:
        return Refusal("contract.not_registered", {"number": case.number})
    refusal = _ending(request, FRAUDS)
    if refusal:
        return refusal
    rules = Rules(scene.law, row.content, case.place, scene.on)
    least, most = rules.number("contract.fraud.min_fine_yuan"), rules.number("contract.fraud.max_fine_yuan")
    fine = request.fine_yuan
    if fine is not None and (least is None or most is None):
        return Refusal("contract.fine_without_rule", {"fine": fine}, place="fine_yuan")
    if fine is not None and least is not None and most is not None and not least <= fine <= most:
        values = {"fine": fine, "least": least, "most": most, **cited(rules.ask("contract.fraud.max_fine_yuan"))}
        return Refusal("contract.fine_outside", values, place="fine_yuan")
    fact = facts.Revoked(
        **_out(case, row),
        ground=request.ground,
        text=request.text.strip(),
        enjoyed=listed(request.enjoyed),
        recover_yuan=sum((each.yuan for each in request.enjoyed), Decimal(0)),
        fine_yuan=fine,
    )
    return _over(scene, request, case, fact, "REVOKED")


def _ending(request: End, grounds: tuple[str, ...]) -> Refusal | None:
    if request.ground not in grounds:
        return Refusal("contract.ground_unknown", place="ground")
    if not request.text.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.deregister"}, place="text")
    if any(each.yuan <= 0 for each in request.enjoyed):
        return Refusal("contract.enjoyed_not_positive", place="none_enjoyed")
    if bool(request.enjoyed) == request.none_enjoyed:
        return Refusal("contract.enjoyed_not_said", place="none_enjoyed")
    return None


def _out(case: CaseView, row: Known) -> dict[str, Any]:
    total, technology = -row.registered_total, -row.registered_technology
    return figures.said(case, row.content, row.number, count=-1, total=total, technology=technology)


def _over(
    scene: Scene[Loaded], request: End, case: CaseView, fact: facts.Deregistered | facts.Revoked, state: str
) -> Decision:
    values: dict[str, object] = {
        "live": False,
        "wish": {},
        "ended_on": scene.on,
        "ground": request.ground,
        "ground_text": request.text.strip(),
        "enjoyed": listed(request.enjoyed),
        "fine_yuan": request.fine_yuan,
        "registered_total": Decimal(0),
        "registered_technology": Decimal(0),
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: state},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values=values, flows=(figures.flow(fact, scene.on),)),
    )
