"""The stage: a calendar of acts to come, carried out day by day through the gateway."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kechuang.casework import due
from kechuang.casework.act import Outcome
from kechuang.casework.registry import ActKind
from kechuang.config.demo import day as days
from kechuang.kernel.days import Calendars, load_calendars
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.web import clock
from kechuang.web.permissions import Actor

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

type After = Callable[[Outcome], None]


@dataclass(slots=True)
class Cue:
    """One request that will be made on a day, and what follows from its outcome."""

    kind: ActKind[Any, Any]
    by: Actor
    key: str
    request: Any
    after: After | None = None


@dataclass(slots=True)
class Stage:
    """Cues and free scenes by day. Scenes run after the cues of their day, in the order in which they were set."""

    cues: dict[date, list[Cue]] = field(default_factory=lambda: defaultdict(list))
    scenes: dict[date, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))
    calendars: Calendars = field(default_factory=load_calendars)
    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    moment: datetime = datetime(2025, 1, 1, tzinfo=UTC)

    def working(self, on: date) -> date:
        """Give the day itself if people work on it, else the next working day."""
        while not self.calendars.is_working_day(on):
            on += ONE_DAY
        return on

    def later(self, on: date, days_later: int) -> date:
        """Give the working day on or after so many calendar days."""
        return self.working(on + timedelta(days=days_later))

    def cue(self, on: date, cue: Cue) -> None:
        """Set a request for a day."""
        self.cues[on].append(cue)

    def scene(self, on: date, play: Callable[[], None]) -> None:
        """Set something that looks at the stage as it is on that day."""
        self.scenes[on].append(play)

    def play(self, on: date) -> None:
        """Carry out one day: what time does, then the cues grouped by act and person, then the scenes."""
        self.moment = days.moment_on(on)
        self._sweep(on)
        while self.cues[on]:
            group = self._next_group(on)
            self._carry_out(on, group)
        for play in self.scenes.pop(on, []):
            with clock.fixed(self._tick()):
                play()
        while self.cues[on]:
            self._carry_out(on, self._next_group(on))
        self.cues.pop(on, None)

    def _tick(self) -> datetime:
        self.moment += ONE_MINUTE
        return self.moment

    def _sweep(self, on: date) -> None:
        with clock.fixed(self._tick()):
            swept = due.sweep(on)
        self.counts["due"] += swept.moved
        self.refusals.update(swept.refused)

    def _next_group(self, on: date) -> list[Cue]:
        """Take the first cue with all others of the same act and person."""
        waiting = self.cues[on]
        first = waiting[0]
        group = [cue for cue in waiting if cue.kind is first.kind and cue.by is first.by]
        self.cues[on] = [cue for cue in waiting if not (cue.kind is first.kind and cue.by is first.by)]
        return group

    def _carry_out(self, on: date, group: list[Cue]) -> None:
        with clock.fixed(self._tick()):
            rows = [(cue.key, cue.request) for cue in group]
            outcomes = actions.many(group[0].kind, rows, by=group[0].by, on=on)
            for cue, outcome in zip(group, outcomes, strict=True):
                self.note(cue.kind.code, outcome)
                if outcome and cue.after:
                    cue.after(outcome)

    def note(self, code: str, outcome: Outcome) -> None:
        """Count an act, or its refusal by code."""
        if outcome.refusal:
            self.refusals[outcome.refusal.code] += 1
        else:
            self.counts[code] += 1
