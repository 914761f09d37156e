"""Reads for pages: a literal number of queries with one row and with three, and only what lies in reach."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.due import sweep
from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.acts import columns, read
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.resources.organisations.queries import profiles as profiles_of
from kechuang.rulebook import load
from kechuang.web.permissions import scope
from tests.mechanisms.sharing.voucher import law
from tests.mechanisms.sharing.voucher.node import (
    DAY,
    clerk_of,
    deliver_and_claim,
    done,
    grant_right,
    list_provider,
    open_budget,
    register,
    reservation,
    reserve,
)

ORDER = moves.ORDER.kind


def counted(read):
    """What a read gives, and how many queries it took."""
    with CaptureQueriesContext(connection) as sent:
        found = read()
    return found, len(sent)


def orders(world, count):
    right, listing = grant_right(world, open_budget(world)), list_provider(world)
    return [reserve(world, right, listing, number, eligible_yuan=Decimal(10_000)) for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_orders_takes_one_query(world, count):
    orders(world, count)
    reach = scope(world.regions["330100"].people["city_checker"][0], "voucher:read", DAY)

    rows, sent = counted(
        lambda: [
            (row.number, row.holder.name, row.counterpart.name, row.voucher_order.category)
            for row in queries.cases(ORDER, reach).order_by("-id")
        ]
    )

    assert (len(rows), sent) == (count, 1)


@pytest.mark.parametrize(
    ("region", "role", "expected"),
    [
        ("330100", "city_checker", 1),
        ("330100", "county_checker", 1),
        ("320500", "city_checker", 0),
        ("310000", "county_checker", 0),
    ],
)
def test_an_office_sees_the_orders_of_its_place(world, region, role, expected):
    orders(world, 1)

    reach = scope(world.regions[region].people[role][0], "voucher:read", DAY)

    assert queries.cases(ORDER, reach).count() == expected


def test_holder_and_provider_see_their_own_orders_and_nobody_elses(world):
    orders(world, 1)
    firms, providers = world.regions["330100"].firms, world.regions["310000"].providers
    seen = [
        queries.cases(ORDER, scope(actor, "voucher:read", DAY)).count()
        for _body, actor in (firms[0], firms[1], providers[0], providers[1])
    ]

    assert seen == [1, 0, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_an_order_with_all_that_its_page_shows_takes_one_query(world, count):
    key = orders(world, count)[0]

    found, sent = counted(lambda: queries.order(key.case))

    shown = (found.right.case.number, found.holder.name, found.provider.name, found.listing.case.number)
    assert (sent, found.case.number, len(shown)) == (1, "330100-2026-V000001-01", 4)


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_firm_may_have_takes_seven_queries(world, count):
    orders(world, count)
    body = world.regions["330100"].firms[0][0]

    found, sent = counted(lambda: queries.entitlement(body.pk, DAY))

    assert sent == 7
    assert found.claims.left_yuan == Decimal(200_000) - count * Decimal(5_000)
    assert found.claims.reserved_yuan == count * Decimal(5_000)
    assert found.claims.budgets == (("330100-2026-B000001", Decimal(800_000)),)
    assert [line.code for line in found.missed] == ["profile"]


def test_last_years_right_counts_while_it_is_valid(world):
    orders(world, 1)
    body = world.regions["330100"].firms[0][0]

    found = queries.entitlement(body.pk, date(2027, 3, 1))

    assert (found.claims.right.year, found.most_yuan) == (2026, Decimal(100_000))


def test_a_registered_firm_without_a_right_is_told_what_is_missing(world):
    open_budget(world)
    body = world.regions["330100"].firms[0][0]
    register(world, body, "330100")

    found = queries.entitlement(body.pk, DAY)

    assert [line.code for line in found.missed] == ["right", "left"]
    assert found.claims.right is None


def test_keys_of_unknown_orders_are_an_error(world):
    with pytest.raises(VoucherOrder.DoesNotExist):
        queries.order_key(world.regions["330100"].office.pk)


def test_a_holder_chooses_among_the_providers_that_are_listed_for_its_place(world):
    listing = list_provider(world)
    young = list_provider(world, "320500", since=date(2026, 3, 17))
    lister = world.regions["310000"].people["city_checker"][1]

    def chosen(on=DAY, place="330106", category=""):
        return [row.case for row in queries.listed(place, on, category)]

    assert chosen() == [listing]
    assert sorted(chosen(date(2026, 3, 17)), key=str) == sorted([listing, young], key=str)
    assert chosen(place="440106") == []
    assert chosen(category="training") == []
    assert list(queries.public_list(DAY).values_list("pk", flat=True)) == [listing]
    change = asked.ChangeProvider(provider=listing, reason="投诉核查")
    done(actions.suspend_provider(change, by=lister, key=world.key()))
    assert chosen() == []
    assert queries.public_list(DAY).count() == 0


@pytest.mark.parametrize(("place", "expected"), [("330106", 1), ("310115", 0)])
def test_budgets_are_offered_where_they_serve(world, place, expected):
    open_budget(world)

    assert len(queries.budgets_for(place, 2026)) == expected
    assert queries.budgets_for(place, 2025) == []


def paid_orders(world, count):
    keys = orders(world, count)
    people = world.regions["330100"].people
    for number, key in enumerate(keys):
        deliver_and_claim(world, key, number)
        done(actions.check_claim(asked.CheckClaim(order=key), by=people["city_checker"][0], key=world.key()))
    VoucherOrder.objects.update(selected_by="sample")
    for key in keys:
        passed = asked.PassAudit(order=key, finding="核查属实")
        done(actions.pass_audit(passed, by=people["auditor"][0], key=world.key()))
    noticed = queries.notices(DAY).count()
    on = DAY + timedelta(days=8)
    sweep(on)
    preparer, checker, recorder = people["finance"]
    prepare = asked.PrepareBatch(authority="330100", place="330100", office=None, orders=queries.payable("330100"))
    batch = done(actions.prepare_batch(prepare, by=preparer, key=world.key(), on=on)).case
    done(actions.check_batch(asked.ChangeBatch(batch=batch), by=checker, key=world.key(), on=on))
    done(actions.export_batch(batch, by=preparer, key=world.key(), on=on))
    record = asked.RecordPayment(batch=batch, authority="330100", paid_on=on, bank_ref="1")
    done(actions.record_payment(record, by=recorder, key=world.key(), on=on))
    return keys, noticed, on


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_of_a_settlement_take_one_query(world, count):
    keys, noticed, on = paid_orders(world, count)

    lines, sent = counted(lambda: queries.settlement_lines("330100", date(2026, 1, 1), on))

    assert (noticed, sent) == (count, 1)
    assert [(line.order, line.provider_region, line.amount_yuan, line.paid_on) for line in lines] == [
        (case, "310000", Decimal(5_000), on) for case in sorted(key.case for key in keys)
    ]
    assert queries.settlement_lines("330100", date(2026, 1, 1), on - timedelta(days=1)) == []
    assert queries.settlement_lines("330100", date(2026, 1, 1), on, provider_region="320500") == []
    assert queries.settlement_lines("310000", date(2026, 1, 1), on) == []


def test_what_a_region_owes_its_providers_for_used_vouchers(world, monkeypatch):
    book = law.book(law.entry("voucher.provider_subsidy.share", Decimal("0.2"), "share", "310000"))
    monkeypatch.setattr(load, "current", lambda: book)
    _keys, _noticed, on = paid_orders(world, 3)

    ((provider, name, found),) = queries.subsidies(date(2026, 1, 1), on, authority="310000")

    assert (provider, name) == (world.regions["310000"].providers[0][0].pk, "机构 310115-1（演示）")
    assert (found.used_yuan, found.subsidy_yuan, found.staff_yuan) == (Decimal(15_000), Decimal(3_000), Decimal(0))
    assert queries.subsidies(date(2026, 1, 1), on, authority="330100") == []


def test_what_was_recovered_is_another_line(world):
    keys, _noticed, on = paid_orders(world, 1)
    auditor = world.regions["330100"].people["auditor"][0]
    claw = asked.ClawBack(order=keys[0], reason="fake_invoice", receipt_ref="R-1")
    later = on + timedelta(days=30)

    done(actions.claw_back(claw, by=auditor, key=world.key(), on=later))

    (line,) = queries.settlement_lines("330100", later, later, clawed_back=True)
    assert (line.order, line.amount_yuan, line.clawed_back_on) == (keys[0].case, Decimal(5_000), later)


@pytest.mark.parametrize("registered", [True, False])
def test_the_columns_of_an_act_say_what_the_models_say(world, registered):
    if registered:
        register(world, world.regions["330100"].firms[0][0], "330100", controllers=["310101199001010011"])
    key = orders(world, 1)[0]
    deliver_and_claim(world, key)
    row = queries.order(key.case)

    model = read.order_row(row)
    rows, budgets = read.orders_and_budgets([key.case])
    rights, listings, profiles = columns.reservations([key.right, row.listing_id])

    assert read.orders_with_listings([key.case]) == {key.case: model}
    assert rows == read.orders([key.case]) == {key.case: replace(model, listing=None)}
    assert budgets == {key.budget: read.budget_row(row.right.budget)}
    assert rights == {key.right: read.right_row(row.right, row.right.case, row.holder)}
    assert listings == {row.listing_id: read.provider_row(row.listing, row.listing.case, row.provider)}
    known = profiles_of([row.holder_id, row.provider_id])
    assert profiles.keys() == known.keys() == ({row.holder_id} if registered else set())
    ties = [(found.refs, found.controllers, found.shareholders, found.parents) for found in profiles.values()]
    assert ties == [(found.refs, found.controllers, found.shareholders, found.parents) for found in known.values()]


@pytest.mark.parametrize(("controller", "refused"), [("310101199001010011", True), ("310101199001010038", False)])
def test_bodies_under_one_control_are_refused(world, controller, refused):
    register(world, world.regions["330100"].firms[0][0], "330100", controllers=["310101199001010011"])
    register(world, world.regions["310000"].providers[0][0], "310000", controllers=[controller])
    right, listing = grant_right(world, open_budget(world)), list_provider(world)

    outcome = actions.reserve(reservation(right, listing), by=clerk_of(world, right), key="r")

    assert (outcome.refusal is not None) is refused
    if refused:
        assert outcome.refusal.values["relation_code"] == "organisation.relation.common_controller"
