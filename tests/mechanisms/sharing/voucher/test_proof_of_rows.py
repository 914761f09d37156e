"""The voucher's rows are what the facts say; a row changed by hand is found, with its part and its place in the log."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.models import VoucherBudget, VoucherOrder, VoucherProvider, VoucherRight
from kechuang.mechanisms.sharing.voucher.proof_of_rows import VoucherRows
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from tests.mechanisms.sharing.voucher.node import (
    deliver_and_claim,
    done,
    grant_right,
    list_provider,
    open_budget,
    provider_clerk,
    reserve,
)


@pytest.fixture
def order(world):
    right = grant_right(world, open_budget(world))
    key = reserve(world, right, list_provider(world))
    deliver_and_claim(world, key)
    return key


def differing() -> list[tuple[str, str]]:
    found = verify().findings
    return [(finding.values["table"], finding.values["column"]) for finding in found if finding.error]


def test_untouched_rows_agree(order):
    report = verify()

    assert "sharing.voucher" in report.checks
    assert report.ok


def test_a_returned_claim_agrees_too(world, order):
    checker = world.regions["330100"].people["city_checker"][0]

    done(actions.send_back(asked.CheckClaim(order=order, reason="发票照片不清"), by=checker, key="back"))

    assert differing() == []


@pytest.mark.parametrize(
    ("model", "change", "part"),
    [
        (VoucherOrder, {"amount_yuan": Decimal("39999.99")}, "amount"),
        (VoucherOrder, {"contract_no": "HT-9"}, "contract"),
        (VoucherOrder, {"contract_yuan": Decimal(1)}, "contract"),
        (VoucherOrder, {"report_sha256": "f" * 64}, "delivery"),
        (VoucherOrder, {"invoice_no": "00000002"}, "claim"),
        (VoucherOrder, {"claimed_on": None}, "claim"),
        (VoucherOrder, {"paid_on": date(2026, 3, 20)}, "payment"),
        (VoucherRight, {"quota_yuan": Decimal(1)}, "grant"),
        (VoucherBudget, {"amount_yuan": Decimal(1)}, "plan"),
        (VoucherProvider, {"listed_until": date(2030, 1, 1)}, "listing"),
        (VoucherProvider, {"removed_on": date(2026, 1, 1)}, "removal"),
    ],
)
def test_a_row_changed_by_hand_is_found(order, model, change, part):
    model.objects.update(**change)

    assert differing() == [(model.__name__, part)]


def test_a_row_that_is_gone_is_found(world):
    provider = list_provider(world)

    VoucherProvider.objects.filter(pk=provider).delete()

    assert differing() == [("VoucherProvider", "listing")]


def test_what_a_later_process_saw_wins(world, order):
    seller = provider_clerk(world, order)
    assert seller.person
    first, later = VoucherRows(), VoucherRows()
    first.said[("VoucherOrder", "x", "claim")] = (5, 1)
    later.said[("VoucherOrder", "x", "claim")] = (0, 9)

    first.merge(later)

    assert first.said == {("VoucherOrder", "x", "claim"): (0, 9)}
