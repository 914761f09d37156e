"""The moves of every case that the voucher switches on: declared here, written in ``casework.standard``."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Opinions, Returns, Standard, Withdraw
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder, VoucherRight
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.rules.audit import BY_OBJECTION

BULK = frozenset({declare.REMIND, declare.SUSPEND, declare.TRANSFER})


def give_up(cases: Sequence[UUID]) -> None:
    """A right that was taken back, or never corrected, no longer stands against a new application of the year."""
    VoucherRight.objects.filter(pk__in=cases).update(once=None, reason="withdrawn")


def after_objection(cases: Sequence[UUID]) -> None:
    """Upheld, the notice is over and the order looked at again; rejected, the notice has a new last day."""
    VoucherOrder.objects.filter(pk__in=cases, case__state="AUDIT").update(selected_by=BY_OBJECTION, notice_until=None)
    going_on = Case.objects.filter(pk__in=cases, state="PUBLIC_NOTICE").values_list("pk", "due_on")
    for case, due_on in going_on:
        VoucherOrder.objects.filter(pk=case).update(notice_until=due_on)


RIGHT = Standard(
    returns=Returns(states="APPLIED", lapse="REFUSED", after=give_up),
    withdraw=Withdraw(states="APPLIED CITY_CHECK", target="REFUSED", after=give_up),
    transfer="APPLIED CITY_CHECK",
    opinions=Opinions(states="APPLIED CITY_CHECK", waits="check_city"),
    remind="APPLIED CITY_CHECK",
    suspend="APPLIED CITY_CHECK",
    bulk=BULK,
)
PROVIDER = Standard(
    returns=Returns(states="APPLIED", lapse="REMOVED"),
    withdraw=Withdraw(states="APPLIED CHECKED", target="REMOVED"),
    transfer="APPLIED CHECKED",
    opinions=Opinions(states="APPLIED CHECKED", waits="list"),
    remind="APPLIED CHECKED",
    suspend="APPLIED CHECKED",
    bulk=BULK,
)
ORDER = Standard(
    objections=Objections(
        states="PUBLIC_NOTICE",
        upheld="AUDIT",
        public=True,
        cancels="end_notice",
        after=after_objection,
        page="voucher:notice",
    ),
    transfer="CLAIMED AUDIT",
    opinions=Opinions(states="CLAIMED AUDIT", waits="check pass_audit"),
    remind="CLAIMED AUDIT PAYABLE",
    suspend="CLAIMED AUDIT",
    bulk=BULK,
)


def register() -> None:
    """Switch them on."""
    declare.register(moves.RIGHT.kind, RIGHT)
    declare.register(moves.PROVIDER.kind, PROVIDER)
    declare.register(moves.ORDER.kind, ORDER)
