"""A plan's progress as open data: promises, states, values, vintages, and the state of the records behind them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse

from kechuang.indicators.promises import queries, wording
from kechuang.indicators.promises.lists import promise_url
from kechuang.indicators.promises.measured import CANNOT_SAY, UNBOUND
from kechuang.indicators.promises.observed import Observed, newest
from kechuang.indicators.promises.queries import Assessed, Line
from kechuang.indicators.promises.terms import to_json
from kechuang.policy.models import Document
from kechuang.web import clock

HEADS = [
    *("document", "target", "clause", "quote", "indicator", "place", "form", "promised", "due_on", "state", "why"),
    *("period", "value", "status", "source", "vintage", "fact", "late_data_year", "asked_year"),
]
SIXTH = Decimal("0.000001")


def plan(document: Document, on: date | None = None, *, known: date | None = None) -> dict[str, Any]:
    """Give a plan whole as plain values; numbers are decimals as text, words in the reader's language.

    ``on`` and ``known`` as in :func:`queries.measured`; ``logs`` are the sizes of the logs that it was made from.
    """
    day = on or clock.today()
    lines = queries.measured(document.pk, day, known=known)
    return {
        "document": {"id": str(document.pk), "title": document.title, "number": document.number},
        "url": reverse("promises:plan", args=[document.pk]),
        "on": day.isoformat(),
        "known": (known or clock.today()).isoformat(),
        "logs": dict(sorted(queries.records(day, known).sizes.items())),
        "promises": [_line(line) for line in lines],
    }


def _line(line: Line) -> dict[str, Any]:
    target, row, found = line.target, line.promise, line.found
    said = {"target": target.code, "clause": target.clause.path if target.clause else "", "quote": target.quote}
    if row is None or found is None:
        return {**said, "measured": False, "state": CANNOT_SAY, "why": UNBOUND, "says": wording.gettext(UNBOUND)}
    words = {
        "title": row.title,
        "indicator": wording.indicator_name(found.terms.indicator),
        "place_name": wording.place_name(found.terms.where),
        "promised": wording.promised(found.terms),
        "value_said": wording.value(found),
        "sentences": wording.sentences(found),
    }
    known = {"promise": str(row.pk), "version": line.version, "proof": promise_url(row)}
    return {**said, "measured": True, **known, **words, **assessed(found)}


def assessed(found: Assessed) -> dict[str, Any]:
    """Give what a promise comes to, with its terms and every observation in use."""
    measured, ahead = found.measured, found.projection
    return {
        "terms": to_json(found.terms),
        "state": measured.state,
        "why": measured.why,
        "says": str(wording.state(measured.state).word),
        "value": text(measured.value),
        "period": measured.period,
        "path": text(measured.path),
        "ratio": text(measured.ratio),
        "attained": text(measured.attained),
        "elapsed": text(measured.elapsed),
        "needed_yearly": text(measured.needed_yearly),
        "late": {"data": measured.late[0], "asked": measured.late[1]} if measured.late else None,
        "readings": [
            {
                "reading": each.name,
                "state": each.state,
                "value": text(each.value),
                "asked": text(each.asked),
                "yearly": text(each.yearly),
            }
            for each in measured.readings
        ],
        "kept": measured.kept,
        "of": measured.of,
        "missing": list(measured.missing),
        "movement": measured.movement,
        "notes": list(measured.notes),
        "projection": [
            {"year": each.year, "median": text(each.value), "low": text(each.low), "high": text(each.high)}
            for each in (ahead.years if ahead else ())
        ],
        "methods": [
            {"method": each.method, "value": text(each.value), "mean_error": text(each.error), "tests": each.times}
            for each in ((*ahead.methods, ahead.median) if ahead else ())
        ],
        "observations": [_observation(each) for each in newest(found.asking.given.own)],
    }


def _observation(one: Observed) -> dict[str, Any]:
    return {
        "place": one.place,
        "period": one.period,
        "value": None if one.value is None else format(one.value, "f"),
        "status": one.status,
        "source": one.source,
        "vintage": one.vintage,
        "fact": one.fact,
    }


def text(value: Fraction | Decimal | None) -> str | None:
    """Give a number as text with at most six places."""
    return None if value is None else format(wording.decimal(value, SIXTH), "f")


def rows(document: Document, known: date | None = None) -> Iterator[list[Any]]:
    """Give one row an observation; a promise without any has one row."""
    for line in queries.measured(document.pk, clock.today(), known=known):
        yield from _rows(document, line)


def _rows(document: Document, line: Line) -> Iterator[list[Any]]:
    target, found = line.target, line.found
    begin: list[Any] = [document.title, target.code, target.clause.path if target.clause else "", target.quote]
    if found is None:
        yield [*begin, *("",) * 5, CANNOT_SAY, UNBOUND, *("",) * 8]
        return
    terms, measured = found.terms, found.measured
    late: Sequence[Any] = measured.late or ("", "")
    begin += [terms.indicator, terms.place, terms.form, text(terms.needed) or "", terms.due_on]
    begin += [measured.state, measured.why]
    seen = newest(found.asking.given.own)
    for one in seen:
        value = "" if one.value is None else format(one.value, "f")
        yield [*begin, one.period, value, one.status, one.source, one.vintage, one.fact, *late]
    if not seen:
        yield [*begin, *("",) * 6, *late]
