"""Lines from mentions: repeats joined, parts hung and summed, contradictions flagged and kept."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.works.merge import Mention, merge
from kechuang.policy.works.names import normal, scaled
from kechuang.policy.works.sums import Amount, check


def mention(indicator, value, at=0, document="a", **more):
    plain = {
        "code": f"T{at:03d}",
        "clause": "一(一)",
        "start": at,
        "end": at + 1,
        "subject": "",
        "comparator": "ge",
        "value_max": "",
        "unit": "家",
        "kind": "count",
        "year": 2030,
    }
    return Mention(document=document, indicator=indicator, value=value, **plain | more)


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["高新技术企业", "高新技术企业数", "省级实验室"]),
        st.sampled_from(["10", "20"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from([None, 2027]),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(ROWS)
def test_every_mention_stands_in_exactly_one_line_and_keys_are_unique(rows):
    mentions = [mention(name, value, at, document, year=year) for at, (name, value, document, year) in enumerate(rows)]

    lines = merge("work", mentions)

    assert sorted(each.code for line in lines for each in line.mentions) == sorted(each.code for each in mentions)
    assert len({line.key for line in lines}) == len(lines)


def test_two_values_for_the_same_thing_and_year_stay_two_lines_with_a_doubt():
    lines = merge("work", [mention("高新技术企业", "100", 1), mention("高新技术企业数", "120", 2)])

    assert [(line.first.value, line.doubts) for line in lines] == [("100", ["two_values"]), ("120", ["two_values"])]


def test_a_key_stays_when_the_value_changes():
    before, after = (merge("work", [mention("高新技术企业", value)])[0].key for value in ("100", "120"))

    assert before == after


def test_parts_that_are_more_than_the_whole_are_flagged_and_kept():
    lines = merge(
        "work",
        [
            mention("新型研发机构", "500", 1),
            mention("省级新型研发机构", "300", 2, part_of="新型研发机构"),
            mention("市级新型研发机构", "250", 3, part_of="新型研发机构"),
        ],
    )

    assert [line.first.value for line in lines] == ["500", "300", "250"]
    assert (lines[0].total.verdict, lines[0].total.rest, lines[0].doubts) == ("exceeds", Decimal(-50), ["not_adding"])


def test_a_part_without_its_whole_says_so():
    lines = merge("work", [mention("省级海外工程师", "800", 2, part_of="海外工程师")])

    assert lines[0].doubts == ["no_whole"]


@settings(max_examples=80)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(-5, 5))
def test_sums_say_exactly_what_is_left(parts, more):
    whole = sum(parts) + more

    found = check(Amount(str(whole), "家"), [Amount(str(part), "个") for part in parts])

    wanted = "adds_up" if more == 0 else "exceeds" if more < 0 else "remainder"
    assert (found.verdict, found.rest) == (wanted, Decimal(more))


def test_sums_are_taken_on_one_scale_and_not_over_units():
    assert check(Amount("1.6", "万家"), [Amount("9000", "家"), Amount("7000", "家")]).verdict == "adds_up"
    assert check(Amount("10", "亿元"), [Amount("3", "家")]).verdict == "cannot_say"
    assert check(Amount("", "家"), [Amount("3", "家")]).verdict == "cannot_say"


@settings(max_examples=40)
@given(st.integers(1, 10**6))
def test_scaling_keeps_the_amount(value):
    assert scaled(str(value), "万元") == (Decimal(value) * 10000, "元")


def test_wordings_of_one_indicator_have_one_name():
    wordings = [
        "全社会研究与试验发展（R&D）经费支出占GDP比重",
        "全省R&D经费投入强度",
        "研发投入占地区生产总值比例",
    ]

    assert {normal(each) for each in wordings} == {"研发投入占gdp比重"}
    assert normal("技术交易额") != normal("技术合同成交额")
