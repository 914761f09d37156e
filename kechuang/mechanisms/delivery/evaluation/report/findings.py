"""What the inputs of a report come to: what is met, what is behind and by how much, what cannot be said. Pure.

Every finding names its sources: targets, tasks, clauses, facts. One that rests on nothing is not made.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kechuang.mechanisms.delivery.evaluation.report import words
from kechuang.mechanisms.delivery.evaluation.report.formula import gap
from kechuang.mechanisms.delivery.evaluation.report.inputs import (
    CONFIRMED,
    TASK,
    Inputs,
    Statement,
    Target,
    Task,
    Whole,
)

REACHED, EARLY, BEHIND, AWAY, MISSED, WATCH = "reached", "early", "behind", "away", "missed", "watch"
UNSAID, LAG, SUMS, HAND = "unsaid", "lag", "sums", "by_hand"
TASK_LATE, TASK_BLOCKED, TASK_DISPUTED = "task_late", "task_blocked", "task_disputed"
UNCONFIRMED, NO_REPORT, UNCHECKED, SHORT = "unconfirmed", "no_report", "unchecked", "short"
LAGGING = (MISSED, AWAY, BEHIND, WATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding in a sentence, with what it rests on."""

    kind: str
    text: str
    targets: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    @property
    def sourced(self) -> bool:
        """Whether it names anything that it rests on."""
        return bool(self.targets or self.tasks or self.clauses or self.facts or self.bodies)


def findings(inputs: Inputs) -> tuple[Finding, ...]:
    """Give all findings in the order in which the report speaks of them."""
    makers: tuple[Callable[[Inputs], Iterable[Finding]], ...] = (
        _reached,
        _lagging,
        _short,
        _unsaid,
        _lags,
        _sums,
        _by_hand,
        _tasks,
        _unconfirmed,
        _no_reports,
    )
    return tuple(each for make in makers for each in make(inputs))


def name(target: Target) -> str:
    """Give what a target is called in a sentence."""
    called = target.indicator or target.quote
    short = called if len(called) <= 30 else called[:29] + "…"
    return f"“{short}”（{target.code}）"


def short_of(target: Target) -> bool:
    """Say whether the figures, if they go on so, miss the number that was promised."""
    if not target.ahead or target.goal is None or target.state in {words.MET, words.ALREADY, words.MISSED}:
        return False
    if target.ahead[-1].year != target.due_year or target.form in {"growth", "increment", "annual", "rank"}:
        return False
    last = target.ahead[-1].value
    return last < target.goal if target.sense in {"at_least", "more_than"} else last > target.goal


def _about(kind: str, text: str, targets: Iterable[Target], *, facts: bool = True) -> Finding:
    rows = tuple(targets)
    return Finding(
        kind=kind,
        text=text,
        targets=tuple(each.code for each in rows),
        clauses=tuple(dict.fromkeys(each.clause for each in rows if each.clause)),
        facts=tuple(dict.fromkeys(fact for each in rows for fact in each.facts)) if facts else (),
    )


def _reached(inputs: Inputs) -> Iterator[Finding]:
    for kind, state, word in (
        (REACHED, words.MET, "已按期达到目标"),
        (EARLY, words.ALREADY, "在期限届满前已提前达到目标，后续年度仍需保持"),
    ):
        rows = [each for each in inputs.targets if each.state == state]
        if rows:
            names = words.listed((name(each) for each in rows), 12)
            yield _about(kind, f"{names}{word}。" if len(rows) == 1 else f"{names}共{len(rows)}项{word}。", rows)


_SAID = {
    words.MISSED: (MISSED, "期限已满，未达到目标"),
    words.AWAY: (AWAY, "现值较基期反向变动，与目标相背离"),
    words.BEHIND: (BEHIND, "进度落后"),
    words.WATCH: (WATCH, "略慢于时间进度，需要关注"),
}


def _lagging(inputs: Inputs) -> Iterator[Finding]:
    for state, (kind, word) in _SAID.items():
        rows = sorted(
            (each for each in inputs.targets if each.state == state),
            key=lambda each: (each.ratio is None, each.ratio or 0, each.code),
        )
        for each in rows:
            yield _about(kind, _lagging_text(each, word), [each])


def _lagging_text(target: Target, word: str) -> str:
    due = f"到{target.due_year}年" if target.due_year else ""
    parts = [f"{name(target)}目标为{due}{words.promised(target)}，现值{words.dated(target)}"]
    less = gap(target)
    if less:
        parts.append(less)
    if target.of and target.form != "coverage":
        parts.append(f"{target.of}个年度中{target.kept}个达到")
    ratio = f"（进度比{words.number(target.ratio)}）" if target.ratio is not None else ""
    return "，".join([*parts, f"{word}{ratio}"]) + "。"


def _short(inputs: Inputs) -> Iterator[Finding]:
    for each in inputs.targets:
        if short_of(each) and each.goal is not None:
            last, unit = each.ahead[-1], words.unit_of(each)
            low, high = words.number(last.low), words.number(last.high, unit)
            reach = each.goal <= last.high if each.sense in {"at_least", "more_than"} else each.goal >= last.low
            inside = "目标值仍在推算区间之内" if reach else "目标值在推算区间之外"
            text = (
                f"{name(each)}按现有走势到{last.year}年约为{words.number(last.value, unit)}"
                f"（区间{low}—{high}），达不到{words.promised(each)}的目标，{inside}。"
            )
            yield _about(SHORT, text, [each])


