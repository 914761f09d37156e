"""Matching levels: only upwards within places, best first, every point with its reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.works.align import LEAST, POINTS, RANK, Promise, not_taken_up, propose, score

ABOVE = {"000000": (), "330000": ("000000",), "330100": ("330000", "000000"), "330127": ("330100", "330000", "000000")}
LEVEL = {"000000": "nation", "330000": "province", "330100": "city", "330127": "county"}


def promise(key, place, name="高新技术企业", **more):
    plain = {"unit": "项", "kind": "count", "year": 2030}
    return Promise(key=key, work=place, level=LEVEL[place], place=place, above=ABOVE[place], name=name, **plain | more)


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
        assert LEAST <= each.score == sum(points for _, points in each.reasons) <= 100


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
