"""Numbers of rights: patents by their check character, the others by their usual form."""

from datetime import date

import pytest

from kechuang.kernel.identify.ip import read_ip_number


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        ("patent", "ZL 202110123456.7", "202110123456.7"),
        ("patent", "2023207654326", "202320765432.6"),
        ("software", "2021sr0123456", "2021SR0123456"),
        ("ic_layout", "BS.21512345.6", "BS215123456"),
        ("plant_variety", "CNA20211000123", "CNA20211000123"),
    ],
)
def test_a_number_is_normalised(kind, raw, text):
    reading = read_ip_number(kind, raw, date(2026, 1, 1))

    assert (reading.value.text, reading.warnings) == (text, ())


def test_a_wrong_check_character_is_refused_and_an_unusual_form_only_warned_of():
    assert read_ip_number("patent", "202110123456.1").fault.code == "identify.patent.check"
    assert read_ip_number("software", "软著登字第1234567号").warnings[0].code == "identify.ip.unusual"
    assert read_ip_number("software", "?").fault.code == "identify.ip.shape"
