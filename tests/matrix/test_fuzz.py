"""Every operation of the interface, sent what its schema allows and what it does not: none of it may break the node.

Values are drawn by schemathesis from the schema; where an address names a thing, every other case names one that stands.
"""

import json
import os
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core import NOT_SET

from tests.matrix.filled import ASKED, OWN
from tests.matrix.routes import OPERATIONS, addresses, schema
from tests.matrix.walk import holds

EXAMPLES = 60 if os.environ.get("KECHUANG_TEST_ALL") else 8
PROBLEM = "application/problem+json"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def drawn():
    return schemathesis.openapi.from_dict(schema())


def person_for(route):
    return next((OWN, name) for name in ASKED if holds((OWN, name), route.permission))


def given_or(value, otherwise):
    return otherwise if value is NOT_SET or value is None else value


def send(client, route, case, address):
    """Send a drawn case through the test client; what cannot stand in an address or a header is not sent."""
    query = urlencode(given_or(case.query, {}), doseq=True)
    where = f"{address}?{query}" if query else address
    key = str(given_or(case.headers, {}).get("Idempotency-Key", "matrix-0123456789"))
    headers = {"idempotency-key": key.encode("ascii", "replace").decode()}
    if case.body is NOT_SET:
        return client.generic(route.method.upper(), where, headers=headers)
    if case.media_type == "multipart/form-data":
        return client.post(where, form_of(case.body), headers=headers)
    body = case.body if isinstance(case.body, bytes) else json.dumps(case.body)
    return client.generic(route.method.upper(), where, body, content_type="application/json", headers=headers)


def form_of(body):
    """Give the fields of a drawn form as a browser could send them."""
    return (
        {str(name): "" if value is None else str(value) for name, value in body.items()}
        if isinstance(body, dict)
        else {}
    )


@pytest.mark.parametrize("route", OPERATIONS, ids=str)
def test_no_operation_breaks_whatever_it_is_sent(filled, drawn, route):
    client = filled.client(person_for(route), raise_request_exception=False)
    [(standing, _), *_] = addresses(route, filled, OWN)
    operation = drawn[route.path][route.method.upper()]
    came = {}

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in MODES)), stands=st.booleans())
    def fuzz(case, stands):
        address = standing.partition("?")[0] if stands else case.formatted_path
        response = send(client, route, case, address)
        came.setdefault(response.status_code, response.headers.get("Content-Type", ""))
        response.close()

    fuzz()

    assert {status for status in came if status >= 500} == set()
    assert {kind for status, kind in came.items() if status >= 400} <= {PROBLEM}
