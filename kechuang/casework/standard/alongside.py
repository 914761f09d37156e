"""What the standard moves lay beside the own moves of cases: open moves, what waits for whom, readers, who owes."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.casework.act import view_of
from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER, SYSTEM, OpenMove
from kechuang.casework.registry import CASE_KINDS, Alongside, register_alongside
from kechuang.casework.standard import acts, declare, loading, who
from kechuang.casework.standard.models import Nomination, Opinion, Round
from kechuang.casework.standard.reach import level_of
from kechuang.casework.standard.rows import Known
from kechuang.kernel.refusal import Refusal
from kechuang.web.permissions import PLACE, ROLES, Actor, holding, scope, within

FREE = frozenset(
    {
        *(declare.RETURN, declare.REMIND, declare.OBJECT, declare.SUSPEND, declare.REOPEN),
        *(declare.NOMINATE, declare.RECOMMEND, declare.SEND_DOWN, declare.DECLINE),
    }
)
HELD_BY = {
    declare.RESUBMIT: declare.CORRECTION,
    declare.DECIDE_OBJECTION: declare.OBJECTION,
    declare.RESUME: declare.SUSPENDED,
}


def form_of(move: str) -> str:
    """Give the name of the address with a move's form."""
    return f"standard:{move.partition('.')[2].replace('_', '-')}"


def open_moves(case: Case, actor: Actor, on: date) -> Sequence[OpenMove]:
    """Give the standard moves that an actor may take on a case now (a fixed number of queries)."""
    if case.kind not in declare.DECLARED or actor.person is None:
        return []
    moves = declare.table(CASE_KINDS[case.kind].moves)
    candidates = [
        entry
        for entry in moves.from_state(case.state)
        if entry.code in acts.DECISIONS and entry.side != SYSTEM and _fits(case, entry.code)
    ]
    if not candidates:
        return []
    known, view = known_of(case), view_of(case)
    return [
        OpenMove(case.kind, entry, form_of(entry.code))
        for entry in candidates
        if _ready(case, entry.code, known, on) and who.duties(actor, view, entry.code, moves, known, on)
    ]


def open_among(cases: Sequence[Case], actor: Actor, move: str, on: date) -> list[Case]:
    """Give those of many cases on which an actor may take a move now that may be taken on many (a few queries a kind).

    The gateway decides each of them again.
    """
    found = []
    for kind in sorted({case.kind for case in cases}):
        standard = declare.declared(kind)
        moves = declare.table(CASE_KINDS[kind].moves)
        entry = moves.by_code.get(move)
        if entry is None or move not in standard.bulk:
            continue
        alike = [case for case in cases if case.kind == kind and case.state in entry.sources and _fits(case, move)]
        known = loading.read(kind, alike).cases if alike else {}
        found += [
            case
            for case in alike
            if _ready(case, move, known[case.pk], on)
            and who.duties(actor, view_of(case), move, moves, known[case.pk], on)
        ]
    return found


def known_of(case: Case) -> Known:
    """Give the rows of one case."""
    rows = loading.read(case.kind, [case])
    return rows.cases[case.pk]


def _fits(case: Case, move: str) -> bool:
    if move in FREE:
        return not case.hold
    return HELD_BY.get(move, case.hold) == case.hold


def _ready(case: Case, move: str, known: Known, on: date) -> bool:
    if move == declare.OPINE:
        return bool(known.asked)
    if move == declare.REMIND:
        return not known.reminded
    if move == declare.NOMINATE:
        return known.chain is None and open_rounds(case, on).exists()
    if move == declare.SEND_DOWN:
        return known.chain is not None and known.chain.at > 0
    return True


def open_rounds(case: Case, on: date):  # noqa: ANN201 - a queryset of rounds
    """Give the rounds that a case may enter on a day."""
    rows = Round.objects.filter(kind=case.kind, authority=case.authority, opens_on__lte=on)
    return rows.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=on)).order_by("closes_on", "code")


def waiting(actor: Actor, on: date) -> Q:
    """Give the condition for cases on which an actor has to take a standard move."""
    return answers(actor, on) | _held(actor, on) | _chain(actor, on)


