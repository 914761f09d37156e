"""What the rules ask of a listing: periods, shares, the result's notice, and who is bound by them. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision
from kechuang.kernel.days import Calendars, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.resolve import Answer, Law, Subject
from kechuang.rulebook.value import Table

END_PERIOD, END_NOTICE = "end_period", "end_notice"
# A unit of research, of higher education or of health: the rules for state-owned property do not bind it.
RESEARCH = frozenset({"university", "institute", "hospital", "testing_centre"})

type Ruled = Decision | Refusal


@dataclass(frozen=True, slots=True)
class Floors:
    """What the rules ask on a day at a place. ``bound`` is False for a seller who is exempt: floors are advice then."""

    bound: bool
    period: Answer
    extension: Answer
    first_share: Answer
    rest_years: Answer
    consent_below: Answer
    one_party: Answer
    exempt: Answer


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def subject(kind: str) -> Subject:
    """Give what the rulebook knows a seller by."""
    return Subject("research_unit" if kind in RESEARCH else "enterprise")


def floors(law: Law, place: str, on: date, base: Decimal, seller_kind: str) -> Floors:
    """Ask the rulebook everything that an offer is held against. ``base`` is the base price in yuan."""

    def ask(key: str) -> Answer:
        return law.ask(key, place=place, on=on)

    exempt = law.ask("listing.exempt", place=place, on=on, subject=subject(seller_kind))
    return Floors(
        bound=exempt.value is not True,
        period=_period(law, place, on, base),
        extension=ask("listing.extension_days"),
        first_share=ask("listing.first_instalment.min_share"),
        rest_years=ask("listing.rest_within_years"),
        consent_below=ask("listing.consent_below_share"),
        one_party=ask("listing.one_party_conditions"),
        exempt=exempt,
    )


def _period(law: Law, place: str, on: date, base: Decimal) -> Answer:
    """By amount where a place has classes, else the one first period for all."""
    classes = law.ask("listing.period_by_amount", place=place, on=on)
    row = classes.value.lookup("base_price_yuan", base) if isinstance(classes.value, Table) else None
    if row is not None and isinstance(row["days"], int):
        return replace(classes, value=row["days"])
    return law.ask("listing.first_period_days", place=place, on=on)


def last_day(start: date, days: int, calendars: Calendars) -> date:
    """Give the last day of a period of working days; the day after its start is day 1."""
    return deadline(start, days, "working_day", calendars).day


def result_notice(law: Law, calendars: Calendars, place: str, start: date) -> tuple[date, int] | Refusal:
    """Give the last day of the notice of a result that starts on a day, and its working days."""
    answer = law.ask("listing.result_notice_days", place=place, on=start)
    days = answer.value
    if not isinstance(days, int) or isinstance(days, bool):
        return Refusal("listing.no_rule", {"key": answer.key, "place": place})
    return last_day(start, days, calendars), days
