"""How promises are written: numbers, states, and the arithmetic behind a state in plain sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language, gettext, gettext_noop

from kechuang.indicators import register
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises import rules, sources
from kechuang.indicators.promises.measured import Measured
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.queries import Assessed
from kechuang.indicators.promises.terms import (
    ANNUAL,
    COVERAGE,
    GROWTH,
    INCREMENT,
    MILESTONE,
    RANK,
    RELATIVE,
    SLOGAN,
    SOFT,
    Terms,
    year_of,
)
from kechuang.indicators.wording import TONES
from kechuang.policy.wording import own
from kechuang.web import divisions, written
from kechuang.web.parts import IDLE, State

HUNDREDTH = Decimal("0.01")
FULL_WIDTH = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}


def decimal(value: Fraction | Decimal, places: Decimal = HUNDREDTH) -> Decimal:
    """Round once, half up, to two places; without noughts that say nothing."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    found = value.quantize(places, rounding=ROUND_HALF_UP)
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()


def number(value: Fraction | Decimal | None, unit: str = "") -> str:
    """Write a number with its unit; a dash where there is none."""
    if value is None:
        return "—"
    shown = written.number(decimal(value))
    return f"{shown}{unit}" if unit in {"%", "‰"} or not unit else f"{shown} {unit}"


def state(code: str) -> State:
    """Give a state with shape, word and colour; what cannot be said is grey."""
    return State(gettext(code), TONES.get(code, IDLE), code)


def form(terms: Terms) -> str:
    """Give the word for a form."""
    return word("form", terms.form)


def word(kind: str, code: str) -> str:
    """Give the word for a code of the promises: a form, a reading, a sense, a status, a term."""
    said_as = f"promise.{kind}.{code}"
    return gettext(said_as)


def status(code: str) -> str:
    """Give the word for an observation's status; final figures need none."""
    return "" if code in {"", "final"} else word("status", code)


def promised(terms: Terms) -> str:
    """Write what was promised: ≥ 260 家, 12% a year, 4 of 4 places."""
    if terms.form == COVERAGE:
        return gettext("%(number)s of %(all)s places") % {"number": number(terms.needed), "all": len(terms.members)}
    if terms.form == MILESTONE:
        return gettext("that it be done")
    if terms.needed is None:
        return gettext("no number")
    if terms.form == RANK:
        return gettext("among the first %(number)s") % {"number": number(terms.needed)}
    if terms.target_max is not None:
        return f"{number(terms.target)}–{number(terms.target_max, terms.unit)}"
    sign = FULL_WIDTH[terms.sense]
    unit = "%" if terms.form == GROWTH else terms.unit
    text = f"{sign} {number(terms.needed, unit)}"
    if terms.form in {ANNUAL, GROWTH}:
        return gettext("%(what)s a year") % {"what": text}
    if terms.form == INCREMENT:
        return gettext("%(what)s more than at the start") % {"what": text}
    if terms.form == RELATIVE:
        return gettext("%(what)s above %(place)s") % {"what": text, "place": place_name(terms.beside_place)}
    return text


def value(found: Assessed) -> str:
    """Write the number on which the state rests, with its period."""
    measured, terms = found.measured, found.terms
    if terms.form == COVERAGE and measured.of is not None:
        return gettext("%(kept)s of %(all)s") % {"kept": measured.kept or 0, "all": measured.of}
    return gettext("no data") if measured.value is None else f"{bare_value(found)} ({measured.period})"


def indicator_name(code: str) -> str:
    """Give the title of a platform indicator or of a statistic; one that nobody defined stands under its code."""
    definition = register.definition(code) if code else None
    return own(definition.title) if definition else sources.defined().get(code, code) if code else ""


def place_name(code: str) -> str:
    """Give the name of a place."""
    return divisions.name(code) if code else ""


