import pytest

from tests.mechanisms.market.protection.world import World, peopled


@pytest.fixture
def world(db, settings, tmp_path) -> World:
    settings.KECHUANG_HOME = tmp_path
    return peopled()