def _unsaid(inputs: Inputs) -> Iterator[Finding]:
    rows = [each for each in inputs.targets if each.state == words.UNSAID]
    for why in dict.fromkeys(each.why for each in rows):
        same = [each for each in rows if each.why == why]
        names = words.listed((name(each) for each in same), 10)
        count = "" if len(same) == 1 else f"共{len(same)}项"
        text = f"{names}{count}无法判断进展，原因是{words.WHY.get(why, why)}。"
        missing = words.listed(dict.fromkeys(place for each in same for place in each.missing), 8, "个")
        if missing:
            text = f"{text[:-1]}；缺少数据的有{missing}。"
        yield _about(UNSAID, text, same)


def _lags(inputs: Inputs) -> Iterator[Finding]:
    rows = [each for each in inputs.targets if len(each.late) == 2 and each.state != words.UNSAID]
    for have, asked in sorted({(each.late[0], each.late[1]) for each in rows}):
        same = [each for each in rows if each.late == (have, asked)]
        names = words.listed((name(each) for each in same), 10)
        count = "" if len(same) == 1 else f"共{len(same)}项"
        yield _about(LAG, f"{names}{count}的最新数据为{have}年，本次评估应用{asked}年数据，数据滞后。", same)


def _sums(inputs: Inputs) -> Iterator[Finding]:
    known = {each.code: each for each in inputs.targets}
    for whole in inputs.wholes:
        if whole.verdict == "exceeds" and whole.code in known:
            yield _sum(whole, known)


def _sum(whole: Whole, known: dict[str, Target]) -> Finding:
    rows = [known[whole.code], *(known[code] for code in whole.parts if code in known)]
    rest = "" if whole.rest is None else f"多{words.number(abs(whole.rest), whole.unit)}"
    parts = words.listed(whole.parts)
    text = f"{name(rows[0])}文件所列总量与分项（{parts}）不一致，分项之和比总量{rest or '大'}，按文件原文保留。"
    return _about(SUMS, text, rows, facts=False)


def _by_hand(inputs: Inputs) -> Iterator[Finding]:
    for each in inputs.targets:
        if each.judged is not None and each.judged.state != each.state:
            office = each.judged.office or "评估单位"
            text = (
                f"{name(each)}测算结果为{words.STATE.get(each.state, each.state)}，"
                f"{office}人工评判为{words.STATE.get(each.judged.state, each.judged.state)}，"
                f"理由是：{each.judged.reason.rstrip('。')}。两者并列，以测算结果计入统计。"
            )
            yield _about(HAND, text, [each])


def _tasks(inputs: Inputs) -> Iterator[Finding]:
    for each in inputs.tasks:
        done = each.state in words.TASK_DONE
        if each.late and not done:
            text = f"{called(each)}应于{words.day(each.due)}前完成，目前进度{each.percent}%，已逾期。"
            yield _of_task(TASK_LATE, text, each)
        if each.state == "BLOCKED":
            yield _of_task(TASK_BLOCKED, f"{called(each)}推进受阻，目前进度{each.percent}%，需协调解决。", each)
        if each.state == "DISPUTED":
            yield _of_task(TASK_DISPUTED, f"{called(each)}责任分工有异议，尚待明确。", each)


def called(task: Task) -> str:
    """Give what a task is called in a sentence, with who leads it."""
    short = task.title if len(task.title) <= 40 else task.title[:39] + "…"
    return f"重点任务“{short}”（{task.number}{'，牵头单位' + task.lead if task.lead else ''}）"


def _of_task(kind: str, text: str, task: Task) -> Finding:
    bodies = (task.lead,) if task.lead else ()
    clauses = (task.clause,) if task.clause else ()
    return Finding(kind=kind, text=text, tasks=(task.number,), clauses=clauses, facts=task.facts, bodies=bodies)


def _unconfirmed(inputs: Inputs) -> Iterator[Finding]:
    known = {each.code for each in inputs.targets}
    for each in inputs.statements:
        if each.check is not None and each.check.verdict != CONFIRMED:
            own = Finding(kind=UNCONFIRMED, text=_unconfirmed_text(each), bodies=(each.body,))
            yield _named(own, each, known)


def _named(finding: Finding, statement: Statement, known: set[str]) -> Finding:
    targets = (statement.code,) if statement.code in known else ()
    tasks = (statement.code,) if statement.subject == TASK else ()
    return Finding(kind=finding.kind, text=finding.text, targets=targets, tasks=tasks, bodies=finding.bodies)


def _unconfirmed_text(statement: Statement) -> str:
    assert statement.check is not None
    check = statement.check
    said = f"自评数值{statement.value}{statement.unit}，" if statement.value else ""
    found = (
        f"核查认定为{check.value}{statement.unit}" if check.value else words.VERDICT.get(check.verdict, check.verdict)
    )
    reason = f"，理由是：{check.reason.rstrip('。')}" if check.reason else ""
    return f"{statement.body}关于“{statement.title or statement.code}”的自评，{said}{found}{reason}。"


def _no_reports(inputs: Inputs) -> Iterator[Finding]:
    absent = tuple(each.body for each in inputs.reports if each.submitted_on is None and not each.waived)
    if absent:
        text = f"{words.listed(absent, 12, '家')}未在规定时间内提交自评材料。"
        yield Finding(kind=NO_REPORT, text=text, bodies=absent)
    unchecked = [each for each in inputs.statements if each.check is None and (each.claim or each.value)]
    if unchecked and any(each.check for each in inputs.statements):
        bodies = tuple(dict.fromkeys(each.body for each in unchecked))
        text = f"自评材料中另有{len(unchecked)}条未纳入第三方核查，涉及{words.listed(bodies, 8, '家')}。"
        yield Finding(kind=UNCHECKED, text=text, bodies=bodies)
