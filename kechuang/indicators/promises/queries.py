"""The reads of measured promises: rows, what each comes to, plans with their counts. A fixed number of queries each."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case as CaseOf
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value, When
from django.http import HttpRequest

from kechuang.indicators import compute
from kechuang.indicators.asking import Records
from kechuang.indicators.promises import corrected, projection, rules
from kechuang.indicators.promises import known as known_on
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.corrected import InForce
from kechuang.indicators.promises.known import Kept
from kechuang.indicators.promises.measure import MONTHS, Asking, Given, values_of
from kechuang.indicators.promises.measured import Measured
from kechuang.indicators.promises.measuring import MOVING, measure
from kechuang.indicators.promises.models import Judgement, Promise
from kechuang.indicators.promises.projection import Projection
from kechuang.indicators.promises.sources import Series, needs
from kechuang.indicators.promises.terms import RELATIVE, Limits, Terms, to_json, year_of
from kechuang.policy import queries as policy
from kechuang.policy.models import Document, Target
from kechuang.policy.overlay import REJECTED
from kechuang.rulebook import load as rulebook
from kechuang.web import clock

SIXTH = Decimal("0.000001")
SHARES = {
    "on_track": "promise.ratio.on_track_share",
    "watch": "promise.ratio.watch_share",
    "away": "promise.ratio.behind_share",
    "significant": "promise.movement.significant_share",
}
MONTHS_KEY = "promise.milestone.watch_months"


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """A promise with its terms, what was measured, and, worked out only where it is asked for, where it leads.

    ``moved`` names what was corrected in the register since the terms were set and counts; ``apart`` what was corrected
    there and waits for a person, because the terms had another value.
    """

    promise: UUID
    terms: Terms
    asking: Asking
    measured: Measured
    moved: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @cached_property
    def projection(self) -> Projection | None:
        """The yearly series carried on to the end of the term."""
        return projected(self.asking)


def limits(place: str, on: date) -> Limits:
    """Give where states begin at a place: the rules in force there."""
    book, where = rulebook.current(), place or "000000"
    shares = {name: Decimal(str(book.ask(key, place=where, on=on).value)) for name, key in SHARES.items()}
    months = book.ask(MONTHS_KEY, place=where, on=on).value
    return Limits(**{name: Fraction(value) for name, value in shares.items()}, milestone_months=int(str(months)))


def records(on: date | None = None, known: date | None = None) -> Records:
    """Give the records as asked on a day; with ``known`` only those that stood at the end of that day."""
    return known_on.records(on, known)


def assess(kept: Sequence[tuple[UUID, Terms]], held: Records, *, vintage: str = "") -> dict[UUID, Assessed]:
    """Measure promises: one statement reads the observations of all. ``vintage`` (ISO day): as known on that day."""
    wanted = [need for _pk, terms in kept for need in needs(terms)]
    series = Series(wanted, held, vintage=vintage)
    begin = {place: limits(place, held.on) for place in {terms.place for _pk, terms in kept}}
    return {pk: _assessed(pk, terms, series, held.on, begin[terms.place]) for pk, terms in kept}


def _assessed(pk: UUID, terms: Terms, series: Series, on: date, begin: Limits) -> Assessed:
    own = series.of(terms.indicator, terms.members or (terms.where,))
    beside = series.of(terms.beside, (terms.where,)) if terms.beside else []
    if terms.beside_place:
        beside = series.of(terms.indicator, (terms.beside_place,))
    asking = Asking(terms=terms, given=Given(own=own, beside=beside), on=on, limits=begin)
    return Assessed(promise=pk, terms=terms, asking=asking, measured=measure(asking))


def projected(asking: Asking) -> Projection | None:
    """Carry the yearly series on to the end of the term; None where that cannot be done."""
    terms = asking.terms
    if terms.form not in MOVING or terms.form == RELATIVE:
        return None
    yearly = [(year_of(each.at), each.value) for each in values_of(asking) if each.at % MONTHS == 0]
    points = [(year, Decimal(value.numerator) / Decimal(value.denominator)) for year, value in yearly]
    return projection.project(
        [(year, value.quantize(SIXTH, ROUND_HALF_UP)) for year, value in points], terms.due_on.year
    )


# --- rows of the list

_FOUND: ContextVar[Mapping[UUID, Assessed]] = ContextVar("assessed promises", default={})  # noqa: B039 - never written to


@dataclass(frozen=True, slots=True)
class _All:
    """Everything that the states of all promises depend on."""

    kept: tuple[tuple[UUID, str], ...]
    records: Records
    named: tuple[object, ...]

    def __hash__(self) -> int:
        return hash((self.kept, self.named))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _All) and (self.kept, self.named) == (other.kept, other.named)


@lru_cache(maxsize=4)
def _measured_all(asked: _All) -> dict[UUID, Assessed]:
    return assess([(pk, rules.terms_of(json.loads(terms))) for pk, terms in asked.kept], asked.records)


def forget() -> None:
    """Drop kept results; the files of a node may have been made anew."""
    _measured_all.cache_clear()


def all_assessed(held: Records | None = None) -> dict[UUID, Assessed]:
    """Measure every promise in force with three queries; kept as long as neither records nor terms nor day change."""
    rows = list(Promise.objects.filter(released=False).order_by("pk"))
    force = corrected.in_force(rows)
    kept = tuple(
        (row.pk, json.dumps(to_json(force[row.pk].terms), sort_keys=True))
        for row in rows
        if not force[row.pk].registered.rejected
    )
    known = held or records()
    edition = rulebook.current().edition
    return _measured_all(_All(kept, known, (*compute.place_of(known), known.on, edition)))


def promises() -> QuerySet[Promise]:
    """Give the promises in force with document and case; those whose target was rejected are none."""
    rejected = Target.objects.filter(document=OuterRef("document"), code=OuterRef("target"), verdict=REJECTED)
    rows = Promise.objects.filter(~Exists(rejected), released=False).select_related("document", "case")
    return rows.defer("document__reading", "document__sample")


def rows(_request: HttpRequest) -> QuerySet[Any]:
    """Give the promises in force, each with its state, so that the list filters by it."""
    found = all_assessed()
    _FOUND.set(found)
    return with_states(promises(), found)


def with_states(kept: QuerySet[Promise], found: Mapping[UUID, Assessed]) -> QuerySet[Any]:
    """Annotate rows with the state that each comes to."""
    by_state: dict[str, list[UUID]] = {}
    for pk, one in found.items():
        by_state.setdefault(one.measured.state, []).append(pk)
    whens = [When(pk__in=pks, then=Value(state)) for state, pks in sorted(by_state.items())]
    return kept.annotate(state=CaseOf(*whens, default=Value(said.CANNOT_SAY), output_field=CharField()))


def found_of(row: Promise) -> Assessed:
    """Give what a row of the list comes to; measured alone where it stands in no list."""
    known = _FOUND.get().get(row.pk)
    return known if known is not None else one(row)


def one(row: Promise, held: Records | None = None) -> Assessed:
    """Measure one promise by what is known and in force today."""
    return _forced({row.pk: corrected.in_force([row])[row.pk]}, held or records())[row.pk]


def one_as_of(row: Promise, on: date, known: date) -> Assessed:
    """Measure one promise by the terms that were in force and the figures that were known on a day."""
    kept = known_on.of_promise(row, known)
    return _forced({row.pk: kept.force}, records(on, known), vintage=known.isoformat())[row.pk]


def _forced(force: Mapping[UUID, InForce], held: Records, *, vintage: str = "") -> dict[UUID, Assessed]:
    """Measure promises under terms that may follow the register; a rejected target promises nothing."""
    found = assess([(pk, each.terms) for pk, each in force.items()], held, vintage=vintage)
    made = {}
    for pk, each in force.items():
        one = replace(found[pk], moved=each.followed.moved, apart=each.followed.apart)
        made[pk] = replace(one, measured=said.unsaid(said.REJECTED)) if each.registered.rejected else one
    return made


def promise(identifier: UUID) -> Promise | None:
    """Give one promise, ended ones included, with document and case."""
    rows = Promise.objects.select_related("document__case", "case").filter(pk=identifier)
    return rows.defer("document__reading", "document__sample").first()


def counts(found: Iterable[Assessed]) -> Counter[str]:
    """Count promises by state."""
    return Counter(each.measured.state for each in found)


def newest_judgements(keys: Sequence[UUID], known: date | None = None) -> dict[UUID, Judgement]:
    """Give the newest judgement by hand of each promise, or the newest up to a day."""
    found = Judgement.objects.filter(promise__in=keys).select_related("office").order_by("judged_on", "pk")
    return {row.promise_id: row for row in (found if known is None else found.filter(judged_on__lte=known))}


# --- plans


@dataclass(frozen=True, slots=True)
class Plan:
    """A document with the number of its targets and what those that are measured come to."""

    document: Document
    targets: int
    counts: Mapping[str, int]

    @property
    def measured(self) -> int:
        """How many targets are bound."""
        return sum(self.counts.values())


def plans() -> list[Plan]:
    """Give every document with measured promises, the one with most first (three queries)."""
    found = all_assessed()
    bound: dict[UUID, list[Assessed]] = {}
    for pk, document in Promise.objects.filter(released=False).order_by("pk").values_list("pk", "document_id"):
        if pk in found:
            bound.setdefault(document, []).append(found[pk])
    rows = Document.objects.filter(pk__in=bound, withdrawn=False).defer("reading", "sample")
    made = [Plan(row, row.targets_count, counts(bound[row.pk])) for row in rows]
    return sorted(made, key=lambda plan: (-plan.measured, plan.document.title, str(plan.document.pk)))


@dataclass(frozen=True, slots=True)
class Line:
    """One target of a plan, with the promise that measures it, if any."""

    target: Target
    promise: Promise | None
    found: Assessed | None
    version: int = 0


def lines(document: UUID) -> list[Line]:
    """Give a plan's targets as they stand today, in the order of its text (see :func:`measured`)."""
    return measured(document, clock.today())


