"""How many SQL statements an act takes: a literal number, the same for one request and for many."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.acts import audit, order, right
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from tests.mechanisms.sharing.voucher.node import (
    DAY,
    claim_of,
    clerk_of,
    deliver_and_claim,
    delivery,
    done,
    grant_right,
    list_provider,
    open_budget,
    provider_clerk,
    register,
    reservation,
    reserve,
)

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def statements(act) -> int:
    """How many statements an act sends besides opening and closing its transaction; it must be carried out."""
    with CaptureQueriesContext(connection) as sent:
        outcomes = act()
    for outcome in outcomes if isinstance(outcomes, list) else [outcomes]:
        done(outcome)
    plain = [query["sql"] for query in sent if not query["sql"].startswith(CONTROL)]
    return len(plain)


@pytest.fixture
def firm(world):
    register(world, world.regions["330100"].firms[0][0], "330100", controllers=["310101199001010011"])
    register(world, world.regions["310000"].providers[0][0], "310000", controllers=["310101199001010038"])
    budget = open_budget(world)
    return grant_right(world, budget), list_provider(world)


def orders(world, firm, count):
    return [reserve(world, *firm, number, eligible_yuan=Decimal(10_000)) for number in range(1, count + 1)]


def test_one_reservation_takes_thirteen_statements(world, firm):
    request = reservation(*firm)

    assert statements(lambda: actions.reserve(request, by=clerk_of(world, firm[0]), key="r")) == 13


def test_one_delivery_takes_thirteen_statements(world, firm):
    (key,) = orders(world, firm, 1)
    request, by = delivery(key, 1), provider_clerk(world, key)

    assert statements(lambda: actions.deliver(request, by=by, key="d")) == 13


@pytest.mark.parametrize(("invoiced", "expected"), [(100_000, 12), (5_000, 14)])
def test_one_claim_takes_at_most_fourteen_statements(world, firm, invoiced, expected):
    (key,) = orders(world, firm, 1)
    done(actions.deliver(delivery(key, 1), by=provider_clerk(world, key), key="d"))
    request = claim_of(key, 1, invoice_yuan=Decimal(invoiced))

    assert statements(lambda: actions.claim(request, by=clerk_of(world, firm[0]), key="c")) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_of_reservations_takes_as_many_as_one(world, firm, count):
    rows = [(f"r{number}", reservation(*firm, number, eligible_yuan=Decimal(10_000))) for number in range(count)]

    assert statements(lambda: actions.many(order.RESERVE, rows, by=clerk_of(world, firm[0]))) == 13


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_of_deliveries_takes_as_many_as_one(world, firm, count):
    keys = orders(world, firm, count)
    rows = [(f"d{number}", delivery(key, number)) for number, key in enumerate(keys)]

    seller = provider_clerk(world, keys[0])

    assert statements(lambda: actions.many(order.DELIVER, rows, by=seller)) == 13


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_of_claims_takes_as_many_as_one(world, firm, count):
    keys = orders(world, firm, count)
    rows = [(f"d{number}", delivery(key, number)) for number, key in enumerate(keys)]
    actions.many(order.DELIVER, rows, by=provider_clerk(world, keys[0]))
    claims = [(f"c{number}", claim_of(key, number, invoice_yuan=Decimal(5_000))) for number, key in enumerate(keys)]

    assert statements(lambda: actions.many(order.CLAIM, claims, by=clerk_of(world, firm[0]))) == 14


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_of_audits_takes_as_many_as_one(world, firm, count):
    keys = orders(world, firm, count)
    for number, key in enumerate(keys):
        deliver_and_claim(world, key, number)
    people = world.regions["330100"].people
    checks = [(f"k{number}", asked.CheckClaim(order=key)) for number, key in enumerate(keys)]
    passes = [(f"p{number}", asked.PassAudit(order=key, finding="属实")) for number, key in enumerate(keys)]

    checked = statements(lambda: actions.many(audit.CHECK, checks, by=people["city_checker"][0]))
    VoucherOrder.objects.update(selected_by="sample")
    passed = statements(lambda: actions.many(audit.PASS, passes, by=people["auditor"][0]))

    # one of them asks whether an opinion that the move waits for is still owed
    assert (checked, passed) == (11, 13)


@pytest.mark.parametrize("count", [1, 3])
def test_a_payment_takes_the_same_statements_however_many_lines_it_has(world, firm, count):
    keys = orders(world, firm, count)
    for number, key in enumerate(keys):
        deliver_and_claim(world, key, number)
    region, on = world.regions["330100"], DAY + timedelta(days=8)
    people = region.people
    actions.many(
        audit.CHECK,
        [(f"k{at}", asked.CheckClaim(order=key)) for at, key in enumerate(keys)],
        by=people["city_checker"][0],
    )
    VoucherOrder.objects.update(selected_by="sample")
    passes = [(f"p{at}", asked.PassAudit(order=key, finding="属实")) for at, key in enumerate(keys)]
    actions.many(audit.PASS, passes, by=people["auditor"][0])
    for key in keys:
        done(actions.end_notice(key.case, on=on, key=f"n{key.case}"))
    prepare = asked.PrepareBatch(
        authority="330100", place="330100", office=None, orders=tuple(key.case for key in keys), case=asked.NEW
    )
    preparer, checker, recorder = people["finance"]

    prepared = statements(lambda: actions.prepare_batch(prepare, by=preparer, key="b", on=on))
    batch = VoucherOrder.objects.values_list("batch", flat=True).first()
    done(actions.check_batch(asked.ChangeBatch(batch=batch), by=checker, key="bc", on=on))
    done(actions.export_batch(batch, by=preparer, key="be", on=on))
    record = asked.RecordPayment(
        batch=batch,
        authority="330100",
        paid_on=on,
        bank_ref="1",
        orders=queries.orders_of_batch(batch),
    )
    recorded = statements(lambda: actions.record_payment(record, by=recorder, key="br", on=on))

    assert (prepared, recorded) == (13, 16)


@pytest.mark.parametrize("count", [1, 2])
def test_a_chunk_of_grants_takes_as_many_as_one(world, count):
    budget = open_budget(world)
    region = world.regions["330100"]
    keys = []
    for number, (body, clerk) in enumerate(region.firms[:count]):
        apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)
        case = done(actions.apply_for_right(apply, by=clerk, key=f"a{number}")).case
        keys.append(queries.right_key(case))
        (county,) = region.people["county_checker"]
        done(actions.check_right(asked.CheckRight(right=keys[-1]), by=county, key=f"c{number}"))
    rows = [(f"g{number}", asked.GrantRight(right=key)) for number, key in enumerate(keys)]

    assert statements(lambda: actions.many(right.CHECK_CITY, rows, by=region.people["city_checker"][0])) == 16


def test_a_repeated_request_takes_one_statement(world, firm):
    request = reservation(*firm)
    done(actions.reserve(request, by=clerk_of(world, firm[0]), key="r"))

    assert statements(lambda: actions.reserve(replace(request), by=clerk_of(world, firm[0]), key="r")) == 1
