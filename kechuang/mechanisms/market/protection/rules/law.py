"""Asking the law for what a case of protection is routed by. Pure."""

from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import Unit, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand.rules.law import table
from kechuang.mechanisms.market.protection.rules.requests import Loaded
from kechuang.rulebook.quoting import whole
from kechuang.rulebook.resolve import Answer, Law

type Ruled = Decision | Refusal

__all__ = ("Ruled", "body", "smallest_count", "term", "ways")


def ways(law: Law, place: str, on: date, kind: str) -> tuple[tuple[str, ...], Answer]:
    """The ways that a case of a kind may take at a place, the usual one first, with the rule."""
    answer = law.ask("protection.routes", place=place, on=on)
    found = table(answer)
    rows = [row for row in found.rows if row["kind"] == kind] if found else []
    return tuple(str(row["way"]) for row in rows), answer


def smallest_count(law: Law, place: str, on: date) -> int:
    """From how many cases a number is published; smaller ones are not told apart."""
    return whole(law.ask("protection.least_count", place=place, on=on), 3)


def term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    """The last day of a term of the rules, counted from the deciding day; None where no rule speaks."""
    answer = scene.law.ask(key, place=place, on=scene.on)
    days = whole(answer, 0)
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars).day if days else None


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""
