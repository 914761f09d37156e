"""The intake, the refining, the owner's word: until a demand is out. Pure."""

from dataclasses import replace
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import facts
from kechuang.mechanisms.market.demand.rules import intake, law
from kechuang.mechanisms.market.demand.rules.law import Ruled
from kechuang.mechanisms.market.demand.rules.requests import (
    REASONS,
    Confirm,
    Loaded,
    PassOn,
    Put,
    Refine,
    Refined,
    Seen,
    Step,
)
from kechuang.policy.likeness import sample
from kechuang.rulebook.quoting import cited

EXPIRE = "expire"


def pass_on(scene: Scene[Loaded], request: PassOn) -> Ruled:
    """The intake is passed: a body that may refine gets the demand, or another one in its stead."""
    case = scene.cases[request.demand]
    if request.refiner not in scene.rows.refiners:
        return Refusal("demand.refiner_unknown", place="refiner")
    if request.refiner == case.holder:
        return Refusal("demand.refiner_is_owner", place="refiner")
    due_on = law.term(scene, "demand.refine_days", case.place)
    fact = facts.DemandPassedOn(
        place=case.place, refiner=law.body(request.refiner), note=request.note.strip(), due_on=due_on
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REFINING"},
        changes={case.id: {"counterpart": request.refiner, "due_on": due_on}},
        rows=Put(case=case.id, values={"passed_on": scene.on, "refiner_note": request.note.strip()}),
    )


def publish(scene: Scene[Loaded], request: Step) -> Ruled:
    """The intake is passed and nothing is to be refined: firms may publish demands themselves."""
    case, row = scene.cases[request.demand], scene.rows.demands[request.demand]
    answer = scene.law.ask("demand.self_publication", place=case.place, on=scene.on)
    if not law.flag(answer, otherwise=False):
        return Refusal("demand.must_be_refined", cited(answer))
    return _out(scene, case, row, targets_changed=False)


def refuse(scene: Scene[Loaded], request: Step) -> Ruled:
    """The office does not take the demand, for a reason of the list and with words."""
    case, text = scene.cases[request.demand], request.text.strip()
    if request.reason not in REASONS:
        codes = ", ".join(f"demand.reason.{code}" for code in REASONS)
        return Refusal("demand.reason_unknown", {"known_codes": codes}, place="reason")
    if not text:
        return Refusal("demand.no_words", place="text")
    fact = facts.DemandRefused(place=case.place, reason=request.reason, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REFUSED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"reason": request.reason, "result": text}, empties=("mark",)),
    )


def refine(scene: Scene[Loaded], request: Refine) -> Ruled:
    """Propose other words. The demand stays as it is until its owner agrees."""
    case, row, new = scene.cases[request.demand], scene.rows.demands[request.demand], request.refined
    refusal = intake.unfit(new.title, new.background, new.targets, new.keywords, new.ipc)
    if refusal:
        return refusal
    if not request.note.strip():
        return Refusal("demand.no_words", place="note")
    fact = facts.DemandRefined(
        place=case.place,
        targets_changed=new.targets != row.targets,
        title=new.title.strip(),
        background=new.background.strip(),
        targets=tuple(each.words() for each in new.targets),
        note=request.note.strip(),
    )
    values = {"refined": intake.refined_of(new), "refiner_note": request.note.strip(), "refined_on": scene.on}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REFINED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values=values),
    )


def confirm(scene: Scene[Loaded], request: Confirm) -> Ruled:
    """The owner agrees, and what was refined stands. A changed target wants an agreement of its own."""
    case, row = scene.cases[request.demand], scene.rows.demands[request.demand]
    new = row.refined
    if new is None:
        return Refusal("demand.nothing_refined")
    changed = new.targets != row.targets
    answer = scene.law.ask("demand.change_needs_consent", place=case.place, on=scene.on)
    if changed and not request.targets_agreed and law.flag(answer, otherwise=True):
        return Refusal("demand.target_change_unconfirmed", cited(answer), place="targets_agreed")
    return _out(scene, case, _with(row, new), targets_changed=changed, refined=new)


def _with(row: Seen, new: Refined) -> Seen:
    return replace(
        row,
        title=new.title,
        background=new.background,
        constraints=new.constraints,
        keywords=new.keywords,
        ipc=new.ipc,
        targets=new.targets,
    )


def _out(
    scene: Scene[Loaded], case: CaseView, row: Seen, *, targets_changed: bool, refined: Refined | None = None
) -> Ruled:
    until = law.validity(scene, case.place, row.asked_until)
    if isinstance(until, Refusal):
        until = law.validity(scene, case.place, None)
    if isinstance(until, Refusal):
        return until
    fact = facts.DemandPublished(
        place=case.place,
        list_type=row.list_type,
        field=row.field,
        title=row.title.strip(),
        targets=tuple(each.words() for each in row.targets),
        band=law.band(scene.law, case.place, scene.on, row.budget),
        scene=row.is_scene,
        owner="" if row.masked else law.body(case.holder),
        needed_by=row.needed_by,
        valid_until=until,
        targets_changed=targets_changed,
    )
    values: dict[str, object] = {"published_on": scene.on, "valid_until": until, "refined": {}}
    adds: tuple[tuple[str, dict[str, object]], ...] = ()
    empties: tuple[str, ...] = ()
    changes: dict[str, object] = {"due_on": until}
    if refined is not None:
        again = sample("\n".join((row.title, row.background, *(each.words() for each in row.targets), row.constraints)))
        values |= {
            "background": row.background.strip(),
            "constraints": row.constraints.strip(),
            "keywords": "、".join(row.keywords),
            "ipc": list(row.ipc),
            "sample": list(again),
        }
        adds, empties = (*intake.target_rows(row.targets), *intake.mark_rows(again)), ("target", "mark")
        changes["title"] = row.title.strip()
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "PUBLISHED"},
        changes={case.id: changes},
        due=(DueAt(case.id, EXPIRE, until + ONE_DAY),),
        rows=Put(case=case.id, values=values, adds=adds, empties=empties),
    )


def send_back(scene: Scene[Loaded], request: Step) -> Ruled:
    """The owner does not agree, and says what is wrong; the refiner has it again."""
    case, text = scene.cases[request.demand], request.text.strip()
    if not text:
        return Refusal("demand.no_words", place="text")
    due_on = law.term(scene, "demand.refine_days", case.place)
    fact: Fact = facts.DemandSentBack(place=case.place, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REFINING"},
        changes={case.id: {"due_on": due_on}},
        rows=Put(case=case.id, values={"owner_note": text}),
    )


def named(identifier: UUID | None, name: str) -> str:
    """Write a partner as facts do: a body of the node, or the name that was typed."""
    return law.body(identifier) or name.strip()
