"""How far targets are, as evaluation reports ask it: the promises measured tell it, and the two are strangers."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

from kechuang.indicators.promises import known as known_on
from kechuang.indicators.promises import paths, queries, wording
from kechuang.indicators.promises.models import Judgement
from kechuang.indicators.promises.observed import Value
from kechuang.indicators.promises.queries import Assessed
from kechuang.indicators.promises.terms import year_of
from kechuang.mechanisms.delivery.evaluation.report import inputs as given
from kechuang.mechanisms.delivery.evaluation.report import sources

FOURTH = Decimal("0.0001")
MONTHS = 12


def targets(document: UUID, known: date) -> Mapping[str, given.Target]:
    """Give the measured targets of a document, as known at the end of a day and asked on it."""
    lines = queries.measured(document, known, known=known)
    judged = queries.newest_judgements([line.promise.pk for line in lines if line.promise], known)
    return {
        line.target.code: target(
            line.target.code, line.found, judged.get(line.promise.pk), str(line.promise.pk), line.version
        )
        for line in lines
        if line.promise is not None and line.found is not None
    }


def target(code: str, found: Assessed, judged: Judgement | None, promise: str, version: int) -> given.Target:
    """Give one measured target in the report's own values, each rounded once."""
    terms, measured = found.terms, found.measured
    actual = paths.actual(found.asking)
    seen = next((each.seen for each in reversed(actual) if each.at == measured.at and each.seen), None)
    return given.Target(
        code=code,
        indicator=wording.indicator_name(terms.indicator),
        form=terms.form,
        unit=terms.unit,
        sense=terms.sense,
        goal=terms.needed,
        goal_max=terms.target_max,
        due_year=terms.due_on.year,
        path=tuple(given.Goal(period=_period(each.at), value=_rounded(each.value)) for each in _path(found, actual)),
        base=terms.base,
        base_year=terms.base_on.year if terms.base_on else 0,
        base_source=terms.base_source,
        value=_maybe(measured.value),
        period=measured.period,
        status=seen.status if seen else "",
        source=seen.source if seen else "",
        facts=_facts(found, actual),
        state=measured.state,
        why=measured.why,
        notes=measured.notes,
        late=measured.late or (),
        asked=_maybe(measured.path),
        ratio=_maybe(measured.ratio),
        attained=_maybe(measured.attained),
        elapsed=_maybe(measured.elapsed),
        needed_yearly=_maybe(measured.needed_yearly),
        had_yearly=_maybe(measured.had_yearly),
        kept=measured.kept or 0,
        of=measured.of or 0,
        missing=tuple(wording.place_name(each) if terms.members else each for each in measured.missing),
        readings=tuple(
            given.Reading(name=each.name, state=each.state, value=_maybe(each.value), asked=_maybe(each.asked))
            for each in measured.readings
        ),
        points=tuple(map(_point, actual)),
        ahead=_ahead(found),
        judged=_judged(judged),
        promise=promise,
        version=version,
    )


def _path(found: Assessed, actual: list[Value]) -> list[paths.Point]:
    return paths.path(found.terms, actual)


def _point(value: Value) -> given.Point:
    seen = value.seen
    return given.Point(
        period=value.period,
        value=_rounded(value.value),
        status=seen.status if seen else "",
        source=seen.source if seen else "",
        fact=seen.fact if seen else "",
    )


def _facts(found: Assessed, actual: list[Value]) -> tuple[str, ...]:
    """Give the facts on which the state rests: of the value's own period, or of every place or year that counts."""
    measured = found.measured
    own = [each.seen.fact for each in actual if each.at == measured.at and each.seen and each.seen.fact]
    steps = [step.fact for step in measured.steps if step.fact]
    return tuple(dict.fromkeys(own or steps))


def _ahead(found: Assessed) -> tuple[given.Ahead, ...]:
    years = found.projection.years if found.projection else ()
    return tuple(
        given.Ahead(year=each.year, value=_rounded(each.value), low=_rounded(each.low), high=_rounded(each.high))
        for each in years
    )


def _judged(row: Judgement | None) -> given.Judged | None:
    if row is None:
        return None
    return given.Judged(
        state=row.state, reason=row.reason, office=row.office.name if row.office else "", on=row.judged_on
    )


def _period(at: int) -> str:
    year, month = year_of(at), (at - 1) % MONTHS + 1
    return str(year) if month == MONTHS else f"{year}-{month:02d}"


def _rounded(value: Fraction | Decimal) -> Decimal:
    found = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return found.quantize(FOURTH, ROUND_HALF_UP).normalize() + Decimal(0)


def _maybe(value: Fraction | None) -> Decimal | None:
    return None if value is None else _rounded(value)


def limits(place: str, on: date) -> tuple[Decimal, ...]:
    """Give the ratios from which a target is on track, to be watched, behind."""
    found = queries.limits(place, on)
    return tuple(_rounded(each) for each in (found.on_track, found.watch, found.away))


def register() -> None:
    """Have reports told how far targets are, how long the logs were, and where states begin."""
    sources.register("promises", targets, known_on.sizes, limits)
