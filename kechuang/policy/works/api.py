"""Works, lines, matches, bodies and pilots for programs: ``/api/v1/works/…``."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.policy import kept
from kechuang.policy.works import actions, adopting, body_views, comparing, lists, published_lists, queries
from kechuang.policy.works.models import Line, Work
from kechuang.policy.works.rules import Step
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import Actor, may

router = Router()
PERMISSION = "policy:accept"
list_endpoint(
    router, "/", lists.WORKS, lambda _request: queries.works(), permission="public", operation_id="list_works"
)
list_endpoint(router, "/lines", lists.LINES, lists.lines, permission="public", operation_id="list_register_lines")
list_endpoint(router, "/alignment", lists.ALIGNMENT, lists.higher, permission="public", operation_id="list_alignment")
list_endpoint(
    router,
    "/published",
    published_lists.PUBLISHED,
    published_lists.rows,
    permission="public",
    operation_id="list_published_targets",
)
list_endpoint(router, "/pilots", lists.PILOTS, lists.pilots, permission="public", operation_id="list_pilots")


class MentionOut(Schema):
    """A place where a line is printed."""

    document: UUID
    code: str
    clause: str
    quote: str


class MatchOut(Schema):
    """A lower and a higher line; ``verdict`` is CONFIRMED, REJECTED or empty where nobody has decided."""

    lower: UUID
    upper: UUID
    verdict: str
    score: int
    reasons: dict[str, int]


class LineOut(Schema):
    """A register line with its places, its parts and its matches."""

    id: UUID
    work: UUID
    key: str
    indicator: str
    name: str
    comparator: str
    value: str
    value_max: str
    unit: str
    kind: str
    year: int | None
    place: str
    level: str
    doubts: list[str]
    total: str
    rest: str
    mentions: list[MentionOut]
    parts: list[UUID]
    above: list[MatchOut]
    below: list[MatchOut]


class BodyChangeOut(Schema):
    """A row of the table of succession."""

    names: str
    successors: str
    kind: str
    since: str
    source: str
    mark: str
    place: str


class BodyAnswerOut(Schema):
    """Who answers on a day for what was laid on a body as printed."""

    printed: str
    status: str
    today: list[list[str]]
    since: list[str]
    doubts: list[str]


class MatchIn(Schema):
    """A decision on a match: CONFIRMED or REJECTED; a no has a reason."""

    verdict: Literal["CONFIRMED", "REJECTED"]
    reason: str = ""


class WorkStatementIn(Schema):
    """How a document stands to another one (copy, version, apart, none), or whose plan it is."""

    document: UUID
    relation: Literal["copy", "version", "apart", "none"]
    other: UUID | None = None
    place: str = ""
    reason: str


class AdoptionIn(Schema):
    """A region's adoption of an act: ``other`` is another region's document with the same text."""

    document: UUID
    other: UUID
    place: str
    body: str
    number: str = ""
    adopted_on: date
    in_force_on: date | None = None
    source: str


class AdoptionOut(Schema):
    """A region's adoption on record."""

    document: UUID
    place: str
    body: str
    number: str
    adopted_on: date
    in_force_on: date | None
    source: str
    case: UUID


class WorkPaperOut(Schema):
    """A document as a paper of a work: ``verdict`` compares its text with that of the paper that speaks."""

    document: UUID
    role: str
    verdict: str
    share: int
    differences: int


class WorkOut(Schema):
    """A work with its papers, and the regions' adoptions of an act that several adopted with one text."""

    id: UUID
    title: str
    number: str
    place: str
    level: str
    in_force_everywhere_since: date | None
    papers: list[WorkPaperOut]
    adoptions: list[AdoptionOut]


class PilotIn(Schema):
    """A pilot as it is put on record."""

    document: UUID
    clause: str = ""
    title: str
    place: str
    tried: str
    since: date | None = None


class PilotStepIn(Schema):
    """Words of a step of a pilot; spreading says where to."""

    text: str
    spread_to: str = ""


class WorkCaseOut(Schema):
    """The case in which a decision stands."""

    case: UUID


@router.get("/compare", auth=Needs("public"), response=dict[str, Any], summary="Two versions or documents compared")
def compare(request: HttpRequest, old: str, new: str) -> dict[str, Any]:  # noqa: ARG001 - the interface gives it
    """Compare by addresses ``<document>`` or ``<document>:<version>``."""
    try:
        first, second = queries.text_at(old), queries.text_at(new)
    except kept.MissingFileError:
        raise Http404 from None
    if first is None or second is None:
        raise Http404
    return comparing.as_json(comparing.Shown(first, second, everything=True))


