"""The small grammars one by one: quantities, years, unit lists, marks, the view."""

from decimal import Decimal

import pytest

from kechuang.policy.read import marks, quantities, scope, units, view
from kechuang.policy.read.extract import numbering
from kechuang.policy.read.read import read_text


@pytest.mark.parametrize(
    ("text", "value", "top", "unit", "suffix"),
    [
        ("50家", 50, None, "家", ""),
        ("50个以上", 50, None, "个", "以上"),
        ("1—2家", 1, 2, "家", ""),
        ("3至5家", 3, 5, "家", ""),
        ("10家至15家", 10, 15, "家", ""),
        ("10%—15%", 10, 15, "%", ""),
        ("1.6万家", "1.6", None, "万家", ""),
        ("1000余项", 1000, None, "项", ""),
        ("百分之十五以上", 15, None, "%", "以上"),
        ("百分之三点五", "3.5", None, "%", ""),
        ("2个百分点", 2, None, "个百分点", ""),
        ("10件/万人", 10, None, "件/万人", ""),
        ("100台（套）", 100, None, "台（套）", ""),
        ("前10位", 10, None, "位", "前"),
        ("翻两番", 4, None, "倍", ""),
        ("三家以上", 3, None, "家", "以上"),
        ("三分之一以上", "33.33", None, "%", "以上"),
        ("四分之三", 75, None, "%", ""),
        ("七成", 70, None, "%", ""),
        ("七成五以上", 75, None, "%", "以上"),
        ("过半", 50, None, "%", ""),
        ("27微克/立方米", 27, None, "微克/立方米", ""),
        ("3000根", 3000, None, "根", ""),
    ],
)
def test_one_quantity(text, value, top, unit, suffix):
    (found,) = quantities.find(text)

    assert (found.start, found.end) == (0, len(text))
    assert (found.value, found.value_max, found.unit, found.suffix) == (
        Decimal(value), None if top is None else Decimal(top), unit, suffix,
    )  # fmt: skip


@pytest.mark.parametrize("text", ["5G网络", "G60科创走廊", "前1%", "1人+1乡", "3D打印", "第一产业", "COVID-19病毒"])
def test_numbers_in_names_are_no_quantities(text):
    assert list(quantities.find(text)) == []


@pytest.mark.parametrize(
    ("text", "year", "role"),
    [
        ("到2025年", 2025, "goal"),
        ("2025年底前", 2025, "goal"),
        ("“十四五”期间", 2025, "goal"),
        ("“十三五”以来", 2020, "past"),
        ("2019年", 2019, "past"),
        ("截至2021年底", 2021, "past"),
        ("2021—2025年", 2025, "goal"),
        ("到二〇三五年", 2035, "goal"),
        ("2022年3月5日", 2022, "day"),
        ("2023年6月底前", 2023, "goal"),
        ("今年", 2022, "current"),
        ("五年内", 2025, "goal"),
        ("过去五年", None, "past"),
        ("一年来", None, "past"),
        ("1—11月", None, "past"),
        ("民国117年底前", 2028, "goal"),
        ("明年", 2023, "goal"),
        ("每年", None, "annual"),
    ],
)
def test_one_year_expression(text, year, role):
    (found,) = scope.find(text, 0, len(text), 2022, 2025)

    assert (found.year, found.role) == (year, role)


def test_a_year_only_compared_with_is_no_goal():
    roles = [y.role for y in scope.find("较2020年翻一番，在2022年的基础上", 0, 20, 2022, None)]

    assert roles == ["base", "base"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（责任单位:省科技厅,杭州市政府）", ("省科技厅", "杭州市政府")),
        ("（责任单位：省科技厅，杭州市、宁波市、嘉兴市政府）", ("省科技厅", "杭州市政府", "宁波市政府", "嘉兴市政府")),
        ("（责任单位：省委宣传部，各市、县〔市、区〕政府）", ("省委宣传部", "各市、县〔市、区〕政府")),
        ("（责任单位：省科技厅〔省知识产权局〕）", ("省科技厅",)),
        ("（任单位：省经信委、省科技厅）", ("省经信委", "省科技厅")),
        ("（责任单位省经信委、省科技厅", ("省经信委", "省科技厅")),
        ("（市科技局牵头，市财政局、市教育局配合）", ("市科技局", "市财政局", "市教育局")),
        ("（市科技局和市财政局按职责分工负责）", ("市科技局", "市财政局")),
        ("（责任单位：工业和信息化局）", ("工业和信息化局",)),
    ],
)
def test_one_list_of_units(text, expected):
    (found,) = units.find(view.build(f"推进有关工作。{text}"))

    assert found.units == expected


