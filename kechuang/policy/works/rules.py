"""Deciding what people say of works, matches and pilots. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import Moves
from kechuang.kernel.fact import Fact
from kechuang.kernel.refusal import Refusal
from kechuang.policy.works.align import RANK
from kechuang.policy.works.facts import (
    ActAdopted,
    LineAligned,
    PilotEnded,
    PilotEvaluated,
    PilotRegistered,
    PilotSpread,
    WorkStated,
)
from kechuang.policy.works.moves import ADOPTION, ALIGNMENT, PILOT, STATEMENT

RELATIONS = ("copy", "version", "apart", "none")
CONFIRMED, REJECTED = "CONFIRMED", "REJECTED"
SHORTEST, LONGEST, LONGEST_TITLE, LONGEST_BODY = 4, 2000, 120, 200
PLACE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The office for which somebody acts."""

    authority: str
    office: UUID
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Say how a document stands to another one, or whose plan it is."""

    case: UUID
    desk: Desk
    document: UUID
    relation: str
    other: UUID | None = None
    place: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """Put on record that a region adopted for itself the text of a document that another region adopted too."""

    case: UUID
    desk: Desk
    document: UUID
    other: UUID | None
    place: str
    body: str
    adopted_on: date | None
    in_force_on: date | None = None
    number: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Align:
    """Confirm or reject that a lower line serves a higher one."""

    case: UUID
    desk: Desk
    move: str
    lower: str
    upper: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Put a pilot on record."""

    case: UUID
    desk: Desk
    document: UUID
    clause: str
    title: str
    place: str
    tried: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Evaluate, spread or end a pilot."""

    case: UUID
    move: str
    text: str
    spread_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDocument:
    """A document in the register."""

    id: UUID
    title: str
    clauses: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """A register line as it stands."""

    key: str
    work: str
    level: str
    document: str
    code: str
    words: str


@dataclass(slots=True, kw_only=True)
class Rows:
    """What requests name, and which matches are decided: (lower, upper) → the case. ``scores`` are the matcher's.

    ``adopted`` gives the place for which a document is on record as adopted.
    """

    documents: dict[UUID, KnownDocument] = field(default_factory=dict)
    adopted: dict[UUID, str] = field(default_factory=dict)
    lines: dict[str, KnownLine] = field(default_factory=dict)
    decided: dict[tuple[str, str], UUID] = field(default_factory=dict)
    scores: dict[tuple[str, str], int] = field(default_factory=dict)
    pilots: dict[UUID, tuple[str, str, str]] = field(default_factory=dict)


def _opening(moves: Moves, case: UUID, desk: Desk, title: str, state: str, series: str) -> NewCase:
    return NewCase(
        id=case,
        kind=moves.kind,
        authority=desk.authority,
        state=state,
        place=desk.place,
        office=desk.office,
        title=title[:120],
        number_series=f"{series}-{desk.authority}-",
    )


def _reason(text: str) -> Refusal | None:
    if len(text.strip()) < SHORTEST:
        return Refusal("works.no_reason", {"least": SHORTEST}, place="reason")
    if len(text) > LONGEST:
        return Refusal("works.too_long", {"chars": len(text), "most": LONGEST}, place="reason")
    return None


def state(scene: Scene[Rows], request: State) -> Decision | Refusal:
    """Refuse a relation to nothing or to itself, a place that is no code, and a statement that says nothing."""
    document = scene.rows.documents.get(request.document)
    if document is None:
        return Refusal("works.no_document", place="document")
    if request.relation in {"copy", "version"}:
        other = scene.rows.documents.get(request.other) if request.other else None
        if other is None or other.id == document.id:
            return Refusal("works.no_other", {"title": document.title}, place="other")
    if request.relation == "none" and not request.place:
        return Refusal("works.says_nothing", {"title": document.title}, place="place")
    if request.place and (len(request.place) != PLACE_DIGITS or not request.place.isdigit()):
        return Refusal("works.no_place", {"place": request.place}, place="place")
    if refusal := _reason(request.reason):
        return refusal
    fact = WorkStated(
        document=str(request.document),
        relation=request.relation,
        other=str(request.other or ""),
        place=request.place,
        reason=request.reason.strip(),
    )
    opened = _opening(STATEMENT, request.case, request.desk, document.title, "STATED", "ZS")
    return Decision(facts=((request.case, fact),), opens=(opened,))


def adopt(scene: Scene[Rows], request: Adopt) -> Decision | Refusal:
    """Refuse an adoption without body, day or place, in force before it was adopted, or of the other paper's region."""
    document = scene.rows.documents.get(request.document)
    if document is None:
        return Refusal("works.no_document", place="document")
    other = scene.rows.documents.get(request.other) if request.other else None
    if other is None or other.id == document.id:
        return Refusal("works.no_other", {"title": document.title}, place="other")
    if len(request.place) != PLACE_DIGITS or not request.place.isdigit():
        return Refusal("works.no_place", {"place": request.place}, place="place")
    if scene.rows.adopted.get(other.id) == request.place:
        return Refusal("works.same_region", {"title": other.title, "region": request.place}, place="place")
    if not request.body.strip() or len(request.body) > LONGEST_BODY:
        return Refusal("works.no_adopter", {"most": LONGEST_BODY}, place="body")
    if request.adopted_on is None:
        return Refusal("works.no_adoption_day", place="adopted_on")
    if request.in_force_on is not None and request.in_force_on < request.adopted_on:
        values = {"adopted_on": request.adopted_on, "in_force_on": request.in_force_on}
        return Refusal("works.in_force_too_early", values, place="in_force_on")
    if refusal := _reason(request.source):
        return Refusal(refusal.code, refusal.values, place="source")
    fact = ActAdopted(
        document=str(document.id),
        other=str(other.id),
        place=request.place,
        body=request.body.strip(),
        number=request.number.strip(),
        adopted_on=request.adopted_on,
        in_force_on=request.in_force_on,
        source=request.source.strip(),
    )
    opened = _opening(ADOPTION, request.case, request.desk, document.title, "RECORDED", "ZT")
    return Decision(facts=((request.case, fact),), opens=(opened,))


