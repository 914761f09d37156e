"""The gateway: every act of every mechanism, page, import, sweep and demonstration passes here.

One act, in this order: a repeated key gives the first result back; every case and account that the act touches is
locked in id order; the rules in force on the case's own date are asked and recorded; the move and the person are
checked; a pure function decides; a refusal goes back and leaves only a count; otherwise cases, accounts and the
mechanism's tables are written, the facts are appended with their basis (the log's head row is locked last), and one
transaction commits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue, separation, write
from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.casework.models import Account, Case, Step
from kechuang.casework.moves import COUNTERPART, HOLDER, OFFICE, SYSTEM, Move
from kechuang.casework.outcome import Accepted, Item, Outcome
from kechuang.casework.registry import ALONGSIDE, ActKind, Touched
from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor, Held, holding

CHUNK = 500
_expected: ContextVar[tuple[UUID, int] | None] = ContextVar("expected_version", default=None)


@contextmanager
def expecting(case: UUID, version: int) -> Iterator[None]:
    """Refuse with ``case.changed``, under the lock, what is done inside the block if the case is past ``version``."""
    token = _expected.set((case, version))
    try:
        yield
    finally:
        _expected.reset(token)


def act[Q, Rows](kind: ActKind[Q, Rows], request: Q, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Carry out one request, or give the refusal. ``on`` is the deciding day, by default today."""
    return act_many(kind, [Item(request, key)], by=by, on=on)[0]


def act_many[Q, Rows](
    kind: ActKind[Q, Rows], items: Sequence[Item[Q]], *, by: Actor, on: date | None = None, whole: bool = False
) -> list[Outcome]:
    """Carry out requests of one kind in chunks of at most 500, each chunk one transaction, each request decided alone.

    With ``whole`` the batch is all or nothing: it must fit one chunk (ValueError otherwise), and if any request is
    refused nothing is written and the accepted ones come back refused with ``batch.not_written``.
    A batch that was cut off is resumed by sending it again: keys already done give their first result.
    """
    if whole and len(items) > CHUNK:
        raise ValueError(f"a batch agreed as all or nothing holds at most {CHUNK} requests, not {len(items)}")
    day = on or clock.today()
    outcomes: list[Outcome] = []
    for start in range(0, len(items), CHUNK):
        outcomes += _chunk(kind, items[start : start + CHUNK], by=by, on=day, whole=whole)
    return outcomes


def _chunk[Q, Rows](
    kind: ActKind[Q, Rows], items: Sequence[Item[Q]], *, by: Actor, on: date, whole: bool
) -> list[Outcome]:
    with queue.writer(), transaction.atomic():
        known = _repeats(items)
        fresh = list({item.key: item for item in items if item.key not in known}.values())
        results = dict(known)
        if fresh:
            desk = _Desk(kind, fresh, by=by, on=on)
            accepted, refused = desk.decide_all()
            if whole and refused:
                refused |= {entry.item.key: Refusal("batch.not_written") for entry in accepted}
                accepted = []
            write.carry_out(kind, accepted, desk.case_rows, by=by, on=on)
            write.count_refusals(kind.code, desk.places, refused, on)
            results |= {key: Outcome(key, refusal=refusal) for key, refusal in refused.items()}
            results |= {entry.item.key: _outcome(entry) for entry in accepted}
    return [results[item.key] for item in items]


def _outcome(entry: Accepted[Any]) -> Outcome:
    return Outcome(entry.item.key, act=entry.act, states=write.new_states(entry), facts=tuple(entry.facts))


