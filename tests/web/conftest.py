"""Bodies to list, persons to sign in, and addresses that only these tests have."""

from datetime import date

import pytest
from django.core.cache import cache
from django.utils import translation

from kechuang.web import clock, slots
from kechuang.web.accounts.models import Body, Grant, Person

TODAY = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _afresh():
    """Begin without counted tries, in the node's own language: a request leaves the one that it spoke."""
    cache.clear()
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def kit(settings, monkeypatch):
    """Serve the kit's own addresses and the tests' samples, and nothing of other packages."""
    settings.ROOT_URLCONF = "tests.web.urls"
    own = [entry for entry in slots.REGISTRY.menu if entry.view.startswith("web:")]
    monkeypatch.setattr(slots, "REGISTRY", slots.Registry(groups=slots.REGISTRY.groups, menu=own))
    return settings


@pytest.fixture
def demo(kit):
    kit.KECHUANG_DEMO = True
    return kit


def body(number: int, **values) -> Body:
    defaults = {
        "code": f"B{number:03d}",
        "name": f"示例单位{number}（演示）",
        "kind": "firm" if number % 2 else "office",
        "place": "330421" if number % 3 else "330106",
        "valid_from": date(2024, 1 + number % 12, 1),
    }
    return Body(**{**defaults, **values})


@pytest.fixture
def bodies(db):
    """Make a number of bodies with codes B001, B002 …; odd ones are firms."""

    def make(count: int) -> list[Body]:
        return Body.objects.bulk_create(body(number) for number in range(1, count + 1))

    return make


@pytest.fixture
def person(db):
    office = Body.objects.create(
        code="OFFICE", name="示例县科技局（演示）", kind="office", place="330421", valid_from=TODAY
    )
    someone = Person.objects.create_user("lin", "correct horse battery", name="林越（演示）")
    Grant.objects.create(person=someone, role="county_checker", body=office, valid_from=date(2020, 1, 1))
    return someone


@pytest.fixture
def today():
    """Hold the node's day."""
    from datetime import UTC, datetime

    with clock.fixed(datetime(2026, 6, 30, 1, 30, tzinfo=UTC)):
        yield TODAY
