"""Quantities of real plans and forms: units, ranges, percent, bounds; the raw text is kept."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.money import Amount, MoneyError, format_amount, parse_amount
from tests.kernel.properties import quick


@pytest.mark.parametrize(
    ("raw", "value", "unit"),
    [
        ("1.6 万家", "16000", "家"),
        ("6万家", "60000", "家"),
        ("120万元", "1200000", "元"),
        ("3千元", "3000", "元"),
        ("1.2亿元人民币", "120000000", "元"),
        ("5百万元", "5000000", "元"),
        ("300万美元", "3000000", "美元"),
        ("US$3,000", "3000", "美元"),
        ("RMB 100", "100", "元"),
        ("１２０，０００．５元", "120000.5", "元"),
        ("120万元整", "1200000", "元"),
        ("人民币壹佰贰拾万元整", "1200000", "元"),
        ("一百二十万元", "1200000", "元"),
        ("两家", "2", "家"),
        ("50%", "50", "%"),
        ("12.5％", "12.5", "%"),
        ("百分之五十", "50", "%"),
        ("百分之2.8", "2.8", "%"),
        ("2个百分点", "2", "个百分点"),
        ("2百分点", "2", "个百分点"),
        ("5千克", "5", "千克"),
        ("300千瓦", "300", "千瓦"),
        ("1200万元/年", "12000000", "元/年"),
        ("-5万元", "-50000", "元"),
    ],
)
def test_a_quantity_is_read_into_its_base_unit(raw, value, unit):
    assert parse_amount(raw) == Amount(raw, Decimal(value), unit)


@pytest.mark.parametrize("dash", ["-", "–", "—", "——", "~", "～", "至", "到"])
def test_every_dash_makes_a_range(dash):
    raw = f"1{dash}2家"

    assert parse_amount(raw) == Amount(raw, Decimal(1), "家", high=Decimal(2))


@pytest.mark.parametrize(
    ("raw", "low", "high", "unit"),
    [
        ("50—120万元", "500000", "1200000", "元"),
        ("500元—1万元", "500", "10000", "元"),
        ("50万—1.2亿元", "500000", "120000000", "元"),
        ("1,000至2,000千元", "1000000", "2000000", "元"),
        ("10%～15%", "10", "15", "%"),
        ("百分之五至百分之十", "5", "10", "%"),
        ("二十至三十家", "20", "30", "家"),
    ],
)
def test_both_ends_of_a_range_stand_in_the_base_unit(raw, low, high, unit):
    assert parse_amount(raw) == Amount(raw, Decimal(low), unit, high=Decimal(high))


@pytest.mark.parametrize(
    ("raw", "bound"),
    [
        ("30万元以上", "at_least"),
        ("不低于30万元", "at_least"),
        ("≥30万元", "at_least"),
        ("30万元以内", "at_most"),
        ("不超过30万元", "at_most"),
        ("超过30万元", "more_than"),
        ("30余万元", "more_than"),
        ("30万多元", "more_than"),
        ("不满30万元", "less_than"),
        ("低于30万元", "less_than"),
        ("近30 万元", "about"),
        ("约30万元左右", "about"),
        ("达到30万元", "exact"),
    ],
)
def test_words_around_a_number_say_whether_it_is_included(raw, bound):
    assert parse_amount(raw) == Amount(raw, Decimal(300000), "元", bound=bound)


@pytest.mark.parametrize(
    ("raw", "declared", "value", "unit"),
    [
        ("120", "万元", "1200000", "元"),
        ("0.1", "万元", "1000", "元"),
        ("120万", "万元", "1200000", "元"),
        ("120万元", "元", "1200000", "元"),
        ("120元", "万元", "120", "元"),
        ("三百", "万元", "3000000", "元"),
        ("三千万", "万元", "30000000", "元"),
        ("8", "%", "8", "%"),
        ("6", "万家", "60000", "家"),
    ],
)
def test_the_unit_of_the_field_counts_only_where_the_text_has_none(raw, declared, value, unit):
    assert parse_amount(raw, declared) == Amount(raw, Decimal(value), unit, declared_unit=declared)


@pytest.mark.parametrize(
    ("raw", "declared", "code"),
    [
        ("", None, "amount.empty"),
        ("面议", None, "amount.unreadable"),
        ("12,34", None, "amount.unreadable"),
        ("1.2.3元", None, "amount.unreadable"),
        ("以上", None, "amount.unreadable"),
        ("十百", None, "amount.unreadable"),
        ("9" * 40, None, "amount.unreadable"),
        ("2—1家", None, "amount.range_reversed"),
        ("5美元", "万元", "amount.unit_conflict"),
        ("50%", "元", "amount.unit_conflict"),
        ("5", "12元", "amount.unit_unknown"),
    ],
)
def test_what_is_no_quantity_is_refused_by_name(raw, declared, code):
    with pytest.raises(MoneyError) as caught:
        parse_amount(raw, declared)

    assert caught.value.code == code


def test_a_percentage_is_a_share_and_points_are_not():
    assert parse_amount("85%").ratio == Decimal("0.85")
    with pytest.raises(MoneyError) as caught:
        _ = parse_amount("2个百分点").ratio
    assert caught.value.code == "amount.not_a_share"


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=4),
    st.sampled_from(["元", "千元", "万元", "亿元", "美元", "万美元", "家", "万家", "%", "个百分点", "千瓦"]),
)
@quick
def test_what_is_written_in_a_unit_is_read_back(value, unit):
    written = format_amount(value, unit)

    assert parse_amount(written).value == value
    assert parse_amount(written, unit).value == value


def read(raw):
    try:
        return parse_amount(raw)
    except MoneyError as error:
        return error.fault


@given(st.text(alphabet="0123456789.,万亿千元%—-至百分之点约超以上壹拾整 x", max_size=12))
@quick
def test_any_text_is_read_and_kept_or_refused(raw):
    found = read(raw)

    assert found.raw == raw if isinstance(found, Amount) else found.code.startswith("amount.")
