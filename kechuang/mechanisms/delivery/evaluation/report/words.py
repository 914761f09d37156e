"""The Chinese words of a report for codes, numbers and days. Pure, so that a kept report says the same for ever.

A report is a document in Chinese, like the plan that it evaluates; the words of states are those of the catalogues, and
a test holds them together.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from kechuang.mechanisms.delivery.evaluation.report.inputs import ANNUAL, FINAL, MIDTERM, Inputs, Target

KIND = {ANNUAL: "年度监测", MIDTERM: "中期评估", FINAL: "总结评估"}
MET, ALREADY, ON_TRACK, WATCH = "progress.met", "progress.already_met", "progress.on_track", "progress.watch"
BEHIND, AWAY, MISSED, UNSAID = "progress.behind", "progress.moving_away", "progress.missed", "progress.cannot_say"
STATE = {
    MET: "已按期达到",
    ALREADY: "已提前达到",
    ON_TRACK: "进度正常",
    WATCH: "需要关注",
    BEHIND: "进度落后",
    AWAY: "与目标相背离",
    MISSED: "到期未达到",
    UNSAID: "无法判断",
}
STATES = tuple(STATE)
GOOD, BAD = frozenset({MET, ALREADY, ON_TRACK}), frozenset({BEHIND, AWAY, MISSED})
WHY = {
    "progress.why.no_value": "还没有数值",
    "progress.why.no_base": "没有基期数值，无法画出应有的进度",
    "progress.why.before_base": "尚未过基期",
    "progress.why.no_goal": "文件写了数量目标，但本节点尚未登记对应的数值",
    "progress.why.no_path": "目标与基期数值之间没有可走的路径",
    "progress.why.no_indicator": "尚未对应指标",
    "progress.why.zero_base": "基期值为零，无法计算增长率",
    "progress.why.sign_change": "数值出现负值，无法计算增长率",
    "progress.why.late_data": "期限已满，但期末年度的数据尚未公布",
    "progress.why.gap": "中间年份缺数据",
    "progress.why.no_other": "缺少比较地区或总体的数据",
    "progress.why.no_members": "没有列出应覆盖的地区",
    "progress.why.some_unknown": "部分地区没有数据",
    "progress.why.part_too_large": "部分大于总体，数据有误",
    "progress.why.not_yet_due": "时间节点未到，尚未完成的节点没有中间进度",
    "progress.why.judgement_only": "原文没有数值，只能由人评判",
    "progress.why.slogan": "口号本身没有数值，须看其对应清单",
    "progress.why.unbound": "尚未纳入监测",
}
NOTE = {
    "progress.note.above_range": "高于区间上限；区间目标以下限为责任。",
    "progress.note.at_baseline": "基期时已经达到。",
    "progress.note.fell_back": "基期时已达到，之后回落。",
    "progress.note.missed_years": "有的年份没有达到，已过去的年份无法补回。",
    "progress.note.not_final": "数据尚非最终数。",
    "progress.note.part_of_year": "本年尚未结束，按已过月份比较。",
}
FORM = {
    "level": "到期水平",
    "increment": "期间增量",
    "annual": "每年数量",
    "growth": "增长率",
    "relative": "相对增速",
    "share": "占比",
    "coverage": "覆盖面",
    "rank": "位次",
    "range": "区间",
    "milestone": "时间节点",
    "part": "总体中的部分",
    "soft": "定性表述",
    "slogan": "口号",
}
STATUS = {
    "provisional": "初步数",
    "estimated": "估计数",
    "imputed": "推补数",
    "withheld": "不公布",
}
READING = {"each": "每年均达到", "compound": "年均复合"}
TASK_STATE = {
    "ITEM": "待交办",
    "ASSIGNED": "已交办",
    "DISPUTED": "有异议",
    "ACCEPTED": "已接收",
    "MEASURE_LIST": "已列举措",
    "IN_PROGRESS": "推进中",
    "LATE": "逾期",
    "BLOCKED": "受阻",
    "DONE": "已完成待核验",
    "VERIFIED": "已核验",
    "CLOSED": "已办结",
    "DROPPED": "已撤销",
}
TASK_DONE = frozenset({"DONE", "VERIFIED", "CLOSED"})
VERDICT = {"confirmed": "属实", "not_confirmed": "未能证实", "corrected": "已更正", "": "尚未核查"}
ANSWER = {"taken": "采纳", "partly": "部分采纳", "not_taken": "未采纳", "": "尚未答复"}
DECISION = {"proposed": "待决定", "agreed": "同意", "declined": "不同意", "applied": "已调整", "": "待决定"}
SENSE = {"at_least": "不低于", "more_than": "高于", "at_most": "不高于", "less_than": "低于"}
SUM = {"adds_up": "相符", "remainder": "分项之和小于总量", "exceeds": "分项之和大于总量", "cannot_say": "无法核对"}
NOTHING = "—"
HUNDREDTH = Decimal("0.01")


def number(value: Decimal | None, unit: str = "") -> str:
    """Write a number with its unit: two decimals at most, rounded half up, no noughts that say nothing."""
    if value is None:
        return NOTHING
    found = value.quantize(HUNDREDTH, ROUND_HALF_UP)
    text = format(found, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def percent(part: int | Decimal, whole: int | Decimal) -> str:
    """Write a share in percent with one decimal at most."""
    if not whole:
        return NOTHING
    found = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{found:f}".removesuffix(".0") + "%"


def share(value: Decimal | None) -> str:
    """Write a share (1 is the whole) in percent."""
    return NOTHING if value is None else percent(value, 1)


def day(on: date | None) -> str:
    """Write a day: 2026年11月21日."""
    return f"{on.year}年{on.month}月{on.day}日" if on else NOTHING


def listed(names: Iterable[str], most: int = 0, of: str = "项") -> str:
    """Write names in a row; beyond ``most`` it says how many there are in all."""
    known = list(names)
    if most and len(known) > most:
        return "、".join(known[:most]) + f"等{len(known)}{of}"
    return "、".join(known)


def unit_of(target: Target) -> str:
    """Give the unit in which a target's numbers are said."""
    return "%" if target.form in {"growth", "relative"} and not target.unit else target.unit


