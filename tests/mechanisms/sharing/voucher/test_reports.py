"""Near-duplicate service reports: what counts as the same text, how like two texts are, how copies find each other."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.sharing.voucher.rules.report import BANDS, Sketch, normal, similarity, sketch

WORDS = "样品在恒温恒湿条件下放置二十四小时后按标准方法测定拉伸强度断裂伸长率硬度密度热变形温度并记录数据绘制曲线比较不同批次之间差异分析误差来源提出改进建议"


def report(seed: int, length: int = 1500) -> str:
    drawn = random.Random(seed)
    return "".join(drawn.choice(WORDS) for _ in range(length))


def jaccard(a: str, b: str) -> Decimal:
    sets = [{text[at : at + 5] for at in range(len(text) - 4)} for text in (normal(a), normal(b))]
    return Decimal(len(sets[0] & sets[1])) / len(sets[0] | sets[1])


def test_blanks_marks_width_case_and_digits_do_not_hide_a_copy():
    assert normal("拉伸强度　２５.3 MPa，\n合格。") == normal("拉伸强度48.1mpa 合格")


def test_the_same_text_is_wholly_alike():
    assert similarity(sketch(report(1)), sketch(report(1))) == 1


def test_unrelated_reports_are_not_alike():
    assert similarity(sketch(report(1)), sketch(report(2))) < Decimal("0.2")


def test_a_copy_with_another_firms_name_and_other_figures_is_nearly_the_same():
    text = "委托单位：甲子精密装备（演示）。" + report(3) + "测得强度25.3MPa。"
    copy = text.replace("甲子精密装备", "乙丑微电子").replace("25.3", "31.8")

    assert similarity(sketch(text), sketch(copy)) >= Decimal("0.95")


@pytest.mark.parametrize("kept", [300, 700, 1100, 1400])
def test_the_estimate_lies_near_the_true_share(kept):
    one, other = report(4), report(4)[:kept] + report(5)[kept:]

    assert abs(similarity(sketch(one), sketch(other)) - jaccard(one, other)) < Decimal("0.14")


@pytest.mark.parametrize("seed", range(20))
def test_copies_share_a_band(seed):
    text = report(seed)
    copy = text[:700] + report(seed + 100)[:40] + text[740:]

    assert set(sketch(text).bands) & set(sketch(copy).bands)


def test_bands_are_eight_positive_numbers_of_63_bits():
    bands = sketch(report(6)).bands

    assert len(bands) == BANDS
    assert all(0 <= band < 2**63 for band in bands)


@pytest.mark.parametrize("text", ["", "检测合格。", "合格" * 400])
def test_too_little_text_cannot_be_compared(text):
    assert sketch(text) is None


def test_a_sketch_of_another_length_is_refused():
    with pytest.raises(ValueError, match="256 bytes, not 3"):
        Sketch(b"abc")


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=WORDS + "0123456789 ，。", min_size=60, max_size=400))
def test_a_sketch_depends_on_the_text_alone(text):
    first, second = sketch(text), sketch(text)

    assert first == second
    assert first is None or similarity(first, second) == 1
