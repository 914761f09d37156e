"""What stands of a document's findings after people judged them: the reading with every judgement laid over it. Pure.

A finding is judged under its code (a heading under ``H`` and its number). Its values are text by name, as in
``kechuang.policy.review.values``; what a judgement changed is kept as the difference from what the reader found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kechuang.policy.finding import (
    GAP,
    INCENTIVE,
    NOTED,
    TARGET,
    TASK,
    FoundClause,
    FoundTarget,
    FoundTask,
    Noted,
    Reading,
)

HEADING = "heading"
OPEN, ACCEPTED, CORRECTED, REJECTED, ADDED = "open", "accepted", "corrected", "rejected", "added"
VERDICTS = (OPEN, ACCEPTED, CORRECTED, REJECTED, ADDED)
LISTED = "、"
LABEL = {INCENTIVE: "indicator", "system": "name", "cited": "title", "baseline": "indicator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a finding stands: its verdict, and the values that differ from the reading (all, where it was added).

    ``start`` and ``end`` are set where the finding lies elsewhere than it was read, or was added.
    """

    code: str
    kind: str
    verdict: str
    values: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    start: int | None = None
    end: int | None = None
    ground: str = ""
    reason: str = ""


def heading_code(order: int) -> str:
    """Give the code under which the heading at a place (from 0) in the order of the text is judged."""
    return f"H{order + 1:03d}"


def count(reading: Reading) -> int:
    """Give how many findings of a reading can be judged: all but damage and doubt."""
    notes = sum(note.kind != GAP for note in reading.noted)
    return len(reading.clauses) + len(reading.targets) + len(reading.tasks) + notes


def lay(reading: Reading, stands: Mapping[str, Stand]) -> Reading:
    """Give the reading with corrections put in, what was added inserted, and what was rejected left out.

    Headings keep their clauses, since these are addresses: a correction changes what a heading says, never its path.
    """
    if not stands:
        return reading
    added = [stand for stand in stands.values() if stand.verdict == ADDED]
    targets = [*_kept(reading.targets, stands, target_as), *(new_target(each) for each in added if each.kind == TARGET)]
    tasks = [*_kept(reading.tasks, stands, task_as), *(new_task(each, reading) for each in added if each.kind == TASK)]
    notes = [*_kept(reading.noted, stands, note_as), *(new_note(each) for each in added if each.kind in NOTED)]
    return replace(
        reading,
        clauses=tuple(
            _heading_as(found, stands.get(heading_code(order))) for order, found in enumerate(reading.clauses)
        ),
        targets=tuple(sorted(targets, key=lambda each: each.start)),
        tasks=tuple(sorted(tasks, key=lambda each: each.start)),
        noted=tuple(sorted(notes, key=lambda each: (NOTED.index(each.kind), each.start))),
    )


def _kept(found: Iterable[Any], stands: Mapping[str, Stand], as_stands: Any) -> Iterable[Any]:  # noqa: ANN401 - one of three kinds of findings and its function
    for each in found:
        stand = stands.get(each.code)
        if stand is None:
            yield each
        elif stand.verdict != REJECTED:
            yield as_stands(each, stand)


def target_as(found: FoundTarget, stand: Stand) -> FoundTarget:
    """Give a target with what a judgement changed."""
    return replace(found, **_target_values(stand.values), **_place(stand))


def new_target(stand: Stand) -> FoundTarget:
    """Make a target that a person added."""
    blank = dict.fromkeys(("indicator", "subject", "comparator", "value", "value_max", "unit", "kind"), "")
    values: dict[str, Any] = {**blank, "year": None, "period": None, "frequency": "", "relative_to": ""}
    values |= _target_values(stand.values)
    return FoundTarget(code=stand.code, clause=stand.clause, start=stand.start or 0, end=stand.end or 0, **values)


def _target_values(values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(values)
    if "year" in found:
        found["year"] = int(found["year"]) if found["year"] else None
    if "period" in found:
        first, _, last = str(found["period"]).partition("-")
        found["period"] = (int(first), int(last)) if last else None
    return found


def task_as(found: FoundTask, stand: Stand) -> FoundTask:
    """Give a task with what a judgement changed."""
    return replace(found, **_task_values(stand.values), **_place(stand))


def new_task(stand: Stand, reading: Reading) -> FoundTask:
    """Make a task that a person added; what its bodies answer for is the clause's text before them."""
    start, end = stand.start or 0, stand.end or 0
    clause = next((each for each in reading.clauses if each.path == stand.clause), None)
    values: dict[str, Any] = {"units": (), "lead": (), "support": (), "open_list": False}
    return FoundTask(
        code=stand.code,
        clause=stand.clause,
        start=start,
        end=end,
        text_start=clause.start if clause and clause.start < start else start,
        text_end=start if clause and clause.start < start else end,
        **values | _task_values(stand.values),
    )


def _task_values(values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: split(text) for name, text in values.items() if name != "open_list"}
    if "open_list" in values:
        found["open_list"] = values["open_list"] == "yes"
    return found


def note_as(found: Noted, stand: Stand) -> Noted:
    """Give an incentive, a system, a cited document or a value reached with what a judgement changed."""
    values = dict(stand.values)
    label = values.pop(LABEL.get(found.kind, ""), found.label)
    merged = {**found.values, **values}
    return replace(found, label=label, values={name: value for name, value in merged.items() if value}, **_place(stand))


def new_note(stand: Stand) -> Noted:
    """Make a finding of another kind that a person added."""
    blank = Noted(
        kind=stand.kind, code=stand.code, clause=stand.clause, label="", start=stand.start or 0, end=stand.end or 0
    )
    return note_as(blank, stand)


def _heading_as(found: FoundClause, stand: Stand | None) -> FoundClause:
    values = stand.values if stand else {}
    return replace(found, title=values.get("title", found.title), marker=values.get("marker", found.marker))


def _place(stand: Stand) -> dict[str, Any]:
    if stand.start is None or stand.end is None:
        return {}
    return {"start": stand.start, "end": stand.end, "clause": stand.clause}


def split(text: str) -> tuple[str, ...]:
    """Take names apart that are written one after another: 省科技厅、省财政厅."""
    return tuple(part.strip() for part in text.split(LISTED) if part.strip())
