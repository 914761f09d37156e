"""Every address that is written to refuses without the token of the form, without permission, and from next door.

None of it leaves a trace: entries of the ledger, steps, cases and people are as many as before.
"""

import json

import pytest

from kechuang.casework.models import Case, Step
from kechuang.ledger.models import Entry
from kechuang.web.accounts.models import Body, Grant, Person
from tests.matrix.filled import ASKED, NEIGHBOUR, NOBODY, OWN, REGIONS
from tests.matrix.routes import OPERATIONS, PAGES, addresses, body_of
from tests.matrix.walk import ABSENT, FORBIDDEN, SIGN_IN, answered, expected, holds, leaks, some, text_of

WRITING = [route for route in OPERATIONS if route.method != "get"]
ROUTES = [*PAGES, *WRITING]
NUMBERS = {str(route): number for number, route in enumerate(ROUTES)}
IDEMPOTENT = {"idempotency-key": "matrix-0123456789"}


def traces() -> list[int]:
    return [model.objects.count() for model in (Entry, Step, Case, Person, Body, Grant)]


def send(client, route, address):
    """Send an empty form, or the smallest body that an operation can read."""
    if not route.api:
        return client.post(address, {"key": "0" * 32})
    data = json.dumps(body_of(route))
    return getattr(client, route.method)(address, data=data, content_type="application/json", headers=IDEMPOTENT)


def people(route, number, *, allowed: bool):
    """A person of each region whose role does, or does not, carry the permission."""
    found = []
    for region in REGIONS:
        names = [name for name in ASKED if holds((region, name), route.permission) is allowed]
        found += [(region, names[number % len(names)])] if names else []
    return found


def test_nothing_is_written_without_the_token_of_the_form(filled):
    before, came = traces(), {}

    for number, route in enumerate(ROUTES):
        [person, *_] = people(route, number, allowed=True)
        [(address, _), *_] = addresses(route, filled, person[0])
        came[str(route)] = send(filled.client(person, enforce_csrf_checks=True), route, address).status_code

    assert came == dict.fromkeys(map(str, ROUTES), 403)
    assert traces() == before


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_nothing_is_written_without_permission_or_from_next_door(filled, route):
    number, before = NUMBERS[str(route)], traces()
    wrong, told = [], []
    askers = [(NOBODY, OWN), *((each, each[0]) for each in people(route, number, allowed=False))]
    askers += [(each, NEIGHBOUR if each[0] == OWN else OWN) for each in people(route, number, allowed=True)]

    for person, region in askers:
        for address, thing in some(addresses(route, filled, region), number):
            due = expected(route, person, thing)
            if due not in {SIGN_IN, FORBIDDEN, ABSENT}:
                continue
            response = send(filled.client(person), route, address)
            came = answered(response)
            wrong += [(person, address, due, came)] if came not in {due, "not read"} else []
            told += [(person, address, text) for text in leaks(filled, person, text_of(response))]

    assert (wrong, told, traces()) == ([], [], before)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_an_empty_form_is_answered_and_never_breaks(filled, route):
    number = NUMBERS[str(route)]

    for person in people(route, number, allowed=True)[:1]:
        for address, _thing in some(addresses(route, filled, person[0]), number):
            response = send(filled.client(person), route, address)

            assert response.status_code in {200, 201, 204, 302, 400, 404, 405, 409, 422, 428}, address
            assert leaks(filled, person, text_of(response)) == []
