"""A person with a password and a role, counts in the shared cache, and services declared in a folder of the test's own."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.cache import cache

from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import PLACE, ROLES, register_role

PASSWORD = "correct horse battery"
RIGHT = {"username": "lin", "password": PASSWORD}
WRONG = {"username": "lin", "password": "mistyped-word"}


@pytest.fixture
def shared(settings, db):
    """Count in the cache that a real node has."""
    settings.CACHES = {"default": {"BACKEND": "kechuang.web.identity.counting.SharedCache"}}
    cache.clear()
    return cache


@pytest.fixture
def roles(monkeypatch):
    """Two roles of the tests' own, and nothing else."""
    monkeypatch.setattr("kechuang.web.permissions.ROLES", kept := dict(ROLES))
    for module in ("portals", "tokens"):
        monkeypatch.setattr(f"kechuang.web.identity.{module}.ROLES", kept)
    kept.clear()
    register_role("county_checker", PLACE, ["county:wish", "order:check"])
    register_role("auditor", PLACE, ["personal:read"])
    return kept


@pytest.fixture
def declare(settings, tmp_path):
    """Declare services in the node's folder."""
    settings.KECHUANG_HOME = tmp_path

    def write(**services) -> Path:
        path = tmp_path / "sign-in.yaml"
        path.write_text(yaml.safe_dump({"services": services}, allow_unicode=True))
        return path

    return write


@pytest.fixture
def office(db):
    return Body.objects.create(
        code="11330100002489559X", name="示例科技局（演示）", kind="office", place="330106", valid_from=date(2020, 1, 1)
    )


def grants(person: Person) -> list[tuple[str, str, bool]]:
    """Give role, body and whether it still holds, of a person's grants."""
    rows = Grant.objects.filter(person=person).select_related("body").order_by("role", "pk")
    return [(row.role, row.body.code, row.valid_to is None) for row in rows]
