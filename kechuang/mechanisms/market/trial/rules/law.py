"""What the law says of trials and open licences. Pure."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.days import deadline
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.trial.rules.requests import Firm, Loaded
from kechuang.rulebook.quoting import cited, number, whole
from kechuang.rulebook.resolve import Answer, Law
from kechuang.rulebook.value import Table

LONGEST, SHORT = 2000, 300

type Ruled = Decision | Refusal


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def rows(answer: Answer) -> dict[str, str]:
    """Give a table of codes and titles as Chinese words by code."""
    if not isinstance(answer.value, Table):
        return {}
    return {str(row["code"]): getattr(row["title"], "zh", str(row["title"])) for row in answer.value.rows}


def counties(law: Law, place: str, on: date) -> dict[str, str]:
    """Give the counties to which results are transferred, as the rules of a place name them."""
    return rows(law.ask("trial.counties", place=place, on=on))


def in_pool(law: Law, county: str, on: date) -> bool:
    """Whether a county is one of those to which results are transferred."""
    return county in counties(law, county, on) if county else False


def months_allowed(law: Law, place: str, on: date, months: int) -> Refusal | None:
    """A trial takes at least a month and at most what the rule lets it."""
    if months < 1:
        return Refusal("trial.no_months", place="months")
    answer = law.ask("trial.max_months", place=place, on=on)
    most = whole(answer)
    if most is not None and months > most:
        return Refusal("trial.months_too_many", {"months": months, "limit": most, **cited(answer)}, "months")
    return None


def not_small(law: Law, firm: Firm, place: str, on: date) -> Refusal | None:
    """Refuse a firm that the register knows to be larger than a technology SME may be."""
    for key, had in (("sme.staff.max_count", firm.staff), ("sme.sales.max_yuan", firm.sales)):
        answer = law.ask(key, place=place, on=on)
        most = number(answer)
        if most is not None and had is not None and Decimal(had) > most:
            values: dict[str, Value] = {"had": f"{had}", "limit": f"{most:f}", **cited(answer)}
            return Refusal("trial.not_small", values, "firm")
    return None


def after(scene: Scene[Loaded], key: str, place: str, start: date) -> date | None:
    """Give the day a term of days after a day, or None where no rule speaks."""
    days = whole(scene.law.ask(key, place=place, on=scene.on))
    return None if days is None else deadline(start, days, "calendar_day", scene.rows.calendars).day
