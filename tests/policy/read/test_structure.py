"""Who answers, headings and words of Taiwan: single lines with a trap each, and any text of the genre's pieces."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.policy.read import taiwan
from kechuang.policy.read.document import to_json
from kechuang.policy.read.read import read_text

PIECES = st.sampled_from(
    [
        "（责任单位：", "牵头单位：", "配合单位：", "省发展改革委、科技厅", "自治区科技厅、", "各市、县（市、区）人民政府", "列第一位的为牵头单位，下同",
        "以下各项均需各县人民政府落实，不再列出", "（省科技厅（省外国专家局））", "市科技局牵头，市财政局配合", "）", "（", "【", "】", "〔", "〕", "\n", "\t",
        "序号\t任务\t责任单位\n", "1\t抓好落实\t省科技厅\n", "省教育厅", "第一章 总则", "第十条之一 ", "第一节", "一、总体要求", "（一）", "㈠", "⒈", "⑴", "①",
        "1.1 范围", "1.", "一是", "；", "。", "目录\n", "一、总体要求......1\n", "专栏1", "《规划》（以下简称《规划》）", "《", "》", "〈〈", ">>", "国发〔2021〕1号",
        "<td><p>", "</p></td>", "<tr>", "<br>", "&nbsp;", "| a |", "|---|\n", "*责任单位：市科技局*", "# ", "**", "上一篇：", "相关链接：", "ICP备1号",
        "\ue000", "\ufffd", "\u2028", "\ufeff", "12\ue0055%", "“一网统管”", "平台", "數位模組資訊", "創新創業", "會國學", "— 3 —", "科" * 300, "1" * 50,
    ]
)  # fmt: skip
GENRE = st.lists(PIECES, max_size=50).map("".join)
HOSTILE = [
    "（",
    "（责任单位：",
    "《",
    "第一章 ",
    "㈠",
    "<td><p>",
    "省科技厅、",
    "1.",
    "50家制定《（责任单位：",
    "1\t省科技厅",
    "到2025年",
]


def item(text):
    return read_text("某市方案\n一、任务\n（一）抓好落实。推进有关工作。" + text)


def units(text):
    return [list(a.units) for a in item(text).assignments if a.form == "list"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("（省发展改革委、科技厅，各市、县人民政府）", ["省发展改革委", "省科技厅", "各市、县人民政府"]),
        ("（责任单位：市科技局、林草局，市委组织部、宣传部）", ["市科技局", "市林草局", "市委组织部", "市委宣传部"]),
        ("（合肥市、芜湖市人民政府）", ["合肥市人民政府", "芜湖市人民政府"]),
        ("（省科技厅会同省财政厅、省教育厅负责）", ["省科技厅", "省财政厅", "省教育厅"]),
        ("（市科技局牵头，2024年底前完成）", ["市科技局"]),
        ("（完成时限：2025年12月；责任单位：县科技局）", ["县科技局"]),
        ("（责任单位：市科技局、市委组织部（市人才办））", ["市科技局", "市委组织部"]),
        ("（责任单位：科创园 管委会、区科技局）", ["科创园管委会", "区科技局"]),
        ("（责任单位：自治区科技厅，各盟行政公署、市人民政府）", ["自治区科技厅", "各盟行政公署、市人民政府"]),
        ("\n责任单位：市科技局 市财政局", ["市科技局", "市财政局"]),
    ],
)
def test_a_list_names_each_body_in_full(text, wanted):
    assert units(text) == [wanted]


@pytest.mark.parametrize(
    "text",
    [
        "支持在宁高校（南京大学、东南大学）建设。",
        "支持创新主体（大学、科研院所、企业）攻关。",
        "市科学技术局（以下简称市科技局）负责解释。",
        "（以下责任单位中，排在首位的为牵头单位）",
    ],
)
def test_a_bracket_that_gives_no_task_is_no_list(text):
    assert units(text) == []


def test_a_rule_said_once_holds_for_all_later_lists_and_none_before():
    text = "（省财政厅、省教育厅）\n（二）其他。做好工作。（省科技厅、省教育厅；列第一位的为牵头单位，下同）\n（三）第三。做好工作。（省财政厅、省科技厅）"

    leads = [a.lead for a in item(text).assignments]

    assert leads == [(), ("省科技厅",), ("省财政厅",)]


def test_a_group_bound_by_all_items_stands_with_each_without_being_listed():
    text = "（省科技厅。以下各项任务均需各县人民政府落实，不再列出）\n（二）其他。做好工作。（省财政厅、省科技厅）"

    last = item("\n以下各项任务均需各县人民政府落实，不再列出。\n" + text).assignments[-1]

    assert (last.units, last.groups) == (("省财政厅", "省科技厅"), ("各县人民政府",))


def test_an_inserted_article_makes_no_hole_and_a_missing_one_does():
    document = read_text("某省条例\n第一条　为了促进创新，制定本条例。\n第一条之一　本省适用。\n第三条　附则。\n")

    assert [s.marker for s in document.sections] == ["第一条", "第一条之一", "第三条"]
    assert [(g.code, g.quote) for g in document.gaps] == [("numbering_hole", "第三条")]


def test_the_table_of_taiwan_words_is_wide_and_leaves_chance_meetings_alone():
    chance = "創新創業衛生技術規模組建投資訊息配套用地中介面向系列印章可再生能源高品質支援線上多數位於上游標準遴選單位便捷運輸"

    assert len(taiwan.WORDS) >= 120
    assert list(taiwan.words(chance)) == []
    assert [word for _, _, word in taiwan.words("數位模組套用雷射")] == ["数字", "模块", "应用", "激光"]


def test_words_of_taiwan_are_read_and_quoted_as_published():
    document = read_text(
        "某計畫\n為促進發展，建設科技專家資料庫，發展產業與創業，會同有關機構實驗，推動網路軟體應用。\n"
    )

    assert [s.name for s in document.named_systems] == ["科技專家資料庫"]
    assert {dict(g.values)["reading"] for g in document.gaps if g.code == "taiwan_vocabulary"} >= {"数据库", "软件"}


@settings(max_examples=50, deadline=None)
@given(GENRE)
def test_any_mixture_is_read_and_every_finding_stands_where_it_says(text):
    reading = to_json(read_text(text))

    for findings in reading.values():
        for found in findings if isinstance(findings, list) else ():
            assert text[found["start"] : found["end"]] == found["quote"]


def calls(text):
    """How many Python functions a reading calls: a measure of work that does not depend on the machine."""
    count = 0

    def tally(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(tally)
    try:
        read_text(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_about_twice_the_work(piece):
    read_text(piece)
    half = calls(piece * 300)

    assert calls(piece * 600) <= 2.3 * half + 500


def test_half_a_character_in_traditional_text_is_read_past():
    text = "三、促進成果轉化。完善智慧財產權保護，建設技術交易市場，為會國學\ude4e"

    assert to_json(read_text(text))["meta"]["script"] == "traditional"
