"""The rows of evaluations as plain texts, each table under the keys by which facts name its rows."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from kechuang.mechanisms.delivery.evaluation.models import (
    Adjustment,
    Check,
    Comment,
    Evaluation,
    Invited,
    IssuedReport,
    SelfReport,
    Statement,
)
from kechuang.mechanisms.delivery.evaluation.rules.calling import digest

CHUNK = 2000
DAYS = ("checked_on", "drafted_on", "commenting_since", "submitted_on", "approved_on", "published_on")
_EVALUATION = (
    *("document_id", "document_title", "kind", "first_year", "last_year", "data_year", "vintage", "call"),
    *("public_comments", "report_by", "check_by", "comment_by", "publish_by", "running", "check_note", "reason"),
    *DAYS,
)
_REPORT = (
    *("evaluation_id", "body_id", "done", "problems", "suggestions", "facts", "returned"),
    *("submitted_on", "taken_on"),
)
_ASKED = ("subject", "code", "clause", "title", "quote", "known", "unit")
_ADJUSTMENT = (
    *("evaluation_id", "body_id", "target", "before", "value", "unit", "reason", "proposed_on", "state", "decision"),
    *("decided_on", "applied_on", "applied_as"),
)

type Rows = dict[str, dict[str, str]]


def every() -> Iterator[tuple[str, Rows]]:
    """Give every table with its rows."""
    yield "evaluation", {str(row.pk): _told(row, _EVALUATION) for row in _all(Evaluation)}
    statements, digests = _statements()
    reports = {str(row.pk): _told(row, _REPORT) for row in _all(SelfReport)}
    for key, row in reports.items():
        row["digest"] = digest(digests.get(key, ()))
    yield "selfreport", reports
    yield "statement", statements
    yield "check", _checks()
    yield "invited", {f"{row.evaluation_id}/{row.body_id}": _told(row, ("answered_on",)) for row in _all(Invited)}
    yield "comment", {str(row.pk): _comment(row) for row in _all(Comment)}
    yield "adjustment", {str(row.pk): _told(row, _ADJUSTMENT) for row in _all(Adjustment)}
    issued = ("final", "on", "inputs", "word", "pdf")
    yield "issuedreport", {f"{row.evaluation_id}/{row.edition}": _told(row, issued) for row in _all(IssuedReport)}


def _all(model: type[models.Model]) -> Iterator[Any]:
    return model._default_manager.order_by("pk").iterator(CHUNK)  # noqa: SLF001 - Django's documented model API


def _told(row: models.Model, columns: tuple[str, ...]) -> dict[str, str]:
    return {column.removesuffix("_id"): _text(getattr(row, column)) for column in columns}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _statements() -> tuple[Rows, dict[str, list[dict[str, object]]]]:
    rows: Rows = {}
    asked: dict[str, list[dict[str, object]]] = {}
    for row in Statement.objects.order_by("report", "order").iterator(CHUNK):
        said = f"{row.claim} | {row.value} | {row.text}"
        rows[str(row.pk)] = {**_told(row, ("report_id", "order", "version")), "said": said}
        asked.setdefault(str(row.report_id), []).append({name: getattr(row, name) for name in _ASKED})
    return rows, asked


def _checks() -> Rows:
    rows: Rows = {}
    counts: dict[str, int] = {}
    for row in Check.objects.order_by("pk").iterator(CHUNK):
        statement = str(row.statement_id)
        at = counts[statement] = counts.get(statement, 0) + 1
        said = f"{row.verdict} | {row.value} | {row.reason}"
        rows[f"{statement}/{at}"] = {**_told(row, ("version", "body_id", "on", "standing")), "said": said}
    return rows


def _comment(row: Comment) -> dict[str, str]:
    columns = ("evaluation_id", "body_id", "on", "answer", "reason", "answered_on")
    return _told(row, (*columns, "part", "text") if row.body_id else columns)
