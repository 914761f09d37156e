"""Measured promises for programs: list, one, plans; bind, change, judge, release."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router, Schema, Status

from kechuang.casework import standing
from kechuang.casework.act import Outcome
from kechuang.indicators.promises import actions, lists, opened, queries, rules
from kechuang.indicators.promises.act_views import binding, changing
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.moves import BIND, JUDGE
from kechuang.indicators.promises.rules import Judge, Release
from kechuang.indicators.promises.terms import Terms
from kechuang.kernel.refusal import Refusal
from kechuang.policy import queries as policy
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()
list_endpoint(router, "", lists.PROMISES, queries.rows, permission="public", operation_id="list_measured_targets")


class TargetMeasuredOut(Schema):
    """A measured promise: terms, state, the numbers behind it, projection, observations. Numbers are text."""

    promise: UUID
    document: UUID
    target: str
    clause: str
    title: str
    quote: str
    version: int
    released: bool
    bound_on: date
    url: str
    terms: dict[str, str]
    state: str
    why: str
    says: str
    value: str | None
    period: str
    path: str | None
    ratio: str | None
    attained: str | None
    elapsed: str | None
    needed_yearly: str | None
    late: dict[str, int] | None
    readings: list[dict[str, str | None]]
    kept: int | None
    of: int | None
    missing: list[str]
    movement: str
    notes: list[str]
    projection: list[dict[str, Any]]
    methods: list[dict[str, Any]]
    observations: list[dict[str, str | None]]
    versions: list[dict[str, Any]]
    judgements: list[dict[str, Any]]


class PlanProgressOut(Schema):
    """A plan with every target: what it comes to, or that nothing measures it."""

    document: dict[str, str]
    url: str
    on: str
    known: str
    logs: dict[str, int]
    promises: list[dict[str, Any]]


class PlanCountOut(Schema):
    """A plan in the list of plans: how many targets, how many measured, and how many in each state."""

    document: UUID
    title: str
    targets: int
    measured: int
    states: dict[str, int]
    url: str


class BindIn(Schema):
    """Bind a target (code in a document) with terms as texts (form, indicator, place, base, base_on, due_on …)."""

    document: UUID
    target: str
    terms: dict[str, str]
    reason: str


class NewTermsIn(Schema):
    """New terms, whole, and why."""

    terms: dict[str, str]
    reason: str


class JudgedIn(Schema):
    """A judgement by hand: a state code and why."""

    state: str
    reason: str


class EndIn(Schema):
    """Why the measuring ends."""

    reason: str


class PromiseDoneOut(Schema):
    """The promise and the state of its case."""

    promise: str
    state: str


@router.get("/plans", auth=Needs("public"), response=list[PlanCountOut], summary="List plans with their progress")
def list_plans(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja's signature
    """List the documents whose targets are measured."""
    return [
        {
            "document": each.document.pk,
            "title": each.document.title,
            "targets": each.targets,
            "measured": each.measured,
            "states": dict(each.counts),
            "url": reverse("promises:plan", args=[each.document.pk]),
        }
        for each in queries.plans()
    ]


@router.get("/plans/{identifier}", auth=Needs("public"), response=PlanProgressOut, summary="Give a plan's progress")
def plan_progress(request: HttpRequest, identifier: UUID, vintage: date | None = None) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Give every target of a plan with its state, values and vintages; ``vintage``: by what was known on that day."""
    document = queries.plan(identifier)
    if document is None:
        raise Http404
    return opened.plan(document, known=vintage)


@router.get("/{identifier}", auth=Needs("public"), response=TargetMeasuredOut, summary="Give a measured promise")
def give_measured(request: HttpRequest, identifier: UUID, vintage: date | None = None) -> dict[str, Any]:  # noqa: ARG001 - ninja's signature
    """Give one promise; ``vintage`` (a day, 2026-06-30) measures it by what was known and in force on that day."""
    row = queries.promise(identifier)
    if row is None:
        raise Http404
    found = queries.one(row) if vintage is None else queries.one_as_of(row, clock.today(), vintage)
    return {
        "promise": row.pk,
        "document": row.document_id,
        "target": row.target,
        "clause": row.clause,
        "title": row.title,
        "quote": row.quote,
        "version": row.version,
        "released": row.released,
        "bound_on": row.bound_on,
        "url": lists.promise_url(row),
        **opened.assessed(found),
        "versions": [
            {"number": each.number, "since": each.since, "reason": each.reason, "terms": each.terms}
            for each in row.versions.order_by("number")
        ],
        "judgements": [
            {"state": each.state, "computed": each.computed, "on": each.judged_on, "reason": each.reason}
            for each in row.judgements.order_by("judged_on", "pk")
        ],
    }


@router.post("", auth=Needs(BIND), response={201: PromiseDoneOut}, summary="Bind a target to an indicator")
def bind_target(request: HttpRequest, wanted: BindIn) -> Status[PromiseDoneOut]:
    """Bind a target of a document in the register."""
    row = policy.targets().filter(document=wanted.document, code=wanted.target).first()
    if row is None:
        raise Http404
    asked = binding(row, _terms(wanted.terms), wanted.reason, actor_of(request))
    return Status(201, _done(actions.bind(asked, by=actor_of(request), key=idempotency_key(request))))


@router.post("/{identifier}/change", auth=Needs(BIND), response=PromiseDoneOut, summary="Change a promise's terms")
def change_terms(request: HttpRequest, identifier: UUID, wanted: NewTermsIn) -> PromiseDoneOut:
    """Put new terms in the place of those in force; the old ones stay visible."""
    row = _found(request, identifier)
    asked = changing(row, _terms(wanted.terms), wanted.reason)
    return _done(actions.change(asked, by=actor_of(request), key=idempotency_key(request)))


@router.post("/{identifier}/judge", auth=Needs(JUDGE), response=PromiseDoneOut, summary="Judge a promise by hand")
def judge_promise(request: HttpRequest, identifier: UUID, wanted: JudgedIn) -> PromiseDoneOut:
    """Record a judgement beside the computed state."""
    row = _found(request, identifier)
    computed = queries.one(row).measured.state
    asked = Judge(case=row.pk, state=wanted.state, computed=computed, reason=wanted.reason)
    return _done(actions.judge(asked, by=actor_of(request), key=idempotency_key(request)))


@router.post("/{identifier}/release", auth=Needs(BIND), response=PromiseDoneOut, summary="End a promise's measuring")
def release_promise(request: HttpRequest, identifier: UUID, wanted: EndIn) -> PromiseDoneOut:
    """End the measuring of a promise."""
    row = _found(request, identifier)
    asked = Release(case=row.pk, reason=wanted.reason)
    return _done(actions.release(asked, by=actor_of(request), key=idempotency_key(request)))


def _found(request: HttpRequest, identifier: UUID) -> Promise:
    row = queries.promise(identifier)
    if row is None or row.released or not standing.may_read(row.case, actor_of(request), clock.today()):
        raise Http404
    return row


def _terms(given: dict[str, str]) -> Terms:
    try:
        return rules.terms_of(given)
    except (TypeError, ValueError) as error:
        raise RefusedError(Refusal("promise.terms_unread", {"fault": str(error)[:200]}, "terms"), status=422) from None


def _done(outcome: Outcome) -> PromiseDoneOut:
    if outcome.refusal:
        raise RefusedError(outcome.refusal)
    return PromiseDoneOut(promise=str(outcome.case), state=outcome.states[outcome.case])
