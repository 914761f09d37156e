"""Deciding plain matters. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.matters.facts import Accepted, Closed, Decided, Submitted, TakenIn
from kechuang.casework.matters.moves import BY_KIND
from kechuang.kernel.days import Calendars, Unit, deadline
from kechuang.kernel.refusal import Refusal

LONGEST = 8000
LONGEST_TITLE = 120
OUTCOMES = {"decline": "REFUSED", "grant": "GRANTED", "refuse": "REFUSED", "answer": "ANSWERED"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A kept file with the salted digest that a fact holds."""

    id: UUID
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Bring a matter to an office: ``holder`` submits it, or an office takes it in (``channel``: how it came)."""

    case: UUID
    kind: str
    sort: str
    title: str
    text: str
    place: str
    authority: str
    office: UUID
    holder: UUID | None = None
    channel: str = "online"
    files: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Take a step on a matter; ``text`` is the note, the reason or the answer."""

    case: UUID
    move: str
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Calendars, and the kind of matter of each case."""

    calendars: Calendars
    sorts: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A row of the matter: made with all its values, or changed."""

    case: UUID
    values: dict[str, object]
    new: bool = False


def term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    """The last day of a term that begins today; None where no rule sets one."""
    answer = scene.law.ask(key, place=place, on=scene.on)
    if not isinstance(answer.value, int):
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, answer.value, unit, scene.rows.calendars).day


def submit(scene: Scene[Loaded], request: Open) -> Decision | Refusal:
    """A body asks; the time to accept begins."""
    refusal = _wrong(request)
    if refusal:
        return refusal
    due_on = term(scene, "matter.accept_days", request.place)
    fact = Submitted(
        place=request.place,
        sort=request.sort,
        holder=f"body/{request.holder}",
        title=request.title.strip(),
        text=request.text.strip(),
        files=tuple(paper.commitment for paper in request.files),
        due_on=due_on,
    )
    return _opened(request, fact, "SUBMITTED", due_on)


def take_in(scene: Scene[Loaded], request: Open) -> Decision | Refusal:
    """An office takes a matter in: it is accepted at once."""
    refusal = _wrong(request)
    if refusal:
        return refusal
    due_on = term(scene, "matter.decide_days", request.place)
    fact = TakenIn(
        place=request.place,
        sort=request.sort,
        holder=f"body/{request.holder}" if request.holder else "",
        title=request.title.strip(),
        text=request.text.strip(),
        due_on=due_on,
    )
    return _opened(request, fact, "ACCEPTED", due_on)


def _opened(request: Open, fact: Submitted | TakenIn, state: str, due_on: date | None) -> Decision:
    case = NewCase(
        id=request.case,
        kind=request.kind,
        authority=request.authority,
        state=state,
        place=request.place,
        title=request.title.strip(),
        office=request.office,
        holder=request.holder,
        due_on=due_on,
        number_series=f"{request.authority}-M",
    )
    values: dict[str, object] = {
        "sort": request.sort,
        "text": request.text.strip(),
        "channel": request.channel,
        "files": [str(paper.id) for paper in request.files],
    }
    return Decision(
        facts=((request.case, fact),), opens=(case,), rows=(Put(case=request.case, values=values, new=True),)
    )


def _wrong(request: Open) -> Refusal | None:
    if not request.title.strip():
        return Refusal("matters.no_title", place="title")
    if len(request.title) > LONGEST_TITLE:
        return Refusal("matters.title_too_long", {"length": len(request.title), "limit": LONGEST_TITLE}, place="title")
    if not request.text.strip():
        return Refusal("matters.no_text", place="text")
    if len(request.text) > LONGEST:
        return Refusal("matters.text_too_long", {"length": len(request.text), "limit": LONGEST}, place="text")
    return None


def accept(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """The office accepts; the time to decide begins."""
    case = scene.cases[request.case]
    due_on = term(scene, "matter.decide_days", case.place)
    fact = Accepted(place=case.place, sort=scene.rows.sorts[request.case], due_on=due_on, note=request.text.strip())
    return Decision(facts=((case.id, fact),), states={case.id: "ACCEPTED"}, changes={case.id: {"due_on": due_on}})


def decide(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """Grant, refuse, answer, or not accept: always with words, except that a grant may be silent."""
    case, text = scene.cases[request.case], request.text.strip()
    if not text and request.move != "grant":
        return Refusal("matters.no_reason", {"move": f"{case.kind}.{request.move}"}, place="text")
    outcome = OUTCOMES[request.move]
    fact = Decided(place=case.place, sort=scene.rows.sorts[request.case], outcome=outcome, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: outcome},
        changes={case.id: {"due_on": None}},
        rows=(Put(case=case.id, values={"result": text}),),
    )


def close(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """The matter is complete."""
    case = scene.cases[request.case]
    fact = Closed(place=case.place, sort=scene.rows.sorts[request.case], note=request.text.strip())
    return Decision(facts=((case.id, fact),), states={case.id: "CLOSED"}, changes={case.id: {"due_on": None}})


STEPS: dict[str, Callable[[Scene[Loaded], Step], Decision | Refusal]] = {
    "accept": accept,
    "decline": decide,
    "grant": decide,
    "refuse": decide,
    "answer": decide,
    "close": close,
}


def steps_of(kind: str) -> tuple[str, ...]:
    """The steps that a kind of case has."""
    return tuple(entry.code for entry in BY_KIND[kind].table if entry.code in STEPS)
