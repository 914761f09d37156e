"""A home of its own for every test, and a fixed day."""

from datetime import UTC, datetime

import pytest

from kechuang.indicators import compute
from kechuang.web import clock

NOW = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)


@pytest.fixture
def node(db, settings, tmp_path):
    """An empty node in a folder of its own, on 30 June 2026."""
    settings.KECHUANG_HOME = tmp_path
    with clock.fixed(NOW):
        yield tmp_path
    compute.forget()
