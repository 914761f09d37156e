"""A lot in the hands of its one worker: the folded state, the head of the chain, and how both reach the tables."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kechuang.casework import queue
from kechuang.kernel.fact import encode
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.events import Event, Suspended
from kechuang.mechanisms.market.auction.engine.folding import step
from kechuang.mechanisms.market.auction.engine.log import read_line, write_line
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.engine.state import State, begin
from kechuang.mechanisms.market.auction.models import Answer, Board, Lease, LogEntry, Lot, Snapshot, Waiting
from kechuang.mechanisms.market.auction.running import freezing
from kechuang.mechanisms.market.auction.running.board import Recent, picture
from kechuang.mechanisms.market.auction.running.turns import Turn, at_once
from kechuang.web import clock

GENESIS = "0" * 64
LEASE = timedelta(seconds=4)
ASIDE = timedelta(seconds=10)
SNAPSHOT_EVERY = 500
OUTAGE = "outage"


class LeaseLostError(Exception):
    """Another worker leads the lot now: nothing was written."""


@dataclass(slots=True)
class Led:
    """A lot that this worker leads."""

    id: UUID
    code: str
    rules: Rules
    shift: int
    state: State
    head: str
    recent: Recent
    outage: datetime | None = None
    phase_noted: str = ""
    snapshot_seq: int = 0
    drawn: bool = False
    collect_until: datetime | None = None
    resumes_seconds: int = 0
    alive_at: datetime | None = None

    @property
    def resumes_at(self) -> datetime | None:
        """When a lot that an outage suspended resumes by itself."""
        return self.outage + timedelta(seconds=self.resumes_seconds) if self.outage else None


@dataclass(slots=True)
class Batch:
    """What one turn of a worker decided for a lot, before it is written."""

    lot: Led
    state: State
    head: str
    events: list[Event] = field(default_factory=list)
    rows: list[LogEntry] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def take(self, new: Sequence[Event], state: State) -> None:
        """Add events that the engine gave, with the state after them."""
        for event in new:
            line = write_line(self.lot.code, event)
            self.head = chain(self.head, line)
            self.rows.append(LogEntry(lot_id=self.lot.id, seq=event.seq, line=line, hash=self.head))
            self.events.append(event)
        self.state = state

    def answer(self, number: int, result: Refusal | int | None) -> None:
        """Answer a wish with the number of its event, or the refusal."""
        if isinstance(result, Refusal):
            values: dict[str, Any] = {name: encode(value) for name, value in result.values.items()}
            if result.place:
                values["@"] = result.place
            self.answers.append(Answer(waiting_id=number, seq=None, code=result.code, values=values))
        else:
            self.answers.append(Answer(waiting_id=number, seq=result))


def chain(head: str, line: str) -> str:
    """Give the next hash of a chain: SHA-256 of the last hash as 32 bytes and the line's bytes."""
    return hashlib.sha256(bytes.fromhex(head) + line.encode()).hexdigest()


def acquire(owner: str, most: int = 500) -> list[UUID]:
    """Take the lease of live lots that nobody leads; give those that were taken now."""
    now = clock.real_now()
    free = Lease.objects.filter(lot__live=True, until__lt=now).exclude(owner=owner).values_list("pk", flat=True)[:most]
    missing = Lot.objects.filter(live=True, lease__isnull=True).values_list("pk", flat=True)[:most]
    wanted = list(free)
    new = list(missing)
    if not wanted and not new:
        return []
    with queue.writer(), transaction.atomic():
        # ``renewed_at`` stays as the last leader left it: it says since when nobody led.
        Lease.objects.bulk_create(
            [Lease(lot_id=pk, owner="", until=now - LEASE, renewed_at=now) for pk in new], ignore_conflicts=True
        )
        candidates = [*wanted, *new]
        return [
            pk for pk in candidates if Lease.objects.filter(pk=pk, until__lt=now).update(owner=owner, until=now + LEASE)
        ]


def renew(owner: str) -> dict[UUID, int]:
    """Renew all leases of a worker; give the lots that it still leads, with the shifts of their clocks."""
    now = clock.real_now()
    with queue.writer(), transaction.atomic():
        Lease.objects.filter(owner=owner).update(until=now + LEASE, renewed_at=now)
        return dict(Lease.objects.filter(owner=owner).values_list("pk", "lot__sale__clock_shift_seconds"))


def give_up(owner: str) -> None:
    """Hand all leases back, so that another worker need not wait."""
    now = clock.real_now()
    with queue.writer(), transaction.atomic():
        Lease.objects.filter(owner=owner).update(owner="", until=now - LEASE, renewed_at=now)


def set_aside(owner: str, lot: UUID) -> None:
    """Give one lease back for a while: nobody takes the lot before. Since when nobody led stays as it was."""
    with queue.writer(), transaction.atomic():
        Lease.objects.filter(pk=lot, owner=owner).update(owner="", until=clock.real_now() + ASIDE)


def load(wanted: Iterable[UUID]) -> list[Led]:
    """Read lots: the last snapshot and the tail of the log, judged and chained anew."""
    rows = Lot.objects.filter(pk__in=list(wanted)).select_related("sale", "snapshot", "lease").order_by("code")
    return [_load(row) for row in rows]


