import pytest

from kechuang.web import clock
from tests.mechanisms.market.auction.hall import MORNING, open_hall


@pytest.fixture
def hall(db):
    with clock.fixed(MORNING):
        yield open_hall()