def _repeats(items: Sequence[Item[Any]]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for step in Step.objects.filter(key__in=[item.key for item in items]).order_by("id"):
        first = found.get(step.key)
        states = {**(first.states if first else {}), step.case_id: step.target}
        found[step.key] = Outcome(step.key, act=step.act, states=states, facts=tuple(step.facts), repeated=True)
    return found


class _Desk[Q, Rows]:
    """The locked scene of one chunk, kept up to date as requests are accepted one after another."""

    def __init__(self, kind: ActKind[Q, Rows], items: Sequence[Item[Q]], *, by: Actor, on: date) -> None:
        self.kind, self.items, self.by, self.on = kind, items, by, on
        self.entry: Move = kind.moves.by_code[kind.move]
        self.touched = {item.key: kind.touches(item.request) for item in items}
        self.case_rows = _lock_cases(self.touched.values())
        self.cases = {pk: view_of(row) for pk, row in self.case_rows.items()}
        self.balances = _lock_accounts(self.touched.values())
        self.rows = kind.load([item.request for item in items])
        self.took_part = separation.took_part(self.case_rows, by, self.entry.excludes)
        self.guarded = _guarded(kind, list(self.case_rows))
        self.book = rulebook.current()
        self.places: dict[str, str] = {}
        self.held: dict[str, Held | None] = {}

    def decide_all(self) -> tuple[list[Accepted[Q]], dict[str, Refusal]]:
        accepted: list[Accepted[Q]] = []
        refused: dict[str, Refusal] = {}
        for item in self.items:
            law = Law(self.book)
            decided = self._decide(item, law)
            if isinstance(decided, Refusal):
                refused[item.key] = decided
                continue
            sources = {case: self.cases[case].state for case in decided.states if case in self.cases}
            accepted.append(Accepted(item, chance.uuid7(), decided, law, sources, self.held.get(item.key)))
            self._remember(item.request, decided)
        return accepted, refused

    def _decide(self, item: Item[Q], law: Law) -> Decision | Refusal:
        case = self._first_case(item)
        self.places[item.key] = self._place(item, case)
        missing = [identifier for identifier in self.touched[item.key].cases if identifier not in self.cases]
        if missing:
            return Refusal("case.missing", {"move": self.kind.code})
        refusal = (
            self._check_person(item, case)
            or self._check_free(item, case)
            or self.kind.moves.check(self.kind.move, case.state if case else None)
        )
        if refusal:
            return refusal
        scene = Scene(on=self.on, law=law, cases=self.cases, balances=self.balances, rows=self.rows)
        decided = self.kind.decide(scene, item.request)
        if isinstance(decided, Decision):
            self._check_decision(item, decided)
        return decided

    def _first_case(self, item: Item[Q]) -> CaseView | None:
        touched = self.touched[item.key].cases
        return self.cases.get(touched[0]) if touched and self.entry.sources else None

    def _place(self, item: Item[Q], case: CaseView | None) -> str:
        if case:
            return case.place
        return self.kind.place(item.request) if self.kind.place else ""

    def _check_person(self, item: Item[Q], case: CaseView | None) -> Refusal | None:
        entry, by = self.entry, self.by
        if by.system:
            return None
        if entry.side == SYSTEM:
            return Refusal("case.not_yours", {"move": self.kind.code})
        if self.kind.person and case:
            duties = self.kind.person(by, case, item.request, self.rows, self.on)
        else:
            bodies = self._bodies(item, case)
            place = self.places[item.key] if entry.side == OFFICE else ""
            duties = holding(by, entry.permission, on=self.on, place=place, bodies=bodies)
        if not duties:
            return Refusal("case.not_yours", {"move": self.kind.code})
        took_part = self.took_part.get(case.id, frozenset()) if case else frozenset()
        self.held[item.key] = separation.duty(duties, by.person, took_part)
        if self.held[item.key] is None:
            return Refusal("case.same_person", {"move": self.kind.code})
        return None

    def _check_free(self, item: Item[Q], case: CaseView | None) -> Refusal | None:
        """Refuse on a case that changed since the form was opened, that is held, or that waits for others."""
        expected = _expected.get()
        if case and expected and expected[0] == case.id and expected[1] != case.version:
            return Refusal("case.changed", {"move": self.kind.code})
        if self.kind.while_held:
            return None
        for identifier in self.touched[item.key].cases:
            if (other := self.cases[identifier]).hold:
                return held(other, self.kind.code)
        return self.guarded.get(case.id) if case else None

    def _bodies(self, item: Item[Q], case: CaseView | None) -> Sequence[UUID | None]:
        if case is None:
            return self.kind.bodies(item.request) if self.kind.bodies else ()
        side = {HOLDER: case.holder, COUNTERPART: case.counterpart, OFFICE: case.office}[self.entry.side]
        return (side or UUID(int=0),)

    def _check_decision(self, item: Item[Q], decision: Decision) -> None:
        """Fail loudly on a mechanism's mistake: an unlisted state, unbalanced money, an account that was not locked."""
        entry = self.entry
        first = self.touched[item.key].cases[0] if entry.sources else decision.opens[0].id
        target = decision.states.get(first) or decision.opens[0].state
        if target not in entry.targets:
            raise ValueError(f"{self.kind.code} may not lead to {target}")
        opened = {account.code for account in decision.accounts}
        for _case, fact in decision.facts:
            postings = getattr(fact, "postings", ())
            if sum(posting.fen for posting in postings):
                raise ValueError(f"{fact.TYPE}: postings do not sum to zero")
            for posting in postings:
                if posting.account not in self.balances and posting.account not in opened:
                    raise ValueError(f"{fact.TYPE}: account {posting.account} was not locked")

    def _remember(self, request: Q, decision: Decision) -> None:
        for account in decision.accounts:
            self.balances.setdefault(account.code, Decimal(0))
        for posting in postings_of(decision):
            self.balances[posting.account] += Decimal(posting.fen).scaleb(-2)
        for case, state in decision.states.items():
            if case in self.cases:
                self.cases[case] = _moved(self.cases[case], state, decision.changes.get(case, {}))
        if self.kind.remember:
            self.kind.remember(self.rows, request, decision)


def held(case: CaseView, move: str) -> Refusal:
    """Say that a case is held: since when, why, and what ends it."""
    values = {
        "move": move,
        "number": case.number or str(case.id)[-8:],
        "since": case.held_on,
        "why": f"case.hold.{case.hold}",
        "ends": f"case.hold.{case.hold}.ends",
    }
    return Refusal("case.held", values)


def _guarded(kind: ActKind[Any, Any], cases: Sequence[UUID]) -> dict[UUID, Refusal]:
    """Ask those alongside whether an own move must wait for others."""
    found: dict[UUID, Refusal] = {}
    if cases and not kind.while_held:
        for entry in ALONGSIDE.values():
            found |= entry.guard(kind.moves.kind, kind.move, cases)
    return found


def postings_of(decision: Decision) -> Iterator[Posting]:
    """Give all postings of a decision's facts."""
    for _case, fact in decision.facts:
        yield from getattr(fact, "postings", ())


def _moved(view: CaseView, state: str, changes: Mapping[str, object]) -> CaseView:
    values = {name: getattr(view, name) for name in CaseView.__slots__}
    known = {name: value for name, value in changes.items() if name in values}
    return CaseView(**{**values, **known, "state": state, "version": view.version + 1})


def _lock_cases(touched: Iterable[Touched]) -> dict[UUID, Case]:
    wanted = {case for entry in touched for case in entry.cases}
    if not wanted:
        return {}
    return {row.pk: row for row in Case.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def view_of(row: Case) -> CaseView:
    """Give the frozen view of a case row that decisions see."""
    return CaseView(
        id=row.pk,
        kind=row.kind,
        authority=row.authority,
        state=row.state,
        place=row.place,
        holder=row.holder_id,
        counterpart=row.counterpart_id,
        office=row.office_id,
        amount=row.amount,
        opened_on=row.opened_on,
        due_on=row.due_on,
        number=row.number,
        hold=row.hold,
        held_on=row.held_on,
        stopped_days=row.stopped_days,
        version=row.version,
    )


def _lock_accounts(touched: Iterable[Touched]) -> dict[str, Decimal]:
    wanted = {code for entry in touched for code in entry.accounts}
    if not wanted:
        return {}
    rows = Account.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {row.pk: row.balance for row in rows}
