"""The only writer of judgements: through the gateway, and from there into the rows of the register."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.policy import following, kept
from kechuang.policy.models import Document
from kechuang.policy.review import rules, standing_rows
from kechuang.policy.review.models import Judged
from kechuang.policy.review.queries import sheet_of, stand_of
from kechuang.policy.review.rules import Judge, Judgement, Sheet, Sheets, Verdict
from kechuang.policy.rules import MOVES
from kechuang.web.permissions import Actor

PERMISSION = "policy:review"
COLUMNS = ("kind", "verdict", "values", "clause", "start", "end", "ground", "reason", "before", "after", "judged_on")


def judge(
    document: UUID,
    verdicts: Sequence[Verdict],
    *,
    by: Actor,
    key: str,
    on: date | None = None,
    only_open: bool = False,
) -> Outcome:
    """Judge findings of a document in one act: all of them, or none with the refusal.

    ``key`` is the idempotency key: a repeat gives the first result. Raises kept.MissingFileError where a place in the
    text must be found and the file is gone.
    """
    return act(JUDGE, Judge(case=document, verdicts=tuple(verdicts), only_open=only_open), by=by, key=key, on=on)


# --- what the gateway calls


def _load(requests: Sequence[Judge]) -> Sheets:
    cases = {request.case for request in requests}
    seeking = {
        request.case
        for request in requests
        if any(verdict.quote or verdict.way == rules.ADD for verdict in request.verdicts)
    }
    documents = Document.objects.filter(pk__in=cases).defer("sample")
    rows: dict[UUID, list[Judged]] = {}
    for row in Judged.objects.filter(document__in=cases):
        rows.setdefault(row.document_id, []).append(row)
    return {
        document.pk: sheet_of(
            document,
            {row.code: stand_of(row) for row in rows.get(document.pk, ()) if row.version == document.version},
            kept.read_text(document.text_digest) if document.pk in seeking else "",
        )
        for document in documents
    }


def _remember(rows: Sheets, request: Judge, decision: Decision) -> None:
    sheet: Sheet = rows[request.case]
    sheet.stands.update({code: done.stand for code, done in _judged(decision).items()})


def _judged(decision: Decision) -> dict[str, Judgement]:
    assert isinstance(decision.rows, dict)
    return decision.rows


def _project(done: Sequence[Done[Judge]]) -> None:
    merged: dict[UUID, dict[str, Judgement]] = {}
    for entry in done:
        merged.setdefault(entry.request.case, {}).update(_judged(entry.decision))
    documents = {row.pk: row for row in Document.objects.filter(pk__in=merged).defer("sample")}
    for case, judged in merged.items():
        document = documents[case]
        _write_judged(document, judged)
        standing_rows.write(document, {code: each.stand for code, each in judged.items()})
    following.changed(list(merged))


def _write_judged(document: Document, judged: dict[str, Judgement]) -> None:
    rows = [
        Judged(
            document=document,
            version=document.version,
            code=code,
            kind=done.stand.kind,
            verdict=done.stand.verdict,
            values=dict(done.stand.values),
            clause=done.stand.clause,
            start=done.stand.start,
            end=done.stand.end,
            ground=done.stand.ground,
            reason=done.stand.reason,
            before=done.before,
            after=done.after,
            judged_on=done.on,
        )
        for code, done in judged.items()
    ]
    Judged.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["document", "version", "code"], update_fields=list(COLUMNS)
    )


JUDGE = register_act(
    ActKind(
        MOVES,
        "judge",
        lambda request: Touched(cases=(request.case,)),
        rules.decide,
        _load,
        _project,
        remember=_remember,
    )
)
