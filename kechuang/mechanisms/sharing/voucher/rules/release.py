"""Letting a reservation go: the holder cancels, the office releases, time runs out; the money returns to the right."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.facts.order import OrderReleased
from kechuang.mechanisms.sharing.voucher.rules import accounts, change
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import ORDER
from kechuang.mechanisms.sharing.voucher.rules.requests import OrderKey, ReleaseOrder
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded, OrderRow


def held(scene: Scene[Loaded], key: OrderKey) -> OrderRow | Refusal:
    """The order of a key in its present state, or the refusal of a key that does not fit it."""
    row = scene.rows.orders.get(key.case)
    if row is None or (row.authority, row.right, row.budget) != (key.authority, key.right, key.budget):
        return Refusal("voucher.wrong_reference", {"kind": ORDER.kind})
    return row


def cancel(scene: Scene[Loaded], request: ReleaseOrder) -> Decision | Refusal:
    """The holder gives the reservation up."""
    return _released(scene, request, "cancelled")


def release(scene: Scene[Loaded], request: ReleaseOrder) -> Decision | Refusal:
    """The office lets a reservation go, with a reason."""
    if not request.reason.strip():
        return Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, place="reason")
    return _released(scene, request, request.reason.strip())


def expire(scene: Scene[Loaded], request: ReleaseOrder) -> Decision | Refusal:
    """The time to deliver or to claim has passed."""
    row = held(scene, request.order)
    if not isinstance(row, Refusal) and row.claimed_on is not None:
        return Refusal("voucher.already_claimed", {"number": row.number, "since": row.claimed_on})
    return _released(scene, request, "expired")


def _released(scene: Scene[Loaded], request: ReleaseOrder, reason: str) -> Decision | Refusal:
    row = held(scene, request.order)
    if isinstance(row, Refusal):
        return row
    fact = OrderReleased(
        place=row.place, amount_yuan=row.amount_yuan, reason=reason, postings=back_to_right(row, row.amount_yuan)
    )
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "RELEASED"},
        changes={row.case: {"due_on": None}},
        due=back_to_budget(scene.on, row),
        cancels=((row.case, "expire"),),
        rows=(Put(change.ORDER, row.case, {"contract_key": None, "invoice_key": None, "released_on": scene.on}),),
    )


def back_to_right(row: OrderRow, amount_yuan: Decimal) -> tuple[Posting, ...]:
    """Postings that give a frozen amount back to the right it came from."""
    return accounts.transfer(
        accounts.order_reserved(row.authority, row.case),
        accounts.right_available(row.authority, row.right),
        amount_yuan,
    )


def back_to_budget(on: date, row: OrderRow) -> tuple[DueAt, ...]:
    """A lapsed right passes on what comes back to it: its own move, due at once."""
    return (DueAt(row.right, "lapse", on),) if row.right_state == "LAPSED" else ()


def touched(key: OrderKey) -> tuple[tuple[UUID, ...], tuple[str, ...]]:
    """The cases and accounts of an order whose money goes back to its right."""
    money = (accounts.order_reserved(key.authority, key.case), accounts.right_available(key.authority, key.right))
    return (key.case,), money
