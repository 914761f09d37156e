"""Vouchers for programs: ``/api/v1/vouchers/…``. The same lists, and every act of the pages through the gateway.

An act takes the fields of its page as JSON and an ``Idempotency-Key``; a repeat gives the first result. Files go to
``/vouchers/files`` first; the answer's ``kept`` is then sent as ``report_kept``, ``contract_kept`` or ``payment_kept``.
``declared`` must be true wherever a file or a pasted report comes: it holds no state secrets (非涉密).
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import create_model

from kechuang.casework.act import Outcome
from kechuang.casework.models import Step
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import files, lists, overview, public_lists, queries, showing
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.form_acts.table import ACTS
from kechuang.mechanisms.sharing.voucher.forms.base import FileForm, HandInField, Subject, bodies, grants
from kechuang.mechanisms.sharing.voucher.urls import PLURALS
from kechuang.mechanisms.sharing.voucher.views import acting
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, idempotency_key, list_endpoint
from kechuang.web.errors import problem
from kechuang.web.permissions import actor_of

router = Router()


def _listed(_request: HttpRequest) -> Any:  # noqa: ANN401 - a queryset
    return queries.public_list(clock.today()).annotate(services_text=Cast("services", TextField()))


PUBLIC = (
    ("budgets", public_lists.BUDGETS, lambda _request: overview.budgets()),
    ("providers", public_lists.PROVIDERS, _listed),
    ("notices", public_lists.NOTICES, lambda _request: queries.notices(clock.today())),
    ("results", public_lists.RESULTS, lambda _request: overview.paid_batches()),
    ("rounds", public_lists.ROUNDS, lambda _request: overview.rounds()),
)
OWN = (
    ("rights", lists.RIGHTS, "sharing.voucher.right", "voucher:read"),
    ("orders", lists.ORDERS, "sharing.voucher.order", "voucher:read"),
    ("listings", lists.LISTINGS, "sharing.voucher.provider", "voucher:read"),
    ("batches", lists.BATCHES, "sharing.voucher.batch", "batch:prepare"),
)
for name, declared, rows in PUBLIC:
    list_endpoint(router, f"/{name}", declared, rows, permission="public")
for name, declared, kind, permission in OWN:
    list_endpoint(
        router, f"/{name}", declared, lambda request, kind=kind: lists.rows(kind, request), permission=permission
    )


class VoucherRuleOut(Schema):
    """One rule towards a firm: met, missed or only informing; by how much; under which clause."""

    title: str
    met: bool | None
    limit: str
    have: str
    gap: str
    cite: str
    since: date | None


class EntitlementOut(Schema):
    """What a firm may have on a day; amounts in yuan as text."""

    body: UUID
    on: date
    most_yuan: str
    left_yuan: str
    reserved_yuan: str
    paid_yuan: str
    lines: list[VoucherRuleOut]


@router.get("/mine", auth=Needs("right:apply"), response=list[EntitlementOut], summary="What my firms may have")
def mine(request: HttpRequest) -> list[EntitlementOut]:
    """Every rule for each firm or team that the caller acts for."""
    today = clock.today()
    held = bodies(grants(Subject(actor_of(request), today), "right:apply", own=True))
    return [_entitlement(pk, today) for pk in held]


def _entitlement(body: UUID, on: date) -> EntitlementOut:
    found = queries.entitlement(body, on)
    lines = [
        VoucherRuleOut(
            title=each.title,
            met=line.met,
            limit=each.limit,
            have=each.have,
            gap=each.gap,
            cite=each.cite,
            since=each.since,
        )
        for line, each in zip(found.lines, showing.lines(found.lines), strict=True)
    ]
    claims = found.claims
    return EntitlementOut(
        body=body,
        on=on,
        most_yuan=f"{found.most_yuan:.2f}",
        left_yuan=f"{claims.left_yuan:.2f}",
        reserved_yuan=f"{claims.reserved_yuan:.2f}",
        paid_yuan=f"{claims.paid_yuan:.2f}",
        lines=lines,
    )


class RuleOut(Schema):
    """One rule in force at a place, in words."""

    title: str
    value: str
    cite: str
    confidence: str
    since: date | None


@router.get("/rules", auth=Needs("public"), response=list[RuleOut], summary="Voucher rules of a place")
def rules(request: HttpRequest, place: str, kind: str = "enterprise") -> list[RuleOut]:  # noqa: ARG001 - ninja's signature
    """All voucher rules of a place for a kind of holder (enterprise or team) today."""
    if place not in dict(showing.rule_places()) or kind not in dict(showing.KINDS):
        raise Http404
    return [
        RuleOut(title=row.title, value=row.value, cite=row.cite, confidence=row.confidence, since=row.since)
        for row in showing.rules(place, kind, clock.today())
    ]


class PaidOut(Schema):
    """One public line of a paid batch."""

    firm: str
    provider: str
    category: str
    place: str
    industry: str
    amount_yuan: str


@router.get("/results/{identifier}", auth=Needs("public"), response=list[PaidOut], summary="What a batch paid")
def result(request: HttpRequest, identifier: UUID) -> list[PaidOut]:  # noqa: ARG001 - ninja's signature
    """Firm, provider and amount of every paid line."""
    if not overview.paid_batches().filter(pk=identifier).exists():
        raise Http404
    return [
        PaidOut(
            firm=row.holder.name,
            provider=row.provider.name,
            category=row.category,
            place=row.place,
            industry=row.industry,
            amount_yuan=f"{row.amount_yuan:.2f}",
        )
        for row in overview.paid_lines(identifier).order_by("holder__name", "pk")
    ]


class KeptOut(Schema):
    """A file that is kept: send ``kept`` with the act that it belongs to."""

    kept: str
    sha256: str
    name: str
    size: int


@router.post("/files", auth=Needs("voucher:read"), response=KeptOut, summary="Hand in a file")
def hand_in(request: HttpRequest, file: File[UploadedFile], declared: Form[bool] = False) -> KeptOut:
    """Keep a file of at most 20 MB for one of the caller's acts.

    ``declared`` must be true: the file holds no state secrets (非涉密). It is looked at before a byte is kept.
    """
    handed = files.take(file, declared=declared)
    if isinstance(handed, Refusal):
        raise RefusedError(handed, status=422)
    kept = files.token(handed, actor_of(request))
    return KeptOut(kept=kept, sha256=handed.sha256, name=handed.name, size=handed.size)


class VoucherDoneOut(Schema):
    """What an act did: the case with its new state and the ids of the facts; ``repeated`` for a key used before."""

    case: UUID
    state: str
    facts: list[str]
    repeated: bool


def _schema(act: FormAct) -> type[Schema]:
    """The fields of a form as JSON: text, lists of codes, and for a file the mark of a kept one."""
    fields: dict[str, Any] = {}
    for name, field in act.form.base_fields.items():
        if name == "key":
            continue
        if isinstance(field, HandInField):
            fields[f"{name}_kept"] = (str, "")
        elif isinstance(field, forms.MultipleChoiceField):
            fields[name] = (list[str], [])
        else:
            fields[name] = (str, "")
    if issubclass(act.form, FileForm):
        fields["declared"] = (bool, False)
    if act.move == "record_payment":
        fields["failed"] = (dict[str, str], {})
    return create_model(f"{act.noun.capitalize()}{act.move.title().replace('_', '')}In", __base__=Schema, **fields)


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the form names them; lines of a batch by the hexadecimal digits of their order's id."""
    failed = values.pop("failed", {})
    return {**values, **{f"failed_{order.replace('-', '')}": reason for order, reason in failed.items()}}


