"""A home of its own for every test, and one open log."""

import pytest

from kechuang.ledger import checks
from kechuang.ledger.logs import open_log
from kechuang.ledger.models import Log
from tests.ledger.facts import LOG


@pytest.fixture
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def no_row_checks(monkeypatch):
    """These tests post to accounts that no package keeps rows for."""
    monkeypatch.setattr(checks, "_checks", {})


@pytest.fixture
def log(db, home, no_row_checks) -> Log:
    return open_log(LOG, "Hangzhou")
