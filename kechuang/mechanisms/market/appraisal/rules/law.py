"""Asking the law for what an evaluation is decided by. Pure."""

from datetime import date
from fractions import Fraction
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import Unit, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.appraisal.rules.requests import Loaded
from kechuang.rulebook.quoting import number, whole
from kechuang.rulebook.resolve import Answer, Law

type Ruled = Decision | Refusal

__all__ = ("Ruled", "body", "jump", "signers_needed", "team_least", "term")


def term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    """The last day of a term of the rules, counted from the deciding day; None where no rule speaks."""
    answer = scene.law.ask(key, place=place, on=scene.on)
    days = whole(answer, 0)
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars).day if days else None


def team_least(law: Law, place: str, on: date) -> tuple[int, Answer]:
    """How many members a team needs at least, with the rule."""
    answer = law.ask("appraisal.team_min", place=place, on=on)
    return max(whole(answer, 1), 1), answer


def signers_needed(law: Law, place: str, on: date, members: int) -> tuple[int, Answer]:
    """How many of so many members must sign, with the rule; all of them where no rule speaks."""
    answer = law.ask("appraisal.signing_share", place=place, on=on)
    share = number(answer)
    if share is None:
        return members, answer
    exact = Fraction(share) * members
    return max(1, -(-exact.numerator // exact.denominator)), answer


def jump(law: Law, place: str, on: date) -> int | None:
    """How many levels may lie between two with evidence before a warning; None where no rule speaks."""
    return whole(law.ask("readiness.jump_levels", place=place, on=on), 0) or None


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""
