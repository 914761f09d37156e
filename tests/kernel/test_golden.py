"""Golden numbers of the field that touch money, days and identifiers; each stands with the sum that leads to it."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.kernel.days import deadline, load_calendars
from kechuang.kernel.identify.credit import credit_check
from kechuang.kernel.identify.organisation import organisation_check
from kechuang.kernel.identify.patent import patent_check
from kechuang.kernel.money import in_capitals, parse_amount, round_fen, split, yuan


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("91330100799655058", "B"),
        ("91330106MA2ABCDEX", "7"),
        ("12330000470012348", "9"),
        ("91310115MA1K00015", "K"),
        ("91340100MA5T00010", "K"),
        ("12320500466001232", "R"),
    ],
)
def test_check_characters_of_credit_codes(body, check):
    assert credit_check(body) == check


@pytest.mark.parametrize(
    ("body", "check"),
    [("MA2ABCDE", "X"), ("47001234", "8"), ("MA1K0001", "5"), ("MA5T0001", "0"), ("46600123", "2"), ("79965505", "8")],
)
def test_check_characters_of_organisation_codes(body, check):
    assert organisation_check(body) == check


@pytest.mark.parametrize(("body", "check"), [("200310100002", "X"), ("202110123456", "7"), ("202320765432", "6")])
def test_check_characters_of_patent_numbers(body, check):
    assert patent_check(body) == check


@pytest.mark.parametrize(
    ("place", "share", "pool"),
    [("Zhejiang", "70%", "2003400.00"), ("Zhoushan", "85%", "2432700.00")],
)
def test_the_reward_for_a_licensed_invention(place, share, pool):
    net = yuan("3000000") - yuan("120000") - yuan("18000")

    assert net == Decimal(2_862_000)
    assert round_fen(net * parse_amount(share).ratio) == Decimal(pool)


def test_the_parts_of_the_zhejiang_reward_pool():
    pool = Decimal("2003400.00")

    main = round_fen(pool * parse_amount("70%").ratio)
    staff = round_fen(pool * parse_amount("5%").ratio)

    assert (main, staff) == (Decimal("1402380.00"), Decimal("100170.00"))
    parts = split(pool, [Decimal(70), Decimal(5), Decimal(25)])
    assert parts == [main, staff, pool - main - staff]
    assert in_capitals(pool) == "贰佰万叁仟肆佰元整"


def test_the_cap_on_other_costs_of_the_super_deduction():
    others = round_fen(yuan("900000") * Decimal("0.10") / (1 - Decimal("0.10")))

    assert others == Decimal("100000.00")


@pytest.mark.parametrize(
    ("start", "reached", "premium"),
    [("8.95", "12.30", "37.43"), ("2.40", "3.20", "33.33"), ("2.10", "5.37", "155.71"), ("7.90", "10.14", "28.35")],
)
def test_premiums_of_auctions_are_rounded_once_and_last(start, reached, premium):
    low, high = (parse_amount(f"{millions}百万元").value for millions in (start, reached))

    assert round_fen((high - low) / low * 100) == Decimal(premium)


def test_the_price_notice_from_the_tenth_of_march():
    calendars = load_calendars()

    assert deadline(date(2026, 3, 10), 15, "calendar_day", calendars).day == date(2026, 3, 25)
    assert deadline(date(2026, 3, 10), 15, "calendar_day", calendars, count_start_day=True).day == date(2026, 3, 24)


def test_the_thirty_first_of_august_and_six_months():
    assert deadline(date(2026, 8, 31), 6, "month", load_calendars()).day == date(2027, 2, 28)
