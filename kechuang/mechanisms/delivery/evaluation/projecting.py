"""Writes what decisions say into the tables of evaluations, and loads what decisions see: a few statements a batch."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
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
from kechuang.mechanisms.delivery.evaluation.rules.requests import Line, Loaded, Open, Put, Seen

TABLES: Mapping[str, Any] = {
    "invited": Invited,
    "comment": Comment,
    "adjustment": Adjustment,
    "issued": IssuedReport,
    "report": SelfReport,
}
COLUMNS = (
    *("kind", "last_year", "data_year", "vintage", "report_by", "check_by", "comment_by", "publish_by"),
    "public_comments",
)


def load(requests: Sequence[Any]) -> Loaded:
    """Give the evaluations of a batch as decisions see them (seven queries)."""
    wanted = {request.evaluation for request in requests}
    return Loaded(evaluations=seen(wanted))


def load_calls(requests: Sequence[Open]) -> Loaded:
    """Give which evaluations stand already (one query)."""
    same = Q(pk__in=[])
    for each in requests:
        same |= Q(document=each.plan.document, kind=each.kind, last_year=each.last_year)
    rows = Evaluation.objects.filter(same, running=True).values_list("document_id", "kind", "last_year")
    return Loaded(known=frozenset((str(document), kind, year) for document, kind, year in rows))


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give evaluations as decisions see them (seven queries)."""
    rows = {row.pk: row for row in Evaluation.objects.filter(pk__in=list(wanted))}
    reports, lines = _by(SelfReport, rows, "case_id", "body_id", "case__state"), _lines(rows)
    comments = _by(Comment, rows, "pk", "answer")
    invited = _by(Invited, rows, "body_id")
    adjustments = _by(Adjustment, rows, "pk", "state", "target", "value")
    editions = _by(IssuedReport, rows, "edition")
    return {
        pk: Seen(
            document=str(row.document_id),
            title=row.document_title,
            **{name: getattr(row, name) for name in COLUMNS},
            reports={case: (body, state) for case, body, state in reports.get(pk, ())},
            lines=lines.get(pk, {}),
            comments={comment: bool(answer) for comment, answer in comments.get(pk, ())},
            invited=frozenset(body for (body,) in invited.get(pk, ())),
            adjustments={each: (state, target, value) for each, state, target, value in adjustments.get(pk, ())},
            editions=max((edition for (edition,) in editions.get(pk, ())), default=0),
        )
        for pk, row in rows.items()
    }


def _by(model: Any, rows: Iterable[UUID], *columns: str) -> dict[UUID, list[Any]]:  # noqa: ANN401 - one of the tables
    found: dict[UUID, list[Any]] = {}
    for evaluation, *values in model.objects.filter(evaluation__in=list(rows)).values_list("evaluation_id", *columns):
        found.setdefault(evaluation, []).append(tuple(values))
    return found


def _lines(rows: Iterable[UUID]) -> dict[UUID, dict[UUID, Line]]:
    found: dict[UUID, dict[UUID, Line]] = {}
    wanted = Statement.objects.filter(report__evaluation__in=list(rows)).order_by("report_id", "order")
    standing = set(
        Check.objects.filter(statement__report__evaluation__in=list(rows), standing=True).values_list(
            "statement_id", flat=True
        )
    )
    for row in wanted.select_related("report"):
        line = Line(
            report=row.report_id,
            code=row.code,
            title=row.title,
            version=row.version,
            said=bool(row.claim),
            checked=row.pk in standing,
        )
        found.setdefault(row.report.evaluation_id, {})[row.pk] = line
    return found


def project(done: Sequence[Done[Any]]) -> None:
    """Write evaluations and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of an evaluation carries a Put
        if put.new:
            Evaluation.objects.create(case_id=put.evaluation, **put.values)
        elif put.values:
            Evaluation.objects.filter(pk=put.evaluation).update(**put.values)
        if put.report and put.told:
            SelfReport.objects.filter(pk=put.report).update(**put.told)
        _edit(put)
        _add(put)
        _attach(entry)


def _edit(put: Put) -> None:
    if put.unchecks:
        Check.objects.filter(statement__in=put.unchecks, standing=True).update(standing=False)
    for table, pk, values in put.edits:
        model = Statement if table == "statement" else TABLES[table]
        model.objects.filter(pk=pk).update(**values)


def _add(put: Put) -> None:
    for name, model in TABLES.items():
        rows = [values for table, values in put.adds if table == name]
        model.objects.bulk_create([model(evaluation_id=put.evaluation, **values) for values in rows])
    for name, plain in (("statement", Statement), ("check", Check)):
        rows = [values for table, values in put.adds if table == name]
        plain.objects.bulk_create([plain(**values) for values in rows])
    for table, values in put.adds:
        if table == "comment" and values["body_id"]:
            Invited.objects.filter(evaluation=put.evaluation, body=values["body_id"]).update(answered_on=values["on"])


def _attach(entry: Done[Any]) -> None:
    papers = getattr(entry.request, "files", ())
    for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
        keeping.attach(file, entry.request.report)
