"""One filled node for each module; what a test writes is undone after it."""

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation

from kechuang.config import roles
from tests.matrix import filled as node


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    roles.register()
    home = tmp_path_factory.mktemp("node")
    with (
        django_db_blocker.unblock(),
        override_settings(KECHUANG_HOME=home),
        translation.override("zh-hans"),
        node.standing() as built,
    ):
        yield built


@pytest.fixture(autouse=True)
def _afresh(filled, db):
    """Begin without counted tries; leave the language as it was."""
    cache.clear()
    with translation.override("zh-hans"):
        yield
