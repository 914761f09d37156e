"""Asking the law for what entries and commissions are decided by. Pure."""

from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import Unit, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker.rules.requests import Loaded
from kechuang.rulebook.quoting import whole

type Ruled = Decision | Refusal


def term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    """The last day of a term of the rules, counted from the deciding day; None where no rule speaks."""
    answer = scene.law.ask(key, place=place, on=scene.on)
    days = whole(answer, 0)
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars).day if days else None


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def subject(case: UUID) -> str:
    """Give the reference under which the personal values of an entry stand in the ledger."""
    return f"broker/{case}"


def said(case: UUID, fact: Any, **more: Any) -> Decision:  # noqa: ANN401 - the fields of a decision
    """Give a decision with one fact."""
    return Decision(facts=((case, fact),), **more)
