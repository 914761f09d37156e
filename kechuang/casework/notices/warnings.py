"""Warnings around due days: on which step of its place's ladder a case stands, and telling those it names."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.models import Case
from kechuang.casework.moves import COUNTERPART, HOLDER, SYSTEM
from kechuang.casework.moves import OFFICE as OFFICE_SIDE
from kechuang.casework.notices.ladder import HANDLER, OFFICE, UPPER, Step, step_on, steps
from kechuang.casework.notices.models import Notice, Warned
from kechuang.casework.notices.sending import Draft, plain
from kechuang.casework.notices.words import said
from kechuang.casework.registry import CASE_KINDS
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.value import Table
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.parts import GOING, LATE, RISK, State

log = logging.getLogger("kechuang.notices")

KEY = "office.ladder"
KIND = "casework.due_step"
TONES = {"blue": GOING, "yellow": RISK, "orange": RISK, "red": LATE}
# Steps older than this are no news: a node that begins to warn does not tell of years gone by.
LOOK_BACK, LOOK_AHEAD = timedelta(days=45), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps in force at a place on a day, and how far they are to be trusted (D: our design)."""

    steps: tuple[Step, ...]
    confidence: str = ""
    place: str = ""


def ladder_at(place: str, on: date) -> Ladder:
    """Give the ladder in force at a place on a day; the same day gives the same edition."""
    return _ladder_at(rulebook.current(), place, on)


@lru_cache(maxsize=2048)
def _ladder_at(book: Rulebook, place: str, on: date) -> Ladder:
    answer = book.ask(KEY, place=place, on=on)
    if not isinstance(answer.value, Table):
        return Ladder(())
    try:
        return Ladder(steps(answer.value.rows), answer.confidence, answer.place)
    except ValueError:  # a ladder that makes no sense must not take every list of cases with it
        log.exception("the ladder %s of %s cannot be used; no step is shown", KEY, answer.place)
        return Ladder(())


def step_of(case: Case, on: date) -> Step | None:
    """Give the step on which a case stands on a day; a finished or held case does not climb."""
    if case.due_on is None or case.finished:
        return None
    if case.hold and case.held_on is None:
        return None
    stopped = case.held_on if case.hold else None
    return step_on(ladder_at(case.place, on).steps, case.due_on, on, stopped_on=stopped)


def state_of(case: Case, on: date) -> State | None:
    """Give the step of a case as word, shape and colour; none for a held one, whose old day warns of nothing."""
    step = None if case.hold else step_of(case, on)
    return None if step is None else shown(step)


def shown(step: Step) -> State:
    """Give a step as word, shape and colour, in the reader's language."""
    return State(said(step.zh, step.en), TONES[step.colour], step.code)


_warned_on: dict[str, date] = {}


def go(moment: datetime) -> int:
    """Warn for the day of a moment, once a day in each process; what was told before is not told again."""
    day = moment.astimezone(clock.CHINA).date()
    if _warned_on.get("day") == day:
        return 0
    told = warn(day)
    _warned_on["day"] = day
    return told


def warn(day: date) -> int:
    """Send the notices of every step that cases reached up to a day; give how many notices were made.

    A held case tells nobody, not even of the step on which its clock stopped: its day is to be reckoned anew.
    """
    rows = Case.objects.filter(finished=False, hold="", due_on__gte=day - LOOK_BACK, due_on__lte=day + LOOK_AHEAD)
    told = 0
    batch: list[tuple[Case, Step]] = []
    for case in rows.select_related("office").order_by("due_on", "pk").iterator(chunk_size=500):
        step = step_of(case, day) if case.kind in CASE_KINDS else None
        if step is not None:
            batch.append((case, step))
        if len(batch) == 500:
            told += _tell(batch, day)
            batch = []
    return told + _tell(batch, day)


def _tell(batch: list[tuple[Case, Step]], day: date) -> int:
    known = set(Warned.objects.filter(case__in=[case.pk for case, _ in batch]).values_list("case_id", "due_on", "step"))
    fresh = [(case, step) for case, step in batch if (case.pk, case.due_on, step.code) not in known]
    if not fresh:
        return 0
    notices = [
        plain(_draft(case, step, body), f"ladder:{case.pk}:{case.due_on}:{step.code}:{body}", day)
        for case, step in fresh
        for body in receivers(case, step)
    ]
    with queue.writer(), transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        Warned.objects.bulk_create(
            [Warned(case_id=case.pk, due_on=case.due_on, step=step.code, on=day) for case, step in fresh],
            ignore_conflicts=True,
        )
    return len(notices)


def _draft(case: Case, step: Step, body: UUID) -> Draft:
    values = {
        "number": case.number or str(case.pk)[-8:],
        "step_zh": step.zh,
        "step_en": step.en,
        "due_on": case.due_on,
    }
    return Draft(kind=KIND, to_body=body, case=case.pk, values=values, reply_by=case.due_on)


def receivers(case: Case, step: Step) -> list[UUID]:
    """Give the bodies that a step tells: who must act, the office, the office above it; each once."""
    found: list[UUID | None] = []
    if HANDLER in step.tells:
        found += handlers(case)
    if OFFICE in step.tells:
        found.append(case.office_id)
    if UPPER in step.tells:
        found.append(_above(case.office))
    return list(dict.fromkeys(body for body in found if body is not None))


def handlers(case: Case) -> list[UUID | None]:
    """Give the bodies whose main step the case waits for."""
    kind = CASE_KINDS[case.kind]
    sides = {entry.side for entry in kind.moves.from_state(case.state) if entry.main} - {SYSTEM}
    columns = ((HOLDER, case.holder_id), (COUNTERPART, case.counterpart_id), (OFFICE_SIDE, case.office_id))
    return [body for side, body in columns if side in sides]


def _above(office: Body | None) -> UUID | None:
    return office.parent_id if office is not None else None


def days_of(case: Case, on: date) -> Iterable[tuple[Step, date]]:
    """Give the steps of a case's ladder with their days, for its page."""
    if case.due_on is None:
        return ()
    return [(step, step.begins(case.due_on)) for step in ladder_at(case.place, on).steps]