def change(value: Decimal | None, unit: str) -> str:
    """Write a difference: of shares it is counted in percentage points."""
    return number(value, "个百分点" if unit == "%" else unit)


def promised(target: Target) -> str:
    """Write what was promised, without its year: 不低于260家."""
    unit = unit_of(target)
    if target.form == "coverage":
        return f"覆盖{number(target.goal)}个地区" if target.goal is not None else NOTHING
    if target.goal is None:
        return "文件未设定数量目标"
    if target.goal_max is not None:
        return f"{number(target.goal)}—{number(target.goal_max, unit)}"
    rate = "%" if target.form == "growth" else unit
    if target.form == "rank":
        return f"第{number(target.goal)}位以内"
    found = f"{SENSE.get(target.sense, '')}{number(target.goal, rate)}"
    if target.form == "growth":
        return f"年均增长{found}"
    return {"annual": f"每年{found}", "increment": f"新增{found}"}.get(target.form, found)


def measured(target: Target) -> str:
    """Write the number on which the state rests, without its period."""
    if target.form == "coverage" and target.of:
        return f"{target.kept}/{target.of}个地区"
    if target.value is None:
        return "无数据"
    if target.form == "rank":
        return f"第{number(target.value)}位"
    return number(target.value, "%" if target.form == "growth" else unit_of(target))


def period(text: str) -> str:
    """Write a period: 2025年, 2025年上半年, 2025年第1季度, 2025年3月."""
    year, _, rest = text.partition("-")
    if not year.isdigit():
        return text
    if rest.startswith("Q"):
        return f"{year}年第{rest[1:]}季度"
    if rest.startswith("H"):
        return f"{year}年{'上半年' if rest == 'H1' else '下半年'}"
    return f"{year}年{int(rest)}月" if rest.isdigit() else f"{year}年"


def dated(target: Target) -> str:
    """Write the measured number with period and status: 240家（2025年，初步数）."""
    if target.value is None and not target.of:
        return measured(target)
    said = [period(target.period)] if target.period else []
    said += [STATUS[target.status]] if target.status in STATUS else []
    return measured(target) + (f"（{'，'.join(said)}）" if said else "")


def state(target: Target) -> str:
    """Write a state; what cannot be said with its reason."""
    word = STATE.get(target.state, target.state)
    return f"{word}（{WHY.get(target.why, target.why)}）" if target.state == UNSAID and target.why else word


def counted(parts: Sequence[tuple[str, int]], of: str = "项") -> str:
    """Write counts in a row, those of nought left out: 已按期达到12项，进度正常3项."""
    return "，".join(f"{word}{count}{of}" for word, count in parts if count)


def named(log: str, inputs: Inputs) -> str:
    """Give the name of a log: the evaluated place by name, others by their code."""
    return inputs.place_name if log == inputs.place and inputs.place_name else log
