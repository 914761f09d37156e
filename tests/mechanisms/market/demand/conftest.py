import pytest

from tests.mechanisms.market.demand.world import World, peopled


@pytest.fixture
def world(db) -> World:
    return peopled()
