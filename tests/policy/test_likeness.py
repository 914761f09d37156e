"""Titles, wordings and whole texts compared without blanks, marks, width and script."""

import pytest

from kechuang.policy.likeness import SAME_WORK, folded, resemblance, sample
from tests.policy.plans import TEXT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("行动方案（2022—2025年）", "行动方案(2022-2025年)"),
        ("長三角科技創新共同體", "长三角科技创新共同体"),
        ("“单一窗口”", '"單一視窗"'),
        ("Ｒ＆Ｄ 经费", "r&d经费"),
        ("<p>总体要求</p>", "总 体 要 求"),
    ],
)
def test_the_same_words_fold_to_the_same(one, other):
    assert folded(one) == folded(other)


def test_a_reprint_with_other_line_breaks_and_a_lead_resembles_the_original():
    reprint = "据悉，有关部门近日印发行动计划，全文如下：\n" + TEXT.replace("\n\n", "").replace("，", ",").replace(
        "（", "("
    )

    assert resemblance(sample(TEXT), sample(reprint)) > SAME_WORK


def test_another_text_does_not_resemble():
    other = "本办法所称创新券，是指政府向企业无偿发放、用于购买科技服务的凭证。" * 3

    assert resemblance(sample(TEXT), sample(other)) == 0


def test_nothing_resembles_an_empty_text():
    assert resemblance(sample(""), ()) == 0