def test_lead_and_support_of_one_row_are_one_duty():
    table = "序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t建平台\t市科技局\t市财政局、市教育局\t2026年底前"
    (found,) = units.find(view.build(table))

    assert (found.units, found.lead, found.support) == (
        ("市科技局", "市财政局", "市教育局"), ("市科技局",), ("市财政局", "市教育局"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市科技局要加强统筹。", [("市科技局",)]),
        ("方案已定。省财政厅、省科技厅负责资金安排。", [("省财政厅", "省科技厅")]),
        ("市科技局成立于1978年。", []),
    ],
)
def test_a_body_that_opens_a_sentence_and_is_told_to_act(text, expected):
    assert [found.units for found in units.find(view.build(text))] == expected


def test_a_statute_names_no_duty_by_an_order_alone():
    assert units.find(view.build("市科技局应当建立平台。"), statute=True) == []


def test_another_name_a_group_and_an_open_list_are_kept():
    (found,) = units.find(view.build("推进工作。（责任单位：省科技厅〔省知识产权局〕、省财政厅等，有关设区市政府）"))

    assert found.also_known == (("省科技厅", "省知识产权局"),)
    assert found.groups == ("有关设区市政府",)
    assert found.open_list


@pytest.mark.parametrize(
    ("mark", "number"), [("（十六）", 16), ("第二十三条", 23), ("②", 2), ("12.", 12), ("一百零三、", 103)]
)
def test_the_number_of_a_mark(mark, number):
    assert marks.ordinal(mark) == number


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (23, "二十三"), (103, "一百零三"), (110, "一百一十")]
)
def test_chinese_numbers_both_ways(number, words):
    assert numbering.chinese(number) == words
    assert marks.chinese_number(words) == number


def test_a_private_use_point_is_read_and_reported():
    document = read_text("某市规划\n一、目标\n到2025年，研发投入强度达到2\ue00b8%。")

    assert [t.value for t in document.targets] == [Decimal("2.8")]
    assert document.targets[0].quote == "研发投入强度达到2\ue00b8%"
    assert [(g.code, dict(g.values)) for g in document.gaps] == [("private_point", {"code_point": "U+E00B"})]


def test_thousands_marks_and_spaced_digits():
    document = read_text("某市规划\n一、目标\n到2 0 2 5年，高新技术企业达到1,500家，专利达到2 000件。")

    assert next((t.value, t.year) for t in document.targets) == (Decimal(1500), 2025)


def test_a_hole_a_restart_and_an_empty_item_are_reported():
    text = "某市方案\n一、目标\n内容一。\n三、任务\n（一）培育企业。内容。\n（三）建设平台。\n（四）保障。内容。\n"

    gaps = [(g.code, g.quote) for g in read_text(text).gaps]

    assert gaps == [
        ("numbering_hole", "三、任务"),
        ("item_without_body", "（三）建设平台"),
        ("numbering_hole", "（三）建设平台"),
    ]


def test_numbering_that_runs_on_through_chapters_is_sound():
    text = (
        "某市方案\n一、目标\n（一）思路。内容。\n（二）要求。内容。\n二、任务\n（三）培育。内容。\n（四）建设。内容。\n"
    )

    document = read_text(text)

    assert document.gaps == ()
    assert [s.level for s in document.sections] == [1, 2, 2, 1, 2, 2]


def test_lines_printed_twice_are_read_once_and_reported():
    line = "到2025年，高新技术企业达到120家，科技型中小企业达到480家。"

    document = read_text(f"某市规划\n一、目标\n{line}\n{line}\n")

    assert len(document.targets) == 2
    assert [g.code for g in document.gaps] == ["doubled_line"]


def test_the_same_promise_in_a_news_lead_counts_once():
    body = "到2025年，高新技术企业达到120家。"

    document = read_text(f"据悉，某市印发《某市规划》，{body}\n方案全文如下：\n某市规划\n一、目标\n{body}\n")

    assert len(document.targets) == 1
    assert document.targets[0].section == ("一、目标",)
