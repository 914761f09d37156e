"""Chinese numerals and the capitals of bills and contracts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel.money import MOST_FEN, from_fen, in_capitals, yuan
from kechuang.kernel.numerals import capitals, read_capitals, read_numeral
from tests.kernel.properties import quick


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        # The examples of the rules on filling in bills and settlement vouchers.
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # Contracts and vouchers.
        ("1200000", "壹佰贰拾万元整"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("10", "壹拾元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("2003000000000", "贰万零叁拾亿元整"),
        ("-3", "负叁元整"),
    ],
)
def test_an_amount_in_capitals(amount, written):
    assert in_capitals(yuan(amount)) == written


@given(st.integers(min_value=-MOST_FEN, max_value=MOST_FEN))
@quick
def test_capitals_are_read_back(fen):
    assert read_capitals(capitals(fen)) == from_fen(fen)


@given(st.integers(min_value=1, max_value=MOST_FEN))
@quick
def test_capitals_never_hold_two_zeros_in_a_row_nor_one_before_the_yuan(fen):
    written = capitals(fen)

    assert "零零" not in written
    assert "零元" not in written
    assert written.endswith(("整", "分"))


@pytest.mark.parametrize("text", ["", "整", "元", "壹佰", "壹元贰", "壹贰元角", "伍角伍角", "十分"])
def test_what_is_no_amount_in_capitals_is_not_read(text):
    assert read_capitals(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十五", 15),
        ("一百零五", 105),
        ("两千", 2000),
        ("二〇二一", 2021),
        ("三十二亿", 3_200_000_000),
        ("一万亿", 10**12),
        ("一亿零五万", 100_050_000),
        ("壹佰贰拾万", 1_200_000),
        ("萬", None),
        ("百五", None),
        ("五五十", None),
        ("十百", None),
        ("abc", None),
        ("", None),
    ],
)
def test_a_numeral_is_read_or_not_a_number(text, number):
    assert read_numeral(text) == number


def test_blanks_and_the_name_of_the_currency_do_not_matter():
    assert read_capitals("人民币 壹佰 元整") == Decimal(100)