def plain(found: Assessed) -> str:
    """Say a promise and where it stands in one sentence that needs no schooling."""
    measured, terms = found.measured, found.terms
    values = {
        "promised": promised(terms),
        "year": terms.due_on.year,
        "period": measured.period,
        "value": bare_value(found),
        "path": "" if measured.path is None else number(measured.path, _unit(terms)),
    }
    if measured.state == said.CANNOT_SAY or measured.value is None:
        values["why"] = gettext(measured.why) if measured.why else gettext("no data")
        if terms.form in {SOFT, SLOGAN}:
            return gettext("Promised by %(year)s in words, without a number. Nothing can be said: %(why)s.") % values
        return gettext("Promised by %(year)s: %(promised)s. Nothing can be said yet: %(why)s.") % values
    if measured.path is not None and measured.state in {said.ON_TRACK, said.WATCH, said.BEHIND, said.MOVING_AWAY}:
        return gettext(PLAIN[measured.state]) % values
    return gettext(PLAIN_SHORT) % values


def _unit(terms: Terms) -> str:
    return "%" if terms.form == GROWTH else "" if terms.form == COVERAGE else terms.unit


PLAIN = {
    said.ON_TRACK: gettext_noop(
        "Promised by %(year)s: %(promised)s. In %(period)s it was %(value)s; %(path)s was due then, so it is on time."
    ),
    said.WATCH: gettext_noop(
        "Promised by %(year)s: %(promised)s. In %(period)s it was %(value)s; %(path)s was due, so a little is missing."
    ),
    said.BEHIND: gettext_noop(
        "Promised by %(year)s: %(promised)s. In %(period)s it was %(value)s; %(path)s was due by then, so it is late."
    ),
    said.MOVING_AWAY: gettext_noop(
        "Promised by %(year)s: %(promised)s. In %(period)s it was %(value)s, further off than before; %(path)s was due."
    ),
}
PLAIN_SHORT = gettext_noop("Promised by %(year)s: %(promised)s. In %(period)s it was %(value)s.")


def bare_value(found: Assessed) -> str:
    """Write the number on which the state rests, without its period."""
    measured, terms = found.measured, found.terms
    if terms.form == COVERAGE and measured.of is not None:
        return gettext("%(kept)s of %(all)s") % {"kept": measured.kept or 0, "all": measured.of}
    if terms.form == MILESTONE:
        return gettext("done by then") if measured.value else gettext("not yet done")
    return number(measured.value, "%" if terms.form == GROWTH else terms.unit)


@dataclass(frozen=True, slots=True)
class Rests:
    """The figure on which a state rests: its period, status, source, day of publication, and where its proof stands."""

    period: str
    status: str
    source: str
    vintage: str
    url: str


def rests_on(found: Assessed) -> Rests | None:
    """Give the figure on which a state rests; None where there is none, or where many places gave it."""
    measured = found.measured
    step = next((each for each in reversed(measured.steps) if each.at == measured.at and each.source), None)
    if step is None or not measured.at:
        return None
    seen = next((one for one in found.asking.given.own if one.fact == step.fact and one.source == step.source), None)
    vintage = seen.vintage if seen else ""
    return Rests(step.period, status(step.status), step.source, vintage, step.url)


def sentences(found: Assessed) -> list[str]:
    """Say why a state is what it is, with the arithmetic."""
    measured, terms = found.measured, found.terms
    lines = [*_reason(measured, terms), *_arithmetic(measured, terms), *_readings(measured, terms)]
    if measured.late:
        have, asked = measured.late
        lines.append(gettext("Figures of %(have)s; the term asks %(asked)s.") % {"have": have, "asked": asked})
    if measured.of is not None and measured.missing:
        lines.append(_missing(measured, terms))
    lines += _corrected(found)
    lines += [gettext(note) for note in measured.notes]
    if measured.movement:
        lines.append(gettext(measured.movement))
    return lines


def _corrected(found: Assessed) -> list[str]:
    """Say what the review of the document corrected since the terms were set, and whether it counts."""
    lines = []
    for names, words in (
        (found.moved, gettext("Corrected in the register since: %(what)s. The corrected value counts.")),
        (found.apart, gettext("Corrected in the register since: %(what)s. The terms have a value of their own.")),
    ):
        if names:
            lines.append(words % {"what": _joined([word("register", name) for name in names])})
    return lines