def _carry_out(act: FormAct, request: HttpRequest, identifier: UUID | None, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a schema or a problem
    actor, key = actor_of(request), acting.act_key(act, actor_of(request), idempotency_key(request))
    repeated = _first(key)
    if repeated is not None:
        return repeated
    case = acting.found_case(act.moves.kind, identifier, actor) if identifier else None
    form = act.form({**_flat(values), "key": ""}, {}, subject=Subject(actor, clock.today(), case))
    if form.empty:
        return problem(409, "voucher.nothing_to_do", gettext("Not done"), form.empty)
    if not form.is_valid():
        return _unreadable(form)
    outcome: Outcome = acting.do(act, form, actor, key)
    if outcome.refusal is not None:
        raise RefusedError(outcome.refusal)
    facts = [str(fact) for fact in outcome.facts]
    return VoucherDoneOut(case=outcome.case, state=outcome.states[outcome.case], facts=facts, repeated=outcome.repeated)


def _first(key: str) -> VoucherDoneOut | None:
    step = Step.objects.filter(key=key).order_by("id").first()
    if step is None:
        return None
    return VoucherDoneOut(case=step.case_id, state=step.target, facts=list(step.facts), repeated=True)


def _unreadable(form: forms.Form) -> HttpResponse:
    faults = [{"place": name, "says": str(said)} for name, errors in form.errors.items() for said in errors]
    detail = gettext("Some values are missing or of another type; nothing was written.")
    return problem(422, "api.unreadable", gettext("The request cannot be read"), detail, faults=faults)


def _endpoint(act: FormAct) -> Callable[..., Any]:
    wanted = _schema(act)
    if act.opens:

        def opening(request: HttpRequest, body: wanted) -> Any:  # type: ignore[valid-type]  # noqa: ANN401 - a schema or a problem
            return _carry_out(act, request, None, body.dict())  # type: ignore[attr-defined]

        return opening

    def moving(request: HttpRequest, identifier: UUID, body: wanted) -> Any:  # type: ignore[valid-type]  # noqa: ANN401 - a schema or a problem
        return _carry_out(act, request, identifier, body.dict())  # type: ignore[attr-defined]

    return moving


for each in ACTS:
    middle = "" if each.opens else "/{identifier}"
    router.post(
        f"/{PLURALS[each.noun]}{middle}/{each.slug}",
        auth=Needs(each.entry.permission),
        response=VoucherDoneOut,
        summary=f"{each.noun}: {each.move.replace('_', ' ')}",
        operation_id=f"voucher_{each.noun}_{each.move}",
    )(_endpoint(each))
