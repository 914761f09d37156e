"""How near a case's day is, as word, shape and colour. The package that keeps the ladders answers; others only show."""

from collections.abc import Callable
from datetime import date

from kechuang.casework.models import Case
from kechuang.web.parts import State

type Answer = Callable[[Case, date], State | None]

_answers: list[Answer] = []


def register(answer: Answer) -> None:
    """Have a package say on which step of warning a case stands; the last one registered answers."""
    _answers[:] = [answer]


def state(case: Case, on: date) -> State | None:
    """Give the step of warning on which a case stands on a day, or None. No query."""
    return _answers[0](case, on) if _answers else None
