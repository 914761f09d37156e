"""Documents, targets, tasks, promises and systems for programs: ``/api/v1/policy/…`` and ``/api/v1/systems/…``.

Importing is two calls, as on the pages: a file becomes a preview; the preview, checked, is accepted.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from kechuang.casework.act import Outcome
from kechuang.casework.files import looking
from kechuang.kernel.refusal import Refusal
from kechuang.policy import actions, beside, catalogue, intake, kept, lists, queries, rules, wording
from kechuang.policy.catalogue import Promise
from kechuang.policy.finding import from_json, to_json
from kechuang.policy.forms import most_bytes
from kechuang.policy.models import Document, Draft, System
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

policy = Router()
systems = Router()

list_endpoint(policy, "/documents", lists.DOCUMENTS, lambda _request: queries.documents(), permission="public")
list_endpoint(policy, "/targets", lists.TARGETS, lambda _request: queries.targets(), permission="public")
list_endpoint(policy, "/tasks", lists.TASKS, lambda _request: queries.tasks(), permission="public")
list_endpoint(systems, "", lists.SYSTEMS, lambda _request: System.objects.all(), permission="public")


class JudgedOut(Schema):
    """How a person judged a finding; ``url`` leads to the fact."""

    verdict: str
    corrected: bool
    url: str


class CopyOut(Schema):
    """One document with everything found in it; places count code points of the text.

    ``findings`` are as the reader gave them, and what ``findings_digest`` is of; ``in_force`` are targets, tasks, notes
    and clauses as they stand after people judged them; ``judged`` says by code how.
    """

    id: UUID
    url: str
    title: str
    number: str
    issuers: list[str]
    issued_on: date | None
    work: str
    state: str
    version: int
    register_number: str
    file_digest: str
    text_digest: str
    findings_digest: str
    same_work_as: UUID | None
    findings: dict[str, Any]
    in_force: dict[str, Any]
    judged: dict[str, JudgedOut]


class ClauseOut(Schema):
    """A clause as published."""

    document: UUID
    path: str
    title: str
    start: int
    end: int
    text: str


class PromiseOut(Schema):
    """A promise: the clause it stands on, our summary, and what serves it. ``published`` is set once a copy is here."""

    code: str
    work: str
    document: str
    clause: str
    title: str
    summary: str
    quantified: bool
    indicators: list[str]
    acts: list[str]
    systems: list[int]
    published: str | None = None
    url: str = ""


class SystemOut(Schema):
    """One system that documents name."""

    number: int
    name: str
    name_en: str
    also: list[str]
    kinds: list[str]
    where: dict[str, list[str]]
    does: str
    status: str
    today: str
    link: str


class PreviewOut(Schema):
    """What was found in an uploaded file; nothing is in the register yet."""

    id: UUID
    url: str
    already: UUID | None
    likely_same_work: list[UUID]
    findings: dict[str, Any]


class AcceptIn(Schema):
    """What a person confirms; what is left out stands as it was read."""

    title: str | None = None
    number: str | None = None
    issuers: list[str] | None = None
    issued_on: date | None = None
    same_work_as: UUID | None = None
    replaces: UUID | None = None
    reason: str = ""


class ReasonIn(Schema):
    """Why."""

    reason: str


class DocumentDoneOut(Schema):
    """What an act did."""

    document: UUID
    state: str
    facts: list[str]
    repeated: bool


def _document(identifier: UUID) -> Document:
    found = queries.document(identifier)
    if found is None:
        raise Http404
    return found


@policy.get("/documents/{identifier}", auth=Needs("public"), response=CopyOut, summary="One document with its findings")
def show_document(request: HttpRequest, identifier: UUID) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give one document with all findings."""
    found = _document(identifier)
    standing = to_json(beside.reading_in_force(found))
    return {
        "id": found.pk,
        "url": queries.document_url(found),
        "state": found.case.state,
        "register_number": found.case.number,
        "findings": found.reading,
        "in_force": {name: standing[name] for name in ("targets", "tasks", "noted", "clauses")},
        "judged": {
            code: {"verdict": mark.state.code, "corrected": mark.corrected, "url": mark.url}
            for code, mark in beside.marks_of(found).items()
        },
        "same_work_as": found.same_work_as_id,
        **{
            name: getattr(found, name)
            for name in (
                *("title", "number", "issuers", "issued_on", "work", "version"),
                *("file_digest", "text_digest", "findings_digest"),
            )
        },
    }


@policy.get(
    "/documents/{identifier}/clauses", auth=Needs("public"), response=list[ClauseOut], summary="Clauses as published"
)
def show_clauses(request: HttpRequest, identifier: UUID) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja passes it by name
    """Give the clauses of one document with their text."""
    found = _document(identifier)
    text = kept.read_text(found.text_digest)
    return [
        {
            "document": found.pk,
            "path": row.path,
            "title": row.title,
            "start": row.start,
            "end": row.body_end,
            "text": text[row.start : row.body_end],
        }
        for row in found.clauses.order_by("order")
    ]


