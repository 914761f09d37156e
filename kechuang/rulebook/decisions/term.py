"""The last day of a period that a rule sets."""

from datetime import date
from functools import cache
from typing import cast

from kechuang.kernel.days import Calendars, Unit, deadline, load_calendars
from kechuang.rulebook.decide import Bench, Result, decision


@cache
def _calendars() -> Calendars:
    return load_calendars()


@decision("term.last_day")
def last_day(bench: Bench, *, rule: str, start: date) -> Result:
    """The last day of the period of ``rule`` that ``start`` sets going, counted as ``time.first_day`` says."""
    answer = bench.ask(rule)
    first = bench.ask("time.first_day").value
    unit = cast("Unit", answer.unit)
    found = deadline(start, int(bench.number(rule)), unit, _calendars(), count_start_day=first == "same_day")
    return {"last_day": found.day, "provisional": found.provisional}
