"""From a clause with a number to a promise that moves: bound, counted, confirmed by another, published, revised.

By the pages that people use, on the days on which they would.
"""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kechuang.indicators import compute, store
from kechuang.indicators.promises import queries, sources
from kechuang.indicators.promises.models import Promise
from kechuang.mechanisms.delivery.statistic.models import Observation
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from tests.indicators.promises.conftest import PLACE, office  # noqa: F401 - the office and its plan
from tests.indicators.promises.test_pages import fields_of, page, plain

CODE, FIRST = "provincial_labs", date(2020, 1, 1)


def on(year: int, month: int, day: int):
    return clock.fixed(datetime(year, month, day, 2, 0, tzinfo=UTC))


def officer(name: str, role: str, body: Body) -> Client:
    person = Person.objects.create_user(name, name=f"{name}（演示）")
    Grant.objects.create(person=person, role=role, body=body, valid_from=FIRST)
    client = Client()
    client.force_login(person)
    return client


def enter(client: Client, value: str, status: str, vintage: str, reason: str = "") -> None:
    path = f"/statistics/enter/?indicator={CODE}&place={PLACE}&period=2025"
    said = {"indicator": CODE, "place": PLACE, "period": "2025", "value": value, "status": status, "reason": reason}
    sent = {**fields_of(page(path, client)), **said, "vintage": vintage, "source": "年度科技统计（演示）"}
    answer = client.post(path, sent)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    store.follow_all()


@pytest.fixture
def bound(office):  # noqa: F811 - the fixture that was imported
    """Take the plan, define the indicator, bind the clause's number to it."""
    defined = {
        "code": CODE,
        "title": "省级实验室",
        "definition": "年末经批准建成的省级实验室（演示）。",
        "unit": "家",
        "direction": "up",
        "form": "stock",
        "frequency": "year",
        "since": "2020-01-01",
    }
    target = office.target()
    with on(2026, 1, 10):
        path = "/statistics/define/"
        answer = office.client.post(path, {**fields_of_named(page(path, office.client), "code"), **defined})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        store.follow_all()
        path = f"/promises/plans/{office.document.pk}/targets/{target.code}/bind/"
        terms = {"indicator": CODE, "base": "8", "base_on": "2024-12-31", "reason": "按年度监测口径"}
        answer = office.client.post(path, {**fields_of(page(path, office.client)), **terms})
        assert answer.status_code == 302, answer.content.decode()[-3000:]
    yield office
    compute.forget()
    queries.forget()
    sources.forget()


def fields_of_named(html: str, name: str) -> dict[str, str]:
    from lxml import html as read_html

    form = next(each for each in read_html.fromstring(html).forms if name in each.fields)
    return {key: value or "" for key, value in form.form_values()}


def test_a_clause_is_bound_counted_confirmed_published_and_revised(bound):
    counting = officer("counting", "city_checker", bound.office)
    checking = officer("checking", "city_checker", bound.office)
    plan = f"/promises/plans/{bound.document.pk}/"
    row = Promise.objects.get()

    with on(2026, 2, 1):
        silent = plain(page(plan))
    with on(2026, 3, 2):
        enter(counting, "11", "provisional", "2026-03-02")
        rough = plain(page(plan))
    with on(2026, 4, 2):
        enter(checking, "12", "final", "2026-04-02")
        sure = plain(page(plan))
    with on(2026, 9, 2):
        enter(checking, "13", "final", "2026-09-02", reason="普查后修订（演示）")
        revised = plain(page(plan))
        then = plain(page(f"{plan}?known=2026-04-30"))
        before = plain(page(f"{plan}?known=2026-03-31"))
        series = plain(page(f"/statistics/indicators/{CODE}/{PLACE}/"))
        own = plain(page(f"/promises/measured/{row.pk}/"))
        dictionary = page(f"/statistics/indicators/{CODE}/")

    said = "2025 年实际为 {} 家"
    assert ("还没有数值" in silent, said.format(11) in rough, "进度落后" in rough) == (True, True, True)
    assert (said.format(12) in sure, "进度正常" in sure) == (True, True)
    assert [said.format(13) in text for text in (revised, then, before)] == [True, False, False]
    assert (said.format(12) in then, said.format(11) in before) == (True, True)
    assert ("普查后修订（演示）" in series, said.format(13) in own) == (True, True)
    assert f"/promises/measured/{row.pk}/" in dictionary
    assert list(Observation.objects.order_by("vintage").values_list("value", "status", "newest")) == [
        ("11", "provisional", False),
        ("12", "final", False),
        ("13", "final", True),
    ]