def _reason(measured: Measured, terms: Terms) -> list[str]:
    if measured.why:
        return [gettext(measured.why)]
    if measured.state in {said.MET, said.ALREADY_MET, said.MISSED} and measured.value is not None:
        unit = "%" if terms.form == GROWTH else "" if terms.form == COVERAGE else terms.unit
        values = {"value": number(measured.value, unit), "period": measured.period, "promised": promised(terms)}
        if measured.state == said.MISSED:
            return [gettext("%(value)s in %(period)s; promised was %(promised)s.") % values]
        return [gettext("%(value)s in %(period)s keeps what was promised: %(promised)s.") % values]
    return []


def _arithmetic(measured: Measured, terms: Terms) -> list[str]:
    if measured.value is None or measured.path is None or measured.ratio is None or terms.form == GROWTH:
        return []
    base = Fraction(0) if terms.form in {INCREMENT, ANNUAL} else Fraction(terms.base or 0)
    unit = "" if terms.form == COVERAGE else terms.unit
    values = {
        "value": number(measured.value, unit),
        "period": measured.period,
        "path": number(measured.path, unit),
        "base": number(base, unit),
        "ratio": number(measured.ratio),
        "gained": number(measured.value - base),
        "asked": number(measured.path - base),
    }
    lines = [
        gettext("Measured: %(value)s in %(period)s. The path asked %(path)s by then.") % values,
        gettext("Ratio: %(gained)s gained ÷ %(asked)s asked = %(ratio)s (counted from %(base)s).") % values,
    ]
    if measured.attained is not None and measured.elapsed is not None:
        shares = {"attained": number(measured.attained * 100, "%"), "elapsed": number(measured.elapsed * 100, "%")}
        lines.append(gettext("%(attained)s of the way is done, %(elapsed)s of the time is over.") % shares)
    if measured.needed_yearly is not None and measured.had_yearly is not None:
        rates = {"had": number(measured.had_yearly, unit), "needed": number(measured.needed_yearly, unit)}
        lines.append(gettext("So far %(had)s a year; from here %(needed)s a year are needed.") % rates)
    return lines


def _readings(measured: Measured, terms: Terms) -> list[str]:
    """Say both readings of a growth rate: of every year, and compound since the baseline."""
    lines = []
    for each in measured.readings:
        values = {
            "reading": word("reading", each.name),
            "value": number(each.value, "%"),
            "asked": number(each.asked, "%"),
            "state": gettext(each.state),
        }
        if each.yearly is not None:
            values["value"] = gettext("%(total)s in all, %(rate)s a year") % {
                "total": values["value"],
                "rate": number(each.yearly, "%"),
            }
        if each.why:
            values["state"] = f"{values['state']} ({gettext(each.why)})"
        chosen = gettext("Read %(reading)s: %(value)s against %(asked)s – %(state)s.") % values
        lines.append(f"{chosen} {gettext('This reading counts.')}" if each.name == terms.reading else chosen)
    return lines


def _missing(measured: Measured, terms: Terms) -> str:
    names = measured.missing
    shown = [place_name(name) for name in names] if terms.form == COVERAGE else list(names)
    kept = {"kept": measured.kept or 0, "all": measured.of, "missing": _joined(shown)}
    return gettext("Kept: %(kept)s of %(all)s; not: %(missing)s.") % kept


def _joined(names: Sequence[str]) -> str:
    mark = ", " if (get_language() or "").startswith("en") else "、"
    return mark.join(names)


def next_figures(found: Assessed) -> str:
    """Say when the next figure is to be expected: of the year after the last one, after that year is over."""
    measured, terms = found.measured, found.terms
    if measured.at >= terms.due and measured.at:
        return gettext("The term is over.")
    if not terms.indicator:
        return ""
    year = year_of(measured.at) + 1 if measured.at else found.asking.on.year
    return gettext("Next: the figure of %(year)s, expected in %(next)s.") % {"year": year, "next": year + 1}


def terms_of(row: Promise) -> Terms:
    """Give the terms in force of a promise."""
    return rules.terms_of(row.terms)
