"""Binding, changing, judging and releasing a promise. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.indicators.promises.facts import PromiseBound, PromiseChanged, PromiseJudged, PromiseReleased
from kechuang.indicators.promises.measured import JUDGED
from kechuang.indicators.promises.moves import BOUND, PROMISE, RELEASED
from kechuang.indicators.promises.terms import (
    COVERAGE,
    GROWTH,
    RANGE,
    RELATIVE,
    SLOGAN,
    UNNUMBERED,
    Terms,
    changed,
    from_json,
    to_json,
)
from kechuang.kernel import place
from kechuang.kernel.refusal import Refusal, Value

SHORTEST_REASON, LONGEST_REASON = 4, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """Bind a target of a document: what it says is copied from the register, so that the promise stands by itself."""

    case: UUID
    authority: str
    office: UUID
    document: UUID
    target: str
    clause: str
    title: str
    quote: str
    terms: Terms
    reason: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Put new terms in the place of those in force; ``said``: what the register says of the target now."""

    case: UUID
    terms: Terms
    reason: str
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judge by hand: a state, beside the computed one as it stood then."""

    case: UUID
    state: str
    computed: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """End the measuring."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A promise as it stands: the target that it measures, the version and terms in force."""

    case: UUID
    document: UUID
    target: str
    clause: str
    version: int
    terms: Terms
    bound: bool = True
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Rows:
    """The promises that a batch touches, and those bound to the targets that it names."""

    promises: dict[UUID, Known] = field(default_factory=dict)

    def bound_to(self, document: UUID, target: str) -> Known | None:
        """Give the promise that measures a target already."""
        for known in self.promises.values():
            if known.bound and (known.document, known.target) == (document, target):
                return known
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What the projection writes: the promise as it stands now, and what is new of it."""

    known: Known
    on: date
    office: UUID | None
    reason: str
    state: str = ""
    computed: str = ""


def bind(scene: Scene[Rows], request: Bind) -> Decision | Refusal:
    """Refuse a target that is measured already, terms that cannot be measured, and a binding without a reason."""
    if scene.rows.bound_to(request.document, request.target):
        return Refusal("promise.already_bound", {"target": request.target}, place="target")
    refusal = wrong(request.terms) or _wrong_group(request.terms, scene.on) or _wrong_reason(request.reason)
    if refusal:
        return refusal
    fact = PromiseBound(
        promise=str(request.case),
        document=str(request.document),
        target=request.target,
        clause=request.clause,
        place=request.terms.place,
        title=request.title,
        quote=request.quote,
        indicator=request.terms.indicator,
        terms=to_json(request.terms),
        said=dict(request.said),
        reason=request.reason.strip(),
    )
    opened = NewCase(
        id=request.case,
        kind=PROMISE.kind,
        authority=request.authority,
        state=BOUND,
        place=request.terms.place,
        title=request.title[:200],
        office=request.office,
        number_series=f"MB-{request.authority}-",
    )
    known = Known(
        case=request.case,
        document=request.document,
        target=request.target,
        clause=request.clause,
        version=1,
        terms=request.terms,
        said=request.said,
    )
    put = Put(known=known, on=scene.on, office=request.office, reason=request.reason.strip())
    return Decision(facts=((request.case, fact),), opens=(opened,), rows=put)


def change(scene: Scene[Rows], request: Change) -> Decision | Refusal:
    """Refuse a change that changes nothing, moves the promise to another place, or has no reason."""
    known = scene.rows.promises[request.case]
    refusal = wrong(request.terms) or _wrong_group(request.terms, scene.on) or _wrong_reason(request.reason)
    if refusal:
        return refusal
    names = changed(known.terms, request.terms)
    if not names and (request.said is None or request.said == known.said):
        return Refusal("promise.nothing_changed", {"version": known.version})
    if request.terms.place != known.terms.place:
        return Refusal("promise.place_stays", {"place": known.terms.place}, place="place")
    old, new = to_json(known.terms), to_json(request.terms)
    said = known.said if request.said is None else request.said
    fact = PromiseChanged(
        **_of(known),
        version=known.version + 1,
        indicator=request.terms.indicator,
        changed=names,
        old={name: old.get(name, "") for name in names},
        new={name: new.get(name, "") for name in names},
        said=dict(said),
        reason=request.reason.strip(),
    )
    after = replace(known, version=known.version + 1, terms=request.terms, said=said)
    put = Put(known=after, on=scene.on, office=scene.cases[known.case].office, reason=request.reason.strip())
    return Decision(facts=((known.case, fact),), states={known.case: BOUND}, rows=put)


def judge(scene: Scene[Rows], request: Judge) -> Decision | Refusal:
    """Refuse a state that a person cannot give, and a judgement without a reason."""
    if request.state not in JUDGED:
        return Refusal("promise.no_such_state", {"state": request.state}, place="state")
    refusal = _wrong_reason(request.reason)
    if refusal:
        return refusal
    known = scene.rows.promises[request.case]
    fact = PromiseJudged(**_of(known), judged=request.state, computed=request.computed, reason=request.reason.strip())
    put = Put(
        known=known,
        on=scene.on,
        office=scene.cases[known.case].office,
        reason=request.reason.strip(),
        state=request.state,
        computed=request.computed,
    )
    return Decision(facts=((known.case, fact),), states={known.case: BOUND}, rows=put)


def release(scene: Scene[Rows], request: Release) -> Decision | Refusal:
    """Refuse an end without a reason."""
    refusal = _wrong_reason(request.reason)
    if refusal:
        return refusal
    known = scene.rows.promises[request.case]
    fact = PromiseReleased(**_of(known), reason=request.reason.strip())
    after = replace(known, bound=False)
    put = Put(known=after, on=scene.on, office=scene.cases[known.case].office, reason=request.reason.strip())
    return Decision(facts=((known.case, fact),), states={known.case: RELEASED}, rows=put)


def _of(known: Known) -> dict[str, str]:
    return {
        "promise": str(known.case),
        "document": str(known.document),
        "target": known.target,
        "clause": known.clause,
        "place": known.terms.place,
    }


def wrong(terms: Terms) -> Refusal | None:
    """Say what keeps terms from being measured: a number, an indicator, a second series, places, or a list missing."""
    form: Mapping[str, str] = {"form": f"promise.form.{terms.form}"}
    if terms.form not in {*UNNUMBERED, COVERAGE} and terms.target is None:
        return Refusal("promise.no_number", form, place="target")
    if terms.form not in UNNUMBERED and not terms.indicator:
        return Refusal("promise.no_indicator", form, place="indicator")
    if terms.form == RELATIVE and not terms.beside_place:
        return Refusal("promise.no_other_place", form, place="beside_place")
    if terms.form == COVERAGE and not terms.members:
        return Refusal("promise.no_members", form, place="members")
    if terms.form == GROWTH and terms.base_on is None:
        return Refusal("promise.no_base_year", form, place="base_on")
    low, high = terms.target, terms.target_max
    if terms.form == RANGE and low is not None and high is not None and high < low:
        return Refusal("promise.range_reversed", {"low": low, "high": high}, place="target_max")
    if terms.form == SLOGAN and not terms.listed_in:
        return Refusal("promise.no_list", form, place="listed_in")
    return _too_many(terms)


def _too_many(terms: Terms) -> Refusal | None:
    needed = terms.needed
    if terms.form == COVERAGE and needed is not None and needed > len(terms.members):
        values: Mapping[str, Value] = {"number": needed, "limit": len(terms.members)}
        return Refusal("promise.more_than_members", values, place="target")
    return None


def _wrong_group(terms: Terms, on: date) -> Refusal | None:
    known = [each.code for each in place.unions(on)]
    if terms.group and terms.group not in known:
        return Refusal("promise.no_such_group", {"group": terms.group, "groups": ", ".join(known)}, place="group")
    return None


def _wrong_reason(reason: str) -> Refusal | None:
    length = len(reason.strip())
    if length < SHORTEST_REASON:
        return Refusal("promise.no_reason", {"least": SHORTEST_REASON}, place="reason")
    if length > LONGEST_REASON:
        return Refusal("promise.reason_too_long", {"length": length, "limit": LONGEST_REASON}, place="reason")
    return None


def terms_of(kept: Mapping[str, str]) -> Terms:
    """Read terms as a row or a fact holds them. Raises ValueError."""
    return from_json(kept)
