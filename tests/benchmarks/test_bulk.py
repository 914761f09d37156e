"""An order copied in bulk for measurements equals the order that the gateway writes."""

import sys
from pathlib import Path

import pytest

from kechuang.casework.models import Case, Step, Tally
from kechuang.config.demo.day import moment_on
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.web import clock

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import bulk
import node


@pytest.fixture
def stage(db):
    return node.build(2, providers=2)


def values(row, leave):
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in leave
    }


def test_a_copy_differs_from_the_order_that_the_gateway_wrote_only_in_what_makes_it_another_order(stage):
    with clock.fixed(moment_on(node.TODAY)):
        firm, request = node.reservation(stage, 0)
        template = actions.reserve(request, by=firm.clerk, key="template").case
        second, other = node.reservation(stage, 1)
        written = actions.reserve(other, by=second.clerk, key="other").case
    bulk.orders(template, 2, 1, [second.right.holder], ["330106"])
    copied = bulk.identifier(2)

    own = {"id", "number", "opened_on", "due_on", "title"}
    assert values(Case.objects.get(pk=copied), own) == values(Case.objects.get(pk=written), own)
    own = {"case_id", "contract_no", "contract_key", "right_id"}
    assert values(VoucherOrder.objects.get(pk=copied), own) == values(VoucherOrder.objects.get(pk=written), own)
    own = {"id", "act", "key", "case_id", "facts", "person_id", "body_id", "at"}
    assert values(Step.objects.get(case=copied), own) == values(Step.objects.get(case=written), own)


def test_copies_are_tallied(stage):
    with clock.fixed(moment_on(node.TODAY)):
        firm, request = node.reservation(stage, 0)
        template = actions.reserve(request, by=firm.clerk, key="template").case

    bulk.orders(template, 1, 5, [firm.right.holder], ["330106", "330108"])

    rows = Tally.objects.filter(kind="sharing.voucher.order").order_by("place")
    assert list(rows.values_list("place", "count")) == [("330106", 3), ("330108", 3)]
