"""The report as an office would write it, from its inputs alone: eight parts and six annexes, in Chinese.

The same report becomes a paper (Word, PDF/A) and a page. Nothing here asks the time, a table or a setting.
"""

from dataclasses import dataclass

from kechuang.mechanisms.delivery.evaluation.report import advising, chapters, words
from kechuang.mechanisms.delivery.evaluation.report.annexes import annexes
from kechuang.mechanisms.delivery.evaluation.report.findings import Finding, findings
from kechuang.mechanisms.delivery.evaluation.report.inputs import FINAL, MIDTERM, Inputs
from kechuang.web.documents.paper import Heading, Origin, Paper, Part, Sheet, Signature

# Raised when the text of a report changes for the same inputs; kept with the inputs, so that a reader of an old report
# knows which composition made it.
COMPOSITION = "1"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    head: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    title: str
    sections: tuple[Section, ...]
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


def title_of(inputs: Inputs) -> str:
    """Give the title: 《…》2025年度监测报告, 《…》中期评估报告."""
    if inputs.kind in {MIDTERM, FINAL}:
        return f"《{inputs.plan.title}》{words.KIND[inputs.kind]}报告"
    year = max(inputs.years) if inputs.years else inputs.data_year
    return f"《{inputs.plan.title}》{year}年度监测报告"


def compose(inputs: Inputs) -> Report:
    """Write the report."""
    found = findings(inputs)
    sections = (
        Section("评估工作概况", chapters.work(inputs)),
        Section("总体进展", chapters.overall(inputs)),
        Section("目标完成情况", chapters.targets(inputs, found)),
        Section("重点任务推进情况", chapters.tasks(inputs, found)),
        Section("第三方核查情况", chapters.checks(inputs)),
        Section("存在的问题", advising.problems(found)),
        Section("预测与风险", advising.ahead(inputs, found)),
        Section("对策建议与目标调整建议", advising.advice(inputs, found)),
    )
    return Report(title_of(inputs), sections, annexes(inputs), found)


def paper(inputs: Inputs) -> Paper:
    """Give the report as a paper, marked as a draft until it is final. Raises PaperError if it is too long."""
    report = compose(inputs)
    parts = tuple(part for section in report.sections for part in (Heading(section.head), *section.parts))
    lines = (f"数据截至{words.day(inputs.vintage)}", f"报告由平台按随附输入数据生成（第{COMPOSITION}版编写规则）")
    return Paper(
        title=report.title,
        parts=parts,
        sheets=report.sheets,
        signature=Signature((inputs.host,), None) if inputs.host else None,
        draft=not inputs.final,
        demonstration=inputs.demonstration,
        origin=Origin(case=inputs.number, address=inputs.address, lines=lines),
    )
