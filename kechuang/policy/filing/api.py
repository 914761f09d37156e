"""What goes out of documents, for programs: breakdown, JSON, Akoma Ntoso, candidate rules."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema

from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.policy import kept
from kechuang.policy.filing import actions, akn, compared, lists, machine, rule_views, ruling, table
from kechuang.policy.filing.breakdown import BY, WHICH, Asked
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.rules import PERMISSION, PROPOSED
from kechuang.policy.filing.views import MEDIA, file_of
from kechuang.policy.models import Document
from kechuang.policy.views import found_or_404
from kechuang.rulebook import load
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(
    router,
    "/rule-candidates",
    lists.CANDIDATES,
    lambda _request: lists.rows(),
    permission="public",
    operation_id="list_rule_candidates",
)


class GoalOut(Schema):
    """A goal of a row, as published."""

    code: str
    indicator: str
    comparator: str
    value: str
    unit: str
    year: int | None


class BreakdownRowOut(Schema):
    """One row of the breakdown; places count code points of the text."""

    number: int
    group: str
    clause: str
    head: str
    content: str
    goals: list[GoalOut]
    lead: list[str]
    others: list[str]
    until: list[str]
    yearly: bool
    open_list: bool
    task: str
    start: int
    end: int


class BreakdownOut(Schema):
    """The breakdown of responsibilities of a document."""

    document: UUID
    title: str
    rows: list[BreakdownRowOut]


class InForceOut(Schema):
    """What the rulebook answers for a key, place and day."""

    key: str
    value: str
    place: str
    since: date | None
    known: bool


class RuleCandidateOut(Schema):
    """A candidate rule; ``files`` are set once it is confirmed."""

    id: UUID
    document: UUID
    code: str
    clause: str
    role: str
    type: str
    value: str
    who: str
    condition: str
    quote: str
    state: str
    stale: bool
    place: str
    since: date | None
    until: date | None
    proposal: dict[str, str]
    in_force: list[InForceOut]
    files: dict[str, str]


class ProposeIn(Schema):
    """A rule as a person confirms it; ``title_zh`` and ``title_en`` and ``type`` only for a new key."""

    rule_key: str
    meaning: str
    value: str
    place: str
    since: date
    clause: str
    until: date | None = None
    type: str = ""
    unit: str = ""
    kind: str = ""
    confidence: str = "S"
    standing: str = "in_force"
    title_zh: str = ""
    title_en: str = ""


class RejectIn(Schema):
    """Why a candidate is no rule."""

    reason: str


class RuleJudgedOut(Schema):
    """What an act did."""

    candidate: UUID
    state: str
    facts: list[str]
    repeated: bool


@router.get(
    "/{identifier}/breakdown", auth=Needs("public"), response=BreakdownOut, summary="Breakdown of responsibilities"
)
def show_breakdown(
    request: HttpRequest,  # noqa: ARG001 - ninja passes it by name
    identifier: UUID,
    which: str = "all",
    by: str = "clause",
    chapter: str = "",
    body: str = "",
) -> dict[str, Any]:
    """Give the rows of a document's breakdown."""
    filed = _filed(identifier, which, by, chapter, body)
    return {
        "document": filed.document.pk,
        "title": filed.title,
        "rows": [_row(part.title, line) for part in filed.parts for line in part.lines],
    }


def _filed(identifier: UUID, which: str, by: str, chapter: str, body: str) -> table.Filed:
    if which not in WHICH or by not in BY:
        raise RefusedError(
            Refusal("filing.not_allowed", {"found": f"{which} {by}", "allowed": ", ".join((*WHICH, *BY))})
        )
    try:
        return table.filed(found_or_404(identifier), Asked(which=which, by=by, chapter=chapter, body=body))
    except kept.MissingFileError:
        raise Http404 from None


def _row(group: str, line: table.Line) -> dict[str, Any]:
    row = line.row
    same = ("clause", "head", "content", "lead", "others", "until", "yearly", "open_list", "task", "start", "end")
    goals = ("code", "indicator", "comparator", "value", "unit", "year")
    return {
        "number": line.number,
        "group": group,
        "goals": [{name: getattr(target, name) for name in goals} for target in row.targets],
        **{name: getattr(row, name) for name in same},
    }


