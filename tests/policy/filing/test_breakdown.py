"""Rows of the breakdown of responsibilities: what each duty covers, whom it names, until when."""

from kechuang.policy.filing import breakdown, sheet
from kechuang.policy.filing.breakdown import BODY, DUTY, MEASURED, Asked
from tests.policy import plans

LED = """云岭市行动方案（演示）

一、重点任务

（一）建设平台。2026年6月底前建成平台3个。（牵头单位：市科技局；配合单位：市财政局、市经信局等）制定配套办法，完善长效机制建设。（责任单位：市司法局）
（二）服务企业。每年走访企业100家。

二、附则

本方案自2026年5月1日起施行，有效期至2027年12月31日。
"""


def rows(text=LED):
    return breakdown.rows_of(plans.reading(text), text)


def test_each_duty_covers_the_text_since_the_one_before_it():
    found = [(row.clause, row.head, row.content, row.lead, row.others, row.open_list) for row in rows()]

    assert found == [
        ("一(一)", "（一）建设平台", "2026年6月底前建成平台3个。", ("市科技局",), ("市财政局", "市经信局"), True),
        ("一(一)", "（一）建设平台", "制定配套办法，完善长效机制建设。", (), ("市司法局",), False),
        ("一(二)", "（二）服务企业", "每年走访企业100家。", (), (), False),
        ("二", "二、附则", "本方案自2026年5月1日起施行，有效期至2027年12月31日。", (), (), False),
    ]


def test_a_day_to_finish_by_is_one_that_the_row_words_and_never_the_documents_own_validity():
    found = [(row.until, row.yearly) for row in rows()]

    assert found == [(("2026年6月底前",), False), ((), False), ((), True), ((), False)]


def test_rows_are_chosen_by_duty_goal_chapter_and_body():
    every = rows()

    assert [row.task for row in breakdown.chosen(every, Asked(which=DUTY))] == ["A001", "A002"]
    assert [row.clause for row in breakdown.chosen(every, Asked(which=MEASURED))] == ["一(一)", "一(二)"]
    assert [row.clause for row in breakdown.chosen(every, Asked(chapter="二"))] == ["二"]
    assert [row.content for row in breakdown.chosen(every, Asked(body="市财政局"))] == ["2026年6月底前建成平台3个。"]


def test_by_bodies_a_row_hangs_on_who_leads_and_where_nobody_is_said_to_on_all_who_are_named():
    asked = Asked(by=BODY)

    groups = breakdown.groups(breakdown.chosen(rows(), asked), asked, {})

    assert [(group.title, len(group.rows)) for group in groups] == [("市科技局", 1), ("市司法局", 1), ("", 2)]


def test_a_text_is_cut_at_sentences_for_rows_that_excel_can_show_and_nothing_is_lost():
    text = "第一句话很长很长。" * 200

    pieces = sheet.pieces_of(text, 40, 20)

    assert "".join(pieces) == text
    assert max(sheet.lines_of(piece, 40) for piece in pieces) <= 20
