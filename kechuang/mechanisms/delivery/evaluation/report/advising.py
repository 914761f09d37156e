"""The last parts of an evaluation report: problems, forecasts and risks, advice and adjustments. All of it is pure."""

from collections.abc import Sequence

from kechuang.mechanisms.delivery.evaluation.report import findings as found
from kechuang.mechanisms.delivery.evaluation.report import words
from kechuang.mechanisms.delivery.evaluation.report.cells import Cited
from kechuang.mechanisms.delivery.evaluation.report.chapters import numbered, of, sentences
from kechuang.mechanisms.delivery.evaluation.report.findings import Finding, called, short_of
from kechuang.mechanisms.delivery.evaluation.report.inputs import ANNUAL, Inputs
from kechuang.web.documents.paper import CENTRE, RIGHT, Col, Heading, Paragraph, Part, Table

PROBLEMS = (
    ("指标进度滞后", (found.MISSED, found.AWAY, found.BEHIND, found.WATCH)),
    ("数据缺失或者滞后", (found.UNSAID, found.LAG)),
    ("重点任务推进不力", (found.TASK_LATE, found.TASK_BLOCKED, found.TASK_DISPUTED)),
    ("自评与核查不一致", (found.UNCONFIRMED, found.NO_REPORT, found.UNCHECKED)),
    ("文件数据与评判口径", (found.SUMS, found.HAND)),
)


def problems(all_found: Sequence[Finding]) -> tuple[Part, ...]:
    """六、存在的问题; a task that was named in part four is counted here, not told again."""
    parts: list[Part] = []
    for head, kinds in PROBLEMS:
        rows = of(all_found, *kinds)
        if not rows:
            continue
        told = sentences(rows)
        if found.TASK_LATE in kinds:
            late = sum(each.kind == found.TASK_LATE for each in rows)
            stuck = len(rows) - late
            count = "，".join(
                text for text, many in ((f"逾期{late}项", late), (f"受阻或者有异议{stuck}项", stuck)) if many
            )
            told = [f"重点任务中{count}，具体见第四部分。"]
        parts += [Heading(head, 2), *numbered(told)]
    return tuple(parts) or (Paragraph("本次评估没有发现指标滞后、数据缺失、任务逾期或者自评与核查不一致的问题。"),)


def ahead(inputs: Inputs, all_found: Sequence[Finding]) -> tuple[Part, ...]:
    """七、预测与风险."""
    with_figures = [each for each in inputs.targets if each.ahead]
    if not with_figures:
        return (Paragraph("各指标年度数据不足三个，或者不适用趋势推算，本次评估不作预测。"),)
    short = [each for each in with_figures if short_of(each)]
    opening = f"有{len(with_figures)}项指标的年度数据可以作趋势推算（方法见附件5）。趋势推算不是目标，也不是承诺。"
    if not short:
        return (Paragraph(opening), Paragraph("按现有走势，未发现到期达不到目标的指标。"))
    columns = (
        Col("代码", 3, CENTRE),
        Col("指标", 7),
        Col("目标", 5),
        Col("到期推算值", 4, RIGHT),
        Col("区间", 5, RIGHT),
    )
    rows = tuple(
        (
            Cited(each.code, target=each.code),
            each.indicator or each.quote,
            f"{words.promised(each)}（{each.due_year}年）",
            words.number(each.ahead[-1].value, words.unit_of(each)),
            f"{words.number(each.ahead[-1].low)}—{words.number(each.ahead[-1].high)}",
        )
        for each in short
    )
    return (
        Paragraph(opening),
        Paragraph(f"按现有走势，下列{len(short)}项指标到期可能达不到目标，存在风险："),
        Table(columns, rows, "按现有走势可能达不到目标的指标", dense=True),
        *numbered(sentences(of(all_found, found.SHORT))),
    )


