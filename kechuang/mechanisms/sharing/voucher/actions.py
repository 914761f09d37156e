"""The only writers of the voucher: each function hands one typed request to the gateway and gives its outcome.

``by`` is who acts, ``key`` the idempotency key (a repeat gives the first outcome), ``on`` the deciding day, by default
today. A request that opens a case may leave ``case`` out; its id is then drawn here.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from kechuang.casework.act import Item, Outcome, act, act_many
from kechuang.casework.registry import ActKind
from kechuang.mechanisms.sharing.voucher import queries
from kechuang.mechanisms.sharing.voucher.acts import audit, batch, budget, order, provider, right
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.sample import SEED_BYTES
from kechuang.web import chance
from kechuang.web.permissions import SYSTEM, Actor

type Day = date | None


def many[Q](kind: ActKind[Q, Any], rows: Sequence[tuple[str, Q]], *, by: Actor, on: Day = None) -> list[Outcome]:
    """Carry out requests of one kind (``acts.order.RESERVE`` ...), each under its own key, in chunks of 500.

    Each is decided alone, and each sees those before it. If somebody else took a contract or an invoice in the same
    moment, the chunk is decided again and sees it.
    """
    items = [Item(_with_case(request), key) for key, request in rows]
    try:
        return act_many(kind, items, by=by, on=on)
    except IntegrityError:
        return act_many(kind, items, by=by, on=on)


def _do[Q](kind: ActKind[Q, Any], request: Q, by: Actor, key: str, on: Day) -> Outcome:
    wanted = _with_case(request)
    try:
        return act(kind, wanted, by=by, key=key, on=on)
    except IntegrityError:
        return act(kind, wanted, by=by, key=key, on=on)


def _with_case[Q](request: Q) -> Q:
    if getattr(request, "case", None) != asked.NEW:
        return request
    return replace(request, case=chance.uuid7())  # type: ignore[type-var] - all requests are dataclasses


def plan_budget(request: asked.PlanBudget, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Plan a year's budget."""
    return _do(budget.PLAN, request, by, key, on)


