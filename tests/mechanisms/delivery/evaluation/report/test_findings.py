"""What the inputs come to: each finding stands on something, says how much is missing, and nothing is said twice."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples

from kechuang.mechanisms.delivery.evaluation.report import annexes, compose, findings
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs
from kechuang.mechanisms.delivery.evaluation.report.words import STATES, UNSAID
from kechuang.web.documents.paper import Table
from tests.mechanisms.delivery.evaluation.report.samples import BEHIND, MET, empty, small
from tests.mechanisms.delivery.evaluation.report.samples import UNSAID as UNBOUND
from tests.mechanisms.delivery.evaluation.report.test_inputs import reports


@given(reports)
@examples(max_examples=60, deadline=None)
def test_every_finding_has_a_source_and_every_target_is_spoken_of_by_its_state(made):
    found = findings.findings(made)

    spoken = Counter(code for each in found if each.kind in BY_STATE for code in each.targets)
    wanted = Counter(each.code for each in made.targets if each.state != "progress.on_track")
    assert [each for each in found if not each.sourced] == []
    assert spoken == wanted


BY_STATE = {
    *(findings.REACHED, findings.EARLY, findings.MISSED, findings.AWAY, findings.BEHIND, findings.WATCH),
    findings.UNSAID,
}


@given(reports)
@examples(max_examples=40, deadline=None)
def test_each_target_stands_exactly_once_in_the_chapters_and_once_in_the_annex(made: Inputs):
    report = compose.compose(made)

    wanted = sorted(each.code for each in made.targets)
    chapters = [part for part in report.sections[2].parts if isinstance(part, Table)]
    assert sorted(annexes.codes(chapters)) == wanted
    assert sorted(annexes.codes(report.sheets[0].parts)) == wanted


@given(reports)
@examples(max_examples=40, deadline=None)
def test_counts_by_state_add_up_to_all(made: Inputs):
    tables = [part for part in compose.compose(made).sections[1].parts if isinstance(part, Table)]

    for table in tables:
        assert sum(int(row[1]) for row in table.rows) == int(table.total[1]) == len(made.targets)
        assert len(table.rows) == len(STATES)


def texts(made: Inputs, kind: str) -> list[str]:
    return [each.text for each in findings.findings(made) if each.kind == kind]


def test_what_is_behind_says_by_how_much():
    assert texts(small(), findings.BEHIND) == [
        "“研发经费投入强度”（T002）目标为到2027年不低于4%，现值2.9%（2024年，初步数），比应达值3.4%少0.5个百分点，进度落后（进度比0.38）。"
    ]


def test_a_target_that_should_fall_is_said_to_be_too_high():
    falling = replace(BEHIND, sense="at_most", goal=Decimal(2), asked=Decimal("2.4"), ahead=())

    assert texts(small(targets=(falling,)), findings.BEHIND) == [
        "“研发经费投入强度”（T002）目标为到2027年不高于2%，现值2.9%（2024年，初步数），比应达值2.4%多0.5个百分点，进度落后（进度比0.38）。"
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (findings.EARLY, "“高新技术企业数”（T001）在期限届满前已提前达到目标，后续年度仍需保持。"),
        (findings.UNSAID, "“新型研发机构数”（T003）无法判断进展，原因是尚未纳入监测。"),
        (findings.LAG, "“研发经费投入强度”（T002）的最新数据为2024年，本次评估应用2025年数据，数据滞后。"),
        (
            findings.UNCONFIRMED,
            "甲市科技局（演示）关于“高新技术企业数”的自评，自评数值530家，核查认定为520家，理由是：重复计数。",
        ),
        (findings.NO_REPORT, "甲大学（演示）未在规定时间内提交自评材料。"),
        (
            findings.SHORT,
            "“研发经费投入强度”（T002）按现有走势到2027年约为3.12%（区间2.98—3.26%），达不到不低于4%的目标，目标值在推算区间之外。",
        ),
        (
            findings.TASK_LATE,
            "重点任务“建设共享仪器平台”（甲-2026-001，牵头单位甲市科技局（演示））应于2026年5月31日前完成，目前进度60%，已逾期。",
        ),
        (
            findings.HAND,
            "“研发经费投入强度”（T002）测算结果为进度落后，甲市科技局（演示）人工评判为需要关注，理由是：新口径将上调。两者并列，以测算结果计入统计。",
        ),
        (
            findings.SUMS,
            "“高新技术企业数”（T001）文件所列总量与分项（T002）不一致，分项之和比总量多3家，按文件原文保留。",
        ),
    ],
)
def test_each_kind_of_finding_in_its_words(kind, text):
    assert texts(small(), kind) == [text]


def test_several_of_a_kind_are_counted():
    both = (MET, replace(MET, code="T009", indicator="甲"))

    assert texts(small(targets=both), findings.EARLY) == [
        "“高新技术企业数”（T001）、“甲”（T009）共2项在期限届满前已提前达到目标，后续年度仍需保持。"
    ]


def test_unsaid_targets_are_grouped_by_their_reason():
    several = (UNBOUND, replace(UNBOUND, code="T004"), replace(UNBOUND, code="T005", why="progress.why.no_value"))

    assert [each.targets for each in findings.findings(small(targets=several)) if each.kind == findings.UNSAID] == [
        ("T003", "T004"),
        ("T005",),
    ]


def test_a_waived_self_report_is_not_missing():
    waived = tuple(replace(each, waived=True) for each in small().reports)

    assert texts(small(reports=waived), findings.NO_REPORT) == []


def test_nothing_gives_no_findings():
    assert findings.findings(empty()) == ()


def test_what_cannot_be_said_is_never_counted_as_good():
    made = small(targets=(UNBOUND,))

    assert UNBOUND.state == UNSAID
    assert "尚无达到目标或者进度正常的指标" in "".join(
        getattr(part, "text", "") for part in compose.compose(made).sections[1].parts
    )
