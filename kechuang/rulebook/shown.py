"""Rules as rows and facts of pages: every text ready in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.rulebook.book import Entry, Key, Source
from kechuang.rulebook.cases import Outcome
from kechuang.rulebook.queries import Line, marks
from kechuang.rulebook.resolve import Answer, Candidate
from kechuang.rulebook.speak import Speaker
from kechuang.rulebook.value import Table, Value
from kechuang.web.charts.chart import About, Chart
from kechuang.web.charts.timeline import Span, timeline
from kechuang.web.parts import Fact, State

TONES = {"won": "done", "opened": "going", "lost": "idle", "off": "void"}


def address(view: str, *args: str, **params: str) -> str:
    kept = {name: value for name, value in params.items() if value}
    return reverse(view, args=args) + (f"?{urlencode(kept)}" if kept else "")


def rule_address(key: str, place: str = "", on: date | None = None) -> str:
    return address("rulebook:rule", key, place=place, on=f"{on:%Y-%m-%d}" if on else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value in a list."""

    key: str
    title: str
    value: str
    place: str
    since: date | None
    cite: str
    url: str
    mark: str = ""
    mark_words: str = ""
    why: str = ""
    note: str = ""
    ranges: Sequence[str] = ()


def value_row(said: Speaker, line: Line, place: str, on: date) -> Row:
    key, answer = line.key, line.answer
    return Row(
        key=key.name,
        title=said.text(key.title),
        value=said.said(key, answer.value, answer.unit, answer.meaning),
        place=said.place(answer.place) if answer.place else "",
        since=answer.since,
        cite=said.cite(answer.source, answer.clause) if answer.source else "",
        mark=answer.confidence,
        mark_words=said.confidence(answer.confidence),
        url=rule_address(key.name, place, on),
        ranges=[_permitted(said, key, item) for item in answer.permitted],
    )


def _permitted(said: Speaker, key: Key, item: Candidate) -> str:
    values = {"place": said.place(item.place), "value": said.value(key, item.value, item.entry.unit)}
    return said.say("rulebook.command.permitted", values)


def mark_words(said: Speaker, mark: str) -> str:
    if mark == "day":
        return _("first day not read")
    if mark == "clause":
        return _("article not recorded")
    return said.confidence(mark)


def marked(said: Speaker, mark: str) -> str:
    """A mark with its words, for figures and filters."""
    return f"{mark} {mark_words(said, mark)}" if mark in "sGD" else mark_words(said, mark)


