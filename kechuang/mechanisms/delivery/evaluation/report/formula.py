"""How a target's progress was reckoned, written out with its own numbers. Pure.

The formulas are those of ``kechuang.indicators.promises``; here they are only said, with the numbers gathered.
"""

from decimal import Decimal

from kechuang.mechanisms.delivery.evaluation.report.inputs import Inputs, Target
from kechuang.mechanisms.delivery.evaluation.report.words import (
    NOTE,
    READING,
    STATE,
    UNSAID,
    WHY,
    change,
    measured,
    number,
    period,
    promised,
    share,
    unit_of,
)

PATH = "进度比 =（现值 − 基期值）÷（应达值 − 基期值）；应达值为基期值与目标值之间按时间直线推算的数值"
GENERAL: tuple[tuple[str, str], ...] = (
    ("到期水平、占比、区间、总体中的部分", f"{PATH}。区间目标以下限为责任。"),
    ("期间增量", "现值为基期以来的累计增量，基期值按零计；进度比 = 累计增量 ÷ 按时间应完成的增量。"),
    ("每年数量", "逐年比较当年数量与目标；未达到的年份不能由以后年份补回。"),
    (
        "增长率",
        "“每年均达到”与“年均复合”两种读法都计算，按文件表述采用其一；年均复合以（现值 ÷ 基期值）的年数次方根比较。",
    ),
    ("相对增速", "本地增速与所比较地区增速之差，逐年比较。"),
    ("覆盖面", "已覆盖的地区数与应覆盖的地区数比较；没有数据的地区记为未知，不记为未覆盖。"),
    ("位次", "位次优于基期而未到目标为需要关注，与基期相同为进度落后，低于基期为与目标相背离（本平台约定）。"),
    ("时间节点", "完成或未完成；期限前不作进度判断，临期提示关注。"),
    ("定性表述、口号", "不计算；有对应指标的只说明变动方向。"),
)
AHEAD = (
    "取末值法、年均增量法、对数直线法、阻尼趋势法四种方法的中位数，区间为五分之四概率区间；"
    "年度数据不足三个的不作推算。趋势推算不是目标，也不是承诺。"
)


def limits(inputs: Inputs) -> str:
    """Write where states begin, as the rules in force on the vintage day had it."""
    if len(inputs.limits) != 3:
        return "判断界限以报告生成时平台所载规则为准（规则编号 promise.ratio.*）。"
    good, watch, away = map(number, inputs.limits)
    return (
        f"进度比{good}及以上为进度正常，{watch}及以上不足{good}为需要关注，{away}及以上不足{watch}为进度落后，"
        f"低于{away}为与目标相背离；已达到目标而未到期为已提前达到。界限载于规则 promise.ratio.*，由平台约定。"
    )


def formula(target: Target) -> str:
    """Write the reckoning of one target with its numbers, or why there is none."""
    if target.state == UNSAID:
        return WHY.get(target.why, target.why)
    lines = [_ratio(target), *_readings(target), *(NOTE[note] for note in target.notes if note in NOTE)]
    return " ".join(line for line in lines if line) or _plain(target)


def _ratio(target: Target) -> str:
    if target.ratio is None or target.value is None or target.asked is None or target.form == "growth":
        return ""
    base = Decimal(0) if target.form in {"increment", "annual"} or target.base is None else target.base
    if base:
        above = f"（{number(target.value)} − {number(base)}）÷（{number(target.asked)} − {number(base)}）"
    else:
        above = f"{number(target.value)} ÷ {number(target.asked)}"
    said = f"{above} = {number(target.ratio)}"
    if target.attained is not None and target.elapsed is not None:
        said += f"；完成{share(target.attained)}，时间过{share(target.elapsed)}"
    return said


def _readings(target: Target) -> list[str]:
    return [
        f"按{READING.get(each.name, each.name)}：{number(each.value, '%')}，应达{number(each.asked, '%')}，"
        f"{STATE.get(each.state, each.state)}。"
        for each in target.readings
        if each.value is not None
    ]


def _plain(target: Target) -> str:
    if target.value is None and not target.of:
        return "按登记的完成情况判断"
    return f"{period(target.period)}{measured(target)}，目标{promised(target)}"


def gap(target: Target) -> str:
    """Write by how much a target is behind what was asked by then; empty where it is not."""
    if target.value is None or target.asked is None:
        return ""
    less = target.asked - target.value if target.sense in {"at_least", "more_than"} else target.value - target.asked
    if less <= 0:
        return ""
    word = "少" if target.sense in {"at_least", "more_than"} else "多"
    return f"比应达值{number(target.asked, unit_of(target))}{word}{change(less, unit_of(target))}"
