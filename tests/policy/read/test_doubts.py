"""How sure the reader says it is, and what a stretch goal hangs on."""

from decimal import Decimal

import pytest

from kechuang.policy.read import doubts
from kechuang.policy.read.document import Doubt, to_json
from kechuang.policy.read.read import read_text

HEAD = "某市科技规划（2026—2030年）\n某政发〔2026〕1号\n2026年1月5日\n一、主要目标\n"


def codes(finding):
    return [doubt.code for doubt in finding.doubts]


def test_a_plain_promise_is_beyond_doubt():
    (target,) = read_text(f"{HEAD}到2030年，高新技术企业达到500家。").targets

    assert (target.confidence, target.doubts) == (Decimal("1.00"), ())


@pytest.mark.parametrize(
    ("sentence", "wanted", "sure"),
    [
        ("高新技术企业达到500家。", ["year_missing"], "0.90"),
        ("到2030年，研发增加值达到4000。", ["unit_missing"], "0.60"),
        ("到2030年，实现规上企业研发机构全覆盖。", ["value_implied"], "0.90"),
        ("到2030年，研发投入达到3\ue00b2亿元。", ["text_damaged"], "0.80"),
        ("到2030年，规上企业中有研发活动的占比超七成。", ["share_in_words"], "0.90"),
        ("到2O30年，高新技术企业达到500家。", ["letter_for_digit"], "0.80"),
        ("\n任务\t责任单位\t完成时限\n新建实验室3家\t市科技局\t2027年6月\n", ["year_of_row"], "0.90"),
    ],
)
def test_each_sign_takes_its_weight(sentence, wanted, sure):
    (target,) = read_text(HEAD + sentence).targets

    assert (codes(target), target.confidence) == (wanted, Decimal(sure))


def test_two_signs_multiply():
    assert doubts.confidence([Doubt("year_missing"), Doubt("unit_missing")]) == Decimal("0.54")


def test_a_heading_after_a_hole_and_an_open_list_are_doubted():
    document = read_text(f"{HEAD}目标明确。\n三、保障措施\n推进工作。（责任单位：市科技局、市财政局等）")

    assert codes(document.sections[1]) == ["numbering_broken"]
    assert codes(document.assignments[0]) == ["list_open"]


def test_a_doubt_goes_to_json_with_its_values():
    plain = to_json(read_text(f"{HEAD}到2030年，研发增加值达到4000。"))

    assert plain["targets"][0]["doubts"] == [{"code": "unit_missing", "values": {"value": "4000"}}]
    assert plain["targets"][0]["confidence"] == 0.6


@pytest.mark.parametrize("code", sorted(doubts.DOUBTS))
def test_every_doubt_has_a_sentence_in_both_languages(code):
    names = ("year", "words", "issued", "value", "unit", "name", "length", "other", "word", "gap", "title")
    values = dict.fromkeys(names, "7")

    assert doubts.sentence(code, values) != code
    assert "{" not in doubts.sentence(code, values, english=True)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("到2030年，研发投入强度确保达到3.2%、力争达到3.5%。", ["3.2", "3.5"]),
        ("到2030年，地区生产总值增长6%以上，力争6.5%。", ["6", "6.5"]),
        ("到2030年，创新能力进入全国前30位，力争前20位。", ["30", "20"]),
    ],
)
def test_what_is_hoped_for_beyond_the_promise_names_the_promise(sentence, values):
    sure, hoped = read_text(HEAD + sentence).targets

    assert [sure.value, hoped.value] == [Decimal(v) for v in values]
    assert (sure.stretch_of, hoped.stretch_of) == (None, sure.id)
    assert hoped.indicator == sure.indicator


def test_the_next_promise_is_no_stretch_of_the_last():
    found = read_text(f"{HEAD}到2030年，高新技术企业达到500家，力争独角兽企业达到600家。").targets

    assert [t.stretch_of for t in found] == [None, None]
