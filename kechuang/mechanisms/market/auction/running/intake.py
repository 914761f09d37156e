"""The durable intake: a wish is written first, and answered after the worker decided it.

Threads of one process that write at the same moment share one commit, and those that wait for answers one query, asked
when the worker rings.
"""

import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from kechuang.casework import queue
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.models import Answer, Waiting
from kechuang.mechanisms.market.auction.running import bell
from kechuang.mechanisms.market.auction.running.clockwork import moment
from kechuang.mechanisms.market.auction.running.together import Job, Together

PAUSE = 0.005
YUAN = "_yuan"


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a wish: ``done`` False as long as nobody decided it; else the event's number or the refusal."""

    number: int
    done: bool
    seq: int | None = None
    refusal: Refusal | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def put(lot: UUID, kind: str, payload: Mapping[str, Any], *, key: str, shift: int = 0) -> int:
    """Write a wish into the intake and wake the workers; give its number. The same key again gives the first number."""
    row = Waiting(lot_id=lot, kind=kind, payload=dict(payload), key=key, received_at=moment(shift))
    if connection.in_atomic_block:
        number = _alone(row)
    else:
        job = _writing.run(row)
        if job.fault is not None:
            raise job.fault
        number = int(job.found)
    bell.RINGER.ring()
    return number


def _write(jobs: list[Job]) -> None:
    """Write what came in one transaction, in the order of arrival; one by one where one of them cannot be written."""
    try:
        if len(jobs) == 1:
            jobs[0].finish(_alone(jobs[0].wanted))
            return
        with queue.writer(), transaction.atomic():
            rows = Waiting.objects.bulk_create([job.wanted for job in jobs])
        for job, row in zip(jobs, rows, strict=True):
            job.finish(row.pk)
    except DatabaseError:
        for job in jobs:
            job.wanted.pk = None
            try:
                job.finish(_alone(job.wanted))
            except DatabaseError as error:
                job.fail(error)


def _alone(row: Waiting) -> int:
    try:
        # One statement is a transaction by itself; only inside another one a duplicate key needs a savepoint.
        around = transaction.atomic() if connection.in_atomic_block else nullcontext()
        with queue.writer(), around:
            row.save(force_insert=True)
    except IntegrityError:
        return int(Waiting.objects.values_list("pk", flat=True).get(lot=row.lot_id, key=row.key))
    return int(row.pk)


def answer(number: int) -> Answered:
    """Give the answer to a wish as far as it is known."""
    row = Answer.objects.filter(pk=number).first()
    return Answered(number, done=False) if row is None else _read(row)


def _read(row: Answer) -> Answered:
    if row.code:
        return Answered(row.pk, done=True, refusal=Refusal(row.code, _values(row.values), row.values.get("@", "")))
    return Answered(row.pk, done=True, seq=row.seq)


def _values(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a refusal: amounts as numbers again."""
    return {
        name: Decimal(value) if isinstance(value, str) and name.endswith(YUAN) else value
        for name, value in raw.items()
        if name != "@"
    }


def wait(number: int, seconds: float = 2.0) -> Answered:
    """Wait for the answer to a wish, at most so long."""
    if not connection.in_atomic_block:
        job = _asking.run(number, seconds)
        if job.fault is not None:
            raise job.fault
        return job.found if job.done else answer(number)
    until = time.monotonic() + seconds
    while True:
        found = answer(number)
        if found.done or time.monotonic() >= until:
            return found
        time.sleep(PAUSE)


def _ask(jobs: list[Job]) -> None:
    """Ask for every answer that somebody of this process waits for (one query)."""
    try:
        rows = Answer.objects.in_bulk({job.wanted for job in jobs})
    except DatabaseError as error:
        for job in jobs:
            job.fail(error)
        return
    for job in jobs:
        if job.wanted in rows:
            job.finish(_read(rows[job.wanted]))


_writing, _asking = Together(_write), Together(_ask, before=bell.Ear().listen)


def last(lot: UUID, kind: str) -> int | None:
    """Give the number of the newest wish of a kind for a lot."""
    return Waiting.objects.filter(lot=lot, kind=kind).order_by("-pk").values_list("pk", flat=True).first()
