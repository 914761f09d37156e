"""Work that threads of one process do together: the first does it for all that came, then hands over.

It needs no thread of its own.

So wishes that arrive at the same moment share one commit, and those that wait for an answer share one question.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MOST = 256


@dataclass(slots=True, eq=False)
class Job:
    """What one thread wants; whoever does it sets ``done`` with what was found, or the fault."""

    wanted: Any
    done: bool = False
    found: Any = None
    fault: Exception | None = None
    leads: bool = False
    woken: threading.Event = field(default_factory=threading.Event)

    def finish(self, found: Any) -> None:  # noqa: ANN401 - whatever the work gives
        """Note what was found."""
        self.found, self.done = found, True

    def fail(self, fault: Exception) -> None:
        """Note why it could not be done."""
        self.fault, self.done = fault, True


class Together:
    """Runs ``work`` for all jobs that wait, in the thread of the first; jobs stand in the order of their arrival.

    ``before`` runs before each round, in the same thread: what came meanwhile takes part in the round.
    """

    def __init__(self, work: Callable[[list[Job]], None], before: Callable[[], object] = lambda: None) -> None:
        self._work, self._before = work, before
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._led = False

    def run(self, wanted: Any, seconds: float = 60.0) -> Job:  # noqa: ANN401 - whatever the work takes
        """Have something done; give its job, not ``done`` where the time was over before."""
        until, job = time.monotonic() + seconds, Job(wanted)
        with self._lock:
            self._jobs.append(job)
            job.leads, self._led = not self._led, True
        if not job.leads:
            job.woken.wait(seconds)
            with self._lock:
                if not job.leads:
                    if not job.done:
                        self._jobs.remove(job)
                    return job
        try:
            self._lead(job, until)
        finally:
            self._hand_over(job)
        return job

    def _lead(self, job: Job, until: float) -> None:
        while not job.done:
            self._before()
            with self._lock:
                batch = self._jobs[:MOST]
            self._work(batch)
            with self._lock:
                self._jobs = [each for each in self._jobs if not each.done]
            for each in batch:
                if each.done:
                    each.woken.set()
            if job.done or time.monotonic() >= until:
                return

    def _hand_over(self, job: Job) -> None:
        with self._lock:
            self._jobs = [each for each in self._jobs if each is not job]
            if not self._jobs:
                self._led = False
                return
            self._jobs[0].leads = True
            self._jobs[0].woken.set()
