"""When a number is a record and when a promise: chapters, comparisons, reviews that quote a plan, days of a row."""

import pytest

from kechuang.policy.read.read import read_text


def promised(text):
    return [(t.indicator, t.value, t.unit, t.year) for t in read_text(text).targets]


def reported(text):
    return [(b.value, b.unit) for b in read_text(text).baselines]


def test_a_chapter_on_an_earlier_year_reports_and_the_next_one_promises():
    text = (
        "云溪市科技局2025年工作总结和2026年工作要点\n一、2025年科技工作\n（一）主体壮大。新认定高新技术企业120家。\n"
        "二、2026年重点工作\n（一）抓主体。新增高新技术企业100家。\n"
    )

    assert (promised(text), reported(text)) == ([("新增高新技术企业", 100, "家", 2026)], [(120, "家")])


@pytest.mark.parametrize(
    "text",
    [
        "一年来，我们新建省级重点实验室3家，引进高层次人才120人。",
        "全年新增高新技术企业52家，总数达到380家，同比增长31%。",
        "今年1—11月，全市技术合同成交额达到326亿元，增长8.2%。",
        "全市相关企业236家，2019年营业收入74亿元。到2027年力争进入第一方阵。",
    ],
)
def test_what_only_looks_back_promises_nothing(text):
    assert promised(text) == []


def test_a_comparison_with_the_year_before_dates_the_text():
    text = "2025年，全市新增高新技术企业86家，同比增长21%。2026年全市将新增高新技术企业90家。"

    assert [(value, year) for _, value, _, year in promised(text)] == [(90, 2026)]


def test_a_review_that_quotes_its_plan_names_the_goal_and_the_record():
    text = (
        "云溪市“十四五”科技创新规划实施情况中期评估报告\n2023年10月20日\n一、完成情况\n"
        "《规划》提出，到2025年研发投入强度达到2.6%。2022年，研发投入强度为2.21%。确定技术转移机构60家，实际49家。\n"
    )

    assert [str(value) for _, value, _, _ in promised(text)] == ["2.6", "60"]
    assert [str(value) for value, _ in reported(text)] == ["2.21", "49"]


def test_a_row_has_the_year_of_its_own_day():
    text = (
        "云溪市三年行动重点任务分工表\n序号\t任务\t责任单位\t完成时限\n1\t新建实验室3家\t市科技局\t2026年12月\n"
        "2\t培育高新技术企业200家以上\t市科技局\t2027年底前\n"
    )

    assert [(value, year) for _, value, _, year in promised(text)] == [(3, 2026), (200, 2027)]


def test_a_table_that_allots_goals_gives_each_place_its_own():
    text = (
        "云溪市2026年科技创新目标分解表\n单位：家、%\n县（市、区）\t高新技术企业数\t研发投入强度\n"
        "东湖区\t120\t3.1\n西山县\t46\t—\n"
    )

    assert [(name, str(value), unit, year) for name, value, unit, year in promised(text)] == [
        ("东湖区高新技术企业数", "120", "家", 2026),
        ("东湖区研发投入强度", "3.1", "%", 2026),
        ("西山县高新技术企业数", "46", "家", 2026),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("到2027年，考核结果占创新考核权重的40%。", "scoring"),
        ("孵化器持股比例一般不超过10%。", "condition"),
        ("项目自筹资金比例不得低于70%。", "condition"),
        ("核心区容积率不低于1.8。", "standard"),
        ("共走访企业63家。", "survey"),
        ("单丝直径不大于9.5微米。", "spec"),
    ],
)
def test_rules_sizes_and_counts_are_told_apart(text, reason):
    (found,) = read_text(text).asides

    assert found.reason == reason


def test_a_sentence_cut_by_the_foot_of_a_page_is_one():
    (found,) = read_text("到2027年，全市研发投入强度达\n— 3 —\n到3.2%，力争更高。\n").targets

    assert (found.indicator, str(found.value), found.year) == ("全市研发投入强度", "3.2", 2027)


def test_names_of_a_traditional_text_are_given_as_printed():
    (found,) = read_text("雲嶺市推動計畫\n至2029年底，農藥使用量減少25%，並強化產業發展與經濟體質。\n").targets

    assert found.indicator == "農藥使用量減少"
