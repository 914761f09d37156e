"""A demand that is out: answers, talks, contract, solution, validity. Pure."""

from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.amount import unit_slip
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.demand import facts
from kechuang.mechanisms.market.demand.rules import law
from kechuang.mechanisms.market.demand.rules.law import Ruled
from kechuang.mechanisms.market.demand.rules.passing import EXPIRE, named
from kechuang.mechanisms.market.demand.rules.requests import (
    Answer,
    Contract,
    Extend,
    Loaded,
    Put,
    Solve,
    Step,
    Talk,
    Tick,
)

LONGEST = 2000


def answer(scene: Scene[Loaded], request: Answer) -> Ruled:
    """A body says that it can solve the demand; once a body, and not the owner itself."""
    case, row, text = scene.cases[request.demand], scene.rows.demands[request.demand], request.text.strip()
    if request.body == case.holder:
        return Refusal("demand.own_demand", place="body")
    if request.body in row.answers.values():
        return Refusal("demand.answered_already", place="body")
    if not text:
        return Refusal("demand.no_words", place="text")
    if len(text) > LONGEST:
        return Refusal("demand.text_too_long", {"limit": LONGEST}, place="text")
    if row.valid_until is not None and row.valid_until < scene.on:
        return Refusal("demand.validity_past", {"until": row.valid_until, "today": scene.on})
    fact = facts.DemandAnswered(place=case.place, body=law.body(request.body), offer=request.offer, text=text)
    values = {"id": request.id, "body_id": request.body, "text": text, "offer": request.offer, "on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=Put(case=case.id, adds=(("answer", values),)),
    )


def talk(scene: Scene[Loaded], request: Talk) -> Ruled:
    """The owner begins to talk with somebody: who answered, whom a match named, or whom the owner names."""
    case = scene.cases[request.demand]
    partner = named(request.body, request.name)
    if not partner:
        return Refusal("demand.no_partner", place="name")
    if request.body == case.holder:
        return Refusal("demand.own_demand", place="name")
    fact = facts.TalksBegun(place=case.place, partner=partner, offer=request.offer)
    values = {"body_id": request.body, "name": request.name.strip(), "offer": request.offer, "on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TALKING"},
        rows=Put(case=case.id, adds=(("talk", values),)),
    )


def end_talks(scene: Scene[Loaded], request: Step) -> Ruled:
    """Talks came to nothing: the demand is out again, or over if its validity ended meanwhile."""
    case, row, text = scene.cases[request.demand], scene.rows.demands[request.demand], request.text.strip()
    if not text:
        return Refusal("demand.no_words", place="text")
    over = row.valid_until is not None and row.valid_until < scene.on
    left: list[Fact] = [facts.TalksEnded(place=case.place, text=text)]
    if over:
        left.append(facts.DemandExpired(place=case.place, valid_until=row.valid_until))
    return Decision(
        facts=tuple((case.id, each) for each in left),
        states={case.id: "EXPIRED" if over else "PUBLISHED"},
        changes={case.id: {"due_on": None}} if over else {},
        due=() if over else _until(scene, request.demand, row.valid_until),
        cancels=() if over else ((case.id, EXPIRE),),
        rows=Put(case=case.id, values={"talks_note": text}, empties=("talk",)),
    )


def _until(scene: Scene[Loaded], demand: UUID, until: date | None) -> tuple[DueAt, ...]:
    return (DueAt(demand, EXPIRE, max(until, scene.on) + ONE_DAY),) if until else ()


def contract(scene: Scene[Loaded], request: Contract) -> Ruled:
    """A contract was concluded. An amount far above the budget is probably in the wrong unit."""
    case, row = scene.cases[request.demand], scene.rows.demands[request.demand]
    partner = named(request.body, request.name)
    if not partner:
        return Refusal("demand.no_partner", place="name")
    if not request.number.strip():
        return Refusal("demand.no_contract_number", place="number")
    if request.amount < 0:
        return Refusal("demand.amount_negative", {"amount_yuan": request.amount}, place="amount")
    if request.signed_on > scene.on:
        return Refusal("demand.signed_in_future", {"day": request.signed_on, "today": scene.on}, place="signed_on")
    if row.published_on is not None and request.signed_on < row.published_on:
        values = {"day": request.signed_on, "published_on": row.published_on}
        return Refusal("demand.signed_before_out", values, place="signed_on")
    slip = unit_slip(request.amount, row.budget) if row.budget else None
    if slip is not None and not request.amount_insisted:
        beside: dict[str, Value] = {
            "amount_yuan": request.amount,
            "meant": slip.values["meant"],
            "budget_yuan": row.budget,
        }
        return Refusal("demand.amount_beside_budget", beside, place="amount")
    days = (request.signed_on - row.published_on).days if row.published_on else 0
    fact = facts.DemandContracted(
        place=case.place,
        field=row.field,
        days=days,
        partner=partner,
        number=request.number.strip(),
        signed_on=request.signed_on,
        amount_yuan=request.amount,
    )
    values_out: dict[str, object] = {
        "contract_number": request.number.strip(),
        "contract_amount": request.amount,
        "contract_on": request.signed_on,
        "partner_name": request.name.strip(),
        "partner_id": request.body,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "CONTRACTED"},
        changes={case.id: {"due_on": row.needed_by}},
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, values=values_out),
    )


def solve(scene: Scene[Loaded], request: Solve) -> Ruled:
    """The work is done: what was reached of each target, whether or not it is enough."""
    case, row, text = scene.cases[request.demand], scene.rows.demands[request.demand], request.text.strip()
    if len(request.reached) != len(row.targets) or all(each is None for each in request.reached):
        return Refusal("demand.nothing_reached", {"count": len(row.targets)}, place="reached_0")
    if not text:
        return Refusal("demand.no_words", place="text")
    pairs = list(zip(row.targets, request.reached, strict=True))
    met = sum(1 for target, value in pairs if value is not None and target.met_by(value))
    fact = facts.DemandSolved(
        place=case.place,
        field=row.field,
        targets=len(row.targets),
        met=met,
        reached=tuple("-" if value is None else f"{value:f}" for _target, value in pairs),
        text=text,
    )
    reached = ["" if value is None else f"{value:f}" for _target, value in pairs]
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "CLOSED_SOLVED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"reached": reached, "met": met, "result": text}, empties=("mark",)),
    )


def extend(scene: Scene[Loaded], request: Extend) -> Ruled:
    """The owner keeps the demand out for longer, or lets one that expired out again."""
    case, row = scene.cases[request.demand], scene.rows.demands[request.demand]
    until = law.validity(scene, case.place, request.valid_until)
    if isinstance(until, Refusal):
        return until
    if row.valid_until is not None and until <= row.valid_until:
        return Refusal("demand.not_longer", {"until": row.valid_until}, place="valid_until")
    fact = facts.DemandExtended(place=case.place, valid_until=until)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "PUBLISHED"},
        changes={case.id: {"due_on": until}},
        due=(DueAt(case.id, EXPIRE, until + ONE_DAY),),
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, values={"valid_until": until}),
    )


def expire(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The validity is over."""
    case, row = scene.cases[request.demand], scene.rows.demands[request.demand]
    fact = facts.DemandExpired(place=case.place, valid_until=row.valid_until)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "EXPIRED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id),
    )