@router.get("/{identifier}/breakdown/file", auth=Needs("public"), summary="The breakdown as docx, pdf or xlsx")
def breakdown_file(
    request: HttpRequest,
    identifier: UUID,
    kind: str = "docx",
    which: str = "all",
    by: str = "clause",
    chapter: str = "",
    body: str = "",
) -> HttpResponse:
    """Give the file that an office files."""
    if kind not in MEDIA:
        raise RefusedError(Refusal("filing.not_allowed", {"found": kind, "allowed": ", ".join(MEDIA)}))
    filed = _filed(identifier, which, by, chapter, body)
    made = file_of(filed, kind, _address(request, filed.document))
    if isinstance(made, Refusal):
        raise RefusedError(made)
    return HttpResponse(made, content_type=MEDIA[kind])


def _address(request: HttpRequest, document: Document) -> str:
    return request.build_absolute_uri(reverse("policy:document", args=[document.pk]))


@router.get("/{identifier}/json", auth=Needs("public"), summary="A document with all findings, text and particulars")
def document_json(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the document whole, as the page's JSON file."""
    document = found_or_404(identifier)
    try:
        data = machine.written(document, _address(request, document))
    except kept.MissingFileError:
        raise Http404 from None
    return HttpResponse(data, content_type="application/json")


@router.get("/{identifier}/akoma-ntoso", auth=Needs("public"), summary="A document as Akoma Ntoso 3.0")
def document_akn(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the document as XML."""
    document = found_or_404(identifier)
    try:
        data = machine.as_akn(document, _address(request, document))
    except kept.MissingFileError:
        raise Http404 from None
    return HttpResponse(data, content_type=akn.MEDIA_TYPE)


@router.get(
    "/rule-candidates/{identifier}", auth=Needs("public"), response=RuleCandidateOut, summary="One candidate rule"
)
def show_candidate(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give a candidate with what holds today under the same key or keys that come near."""
    return _candidate(rule_views.candidate_or_404(identifier))


def _candidate(found: RuleCandidate) -> dict[str, Any]:
    force = rule_views.force_of(found.document)
    rule = ruling.from_plain(found.proposal) if found.proposal else None
    place = rule.place if rule else rule_views.read_place(found, force)
    on = rule.since if rule else force.since or clock.today()
    keys = [rule.key] if rule else [key.name for key in rule_views.suggestions(found)]
    names = ("code", "clause", "role", "type", "value", "who", "condition", "quote", "state", "stale", "proposal")
    return {
        "id": found.pk,
        "document": found.document_id,
        "place": place,
        "since": rule.since if rule else force.since,
        "until": rule.until if rule else force.until,
        "in_force": [compared.in_force(key, place, on) for key in keys],
        "files": ruling.files([rule], actions.cited(found.document)) if rule and found.state == PROPOSED else {},
        **{name: getattr(found, name) for name in names},
    }


@router.post(
    "/rule-candidates/{identifier}/propose",
    auth=Needs(PERMISSION),
    response=RuleJudgedOut,
    summary="Confirm a candidate as a rule",
)
def propose(request: HttpRequest, identifier: UUID, given: ProposeIn) -> dict[str, Any]:
    """Confirm; the rule is in force only once its file is laid into a node's rules."""
    found = rule_views.mine_or_404(request, identifier)
    known = load.current().keys.get(given.rule_key)
    if known is None and not (given.title_zh.strip() and given.title_en.strip()):
        raise RefusedError(Refusal("filing.key_without_title", {"found": given.rule_key}, "rule_key"))
    force = rule_views.force_of(found.document)
    rule = ruling.Proposal(
        key=given.rule_key,
        type=known.type if known else given.type or found.type,
        meaning=given.meaning,
        value=given.value,
        unit=given.unit,
        kind=given.kind,
        place=given.place,
        since=given.since,
        until=given.until,
        clause=given.clause,
        confidence=given.confidence,
        since_confidence=given.confidence if force.read and given.since == force.since else "G",
        standing=given.standing,
        title_zh="" if known else given.title_zh,
        title_en="" if known else given.title_en,
        quote=found.quote[:600],
    )
    return _done(actions.propose(found, rule, by=actor_of(request), key=idempotency_key(request)), found)


@router.post(
    "/rule-candidates/{identifier}/reject", auth=Needs(PERMISSION), response=RuleJudgedOut, summary="Reject a candidate"
)
def reject(request: HttpRequest, identifier: UUID, given: RejectIn) -> dict[str, Any]:
    """Say that a candidate is no rule, and why."""
    found = rule_views.mine_or_404(request, identifier)
    return _done(actions.reject(found, given.reason, by=actor_of(request), key=idempotency_key(request)), found)


def _done(outcome: Outcome, found: RuleCandidate) -> dict[str, Any]:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return {
        "candidate": found.pk,
        "state": outcome.states[found.pk],
        "facts": list(outcome.facts),
        "repeated": outcome.repeated,
    }