def approve_budget(request: asked.ApproveBudget, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Approve a planned budget."""
    return _do(budget.APPROVE, request, by, key, on)


def open_budget(request: asked.ChangeBudget, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Open an approved budget: its money comes in."""
    return _do(budget.OPEN, request, by, key, on)


def close_budget(request: asked.ChangeBudget, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Close a budget: what was not granted goes back."""
    return _do(budget.CLOSE, request, by, key, on)


def apply_as_provider(request: asked.ApplyProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Ask for a listing."""
    return _do(provider.APPLY, request, by, key, on)


def check_provider(request: asked.CheckProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Record that an application for listing was checked."""
    return _do(provider.CHECK, request, by, key, on)


def list_provider(request: asked.ListProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Put a checked provider on the list."""
    return _do(provider.LIST, request, by, key, on)


def renew_provider(request: asked.ListProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Let a listing go on."""
    return _do(provider.RENEW, request, by, key, on)


def refuse_provider(request: asked.ChangeProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Refuse an application for listing."""
    return _do(provider.REFUSE, request, by, key, on)


def suspend_provider(request: asked.ChangeProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Suspend a listing."""
    return _do(provider.SUSPEND, request, by, key, on)


def reinstate_provider(request: asked.ChangeProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """End a suspension."""
    return _do(provider.REINSTATE, request, by, key, on)


def remove_provider(request: asked.ChangeProvider, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Take a provider off the list, perhaps barred until a day."""
    return _do(provider.REMOVE, request, by, key, on)


def apply_for_right(request: asked.ApplyRight, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Ask for a claim right."""
    return _do(right.APPLY, request, by, key, on)


def check_right(request: asked.CheckRight, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The county hands an application to the city."""
    return _do(right.CHECK_COUNTY, request, by, key, on)


def grant_right(request: asked.GrantRight, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The city grants a claim right."""
    return _do(right.CHECK_CITY, request, by, key, on)


def refuse_right_county(request: asked.RefuseRight, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The county refuses an application."""
    return _do(right.REFUSE_COUNTY, request, by, key, on)


def refuse_right_city(request: asked.RefuseRight, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The city refuses an application."""
    return _do(right.REFUSE_CITY, request, by, key, on)


def reserve(request: asked.ReserveRequest, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Freeze a part of a quota for a contract."""
    return _do(order.RESERVE, request, by, key, on)


def cancel(request: asked.ReleaseOrder, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The holder gives a reservation up."""
    return _do(order.CANCEL, request, by, key, on)


def release(request: asked.ReleaseOrder, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The office lets a reservation go."""
    return _do(order.RELEASE, request, by, key, on)


def deliver(request: asked.DeliverRequest, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The provider delivers with a report."""
    return _do(order.DELIVER, request, by, key, on)


def claim(request: asked.ClaimRequest, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The holder claims with invoice and proof of payment."""
    return _do(order.CLAIM, request, by, key, on)


def confirm(request: asked.AnswerClaim, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The provider confirms a claim."""
    return _do(order.CONFIRM, request, by, key, on)


def decline(request: asked.AnswerClaim, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The provider declines a claim."""
    return _do(order.DECLINE, request, by, key, on)


def check_claim(request: asked.CheckClaim, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The formal check passed: on to the audit."""
    return _do(audit.CHECK, request, by, key, on)


def send_back(request: asked.CheckClaim, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The formal check sends a claim back to the holder."""
    return _do(order.SEND_BACK, request, by, key, on)


def draw_audit(request: asked.DrawAudit, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Publish a round's seed and draw its sample."""
    return _do(audit.DRAW, request, by, key, on)


def pass_audit(request: asked.PassAudit, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The audit lets an order pass into the public notice."""
    return _do(audit.PASS, request, by, key, on)


def reject(request: asked.RejectOrder, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """The audit rejects an order."""
    return _do(audit.REJECT, request, by, key, on)


def object_to(request: asked.ObjectToOrder, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Record an objection against a noticed order."""
    return _do(audit.OBJECT, request, by, key, on)


def prepare_batch(request: asked.PrepareBatch, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Put payable orders into a batch."""
    return _do(batch.PREPARE, request, by, key, on)


def check_batch(request: asked.ChangeBatch, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Check a batch."""
    return _do(batch.CHECK, request, by, key, on)


def claw_back(request: asked.ClawBack, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Record that a paid voucher was recovered."""
    return _do(batch.CLAW_BACK, request, by, key, on)


def commit_audit(request: asked.CommitAudit, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Open a round of the audit: without a seed of its own, one is drawn and kept until the draw."""
    seed = request.seed or chance.draw(SEED_BYTES).hex()
    return _do(audit.COMMIT, replace(request, seed=seed), by, key, on)


def pass_undrawn(round_: UUID, *, by: Actor, key: str, on: Day = None) -> list[Outcome]:
    """Let all orders pass that took part in a drawn round and were not drawn."""
    rows = [(f"{key}:{found.case.hex}", asked.PassAudit(order=found)) for found in queries.undrawn(round_)]
    return many(audit.PASS, rows, by=by, on=on)


def export_batch(case: UUID, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Write a checked batch to its file (``queries.payment_file``) and keep the digest."""
    request = asked.ExportBatch(batch=case, sha256=queries.payment_file(case).sha256)
    return _do(batch.EXPORT, request, by, key, on)


def record_payment(request: asked.RecordPayment, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Record the bank's result of an exported batch; without ``orders``, of all its lines."""
    orders = request.orders or queries.orders_of_batch(request.batch)
    return _do(batch.RECORD_PAYMENT, replace(request, orders=orders), by, key, on)


def void_batch(request: asked.ChangeBatch, *, by: Actor, key: str, on: Day = None) -> Outcome:
    """Give a batch up; its orders are payable again."""
    orders = request.orders or queries.orders_of_batch(request.batch)
    return _do(batch.VOID, replace(request, orders=orders), by, key, on)


def expire_listing(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: a listing's last day has passed."""
    return _do(provider.EXPIRE, asked.ChangeProvider(provider=case), SYSTEM, key, on)


def lapse_right(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: a right's last day has passed, or money came back to a lapsed one."""
    return _do(right.LAPSE, asked.LapseRight(right=queries.right_key(case)), SYSTEM, key, on)


def expire_orders(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: nothing more can be claimed under a right; what was reserved and never claimed is released."""
    keys = queries.unclaimed(case)
    many(
        order.EXPIRE, [(f"{key}:{found.case.hex}", asked.ReleaseOrder(order=found)) for found in keys], by=SYSTEM, on=on
    )
    return Outcome(key)


def expire_order(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: the time to claim has passed."""
    return _do(order.EXPIRE, asked.ReleaseOrder(order=queries.order_key(case)), SYSTEM, key, on)


def end_notice(case: UUID, *, on: date, key: str) -> Outcome:
    """Due: the public notice has run its days."""
    return _do(audit.END_NOTICE, asked.EndNotice(order=queries.order_key(case)), SYSTEM, key, on)