def answers(actor: Actor, on: date) -> Q:
    """Give the condition for cases that wait for an answer of the actor's body: corrections to hand in, opinions."""
    found = Q(pk__in=_owed(actor, on)) if asked_bodies(actor, on) else Q(pk__in=[])
    for code, standard in declare.DECLARED.items():
        if standard.returns and code in CASE_KINDS:
            bodies = _bodies(actor, declare.party_permissions(CASE_KINDS[code].moves, HOLDER), on)
            if bodies:
                found |= Q(kind=code, hold=declare.CORRECTION, holder__in=bodies)
    return found


def asked_bodies(actor: Actor, on: date) -> set[UUID]:
    """Give the bodies for which an actor may give opinions."""
    return {held.body for held in holding(actor, who.OPINION, on=on)}


def _owed(actor: Actor, on: date):  # noqa: ANN202 - a queryset of ids
    return Opinion.objects.filter(body__in=asked_bodies(actor, on), answered_on__isnull=True).values("case")


def _bodies(actor: Actor, permissions: frozenset[str], on: date) -> set[UUID]:
    return {body for permission in permissions for body in scope(actor, permission, on).bodies}


def _held(actor: Actor, on: date) -> Q:
    """Objections wait for the office."""
    found = Q(pk__in=[])
    for code, standard in declare.DECLARED.items():
        if not standard.objections or code not in CASE_KINDS:
            continue
        moves = CASE_KINDS[code].moves
        for state in standard.objections.states.split():
            for permission in declare.office_permissions(moves, state):
                reach = scope(actor, permission, on)
                if reach:
                    where = reach.condition(Case, bodies=("office",), city="city")
                    found |= Q(kind=code, hold=declare.OBJECTION, state=state) & where
    return found


def _chain(actor: Actor, on: date) -> Q:
    """Recommendations wait for the level whose turn it is."""
    found = Q(pk__in=[])
    for code, standard in declare.DECLARED.items():
        if not standard.recommend or code not in CASE_KINDS:
            continue
        for held in holding(actor, standard.recommend.permission, on=on):
            role = ROLES[held.role]
            if role.reach == PLACE:
                found |= _turn(held.place) & Q(kind=code)
    return found


def _turn(place: str) -> Q:
    here = Nomination.objects.filter(ended=False, current=level_of(place))
    return Q(pk__in=here.values("case")) & within(place, "place", "city")


def reads(actor: Actor, on: date) -> Q | None:
    """Give the condition for cases that an actor may read because an opinion is, or was, asked of the actor's body."""
    bodies = asked_bodies(actor, on)
    return Q(pk__in=Opinion.objects.filter(body__in=bodies).values("case")) if bodies else None


def guard(kind: str, move: str, cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    """Refuse an own move that was declared to wait: for opinions owed, for levels that have not recommended."""
    standard, found = declare.declared(kind), dict[UUID, Refusal]()
    if standard.recommend and move in standard.recommend.waits.split():
        rows = Nomination.objects.filter(case__in=cases, ended=False, arrived=False).select_related("round")
        for row in rows:
            values = {"move": f"{kind}.{move}", "code": row.round.code, "level": f"casework.level.{row.level}"}
            found[row.case_id] = Refusal("casework.not_recommended_yet", values)
    if standard.opinions and move in standard.opinions.waits.split():
        owed = Opinion.objects.filter(case__in=cases, answered_on__isnull=True, waits=True).order_by("due_on", "pk")
        for case, name, due_on in owed.values_list("case_id", "body__name", "due_on"):
            known = found.get(case)
            if known is None or known.code == "casework.opinions_owed":
                names = f"{known.values['names']}、{name}" if known else name
                due = known.values["due_on"] if known else due_on
                values = {"move": f"{kind}.{move}", "names": names, "due_on": due}
                found[case] = Refusal("casework.opinions_owed", values)
    return found


def register() -> None:
    """Make all of this known to casework."""
    register_alongside(
        Alongside(
            name="standard",
            open_moves=open_moves,
            waiting=waiting,
            answers=answers,
            reads=reads,
            guard=guard,
            due={declare.LAPSE: acts.lapse, declare.RESUME: acts.resume},
        )
    )
