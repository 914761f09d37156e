"""Where a person stands towards a case: which moves are open to them, and whom a closed one waits for."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest

from kechuang.casework import separation
from kechuang.casework.models import Case, Step
from kechuang.casework.moves import COUNTERPART, HOLDER, OFFICE, SYSTEM, Move, OpenMove
from kechuang.casework.registry import ALONGSIDE, CASE_KINDS, CaseKind
from kechuang.web import disclosing
from kechuang.web.permissions import Actor, Held, Scope, holding, scope


def open_moves(case: Case, actor: Actor, on: date) -> list[OpenMove]:
    """Give the moves that the table, the person's grants and own earlier steps allow, then those beside the table.

    A held case has no own moves. One query at most for own moves; what stands alongside asks its own.
    """
    own = [] if case.hold else _own_moves(case, actor, on)
    return own + [each for entry in ALONGSIDE.values() for each in entry.open_moves(case, actor, on)]


def _own_moves(case: Case, actor: Actor, on: date) -> list[OpenMove]:
    kind = CASE_KINDS[case.kind]
    candidates = [
        (entry, duties)
        for entry in kind.moves.from_state(case.state)
        if entry.code in kind.forms and (duties := _duties(case, entry, actor, on))
    ]
    taken = _taken(case, actor, [entry for entry, _duties in candidates])
    return [
        OpenMove(case.kind, entry, kind.forms[entry.code])
        for entry, duties in candidates
        if separation.duty(duties, actor.person, _persons(taken, entry))
    ]


def _duties(case: Case, entry: Move, actor: Actor, on: date) -> list[Held]:
    if entry.side == SYSTEM or actor.person is None:
        return []
    body = {HOLDER: case.holder_id, COUNTERPART: case.counterpart_id, OFFICE: case.office_id}[entry.side]
    place = case.place if entry.side == OFFICE else ""
    return holding(actor, entry.permission, on=on, place=place, bodies=(body or UUID(int=0),))


def _taken(case: Case, actor: Actor, candidates: Iterable[Move]) -> list[tuple[str, UUID | None]]:
    """Give (move, person) of the case's steps, the person acted for counted too; none where no move excludes any."""
    moves = {code for entry in candidates for code in entry.excludes}
    if not moves or actor.person is None:
        return []
    steps = Step.objects.filter(case=case, move__in=moves).values_list("move", "person_id", "on_behalf_of_id")
    return [(move, person) for move, *persons in steps for person in persons]


def _persons(taken: Iterable[tuple[str, UUID | None]], entry: Move) -> frozenset[UUID]:
    return frozenset(person for move, person in taken if person and move in entry.excludes)


def may_read(case: Case, actor: Actor, on: date) -> bool:
    """Say whether an actor may open a case: by place, or as the body that holds it or stands on its other side."""
    reach = scope(actor, CASE_KINDS[case.kind].read, on)
    if _covers(case, reach):
        return True
    return asked_to_read(case, actor, on)


def _covers(case: Case, reach: Scope) -> bool:
    if not reach.covers(place=case.place, bodies=(case.holder_id, case.counterpart_id, case.office_id)):
        return False
    narrowed = CASE_KINDS[case.kind].reach
    return narrowed is None or Case.objects.filter(narrowed(reach), pk=case.pk).exists()


def asked_to_read(case: Case, actor: Actor, on: date) -> bool:
    """Say whether something alongside the case opens it to an actor: an opinion that is asked of the actor's body."""
    reasons = [reason for entry in ALONGSIDE.values() if (reason := entry.reads(actor, on)) is not None]
    return any(Case.objects.filter(reason, pk=case.pk).exists() for reason in reasons)


def readable_groups(case: Case | None, actor: Actor, on: date) -> frozenset[str]:
    """Give the groups of a case's facts that an actor may read: one function for page, API and export."""
    groups = {"public"}
    if case is None or case.kind not in CASE_KINDS:
        return frozenset(groups)
    reach = scope(actor, CASE_KINDS[case.kind].read, on)
    if reach.covers(bodies=(case.holder_id, case.counterpart_id)):
        groups |= {"parties"}
    if reach.covers(place=case.place, bodies=(case.office_id,)):
        groups |= {"parties", "authority"}
    if "parties" not in groups and asked_to_read(case, actor, on):
        groups |= {"parties"}
    if "authority" in groups and scope(actor, "personal:read", on).covers(place=case.place):
        groups |= {"personal"}
    return frozenset(groups)


def disclose(request: HttpRequest, case: Case, actor: Actor, on: date, *, way: str = "") -> None:
    """Have it noted that a case is shown to somebody who reads it for an office; its parties read their own."""
    disclosing.note(
        request,
        record=f"case/{case.pk}",
        kind=case.kind,
        groups=readable_groups(case, actor, on) & {"authority"},
        way=way,
        case=case.pk,
        permission=CASE_KINDS[case.kind].read,
        place=case.place,
    )


def moves_for(actor: Actor, kinds: Iterable[CaseKind], on: date) -> dict[str, set[str]]:
    """Give, by kind of case, the states from which some move is open to an actor on some side."""
    found: dict[str, set[str]] = {}
    for kind in kinds:
        for entry in kind.moves.table:
            if entry.code in kind.forms and entry.side != SYSTEM and scope(actor, entry.permission, on):
                found.setdefault(kind.moves.kind, set()).update(entry.sources)
    return found


def own_moves_of_many(cases: Sequence[Case], actor: Actor, on: date) -> dict[UUID, list[OpenMove]]:
    """Give the own moves that are open to an actor on each of many cases, with one query at most.

    What stands alongside a case (opinions, corrections) is on the case's own page.
    """
    found: dict[UUID, list[tuple[Move, list[Held]]]] = {}
    for case in cases:
        kind = CASE_KINDS[case.kind]
        entries = [] if case.hold else [each for each in kind.moves.from_state(case.state) if each.code in kind.forms]
        duties = [(each, _duties(case, each, actor, on)) for each in entries]
        found[case.pk] = [(each, held) for each, held in duties if held]
    excluding = {code for rows in found.values() for entry, _held in rows for code in entry.excludes}
    taken: dict[UUID, list[tuple[str, UUID | None]]] = {}
    if excluding:
        steps = Step.objects.filter(case__in=list(found), move__in=excluding)
        for case_id, move, *persons in steps.values_list("case_id", "move", "person_id", "on_behalf_of_id"):
            taken.setdefault(case_id, []).extend((move, person) for person in persons)
    return {
        case.pk: [
            OpenMove(case.kind, entry, CASE_KINDS[case.kind].forms[entry.code])
            for entry, held in found[case.pk]
            if separation.duty(held, actor.person, _persons(taken.get(case.pk, ()), entry))
        ]
        for case in cases
    }
