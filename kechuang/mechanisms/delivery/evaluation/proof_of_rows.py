"""Compares evaluations and everything that hangs on them with what the facts say.

Of a comment of the public the words may have to be erased, so only its day and its answer are compared. Which files
belong to a self-report is compared by the check of kept files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self
from unicodedata import normalize

from kechuang.kernel.ref import id_text
from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.mechanisms.delivery.evaluation import rows_of
from kechuang.mechanisms.delivery.evaluation.models import AGREED, APPLIED, DECLINED, PROPOSED

PREFIX = "evaluation."

type Row = dict[str, str]


class Event(NamedTuple):
    """One fact of an evaluation: what it is, of which case, on which day, with its values."""

    what: str
    case: str
    on: str
    seq: int
    values: Mapping[str, Any]


class EvaluationRows:
    """Replays the facts of evaluations into what their rows should hold."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep the facts of evaluations, in order."""
        for entry in entries:
            if entry.type.startswith(PREFIX):
                values = {key: value for group in entry.groups.values() for key, value in group.items()}
                case = entry.case_id
                self.events.append(Event(entry.type.removeprefix(PREFIX), case, entry.on, entry.seq, values))

    def merge(self, later: Self) -> None:
        """Take in what another process saw of later entries."""
        self.events += later.events

    def finish(self) -> Iterator[Finding]:
        """Name every value of a row that says something else than its facts, and every row too many or missing."""
        said = Replay()
        for event in self.events:
            said.take(event)
        for table, held in rows_of.every():
            due = said.tables.get(table, {})
            for row in sorted(due.keys() | held.keys()):
                yield from _compare(table, row, held.get(row, {}), due.get(row, {}), said.seqs.get((table, row), 0))


def _compare(table: str, row: str, held: Row, fact: Row, seq: int) -> Iterator[Finding]:
    for column in sorted(held.keys() | fact.keys()):
        there, said = plain(held.get(column, "")), plain(fact.get(column, ""))
        if there != said or not held or not fact:
            values = {"table": f"delivery_evaluation_{table}", "row": row, "column": column}
            yield Finding("ledger.row_differs", {**values, "held": there, "fact": said, "seq": seq})


def plain(value: object) -> str:
    """Write a value as both sides are compared: a fact holds its text in NFC."""
    return normalize("NFC", str(value))


