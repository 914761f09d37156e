"""The registering body of the tests."""

import pytest

from tests.mechanisms.market.contract.scenes import Desk


@pytest.fixture
def desk(db):
    return Desk()
