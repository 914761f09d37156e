"""Forms keep what was typed, say what is wrong beside the field and on top, and take what people paste."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kechuang.kernel.refusal import Refusal
from kechuang.web.forms import CreditCodeField, DayField, KitForm, Known, YuanField
from kechuang.web.parts import Source
from kechuang.web.typed import TypedError, read_day

FORM = "/style/form/"
RIGHT = {
    "name": "示例",
    "code": "91330100MA27XL0Y34",
    "amount": "1,200.50",
    "signed_on": "2026年3月1日",
    "kind": "test",
    "place": "330106",
    "agreed": "on",
}


class Order(KitForm):
    amount = YuanField(label="金额")
    signed_on = DayField(label="日期", required=False)


def send(client, **values):
    response = client.post(FORM, {**RIGHT, **values})
    return response, html.fromstring(response.content.decode())


def test_a_fresh_form_shows_known_values_with_their_source(kit, client, db):
    tree = html.fromstring(client.get(FORM).content.decode())

    assert tree.xpath("//input[@name='name']/@value") == ["海宁示例纳米材料有限公司（演示）"]
    note = tree.xpath("//p[@class='known']")[0].text_content()
    assert " ".join(note.split()) == "平台已有： 自动取数 · 市场主体登记 · 2026-06-01"


def test_a_wrong_form_answers_422_with_a_summary_that_links_to_each_field(kit, client, db):
    response, tree = send(client, name="", amount="1.2万", signed_on="2026-13-01")

    assert response.status_code == 422
    assert tree.findtext(".//title").startswith("错误：")
    assert tree.xpath("//section[@class='errors']/h2/text()") == ["有 3 处需要修改，尚未写入任何数据"]
    assert [(link.get("href"), link.text) for link in tree.xpath("//section[@class='errors']//a")] == [
        ("#id_name", "企业名称：请填写“企业名称”。"),
        ("#id_amount", "合同金额：“1.2万”不是金额。请只填写数字，例如 1200.50。"),
        ("#id_signed_on", "签订日期：没有“2026-13-01”这一天。请核对月份（1—12）和日期。"),
    ]


def test_the_same_words_stand_beside_the_field_and_the_value_is_kept(kit, client, db):
    _response, tree = send(client, amount="1.2万")

    field = tree.xpath("//input[@name='amount']")[0]
    assert (field.get("value"), field.get("aria-invalid")) == ("1.2万", "true")
    described = [tree.get_element_by_id(name).text_content() for name in field.get("aria-describedby").split()]
    assert described == ["错误： “1.2万”不是金额。请只填写数字，例如 1200.50。"]


def test_every_link_of_the_summary_leads_to_something(kit, client, db):
    _response, tree = send(client, name="", code="x", amount="", signed_on="", kind="", agreed="")

    for link in tree.xpath("//section[@class='errors']//a/@href"):
        assert tree.get_element_by_id(link[1:]) is not None


def test_a_refusal_of_the_gateway_is_explained_with_rule_and_office(kit, client, db):
    response, tree = send(client)

    refusal = tree.find_class("refusal")[0]
    assert response.status_code == 422
    assert refusal.findtext("p") == (
        "未能受理：申请 120,000 元，超过自 2021年1月1日 起每家企业每年 100,000 元的上限（第十条）。"
        "请减少金额，或待下一年度再申请；如有疑问请咨询示例县科技局（演示）。"
    )
    terms = dict(zip(*([part.text_content() for part in refusal.iter(tag)] for tag in ("dt", "dd")), strict=True))
    assert terms["施行日期"] == "2021年1月1日"
    assert terms["咨询单位"] == "示例县科技局（演示）"


def test_a_refusal_that_names_a_field_stands_beside_it():
    form = Order({"amount": "5"})
    form.full_clean()

    form.refuse(Refusal("typed.day", {"raw": "x"}, place="signed_on"))

    assert form.errors == {"signed_on": ["“x”不是日期。请写成 2026-11-21 或 2026年11月21日。"]}
    assert form.wrong


def test_a_refusal_without_a_field_stands_above_the_form():
    form = Order({"amount": "5"})
    form.full_clean()

    form.refuse(Refusal("typed.day", {"raw": "x"}))

    assert (form.errors, form.refusal.code, form.wrong) == ({}, "typed.day", True)


def test_a_fresh_form_is_not_wrong():
    assert not Order().wrong


def test_known_values_do_not_count_as_changes():
    source = Source(how="automatic", name="x")

    form = Order({"amount": "1,200.50"}, known={"amount": Known(value=Decimal("1200.50"), source=source)})

    assert form.is_valid()
    assert form.changed_data == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1200", "1200.00"), ("１，２００．５", "1200.50"), ("¥ 1,200.50", "1200.50"), ("  7 ", "7.00")],
)
def test_amounts_are_taken_as_people_write_them(typed, read):
    assert YuanField().clean(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["1.2万", "1.234", "abc", "1e9"])
def test_amounts_that_are_none_are_explained(typed):
    with pytest.raises(ValidationError, match="请"):
        YuanField().clean(typed)


@pytest.mark.parametrize(
    "typed", ["2026-03-01", "2026/3/1", "2026.3.1", "20260301", "2026年3月1日", "２０２６－０３－０１", " 2026-3-1 "]
)
def test_days_are_taken_as_people_write_them(typed):
    assert DayField().clean(typed) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "code"), [("soon", "typed.day"), ("2026-02-30", "typed.no_such_day"), ("01-03-2026", "typed.day")]
)
def test_days_that_are_none_are_explained(typed, code):
    with pytest.raises(TypedError) as caught:
        read_day(typed)

    assert (caught.value.refusal.code, caught.value.refusal.values) == (code, {"raw": typed})


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_written_day_reads_back(day):
    assert {
        read_day(f"{day:%Y-%m-%d}"),
        read_day(f"{day.year}年{day.month}月{day.day}日"),
        read_day(f"{day:%Y%m%d}"),
    } == {day}


def test_credit_codes_lose_blanks_and_gain_capitals():
    assert CreditCodeField().clean("91330100 ma27xl0y34") == "91330100MA27XL0Y34"


def test_wrong_credit_codes_are_explained():
    with pytest.raises(ValidationError, match="18"):
        CreditCodeField().clean("91330100ABC")


def test_a_fields_own_words_for_a_missing_value_are_kept():
    class Own(KitForm):
        name = forms.CharField(label="名称", error_messages={"required": "要有名称"})

    assert Own({}).errors == {"name": ["要有名称"]}