def advice(inputs: Inputs, all_found: Sequence[Finding]) -> tuple[Part, ...]:
    """八、对策建议与目标调整建议."""
    told = [*_for_targets(inputs), *_for_data(inputs, all_found), *_for_tasks(inputs), *_for_reports(all_found)]
    if inputs.kind == ANNUAL and any(each.state == words.ALREADY for each in inputs.targets):
        told.append("对已提前达到的指标，继续监测，防止回落。")
    parts: list[Part] = [Heading("对策建议", 2)]
    nothing = "各项指标和任务按计划推进，建议保持现有力度。"
    if not inputs.targets and not inputs.tasks:
        nothing = "本次评估没有纳入指标和重点任务，不提出对策建议。"
    parts += numbered(told) if told else [Paragraph(nothing)]
    return (*parts, Heading("目标调整建议", 2), *_adjustments(inputs))


def _for_targets(inputs: Inputs) -> list[str]:
    found_for = []
    for each in inputs.targets:
        if each.state not in {words.BEHIND, words.AWAY, words.WATCH}:
            continue
        who = f"，由{words.listed(each.bodies, 3, '家单位')}" if each.bodies else ""
        need = ""
        if each.needed_yearly is not None and each.had_yearly is not None:
            unit = words.unit_of(each)
            needed, had = words.change(each.needed_yearly, unit), words.change(each.had_yearly, unit)
            need = f"，此后年均须变动{needed}（此前年均{had}）"
        found_for.append(f"针对{found.name(each)}{who}查明原因、提出措施{need}。")
    missed = [each for each in inputs.targets if each.state == words.MISSED]
    if missed:
        names = words.listed((found.name(each) for each in missed), 8)
        found_for.append(f"对到期未达到的{names}，由责任单位作出书面说明，并明确后续安排。")
    return found_for


def _for_data(inputs: Inputs, all_found: Sequence[Finding]) -> list[str]:
    unbound = [each for each in inputs.targets if each.why in {"progress.why.unbound", "progress.why.no_indicator"}]
    told = []
    if unbound:
        names = words.listed((found.name(each) for each in unbound if each.state == words.UNSAID), 6)
        if names:
            told.append(f"为{names}明确统计口径和数据来源，尽快纳入监测。")
    if of(all_found, found.LAG) or any(each.why == "progress.why.no_value" for each in inputs.targets):
        told.append("督促数据责任单位按期报送，缩短数据滞后时间。")
    return told


def _for_tasks(inputs: Inputs) -> list[str]:
    told = []
    late = [each for each in inputs.tasks if each.late and each.state not in words.TASK_DONE]
    if late:
        told.append(f"对{words.listed(map(called, late), 5)}挂牌督办，限期完成。")
    stuck = [each for each in inputs.tasks if each.state in {"BLOCKED", "DISPUTED"}]
    if stuck:
        told.append(f"召开协调会议，解决{words.listed(map(called, stuck), 5)}的困难和分工问题。")
    return told


def _for_reports(all_found: Sequence[Finding]) -> list[str]:
    told = []
    if of(all_found, found.NO_REPORT):
        told.append("督促未提交自评材料的单位补交，并在下一次评估中说明。")
    if of(all_found, found.UNCONFIRMED):
        told.append("核查未能证实或者已更正的自评内容，由有关单位复核更正，以核查结果为准。")
    return told


def _adjustments(inputs: Inputs) -> tuple[Part, ...]:
    if not inputs.adjustments:
        return (Paragraph("本次评估没有提出目标调整建议。"),)
    columns = (
        Col("代码", 3, CENTRE),
        Col("指标", 6),
        Col("现目标", 3),
        Col("建议值", 3),
        Col("理由", 7),
        Col("决定", 4),
    )
    rows = tuple(
        (
            Cited(each.code, target=each.code),
            each.title,
            f"{each.before}{each.unit}" if each.before else "—",
            f"{each.value}{each.unit}",
            each.reason,
            words.DECISION.get(each.state, each.state) + (f"：{each.decision}" if each.decision else ""),
        )
        for each in inputs.adjustments
    )
    return (
        Paragraph(
            f"本次评估提出目标调整建议{len(rows)}项。调整须按文件制定程序批准后生效，原目标及其进展记录继续保留。"
        ),
        Table(columns, rows, "目标调整建议", dense=True),
    )
