"""The report in its words: a small one to the letter, an empty one without empty phrases, the same bytes again."""

from dataclasses import replace
from pathlib import Path

import pytest

from kechuang.mechanisms.delivery.evaluation.report import compose, words
from kechuang.mechanisms.delivery.evaluation.report.annexes import codes, place
from kechuang.mechanisms.delivery.evaluation.report.chapters import plain
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs
from kechuang.mechanisms.delivery.task.rules.moves import TASK
from kechuang.web.documents import pdf, word
from kechuang.web.documents.composed import Block
from kechuang.web.documents.composed import compose as laid
from kechuang.web.documents.paper import Table
from tests.mechanisms.delivery.evaluation.report.samples import MET, empty, many, small
from tests.web.documents.papers import text_of

EXPECTED = Path(__file__).with_name("small.txt")


def told(made: Inputs) -> str:
    """The report as plain lines: a table's row is one line, a figure its caption."""
    composed = laid(compose.paper(made))
    lines = [composed.title, *(line for block in composed.blocks for line in of(block))]
    for sheet in composed.sheets:
        lines += [f"{sheet.mark} {sheet.title}", *(line for block in sheet.blocks for line in of(block))]
    return "\n".join(lines) + "\n"


def of(block: Block) -> list[str]:
    if block.kind != "table":
        return [f"[{block.text}]" if block.kind == "figure" else block.text]
    bands = dict(block.bands)
    rows = [line for at, row in enumerate(block.rows) for line in (bands.get(at, ""), joined(row)) if line]
    return [block.text, joined([head for head, _width, _side in block.columns]), *rows, joined(block.total)]


def joined(cells) -> str:
    return " | ".join(cell.replace("\n", " / ") for cell in cells)


def test_a_small_report_to_the_letter():
    assert told(small()) == EXPECTED.read_text()


def test_an_empty_report_says_what_there_is_not_and_claims_nothing():
    text = told(empty())

    assert [
        each
        for each in (
            "该文件没有可以纳入评估的指标和重点任务。",
            "本次评估没有纳入指标，不对总体进展作出数量判断。",
            "本次评估没有第三方核查结果，自评内容未经核实，不作为判断指标进展的依据。",
            "本次评估没有纳入指标和重点任务，不提出对策建议。",
        )
        if each not in text
    ] == []
    assert "进度正常" not in text.split("附件5")[0].replace("不计入进度正常", "")


def test_where_nothing_is_behind_the_report_says_so():
    text = told(small(targets=(MET,), tasks=(), wholes=(), statements=(), reports=()))

    assert "没有进度落后的指标。" in text
    assert "全部指标达到目标或者进度正常。" in text
    assert "本次评估没有要求责任单位提交自评材料" in text


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"years": (2025,)}, "2025年度监测报告"),
        ({"kind": "midterm", "years": (2021, 2025)}, "中期评估报告"),
        ({"kind": "final", "years": (2021, 2027)}, "总结评估报告"),
    ],
)
def test_the_title_says_which_evaluation_it_is(values, title):
    assert compose.title_of(small(**values)) == f"《甲市科技创新发展规划（2021—2027年）（演示）》{title}"


def test_the_same_inputs_give_the_same_word_and_pdf():
    one, other = compose.paper(small()), compose.paper(small())

    assert word.write(one) == word.write(other)
    assert pdf.write(one) == pdf.write(other)


def test_a_draft_is_marked_until_the_report_is_final_and_so_is_a_demonstration():
    draft, final = text_of(pdf.write(compose.paper(small()))), text_of(pdf.write(compose.paper(small(final=True))))

    assert ("拟稿" in draft, "拟稿" in final) == (True, False)
    assert (
        "（演示）本页" in draft,
        "（演示）本页" in text_of(pdf.write(compose.paper(small(demonstration=False)))),
    ) == (
        True,
        False,
    )


def test_a_report_of_many_targets_is_within_the_bounds_of_a_paper():
    report = compose.compose(many(200, 40))
    tables = [part for part in report.sections[2].parts if isinstance(part, Table)]

    assert (len(tables), len(codes(tables))) == (8, 200)
    assert compose.paper(many(200, 40)).draft


def test_the_words_of_states_are_those_of_the_catalogues(zh_hans):
    wanted = {**words.STATE, **words.WHY, **words.NOTE}
    wanted |= {f"promise.form.{code}": word for code, word in words.FORM.items()}
    wanted |= {f"promise.status.{code}": word for code, word in words.STATUS.items()}
    wanted |= {f"promise.reading.{code}": word for code, word in words.READING.items()}
    wanted |= {f"{TASK.kind}.{code}": word for code, word in words.TASK_STATE.items()}

    assert {code: zh_hans(code) for code in wanted} == wanted
    assert set(words.TASK_STATE) == set(TASK.states)


@pytest.fixture
def zh_hans():
    from django.utils import translation

    with translation.override("zh-hans"):
        yield translation.gettext


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("二、主要目标", "主要目标"),
        ("（一）创新投入", "创新投入"),
        ("第三章 重点任务", "重点任务"),
        ("3.保障措施", "保障措施"),
        ("2025年目标", "2025年目标"),
        ("一、", "一、"),
    ],
)
def test_a_head_of_the_plan_loses_its_own_number(head, name):
    assert plain(head) == name


@pytest.mark.parametrize(
    ("period", "at"),
    [("2025", "2025"), ("2025-H1", "2024.5"), ("2025-Q4", "2025"), ("2025-03", "2024.25"), ("x", None)],
)
def test_periods_stand_at_their_end_on_the_axis(period, at):
    found = place(period)

    assert (None if found is None else str(found.normalize() + 0).rstrip("0").rstrip(".") or "0") == at or (
        found is not None and float(found) == float(at)
    )


def test_differences_of_shares_are_percentage_points():
    assert "少0.5个百分点" in told(small())


def test_an_unusual_unit_and_large_numbers_are_written_plainly():
    huge = replace(MET, goal=MET.goal * 1000, unit="万元")

    assert words.promised(huge) == "不低于500000万元"
