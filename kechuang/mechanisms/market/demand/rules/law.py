"""Asking the law for what a demand is decided by. Pure."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import Unit, add_months, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand.rules.requests import Loaded
from kechuang.rulebook.quoting import cited, whole
from kechuang.rulebook.resolve import Answer, Law
from kechuang.rulebook.value import Table

type Ruled = Decision | Refusal


def table(answer: Answer) -> Table | None:
    """The table that an answer gives, or None."""
    return answer.value if isinstance(answer.value, Table) else None


def flag(answer: Answer, *, otherwise: bool) -> bool:
    """The yes or no that an answer gives, ``otherwise`` where no rule speaks."""
    return answer.value if isinstance(answer.value, bool) else otherwise


def lists(law: Law, place: str, on: date) -> tuple[str, ...]:
    """The codes of the lists into which a demand of a place must be sorted; none where no rule says so."""
    found = table(law.ask("demand.lists", place=place, on=on))
    return tuple(str(each) for each in found.column("code")) if found else ()


def band(law: Law, place: str, on: date, budget: Decimal | None) -> str:
    """The code of the band in which a budget is published; empty for none."""
    found = table(law.ask("demand.budget.bands", place=place, on=on))
    row = found.lookup("budget_yuan", budget) if found and budget else None
    return str(row["code"]) if row else ""


def term(scene: Scene[Loaded], key: str, place: str) -> date | None:
    """The last day of a term of the rules, counted from the deciding day; None where no rule speaks."""
    answer = scene.law.ask(key, place=place, on=scene.on)
    days = whole(answer, 0)
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars).day if days else None


def validity(scene: Scene[Loaded], place: str, asked: date | None) -> date | Refusal:
    """The last day on which a demand is out: as asked, within what the rules allow, else the usual term."""
    most = scene.law.ask("demand.validity.max_months", place=place, on=scene.on)
    latest = add_months(scene.on, whole(most, 24))
    if asked is None:
        usual = scene.law.ask("demand.validity_months", place=place, on=scene.on)
        return min(add_months(scene.on, whole(usual, 12)), latest)
    if asked < scene.on:
        return Refusal("demand.validity_past", {"until": asked, "today": scene.on}, place="valid_until")
    if asked > latest:
        return Refusal("demand.validity_too_long", {"until": asked, "latest": latest, **cited(most)}, "valid_until")
    return asked


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""
