"""Days of tasks: when a report is due, when a task becomes late. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task.rules.requests import Loaded

EVERY, WITHIN = "delivery.report.every_months", "delivery.report.within_days"
LATE, MISSED = "become_late", "miss_report"

type Answer = Decision | Refusal


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def period_end(on: date, months: int) -> date:
    """Give the last day of the reporting period in which a day lies; periods of so many months begin in January."""
    month = ((on.month - 1) // months + 1) * months
    month = min(month, 12)
    return date(on.year, month, monthrange(on.year, month)[1])


def report_days(scene: Scene[Loaded], place: str) -> tuple[int, int]:
    """Give every how many months a report is due, and within how many days after; (0, 0) where no rule says so."""
    every = scene.law.ask(EVERY, place=place, on=scene.on).value
    within = scene.law.ask(WITHIN, place=place, on=scene.on).value
    return (every, within) if isinstance(every, int) and isinstance(within, int) and every else (0, 0)


def first_report(scene: Scene[Loaded], place: str) -> date | None:
    """Give the day of the report on the period that now runs."""
    every, within = report_days(scene, place)
    return period_end(scene.on, every) + timedelta(days=within) if every else None


def report_after(scene: Scene[Loaded], place: str, due: date | None) -> date | None:
    """Give the report's day after the one on ``due``: of the next period that has not ended."""
    every, within = report_days(scene, place)
    if not every:
        return None
    ended = due - timedelta(days=within) if due else scene.on
    following = period_end(max(ended + timedelta(days=1), scene.on), every)
    return following + timedelta(days=within)


def counts_for(scene: Scene[Loaded], place: str, due: date | None) -> bool:
    """Say whether a report given today is the one due: given in the last month of its period, or later."""
    _every, within = report_days(scene, place)
    if due is None:
        return False
    ended = due - timedelta(days=within)
    return scene.on >= ended.replace(day=1)


def running(scene: Scene[Loaded], due_on: date | None, state: str) -> str:
    """Give the state, or LATE where the day has passed."""
    return "LATE" if due_on and due_on < scene.on else state


def late_on(case: UUID, due_on: date | None) -> tuple[DueAt, ...]:
    """Have time make the task late on the day after its own."""
    return (DueAt(case, LATE, due_on + timedelta(days=1)),) if due_on else ()


def report_on(case: UUID, report_by: date | None) -> tuple[DueAt, ...]:
    """Have time note a report that did not come, on the day after its own."""
    return (DueAt(case, MISSED, report_by + timedelta(days=1)),) if report_by else ()
