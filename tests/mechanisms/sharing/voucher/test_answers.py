"""An office that is asked for voucher figures finds them filled in; a firm gets nothing of them."""

from decimal import Decimal

from kechuang.mechanisms.sharing.voucher import answers
from tests.mechanisms.sharing.voucher.node import DAY, grant_right, list_provider, open_budget, reserve
from tests.mechanisms.sharing.voucher.test_journey import pay, to_payable


def test_offices_find_their_figures_and_firms_none(world):
    right, listing = grant_right(world, open_budget(world)), list_provider(world)
    order = reserve(world, right, listing)
    to_payable(world, order)
    pay(world, [order.case])
    region = world.regions["330100"]
    city, county, firm = region.office.pk, region.county_office.pk, region.firms[0][0].pk

    found = answers.lookup([city, county, firm], answers.ELEMENTS, DAY.year)

    figures = {
        "voucher.rights_granted": 1,
        "voucher.firms": 1,
        "voucher.orders": 1,
        "voucher.contracted_yuan": Decimal(40_000),
        "voucher.paid_orders": 1,
        "voucher.paid_yuan": Decimal(40_000),
    }
    assert {code: each.value for code, each in found[city].items()} == figures
    assert {code: each.value for code, each in found[county].items()} == figures
    assert firm not in found


def test_asking_more_offices_takes_no_more_queries(world, django_assert_num_queries):
    offices = [each for region in world.regions.values() for each in (region.office.pk, region.county_office.pk)]

    for bodies in (offices[:1], offices[:3]):
        with django_assert_num_queries(4):
            answers.lookup(bodies, answers.ELEMENTS, DAY.year)
