"""The only writers of what people say of works, matches and pilots: typed requests into the gateway."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.policy import following, wording
from kechuang.policy.models import Clause, Document
from kechuang.policy.works import rules, tiers
from kechuang.policy.works.models import Adoption, Alignment, Line, Pilot, Proposal, Statement
from kechuang.policy.works.moves import ADOPTION, ALIGNMENT, DECIDE, PILOT, STATEMENT
from kechuang.policy.works.rules import Adopt, Align, Desk, KnownDocument, KnownLine, Register, Rows, State, Step
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor, may


def desk(by: Actor, on: date) -> Desk | None:
    """Give the office for which an actor may decide; None where there is none."""
    for grant in by.grants:
        alone = Actor(person=by.person, grants=(grant,))
        if grant.authority and grant.in_force(on) and may(alone, DECIDE, on=on):
            return Desk(authority=grant.authority, office=grant.body, place=grant.place)
    return None


def state(
    document: UUID,
    relation: str,
    *,
    by: Actor,
    key: str,
    other: UUID | None = None,
    place: str = "",
    reason: str = "",
    on: date | None = None,
) -> Outcome:
    """Say how a document stands to another one, or whose plan it is."""
    here = desk(by, on or clock.today())
    if here is None:
        return Outcome(key, refusal=Refusal("policy.no_office"))
    request = State(
        case=chance.uuid7(), desk=here, document=document, relation=relation, other=other, place=place, reason=reason
    )
    return act(STATE, request, by=by, key=key, on=on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A region's adoption as a person states it."""

    document: UUID
    other: UUID | None
    place: str
    body: str
    adopted_on: date | None
    in_force_on: date | None = None
    number: str = ""
    source: str = ""


