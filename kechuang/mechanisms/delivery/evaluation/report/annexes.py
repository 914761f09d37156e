"""The annexes of an evaluation report: every target and task with sources, comments, vintages, formulas, figures."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kechuang.mechanisms.delivery.evaluation.report import words
from kechuang.mechanisms.delivery.evaluation.report.cells import Cited
from kechuang.mechanisms.delivery.evaluation.report.chapters import by_chapter
from kechuang.mechanisms.delivery.evaluation.report.formula import AHEAD, GENERAL, formula, limits
from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs, Target
from kechuang.web.documents.paper import CENTRE, Col, Curve, Curves, Heading, Paragraph, Part, Points, Sheet, Table

NONE = (Paragraph("无。"),)


def annexes(inputs: Inputs) -> tuple[Sheet, ...]:
    """Give all annexes in their order."""
    return (
        Sheet("指标明细表", _targets(inputs), landscape=True),
        Sheet("重点任务明细表", _tasks(inputs), landscape=True),
        Sheet("意见采纳情况表", _comments(inputs)),
        Sheet("数据来源与版次", _sources(inputs)),
        Sheet("计算公式", _formulas(inputs)),
        Sheet("指标进展图", _figures(inputs)),
    )


def _targets(inputs: Inputs) -> tuple[Part, ...]:
    if not inputs.targets:
        return NONE
    columns = (
        Col("代码", 3, CENTRE),
        Col("文件原文", 10),
        Col("依据", 4),
        Col("目标", 5),
        Col("基期", 4),
        Col("现值及来源", 8),
        Col("状态", 5),
        Col("测算", 9),
    )
    rows: list[tuple[str, ...]] = []
    bands: list[tuple[int, str]] = []
    for head, found in by_chapter(inputs).items():
        bands.append((len(rows), head))
        rows += map(_target, found)
    return (Table(columns, tuple(rows), bands=tuple(bands), dense=True),)


def _target(target: Target) -> tuple[str, ...]:
    due = f"\n到{target.due_year}年" if target.due_year else ""
    source = f"\n来源：{target.source}" if target.source else ""
    base = "—"
    if target.base is not None:
        year = f"（{target.base_year}年）" if target.base_year else ""
        base = words.number(target.base, words.unit_of(target)) + year
    judged = ""
    if target.judged is not None:
        judged = (
            f"\n人工评判：{words.STATE.get(target.judged.state, target.judged.state)}（{words.day(target.judged.on)}）"
        )
    return (
        Cited(target.code, target=f"!{target.code}"),
        target.quote or target.indicator,
        target.clause or "—",
        words.promised(target) + due,
        base,
        Cited(words.dated(target) + source, target.facts),
        words.state(target) + judged,
        formula(target),
    )


def _tasks(inputs: Inputs) -> tuple[Part, ...]:
    if not inputs.tasks:
        return NONE
    columns = (
        Col("编号", 4, CENTRE),
        Col("任务", 10),
        Col("依据", 3),
        Col("牵头单位", 5),
        Col("配合单位", 6),
        Col("完成时限", 4),
        Col("状态", 4),
        Col("进度", 2, CENTRE),
        Col("证明材料", 4),
    )
    rows = []
    for each in inputs.tasks:
        proof = [f"佐证{each.evidence}件"] if each.evidence else []
        proof += [f"平台事实{len(each.proved)}条"] if each.proved else []
        late = "（逾期）" if each.late and each.state not in words.TASK_DONE | {"LATE"} else ""
        rows.append(
            (
                Cited(each.number, task=each.case),
                each.title,
                each.clause or "—",
                each.lead or "—",
                words.listed(each.supports) or "—",
                words.day(each.due),
                words.TASK_STATE.get(each.state, each.state) + late,
                Cited(f"{each.percent}%", each.facts),
                Cited("；".join(proof), each.proved) if proof else "—",
            )
        )
    return (Table(columns, tuple(rows), dense=True),)


def _comments(inputs: Inputs) -> tuple[Part, ...]:
    if not inputs.comments:
        return (Paragraph("征求意见阶段没有收到意见。" if inputs.final else "截至本稿形成，没有收到意见。"),)
    answers = [(word, sum(each.answer == code for each in inputs.comments)) for code, word in words.ANSWER.items()]
    columns = (
        Col("序号", 2, CENTRE),
        Col("提出方", 4),
        Col("所涉部分", 4),
        Col("意见", 8),
        Col("处理", 3, CENTRE),
        Col("理由", 6),
    )
    rows = tuple(
        (
            str(at),
            each.body or "公众",
            each.part or "—",
            each.text,
            words.ANSWER.get(each.answer, each.answer),
            each.reason or "—",
        )
        for at, each in enumerate(inputs.comments, 1)
    )
    return (
        Paragraph(f"共收到意见{len(rows)}条，{words.counted(answers, '条')}。"),
        Table(columns, rows, dense=True),
    )


def _sources(inputs: Inputs) -> tuple[Part, ...]:
    opening = (
        f"本报告采用截至{words.day(inputs.vintage)}已登记的数据和事实。下表每一数值均可由代码查到平台所存事实记录，"
        "报告由随附的输入数据自动生成，输入数据与本报告文件均以 SHA-256 摘要存档，可随时重新生成核对。"
    )
    columns = (Col("代码", 3, CENTRE), Col("时期", 4), Col("数值", 4), Col("数据性质", 3), Col("来源", 7))
    rows = []
    for each in inputs.targets:
        unit = "" if each.form == "growth" else words.unit_of(each)
        for at, point in enumerate(each.points):
            status = words.STATUS.get(point.status, "最终数")
            fact = (point.fact,) if point.fact else ()
            value = Cited(words.number(point.value, unit), fact)
            rows.append((each.code if at == 0 else "", words.period(point.period), value, status, point.source or "—"))
    table: tuple[Part, ...] = (Table(columns, tuple(rows), dense=True),) if rows else NONE
    logs = tuple(f"{words.named(log, inputs)}日志：{size}条" for log, size in inputs.logs)
    ledger: tuple[Part, ...] = (Paragraph("生成报告时平台账本的条数："), Points(logs)) if logs else ()
    return (Paragraph(opening), *table, *ledger)


def _formulas(inputs: Inputs) -> tuple[Part, ...]:
    parts: list[Part] = []
    for head, text in GENERAL:
        parts += [Heading(head, 3), Paragraph(text)]
    used = {each.form for each in inputs.targets}
    named = words.listed(words.FORM[form] for form in words.FORM if form in used)
    forms = (Paragraph(f"本次评估涉及的目标形式：{named}。"),) if named else ()
    return (*forms, *parts, Heading("判断界限", 3), Paragraph(limits(inputs)), Heading("趋势推算", 3), Paragraph(AHEAD))


def _figures(inputs: Inputs) -> tuple[Part, ...]:
    drawn = [each for each in map(figure, inputs.targets) if each is not None]
    if not drawn:
        return (Paragraph("没有可以绘制进展图的指标。"),)
    return (Paragraph("圆点为实际值，虚线为应达值，浅色带为趋势推算区间。数值见附件4。"), *drawn)


def figure(target: Target) -> Curves | None:
    """Draw a target over the years: measured, asked, and where it leads; None where nothing was measured."""
    if not target.points or target.form in {"coverage", "milestone", "soft", "slogan"}:
        return None
    actual = _spots((each.period, each.value) for each in target.points)
    if not actual:
        return None
    curves = [Curve("实际值", actual, dots=True)]
    asked = _spots((each.period, each.value) for each in target.path)
    if asked:
        curves.append(Curve("应达值", asked, dashed=True, shade=1))
    band: list[tuple[str, str, str]] = []
    if target.ahead:
        year, value = actual[-1]
        band = [(year, value, value)]
        band += [(str(each.year), _text(each.low), _text(each.high)) for each in target.ahead]
        later = tuple((str(each.year), _text(each.value)) for each in target.ahead)
        curves.append(Curve("趋势推算", (actual[-1], *later), dashed=True, shade=3))
    return Curves(
        f"{target.code} {target.indicator or target.quote}：{words.STATE.get(target.state, target.state)}",
        f"目标{words.promised(target)}，现值{words.dated(target)}，{words.state(target)}。",
        tuple(curves),
        tuple(band),
        "推算区间",
        words.unit_of(target),
    )


def _spots(points: Iterable[tuple[str, Decimal]]) -> tuple[tuple[str, str], ...]:
    """Give years as places on the axis: a year's end stands at the year, a month before it by its share."""
    found: dict[Decimal, str] = {}
    for period, value in points:
        at = place(period)
        if at is not None:
            found[at] = _text(value)
    return tuple((_text(at), value) for at, value in sorted(found.items()))


ENDS: dict[str, int] = {"": 12, "H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


def place(period: str) -> Decimal | None:
    """Give where a period ends on an axis of years: 2025 at 2025, 2025-H1 at 2024.5; None for no period."""
    year, _, rest = period.partition("-")
    month = ENDS.get(rest, int(rest) if rest.isdigit() else 0)
    if not year.isdigit() or not 1 <= month <= 12:
        return None
    return (Decimal(year) - 1 + Decimal(month) / 12).quantize(Decimal("0.0001"))


def _text(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def codes(tables: Sequence[Part]) -> list[str]:
    """Give the first cells of tables, as a test wants them."""
    return [row[0] for part in tables if isinstance(part, Table) for row in part.rows if row[0]]
