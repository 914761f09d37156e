"""Matching levels: only upwards within places, best first, every point with its reason."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.works import align
from kechuang.policy.works.align import RANK, Promise, Weights, not_taken_up
from kechuang.policy.works.weights import weights

# The weights of our design, as regions/ states them; test_weights_are_rules holds the two equal.
POINTS = {"same_name": 60, "like_name": 55, "holds_name": 45, "same_unit": 15, "same_kind": 5, "same_year": 15,
          "within_year": 8, "no_year": 4, "next_level": 5}  # fmt: skip
WEIGHTS = Weights(POINTS, least=60, like=0.55, years=5)
ABOVE = {"000000": (), "330000": ("000000",), "330100": ("330000", "000000"), "330127": ("330100", "330000", "000000")}
LEVEL = {"000000": "nation", "330000": "province", "330100": "city", "330127": "county"}


def promise(key, place, name="高新技术企业", **more):
    plain = {"unit": "项", "kind": "count", "year": 2030}
    return Promise(key=key, work=place, level=LEVEL[place], place=place, above=ABOVE[place], name=name, **plain | more)


def propose(lines, weights=WEIGHTS):
    return align.propose(lines, lambda _line: weights)


def score(lower, upper):
    return align.score(lower, upper, WEIGHTS)


LINES = st.lists(
    st.tuples(
        st.sampled_from(sorted(LEVEL)),
        st.sampled_from(["高新技术企业", "高新技术企业研发机构", "省级实验室", "科技特派员"]),
        st.sampled_from(["项", "%"]),
        st.sampled_from([None, 2027, 2030]),
    ),
    max_size=10,
).map(lambda rows: [promise(f"{at:02d}", place, name, unit=unit, year=year)
                    for at, (place, name, unit, year) in enumerate(rows)])  # fmt: skip


@settings(max_examples=60)
@given(LINES)
def test_a_match_leads_up_within_places_of_one_unit_and_its_points_are_its_reasons(lines):
    known = {line.key: line for line in lines}

    for each in propose(lines):
        lower, upper = known[each.lower], known[each.upper]
        assert RANK[upper.level] < RANK[lower.level]
        assert upper.place in lower.above
        assert upper.unit == lower.unit
        assert WEIGHTS.least <= each.score == sum(points for _, points in each.reasons) <= 100


@settings(max_examples=40)
@given(LINES)
def test_the_order_in_which_lines_come_does_not_matter(lines):
    assert propose(lines) == propose(lines[::-1])


@settings(max_examples=40)
@given(LINES)
def test_what_nobody_takes_up_and_what_is_taken_up_are_all_higher_lines(lines):
    served = {each.upper for each in propose(lines)}
    lowest = max((RANK[line.level] for line in lines), default=0)

    left = {line.key for line in not_taken_up(lines, served)}

    assert left | served >= {line.key for line in lines if RANK[line.level] < lowest}
    assert left & served == set()


def test_a_county_is_laid_beside_city_and_province():
    lines = [promise("c", "330127", year=2028), promise("b", "330100"), promise("a", "330000")]

    found = {(each.lower, each.upper): each for each in propose(lines)}

    assert sorted(found) == [("b", "a"), ("c", "a"), ("c", "b")]
    assert dict(found["c", "b"].reasons) == {
        "same_name": POINTS["same_name"],
        "same_unit": POINTS["same_unit"],
        "same_kind": POINTS["same_kind"],
        "within_year": POINTS["within_year"],
        "next_level": POINTS["next_level"],
    }


def test_another_place_another_unit_or_a_growth_rate_is_no_match():
    upper = promise("a", "330000")

    assert score(promise("c", "330127", unit="%"), upper) is None
    assert score(promise("c", "330127", kind="growth_rate"), upper) is None
    assert score(promise("c", "330127", name="省级实验室"), upper) is None
    assert (
        score(Promise(**{**_plain(upper), "key": "s", "place": "340000", "level": "city", "above": ()}), upper) is None
    )


def _plain(line):
    return {name: getattr(line, name) for name in line.__dataclass_fields__}


def test_upwards_a_county_finds_every_level_and_downwards_each_level_knows_who_serves_it():
    lines = [promise("n", "000000"), promise("p", "330000"), promise("c", "330100"), promise("k", "330127")]

    upwards = {each.upper for each in propose(lines) if each.lower == "k"}
    served = {each.upper: [] for each in propose(lines)}
    for each in propose(lines):
        served[each.upper].append(each.lower)

    assert upwards == {"c", "p", "n"}
    assert {upper: sorted(lowers) for upper, lowers in served.items()} == {
        "n": ["c", "k", "p"],
        "p": ["c", "k"],
        "c": ["k"],
    }


def test_what_nobody_below_has_taken_up_is_what_no_lower_line_fits():
    lines = [promise("n1", "000000", "省级实验室"), promise("n2", "000000"), promise("k", "330127")]

    left = not_taken_up(lines, {each.upper for each in propose(lines)})

    assert [line.key for line in left] == ["n1"]


def test_other_weights_propose_otherwise():
    lines = [promise("n", "000000", year=2030), promise("k", "330127", year=2027)]

    strict = Weights(POINTS, least=90, like=0.55, years=5)
    shorter = Weights(POINTS, least=60, like=0.55, years=2)

    assert propose(lines, strict) == []
    assert propose(lines)[0].score - propose(lines, shorter)[0].score == POINTS["within_year"]


def test_weights_are_rules():
    assert weights("330127", date(2026, 11, 21)) == WEIGHTS