def adopt(adopted: Adopted, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Put on record that a region adopted an act that another region adopted with the same text."""
    here = desk(by, on or clock.today())
    if here is None:
        return Outcome(key, refusal=Refusal("policy.no_office"))
    request = Adopt(
        case=chance.uuid7(), desk=here, **{each.name: getattr(adopted, each.name) for each in fields(adopted)}
    )
    return act(ADOPT, request, by=by, key=key, on=on)


def align(
    lower: str, upper: str, verdict: str, *, by: Actor, key: str, reason: str = "", on: date | None = None
) -> Outcome:
    """Confirm or reject a match of two lines, by their keys; a match decided otherwise before is turned over."""
    here = desk(by, on or clock.today())
    if here is None:
        return Outcome(key, refusal=Refusal("policy.no_office"))
    known = Alignment.objects.filter(lower=lower, upper=upper).first()
    confirmed = verdict == Alignment.CONFIRMED
    if known is not None and known.verdict != verdict:
        move, case = ("confirm_after_all" if confirmed else "take_back"), known.pk
    else:
        move, case = ("confirm" if confirmed else "reject"), chance.uuid7()
    request = Align(case=case, desk=here, move=move, lower=lower, upper=upper, reason=reason)
    return act(ALIGN[move], request, by=by, key=key, on=on)


def register_pilot(
    document: UUID,
    clause: str,
    title: str,
    place: str,
    tried: str,
    *,
    by: Actor,
    key: str,
    since: date | None = None,
    on: date | None = None,
) -> Outcome:
    """Put a pilot on record."""
    here = desk(by, on or clock.today())
    if here is None:
        return Outcome(key, refusal=Refusal("policy.no_office"))
    request = Register(
        case=chance.uuid7(),
        desk=here,
        document=document,
        clause=clause,
        title=title,
        place=place,
        tried=tried,
        since=since,
    )
    return act(REGISTER, request, by=by, key=key, on=on)


def pilot_step(request: Step, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Evaluate, spread or end a pilot."""
    return act(STEPS[request.move], request, by=by, key=key, on=on)


# --- what the gateway calls


def _documents(identifiers: Sequence[UUID | None]) -> dict[UUID, KnownDocument]:
    wanted = [each for each in identifiers if each]
    clauses: dict[UUID, set[str]] = {}
    for pk, path in Clause.objects.filter(document__in=wanted).values_list("document_id", "path"):
        clauses.setdefault(pk, set()).add(path)
    rows = Document.objects.filter(pk__in=wanted, withdrawn=False).values_list("pk", "title")
    return {pk: KnownDocument(id=pk, title=title, clauses=frozenset(clauses.get(pk, ()))) for pk, title in rows}


def _load_statements(requests: Sequence[State]) -> Rows:
    return Rows(documents=_documents([each for request in requests for each in (request.document, request.other)]))


def _load_adoptions(requests: Sequence[Adopt]) -> Rows:
    wanted = [each for request in requests for each in (request.document, request.other)]
    rows = Adoption.objects.filter(document__in=[each for each in wanted if each]).order_by("stated_on", "pk")
    return Rows(documents=_documents(wanted), adopted=dict(rows.values_list("document_id", "place")))


def _load_pilots(requests: Sequence[Register]) -> Rows:
    return Rows(documents=_documents([request.document for request in requests]))


def _load_steps(requests: Sequence[Step]) -> Rows:
    rows = Pilot.objects.filter(pk__in=[request.case for request in requests])
    return Rows(pilots={row.pk: (str(row.document_id), row.clause, row.place) for row in rows})


def _load_matches(requests: Sequence[Align]) -> Rows:
    keys = [key for request in requests for key in (request.lower, request.upper)]
    lines = {
        row.key: KnownLine(
            key=row.key,
            work=str(row.work_id),
            level=row.level,
            document=str(row.document_id),
            code=row.code,
            words=" ".join(part for part in (row.indicator, wording.amount(row)) if part),
        )
        for row in Line.objects.filter(key__in=keys)
    }
    decided = {(row.lower, row.upper): row.pk for row in Alignment.objects.filter(lower__in=keys, upper__in=keys)}
    proposals = Proposal.objects.filter(lower__key__in=keys, upper__key__in=keys)
    scores = {
        (lower, upper): score for lower, upper, score in proposals.values_list("lower__key", "upper__key", "score")
    }
    return Rows(lines=lines, decided=decided, scores=scores)


def _remember_match(rows: Rows, request: Align, _decision: object) -> None:
    rows.decided[request.lower, request.upper] = request.case


def _project_statements(done: Sequence[Done[State]]) -> None:
    for entry in done:
        request = entry.request
        Statement.objects.create(
            case_id=request.case,
            document_id=request.document,
            relation=request.relation,
            other_id=request.other,
            place=request.place,
            reason=request.reason.strip(),
            stated_on=clock.today(),
        )
        following.changed([each for each in (request.document, request.other) if each])


def _project_adoptions(done: Sequence[Done[Adopt]]) -> None:
    for entry in done:
        request, (_case, fact) = entry.request, entry.decision.facts[0]
        Adoption.objects.create(
            case_id=request.case,
            document_id=request.document,
            other_id=request.other,
            stated_on=clock.today(),
            **{
                name: getattr(fact, name) for name in ("place", "body", "number", "adopted_on", "in_force_on", "source")
            },
        )
        following.changed([each for each in (request.document, request.other) if each])


def _project_matches(done: Sequence[Done[Align]]) -> None:
    for entry in done:
        request, (_case, fact) = entry.request, entry.decision.facts[0]
        Alignment.objects.update_or_create(
            case_id=request.case,
            defaults={
                "lower": request.lower,
                "upper": request.upper,
                "verdict": fact.verdict,  # type: ignore[attr-defined]  # the fact of this act
                "score": fact.score,  # type: ignore[attr-defined]  # the fact of this act
                "reason": request.reason.strip(),
                "decided_on": clock.today(),
            },
        )
    tiers.count()


def _project_pilots(done: Sequence[Done[Register]]) -> None:
    for entry in done:
        request = entry.request
        clause = Clause.objects.filter(document=request.document, path=request.clause).first()
        Pilot.objects.create(
            case_id=request.case,
            document_id=request.document,
            clause=request.clause,
            quote=clause.title if clause else "",
            title=request.title.strip(),
            place=request.place,
            tried=request.tried.strip(),
            since=request.since,
        )


def _project_steps(done: Sequence[Done[Step]]) -> None:
    today = clock.today()
    for entry in done:
        request, text = entry.request, entry.request.text.strip()
        values: dict[str, Any] = {
            "evaluate": {"evaluated_on": today, "evaluation": text},
            "spread": {"spread_on": today, "spread_to": request.spread_to, "outcome": text},
            "end": {"outcome": text},
        }[request.move]
        Pilot.objects.filter(pk=request.case).update(**values)


def _place(request: State | Adopt | Align | Register) -> str:
    return request.desk.place


def _bodies(request: State | Adopt | Align | Register) -> tuple[UUID, ...]:
    return (request.desk.office,)


def _none(_request: object) -> Touched:
    return Touched()


def _case(request: Align | Step) -> Touched:
    return Touched(cases=(request.case,))


STATE = register_act(
    ActKind(STATEMENT, "state", _none, rules.state, _load_statements, _project_statements, place=_place, bodies=_bodies)
)
ADOPT = register_act(
    ActKind(
        ADOPTION,
        "record",
        _none,
        rules.adopt,
        _load_adoptions,
        _project_adoptions,
        place=_place,
        bodies=_bodies,
    )
)
ALIGN = {
    code: register_act(
        ActKind(
            ALIGNMENT,
            code,
            _none if code in {"confirm", "reject"} else _case,
            rules.align,
            _load_matches,
            _project_matches,
            remember=_remember_match,
            place=_place if code in {"confirm", "reject"} else None,
            bodies=_bodies if code in {"confirm", "reject"} else None,
        )
    )
    for code in ("confirm", "reject", "take_back", "confirm_after_all")
}
REGISTER = register_act(
    ActKind(PILOT, "register", _none, rules.register, _load_pilots, _project_pilots, place=_place, bodies=_bodies)
)
STEPS = {
    code: register_act(ActKind(PILOT, code, _case, rules.step, _load_steps, _project_steps))
    for code in ("evaluate", "spread", "end")
}
