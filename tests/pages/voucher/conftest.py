"""The region of the voucher's page tests."""

import pytest

from tests.pages.voucher.world import build


@pytest.fixture
def world(db):
    return build()
