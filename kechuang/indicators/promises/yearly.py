"""Promises for every year: yearly flows, growth rates in both readings, growth above another place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measure import MONTHS, Asking, lateness, state_of
from kechuang.indicators.promises.measured import Measured, Reading, Step, unsaid
from kechuang.indicators.promises.observed import Observed, Value, Year, flows, stock, whole_years
from kechuang.indicators.promises.terms import COMPOUND, EACH, FLOW, RATE, Terms, year_of

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rate:
    """The growth of one year in percent, or why there is none."""

    year: int
    value: Fraction | None
    why: str = ""


def yearly_values(found: Sequence[Observed], terms: Terms) -> dict[int, Value]:
    """Give one value a year: the year's flow, or the stock or rate at its end."""
    values = whole_years(found, terms.scale) if terms.series == FLOW else stock(found, terms.scale)
    return {year_of(each.at): each for each in values if each.at % MONTHS == 0}


def rates(values: dict[int, Value], terms: Terms) -> list[Rate]:
    """Give the growth of every year for which the year before is known; rates that are measured stand as they are."""
    if terms.series == RATE:
        return [Rate(year, each.value) for year, each in sorted(values.items())]
    found = []
    for year in sorted(values):
        before = values.get(year - 1)
        if before is None:
            continue
        if before.value == 0:
            found.append(Rate(year, None, said.ZERO_BASE))
        elif before.value < 0 or values[year].value < 0:
            found.append(Rate(year, None, said.SIGN_CHANGE))
        else:
            found.append(Rate(year, (values[year].value / before.value - 1) * 100))
    return found


def _first(terms: Terms) -> int | None:
    """The first year that the promise speaks of: the one after the baseline."""
    return None if terms.base_on is None else year_of(terms.base_on.year * MONTHS + terms.base_on.month) + 1


def _within(terms: Terms, year: int) -> bool:
    first = _first(terms)
    return (first is None or year >= first) and year <= terms.due_on.year


def annual(asking: Asking) -> Measured:
    """Judge a yearly flow: every year of the term asks the number; a year that runs is held against its months."""
    terms = asking.terms
    if terms.needed is None:
        return unsaid(said.NO_TARGET)
    if terms.series == FLOW:
        years = flows(asking.given.own, terms.scale)
    else:
        years = [Year(y, v.value, MONTHS, v.at) for y, v in yearly_values(asking.given.own, terms).items()]
    years = [each for each in years if _within(terms, each.year)]
    if not years:
        return unsaid(said.NO_VALUE)
    whole = [each for each in years if each.months == MONTHS]
    steps = tuple(_flow_step(terms, each) for each in years)
    if not whole:
        return _running(asking, years[-1], steps)
    pairs = [(each.year, each.value) for each in whole]
    return replace(every_year(asking, pairs), steps=steps)


def _flow_step(terms: Terms, each: Year) -> Step:
    needed = Fraction(terms.needed or 0)
    whole, seen = each.months == MONTHS, each.seen[-1] if each.seen else None
    return Step(
        period=str(each.year) if whole or seen is None else seen.period,
        at=each.at,
        value=each.value,
        path=needed * each.months / MONTHS,
        kept=terms.reached(each.value) if whole else None,
        status=seen.status if seen else "",
        source=seen.source if seen else "",
        fact=seen.fact if seen else "",
        url=seen.url if seen else "",
    )


def _running(asking: Asking, running: Year, steps: tuple[Step, ...]) -> Measured:
    needed = Fraction(asking.terms.needed or 0)
    asked = needed * running.months / MONTHS
    ratio = running.value / asked if asked else None
    found = Measured(
        state=state_of(ratio, asking.limits),
        value=running.value,
        period=steps[-1].period,
        at=running.at,
        path=asked,
        ratio=ratio,
        elapsed=Fraction(running.months, MONTHS),
        attained=running.value / needed if needed else None,
        steps=steps,
    )
    return found.noting(said.PART_OF_YEAR)


