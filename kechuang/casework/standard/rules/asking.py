"""Asking the rules of a place for what the standard moves need, and quoting the answer."""

from datetime import date
from uuid import UUID

from kechuang.casework.decision import CaseView, Scene
from kechuang.casework.standard.rows import Known, Loaded
from kechuang.kernel.days import Deadline, Unit, deadline
from kechuang.kernel.refusal import Refusal, Value
from kechuang.rulebook.resolve import Answer

CONTINUE = "continue"
LONGEST = 2000


def answer_of(scene: Scene[Loaded], key: str, case: CaseView) -> Answer:
    """The rule of the case's place on the deciding day."""
    return scene.law.ask(key, place=case.place, on=scene.on)


def whole_of(answer: Answer) -> int | None:
    """A number of days or times; None where no rule speaks."""
    return answer.value if isinstance(answer.value, int) and not isinstance(answer.value, bool) else None


def term(scene: Scene[Loaded], key: str, case: CaseView) -> Deadline | None:
    """The last day of a term that begins on the deciding day; None where no rule sets one."""
    answer = answer_of(scene, key, case)
    days = whole_of(answer)
    if days is None:
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars)


def known_of(scene: Scene[Loaded], case: UUID) -> tuple[CaseView, Known]:
    """The case and the rows that belong to it."""
    return scene.cases[case], scene.rows.cases[case]


def said(text: str, field: str) -> Refusal | None:
    """Refuse an empty or endless text."""
    if not text.strip():
        return Refusal("casework.text_missing", {"field_code": f"casework.field.{field}"}, place=field)
    if len(text) > LONGEST:
        values: dict[str, Value] = {
            "field_code": f"casework.field.{field}",
            "length": len(text),
            "limit": LONGEST,
        }
        return Refusal("casework.text_too_long", values, place=field)
    return None


def not_past(scene: Scene[Loaded], day: date | None, field: str) -> Refusal | None:
    """Refuse a day that is not after the deciding day."""
    if day is None or day > scene.on:
        return None
    return Refusal("casework.day_past", {"day": day, "today": scene.on}, place=field)