def unverified_row(said: Speaker, key: Key, entry: Entry) -> Row:
    return Row(
        key=key.name,
        title=said.text(key.title),
        value=said.rule(key, entry),
        place=said.place(entry.place),
        since=entry.since,
        cite=said.cite(entry.source, entry.clause),
        mark=entry.confidence,
        why=said.say("rulebook.list.comma").join(mark_words(said, mark) for mark in marks(entry)),
        note=said.text(entry.note),
        url=rule_address(key.name, "" if entry.place == "000000" else entry.place),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """One rule of a trail or of a history."""

    place: str
    value: str
    period: str
    cite: str
    mark: str
    mark_words: str
    binds: str
    state: State
    reason: str = ""
    note: str = ""
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """An answer as a page shows it."""

    value: str
    silent: bool
    line: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    ranges: Sequence[str]
    trail: Sequence[TrailRow]
    where: str
    subject: str


def answer_of(said: Speaker, key: Key, answer: Answer) -> AnswerShown:
    parts = [
        said.place(answer.place) if answer.place else "",
        said.period(answer.since, answer.until),
        said.cite(answer.source, answer.clause) if answer.source else "",
        f"{answer.confidence} {said.confidence(answer.confidence)}" if answer.confidence else "",
    ]
    return AnswerShown(
        value=said.said(key, answer.value, answer.unit, answer.meaning),
        silent=answer.value is None,
        line=" · ".join(part for part in parts if part),
        heads=[said.text(column.title) for column in key.columns],
        rows=_cells(said, key, answer.value),
        ranges=[_permitted(said, key, item) for item in answer.permitted],
        trail=[_trail_row(said, key, item) for item in answer.trail],
        where=said.place(answer.asked_place, answer.on),
        subject=said.subject(answer.subject),
    )


def _cells(said: Speaker, key: Key, value: Value) -> list[list[str]]:
    if not isinstance(value, Table):
        return []
    return [[said.cell(row[column.name], column.type) for column in key.columns] for row in value.rows]


def _trail_row(said: Speaker, key: Key, item: Candidate) -> TrailRow:
    state = State(said.say(f"rulebook.outcome.{item.outcome}"), TONES[item.outcome], item.outcome)
    return _row(said, key, item.entry, state, said.reason(key, item))


def _row(said: Speaker, key: Key, entry: Entry, state: State, reason: str) -> TrailRow:
    return TrailRow(
        place=said.place(entry.place),
        value=said.rule(key, entry),
        period=said.period(entry.since, entry.until),
        cite=said.cite(entry.source, entry.clause),
        mark=entry.confidence,
        mark_words=said.confidence(entry.confidence),
        binds=said.binds(entry),
        state=state,
        reason=reason,
        note=said.text(entry.note),
        rows=_cells(said, key, entry.value),
    )


def history_row(said: Speaker, key: Key, entry: Entry, on: date) -> TrailRow:
    return _row(said, key, entry, state_on(said, entry, on), "")


def state_on(said: Speaker, entry: Entry, on: date) -> State:
    """How an entry stands on a day: in force, over, to come, or never in force."""
    if entry.standing != "in_force":
        return State(said.say(f"rulebook.standing.{entry.standing}"), "void", entry.standing)
    if on < entry.since:
        return State(_("to come"), "idle", "to_come")
    if entry.until is not None and on >= entry.until:
        return State(_("no longer in force"), "done", "over")
    return State(said.say("rulebook.standing.in_force"), "going", "in_force")


def timeline_of(said: Speaker, key: Key, entries: Sequence[Entry], *, on: date, today: date) -> Chart | None:
    """Every rule of a key over the days on which it holds; None for a key on which nobody spoke."""
    spans = [
        Span(
            label=f"{said.place(entry.place)} {said.rule(key, entry)}",
            start=entry.since,
            end=entry.until - timedelta(days=1) if entry.until else None,
            state=state_on(said, entry, on),
        )
        for entry in entries
    ]
    if not spans:
        return None
    newest = max(entries, key=lambda entry: entry.since)
    summary = _("%(number)d rules of %(places)d places; the newest holds from %(day)s.") % {
        "number": len(entries),
        "places": len({entry.place for entry in entries}),
        "day": newest.since,
    }
    about = About(
        key="history",
        title=_("History of the rule"),
        summary=summary,
        source=_("Rulebook, edition %(edition)s") % {"edition": said.book.edition[:12]},
        on=today,
    )
    return timeline(about, spans, today=today)


def declared_facts(said: Speaker, key: Key) -> list[Fact]:
    """How the key was declared: what selects the version, whose place, what becomes of pending cases."""
    facts = [
        Fact(term=_("Version of the"), value=said.text(said.book.terms.dates[key.applies_on])),
        Fact(term=_("Place"), value=said.say(f"rulebook.whose.{key.whose}")),
        Fact(term=_("Change of the rule"), value=said.say(f"rulebook.transition.{key.transition}")),
    ]
    if key.meaning:
        facts.append(Fact(term=_("Levels combine"), value=said.say(f"rulebook.meaning.{key.meaning}.long")))
    if key.usual_subject:
        facts.append(Fact(term=_("Usual subject"), value=said.subject(key.usual_subject)))
    return facts


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source in the list of sources."""

    title: str
    number: str
    read: str
    values: int
    note: str


def source_row(said: Speaker, source: Source, values: int) -> SourceRow:
    read = said.say(f"rulebook.read.{source.read}")
    return SourceRow(said.source(source), source.number, read, values, said.text(source.note))


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The checks of one worked case."""

    title: str
    outcomes: Sequence[tuple[Outcome, str, State]]


def case_groups(said: Speaker, outcomes: Iterable[Outcome]) -> list[CaseGroup]:
    """Outcomes by case, each with the name of its place and its state."""
    groups = []
    for _case, found in groupby(outcomes, key=lambda outcome: (outcome.spot.file, outcome.case)):
        rows = [(outcome, said.place(outcome.place, outcome.on), _held(said, outcome)) for outcome in found]
        groups.append(CaseGroup(said.text(rows[0][0].case), rows))
    return groups


def _held(said: Speaker, outcome: Outcome) -> State:
    if outcome.holds:
        return State(said.say("rulebook.cases.holds"), "done", "holds")
    return State(said.say("rulebook.cases.misses"), "late", "misses")
