"""A task enters the ledger, is given to bodies, and is looked at by a meeting. Pure."""

from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import facts
from kechuang.mechanisms.delivery.task.rules.days import LATE, Answer, body, late_on
from kechuang.mechanisms.delivery.task.rules.money import at_first, wrong_at_first
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, TASK
from kechuang.mechanisms.delivery.task.rules.requests import SOURCES, Assign, Loaded, Make, Put, Take

LONGEST_TITLE = 200


def make(scene: Scene[Loaded], request: Make) -> Answer:
    """A task enters the ledger; with a lead it is assigned at once."""
    wrong = _wrong_task(request)
    if wrong:
        return wrong
    fact = facts.Made(
        place=request.place,
        year=request.year,
        title=request.title.strip(),
        source=request.source,
        document=request.document,
        clause=request.clause,
        task_finding=request.finding,
        parent_task=str(request.parent) if request.parent else "",
        reference=request.reference.strip(),
        text=request.text.strip(),
        amount_yuan="" if request.money is None else f"{request.money:f}",
    )
    left: list[tuple[UUID, Fact]] = [(request.case, fact)]
    if request.lead:
        left.append((request.case, _assigned(request.place, request.lead, request.supports, request.due_on, "")))
    state = "ASSIGNED" if request.lead else "ITEM"
    case = NewCase(
        id=request.case,
        kind=TASK.kind,
        authority=request.authority,
        state=state,
        place=request.place,
        title=request.title.strip(),
        office=request.office,
        holder=request.lead,
        amount=request.money,
        due_on=request.due_on,
        number_series=f"{request.authority}-DB{request.year}-",
    )
    values = {
        "text": request.text.strip(),
        "year": request.year,
        "first_year": request.year,
        "source": request.source,
        "reference": request.reference.strip(),
        "document": request.document,
        "document_title": request.document_title,
        "clause": request.clause,
        "finding": request.finding,
        "lead_words": request.lead_words,
        "due_on": request.due_on,
        "first_due_on": request.due_on,
        "parent_id": request.parent,
        "proof": request.proof.plain() if request.proof else {},
        "assigned_on": scene.on if request.lead else None,
    }
    stated, money = at_first(request, scene.on)
    put = Put(case=request.case, values=values, new=True, adds=(*_supports(request.supports), *money))
    return Decision(
        facts=(*left, *((request.case, each) for each in stated)),
        opens=(case,),
        due=late_on(request.case, request.due_on),
        rows=put,
    )


def _wrong_task(request: Make) -> Refusal | None:
    if not request.title.strip():
        return Refusal("delivery.no_title", place="title")
    if len(request.title.strip()) > LONGEST_TITLE:
        return Refusal("delivery.title_too_long", {"limit": LONGEST_TITLE}, place="title")
    if not request.text.strip():
        return Refusal("delivery.no_text", place="text")
    if request.source not in SOURCES:
        return Refusal("delivery.source_unknown", {"source": request.source}, place="source")
    if request.source != "plan" and not request.reference.strip():
        return Refusal("delivery.no_reference", place="reference")
    if request.lead and not request.due_on:
        return Refusal("delivery.no_due", place="due_on")
    if request.lead and request.lead in request.supports:
        return Refusal("delivery.lead_twice", place="supports")
    return wrong_at_first(request)


def _assigned(place: str, lead: UUID, supports: tuple[UUID, ...], due_on: date | None, note: str) -> facts.Assigned:
    named = tuple(body(each) for each in supports)
    return facts.Assigned(place=place, lead=body(lead), supports=named, due_on=due_on, note=note)


def _supports(bodies: tuple[UUID, ...]) -> tuple[tuple[str, dict[str, object]], ...]:
    return tuple(("support", {"body_id": each}) for each in dict.fromkeys(bodies))


def assign(scene: Scene[Loaded], request: Assign) -> Answer:
    """Give the task to a leading body and a day."""
    case = scene.cases[request.task]
    if request.lead in request.supports:
        return Refusal("delivery.lead_twice", place="supports")
    if request.due_on < scene.on:
        return Refusal("delivery.due_past", {"due_on": request.due_on}, place="due_on")
    fact = _assigned(case.place, request.lead, request.supports, request.due_on, request.note.strip())
    values = {"due_on": request.due_on, "assigned_on": scene.on, "dispute": ""}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ASSIGNED"},
        changes={case.id: {"holder": request.lead, "due_on": request.due_on}},
        due=late_on(case.id, request.due_on),
        cancels=((case.id, LATE),),
        rows=Put(case=case.id, values=values, adds=_supports(request.supports), empties=("support",)),
    )


def take(_scene: Scene[Loaded], request: Take) -> Answer:
    """Note how all tasks stood when a meeting looked at them."""
    if not request.title.strip():
        return Refusal("delivery.no_title", place="title")
    fact = facts.DispatchTaken(
        place=request.place,
        count=len(request.snapshot),
        late_count=request.late,
        digest=request.digest,
        note=request.note.strip(),
    )
    case = NewCase(
        id=request.case,
        kind=DISPATCH.kind,
        authority=request.authority,
        state="TAKEN",
        place=request.place,
        title=request.title.strip(),
        office=request.office,
        number_series=f"{request.authority}-DD",
    )
    values = {
        "note": request.note.strip(),
        "snapshot": dict(request.snapshot),
        "late": request.late,
        "digest": request.digest,
    }
    return Decision(facts=((request.case, fact),), opens=(case,), rows=Put(case=request.case, values=values, new=True))
