"""Every address, asked by every kind of person about their own and the neighbouring authority's things.

The expected answer is derived from the declared permission and from a table of readers written by hand. No answer may
hold a text that was planted where the asker must not read. ``KECHUANG_TEST_ALL=1`` walks the whole grid.
"""

import pytest

from tests.matrix.filled import REGIONS
from tests.matrix.routes import OPERATIONS, PAGES, addresses
from tests.matrix.walk import ABSENT, NOT_READ, OPEN, answered, askers, expected, leaks, some, text_of

READ = [*PAGES, *(route for route in OPERATIONS if route.method == "get")]
NUMBERS = {str(route): number for number, route in enumerate(READ)}


@pytest.mark.parametrize("route", READ, ids=str)
def test_an_address_answers_each_asker_as_its_permission_says(filled, route):
    number = NUMBERS[str(route)]
    wrong, told = [], []

    for person in askers(route, number):
        client = filled.client(person)
        for region in REGIONS:
            for address, thing in some(addresses(route, filled, region), number):
                response = client.get(address)
                due, came = expected(route, person, thing), answered(response)
                settled = due == came or (came == NOT_READ and due in {OPEN, ABSENT})
                wrong += [] if settled else [(person, address, due, came)]
                told += [(person, address, text) for text in leaks(filled, person, text_of(response))]

    assert (wrong, told) == ([], [])