def align(scene: Scene[Rows], request: Align) -> Decision | Refusal:
    """Refuse lines that are gone, of one work, or not of a higher level; a match decided before; a silent rejection."""
    lower, upper = scene.rows.lines.get(request.lower), scene.rows.lines.get(request.upper)
    if lower is None or upper is None:
        return Refusal("works.no_line", place="upper")
    if RANK[upper.level] >= RANK[lower.level] or upper.work == lower.work:
        return Refusal("works.not_higher", {"lower": lower.words, "upper": upper.words}, place="upper")
    opens = request.move in {"confirm", "reject"}
    if opens and (lower.key, upper.key) in scene.rows.decided:
        return Refusal("works.decided_already", {"lower": lower.words, "upper": upper.words})
    if request.move in {"reject", "take_back"} and (refusal := _reason(request.reason)):
        return refusal
    verdict = CONFIRMED if request.move in {"confirm", "confirm_after_all"} else REJECTED
    fact = LineAligned(
        verdict=verdict,
        lower=lower.key,
        lower_document=lower.document,
        lower_code=lower.code,
        lower_words=lower.words,
        upper=upper.key,
        upper_document=upper.document,
        upper_code=upper.code,
        upper_words=upper.words,
        score=scene.rows.scores.get((lower.key, upper.key), 0),
        reason=request.reason.strip(),
    )
    if not opens:
        return Decision(facts=((request.case, fact),), states={request.case: verdict})
    opened = _opening(ALIGNMENT, request.case, request.desk, f"{lower.words} → {upper.words}", verdict, "ZD")
    return Decision(facts=((request.case, fact),), opens=(opened,))


def register(scene: Scene[Rows], request: Register) -> Decision | Refusal:
    """Refuse a pilot without title, words or place, and a clause that the document does not have."""
    document = scene.rows.documents.get(request.document)
    if document is None:
        return Refusal("works.no_document", place="document")
    if request.clause and request.clause not in document.clauses:
        return Refusal("works.no_clause", {"title": document.title, "clause": request.clause}, place="clause")
    if not request.title.strip() or len(request.title) > LONGEST_TITLE:
        return Refusal("works.no_title", {"most": LONGEST_TITLE}, place="title")
    if not request.tried.strip() or len(request.tried) > LONGEST:
        return Refusal("works.not_said", {"most": LONGEST}, place="tried")
    if len(request.place) != PLACE_DIGITS or not request.place.isdigit():
        return Refusal("works.no_place", {"place": request.place}, place="place")
    fact = PilotRegistered(
        document=str(request.document),
        clause=request.clause,
        title=request.title.strip(),
        place=request.place,
        tried=request.tried.strip(),
        since=request.since,
    )
    opened = _opening(PILOT, request.case, request.desk, request.title.strip(), "TRYING", "SD")
    return Decision(facts=((request.case, fact),), opens=(opened,))


def step(scene: Scene[Rows], request: Step) -> Decision | Refusal:
    """Evaluate, spread or end a pilot: always with words; spreading says where to."""
    if refusal := _reason(request.text):
        return refusal
    if request.move == "spread" and (len(request.spread_to) != PLACE_DIGITS or not request.spread_to.isdigit()):
        return Refusal("works.no_place", {"place": request.spread_to}, place="spread_to")
    document, clause, place = scene.rows.pilots[request.case]
    text = request.text.strip()
    facts: dict[str, Callable[[], Fact]] = {
        "evaluate": lambda: PilotEvaluated(document=document, clause=clause, place=place, outcome=text),
        "spread": lambda: PilotSpread(
            document=document, clause=clause, place=place, spread_to=request.spread_to, outcome=text
        ),
        "end": lambda: PilotEnded(document=document, clause=clause, place=place, reason=text),
    }
    (state_after,) = PILOT.by_code[request.move].targets
    return Decision(facts=((request.case, facts[request.move]()),), states={request.case: state_after})