class Replay:
    """The rows as the facts leave them, by table and key."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Row]] = {}
        self.seqs: dict[tuple[str, str], int] = {}
        self.checkers: dict[str, str] = {}
        self.standing: dict[str, Row] = {}
        self.editions: dict[str, int] = {}

    def take(self, event: Event) -> None:
        """Lay one fact over what is known."""
        step: Callable[[Event], None] | None = getattr(self, f"_{event.what}", None)
        if step is not None:
            step(event)

    def _row(self, table: str, key: str, event: Event, **values: object) -> Row:
        row = self.tables.setdefault(table, {}).setdefault(key, {})
        row |= {name: str(value) for name, value in values.items()}
        self.seqs[table, key] = event.seq
        return row

    def _whole(self, event: Event, **values: object) -> None:
        self._row("evaluation", event.case, event, **values)

    def _report(self, event: Event, **values: object) -> None:
        self._row("selfreport", event.case, event, **values)

    # --- the call

    def _opened(self, event: Event) -> None:
        said = event.values
        named = {name: said[name] for name in ("document", "kind", "data_year", "vintage")}
        days = {name: said[name] for name in ("report_by", "check_by", "comment_by")}
        words = {"document_title": said["title"], "call": said["text"], "reason": "", "check_note": ""}
        years = {"first_year": said["first"], "last_year": said["year"], "publish_by": said["due_on"]}
        open_ = {"running": True, "public_comments": said["to_everybody"]}
        self._whole(event, **named, **days, **words, **years, **open_, **dict.fromkeys(rows_of.DAYS, ""))

    def _self_report_asked(self, event: Event) -> None:
        said = event.values
        empty = dict.fromkeys(("done", "problems", "suggestions", "returned", "submitted_on", "taken_on"), "")
        asked = {"evaluation": id_text(said["evaluation"]), "body": id_text(said["body"]), "digest": said["digest"]}
        self._report(event, **asked, **empty, facts=[])
        for at, statement in enumerate(said["statements"], 1):
            self._row("statement", statement, event, report=event.case, order=at, said=" |  | ", version=0)

    def _checker_named(self, event: Event) -> None:
        self.checkers[event.case] = id_text(event.values["body"])

    # --- self-reports

    def _self_reported(self, event: Event) -> None:
        said = event.values
        words = {"done": said["text"], "problems": said["problems"], "suggestions": said["suggestions"]}
        self._report(event, **words, facts=list(said["stands_on"]), submitted_on=event.on, returned="")
        for statement, line in zip(said["statements"], said["lines"], strict=True):
            row = self._row("statement", statement, event, said=line.partition(" | ")[2])
            row["version"] = str(int(row["version"]) + 1)
            self._unchecked(statement)

    def _self_report_taken(self, event: Event) -> None:
        self._report(event, taken_on=event.on)

    def _self_report_returned(self, event: Event) -> None:
        self._report(event, returned=event.values["reason"])

    # --- checks

    def _checked(self, event: Event) -> None:
        for statement, line in zip(event.values["statements"], event.values["lines"], strict=True):
            self._unchecked(statement)
            count = sum(1 for key in self.tables.get("check", {}) if key.startswith(f"{statement}/"))
            self.standing[statement] = self._row(
                "check",
                f"{statement}/{count + 1}",
                event,
                said=line.partition(" | ")[2],
                version=self.tables["statement"][statement]["version"],
                body=self.checkers.get(event.case, ""),
                on=event.on,
                standing=True,
            )

    def _unchecked(self, statement: str) -> None:
        if row := self.standing.pop(statement, None):
            row["standing"] = str(False)

    def _check_recalled(self, event: Event) -> None:
        for statement in event.values["statements"]:
            self._unchecked(statement)

    def _check_finished(self, event: Event) -> None:
        self._whole(event, checked_on=event.on, check_note=event.values["text"])

    # --- draft and comments

    def _drafted(self, event: Event, *, final: bool = False) -> None:
        at = self.editions[event.case] = self.editions.get(event.case, 0) + 1
        digests = {name: event.values[f"{name}_digest"] for name in ("inputs", "word", "pdf")}
        self._row("issuedreport", f"{event.case}/{at}", event, final=final, on=event.on, **digests)
        self._whole(event, **{"published_on" if final else "drafted_on": event.on})

    def _comments_invited(self, event: Event) -> None:
        said = event.values
        self._whole(event, commenting_since=event.on, comment_by=said["due_on"], public_comments=said["to_everybody"])
        for body in said["bodies"]:
            self._row("invited", f"{event.case}/{id_text(body)}", event, answered_on="")

    def _commented(self, event: Event) -> None:
        said = event.values
        body = id_text(said["body"])
        self._comment(event, body=body, part=said["section"], text=said["text"])
        self._row("invited", f"{event.case}/{body}", event, answered_on=event.on)

    def _publicly_commented(self, event: Event) -> None:
        self._comment(event, body="")

    def _comment(self, event: Event, **values: object) -> None:
        open_ = dict.fromkeys(("answer", "reason", "answered_on"), "")
        self._row("comment", event.values["comment"], event, evaluation=event.case, on=event.on, **open_, **values)

    def _comment_answered(self, event: Event) -> None:
        said = event.values
        told = {"answer": said["outcome"], "reason": said["reason"], "answered_on": event.on}
        self._row("comment", said["comment"], event, **told)

    # --- adjustments

    def _adjustment_proposed(self, event: Event) -> None:
        said = event.values
        words = {name: said[name] for name in ("target", "before", "value", "reason")}
        open_ = dict.fromkeys(("decision", "decided_on", "applied_on", "applied_as"), "")
        more = {"unit": said["unit"][:40], "body": id_text(said["body"]), "proposed_on": event.on, "state": PROPOSED}
        self._row("adjustment", said["adjustment"], event, evaluation=event.case, **words, **open_, **more)

    def _adjustment_decided(self, event: Event) -> None:
        said = event.values
        state = AGREED if said["outcome"] == AGREED else DECLINED
        self._row("adjustment", said["adjustment"], event, state=state, decision=said["reason"], decided_on=event.on)

    def _adjustment_applied(self, event: Event) -> None:
        said = event.values
        self._row(
            "adjustment", said["adjustment"], event, state=APPLIED, applied_on=event.on, applied_as=said["applied_as"]
        )

    # --- the end

    def _submitted(self, event: Event) -> None:
        self._whole(event, submitted_on=event.on)

    def _sent_back(self, event: Event) -> None:
        self._whole(event, reason=event.values["reason"])

    def _approved(self, event: Event) -> None:
        self._whole(event, approved_on=event.on, reason="")

    def _published(self, event: Event) -> None:
        self._drafted(event, final=True)

    def _withdrawn(self, event: Event) -> None:
        self._whole(event, running=False, reason=event.values["reason"])