def every_year(asking: Asking, found: Sequence[tuple[int, Fraction]]) -> Measured:
    """Judge numbers of years, each of which must keep the promise; a year that did not cannot be made good."""
    terms = asking.terms
    needed = Fraction(terms.needed or 0)
    kept = [year for year, value in found if terms.reached(value)]
    missed = tuple(str(year) for year, value in found if not terms.reached(value))
    year, value = found[-1]
    at = year * MONTHS + MONTHS
    ratio = value / needed if needed > 0 and terms.rising else None
    known = Measured(
        state=_each_state(asking, found, missed, ratio),
        value=value,
        period=str(year),
        at=at,
        path=needed,
        ratio=ratio,
        late=lateness(asking, at),
        kept=len(kept),
        of=len(found),
        missing=missed,
    )
    if known.state == said.CANNOT_SAY:
        known = replace(known, why=said.LATE_DATA if year < terms.due_on.year else said.GAP)
    return known.noting(said.MISSED_YEARS) if missed else known


def _each_state(
    asking: Asking, found: Sequence[tuple[int, Fraction]], missed: Sequence[str], ratio: Fraction | None
) -> str:
    terms, (year, value) = asking.terms, found[-1]
    if year >= terms.due_on.year or asking.over:
        if missed:
            return said.MISSED
        first = _first(terms) or found[0][0]
        return said.MET if len(found) == terms.due_on.year - first + 1 else said.CANNOT_SAY
    if terms.reached(value):
        return said.WATCH if missed else said.ON_TRACK
    if value < 0 and terms.rising:
        return said.MOVING_AWAY
    return state_of(ratio, asking.limits) if ratio is not None else said.BEHIND


def growth(asking: Asking) -> Measured:
    """Judge a growth rate in both readings; the promise's own reading gives the state."""
    terms = asking.terms
    if terms.needed is None:
        return unsaid(said.NO_TARGET)
    values = yearly_values(asking.given.own, terms)
    if not values:
        return unsaid(said.NO_VALUE)
    each, compound = _each(asking, values), _compound(asking, values)
    chosen, steps = (each if terms.reading == EACH else compound), _growth_steps(terms, values)
    first = _first(terms)
    years = year_of(compound.at) - first + 1 if first is not None and compound.at else 0
    grown = None if compound.value is None or years < 1 else yearly_rate(1 + compound.value / 100, years)
    readings = (
        Reading(EACH, each.state, each.value, each.path, each.why),
        Reading(COMPOUND, compound.state, compound.value, compound.path, compound.why, grown),
    )
    return replace(chosen, readings=readings, steps=steps)


def yearly_rate(grown: Fraction, years: int) -> Decimal | None:
    """Give the growth a year, in percent to two places, that compounds to ``grown`` times in some years."""
    if grown <= 0:
        return None
    with localcontext() as context:
        context.prec = 28
        root = (Decimal(grown.numerator) / Decimal(grown.denominator)) ** (Decimal(1) / years)
    return ((root - 1) * 100).quantize(HUNDREDTH, ROUND_HALF_UP)


def _each(asking: Asking, values: dict[int, Value]) -> Measured:
    found = [each for each in rates(values, asking.terms) if _within(asking.terms, each.year)]
    if not found:
        return unsaid(said.NO_VALUE)
    if any(each.value is None for each in found):
        return unsaid(next(each.why for each in found if each.why))
    return every_year(asking, [(each.year, each.value) for each in found if each.value is not None])


