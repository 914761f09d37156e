"""Each form of the dossier's table (G2) with a promise worked by hand from the baseline to the last year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measure import Asking, Given
from kechuang.indicators.promises.measuring import measure
from kechuang.indicators.promises.observed import Observed
from kechuang.indicators.promises.terms import COMPOUND, EACH, FORMS, Terms
from kechuang.indicators.promises.yearly import yearly_rate

PROVINCE, CITIES = "330000", ("330100", "330200", "330300", "330400")
END = {year: date(year, 12, 31) for year in range(2015, 2031)}


def seen(**by_year: str) -> list[Observed]:
    return [Observed(period=year[1:], value=Decimal(value), place=PROVINCE) for year, value in by_year.items()]


def judged(wanted: Terms, own, beside=(), on: date = date(2024, 6, 30)):
    return measure(Asking(terms=wanted, given=Given(own=own, beside=beside), on=on))


def promise(form: str, due: int, base_year: int | None = None, **more) -> Terms:
    values = {name: Decimal(value) for name, value in more.items() if name in {"target", "target_max", "base", "floor"}}
    words = {name: value for name, value in more.items() if name not in values}
    start = {"base_on": END[base_year]} if base_year else {}
    return Terms(form=form, due_on=END[due], indicator="x", place=PROVINCE, **values, **start, **words)


def covering(at: str, *held: str) -> list[Observed]:
    return [Observed(period=at, value=Decimal(place in held), place=place) for place in CITIES]


# One line a form: terms, figures, second figures, what it comes to, the value that it rests on, what was asked by then.
WORKED = {
    # 500 bodies by 2025 from 300 in 2020: 2023 asks 300 + 200 * 3/5 = 420.
    "level": (
        promise("level", 2025, 2020, target=500, base=300),
        seen(y2023="410"),
        (),
        (said.WATCH, Fraction(410), Fraction(420)),
    ),
    # 1,400 engineers in five years, counted from 2020: after three years 840.
    "increment": (
        promise("increment", 2025, 2020, target=1400, series="flow"),
        seen(y2021="280", y2022="300", y2023="260"),
        (),
        (said.ON_TRACK, Fraction(840), Fraction(840)),
    ),
    # 1,000 patents each year; 2022 missed, 2023 kept: watched, for no later year makes it good.
    "annual": (
        promise("annual", 2025, 2020, target=1000, series="flow"),
        seen(y2021="1000", y2022="990", y2023="1100"),
        (),
        (said.WATCH, Fraction(1100), Fraction(1000)),
    ),
    # 12 percent a year, every year.
    "growth": (
        promise("growth", 2025, 2020, target=12, series="flow"),
        seen(y2020="100", y2021="112", y2022="126", y2023="141.12"),
        (),
        (said.ON_TRACK, Fraction(12), Fraction(12)),
    ),
    # Two points above the province: 10 percent against 8.
    "relative": (
        promise("relative", 2025, 2022, target=2, beside_place="000000", unit="个百分点"),
        seen(y2022="100", y2023="110"),
        [
            Observed(period=year, value=Decimal(value), place="000000")
            for year, value in (("2022", "50"), ("2023", "54"))
        ],
        (said.ON_TRACK, Fraction(2), Fraction(2)),
    ),
    # More than half of all; half is not more than half.
    "share": (
        promise("share", 2023, target=50, sense="more_than", beside="all", unit="%"),
        seen(y2023="60"),
        seen(y2023="120"),
        (said.MISSED, Fraction(50), None),
    ),
    # A zone in every city: two of four after one year of three, from one: 1 + 3/3 = 2.
    "coverage": (
        promise("coverage", 2025, 2022, base=1, members=CITIES),
        covering("2023", "330100", "330200"),
        (),
        (said.ON_TRACK, Fraction(2), Fraction(2)),
    ),
    # Among the first ten; eleventh, and fourteenth before: better, not there, no path.
    "rank": (
        promise("rank", 2025, 2020, target=10, base=14, sense="at_most"),
        seen(y2023="11"),
        (),
        (said.WATCH, Fraction(11), None),
    ),
    # Ten to fifteen centres: ten are the duty.
    "range": (
        promise("range", 2025, 2020, target=10, target_max=15, base=4),
        seen(y2023="8"),
        (),
        (said.ON_TRACK, Fraction(8), Fraction(38, 5)),
    ),
    "milestone": (promise("milestone", 2024), seen(y2023="0"), (), (said.CANNOT_SAY, Fraction(0), None)),
    # 150 provincial ones among 500: 60 then, 100 now, 60 + 90 * 3/5 = 114 asked.
    "part": (
        promise("part", 2025, 2020, target=150, base=60, beside="whole"),
        seen(y2023="100"),
        seen(y2023="410"),
        (said.BEHIND, Fraction(100), Fraction(114)),
    ),
    "soft": (promise("soft", 2025), seen(y2020="100", y2023="130"), (), (said.CANNOT_SAY, None, None)),
    "slogan": (promise("slogan", 2025, listed_in="六倍增六提升"), (), (), (said.CANNOT_SAY, None, None)),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_judged_by_its_own_arithmetic(form):
    wanted, own, beside, expected = WORKED[form]

    found = judged(wanted, own, beside)

    assert (found.state, found.value, found.path) == expected


@pytest.mark.parametrize("form", FORMS)
def test_each_form_without_figures_is_grey_with_a_reason(form):
    found = judged(WORKED[form][0], ())

    assert (found.state, found.why in said.WHYS) == (said.CANNOT_SAY, True)


@pytest.mark.parametrize(
    ("last", "years", "rate"),
    [
        ("227.05", 9, "9.54"),
        ("247.11", 10, "9.47"),
        ("292.15", 9, "12.65"),
        ("246.32", 9, "10.54"),
        ("224.81", 9, "9.42"),
        ("183.5", 3, "22.43"),
    ],
)
def test_the_published_growth_of_an_index_is_its_compound_yearly_rate(last, years, rate):
    assert yearly_rate(Fraction(last) / 100, years) == Decimal(rate)


def test_an_index_of_2011_to_2020_keeps_nine_percent_compound_and_not_nine_and_a_half_every_year():
    figures = {2011: "100", 2014: "132", 2019: "212", 2020: "227.05"}
    own = [Observed(period=str(year), value=Decimal(value), place=PROVINCE) for year, value in figures.items()]
    terms = Terms(
        form="growth",
        due_on=END[2020],
        base_on=date(2011, 12, 31),
        target=Decimal("9.5"),
        indicator="x",
        place=PROVINCE,
        reading=COMPOUND,
    )

    found = judged(terms, own, on=date(2021, 6, 1))
    readings = {each.name: each for each in found.readings}

    assert (found.state, found.value, readings[COMPOUND].yearly) == (said.MET, Fraction("127.05"), Decimal("9.54"))
    assert (readings[EACH].state, readings[EACH].value) == (said.MISSED, (Fraction("227.05") / 212 - 1) * 100)


def test_a_province_at_two_point_eight_in_2020_had_kept_the_promise_of_2018_for_2022():
    wanted = promise("level", 2022, 2017, target="2.8", base="2.45", unit="%")

    early = judged(wanted, seen(y2018="2.57", y2019="2.68", y2020="2.8"), on=date(2021, 6, 30))
    at_end = judged(wanted, seen(y2020="2.8", y2022="3.11"), on=date(2023, 6, 30))

    assert (early.state, early.period) == (said.ALREADY_MET, "2020")
    assert (at_end.state, at_end.period) == (said.MET, "2022")


@pytest.mark.parametrize("base", ["0", "-3"])
def test_a_promise_from_nought_or_below_is_measured_by_what_was_gained(base):
    wanted = promise("level", 2025, 2020, target=10, base=base)
    asked = Fraction(base) + (10 - Fraction(base)) * Fraction(3, 5)

    found = judged(wanted, seen(y2023="7"))

    assert (found.path, found.ratio) == (asked, (7 - Fraction(base)) / (asked - Fraction(base)))


def test_a_late_data_year_is_said_and_judged_by_what_its_own_year_asked():
    found = judged(promise("level", 2025, 2020, target=500, base=300), seen(y2022="380"), on=date(2025, 3, 1))

    assert (found.state, found.path, found.late) == (said.ON_TRACK, Fraction(380), (2022, 2024))