@router.get("/lines/{identifier}", auth=Needs("public"), response=LineOut, summary="One register line")
def line(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - the interface gives it
    """Give a line with everything that hangs on it."""
    found = queries.lines().filter(pk=identifier).first()
    if found is None:
        raise Http404
    above, below = queries.matches(found)
    names = ("id", "key", "indicator", "name", "comparator", "value", "value_max", "unit", "kind", "year", "place",
             "level", "doubts", "total", "rest")  # fmt: skip
    return {name: getattr(found, name) for name in names} | {
        "work": found.work_id,
        "mentions": list(found.mentions.order_by("order").values("document", "code", "clause", "quote")),
        "parts": list(found.parts.order_by("order").values_list("pk", flat=True)),
        "above": [_match(each) for each in above],
        "below": [_match(each) for each in below],
    }


def _match(each: queries.Match) -> dict[str, Any]:
    return {
        "lower": each.lower.pk,
        "upper": each.upper.pk,
        "verdict": each.verdict,
        "score": each.score,
        "reasons": dict(each.reasons),
    }


@router.post(
    "/lines/{identifier}/serves/{other}", auth=Needs(PERMISSION), response=WorkCaseOut, summary="Decide a match"
)
def align(request: HttpRequest, identifier: UUID, other: UUID, wanted: MatchIn) -> dict[str, Any]:
    """Confirm or reject that the first line serves the second, higher one."""
    keys = {row.pk: row.key for row in Line.objects.filter(pk__in=[identifier, other])}
    if identifier not in keys or other not in keys:
        raise Http404
    outcome = actions.align(
        keys[identifier],
        keys[other],
        wanted.verdict,
        reason=wanted.reason,
        by=request.auth,  # type: ignore[attr-defined]  # set by the interface
        key=idempotency_key(request),
    )
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return {"case": outcome.case}


@router.post("/statements", auth=Needs(PERMISSION), response={201: WorkCaseOut}, summary="Say how a paper stands")
def state(request: HttpRequest, wanted: WorkStatementIn) -> tuple[int, dict[str, Any]]:
    """Say how a document stands to another one, or whose plan it is."""
    outcome = actions.state(
        wanted.document,
        wanted.relation,
        other=wanted.other,
        place=wanted.place,
        reason=wanted.reason,
        by=request.auth,  # type: ignore[attr-defined]  # set by the interface
        key=idempotency_key(request),
    )
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return 201, {"case": outcome.case}


@router.post("/adoptions", auth=Needs(PERMISSION), response={201: WorkCaseOut}, summary="Record an adoption")
def adopt(request: HttpRequest, wanted: AdoptionIn) -> tuple[int, dict[str, Any]]:
    """Put on record that a region adopted an act that another region adopted with the same text."""
    outcome = actions.adopt(
        actions.Adopted(**wanted.dict()),
        by=request.auth,  # type: ignore[attr-defined]  # set by the interface
        key=idempotency_key(request),
    )
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return 201, {"case": outcome.case}


@router.get("/one/{identifier}", auth=Needs("public"), response=WorkOut, summary="One work")
def work(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - the interface gives it
    """Give a work by its id or that of a document that prints it."""
    found = Work.objects.filter(pk=identifier).first() or queries.work_of(identifier)
    if found is None:
        raise Http404
    return adopting.as_json(found)


@router.get("/bodies", auth=Needs("public"), response=list[BodyChangeOut], summary="Table of succession of bodies")
def bodies(request: HttpRequest, q: str = "") -> list[dict[str, Any]]:  # noqa: ARG001 - the interface gives it
    """Give the table, narrowed to names that hold the words."""
    return [{**row, "names": row["from"], "successors": row["to"]} for row in body_views.rows(q[:60])]


@router.get("/bodies/today", auth=Needs("public"), response=BodyAnswerOut, summary="Who answers today for a body")
def owner(request: HttpRequest, name: str, place: str, printed_on: date | None = None) -> dict[str, Any]:  # noqa: ARG001 - the interface gives it
    """Give today's body for a name printed in a document of a place."""
    answer = queries.owners([name[:80]], place[:9], printed_on, clock.today())[0].answer
    return {
        "printed": answer.printed,
        "status": answer.status,
        "today": [list(names) for names in answer.today],
        "since": [step.since for step in answer.steps],
        "doubts": list(answer.doubts),
    }


@router.post("/pilots", auth=Needs(PERMISSION), response={201: WorkCaseOut}, summary="Put a pilot on record")
def pilot(request: HttpRequest, wanted: PilotIn) -> tuple[int, dict[str, Any]]:
    """Record what a clause has tried first in one place."""
    outcome = actions.register_pilot(
        wanted.document,
        wanted.clause,
        wanted.title,
        wanted.place,
        wanted.tried,
        since=wanted.since,
        by=request.auth,  # type: ignore[attr-defined]  # set by the interface
        key=idempotency_key(request),
    )
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return 201, {"case": outcome.case}


@router.post("/pilots/{identifier}/{move}", auth=Needs(PERMISSION), response=WorkCaseOut, summary="A step of a pilot")
def pilot_step(request: HttpRequest, identifier: UUID, move: str, wanted: PilotStepIn) -> dict[str, Any]:
    """Evaluate, spread or end a pilot."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by the interface
    found = lists.pilots().filter(pk=identifier).first()
    if move not in actions.STEPS or found is None:
        raise Http404
    if not may(actor, PERMISSION, on=clock.today(), place=found.case.place):
        raise Http404
    asked = Step(case=identifier, move=move, text=wanted.text, spread_to=wanted.spread_to)
    outcome = actions.pilot_step(asked, by=actor, key=idempotency_key(request))
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return {"case": identifier}
