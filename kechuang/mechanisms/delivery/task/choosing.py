"""Which findings of a document may become tasks, with what is proposed for each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task import bodies
from kechuang.mechanisms.delivery.task.forms import Proposed
from kechuang.mechanisms.delivery.task.models import DeliveryTask
from kechuang.mechanisms.delivery.task.rules.entering import LONGEST_TITLE
from kechuang.policy import kept, marking, queries
from kechuang.policy.finding import from_json
from kechuang.policy.models import Clause, Document
from kechuang.policy.overlay import REJECTED

MOST = 120
LEAST_TEXT = 24
MOST_TEXT = 2000
SHORT = 60


def due_day(years: list[int], today: date) -> date:
    """Propose a clause's day: the end of the first year that it names and that has not ended, else of this one."""
    coming = [year for year in sorted(years) if year >= today.year]
    return date(coming[0] if coming else today.year, 12, 31)


def lines(document: Document, today: date) -> list[Proposed]:
    """Give the lines to choose from: clauses with named bodies, then those with targets but without bodies.

    Bodies and years are those in force after review (the register's rows follow every judgement). A finding that was
    rejected makes no task; one that nobody judged yet says so. A clause that already became a task is not chosen again.
    Seven queries and one file, whatever the document holds.
    """
    clauses = list(document.clauses.order_by("order"))
    every = list(document.tasks.select_related("clause").order_by("start"))
    named = [each for each in every if each.verdict != REJECTED]
    years: dict[int, list[int]] = {}
    for clause, year in document.targets.exclude(verdict=REJECTED).values_list("clause_id", "year"):
        years.setdefault(clause, []).extend([year] if year else [])
    present = dict(
        Case.objects.filter(delivery_task__document=str(document.pk), delivery_task__finding__gt="").values_list(
            "delivery_task__finding", "number"
        )
    )
    texts = _Texts(document)
    proposals = bodies.Proposals(bodies.candidates())
    found = [_of_task(each, years, present, texts, proposals, today) for each in named]
    covered = {each.clause_id for each in every}
    parents = {clause.parent for clause in clauses}
    for clause in clauses:
        if clause.pk in covered or clause.path in parents or clause.pk not in years:
            continue
        text = texts.between(clause.start, clause.body_end)
        if len(text) >= LEAST_TEXT:
            found.append(_of_clause(clause, text, years, present, today, chosen=not named))
    return found[:MOST]


class _Texts:
    """Reads pieces of a document without the line breaks of the printed column; nothing where the file is gone."""

    def __init__(self, document: Document) -> None:
        try:
            self.text = queries.text_of(document)
        except kept.MissingFileError:
            self.text = ""
        self.layout = from_json(document.reading).layout

    def between(self, start: int, end: int) -> str:
        return marking.plain(self.text, self.layout, start, end).strip()[:MOST_TEXT] if self.text else ""


def _of_task(
    row: Any,  # noqa: ANN401 - a task as the reader found it
    years: Mapping[int, list[int]],
    present: Mapping[str, str],
    texts: _Texts,
    proposals: bodies.Proposals,
    today: date,
) -> Proposed:
    clause = row.clause
    words = "、".join(row.units)
    lead = next((body for name in row.lead if (body := proposals.propose(name))), None)
    others = [name for name in (*row.support, *row.units) if name not in row.lead[:1]]
    support = dict.fromkeys(body.name for name in others if (body := proposals.propose(name)) and body != lead)
    text = row.text or (texts.between(clause.start, clause.body_end) if clause else "")
    known = present.get(row.code, "")
    return Proposed(
        code=row.code,
        clause=clause.path if clause else "",
        title=_title(clause.title if clause else "", text),
        text=text[:MOST_TEXT],
        words=words[:500],
        lead=lead.name if lead else "",
        supports="、".join(support),
        due_on=due_day(years.get(row.clause_id, []), today),
        chosen=not known,
        known=known,
        unjudged=not row.verdict,
    )


def _of_clause(
    clause: Clause, text: str, years: Mapping[int, list[int]], present: Mapping[str, str], today: date, *, chosen: bool
) -> Proposed:
    code = f"c{clause.order}"
    known = present.get(code, "")
    return Proposed(
        code=code,
        clause=clause.path,
        title=_title(clause.title, text),
        text=text,
        words="",
        lead="",
        supports="",
        due_on=due_day(years.get(clause.pk, []), today),
        chosen=chosen and not known,
        known=known,
    )


def _title(title: str, text: str) -> str:
    """Give the heading, or the beginning of the text up to the first sentence's end."""
    short = title.strip()
    if not short:
        first = text.strip().split("。")[0]
        short = first if len(first) <= SHORT else f"{first[:SHORT]}…"
    return short[:LONGEST_TITLE] or "—"


def in_ledger(documents: list[Document]) -> dict[str, int]:
    """Give how many tasks came from each of some documents (one query)."""
    wanted = [str(document.pk) for document in documents]
    found: dict[str, int] = {}
    for document in DeliveryTask.objects.filter(document__in=wanted).values_list("document", flat=True):
        found[document] = found.get(document, 0) + 1
    return found
