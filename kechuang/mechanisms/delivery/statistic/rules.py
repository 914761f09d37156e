"""The decisions about statistics: define and revise an indicator, begin a series, take an observation. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import checks, moves, numbers, periods
from kechuang.mechanisms.delivery.statistic.checks import Book, Entry, Finding, Limits, Meaning
from kechuang.mechanisms.delivery.statistic.facts import IndicatorDefined, IndicatorRetired, Observed, SeriesOpened
from kechuang.rulebook.resolve import Law

DIRECTIONS = ("up", "down", "none")
CODE = re.compile(r"[a-z][a-z0-9_]{1,47}")
LONGEST_TITLE, LONGEST = 120, 2000
JUMP, WIDTH, PEERS = "statistic.jump.most_share", "statistic.unit_break.width_share", "statistic.peers.fewest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a version of an indicator says; ``since`` is the day from which it holds, ``confidence`` D where ours."""

    title: str
    title_en: str = ""
    definition: str
    definition_en: str = ""
    unit: str
    direction: str
    form: str
    frequency: str
    adds_up: bool = False
    parts: tuple[str, ...] = ()
    source: str = ""
    owner: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Define:
    """Put an indicator into the dictionary of the node."""

    case: UUID
    code: str
    words: Words
    since: date
    place: str
    authority: str
    office: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Give an indicator a new version from a day on, with the reason."""

    case: UUID
    words: Words
    since: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire:
    """End an indicator, with the reason."""

    case: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begin:
    """Begin the series of an indicator at a place."""

    case: UUID
    indicator: str
    place: str
    title: str
    authority: str
    office: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe:
    """Take one observation into its series; ``reason`` is needed where a check warns, and where it is withheld."""

    case: UUID
    entry: Entry
    batch: str = ""
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class Known:
    """The indicators of the node by code, and by case; the newest version of each; what is observed already."""

    codes: Mapping[str, UUID] = field(default_factory=dict)
    versions: dict[UUID, tuple[str, int, date]] = field(default_factory=dict)
    meanings: Mapping[tuple[str, int], Meaning] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()
    book: Book = field(default_factory=lambda: Book(()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A row of the projection: ``what`` names the table, ``values`` its columns."""

    what: str
    case: UUID
    values: dict[str, object]


def limits(law: Law, place: str, on: date) -> Limits:
    """Ask the rules for the limits of the checks. Raises TypeError where the rules say nothing at all."""
    jump, width, peers = (law.ask(key, place=place, on=on).value for key in (JUMP, WIDTH, PEERS))
    if not isinstance(jump, Decimal) or not isinstance(width, Decimal) or not isinstance(peers, int):
        raise TypeError(f"no limits for checks of statistics at {place} on {on}")
    return Limits(jump=jump, width=width, peers=peers)


# --- the dictionary


def define(scene: Scene[Known], request: Define) -> Decision | Refusal:
    """A new indicator, version 1."""
    if not CODE.fullmatch(request.code):
        return Refusal("statistic.code_shape", {"raw": request.code}, "code")
    if request.code in scene.rows.codes:
        return Refusal("statistic.code_taken", {"raw": request.code}, "code")
    if wrong := _wrong(request.words, request.code, scene.rows):
        return wrong
    case = NewCase(
        id=request.case,
        kind=moves.INDICATOR.kind,
        authority=request.authority,
        state="CURRENT",
        place=request.place,
        title=request.words.title.strip(),
        office=request.office,
    )
    fact = _defined(request.code, 1, request.words, request.since, "")
    rows = (
        Put(what="indicator", case=request.case, values={"code": request.code}),
        Put(what="version", case=request.case, values=_columns(1, request.words, request.since, "")),
    )
    return Decision(facts=((request.case, fact),), opens=(case,), rows=rows)


def revise(scene: Scene[Known], request: Revise) -> Decision | Refusal:
    """A new version: it begins after the one before, and says why; observations of the old one stay its own."""
    code, version, since = scene.rows.versions[request.case]
    if not request.reason.strip():
        return Refusal("statistic.no_reason", {}, "reason")
    if request.since <= since:
        return Refusal("statistic.since_before", {"given": request.since, "last": since}, "since")
    if wrong := _wrong(request.words, code, scene.rows):
        return wrong
    reason = request.reason.strip()
    fact = _defined(code, version + 1, request.words, request.since, reason)
    put = Put(what="version", case=request.case, values=_columns(version + 1, request.words, request.since, reason))
    change = {request.case: {"title": request.words.title.strip()}}
    return Decision(facts=((request.case, fact),), states={request.case: "CURRENT"}, changes=change, rows=(put,))


def retire(scene: Scene[Known], request: Retire) -> Decision | Refusal:
    """The indicator ends; what was observed stays."""
    if not request.reason.strip():
        return Refusal("statistic.no_reason", {}, "reason")
    code = scene.rows.versions[request.case][0]
    fact = IndicatorRetired(indicator=code, reason=request.reason.strip())
    put = Put(what="retired", case=request.case, values={"retired": True})
    return Decision(facts=((request.case, fact),), states={request.case: "RETIRED"}, rows=(put,))


