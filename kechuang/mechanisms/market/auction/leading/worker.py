"""The worker: leads lots by lease, takes everything that waits in the server's order, commits it together.

One thread leads many lots; a lot has one leader on the whole node, whatever the number of processes. While nothing
waits it sleeps until the bell rings; while much waits, what came in during one commit is the next batch.
"""

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, transaction

from kechuang.casework import queue
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine import deciding, events
from kechuang.mechanisms.market.auction.engine.closing import follow
from kechuang.mechanisms.market.auction.leading import drawing, noting
from kechuang.mechanisms.market.auction.models import Waiting
from kechuang.mechanisms.market.auction.running import store, wishes
from kechuang.mechanisms.market.auction.running.bell import ANSWERED, Bell
from kechuang.mechanisms.market.auction.running.clockwork import moment
from kechuang.mechanisms.market.auction.running.store import Batch, LeaseLostError, Led
from kechuang.web import chance

log = logging.getLogger("kechuang.auction")
MOST = 512
LEAD_EVERY, RENEW_EVERY = 1.0, 1.0
BUSY, CALM = 0.025, 0.4
# A bid that reached the node before the end may still be on its way into the intake: so long the end waits for it.
SETTLE = timedelta(milliseconds=600)
FINAL_PHASES = frozenset({"settled", "default_settled", "unsold", "withdrawn", "aborted"})


