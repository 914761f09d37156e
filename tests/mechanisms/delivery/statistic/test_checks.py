"""The checks alone: units, jumps, sums, places through time, doubles. Nothing here touches a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.mechanisms.delivery.statistic import checks, numbers, periods, sdmx
from kechuang.mechanisms.delivery.statistic.checks import Book, Entry, Limits, Meaning, check

TODAY, VINTAGE = date(2026, 3, 2), date(2026, 2, 1)
LIMITS = Limits(jump=Decimal("0.5"), width=Decimal("0.3"), peers=3)
STOCK = Meaning(indicator="firms", version=1, unit="家", form="stock", frequency="year", adds_up=True)
RATE = Meaning(indicator="firms", version=1, unit="%", form="rate", frequency="year")
VALUES = st.decimals(min_value="0.01", max_value="1e9", places=2)


def entry(value="100", period="2025", place="330106", **more):
    plain = {"indicator": "firms", "version": 1, "code_list": TODAY, "unit": "家", "status": "final"}
    number = None if value is None else Decimal(value)
    return Entry(**{**plain, "vintage": VINTAGE, "value": number, "period": period, "place": place, **more})


def codes(one, *, meaning=STOCK, standing=(), coming=()):
    found = check(one, meaning, Book(standing, [*coming, one]), LIMITS, TODAY)
    return [finding.code.removeprefix("statistic.") for finding in found]


def test_an_ordinary_figure_passes():
    assert codes(entry("110"), standing=[entry("100", "2024")]) == []


@pytest.mark.parametrize("power", [1, 2, 3, 4, 8])
@given(value=VALUES, growth=st.decimals(min_value="-0.2", max_value="0.25", places=2))
def test_a_figure_in_another_unit_is_found_by_its_ratio_both_ways(power, value, growth):
    grown = value * (1 + growth)

    larger = codes(entry(grown * 10**power), standing=[entry(value, "2024")])
    smaller = codes(entry(value), standing=[entry(grown * 10**power, "2024")])

    assert (larger, smaller) == (["unit_break"], ["unit_break"])


@given(value=VALUES, growth=st.decimals(min_value="-0.5", max_value="0.5", places=2))
def test_growth_within_the_limit_is_never_flagged(value, growth):
    assert codes(entry(value * (1 + growth)), standing=[entry(value, "2024")]) == []


@pytest.mark.parametrize(
    ("value", "before", "found"),
    [("151", "100", ["jump"]), ("49", "100", ["jump"]), ("150", "100", []), ("5", "0", []), ("0", "5", ["jump"])],
)
def test_a_jump_beyond_the_limit_asks_for_a_reason_and_nought_is_no_base(value, before, found):
    assert codes(entry(value), standing=[entry(before, "2024")]) == found


def test_a_rank_is_neither_a_jump_nor_a_unit():
    rank = Meaning(indicator="firms", version=1, unit="家", form="rank", frequency="year")

    assert codes(entry("30"), meaning=rank, standing=[entry("3", "2024")]) == []


def test_a_figure_under_another_definition_is_not_compared():
    changed = Meaning(indicator="firms", version=2, unit="家", form="stock", frequency="year")

    assert codes(entry("9000", version=2), meaning=changed, standing=[entry("100", "2024")]) == []


def test_without_history_peers_tell_of_a_unit():
    peers = [entry("3.1", place=code, unit="%") for code in ("330108", "330110", "330127")]

    assert codes(entry("310", unit="%"), meaning=RATE, standing=peers) == ["unit_break_peers"]
    assert codes(entry("3.4", unit="%"), meaning=RATE, standing=peers) == []


def test_a_total_is_held_against_all_its_places_and_rounding_is_no_fault():
    parts = [entry(f"{10 + number}.5", place=code) for number, code in enumerate(("330902", "330903", "330921"))]
    whole = entry("34.5", place="330900")
    last = entry("12.5", place="330922")

    # Four places: 10.5 + 11.5 + 12.5 + 12.5 = 47.
    assert codes(whole, standing=[*parts, last]) == ["parts_differ"]
    assert codes(entry("47.1", place="330900"), standing=[*parts, last]) == []
    assert codes(whole, standing=parts) == []
    assert codes(last, standing=[*parts, whole]) == ["parts_differ"]


def test_in_one_batch_the_whole_bears_the_flag_and_the_parts_do_not():
    parts = [entry("10", place=code) for code in ("330902", "330903", "330921", "330922")]
    whole = entry("53", place="330900")
    batch = Book((), [*parts, whole])

    found = {one.place: [each.code for each in check(one, STOCK, batch, LIMITS, TODAY)] for one in [*parts, whole]}

    assert {place: flags for place, flags in found.items() if flags} == {"330900": ["statistic.parts_differ"]}


def test_a_published_sum_that_does_not_add_up_is_told_with_both_figures():
    """Sixty lots of a joint sale: 38 of universities, 15 of firms, 1 of the delta, "in total 53"."""
    total = Meaning(indicator="lots", version=1, unit="家", form="flow", frequency="year", parts=("a", "b", "c"))
    parts = [entry(value, indicator=code) for code, value in (("a", "38"), ("b", "15"), ("c", "1"))]
    published = entry("53", indicator="lots")

    [finding] = check(published, total, Book(parts, [published]), LIMITS, TODAY)

    assert (finding.code, finding.error) == ("statistic.sum_differs", False)
    assert (finding.values["total"], finding.values["added"], finding.values["parts"]) == ("53", "54", 3)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_a_sum_that_adds_up_is_never_flagged(values):
    total = Meaning(indicator="lots", version=1, unit="家", form="flow", frequency="year", parts=("a", "b", "c"))
    parts = [entry(value, indicator=code) for code, value in zip("abc", values, strict=True)]
    published = entry(sum(values), indicator="lots")

    assert check(published, total, Book(parts, [published]), LIMITS, TODAY) == ()


def test_a_code_that_was_given_up_is_an_error_today_and_right_on_its_own_days():
    today = codes(entry(place="330104", period="2020"))
    then = codes(entry(place="330104", period="2019", code_list=date(2020, 1, 1)))

    assert (today, then) == (["place.expired"], [])


def test_a_code_of_today_for_a_year_before_it_is_asked_about():
    assert codes(entry(place="330114", period="2020")) == ["other_map"]


def test_over_the_change_of_hangzhou_a_fall_is_a_change_of_territory_not_a_jump():
    before = entry("1000", "2020", "330110")

    assert codes(entry("400", "2021", "330110"), standing=[before]) == ["territory_changed"]
    assert codes(entry("400", "2021", "330127"), standing=[entry("1000", "2020", "330127")]) == ["jump"]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (entry(period="2025-Q1"), ["period_shape"]),
        (entry(unit="千家"), ["unit_differs"]),
        (entry(None), ["no_value"]),
        (entry(None, status="withheld"), []),
        (entry("7", status="withheld"), ["withheld_with_value"]),
        (entry(vintage=TODAY + timedelta(days=1)), ["vintage_ahead"]),
        (entry(period="2027"), ["period_ahead"]),
        (entry(period="2026"), ["before_its_end"]),
        (entry("-1"), ["negative"]),
        (entry(place="999999"), ["place.unknown"]),
    ],
)
def test_shapes(one, found):
    assert codes(one) == found


def test_doubles_and_second_statuses_are_errors_and_a_confirmed_figure_is_a_new_vintage():
    standing = [entry("100", status="provisional")]

    assert codes(entry("100", status="provisional"), standing=standing) == ["twice"]
    assert codes(entry("100"), standing=standing) == ["two_statuses"]
    assert codes(entry("101", status="provisional"), standing=standing) == ["two_values"]
    assert codes(entry("100", status="provisional", vintage=TODAY), standing=standing) == ["nothing_new"]
    assert codes(entry("100", vintage=TODAY), standing=standing) == []
    assert codes(entry("100", vintage=date(2026, 1, 1)), standing=standing) == ["older_vintage"]


PERIODS = st.builds(
    lambda year, shape: periods.Period(year, shape[1], shape[0]),
    st.integers(1949, 2100),
    st.sampled_from([("year", 1), ("half", 1), ("half", 2), ("quarter", 3), ("month", 1), ("month", 12)]),
)


@given(PERIODS)
def test_a_period_is_read_back_from_what_it_writes(period):
    assert (periods.read(period.code), periods.read(period.sdmx)) == (period, period)
    assert period.first <= period.last


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2025年", "2025"),
        ("２０２５", "2025"),
        ("2025年上半年", "2025-H1"),
        ("2025S2", "2025-H2"),
        ("2025年第三季度", "2025-Q3"),
        ("2025q1", "2025-Q1"),
        ("2025年3月", "2025-03"),
        ("2025/3", "2025-03"),
        ("2025-13", None),
        ("25", None),
        ("去年", None),
    ],
)
def test_periods_as_people_write_them(raw, code):
    found = periods.read(raw)

    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1,234.50", "1234.50"),
        ("３.２％", "3.2"),
        ("−5", "-5"),
        ("1.2万", None),
        ("约3", None),
        ("1e5", None),
        ("", None),
    ],
)
def test_values_are_taken_to_the_letter_and_units_in_a_cell_are_not_guessed(raw, value):
    found = numbers.read(raw)

    assert (numbers.written(found) if found is not None else None) == value


ROWS = st.builds(
    sdmx.Row,
    indicator=st.sampled_from(["rnd", "pct"]),
    version=st.integers(1, 9),
    place=st.sampled_from(["330106", "330100"]),
    code_list=st.dates(date(2000, 1, 1), TODAY),
    period=PERIODS.map(lambda period: period.code),
    value=st.decimals(-1000, 1000, places=3).map(numbers.written),
    unit=st.sampled_from(["%", "亿元"]),
    status=st.sampled_from(checks.STATUSES),
    vintage=st.dates(date(2000, 1, 1), TODAY),
    source=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
    dataset=st.text("数据,\"';", max_size=5),
    reason=st.just(""),
)


@given(st.lists(ROWS, max_size=4))
def test_sdmx_csv_written_and_read_gives_the_same(rows):
    assert sdmx.read(sdmx.text(rows)) == rows


def test_sdmx_csv_names_what_the_standard_names():
    row = sdmx.Row(
        indicator="rnd",
        version=1,
        place="330100",
        code_list=TODAY,
        period="2025-H1",
        value="",
        unit="%",
        status="withheld",
        vintage=VINTAGE,
        source="s",
    )

    head, line = sdmx.text([row]).split("\r\n")[:2]

    assert head.split(",")[:8] == [
        *("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"),
    ]
    assert line.startswith("dataflow,KECHUANG:DF_STATISTIC(1.0),I,S,330100,rnd,2025-S1,,Q,%,2026-02-01")