@policy.get("/promises", auth=Needs("public"), response=list[PromiseOut], summary="Promises")
def list_promises(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja passes it by name
    """Give all promises, without the published text."""
    return [_promise(each) for each in queries.promises()]


@policy.get("/promises/{code}", auth=Needs("public"), response=PromiseOut, summary="One promise")
def show_promise(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give one promise with its clause as published, where a copy of the document is on this node."""
    found = queries.promise(code)
    if found is None:
        raise Http404
    quote = queries.clause_text(found)
    return {**_promise(found), "published": quote.text if quote else None}


def _promise(found: Promise) -> dict[str, Any]:
    return {
        "code": found.code,
        "work": found.work.key,
        "document": found.work.title,
        "clause": found.clause,
        "title": wording.own(found.title),
        "summary": wording.own(found.summary),
        "quantified": found.quantified,
        "indicators": list(found.indicators),
        "acts": list(found.acts),
        "systems": list(found.systems),
        "url": queries.cited_url(found.work.key, found.clause),
    }


@systems.get("/{number}", auth=Needs("public"), response=SystemOut, summary="One system")
def show_system(request: HttpRequest, number: int) -> dict[str, Any]:  # noqa: ARG001 - ninja passes it by name
    """Give one row of the table of systems."""
    found = catalogue.systems().get(number)
    if found is None:
        raise Http404
    return {
        "number": found.number,
        "name": found.name,
        "name_en": found.name_en,
        "also": list(found.also),
        "kinds": list(found.kinds),
        "where": {key: list(clauses) for key, clauses in found.where.items()},
        "does": wording.own(found.does),
        "status": found.status,
        "today": wording.own(found.today) if found.today else "",
        "link": queries.link_of(found),
    }


@policy.post("/previews", auth=Needs("policy:import"), response=PreviewOut, summary="Read a file into a preview")
def make_preview(request: HttpRequest, file: File[UploadedFile], declared: Form[bool] = False) -> dict[str, Any]:
    """Read a file; nothing enters the register. ``declared`` must be true: it holds no state secrets (非涉密)."""
    undeclared = looking.undeclared(file.name or "", declared=declared)
    if undeclared:
        raise RefusedError(undeclared, status=422)
    if (file.size or 0) > most_bytes():
        values = {"name": file.name or "", "bytes": file.size or 0, "limit": most_bytes()}
        raise RefusedError(Refusal("reading.too_large", values, "file"), status=422)
    taken = intake.take_file(file.read(), file.name or "")
    if isinstance(taken, Refusal):
        raise RefusedError(taken, status=422)
    draft = actions.preview(taken.reading, taken.text, taken.data, by=actor_of(request))
    same = queries.same_copy(taken.reading)
    twins = queries.twins(taken.reading.title, draft.sample, apart_from=[same.pk] if same else [])
    return {
        "id": draft.pk,
        "url": queries.preview_url(draft),
        "already": same.pk if same else None,
        "likely_same_work": [twin.document.pk for twin in twins],
        "findings": to_json(taken.reading),
    }


@policy.post(
    "/previews/{identifier}/accept", auth=Needs("policy:accept"), response=DocumentDoneOut, summary="Accept a preview"
)
def accept_preview(request: HttpRequest, identifier: UUID, given: AcceptIn) -> dict[str, Any]:
    """Take a previewed document into the register; a repeat gives the first result."""
    draft = queries.draft(identifier, actor_of(request))
    if draft is None:
        raise Http404
    particulars = _particulars(draft, given)
    if given.replaces:
        outcome = actions.replace(draft, given.replaces, particulars, given.reason, by=actor_of(request))
    else:
        outcome = actions.accept(draft, particulars, by=actor_of(request), same_work_as=given.same_work_as)
    return _done(outcome)


def _particulars(draft: Draft, given: AcceptIn) -> rules.Particulars:
    read = rules.as_read(from_json(draft.reading))
    return rules.Particulars(
        title=read.title if given.title is None else given.title,
        number=read.number if given.number is None else given.number,
        issuers=read.issuers if given.issuers is None else tuple(given.issuers),
        issued_on=read.issued_on if given.issued_on is None else given.issued_on,
    )


@policy.post(
    "/documents/{identifier}/withdraw",
    auth=Needs("policy:accept"),
    response=DocumentDoneOut,
    summary="Withdraw a document",
)
def withdraw_document(request: HttpRequest, identifier: UUID, given: ReasonIn) -> dict[str, Any]:
    """Take a document out of the register."""
    found = _document(identifier)
    key = idempotency_key(request)
    return _done(actions.withdraw(found.pk, given.reason, by=actor_of(request), key=key))


def _done(outcome: Outcome) -> dict[str, Any]:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return {
        "document": outcome.case,
        "state": outcome.states[outcome.case],
        "facts": list(outcome.facts),
        "repeated": outcome.repeated,
    }
