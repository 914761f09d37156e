"""The chapters of an evaluation report, each made from the inputs and what they come to. Pure prose and tables."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kechuang.mechanisms.delivery.evaluation.report import findings as found
from kechuang.mechanisms.delivery.evaluation.report import words
from kechuang.mechanisms.delivery.evaluation.report.cells import Cited
from kechuang.mechanisms.delivery.evaluation.report.findings import Finding
from kechuang.mechanisms.delivery.evaluation.report.inputs import ANNUAL, Inputs, Target
from kechuang.web.documents.paper import CENTRE, RIGHT, Bar, Bars, Col, Heading, Paragraph, Part, Points, Table

SHADES = {
    words.MET: 1,
    words.ALREADY: 1,
    words.ON_TRACK: 2,
    words.WATCH: 3,
    words.BEHIND: 4,
    words.AWAY: 4,
    words.MISSED: 4,
    words.UNSAID: 5,
}
MOST_BARS = 24


def numbered(items: Sequence[str]) -> tuple[Part, ...]:
    """Give sentences as points; a single one as a paragraph."""
    if not items:
        return ()
    return (Paragraph(items[0]),) if len(items) == 1 else (Points(tuple(items)),)


def of(all_found: Iterable[Finding], *kinds: str) -> tuple[Finding, ...]:
    """Give the findings of some kinds, with their sources written behind them."""
    return tuple(each for kind in kinds for each in all_found if each.kind == kind)


def sentences(rows: Iterable[Finding]) -> list[str]:
    """Write findings with the clauses on which they stand."""
    return [_with_source(each) for each in rows]


def _with_source(finding: Finding) -> str:
    clauses = words.listed(finding.clauses, 4, "处")
    return f"{finding.text.removesuffix('。')}（依据：文件{clauses}）。" if clauses else finding.text


def span(inputs: Inputs) -> str:
    """Write the evaluated years."""
    years = inputs.years or (inputs.data_year,)
    return f"{years[0]}年度" if len(set(years)) == 1 else f"{min(years)}年至{max(years)}年"


_NUMBERED = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百]+[章节编部分]+|[一二三四五六七八九十百]+[、．.]|[（(][一二三四五六七八九十]+[）)]|\d+[、．.])\s*"
)


def plain(head: str) -> str:
    """Give a head of the plan without its own number, since the report numbers its own."""
    return _NUMBERED.sub("", head) or head


def work(inputs: Inputs) -> tuple[Part, ...]:
    """一、评估工作概况."""
    plan, kind = inputs.plan, words.KIND[inputs.kind]
    issued = f"（{plan.number}）" if plan.number else ""
    host = inputs.host or "评估组织单位"
    opening = (
        f"按照《{plan.title}》{issued}及{kind}工作安排，{host}组织开展了{_called(inputs)}。"
        f"本次评估的数据年份为{inputs.data_year}年，采用截至{words.day(inputs.vintage)}已登记的数据，其后登记或修订的数据不计入本报告。"
    )
    scope = f"评估对象包括文件提出的{len(inputs.targets)}项指标和{len(inputs.tasks)}项重点任务。"
    if inputs.targets and not inputs.tasks:
        scope = f"评估对象为文件提出的{len(inputs.targets)}项指标；没有登记重点任务。"
    if inputs.tasks and not inputs.targets:
        scope = f"评估对象为文件部署的{len(inputs.tasks)}项重点任务；文件没有提出可以评估的指标。"
    if not inputs.targets and not inputs.tasks:
        scope = "该文件没有可以纳入评估的指标和重点任务。"
    return (Paragraph(opening), Paragraph(scope), Paragraph(_steps(inputs)), Paragraph(_method(inputs)))


def _called(inputs: Inputs) -> str:
    """Write what was done: 2025年度监测; 2021年至2025年实施情况的中期评估."""
    kind = words.KIND[inputs.kind]
    if inputs.kind == ANNUAL and len(set(inputs.years)) <= 1:
        return f"{(*inputs.years, inputs.data_year)[0]}{kind}"
    return f"{span(inputs)}实施情况的{kind}"


def _steps(inputs: Inputs) -> str:
    given = [each for each in inputs.reports if each.submitted_on is not None]
    parts = []
    if not inputs.reports:
        parts.append("本次评估没有要求责任单位提交自评材料")
    elif len(given) == len(inputs.reports):
        parts.append(f"{len(given)}家责任单位全部提交了自评材料")
    elif given:
        parts.append(f"应提交自评材料的{len(inputs.reports)}家责任单位中，{len(given)}家已提交")
    else:
        parts.append(f"应提交自评材料的{len(inputs.reports)}家责任单位均未提交")
    checked = sum(1 for each in inputs.statements if each.check is not None)
    checker = inputs.checker or "第三方"
    parts.append(f"{checker}对其中{checked}条自评内容进行了核查" if checked else "未开展第三方核查")
    silent = "征求意见阶段没有收到意见" if inputs.final else "截至本稿形成，没有收到意见"
    parts.append(f"征求意见阶段收到意见{len(inputs.comments)}条" if inputs.comments else silent)
    return "；".join(parts) + "。"


def _method(inputs: Inputs) -> str:
    judged = sum(1 for each in inputs.targets if each.judged is not None)
    hand = f"另有{judged}项指标附有人工评判，与测算结果并列，不替代测算结果。" if judged else ""
    return (
        "指标进展由平台依据已登记的统计数据和业务事实按公开公式测算，公式见附件5。没有数据或者不能测算的，一律列为“无法判断”，"
        f"不计入进度正常。{hand}"
    )


def overall(inputs: Inputs) -> tuple[Part, ...]:
    """二、总体进展."""
    if not inputs.targets:
        return (Paragraph("本次评估没有纳入指标，不对总体进展作出数量判断。"), *_tasks_overall(inputs))
    every = len(inputs.targets)
    counts = {state: sum(each.state == state for each in inputs.targets) for state in words.STATES}
    good, bad = sum(counts[state] for state in words.GOOD), sum(counts[state] for state in words.BAD)
    said = words.counted([(words.STATE[state], counts[state]) for state in words.STATES])
    text = f"纳入评估的{every}项指标中，{said}。"
    if good == every:
        text += "全部指标达到目标或者进度正常。"
    elif good:
        text += f"达到目标或者进度正常的合计{good}项，占{words.percent(good, every)}。"
    else:
        text += "尚无达到目标或者进度正常的指标。"
    text += (
        f"进度落后、背离目标或者到期未达到的合计{bad}项，占{words.percent(bad, every)}。"
        if bad
        else "没有进度落后的指标。"
    )
    unsaid = counts[words.UNSAID]
    if unsaid:
        text += f"无法判断的{unsaid}项，占{words.percent(unsaid, every)}，原因见第六部分。"
    rows = tuple((words.STATE[state], str(count), words.percent(count, every)) for state, count in counts.items())
    table = Table(
        (Col("状态", 3), Col("指标数（项）", 2, RIGHT), Col("占比", 2, RIGHT)),
        rows,
        "表1 指标进展情况汇总",
        ("合计", str(every), "100%"),
    )
    bars = tuple(
        Bar(words.STATE[state], str(count), "", SHADES[state], f"{count}项") for state, count in counts.items()
    )
    figure = Bars("图1 各状态指标数", f"各状态指标数：{said}。", bars)
    return (Paragraph(text), table, figure, *_tasks_overall(inputs))


def _tasks_overall(inputs: Inputs) -> tuple[Part, ...]:
    if not inputs.tasks:
        return ()
    done = sum(each.state in words.TASK_DONE for each in inputs.tasks)
    late = sum(each.late for each in inputs.tasks)
    text = f"纳入评估的{len(inputs.tasks)}项重点任务中，已完成{done}项，占{words.percent(done, len(inputs.tasks))}；"
    text += f"逾期{late}项。" if late else "没有逾期任务。"
    return (Paragraph(text),)


def by_chapter(inputs: Inputs) -> dict[str, list[Target]]:
    """Give the targets under the heads of the plan, in the order of its text."""
    found_in: dict[str, list[Target]] = {}
    for each in inputs.targets:
        found_in.setdefault(each.chapter or "总体目标", []).append(each)
    return found_in


TARGET_COLUMNS = (
    Col("代码", 3, CENTRE),
    Col("指标", 8),
    Col("目标", 5),
    Col("现值", 6),
    Col("进度比", 3, CENTRE),
    Col("状态", 5),
)


def row(target: Target) -> tuple[str, ...]:
    """Give the line of a target in the tables of its chapter."""
    due = f"（{target.due_year}年）" if target.due_year else ""
    return (
        Cited(target.code, target=target.code),
        target.indicator or target.quote,
        f"{words.promised(target)}{due}"
        if target.goal is not None or target.form == "coverage"
        else words.promised(target),
        Cited(words.dated(target), target.facts),
        words.number(target.ratio),
        words.state(target),
    )


def targets(inputs: Inputs, all_found: Sequence[Finding]) -> tuple[Part, ...]:
    """三、目标完成情况: what is met, then chapter by chapter a sentence, a table and a figure."""
    if not inputs.targets:
        return (Paragraph("文件没有提出可以纳入评估的指标。"),)
    reached = sentences(of(all_found, found.REACHED, found.EARLY))
    parts: list[Part] = [*numbered(reached)] if reached else [Paragraph("截至数据年份，尚无达到目标值的指标。")]
    chapters, table = by_chapter(inputs), 2
    for head, rows in chapters.items():
        name = plain(head)
        parts += [Heading(name, 2), Paragraph(_chapter(rows))]
        parts.append(Table(TARGET_COLUMNS, tuple(map(row, rows)), f"表{table} {name}：指标进展", dense=True))
        table += 1
        parts += _ratios(name, rows)
    return tuple(parts)


def _chapter(rows: Sequence[Target]) -> str:
    counts = [(words.STATE[state], sum(each.state == state for each in rows)) for state in words.STATES]
    if len(rows) == 1:
        return f"本部分1项指标，{words.STATE.get(rows[0].state, rows[0].state)}。"
    alone = [word for word, count in counts if count == len(rows)]
    return f"本部分{len(rows)}项指标，{'均为' + alone[0] if alone else words.counted(counts)}。"


def _ratios(head: str, rows: Sequence[Target]) -> list[Part]:
    """Give how far each target of a chapter is, as bars against what was asked by then (1)."""
    measured = [each for each in rows if each.ratio is not None and each.ratio >= 0]
    if len(measured) < 2:
        return []
    bars = tuple(
        Bar(
            f"{each.code} {each.indicator or each.quote}",
            format(min(each.ratio or Decimal(0), Decimal(2)), "f"),
            "1",
            SHADES.get(each.state, 5),
            f"{words.number(each.ratio)} {words.STATE.get(each.state, '')}",
        )
        for each in measured[:MOST_BARS]
    )
    says = "；".join(f"{bar.label}：{bar.note}" for bar in bars)
    more = f"（前{MOST_BARS}项）" if len(measured) > MOST_BARS else ""
    legend = ((-1, "按时间应达到（1）"),)
    capped = "（大于2的按2画）" if any((each.ratio or 0) > 2 for each in measured[:MOST_BARS]) else ""
    return [Bars(f"{head}：进度比{more}{capped}", f"进度比：{says}。", bars, legend)]


def tasks(inputs: Inputs, all_found: Sequence[Finding]) -> tuple[Part, ...]:
    """四、重点任务推进情况."""
    if not inputs.tasks:
        return (Paragraph("本次评估没有纳入重点任务。"),)
    counts = [
        (words.TASK_STATE[state], sum(each.state == state for each in inputs.tasks)) for state in words.TASK_STATE
    ]
    parts: list[Part] = [Paragraph(f"{len(inputs.tasks)}项重点任务中，{words.counted(counts)}。明细见附件2。")]
    proved = [each for each in inputs.tasks if each.proved]
    if proved:
        names = words.listed((f"“{each.title}”（{each.number}）" for each in proved), 6)
        parts.append(Paragraph(f"由平台已登记的事实直接证明完成的{len(proved)}项：{names}。"))
    late = sentences(of(all_found, found.TASK_LATE, found.TASK_BLOCKED, found.TASK_DISPUTED))
    if late:
        parts.append(Paragraph("需要关注的任务如下："))
        parts += numbered(late)
    else:
        parts.append(Paragraph("没有逾期、受阻或者有异议的任务。"))
    return tuple(parts)


def checks(inputs: Inputs) -> tuple[Part, ...]:
    """五、第三方核查情况."""
    checked = [each for each in inputs.statements if each.check is not None]
    if not checked:
        return (Paragraph("本次评估没有第三方核查结果，自评内容未经核实，不作为判断指标进展的依据。"),)
    counts = [
        (word, sum(each.check is not None and each.check.verdict == code for each in checked))
        for code, word in words.VERDICT.items()
        if code
    ]
    checker = inputs.checker or "第三方"
    bodies = list(dict.fromkeys(each.body for each in checked))
    opening = (
        f"{checker}核查了{words.listed(bodies, 8, '家单位')}的{len(checked)}条自评内容，{words.counted(counts, '条')}。"
    )
    parts: list[Part] = [Paragraph(opening)]
    if inputs.check_note:
        parts.append(Paragraph(f"核查意见：{inputs.check_note}"))
    differing = [each for each in checked if each.check is not None and each.check.verdict != "confirmed"]
    if not differing:
        return (*parts, Paragraph("核查结果与自评内容一致。"))
    columns = (Col("单位", 4), Col("事项", 6), Col("自评", 4), Col("核查", 4), Col("理由", 6))
    rows = tuple(
        (
            each.body,
            Cited(each.title or each.code, target=each.code),
            f"{each.value}{each.unit}" or "—",
            (f"{each.check.value}{each.unit}" if each.check.value else "") + f"（{words.VERDICT[each.check.verdict]}）",
            each.check.reason or "—",
        )
        for each in differing
        if each.check is not None
    )
    return (*parts, Paragraph("与自评不一致的内容如下："), Table(columns, rows, "核查与自评不一致情况", dense=True))
