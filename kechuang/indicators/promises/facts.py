"""What binding, changing and judging a promise leave behind. All of it is public: a promise was made to everybody."""

from dataclasses import dataclass

from kechuang.kernel.fact import Fact, fact_type, public


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPromise(Fact):
    promise: str = public()
    document: str = public()
    target: str = public()
    clause: str = public()
    place: str = public()


@fact_type("promise.bound")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseBound(_OfPromise):
    """An office bound a document's target to an indicator: how it is measured, from which baseline, in which reading.

    ``terms`` are all terms as texts (form, indicator, place, base, base_on, base_source, target, due_on, reading …).
    ``said`` is what the register said of the target then (value, value_max, unit, year, comparator, and the document's
    version): what is corrected there later is in force over the terms.
    """

    title: str = public()
    quote: str = public()
    indicator: str = public()
    terms: dict[str, str] = public()
    said: dict[str, str] = public()
    reason: str = public()


@fact_type("promise.changed")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseChanged(_OfPromise):
    """An office changed the terms of a promise, for a stated reason; old and new stay readable.

    ``said`` is what the register says of the target now, so that terms set in its knowledge are not corrected again.
    """

    version: int = public()
    indicator: str = public()
    changed: tuple[str, ...] = public()
    old: dict[str, str] = public()
    new: dict[str, str] = public()
    said: dict[str, str] = public()
    reason: str = public()


@fact_type("promise.judged")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseJudged(_OfPromise):
    """An office judged a promise by hand. It stands beside the computed state and never in its place."""

    judged: str = public()
    computed: str = public()
    reason: str = public()


@fact_type("promise.released")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReleased(_OfPromise):
    """An office ended the measuring of a promise, for a stated reason; what was recorded of it stays."""

    reason: str = public()