def _load(row: Lot) -> Led:
    rules = read_rules(row.rules)
    if not isinstance(rules, Rules):
        raise TypeError("the rules of a lot cannot be read")
    snapshot: Snapshot | None = getattr(row, "snapshot", None)
    state = freezing.thaw(rules, snapshot.state) if snapshot else None
    head = snapshot.hash if snapshot and state else GENESIS
    if state is None:
        state = begin(rules)
    lot = Led(row.pk, row.code, rules, row.sale.clock_shift_seconds, state, head, Recent())
    lot.snapshot_seq, lot.drawn, lot.collect_until = state.seq, row.drawn, row.collect_until
    lot.phase_noted = row.phase
    lot.alive_at = row.lease.renewed_at if hasattr(row, "lease") else None
    for event in _recent(row.pk, state.seq):
        lot.recent.take(event)
    for line, told in _tail(row.pk, state.seq):
        lot.head = chain(lot.head, line)
        if lot.head != told:
            raise ValueError(f"the log of lot {row.code} is broken at {lot.state.seq + 1}")
        event = read_line(line.encode()).event
        lot.state = step(lot.state, event)
        lot.recent.take(event)
    if lot.state.phase == "suspended":
        lot.outage = _outage(row.pk)
    return lot


def _tail(lot: UUID, after: int) -> Iterator[tuple[str, str]]:
    rows = LogEntry.objects.filter(lot=lot, seq__gt=after).order_by("seq")
    yield from rows.values_list("line", "hash").iterator(chunk_size=2000)


def _recent(lot: UUID, upto: int) -> list[Event]:
    rows = LogEntry.objects.filter(lot=lot, seq__lte=upto).order_by("-seq").values_list("line", flat=True)[:40]
    return [read_line(line.encode()).event for line in reversed(rows)]


def _outage(lot: UUID) -> datetime | None:
    """Give when a lot was suspended, if an outage did it."""
    for line in LogEntry.objects.filter(lot=lot).order_by("-seq").values_list("line", flat=True)[:40]:
        event = read_line(line.encode()).event
        if isinstance(event, Suspended):
            return event.at if event.reason == OUTAGE else None
    return None


def waiting(lots: Iterable[UUID], most: int) -> list[Waiting]:
    """Give what waits for these lots, in the server's order (one query)."""
    return list(Waiting.objects.filter(answered=False, lot__in=list(lots)).order_by("pk")[:most])


def commit(owner: str, batches: Sequence[Batch]) -> None:
    """Write what was decided for several lots in one transaction; raises :class:`LeaseLostError`."""
    now = clock.real_now()
    changed = [batch for batch in batches if batch.events]
    boards, snapshots = _boards(changed, now), _snapshots(changed)
    answers = [answer for batch in batches for answer in batch.answers]
    lease = Lease(owner=owner, until=now + LEASE, renewed_at=now)
    turn = Turn(lease, [b.lot.id for b in batches], [row for b in batches for row in b.rows], answers, boards)
    if connection.vendor == "postgresql" and not snapshots:
        held = at_once(turn)
    else:
        with queue.writer(), transaction.atomic():
            held = _one_by_one(turn)
            _write_snapshots(snapshots)
    if not held:
        raise LeaseLostError
    for batch in batches:
        keep(batch)


def _one_by_one(turn: Turn) -> bool:
    lease = turn.lease
    held = Lease.objects.filter(pk__in=turn.lots, owner=lease.owner)
    if held.update(until=lease.until, renewed_at=lease.renewed_at) != len(turn.lots):
        raise LeaseLostError
    LogEntry.objects.bulk_create(turn.log)
    if turn.answers:
        Waiting.objects.filter(pk__in=[answer.waiting_id for answer in turn.answers]).update(answered=True)
        Answer.objects.bulk_create(turn.answers)
    put_boards(turn.boards)
    return True


def keep(batch: Batch) -> None:
    """Take over into memory what was committed."""
    lot = batch.lot
    lot.state, lot.head = batch.state, batch.head
    if lot.state.seq - lot.snapshot_seq >= SNAPSHOT_EVERY:
        lot.snapshot_seq = lot.state.seq


def _boards(batches: Sequence[Batch], now: datetime) -> list[Board]:
    rows = []
    for batch in batches:
        lot = batch.lot
        for event in batch.events:
            lot.recent.take(event)
            if isinstance(event, Suspended):
                lot.outage = event.at if event.reason == OUTAGE else None
        if batch.state.phase != "suspended":
            lot.outage = None
        body = picture(batch.state, lot.recent.rows, resumes_at=lot.resumes_at, shift=lot.shift, head=batch.head)
        rows.append(Board(lot_id=lot.id, version=batch.state.seq, body=body, changed_at=now))
    return rows


def put_boards(rows: Sequence[Board]) -> None:
    """Write boards, those of new lots and those that stand, in one statement."""
    Board.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["lot"], update_fields=["version", "body", "changed_at"]
    )


def _snapshots(batches: Sequence[Batch]) -> list[Snapshot]:
    due = [each for each in batches if each.state.seq - each.lot.snapshot_seq >= SNAPSHOT_EVERY]
    return [Snapshot(lot_id=b.lot.id, seq=b.state.seq, hash=b.head, state=freezing.freeze(b.state)) for b in due]


def _write_snapshots(rows: Sequence[Snapshot]) -> None:
    Snapshot.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["lot"], update_fields=["seq", "hash", "state"]
    )


def lines(lot: UUID) -> Iterator[str]:
    """Give the lines of a lot's log in order, without reading them all at once."""
    rows = LogEntry.objects.filter(lot=lot).order_by("seq").values_list("line", flat=True)
    yield from (rows.iterator(chunk_size=2000) if connection.vendor == "sqlite" else rows)


def digest(lot: UUID) -> str:
    """Give the SHA-256 of a lot's log as it is downloaded: each line with its line feed."""
    made = hashlib.sha256()
    for line in lines(lot):
        made.update(line.encode() + b"\n")
    return made.hexdigest()
