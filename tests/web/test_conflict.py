"""Two people change one record: each field shows what it was, theirs and mine; nothing is overwritten unseen."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.test import RequestFactory
from lxml import html

from kechuang.web import conflict
from kechuang.web.forms import KitForm, YuanField


class Record(KitForm):
    """A record with a version."""

    since_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称")
    amount = YuanField(label="金额")
    kinds = forms.MultipleChoiceField(label="类型", choices=(("a", "甲"), ("b", "乙")), required=False)
    open = forms.BooleanField(label="公开", required=False)


OPENED = {"name": "示例厂（演示）", "amount": Decimal("1200.00"), "kinds": ["a"], "open": False}
SENT = {"name": "示例厂（演示）", "amount": "1,200", "kinds": ["a"], "since_version": "1"}


def standing(version="1", **changed):
    values = {**OPENED, **changed}
    return conflict.Now(
        version=version, values=values, by="周明（演示）", at=date(2026, 6, 30), refresh={"since_version": version}
    )


@pytest.fixture
def send(rf: RequestFactory, db):
    """Send a form that was opened at version 1; give the request and the bound form."""

    def sent(**changed):
        request = rf.get("/")
        hidden = conflict.carried(request, Record(), standing())
        request = rf.post("/records/1/", {**SENT, **hidden, **changed})
        request.user = None
        return request, Record(conflict.sent(request))

    return sent


def clashes(send, now, **changed):
    _request, form = send(**changed)
    base = conflict.texts(Record(), OPENED)
    return [(row.name, row.was, row.theirs, row.mine, row.take, row.both) for row in conflict.clashes(form, now, base)]


def test_the_same_version_is_no_conflict(send):
    request, form = send(name="新名（演示）")

    assert conflict.answer(request, form, standing(), title="x") is None


def test_another_version_with_the_same_values_is_no_conflict(send):
    request, form = send()

    assert conflict.answer(request, form, standing("2"), title="x") is None


def test_a_field_that_only_they_changed_takes_theirs(send):
    now = standing("2", amount=Decimal(1500))

    assert clashes(send, now) == [("amount", "1,200", "1,500", "1,200", "theirs", False)]


def test_a_field_that_only_i_changed_keeps_mine(send):
    assert clashes(send, standing("2"), name="新名（演示）") == [
        ("name", "示例厂（演示）", "示例厂（演示）", "新名（演示）", "mine", False)
    ]


def test_a_field_that_both_changed_is_marked(send):
    now = standing("2", kinds=["b"])

    assert clashes(send, now, kinds=["a", "b"]) == [("kinds", "甲", "乙", "甲\n乙", "mine", True)]


def test_amounts_written_another_way_are_the_same(send):
    assert clashes(send, standing("2"), amount="1200.00") == []


def test_the_page_says_who_and_when_and_sends_what_is_chosen(send, rf, kit):
    now = standing("2", name="他的（演示）", amount=Decimal(1500))
    request, form = send(name="我的（演示）")

    response = conflict.answer(request, form, now, title="修订")
    page = html.fromstring(response.content.decode())
    pairs = [(field.get("name"), field.get("value")) for field in page.xpath("//main//form//input[@type='hidden']")]
    pairs += [(field.get("name"), field.get("value")) for field in page.xpath("//input[@type='radio'][@checked]")]
    again = rf.post("/records/1/", {name: [v for n, v in pairs if n == name] for name, _value in pairs})
    merged = Record(conflict.sent(again))

    assert response.status_code == 409
    assert "修改人：周明（演示）。 2026-06-30" in " ".join(page.text_content().split())
    assert merged.is_valid()
    assert (merged.cleaned_data["name"], merged.cleaned_data["amount"]) == ("我的（演示）", Decimal("1500.00"))
    assert merged.cleaned_data["since_version"] == 2
    assert conflict.answer(again, merged, now, title="修订") is None


def test_a_third_change_in_between_is_met_again(send, rf, kit):
    request, form = send(name="我的（演示）")
    response = conflict.answer(request, form, standing("2", name="他的（演示）"), title="修订")
    page = html.fromstring(response.content.decode())
    pairs = {field.get("name"): field.get("value") for field in page.xpath("//main//form//input[@type='hidden']")}

    again = rf.post("/records/1/", pairs)
    again.user = None

    found = conflict.answer(again, Record(conflict.sent(again)), standing("3", name="又改（演示）"), title="修订")
    assert found.status_code == 409
