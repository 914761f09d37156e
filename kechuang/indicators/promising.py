"""A promise laid beside its measures: the series of its indicators, and what can honestly be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kechuang.indicators import compute, progress, register
from kechuang.indicators.asked import Asked
from kechuang.indicators.asking import Published, Records, Slice
from kechuang.indicators.progress import Progress
from kechuang.policy.catalogue import Promise
from kechuang.web.charts.line import Target

GRAIN = "quarter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One indicator beside a promise, with the target line where the document set a number."""

    asked: Asked
    published: Published
    target: Target | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A promise with its series and the state that can be told."""

    promise: Promise
    series: Sequence[Beside]
    progress: Progress


def kept(promise: Promise, held: Records) -> Kept:
    """Lay a promise beside its measures. Only public numbers stand there."""
    found = [register.definition(key) for key in promise.indicators]
    series = []
    for definition in found:
        if definition is None or not definition.public:
            continue
        cut = Slice()
        asked = Asked(definition=definition, cut=cut, grain=GRAIN, records=held, kept={"every": GRAIN})
        series.append(Beside(asked=asked, published=compute.series(definition, held, cut, GRAIN)))
    return Kept(promise=promise, series=series, progress=said(promise, held))


def said(promise: Promise, held: Records) -> Progress:
    """Say how far a promise is: a clause without a number is never called fulfilled, whatever was done for it."""
    if not promise.quantified:
        return progress.judge(None, None, on=held.on)
    return Progress(state=progress.CANNOT_SAY, why=progress.NO_GOAL)
