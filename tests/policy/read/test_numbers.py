"""Constructions with numbers, one by one: what is promised, given, or neither, and what each is called."""

from decimal import Decimal

import pytest

from kechuang.policy.read.read import read_text

HEAD = "某市科技规划（2026—2030年）\n某政发〔2026〕1号\n2026年1月5日\n一、主要目标\n"


def promised(text):
    return [(t.indicator, t.comparator, t.value, t.unit) for t in read_text(HEAD + text).targets]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "省内高校、科研院所成果转化率分别提高10个和15个百分点。",
            [("省内高校成果转化率提高", "eq", 10, "个百分点"), ("科研院所成果转化率提高", "eq", 15, "个百分点")],
        ),
        (
            "建成省级、市级创新平台5个、20个。",
            [("建成省级创新平台", "eq", 5, "个"), ("市级创新平台", "eq", 20, "个")],
        ),
        (
            "入园率、达产率分别保持在92%、97%以上。",
            [("入园率", "ge", 92, "%"), ("达产率", "ge", 97, "%")],
        ),
        (
            "产业规模翻一番以上，达到180亿元。",
            [("产业规模", "ge", 2, "倍"), ("产业规模", "eq", 180, "亿元")],
        ),
        ("实现300米以下低空通信覆盖率95%以上。", [("300米以下低空通信覆盖率", "ge", 95, "%")]),
        (
            "数字经济增加值实现倍增，占比达12%。",
            [("数字经济增加值", "eq", 2, "倍"), ("数字经济增加值占比", "eq", 12, "%")],
        ),
        ("转化率由40%提高到80%以上。", [("转化率", "ge", 80, "%")]),
        ("审批时间压减至15个工作日。", [("审批时间", "le", 15, "个工作日")]),
    ],
)
def test_one_construction(text, wanted):
    prefix = "到2030年，"

    assert promised(prefix + text) == [(n, c, Decimal(v), u) for n, c, v, u in wanted]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("项目建成达产后，预计年产值50亿元。", "effect"),
        ("某科技公司总经理表示，公司将招聘工程师200名。", "voice"),
        ("风险由政府与银行按照3:2分担。", "ratio"),
        ("每月组织1场路演活动。", "frequency"),
        ("子基金出资比例最高可达到60%。", "permission"),
    ],
)
def test_numbers_that_promise_nothing(text, reason):
    document = read_text(HEAD + text)

    assert document.targets == ()
    assert {aside.reason for aside in document.asides} == {reason}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("对首次认定的企业，给予首年80%、次年50%的租金减免。", [("eq", 80, "%"), ("eq", 50, "%")]),
        ("对机构按成交额的千分之五给予奖励，最高30万元。", [("eq", 5, "‰"), ("le", 30, "万元")]),
        ("对企业的资助从500万元提高到800万元。", [("eq", 800, "万元")]),
    ],
)
def test_money_given(text, wanted):
    document = read_text(f"某市若干措施\n一、支持政策\n{text}")

    assert [(i.comparator, i.value, i.unit) for i in document.incentives] == [(c, Decimal(v), u) for c, v, u in wanted]


def test_a_goal_year_stays_in_its_chapter():
    text = f"{HEAD}第二阶段（2027—2029年）：企业达到500家。\n二、重点任务\n（一）培育人才\n培育领军人才50名。"

    assert [t.year for t in read_text(text).targets] == [2029, None]


def test_columns_named_base_report_and_goal_columns_promise():
    table = "指标\t单位\t2026年基数\t2030年目标\t年均增速\n高新技术企业\t家\t200\t≥500\t25%\n"

    document = read_text(HEAD + table)

    assert [(t.value, t.comparator, t.year) for t in document.targets] == [(500, "ge", 2030), (25, "eq", 2030)]
    assert [(b.value, b.year) for b in document.baselines] == [(200, 2026)]
