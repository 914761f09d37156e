"""What the demonstration's scenes stand on."""

import pytest

from kechuang.config.demo import areas as invented
from kechuang.kernel import place


@pytest.fixture
def areas(settings, tmp_path):
    """Have the demonstration's invented areas known for one test."""
    settings.KECHUANG_HOME = tmp_path
    invented.write()
    yield
    place.own_areas(None)
