"""The reference journeys of the voucher's people, by hand at the pages: each has a ceiling of work, never of time."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.casework.due import sweep
from kechuang.casework.models import Case
from kechuang.mechanisms.sharing.settlement import actions as settling
from kechuang.mechanisms.sharing.settlement.models import Statement
from kechuang.mechanisms.sharing.voucher.models import VoucherBatch, VoucherOrder
from kechuang.web import clock
from tests.journeys.reference.stage import TODAY
from tests.pages.voucher.world import done, moment

pytestmark = pytest.mark.browser


def states(cases):
    return set(Case.objects.filter(pk__in=cases).values_list("state", flat=True))


def test_first_voucher_order(hands, stage):
    """A firm's clerk signs in and freezes a part of the quota for a signed contract."""
    hand = hands.of("firm clerk")

    hand.open("/vouchers/orders/reserve/")
    hand.look()
    hand.choose("provider", str(stage.provider))
    hand.choose("category", "testing")
    hand.type("contract_no", "HT-2026-088")
    hand.type("contract_on", "2026-06-10")
    hand.type("contract_yuan", "40000")
    hand.type("eligible_yuan", "40000")
    hand.send()

    order = VoucherOrder.objects.filter(contract_no="HT-2026-088").first()
    assert order, hand.says()
    assert (order.case.state, order.contract_yuan) == ("RESERVED", Decimal(40_000))
    assert hands.effort.seconds <= 3 * 60
    assert hands.effort.clicks <= 12


def test_county_check_of_twenty_claims(hands, stage):
    """A checker takes twenty claims at once."""
    hand = hands.of("city1")

    hand.open("/vouchers/orders/?state=CLAIMED")
    hand.mark("[data-all]")
    hand.click("button[formaction$='/vouchers/many/order/check/']")
    hand.send()

    assert states(stage.claims) == {"AUDIT"}
    assert hands.effort.clicks <= 8


def test_payment_batch(hands, stage):
    """Three persons prepare, check and record a payment; the node exports the file and moves no money."""
    first = hands.of("finance1")

    first.open("/vouchers/batches/prepare/")
    first.look()
    first.send()
    batch = VoucherBatch.objects.get()
    second = hands.of("finance2")
    second.open(f"/vouchers/batches/{batch.pk}/check/")
    second.send()
    first.open(f"/vouchers/batches/{batch.pk}/export/")
    first.send()
    third = hands.of("finance3")
    third.open(f"/vouchers/batches/{batch.pk}/record-payment/")
    third.look()
    third.type("paid_on", "2026-06-10")
    third.type("bank_ref", "BANK-2026-001")
    third.send()

    assert states(stage.payable) == {"PAID"}
    assert hands.effort.seconds <= 5 * 60


def test_rule_looked_up(hands):
    """Anybody finds which value holds here and today, and its clause."""
    hand = hands.of()

    hand.open("/rules/")
    hand.type("q", "voucher.order.max_share")
    hand.press("Enter")
    hand.click("main a[href*='voucher.order.max_share']")

    said = hand.says()
    assert "voucher.order.max_share" in said
    assert hands.effort.clicks <= 4


def test_settlement(hands, stage):
    """Two regions state what they laid out, exchange, compare and net; here one of them works at its pages."""
    after = date(2026, 7, 6)
    clock.stop_at(moment(after))
    try:
        sweep(after)
        mine, theirs = (Statement.objects.get(authority=each.city).pk for each in (stage.world, stage.other))
        _theirs(stage.other, theirs, after, settling.prepare_many, settling.check_many, settling.send_many)
        for name, step in (("finance1", "prepare"), ("finance2", "check"), ("finance3", "send")):
            hand = hands.of(name)
            hand.open(f"/settlement/statements/{mine}/{step}/")
            hand.send("main section.confirm button.primary")
        for world, statement in ((stage.world, mine), (stage.other, theirs)):
            done(settling.receive_waiting([statement], by=world.actor("finance1"), on=after)[0])
        _theirs(stage.other, theirs, after, settling.reconcile_many)
        hand = hands.of("finance2")
        hand.open(f"/settlement/statements/{mine}/reconcile/")
        hand.send("main section.confirm button.primary")
    finally:
        clock.stop_at(moment(TODAY))

    assert states([mine]) == {"AGREED"}
    assert hands.effort.seconds <= 5 * 60


def _theirs(world, statement, on, *steps):
    for number, step in enumerate(steps, start=1):
        done(step([statement], by=world.actor(f"finance{number}"), key=world.key(), on=on)[0])
