"""Every form of promise at its limits, with numbers worked by hand; what cannot be judged says why."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.measure import Asking, Given
from kechuang.indicators.promises.measured import Measured
from kechuang.indicators.promises.measuring import measure
from kechuang.indicators.promises.observed import Observed, flows, newest, span
from kechuang.indicators.promises.terms import COMPOUND, EACH, FORMS, Terms, from_json, to_json

NOW = date(2026, 11, 22)
END_2027, END_2024 = date(2027, 12, 31), date(2024, 12, 31)


def seen(*pairs: tuple[str, str | None], place: str = "330000", **more) -> list[Observed]:
    return [
        Observed(period=period, value=None if value is None else Decimal(value), place=place, **more)
        for period, value in pairs
    ]


def terms(form: str = "level", **more) -> Terms:
    values = {"due_on": END_2027, "indicator": "x", "place": "330000"}
    if form not in {"coverage", "soft", "slogan", "milestone"}:
        values["target"] = Decimal(260)
    return Terms(form=form, **{**values, **more})


def asked(wanted: Terms, *own: tuple[str, str | None], beside=(), on: date = NOW) -> Measured:
    return measure(Asking(terms=wanted, given=Given(own=seen(*own), beside=beside), on=on))


BASED = terms(base=Decimal(200), base_on=END_2024)


@pytest.mark.parametrize(
    ("value", "state", "ratio"),
    [
        ("260", said.ALREADY_MET, Fraction(3)),
        ("220", said.ON_TRACK, Fraction(1)),
        ("219.9", said.WATCH, Fraction(199, 200)),
        ("218", said.WATCH, Fraction(9, 10)),
        ("217.9", said.BEHIND, Fraction(179, 200)),
        ("200", said.BEHIND, Fraction(0)),
        ("199", said.MOVING_AWAY, Fraction(-1, 20)),
    ],
)
def test_a_level_is_held_against_what_its_own_year_asked(value, state, ratio):
    found = asked(BASED, ("2025", value))

    assert (found.state, found.ratio, found.path, found.period) == (state, ratio, Fraction(220), "2025")


def test_the_pace_so_far_and_the_pace_needed_are_said_exactly():
    found = asked(BASED, ("2025", "210"))

    assert (found.had_yearly, found.needed_yearly) == (Fraction(10), Fraction(25))
    assert (found.attained, found.elapsed) == (Fraction(1, 6), Fraction(1, 3))


@pytest.mark.parametrize(
    ("value", "state", "why"),
    [("2.8", said.MET, ""), ("2.79", said.MISSED, ""), (None, said.CANNOT_SAY, said.NO_VALUE)],
)
def test_at_the_end_of_its_term_a_level_is_met_or_missed_or_unknown(value, state, why):
    wanted = terms(target=Decimal("2.8"), due_on=date(2022, 12, 31), base=Decimal("2.45"), base_on=date(2017, 12, 31))

    found = asked(wanted, ("2022", value))

    assert (found.state, found.why) == (state, why)


def test_a_target_of_2022_that_the_baseline_of_2020_had_reached_is_already_met():
    """The trap of the dossier: 2.8 percent promised for 2022, 2.8 percent stated for 2020."""
    wanted = terms(target=Decimal("2.8"), due_on=date(2022, 12, 31), base=Decimal("2.8"), base_on=date(2019, 12, 31))

    found = asked(wanted, ("2020", "2.8"), on=date(2021, 3, 1))

    assert (found.state, found.notes) == (said.ALREADY_MET, (said.AT_BASELINE,))


def test_figures_of_2023_say_neither_met_nor_missed_for_a_term_that_ended_in_2025():
    wanted = terms(base=Decimal(200), base_on=date(2020, 12, 31), due_on=date(2025, 12, 31))

    found = asked(wanted, ("2023", "240"))

    assert (found.state, found.why, found.late) == (said.CANNOT_SAY, said.LATE_DATA, (2023, 2025))


def test_a_figure_after_the_term_does_not_replace_the_one_at_its_end():
    wanted = terms(base=Decimal(200), base_on=date(2020, 12, 31), due_on=date(2024, 12, 31))

    found = asked(wanted, ("2024", "261"), ("2025", "250"))

    assert (found.state, found.period) == (said.MET, "2024")


def test_less_is_better_on_a_falling_path_and_a_fall_back_is_told():
    falling = terms(target=Decimal(30), sense="at_most", base=Decimal(60), base_on=END_2024)
    kept_at_base = terms(target=Decimal(50), sense="at_most", base=Decimal(45), base_on=END_2024)

    assert asked(falling, ("2025", "50")).ratio == Fraction(1)
    assert asked(falling, ("2025", "61")).state == said.MOVING_AWAY
    assert asked(kept_at_base, ("2025", "52")).notes == (said.FELL_BACK,)


def test_a_level_may_start_at_nought_or_change_its_sign():
    from_nought = terms(target=Decimal(30), base=Decimal(0), base_on=END_2024)
    across = terms(target=Decimal(10), base=Decimal(-20), base_on=END_2024)

    assert asked(from_nought, ("2025", "10")).ratio == Fraction(1)
    assert asked(across, ("2025", "-10")).ratio == Fraction(1)


@pytest.mark.parametrize("base", ["0", "-5"])
def test_a_growth_rate_has_no_meaning_from_nought_or_below(base):
    wanted = terms("growth", target=Decimal(12), base_on=END_2024, reading=COMPOUND)

    found = asked(wanted, ("2024", base), ("2025", "9"))

    why = said.ZERO_BASE if base == "0" else said.SIGN_CHANGE
    assert (found.state, found.why, [each.why for each in found.readings]) == (said.CANNOT_SAY, why, [why, why])


def test_a_growth_rate_is_read_both_ways_and_its_own_reading_counts():
    series = (("2024", "100"), ("2025", "115"), ("2026", "126"))
    each, compound = (
        asked(terms("growth", target=Decimal(12), base_on=END_2024, reading=reading), *series)
        for reading in (EACH, COMPOUND)
    )

    assert [(one.name, one.state) for one in each.readings] == [(EACH, said.BEHIND), (COMPOUND, said.ON_TRACK)]
    assert (each.state, each.value, each.missing) == (said.BEHIND, Fraction(220, 23), ("2026",))
    assert (compound.state, compound.value, compound.path) == (said.ON_TRACK, Fraction(26), Fraction(636, 25))
    assert compound.ratio == Fraction(650, 636)


def test_measured_rates_compound_year_on_year_and_a_hole_ends_it():
    wanted = terms("growth", target=Decimal(10), base_on=END_2024, reading=COMPOUND, series="rate")

    whole = asked(wanted, ("2025", "10"), ("2026", "10"))
    holed = asked(wanted, ("2026", "10"))

    assert (whole.state, whole.value) == (said.ON_TRACK, Fraction(21))
    assert (holed.state, holed.why) == (said.CANNOT_SAY, said.GAP)


def test_a_year_that_was_missed_cannot_be_made_good_in_a_promise_for_every_year():
    wanted = terms("annual", target=Decimal(20), base_on=END_2024, series="flow")

    recovered = asked(wanted, ("2025", "19"), ("2026", "30"))
    over = asked(wanted, ("2025", "19"), ("2026", "30"), ("2027", "30"), on=date(2028, 3, 1))
    kept = asked(wanted, ("2025", "20"), ("2026", "20"), ("2027", "21"), on=date(2028, 3, 1))

    assert (recovered.state, recovered.missing, recovered.kept, recovered.of) == (said.WATCH, ("2025",), 1, 2)
    assert (over.state, kept.state) == (said.MISSED, said.MET)


def test_a_year_that_runs_is_held_against_its_months():
    wanted = terms("annual", target=Decimal(120), base_on=date(2025, 12, 31), series="flow")

    found = asked(wanted, ("2026-Q1", "30"), ("2026-Q2", "24"))

    assert (found.state, found.path, found.ratio) == (said.WATCH, Fraction(60), Fraction(9, 10))
    assert found.notes == (said.PART_OF_YEAR,)


def test_an_increment_counts_from_its_baseline_whether_stock_or_flow():
    stock = terms("increment", target=Decimal(30), base=Decimal(100), base_on=END_2024)
    flow = terms("increment", target=Decimal(30), base_on=END_2024, series="flow")

    assert asked(stock, ("2025", "112")).value == Fraction(12)
    found = asked(flow, ("2024", "99"), ("2025", "9"), ("2026-H1", "6"))
    assert (found.value, found.period, found.path, found.state) == (
        Fraction(15),
        "2026-H1",
        Fraction(15),
        said.ON_TRACK,
    )


def test_an_increment_of_a_stock_without_a_baseline_cannot_be_said():
    assert asked(terms("increment", base_on=END_2024), ("2025", "112")).why == said.NO_BASE


def test_points_above_another_place_are_the_difference_of_both_growths():
    wanted = terms("relative", target=Decimal(2), base_on=END_2024, beside_place="000000")
    other = seen(("2024", "1000"), ("2025", "1080"), place="000000")

    found = asked(wanted, ("2024", "100"), ("2025", "110"), beside=other)
    alone = asked(wanted, ("2024", "100"), ("2025", "110"))

    assert (found.state, found.value) == (said.ON_TRACK, Fraction(2))
    assert alone.why == said.NO_OTHER


def test_a_share_is_taken_of_the_whole_of_the_same_year():
    wanted = terms("share", target=Decimal(50), sense="more_than", beside="whole", due_on=date(2025, 12, 31))

    exactly = asked(wanted, ("2025", "60"), beside=seen(("2025", "120")))
    more = asked(wanted, ("2025", "61"), beside=seen(("2025", "120")))

    assert (exactly.value, exactly.state, more.state) == (Fraction(50), said.MISSED, said.MET)


def test_a_part_larger_than_its_whole_is_a_fault_and_judges_nothing():
    wanted = terms("part", target=Decimal(50), beside="whole", base=Decimal(1), base_on=END_2024)

    assert asked(wanted, ("2025", "60"), beside=seen(("2025", "59"))).why == said.PART_TOO_LARGE
    assert asked(wanted, ("2025", "60"), beside=seen(("2025", "61"))).state == said.ALREADY_MET


def test_of_a_range_the_least_is_the_duty():
    wanted = terms("range", target=Decimal(5), target_max=Decimal(8), due_on=date(2025, 12, 31))

    assert [asked(wanted, ("2025", value)).state for value in ("4", "5", "8")] == [said.MISSED, said.MET, said.MET]
    assert asked(wanted, ("2025", "9")).notes == (said.ABOVE_RANGE,)


@pytest.mark.parametrize(
    ("value", "state"),
    [("10", said.ALREADY_MET), ("12", said.WATCH), ("15", said.BEHIND), ("16", said.MOVING_AWAY)],
)
def test_a_rank_has_no_path_and_is_judged_by_its_direction(value, state):
    wanted = terms("rank", target=Decimal(10), sense="at_most", base=Decimal(15), base_on=END_2024)

    found = asked(wanted, ("2025", value))

    assert (found.state, found.path) == (state, None)


def covered(*pairs: tuple[str, str, str], on: date = NOW, **more) -> Measured:
    rows = [Observed(period=period, value=Decimal(value), place=place) for place, period, value in pairs]
    values = {"members": ("330100", "330200", "330300"), **more}
    return measure(Asking(terms=terms("coverage", **values), given=Given(own=rows), on=on))


def test_coverage_is_a_set_and_a_place_without_figures_is_unknown():
    based = {"base": Decimal(0), "base_on": END_2024}

    two = covered(("330100", "2025", "1"), ("330200", "2025", "2"), **based)
    all_three = covered(("330100", "2025", "1"), ("330200", "2025", "2"), ("330300", "2025", "1"), **based)
    strange = covered(("330100", "2025", "1"), ("330900", "2025", "5"), **based)

    assert (two.state, two.kept, two.of, two.missing) == (said.ON_TRACK, 2, 3, ("330300",))
    assert (all_three.state, strange.kept) == (said.ALREADY_MET, 1)


def test_at_its_end_coverage_is_missed_only_if_the_unknown_could_not_complete_it():
    ended = {"due_on": date(2025, 12, 31), "on": NOW}

    open_one = covered(("330100", "2025", "1"), ("330200", "2025", "1"), **ended)
    bare = covered(("330100", "2025", "1"), ("330200", "2025", "1"), ("330300", "2025", "0"), **ended)

    assert (open_one.state, open_one.why, bare.state) == (said.CANNOT_SAY, said.SOME_UNKNOWN, said.MISSED)


def test_a_milestone_is_done_or_not_and_watched_in_its_last_months():
    wanted = terms("milestone", due_on=date(2026, 12, 31))

    assert asked(wanted, ("2026-05", "1")).state == said.ALREADY_MET
    assert asked(wanted, ("2026-05", "0")).state == said.WATCH
    assert asked(wanted, on=date(2026, 3, 1)).why == said.NOT_YET_DUE
    assert asked(wanted, ("2026", "0"), on=date(2027, 2, 1)).state == said.MISSED
    assert asked(wanted, on=date(2027, 2, 1)).why == said.NO_VALUE
    assert asked(wanted, ("2027-02", "1"), on=date(2027, 3, 1)).state == said.MISSED


def test_words_and_slogans_are_never_computed():
    assert asked(terms("soft"), ("2025", "5")).why == said.JUDGEMENT_ONLY
    assert asked(terms("slogan", listed_in="六倍增六提升清单")).why == said.SLOGAN_ONLY


@pytest.mark.parametrize(
    ("last", "movement"),
    [
        ("102.01", said.SIGNIFICANT_TOWARDS),
        ("102", said.MODERATE_TOWARDS),
        ("100", said.MODERATE_TOWARDS),
        ("99", said.MODERATE_AWAY),
        ("98.01", said.SIGNIFICANT_AWAY),
    ],
)
def test_without_a_target_a_yearly_change_of_one_percent_is_significant(last, movement):
    found = asked(terms("soft"), ("2023", "100"), ("2025", last))

    assert (found.state, found.movement) == (said.CANNOT_SAY, movement)


def test_no_rate_of_movement_is_said_from_nought():
    assert asked(terms("soft"), ("2023", "0"), ("2025", "5")).movement == ""


@pytest.mark.parametrize("form", FORMS)
def test_no_data_is_never_a_judgement_whatever_the_form(form):
    wanted = terms(form, base=Decimal(1), base_on=END_2024, members=("330100",), beside_place="000000")

    found = measure(Asking(terms=wanted, given=Given(own=()), on=NOW))

    assert (found.state, bool(found.why)) == (said.CANNOT_SAY, True)


def test_a_withheld_figure_is_no_figure_and_a_provisional_one_is_said_to_be():
    hidden = [Observed(period="2025", value=None, status="withheld")]
    rough = seen(("2025", "220"), status="provisional")

    assert measure(Asking(terms=BASED, given=Given(own=hidden), on=NOW)).why == said.NO_VALUE
    assert measure(Asking(terms=BASED, given=Given(own=rough), on=NOW)).notes == (said.NOT_FINAL,)


def test_of_revisions_the_latest_vintage_counts():
    rows = [
        Observed(period="2025", value=Decimal(219), vintage="2026-03-01"),
        Observed(period="2025", value=Decimal(221), vintage="2026-09-01"),
    ]

    assert [one.value for one in newest(rows[::-1])] == [Decimal(221)]
    assert measure(Asking(terms=BASED, given=Given(own=rows[::-1]), on=NOW)).state == said.ON_TRACK


def test_the_year_is_not_counted_twice_beside_its_quarters():
    rows = seen(("2025", "100"), ("2025-Q1", "40"), ("2026-H1", "10"), ("2026-Q1", "4"), ("2026-Q3", "5"))

    assert [(each.year, each.value, each.months) for each in flows(rows, Decimal(1))] == [
        (2025, Fraction(100), 12),
        (2026, Fraction(15), 9),
    ]


def test_a_year_that_still_runs_is_no_figure_of_that_year():
    rows = [*seen(("2025", "100")), Observed(period="2026", value=Decimal(7), partial=True)]

    assert [(each.year, each.value) for each in flows(rows, Decimal(1))] == [(2025, Fraction(100))]


def test_periods_are_read_strictly():
    assert [span(text) for text in ("2025-13", "2025-Q5", "25", "2025-H3", "")] == [None] * 5
    assert (span("2025-H1").last, span("2025-06").last) == (2025 * 12 + 6, 2025 * 12 + 6)


def test_terms_survive_being_written_down():
    wanted = terms("coverage", members=("330100", "330200"), base=Decimal("1.50"), base_on=END_2024)

    assert from_json(to_json(wanted)) == wanted


def test_terms_refuse_what_they_do_not_know():
    with pytest.raises(ValueError, match="form"):
        terms("wish")
    with pytest.raises(ValueError, match="after the day"):
        terms(base_on=END_2027)
    with pytest.raises(ValueError, match="no number"):
        from_json({"form": "level", "due_on": "2027-12-31", "target": "many"})


ORDER = [said.MOVING_AWAY, said.BEHIND, said.WATCH, said.ON_TRACK, said.ALREADY_MET]
NUMBERS = st.decimals(-1000, 1000, places=2)


@settings(max_examples=60)
@given(NUMBERS, NUMBERS)
def test_more_is_never_judged_worse(one, other):
    low, high = (asked(BASED, ("2025", str(value))).state for value in sorted((one, other)))

    assert ORDER.index(low) <= ORDER.index(high)


@settings(max_examples=60)
@given(NUMBERS, st.decimals(1, 1000, places=2), st.integers(1, 9))
def test_a_change_of_unit_changes_no_judgement(value, factor, years):
    due = date(2024 + years, 12, 31)
    plain = terms(base=Decimal(200), base_on=END_2024, due_on=due)
    scaled = terms(base=200 * factor, base_on=END_2024, due_on=due, target=260 * factor, scale=factor)

    first, second = asked(plain, ("2025", str(value))), asked(scaled, ("2025", str(value)))

    assert (first.state, first.ratio) == (second.state, second.ratio)


@settings(max_examples=80)
@given(
    st.sampled_from(FORMS),
    st.lists(
        st.tuples(st.sampled_from(["2024", "2025", "2026-Q1", "2026-H1", "2026", "2027"]), st.none() | NUMBERS),
        max_size=6,
    ),
    st.sampled_from(["stock", "flow", "rate"]),
    st.booleans(),
)
def test_whatever_was_observed_every_form_gives_a_state_and_a_reason_where_it_has_none(form, pairs, series, based):
    wanted = terms(
        form,
        series=series,
        base=Decimal(5) if based else None,
        base_on=END_2024 if based else None,
        members=("330000", "330100"),
        beside="w" if form in {"share", "part"} else "",
    )
    rows = [
        Observed(period=period, value=value, place="330000", partial=at % 3 == 2)
        for at, (period, value) in enumerate(pairs)
    ]

    found = measure(Asking(terms=wanted, given=Given(own=rows, beside=rows), on=NOW))

    assert found.state in said.STATES
    assert (found.state == said.CANNOT_SAY) == bool(found.why)