def _wrong(words: Words, code: str, known: Known) -> Refusal | None:
    for name, value, most in (
        ("title", words.title, LONGEST_TITLE),
        ("definition", words.definition, LONGEST),
        ("unit", words.unit, 24),
    ):
        if not value.strip():
            return Refusal("statistic.word_missing", {"field_code": f"statistic.field.{name}"}, name)
        if len(value) > most:
            return Refusal("statistic.word_long", {"field_code": f"statistic.field.{name}", "most": most}, name)
    allowed = {"direction": DIRECTIONS, "form": checks.FORMS, "frequency": periods.FREQUENCIES}
    for name, choices in allowed.items():
        if getattr(words, name) not in choices:
            return Refusal("statistic.word_missing", {"field_code": f"statistic.field.{name}"}, name)
    if words.adds_up and words.form not in checks.COUNTED:
        return Refusal("statistic.adds_up_not", {"form_code": f"statistic.{words.form}"}, "adds_up")
    for part in words.parts:
        if part == code or part not in known.codes:
            return Refusal("statistic.part_unknown", {"raw": part}, "parts")
    return None


def _columns(version: int, words: Words, since: date, reason: str) -> dict[str, object]:
    columns = {name: getattr(words, name) for name in Words.__slots__}
    return {**columns, "parts": list(words.parts), "version": version, "since": since, "reason": reason}


def _defined(code: str, version: int, words: Words, since: date, reason: str) -> IndicatorDefined:
    columns = {name: getattr(words, name) for name in Words.__slots__}
    return IndicatorDefined(indicator=code, indicator_version=version, since=since, reason=reason, **columns)


# --- observations


def begin(_scene: Scene[Known], request: Begin) -> Decision | Refusal:
    """A series without observations yet."""
    case = NewCase(
        id=request.case,
        kind=moves.SERIES.kind,
        authority=request.authority,
        state="KEPT",
        place=request.place,
        title=request.title[:200],
        office=request.office,
    )
    fact = SeriesOpened(indicator=request.indicator, place=request.place)
    put = Put(what="series", case=request.case, values={"indicator": request.indicator, "place": request.place})
    return Decision(facts=((request.case, fact),), opens=(case,), rows=(put,))


def found(known: Known, entry: Entry, limits: Limits, today: date) -> tuple[Finding, ...]:
    """Give what the checks say of an entry: the indicator first, then the figure."""
    meaning = known.meanings.get((entry.indicator, entry.version))
    if meaning is None:
        return (Finding("statistic.indicator_unknown", True, {"raw": entry.indicator}, "indicator"),)
    if entry.indicator in known.retired:
        return (Finding("statistic.indicator_retired_now", True, {"raw": entry.indicator}, "indicator"),)
    return checks.check(entry, meaning, known.book, limits, today)


def observe(scene: Scene[Known], request: Observe) -> Decision | Refusal:
    """One observation: errors refuse it, warnings need a reason and stay as flags."""
    entry, reason = request.entry, request.reason.strip()
    findings = found(scene.rows, entry, limits(scene.law, entry.place, scene.on), scene.on)
    for finding in findings:
        if finding.error or not reason:
            return finding.refusal
    if entry.status == checks.WITHHELD and not reason:
        return Refusal("statistic.withheld_why", {}, "reason")
    if not entry.source.strip():
        return Refusal("statistic.no_source", {}, "source")
    flags = tuple(dict.fromkeys(finding.code for finding in findings))
    fact = Observed(
        indicator=entry.indicator,
        indicator_version=entry.version,
        place=entry.place,
        code_list=entry.code_list,
        period=entry.period,
        value=numbers.written(entry.value),
        unit=entry.unit,
        status=entry.status,
        source=entry.source.strip(),
        vintage=entry.vintage,
        dataset=entry.dataset.strip(),
        batch=request.batch,
        flags=flags,
        reason=reason,
    )
    values = {name: getattr(fact, name) for name in ("value", "source", "dataset", "batch", "reason")}
    values |= {"flags": list(flags), "entry": entry}
    put = Put(what="observation", case=request.case, values=values)
    return Decision(facts=((request.case, fact),), states={request.case: "KEPT"}, rows=(put,))


def remember(known: Known, request: Observe, _decision: Decision) -> None:
    """The next request of the batch finds this one standing."""
    known.book.coming.pop(request.entry.key, None)
    known.book.add(request.entry)


def not_yours(entry: Entry) -> Refusal:
    """Say that a place lies outside the office's reach, or that its indicator is not in the dictionary."""
    return Refusal("statistic.out_of_reach", {"named_place": entry.place, "raw": entry.indicator}, "place")
