"""Rules in words: numbers of articles, clauses, values with their units."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.kernel.numerals import read_numeral
from kechuang.rulebook.load import current
from kechuang.rulebook.speak import Speaker, chinese_number

ZH, EN = Speaker(current(), "zh"), Speaker(current(), "en")


@pytest.mark.parametrize(
    ("clause", "chinese", "english"),
    [
        ("37", "第三十七条", "Art. 37"),
        ("10", "第十条", "Art. 10"),
        ("847", "第八百四十七条", "Art. 847"),
        ("105", "第一百零五条", "Art. 105"),
        ("17(2)", "第十七条第二款", "Art. 17(2)"),
        ("15, 45", "第十五条、第四十五条", "Arts. 15, 45"),
        ("八（二）", "八（二）", "八（二）"),
        ("unrecorded", "（条款号未记录）", "article not recorded"),
        ("", "", ""),
    ],
)
def test_clauses(clause, chinese, english):
    assert (ZH.clause(clause), EN.clause(clause)) == (chinese, english)


@given(st.integers(1, 999))
@settings(max_examples=100, deadline=None)
def test_a_number_of_an_article_reads_back(number):
    assert read_numeral(chinese_number(number)) == number


@pytest.mark.parametrize(
    ("key", "value", "unit", "chinese", "english"),
    [
        ("voucher.order.max_share", Decimal("0.5"), "share", "50%", "50%"),
        ("voucher.order.max_share", Decimal("0.125"), "share", "12.5%", "12.5%"),
        ("voucher.order.cap_yuan", Decimal(300000), "yuan", "300,000 元", "300,000 yuan"),
        ("voucher.notice.days", 7, "calendar_day", "7 个自然日", "7 calendar days"),
        ("voucher.notice.days", 1, "calendar_day", "1 个自然日", "1 calendar day"),
        ("voucher.check.city_days", 5, "working_day", "5 个工作日", "5 working days"),
        ("voucher.local_restriction", False, "", "否", "no"),
        ("voucher.territory", "delta", "", "长三角", "Yangtze delta"),
        ("transfer.report.due", "03-30", "", "3月30日", "30 March"),
        ("voucher.services", None, "", "—", "—"),
        ("growth.rd_above_province.percent_points", Decimal(2), "percent_point", "2 个百分点", "2 percentage points"),
    ],
)
def test_values(key, value, unit, chinese, english):
    declared = current().keys[key]

    assert (ZH.value(declared, value, unit), EN.value(declared, value, unit)) == (chinese, english)


def test_a_converter_is_applied_to_chinese_and_never_to_english():
    traditional = Speaker(current(), "zh-hant", lambda text: text.replace("书", "書"))
    english = Speaker(current(), "en", lambda text: text.upper())

    assert traditional.text(current().keys["instrument.written_contract"].title) == "共享须订書面合同"
    assert (
        english.text(current().keys["instrument.written_contract"].title) == "Whether sharing needs a written contract"
    )


def test_every_message_stands_in_both_catalogues_with_the_same_values():
    from kechuang.rulebook.wording import _catalogue

    chinese, english = _catalogue("zh_Hans"), _catalogue("en")
    codes = {code for code in chinese if code.startswith(("rulebook.", "worked."))}

    assert codes == set(english)
