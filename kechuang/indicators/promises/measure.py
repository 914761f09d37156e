"""How far a promise is, by its form (domain G2). Pure: exact fractions, no clock, nothing rounded.

A value is held against the path at the end of its own period, never at today: figures of 2023 are judged by what 2023
asked. Once the term is over, only figures of its last period can say met or missed. No data is "cannot say".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measured import Measured, Step, unsaid
from kechuang.indicators.promises.observed import FINAL, Observed, Value, flows, stock, whole_years
from kechuang.indicators.promises.terms import (
    FLOW,
    INCREMENT,
    PART,
    RANGE,
    SHARE,
    Limits,
    Terms,
    month_of,
    year_of,
)

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was observed: the promise's own series, and the second one where its form needs one."""

    own: Sequence[Observed]
    beside: Sequence[Observed] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question: the terms, what was observed, the day on which it is asked, and where states begin."""

    terms: Terms
    given: Given
    on: date
    limits: Limits = field(default_factory=Limits)

    @property
    def over(self) -> bool:
        """Whether the term is over."""
        return self.on >= self.terms.due_on

    @property
    def today(self) -> int:
        """The month index of the day."""
        return month_of(self.on)


def values_of(asking: Asking) -> list[Value]:
    """Give the values that the promise speaks of, in its unit: sums since the baseline, shares, or levels."""
    terms, given = asking.terms, asking.given
    if terms.series == FLOW and terms.form == INCREMENT:
        return _added_up(asking)
    own = whole_years(given.own, terms.scale) if terms.series == FLOW else stock(given.own, terms.scale)
    if terms.form == INCREMENT and terms.base is not None:
        return [replace(each, value=each.value - Fraction(terms.base)) for each in own]
    if terms.form == SHARE and terms.beside:
        return _shares(own, _whole(asking))
    return own


def _added_up(asking: Asking) -> list[Value]:
    """Sum flows from the baseline on; a year of which nothing is known ends the sum."""
    terms, total, found = asking.terms, Fraction(0), list[Value]()
    last = None
    for each in flows(asking.given.own, terms.scale):
        if terms.start is not None and each.year * MONTHS + MONTHS <= terms.start:
            continue
        if last is not None and each.year != last + 1:
            break
        total, last = total + each.value, each.year
        label = str(each.year) if each.months == MONTHS else each.seen[-1].period
        found.append(Value(each.at, total, label, each.seen[-1]))
    return found


def _whole(asking: Asking) -> list[Value]:
    terms = asking.terms
    found = asking.given.beside
    return whole_years(found, terms.scale) if terms.series == FLOW else stock(found, terms.scale)


def _shares(part: Sequence[Value], whole: Sequence[Value]) -> list[Value]:
    """Give parts in percent of the whole of the same period; a whole of nought has no shares."""
    by_end = {each.at: each.value for each in whole}
    return [
        replace(each, value=each.value * 100 / by_end[each.at])
        for each in part
        if by_end.get(each.at, Fraction(0)) != 0
    ]


def judged_by(values: Sequence[Value], due: int) -> Value | None:
    """Give the value that decides: at the end of the term or before it; of later ones the first."""
    within = [each for each in values if each.at <= due]
    if within and (within[-1].at == due or within[-1] is values[-1]):
        return within[-1]
    return next((each for each in values if each.at > due), within[-1] if within else None)


def lateness(asking: Asking, at: int) -> tuple[int, int] | None:
    """Say (data year, year asked) where figures lag behind the last year that is over, or the end of the term."""
    wanted = min(asking.terms.due, (asking.on.year - 1) * MONTHS + MONTHS)
    return (year_of(at), year_of(wanted)) if year_of(at) < year_of(wanted) else None


def path_at(terms: Terms, at: int) -> Fraction | None:
    """Give what a straight path from the baseline to the promise asks at a month; None where there is none."""
    if terms.start is None or terms.needed is None or at < terms.start:
        return None
    base = _base(terms)
    if base is None:
        return None
    whole = Fraction(terms.needed) - base
    return base + whole * Fraction(min(at, terms.due) - terms.start, terms.due - terms.start)


def _base(terms: Terms) -> Fraction | None:
    if terms.form == INCREMENT:
        return Fraction(0)
    return None if terms.base is None else Fraction(terms.base)


def steps_of(terms: Terms, values: Sequence[Value]) -> tuple[Step, ...]:
    """Lay the values beside the path."""
    return tuple(
        Step(
            period=each.period,
            at=each.at,
            value=each.value,
            path=path_at(terms, each.at),
            status=each.seen.status if each.seen else "",
            source=each.seen.source if each.seen else "",
            fact=each.seen.fact if each.seen else "",
            url=each.seen.url if each.seen else "",
        )
        for each in values
    )


def on_the_way(asking: Asking) -> Measured:
    """Judge a level, an increment, a share, a part or a range on its straight path."""
    terms = asking.terms
    if terms.needed is None:
        return unsaid(said.NO_TARGET)
    if terms.form == PART and (why := _part_fault(asking)):
        return unsaid(why)
    if terms.form == INCREMENT and terms.series != FLOW and terms.base is None:
        return unsaid(said.NO_BASE)
    if terms.form == SHARE and terms.beside and not asking.given.beside:
        return unsaid(said.NO_OTHER)
    values = values_of(asking)
    found = judged_by(values, terms.due)
    if found is None:
        return unsaid(said.NO_VALUE)
    judged = replace(_judged(asking, found), steps=steps_of(terms, values))
    return _noted(asking, judged, found)


def _part_fault(asking: Asking) -> str:
    """A part that is larger than its whole is a fault of the data, and nothing is judged by it."""
    if not asking.terms.beside:
        return ""
    whole = {each.at: each.value for each in _whole(asking)}
    if not whole:
        return said.NO_OTHER
    parts = stock(asking.given.own, asking.terms.scale)
    return said.PART_TOO_LARGE if any(each.value > whole.get(each.at, each.value) for each in parts) else ""


def _judged(asking: Asking, found: Value) -> Measured:
    terms = asking.terms
    known = Measured(
        state=said.CANNOT_SAY,
        value=found.value,
        period=found.period,
        at=found.at,
        path=path_at(terms, found.at),
        late=lateness(asking, found.at),
    )
    known = _paced(terms, known, found)
    if terms.reached(found.value):
        return replace(known, state=said.MET if found.at >= terms.due else said.ALREADY_MET)
    if found.at >= terms.due:
        return replace(known, state=said.MISSED)
    if asking.over:
        return replace(known, why=said.LATE_DATA)
    base = _base(terms)
    if base is None or terms.start is None:
        return replace(known, why=said.NO_BASE)
    if found.at <= terms.start:
        return replace(known, why=said.BEFORE_BASE)
    if terms.reached(base):
        return replace(known, state=said.MOVING_AWAY).noting(said.FELL_BACK)
    return replace(known, state=state_of(known.ratio, asking.limits))


def _paced(terms: Terms, known: Measured, found: Value) -> Measured:
    """Add attainment, the share of the term that is over, and the changes a year had and needed."""
    base = _base(terms)
    if base is None or terms.start is None or terms.needed is None or found.at <= terms.start:
        return known
    whole, gained = Fraction(terms.needed) - base, found.value - base
    years = Fraction(found.at - terms.start, MONTHS)
    left = Fraction(terms.due - found.at, MONTHS)
    elapsed = Fraction(min(found.at, terms.due) - terms.start, terms.due - terms.start)
    attained = gained / whole if whole else None
    return replace(
        known,
        attained=attained,
        elapsed=elapsed,
        ratio=None if attained is None else attained / elapsed,
        had_yearly=gained / years,
        needed_yearly=(Fraction(terms.needed) - found.value) / left if left > 0 else None,
    )


def _noted(asking: Asking, judged: Measured, found: Value) -> Measured:
    terms, notes = asking.terms, list[str]()
    base = _base(terms)
    if judged.state in {said.ALREADY_MET, said.MET} and base is not None and terms.base is not None:
        notes += [said.AT_BASELINE] if terms.form != INCREMENT and terms.reached(base) else []
    if terms.form == RANGE and terms.target_max is not None and found.value > Fraction(terms.target_max):
        notes.append(said.ABOVE_RANGE)
    if found.seen is not None and found.seen.status not in {FINAL, ""}:
        notes.append(said.NOT_FINAL)
    return judged.noting(*notes)


def state_of(ratio: Fraction | None, limits: Limits) -> str:
    """Give the state that a ratio stands for."""
    if ratio is None:
        return said.CANNOT_SAY
    if ratio >= limits.on_track:
        return said.ON_TRACK
    if ratio >= limits.watch:
        return said.WATCH
    return said.BEHIND if ratio >= limits.away else said.MOVING_AWAY


def movement(values: Sequence[Value], limits: Limits, *, rising: bool) -> str:
    """Say how a series without a target moves: by its compound yearly change from the first to the last value.

    As official monitoring of sustainable development does for indicators without a target: 1 percent a year or more in
    the wanted direction is a significant movement, less a moderate one; empty where a base of nought or a change of
    sign allows no rate. Compared exactly: ``v / b >= 1.01 ** years`` needs no root.
    """
    whole = [each for each in values if (each.at - values[0].at) % MONTHS == 0] if values else []
    if len(whole) < 2 or whole[0].value == 0 or whole[0].value * whole[-1].value <= 0:
        return ""
    years = (whole[-1].at - whole[0].at) // MONTHS
    grown = whole[-1].value / whole[0].value
    up, down = (1 + limits.significant) ** years, (1 - limits.significant) ** years
    if whole[0].value < 0:
        rising = not rising
    names = (said.SIGNIFICANT_TOWARDS, said.MODERATE_TOWARDS, said.MODERATE_AWAY, said.SIGNIFICANT_AWAY)
    place = 0 if grown >= up else 1 if grown >= 1 else 2 if grown > down else 3
    return names[place] if rising else names[3 - place]


type Measuring = Callable[[Asking], Measured]
