"""The voucher's kinds of cases, with what time does to them."""

from kechuang.casework.registry import CaseKind, register_case
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.rules import moves

READ = "voucher:read"

BUDGET = CaseKind(moves.BUDGET, READ)
PROVIDER = CaseKind(moves.PROVIDER, READ, due={"expire": actions.expire_listing})
RIGHT = CaseKind(moves.RIGHT, READ, due={"lapse": actions.lapse_right, "expire_orders": actions.expire_orders})
ORDER = CaseKind(moves.ORDER, READ, due={"expire": actions.expire_order, "end_notice": actions.end_notice})
AUDIT = CaseKind(moves.AUDIT, READ)
BATCH = CaseKind(moves.BATCH, READ)


def register() -> None:
    """Make the voucher's cases known to casework."""
    for kind in (BUDGET, PROVIDER, RIGHT, ORDER, AUDIT, BATCH):
        register_case(kind)