def measured(document: UUID, on: date, *, known: date | None = None) -> list[Line]:
    """Give a plan's targets in the order of its text, each with the promise that measures it and what it comes to.

    ``on`` is the day on which it is asked how far they are; ``known`` (default: everything known now) is the day by
    whose evening figures were recorded (with a vintage not later), terms were in force and promises were bound.
    Called again with the same days it gives the same. Rejected targets are no promises.
    """
    targets = policy.targets().filter(document=document).order_by("start", "code")
    kept = known_on.in_force(document, known)
    force = {each.promise.pk: each.force for each in kept.values()}
    found = _forced(force, records(on, known), vintage=known.isoformat() if known else "")
    made = []
    for each in targets:
        held = _measuring(each, kept)
        if held is None or held.force.registered.rejected:
            made.append(Line(each, None, None))
        else:
            made.append(Line(each, held.promise, found[held.promise.pk], held.version))
    return made


def _measuring(target: Target, kept: Mapping[str, Kept]) -> Kept | None:
    """Give the promise of a target: by its code, and where the document was taken in again since, by its words."""
    held = kept.get(target.code)
    if held and held.promise.said.get("version", "") in {"", str(target.document.version)}:
        return held
    return next((each for each in kept.values() if each.promise.quote == target.quote), None)


def plan(identifier: UUID) -> Document | None:
    """Give a document of the register."""
    rows = Document.objects.filter(pk=identifier, withdrawn=False).defer("reading", "sample").select_related("case")
    return rows.first()
