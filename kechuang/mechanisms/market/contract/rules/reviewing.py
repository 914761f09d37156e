"""Large, disputed and contested contracts before experts. Pure."""

from dataclasses import replace
from decimal import Decimal

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract import facts
from kechuang.mechanisms.market.contract.rules import checklist as checks
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, Deduction
from kechuang.mechanisms.market.contract.rules.deciding import columns, known, lines_of, replaced, term
from kechuang.mechanisms.market.contract.rules.faults import faults
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.requests import (
    Conclude,
    Loaded,
    Put,
    Step,
)
from kechuang.rulebook.quoting import cited

LARGE, DISPUTED, OBJECTED = "large", "disputed", "objected"
GROUNDS = (LARGE, DISPUTED, OBJECTED)
LIMIT = "contract.registration.large_yuan"


def refer(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """A large or disputed contract goes to experts; the longer time, where the rule gives one, runs from acceptance."""
    case, row = scene.cases[request.case], known(scene, request.case)
    if request.ground not in GROUNDS:
        return Refusal("contract.ground_unknown", place="ground")
    rules = Rules(scene.law, row.content, case.place, row.accepted_on or scene.on)
    if request.ground == LARGE and not checks.large(row.content, rules):
        limit = rules.ask(LIMIT)
        values = {"technology": row.content.technology, "limit": rules.number(LIMIT), **cited(limit)}
        return Refusal("contract.not_large", values, place="ground")
    if request.ground != LARGE and not request.text.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.refer"}, place="text")
    tag = LARGE if request.ground == LARGE else DISPUTED
    due = term(scene, row.content, case.place, accepted=row.accepted_on or scene.on, tags=(tag,))
    fact = facts.Referred(
        place=case.place, ground=request.ground, due_on=due.day if due else None, text=request.text.strip()
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REVIEW"},
        changes={case.id: {"due_on": due.day if due else None}},
        rows=Put(case=case.id, values={"review_ground": request.ground, "reviewed": False}),
    )


def conclude(scene: Scene[Loaded], request: Conclude) -> Decision | Refusal:
    """The experts' outcome is recorded: type and technology amount stand as they hold them."""
    case, row = scene.cases[request.case], known(scene, request.case)
    if not 1 <= request.agree <= request.experts:
        return Refusal("contract.experts_wrong", {"experts": request.experts, "agree": request.agree}, place="agree")
    if 2 * request.agree <= request.experts:
        return Refusal("contract.no_majority", {"experts": request.experts, "agree": request.agree}, place="agree")
    if not request.opinion.strip():
        return Refusal("contract.no_reason", {"move": "market.contract.conclude"}, place="opinion")
    unfit = _unfit_panel(row.content, request)
    if unfit:
        return unfit
    contract = reviewed(row.content, request)
    rules = Rules(scene.law, contract, case.place, row.accepted_on or scene.on)
    fault = next(faults(contract, rules, today=scene.on), None)
    if fault:
        return fault
    lines = lines_of(scene, contract, rules, case.id, reviewed=True)
    found: list[Fact] = [
        facts.Reviewed(
            place=case.place,
            experts=request.experts,
            agree=request.agree,
            type=contract.type,
            subtype=contract.subtype,
            technology_yuan=contract.technology,
            opinion=request.opinion.strip(),
        )
    ]
    values = {**columns(contract, lines, dict(row.confirmed)), "reviewed": True}
    panel = tuple(
        ("expert", {"name": each.name.strip(), "unit": each.unit.strip(), "agrees": each.agrees, "on": scene.on})
        for each in request.panel
    )
    put = Put(case=case.id, values=values, adds=panel)
    if row.number and contract != row.content:
        more, put = replaced(scene, case, row, contract, reason=request.opinion.strip(), values=values)
        found, put = [*found, *more], replace(put, adds=(*put.adds, *panel))
    state = "REGISTERED" if row.number else "ACCEPTED"
    changes = {"due_on": None} if row.number else {}
    return Decision(
        facts=tuple((case.id, each) for each in found),
        states={case.id: state},
        changes={case.id: changes} if changes else {},
        rows=put,
    )


def _unfit_panel(contract: Contract, request: Conclude) -> Refusal | None:
    """Experts stand once each, are of neither party, and are as many as is said."""
    if not request.panel:
        return None
    count, agree = len(request.panel), sum(each.agrees for each in request.panel)
    if (count, agree) != (request.experts, request.agree):
        return Refusal("contract.experts_wrong", {"experts": count, "agree": agree}, place="panel")
    parties = {compact(each.name) for each in (contract.seller, contract.buyer)}
    seen: set[tuple[str, str]] = set()
    for each in request.panel:
        one = (compact(each.name), compact(each.unit))
        if not all(one):
            return Refusal("contract.expert_unnamed", place="panel")
        if one in seen:
            return Refusal("contract.expert_twice", {"name": each.name.strip()}, place="panel")
        if one[1] in parties:
            return Refusal("contract.expert_of_party", {"unit": each.unit.strip()}, place="panel")
        seen.add(one)
    return None


def reviewed(contract: Contract, request: Conclude) -> Contract:
    """The contract as experts hold it: what is no technology by them becomes one further deduction (or less of one)."""
    total = contract.total_yuan or Decimal(0)
    contract = replace(contract, type=request.type, subtype=request.subtype, technology_yuan=None)
    gap = total - request.technology_yuan - contract.deducted
    if not gap:
        return contract
    kept = contract.deductions if gap > 0 else ()
    rest = gap if gap > 0 else total - request.technology_yuan
    more = (Deduction(kind=kinds.OTHER, name="专家评审核减", yuan=rest),) if rest else ()
    return replace(contract, deductions=(*kept, *more))
