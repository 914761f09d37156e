"""What the law says of a notice: how long, counted how, published where. Pure."""

from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision
from kechuang.kernel.days import Calendars, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook.resolve import Answer, Law
from kechuang.rulebook.value import Table

END, SNAP = "end", "snap"
LONGEST_TITLE, LONGEST = 120, 4000
MOST_ACHIEVEMENTS, MOST_BUYERS = 20, 10
# Whether two modes leave room for another deal about the same achievement.
EXCLUDING = frozenset({"transfer", "licence_exclusive", "licence_sole", "shares"})

type Ruled = Decision | Refusal


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def last_day(law: Law, calendars: Calendars, place: str, start: date) -> tuple[date, int, Answer] | Refusal:
    """Give the earliest lawful last day of a notice that starts on a day, its least number of days, and the rule.

    Whether the first day counts as day 1 is a rule of its own: 15 days from 10 March end on 25 March where it does not
    count, on 24 March where it does.
    """
    answer = law.ask("transfer.price_notice.days", place=place, on=start)
    least = answer.value
    if not isinstance(least, int) or isinstance(least, bool):
        return Refusal("notice.no_rule", {"key": answer.key, "place": place})
    counted = law.ask("transfer.price_notice.counts_start_day", place=place, on=start).value is True
    found = deadline(start, least, "calendar_day", calendars, count_start_day=counted)
    return found.day, least, answer


def places_needed(law: Law, place: str, on: date) -> tuple[tuple[str, ...], Answer]:
    """Give where an agreed price must be published, and the rule."""
    answer = law.ask("transfer.price_notice.places", place=place, on=on)
    codes = tuple(str(each) for each in answer.value.column("code")) if isinstance(answer.value, Table) else ()
    return codes, answer
