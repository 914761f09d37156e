"""How numbers, units, dimensions and progress are written; the same on pages, in files and in the API's words."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext, gettext_lazy, pgettext, pgettext_lazy

from kechuang.indicators import progress
from kechuang.indicators.definition import DAYS, NUMBER, RATIO, YUAN, Definition
from kechuang.indicators.periods import HALF, MONTH, QUARTER, YEAR
from kechuang.kernel.identify.names import industries
from kechuang.policy.wording import own, traditional
from kechuang.web import divisions, written
from kechuang.web.parts import DONE, GOING, IDLE, LATE, RISK, State

GRAINS = {
    MONTH: gettext_lazy("months"),
    QUARTER: gettext_lazy("quarters"),
    HALF: gettext_lazy("half-years"),
    YEAR: gettext_lazy("years"),
}
DIMENSIONS = {
    "region": pgettext_lazy("dimension", "Paying region"),
    "industry": pgettext_lazy("dimension", "Industry"),
    "category": pgettext_lazy("dimension", "Service"),
    "cross_region": pgettext_lazy("dimension", "Across regions"),
    "provider_region": pgettext_lazy("dimension", "Provider's region"),
    "step": pgettext_lazy("dimension", "Step"),
}
UNITS = {
    YUAN: pgettext_lazy("unit", "yuan"),
    NUMBER: pgettext_lazy("unit", "number"),
    DAYS: pgettext_lazy("unit", "days"),
    RATIO: "%",
}
ROLES = {
    "payer": gettext_lazy("where the firm stands, in the region that pays"),
    "provider": gettext_lazy("where the provider stands"),
    "firm": gettext_lazy("where the firm stands"),
    "region": gettext_lazy("the region itself"),
}
DIRECTIONS = {
    "up": gettext_lazy("more is what the policy wants"),
    "down": gettext_lazy("less is what the policy wants"),
    "none": gettext_lazy("neither more nor less is better in itself"),
}
TONES = {
    progress.MET: DONE,
    progress.ALREADY_MET: DONE,
    progress.ON_TRACK: GOING,
    progress.WATCH: RISK,
    progress.BEHIND: LATE,
    progress.MOVING_AWAY: LATE,
    progress.MISSED: LATE,
    progress.CANNOT_SAY: IDLE,
    progress.NO_NUMBER: IDLE,
}
HUNDREDTH = Decimal("0.01")


def title(definition: Definition) -> str:
    """Give an indicator's title."""
    return own(definition.title)


def value(definition: Definition, number: Decimal | int | None) -> str:
    """Write a published number without its unit; a share as percent."""
    if number is None:
        return gettext("no data")
    if definition.unit == YUAN:
        return written.money(number)
    return written.share(Decimal(number)) if definition.unit == RATIO else written.number(number)


def unit(definition: Definition) -> str:
    """Give the unit of a written number; a share carries its own sign."""
    return "" if definition.unit == RATIO or _bare(definition) else str(UNITS[definition.unit])


def _bare(definition: Definition) -> bool:
    """English counts without a word for the unit; Chinese needs its measure word."""
    return definition.unit == NUMBER and (get_language() or "").startswith("en")


def charted(definition: Definition, number: Decimal | int | None) -> Decimal | int | None:
    """Give a number as charts show it: money in ten thousand yuan, shares in percent, two places."""
    if number is None:
        return None
    if definition.unit == YUAN:
        return _plain((Decimal(number) / 10_000).quantize(HUNDREDTH, rounding=ROUND_HALF_UP))
    return _plain(Decimal(number) * 100) if definition.unit == RATIO else number


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def chart_unit(definition: Definition) -> str:
    """Give the unit of a charted number."""
    if definition.unit == YUAN:
        return pgettext("unit", "10,000 yuan")
    return "" if _bare(definition) else str(UNITS[definition.unit])


def dimension_value(name: str, code: str) -> str:
    """Give the word for one value of a dimension."""
    if name in {"region", "provider_region", "place"}:
        return divisions.name(code)
    if name == "industry":
        return _industry(code)
    if name == "cross_region":
        return gettext("across regions") if code == "yes" else gettext("within the region")
    word = f"voucher.services.{code}" if name == "category" else code
    said = gettext(word)
    return code if said == word else said


def _industry(code: str) -> str:
    names = industries().get(code)
    if names is None:
        return code
    language = get_language() or ""
    chinese, english = names
    shown = english if language.startswith("en") else traditional(chinese) if language == "zh-hant" else chinese
    return f"{code} {shown}"


def state(found: progress.Progress) -> State:
    """Give a progress as a state with shape, word and colour."""
    return State(gettext(found.state), TONES[found.state], found.state)
