"""The reward waterfall against the golden numbers, on the four days of the time machine, and by its properties."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.reward.rules.lawful import subject_of
from kechuang.mechanisms.market.reward.rules.waterfall import Computation, Inputs, compute
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law

ZHEJIANG, ZHOUSHAN, SHANGHAI = "330106", "330902", "310115"
GOVERNMENT = subject_of("gov_research_unit")
DAY = date(2021, 12, 31)
GOLDEN = {"paid": Decimal(3_000_000), "cost": Decimal(120_000), "tax": Decimal(18_000)}


def asked(**more):
    values = {"way": "licence", "place": ZHEJIANG, "on": DAY, "subject": GOVERNMENT, **GOLDEN, **more}
    return compute(Law(rulebook.current()), Inputs(**values))


def computed(**more) -> Computation:
    found = asked(**more)
    assert isinstance(found, Computation), found
    return found


@pytest.mark.parametrize(
    ("place", "pool", "main", "staff"),
    [
        (ZHEJIANG, "2003400.00", "1402380.00", "100170.00"),
        (ZHOUSHAN, "2432700.00", "1702890.00", "121635.00"),
    ],
)
def test_the_golden_numbers(place, pool, main, staff):
    found = computed(place=place)

    assert (found.net, found.pool, found.main, found.staff) == (
        Decimal(2_862_000),
        Decimal(pool),
        Decimal(main),
        Decimal(staff),
    )


@pytest.mark.parametrize(
    ("on", "pool", "place", "since"),
    [
        (date(2016, 1, 1), "1431000.00", "000000", date(2015, 10, 1)),
        (date(2018, 1, 1), "2003400.00", "330000", date(2017, 10, 1)),
        (date(2021, 12, 31), "2432700.00", "330900", date(2020, 3, 1)),
        (date(2026, 4, 1), "2432700.00", "330900", date(2020, 3, 1)),
    ],
)
def test_one_licence_on_four_days_has_explained_answers(on, pool, place, since):
    found = computed(place=ZHOUSHAN, on=on)

    rule = next(line.rule for line in found.lines if line.code == "pool")
    assert rule is not None
    assert (found.pool, rule.place, rule.since, rule.meaning, bool(rule.source)) == (
        Decimal(pool),
        place,
        since,
        "floor",
        True,
    )


def test_shanghai_keeps_the_national_floor_and_opens_a_range():
    found = computed(place=SHANGHAI, on=date(2018, 1, 1))

    rule = next(line.rule for line in found.lines if line.code == "pool")
    assert rule is not None
    assert (found.pool, rule.place, rule.opened) == (
        Decimal("1431000.00"),
        "000000",
        ((Decimal("0.70"), "310000", "34", "S"),),
    )


def test_a_default_gives_way_to_an_agreement_and_a_floor_does_not():
    firm = subject_of("enterprise")

    agreed = computed(subject=firm, agreed=Decimal("0.3"))
    silent = computed(subject=firm)
    below = asked(agreed=Decimal("0.6"))

    assert (agreed.pool, silent.pool) == (Decimal("858600.00"), Decimal("1431000.00"))
    assert isinstance(below, Refusal)
    assert (below.code, below.place, below.values["least_share"], below.values["clause"]) == (
        "reward.below_floor",
        "agreed",
        Decimal("0.70"),
        "37",
    )


def test_a_unit_of_the_centre_chooses_the_rule_of_its_seat():
    central = computed(subject=subject_of("gov_research_unit", central=True))
    choosing = computed(subject=subject_of("gov_research_unit", central=True, follows_local=True))

    assert (central.pool, central.main, choosing.pool) == (Decimal("1431000.00"), None, Decimal("2003400.00"))


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"cost": Decimal(3_000_000)}, "reward.net_negative", "cost"),
        ({"fiscal": Decimal(50_000)}, "reward.fiscal_cost", "fiscal"),
        ({"paid": Decimal(0)}, "reward.nothing_paid", "paid"),
        ({"tax": Decimal(-1)}, "reward.negative", "tax"),
        ({"way": "gift"}, "reward.way_unknown", "way"),
        ({"way": "shares", "shares": Decimal("10.5")}, "reward.shares_whole", "shares"),
        ({"way": "own"}, "reward.no_profits", "profits"),
        ({"way": "own", "profits": (Decimal(1),), "years": 2}, "reward.years_short", "years"),
        ({"way": "own", "profits": (Decimal(1),), "years": 6}, "reward.years_over", "years"),
        ({"main": Decimal("0.6")}, "reward.below_floor", "main"),
        ({"main": Decimal("0.96")}, "reward.parts_over", "main"),
        ({"agreed": Decimal("1.1")}, "reward.no_share", "agreed"),
        ({"on": date(2015, 9, 30)}, "reward.no_rule", "agreed"),
    ],
)
def test_bad_input_is_refused_by_name(more, code, place):
    found = asked(**more)

    assert isinstance(found, Refusal)
    assert (found.code, found.place) == (code, place)


def test_shares_of_a_company_are_whole_and_rounded_up():
    found = computed(way="shares", shares=Decimal(1_001))

    assert (found.unit, found.pool, found.main, found.staff, found.kept) == ("shares", 701, 491, 36, 300)


def test_own_use_counts_the_years_of_the_rule():
    profits = tuple(Decimal(each) for each in (-100, 1000, 2000, 3000, 4000, 5000, 6000))

    nation = computed(way="own", profits=profits)
    zhoushan = computed(way="own", profits=profits, place=ZHOUSHAN)
    shanghai = computed(way="own", profits=profits, place=SHANGHAI)

    assert (nation.pool, zhoushan.pool, shanghai.pool) == (Decimal("150.00"), Decimal("1000.00"), Decimal("300.00"))


money = st.integers(0, 10**14).map(lambda fen: Decimal(fen).scaleb(-2))


@settings(max_examples=80, deadline=None)
@given(paid=money, cost=money, tax=money, place=st.sampled_from([ZHEJIANG, ZHOUSHAN, SHANGHAI]))
def test_the_parts_add_up_and_never_fall_below_the_floor(paid, cost, tax, place):
    found = asked(paid=paid, cost=cost, tax=tax, place=place)

    if isinstance(found, Refusal):
        assert paid == 0 or paid - cost - tax < 0
        return
    assert found.pool + found.kept == found.net == paid - cost - tax
    assert (found.main or 0) + (found.staff or 0) + found.rest == found.pool
    assert abs(found.pool - found.net * found.rate) <= Decimal("0.005")