class Worker:
    """Leads lots. ``step`` is one turn; ``run`` goes on until it is told to stop."""

    def __init__(self) -> None:
        self.owner = _name()
        self.lots: dict[UUID, Led] = {}
        self._lead_at = self._renew_at = 0.0

    def run(self, stopped: Callable[[], bool], around: Callable[[], AbstractContextManager[Any]] = nullcontext) -> None:
        """Work until told to stop. ``around`` holds the node's clock, where it is not the machine's."""
        bell = Bell(self.owner)
        try:
            while not stopped():
                with around():
                    done = self._guarded()
                if done < MOST:
                    bell.wait(BUSY if done or self._busy() else CALM)
        finally:
            self.end()
            bell.close()

    def _guarded(self) -> int:
        try:
            return self.step()
        except LeaseLostError:
            log.warning("another worker leads some of our lots; they are read again when they are free")
            self._begin_anew()
        except DatabaseError:
            log.exception("a turn of the auction worker failed; the lots are read again")
            self._begin_anew()
            close_old_connections()
        return 0

    def _begin_anew(self) -> None:
        """Let go of every lot under a new name: the old leases run out, and whoever comes first takes the lots."""
        self.lots.clear()
        self.owner = _name()

    def _busy(self) -> bool:
        return any(led.state.phase in {"running", "suspended", "revealing", "matching"} for led in self.lots.values())

    def end(self) -> None:
        """Hand the leases back."""
        self.lots.clear()
        try:
            store.give_up(self.owner)
        except DatabaseError:
            log.exception("leases could not be handed back; they run out by themselves")

    def step(self, *, lead: bool = False) -> int:
        """Do one turn; give how many wishes were answered and events written."""
        self._lead(now=lead)
        if not self.lots:
            return 0
        batches = self._decide(store.waiting(self.lots, MOST))
        if not batches:
            return 0
        store.commit(self.owner, batches)
        ANSWERED.ring()
        for batch in batches:
            if batch.events:
                self._note(batch.lot)
        return sum(len(batch.answers) + len(batch.events) for batch in batches)

    def _lead(self, *, now: bool = False) -> None:
        at = monotonic()
        if self.lots and at - self._renew_at > RENEW_EVERY:
            self._renew_at = at
            still = store.renew(self.owner)
            self.lots = {pk: led for pk, led in self.lots.items() if pk in still}
            for pk, led in self.lots.items():
                led.shift = still[pk]
        if now or at - self._lead_at > LEAD_EVERY:
            self._lead_at = at
            taken = store.acquire(self.owner)
            for lot in taken:
                self._take_over(lot)
            if taken:
                self._renew_at = 0.0

    def _take_over(self, lot: UUID) -> None:
        """Read one lot and go on with it; one that cannot be read is set aside, and the others go on."""
        try:
            for led in store.load([lot]):
                noting.learn(led)
                self.lots[led.id] = led
                self._resume_by_rule(led)
                self._note(led)
        except (DatabaseError, LeaseLostError):
            raise
        except Exception:  # a lot whose log is broken must not stop the other lots
            log.exception("lot %s cannot be led and is set aside for %d seconds", lot, store.ASIDE.seconds)
            self._set_aside(lot)

    def _set_aside(self, lot: UUID) -> None:
        """Let go of a lot that went wrong; it is tried again after a while, by whichever worker comes first."""
        self.lots.pop(lot, None)
        store.set_aside(self.owner, lot)

    def _resume_by_rule(self, led: Led) -> None:
        """Suspend a running lot that nobody led for longer than the rule allows: since then nobody could bid."""
        clock, alive = led.state.clock, led.alive_at
        if led.state.phase != "running" or clock is None or alive is None:
            return
        alive = alive + timedelta(seconds=led.shift)
        at = moment(led.shift)
        if at - alive < timedelta(seconds=noting.outage_seconds(led.id)):
            return
        if clock.ends_at is not None and alive >= clock.ends_at:
            return
        early = [row for row in store.waiting([led.id], MOST) if row.received_at <= alive]
        batch = Batch(led, led.state, led.head)
        for row in early:
            self._wish(batch, row)
        since = max(alive, batch.state.at)
        answer = deciding.advance(
            led.rules, batch.state, events.Suspended(0, max(at, batch.state.at), since, store.OUTAGE)
        )
        if not isinstance(answer, Refusal):
            batch.take(answer.events, answer.state)
        store.commit(self.owner, [batch])

    def _decide(self, rows: list[Waiting]) -> list[Batch]:
        batches = {pk: Batch(led, led.state, led.head) for pk, led in self.lots.items()}
        for row in rows:
            batch = batches[row.lot_id]
            try:
                self._wish(batch, row)
            except (DatabaseError, LeaseLostError):
                raise
            except Exception:  # one wish that nobody can read must not stop the lot
                log.exception("wish %d of lot %s went wrong", row.pk, batch.lot.code)
                batch.answer(row.pk, Refusal("auction.unknown_wish", {"kind": row.kind}))
        for batch in batches.values():
            self._time(batch)
        return [batch for batch in batches.values() if batch.events or batch.answers]

    def _wish(self, batch: Batch, row: Waiting) -> None:
        if row.kind == "draw":
            batch.answer(row.pk, self._draw(batch))
            return
        at = max(row.received_at, batch.state.at)
        wish = wishes.read(row.kind, batch.lot.rules, at, row.payload)
        answer = wish if isinstance(wish, Refusal) else deciding.advance(batch.lot.rules, batch.state, wish)
        if isinstance(answer, Refusal):
            batch.answer(row.pk, answer)
            return
        batch.take(answer.events, answer.state)
        batch.answer(row.pk, answer.events[0].seq if answer.events else None)

    def _draw(self, batch: Batch) -> Refusal | None:
        """Give out the paddles: in a transaction of their own, and the log takes them from there."""
        led = batch.lot
        late = led.rules.late_admission and batch.state.phase in {"running", "suspended"}
        if batch.state.phase != "announced" and not late:
            return Refusal("auction.draw_over", {"lot": led.code})
        at, deposit = self._drawn_at(batch), led.rules.deposit
        with queue.writer(), transaction.atomic():
            drawn = drawing.draw(led.id)
            for number, slip in drawn:
                admit = deciding.Admit(at, number, slip.holder, slip.priority_order, affiliate=False)
                self._must(batch, admit)
                if deposit:
                    self._must(batch, events.DepositFrozen(0, at, number, deposit, slip.holder))
            store.commit(self.owner, [batch])
        batch.events, batch.rows, batch.answers = [], [], []
        led.drawn = True
        return None

    @staticmethod
    def _drawn_at(batch: Batch) -> datetime:
        """Give the moment of a draw: now, and where it comes late the one for which it was set, before the start."""
        led, at = batch.lot, moment(batch.lot.shift)
        if led.rules.starts_at is not None and not led.rules.late_admission:
            at = min(at, led.collect_until or at, led.rules.starts_at - timedelta(microseconds=1))
        return max(at, batch.state.at)

    def _must(self, batch: Batch, wish: Any) -> None:  # noqa: ANN401 - a wish
        answer = deciding.advance(batch.lot.rules, batch.state, wish)
        if not isinstance(answer, Refusal):
            batch.take(answer.events, answer.state)
        else:
            log.warning("a paddle of lot %s was refused: %s", batch.lot.code, answer.code)

    def _time(self, batch: Batch) -> None:
        """Do what time and the rules demand by now."""
        led, state = batch.lot, batch.state
        at = max(moment(led.shift), state.at)
        if state.phase == "announced" and not led.drawn and led.collect_until and at >= led.collect_until:
            self._draw(batch)
            state = batch.state
        if state.phase == "suspended" and led.resumes_at is not None and at >= led.resumes_at:
            self._take(batch, events.Resumed(0, at))
        elif follow(state, _settled(batch, at)) is not None:
            self._take(batch, deciding.Tick(at))
        if batch.state.phase == "ended" and noting.reserve_due(led, batch.state):
            self._take(batch, noting.open_reserve(led, batch.state, at))
        if batch.state.held and noting.releases(batch.state):
            self._take(batch, deciding.ReleaseAll(max(at, batch.state.at)))

    def _take(self, batch: Batch, wish: Any) -> None:  # noqa: ANN401 - a wish
        answer = deciding.advance(batch.lot.rules, batch.state, wish)
        if not isinstance(answer, Refusal) and answer.events:
            batch.take(answer.events, answer.state)

    def _note(self, led: Led) -> None:
        """Have the ledger note a new phase; the lot stays in our hands until everything about it is over."""
        try:
            noting.note(led)
            if led.state.final and led.state.phase in FINAL_PHASES:
                noting.rest(led)
                self.lots.pop(led.id, None)
        except (DatabaseError, LeaseLostError):
            raise
        except Exception:  # what the ledger does not take from one lot must not stop the others
            log.exception("lot %s cannot be noted and is set aside for %d seconds", led.code, store.ASIDE.seconds)
            self._set_aside(led.id)


def _name() -> str:
    return f"{os.getpid()}-{chance.random_id()[:12]}"


def _settled(batch: Batch, at: datetime) -> datetime:
    """Give the moment by which the end is judged: a little back while bids may be on their way."""
    return max(at - SETTLE, batch.state.at) if batch.state.phase in {"running", "revealing", "matching"} else at
