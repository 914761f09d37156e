"""Promises that no line leads to: coverage of places, ranks, milestones, words without a number. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measure import Asking, judged_by, lateness, path_at, state_of, steps_of
from kechuang.indicators.promises.measured import Measured, Step, unsaid
from kechuang.indicators.promises.observed import Observed, Value, stock
from kechuang.indicators.promises.terms import Terms


def coverage(asking: Asking) -> Measured:
    """Judge k of n places, set against set. A place without figures is unknown, and neither covered nor bare."""
    terms = asking.terms
    if not terms.members:
        return unsaid(said.NO_MEMBERS)
    ends = sorted({each.at for one in _by_place(terms, asking.given.own).values() for each in one})
    if not ends:
        return replace(unsaid(said.NO_VALUE), of=len(terms.members), missing=terms.members)
    within = [at for at in ends if at <= terms.due] or ends[:1]
    lines = [(at, *_covered(terms, asking.given.own, at)) for at in within]
    at, covered, unknown = lines[-1]
    count, needed = len(covered), int(terms.needed or 0)
    steps = tuple(
        Step(_label(end), end, Fraction(len(held)), path_at(terms, end), kept=len(held) >= needed)
        for end, held, _unknown in lines
    )
    path = path_at(terms, at)
    base = Fraction(terms.base) if terms.base is not None else None
    ratio = None
    if base is not None and path is not None and path != base:
        ratio = (count - base) / (path - base)
    known = Measured(
        state=said.CANNOT_SAY,
        value=Fraction(count),
        period=_label(at),
        at=at,
        path=path,
        ratio=ratio,
        attained=Fraction(count, needed) if needed else None,
        late=lateness(asking, at),
        kept=count,
        of=len(terms.members),
        missing=tuple(place for place in terms.members if place not in covered),
        steps=steps,
    )
    return _coverage_state(asking, known, count, needed, len(unknown))


def _coverage_state(asking: Asking, known: Measured, count: int, needed: int, unknown: int) -> Measured:
    due = asking.terms.due
    if count >= needed:
        return replace(known, state=said.MET if known.at >= due else said.ALREADY_MET)
    if known.at >= due or asking.over:
        if known.at < due:
            return replace(known, why=said.LATE_DATA)
        return replace(known, why=said.SOME_UNKNOWN) if count + unknown >= needed else replace(known, state=said.MISSED)
    if known.ratio is None:
        return replace(known, why=said.NO_BASE)
    return replace(known, state=state_of(known.ratio, asking.limits))


def _by_place(terms: Terms, found: Sequence[Observed]) -> dict[str, list[Value]]:
    rows: dict[str, list[Observed]] = {}
    for one in found:
        if one.place in terms.members:
            rows.setdefault(one.place, []).append(one)
    return {place: list(stock(each, terms.scale)) for place, each in rows.items()}


def _covered(terms: Terms, found: Sequence[Observed], at: int) -> tuple[frozenset[str], frozenset[str]]:
    """Give the places covered by a month, by the newest value of each, and those of which nothing is known."""
    covered, known = set(), set()
    for place, values in _by_place(terms, found).items():
        before = [each for each in values if each.at <= at]
        if before:
            known.add(place)
            covered |= {place} if before[-1].value >= Fraction(terms.floor) else set()
    return frozenset(covered), frozenset(terms.members) - known


def _label(at: int) -> str:
    year, month = (at - 1) // 12, (at - 1) % 12 + 1
    return str(year) if month == 12 else f"{year}-{month:02d}"


def rank(asking: Asking) -> Measured:
    """Judge a rank by rule: a place has no path, so only its direction since the baseline is said before the term.

    Better than at the baseline is to be watched, the same behind, worse moving away (our design, D).
    """
    terms = asking.terms
    if terms.needed is None:
        return unsaid(said.NO_TARGET)
    values = stock(asking.given.own, terms.scale)
    found = judged_by(values, terms.due)
    if found is None:
        return unsaid(said.NO_VALUE)
    steps = tuple(replace(step, path=None) for step in steps_of(terms, values))
    known = Measured(
        state=said.CANNOT_SAY,
        value=found.value,
        period=found.period,
        at=found.at,
        late=lateness(asking, found.at),
        steps=steps,
    )
    if found.value <= Fraction(terms.needed):
        return replace(known, state=said.MET if found.at >= terms.due else said.ALREADY_MET)
    if found.at >= terms.due:
        return replace(known, state=said.MISSED)
    if asking.over:
        return replace(known, why=said.LATE_DATA)
    if terms.base is None:
        return replace(known, why=said.NO_BASE)
    base = Fraction(terms.base)
    if base <= Fraction(terms.needed):
        return replace(known, state=said.MOVING_AWAY).noting(said.FELL_BACK)
    state = said.WATCH if found.value < base else said.BEHIND if found.value == base else said.MOVING_AWAY
    return replace(known, state=state)


def milestone(asking: Asking) -> Measured:
    """Judge a dated yes or no. Until its last months nothing is said of one that is open: it has no path."""
    terms = asking.terms
    values = stock(asking.given.own, terms.scale)
    steps = tuple(
        Step(
            *(each.period, each.at, each.value, None, each.value > 0),
            *((each.seen.status, each.seen.source, each.seen.fact, each.seen.url) if each.seen else ()),
        )
        for each in values
    )
    reached = next((each for each in values if each.value > 0), None)
    if reached is not None:
        state = said.ALREADY_MET if reached.at < terms.due else said.MET
        state = said.MISSED if reached.at > terms.due else state
        return Measured(state=state, value=Fraction(1), period=reached.period, at=reached.at, steps=steps)
    last = values[-1] if values else None
    known = Measured(state=said.CANNOT_SAY, period=last.period if last else "", at=last.at if last else 0, steps=steps)
    if last is not None:
        known = replace(known, value=last.value, late=lateness(asking, last.at))
    if asking.over:
        if last is None:
            return replace(known, why=said.NO_VALUE)
        return replace(known, state=said.MISSED) if last.at >= terms.due else replace(known, why=said.LATE_DATA)
    if terms.due - asking.today <= asking.limits.milestone_months:
        return replace(known, state=said.WATCH)
    return replace(known, why=said.NOT_YET_DUE)


def words_alone(asking: Asking) -> Measured:
    """A verb without a number is for people to judge; what a bound series does is shown beside, and proves nothing."""
    values = stock(asking.given.own, asking.terms.scale)
    return replace(unsaid(said.JUDGEMENT_ONLY), steps=steps_of(asking.terms, values))


def slogan(asking: Asking) -> Measured:  # noqa: ARG001 - every form is asked alike
    """A slogan stands for a list of indicators that the text does not hold; it is measured there or not at all."""
    return unsaid(said.SLOGAN_ONLY)
