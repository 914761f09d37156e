"""Words for the codes of statistics, in the reader's language."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.mechanisms.delivery.statistic import checks, numbers, periods
from kechuang.mechanisms.delivery.statistic.models import Indicator, Observation, Version
from kechuang.mechanisms.delivery.statistic.queries import value_of
from kechuang.mechanisms.delivery.statistic.rules import DIRECTIONS
from kechuang.web import written
from kechuang.web.parts import DONE, GOING, IDLE, RISK, VOID, State

_TONES = {
    checks.FINAL: DONE,
    checks.PROVISIONAL: GOING,
    checks.ESTIMATED: RISK,
    checks.IMPUTED: RISK,
    checks.WITHHELD: VOID,
}


def word(code: str) -> str:
    """Give the word for a status, a form, a frequency, a direction."""
    named = f"statistic.{code}"
    return _(named)


def options(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give codes with their words."""
    return [(code, word(code)) for code in codes]


def statuses(_request: Any = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a request or nothing
    """Give the statuses with their words."""
    return options(checks.STATUSES)


def frequencies(_request: Any = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a request or nothing
    """Give the frequencies with their words."""
    return options(periods.FREQUENCIES)


def forms(_request: Any = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a request or nothing
    """Give the forms with their words."""
    return options(checks.FORMS)


def directions(_request: Any = None) -> list[tuple[str, str]]:  # noqa: ANN401 - a request or nothing
    """Give the directions with their words."""
    return options(DIRECTIONS)


def status(row: Observation) -> State:
    """Give the status of an observation with its tone."""
    return State(word(row.status), _TONES.get(row.status, IDLE), code=row.status)


def value(row: Observation | None) -> str:
    """Write a value as pages show it; a withheld one by its word, nothing as a dash."""
    if row is None:
        return "—"
    if row.status == checks.WITHHELD:
        return word(checks.WITHHELD)
    number = value_of(row)
    if number is None:
        return "—"
    plain = numbers.written(abs(number))
    whole, dot, rest = plain.partition(".")
    return f"{'−' if number < 0 else ''}{written.whole(int(whole))}{dot}{rest}"


def _english() -> bool:
    return (get_language() or "").startswith("en")


def title(row: Indicator | Version) -> str:
    """Give a title in the reader's language."""
    return row.title_en if _english() and row.title_en else row.title


def definition(row: Version) -> str:
    """Give a definition in the reader's language."""
    return row.definition_en if _english() and row.definition_en else row.definition


def flag(code: str) -> str:
    """Give the short name of a check that a figure was kept against."""
    named = f"{code}.name"
    return _(named)
