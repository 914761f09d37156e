"""Promises without a quantity: a state by a date, and a direction only; neither is ever a target."""

import pytest

from kechuang.policy.read.read import read_text

HEAD = "某市科技规划（2026—2030年）\n某政发〔2026〕1号\n2026年1月5日\n"
GOALS = f"{HEAD}一、主要目标\n"


@pytest.mark.parametrize(
    ("sentence", "kind", "name", "due", "year"),
    [
        ("2027年底前，建成省实验室。", "milestone", "建成省实验室", "2027年底前", 2027),
        ("2026年6月底前完成园区选址。", "milestone", "园区选址", "2026年6月底前", 2026),
        ("到2030年，创新生态显著优化。", "soft", "创新生态", "到2030年", 2030),
        ("企业创新能力明显增强。", "soft", "企业创新能力", "", None),
    ],
)
def test_a_state_by_a_date_is_told_from_a_direction(sentence, kind, name, due, year):
    document = read_text(GOALS + sentence)

    (found,) = document.milestones

    assert (found.kind, found.name, found.due, found.year) == (kind, name, due, year)
    assert document.raw[found.start : found.end] == found.quote
    assert document.targets == ()


@pytest.mark.parametrize(
    "text",
    [
        "一、工作回顾\n2025年底前，建成省实验室，创新能力明显增强。",
        "一、重点任务\n全面提升服务能力。",
        "一、主要目标\n到2030年，高新技术企业达到500家。",
    ],
)
def test_records_orders_and_quantities_are_none(text):
    assert read_text(HEAD + text).milestones == ()