def _compound(asking: Asking, values: dict[int, Value]) -> Measured:
    """Hold what was gained since the baseline against what the rate would have made of it, year on year."""
    terms = asking.terms
    first = _first(terms)
    if first is None:
        return unsaid(said.NO_BASE)
    index, why = _index(values, terms, first - 1)
    if why:
        return unsaid(why)
    within = {year: value for year, value in index.items() if year <= terms.due_on.year}
    year = max(within)
    if year < first:
        return unsaid(said.BEFORE_BASE)
    years, rate = year - first + 1, 1 + Fraction(terms.needed or 0) / 100
    asked, whole, value, at = rate**years, rate ** (terms.due_on.year - first + 1), within[year], year * MONTHS + MONTHS
    ratio = (value - 1) / (asked - 1) if asked != 1 else None
    left = terms.due_on.year - year
    known = Measured(
        state=said.CANNOT_SAY,
        value=(value - 1) * 100,
        period=str(year),
        at=at,
        path=(asked - 1) * 100,
        ratio=ratio,
        attained=(value - 1) / (whole - 1) if whole != 1 else None,
        elapsed=Fraction(years, terms.due_on.year - first + 1),
        late=lateness(asking, at),
    )
    reached = value >= whole if terms.rising else value <= whole
    if reached:
        return replace(known, state=said.MET if left == 0 else said.ALREADY_MET)
    if left == 0:
        return replace(known, state=said.MISSED)
    if asking.over:
        return replace(known, why=said.LATE_DATA)
    return replace(known, state=state_of(ratio, asking.limits))


def _index(values: dict[int, Value], terms: Terms, base_year: int) -> tuple[dict[int, Fraction], str]:
    """Give what one unit of the base year has become, year by year, or why that cannot be said."""
    if terms.series == RATE:
        found, year = {base_year: Fraction(1)}, base_year + 1
        while year in values:
            found[year] = found[year - 1] * (1 + values[year].value / 100)
            year += 1
        later = [each for each in values if each > base_year]
        return (found, said.GAP) if len(found) == 1 and later else (found, "")
    base = Fraction(terms.base) if terms.base is not None else None
    if base is None and base_year in values:
        base = values[base_year].value
    if base is None:
        return {}, said.NO_BASE
    if base == 0:
        return {}, said.ZERO_BASE
    after = {year: each.value for year, each in values.items() if year > base_year}
    if base < 0 or any(value < 0 for value in after.values()):
        return {}, said.SIGN_CHANGE
    return {base_year: Fraction(1)} | {year: value / base for year, value in after.items()}, ""


def _growth_steps(terms: Terms, values: dict[int, Value]) -> tuple[Step, ...]:
    """Lay values beside the compound path from the baseline, and each year's own rate beside what is asked."""
    grown = {each.year: each.value for each in rates(values, terms)}
    first = _first(terms)
    base = Fraction(terms.base) if terms.base is not None else None
    if base is None and first is not None and first - 1 in values:
        base = values[first - 1].value
    steps = []
    for year, each in sorted(values.items()):
        rate = grown.get(year)
        path = None
        if terms.series == RATE:
            path = Fraction(terms.needed or 0)
        elif base is not None and first is not None and year >= first - 1:
            path = base * (1 + Fraction(terms.needed or 0) / 100) ** (year - first + 1)
        kept = terms.reached(rate) if rate is not None and _within(terms, year) else None
        seen = each.seen
        steps.append(
            Step(
                period=each.period,
                at=each.at,
                value=each.value,
                path=path,
                kept=kept,
                status=seen.status if seen else "",
                source=seen.source if seen else "",
                fact=seen.fact if seen else "",
                url=seen.url if seen else "",
            )
        )
    return tuple(steps)


def relative(asking: Asking) -> Measured:
    """Judge points above another place: the difference of both growth rates, or of both measured rates, each year."""
    terms = asking.terms
    if terms.needed is None:
        return unsaid(said.NO_TARGET)
    if not asking.given.own:
        return unsaid(said.NO_VALUE)
    if not asking.given.beside:
        return unsaid(said.NO_OTHER)
    own = {each.year: each for each in rates(yearly_values(asking.given.own, terms), terms)}
    other = {each.year: each for each in rates(yearly_values(asking.given.beside, terms), terms)}
    pairs, steps = [], []
    for year in sorted(own.keys() & other.keys()):
        mine, theirs = own[year].value, other[year].value
        if mine is None or theirs is None:
            return unsaid(own[year].why or other[year].why)
        if _within(terms, year):
            pairs.append((year, mine - theirs))
        needed, at = Fraction(terms.needed), year * MONTHS + MONTHS
        steps.append(Step(str(year), at, mine - theirs, needed, terms.reached(mine - theirs)))
    if not pairs:
        return unsaid(said.GAP)
    return replace(every_year(asking, pairs), steps=tuple(steps))
