"""The review for programs: ``/api/v1/review/…``. What stands of a public document is public; judging needs a desk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from kechuang.casework.act import Outcome
from kechuang.policy import kept
from kechuang.policy import queries as register
from kechuang.policy.models import Document
from kechuang.policy.review import actions, annotation, lists, queries, rules
from kechuang.policy.review.actions import PERMISSION
from kechuang.policy.review.rules import Verdict
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of, scope

router = Router()


def _documents(request: HttpRequest) -> Any:  # noqa: ANN401 - an annotated queryset
    return queries.documents(scope(actor_of(request), PERMISSION, clock.today()))


list_endpoint(router, "/documents", lists.REVIEWS, _documents, permission=PERMISSION)


class FindingOut(Schema):
    """A finding as it stands. ``read`` are the values as the reader gave them, empty where a person added it.

    ``confidence`` (a decimal as text, 0 to 1) is null where the reading states none. ``fact`` is the id of the fact by
    which it stands, empty while nobody judged it.
    """

    code: str
    kind: str
    verdict: str
    clause: str
    start: int
    end: int
    values: dict[str, str]
    read: dict[str, str]
    confidence: str | None
    doubts: list[str]
    ground: str
    reason: str
    fact: str


class FindingsOut(Schema):
    """The findings of one version of a document, and how many stand how."""

    document: UUID
    version: int
    counts: dict[str, int]
    findings: list[FindingOut]


class JudgeIn(Schema):
    """A judgement: ``way`` is accept, correct, reject or reopen.

    A correction names the values that shall be otherwise, and ``quote`` where the place is another. ``ground`` is
    needed for nothing: a rejection without one is ``misread``.
    """

    way: str
    values: dict[str, str] = Field(default_factory=dict)
    clause: str = ""
    quote: str = ""
    ground: str = ""
    reason: str = ""


class JudgeOneIn(JudgeIn):
    """A judgement among many: ``code`` names the finding; an addition (``way`` add) has a ``kind`` and no code."""

    code: str = ""
    kind: str = ""


class JudgeManyIn(Schema):
    """Judgements that are recorded together or not at all. ``only_open`` passes over what was judged meanwhile."""

    judgements: list[JudgeOneIn]
    only_open: bool = False


class JudgementsOut(Schema):
    """What an act judged: a fact for each finding."""

    document: UUID
    facts: list[str]
    repeated: bool


class PrecisionOut(Schema):
    """How the reader's findings of a kind were judged; ``precision`` is accepted out of judged, null without any."""

    kind: str
    accepted: int
    corrected: int
    rejected: int
    added: int
    precision: str | None


def _document(identifier: UUID) -> Document:
    found = register.document(identifier)
    if found is None:
        raise Http404
    return found


@router.get(
    "/documents/{identifier}/findings", auth=Needs("public"), response=FindingsOut, summary="Findings as they stand"
)
def show_findings(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give every finding of a document with its verdict, its values in force and the fact by which it stands."""
    found = _document(identifier)
    rows, facts = queries.findings(found), queries.facts_of(found)
    counted = queries.tally(rows)
    return {
        "document": found.pk,
        "version": found.version,
        "counts": {name: getattr(counted, name) for name in queries.Tally.__slots__},
        "findings": [_finding(each, facts.get(each.code, "")) for each in rows],
    }


def _finding(each: queries.Finding, fact: str) -> dict[str, Any]:
    same = ("code", "kind", "verdict", "clause", "start", "end", "ground", "reason")
    return {
        **{name: getattr(each, name) for name in same},
        "values": dict(each.values),
        "read": dict(each.read),
        "confidence": None if each.confidence is None else format(each.confidence, "f"),
        "doubts": [doubt.code for doubt in each.doubts],
        "fact": fact,
    }


@router.post(
    "/documents/{identifier}/findings/{code}",
    auth=Needs(PERMISSION),
    response=JudgementsOut,
    summary="Judge one finding",
)
def judge_one(request: HttpRequest, identifier: UUID, code: str, given: JudgeIn) -> dict[str, Any]:
    """Accept, correct, reject or reopen one finding."""
    verdict = Verdict(code=code, **{**given.dict(), "way": given.way if given.way != rules.ADD else ""})
    return _done(_judge(request, identifier, [verdict]))


@router.post(
    "/documents/{identifier}/findings", auth=Needs(PERMISSION), response=JudgementsOut, summary="Judge many findings"
)
def judge_many(request: HttpRequest, identifier: UUID, given: JudgeManyIn) -> dict[str, Any]:
    """Judge, or add, any number of findings of one document in one act."""
    verdicts = [Verdict(**each.dict()) for each in given.judgements]
    return _done(_judge(request, identifier, verdicts, only_open=given.only_open))


def _judge(request: HttpRequest, identifier: UUID, verdicts: list[Verdict], *, only_open: bool = False) -> Outcome:
    found = _document(identifier)
    key = idempotency_key(request)
    try:
        return actions.judge(found.pk, verdicts, by=actor_of(request), key=key, only_open=only_open)
    except kept.MissingFileError:
        raise Http404 from None


def _done(outcome: Outcome) -> dict[str, Any]:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return {"document": outcome.case, "facts": list(outcome.facts), "repeated": outcome.repeated}


@router.get(
    "/documents/{identifier}/annotation",
    auth=Needs("public"),
    response=dict[str, Any],
    summary="Findings as an annotation",
)
def show_annotation(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give the findings in force in the form of gold annotations, with their words as published."""
    try:
        return annotation.annotation(_document(identifier))
    except kept.MissingFileError:
        raise Http404 from None


@router.get("/precision", auth=Needs("public"), response=list[PrecisionOut], summary="How good the reader was")
def show_precision(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja passes it by name
    """Give the reader's precision by kind from the judgements on all documents in the register."""
    return [
        {
            "kind": kind,
            **{name: getattr(tally, name) for name in ("accepted", "corrected", "rejected", "added")},
            "precision": None if tally.precision is None else f"{tally.precision:.4f}",
        }
        for kind, tally in queries.by_kind().items()
    ]
