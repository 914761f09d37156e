"""From clauses to targets, baselines and incentives: members, shared heads, sub-totals, coverage and doubling."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kechuang.policy.read import asides, classify, dress, indicator, lexicon, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kechuang.policy.read.clauses import Block, Clause, Setting
    from kechuang.policy.read.quantities import Quantity
    from kechuang.policy.read.scope import Year
    from kechuang.policy.read.timeline import Timeline
    from kechuang.policy.read.view import View

_SEPARATOR = re.compile(r"、|以及|和|及|与|并|或")
_COVERAGE = re.compile(r"(?:全覆盖|全面覆盖)")
_MULTIPLY = re.compile(r"(?:实现|力争|推动|确保)[^，。；“”\d]{2,30}?(?:倍增)(?!行动|计划|工程|提质|方案|培育)")
_MULTIPLIED = re.compile(
    r"(?P<what>[^，。；“”\d]{3,30}?)(?:(?:较|比|在)20\d\d年(?:底|末)?(?:的?基础上)?)?"
    r"(?:力争|确保|基本)?(?:实现|达到)?倍增$"
)
_RELATIVE = re.compile(
    r"(?P<what>[^，。；]{3,40}(?:增速|增幅|增长率|增长速度|增长))(?P<word>高于|快于|"
    r"不低于)(?P<base>[^，。；\d]{2,30}(?:增速|增幅|水平|增长|平均))$"
)
_CONDITIONS = re.compile(
    r"(?:条件|标准|要求|情形)(?:之一)?(?:的)?：|(?:同时|应当?|须|需)(?:满足|具备|符合)[^。：，]{0,12}："
)
_CONDITION_REACH = 400
_STEM = 4
_PAYABLE = re.compile(
    r"\d[万千百亿]{0,2}(?:元|%|‰|倍|美元)|\d(?:—|-|至|~)\d[\d.]*[万亿]?元|\d[万亿](?![元\w])|"
    r"[百千]分之|\d[万亿]"
)


def find(
    view: View, blocks: list[Block], clauses: list[Clause], timeline: Timeline, statute: bool
) -> Iterator[dress.Finding]:
    """Every quantity of the text with its verdict, in order."""
    state = dress.State()
    gives = _giving(view, clauses)
    for clause in clauses:
        if clause.sentence != state.sentence:
            state.sentence, state.gives, state.past, state.carried = clause.sentence, False, False, False
            state.named = ""
            heading = blocks[clause.block].heading
            first = clause.start == blocks[clause.block].start
            title = (heading.title or "") if heading and first else ""
            state.topic, state.previous = "" if lexicon.GOAL_TITLE.search(title) else title, ""
            state.item = (clause.block, title) if title else state.item
        yield from _clause(view, blocks, clause, timeline, statute, state, gives.get(clause.start, False))


def _giving(view: View, clauses: list[Clause]) -> dict[int, bool]:
    """By clause start: whether money is given in its part of the sentence, or in a part before it."""
    out: dict[int, bool] = {}
    part: list[Clause] = []
    given = paid = before = False
    sentence = -1
    for clause in clauses:
        ended = bool(part) and (part[-1].closing == "；" or clause.sentence != sentence)
        if ended:
            before = before or (given and paid)
            out.update((c.start, before) for c in part)
            part, given, paid = [], False, False
        if clause.sentence != sentence:
            sentence, before = clause.sentence, False
        part.append(clause)
        given = given or bool(lexicon.INCENTIVE.search(view.text, clause.start, clause.end))
        paid = paid or bool(_PAYABLE.search(view.text, clause.start, clause.end))
    out.update((c.start, before or (given and paid)) for c in part)
    return out


def _clause(
    view: View,
    blocks: list[Block],
    clause: Clause,
    timeline: Timeline,
    statute: bool,
    state: dress.State,
    sentence_gives: bool,
) -> Iterator[dress.Finding]:
    text = view.text
    setting = timeline.setting(clause, state.past)
    if setting.past and any(y.role == "past" for y in setting.here):
        state.past = True
    if any(y.role == "goal" for y in setting.here):
        state.past = False
    years = [(y.start, y.end) for y in setting.here]
    found = [
        q
        for q in quantities.find(text, clause.start, clause.end)
        if not any(s <= q.start < e or q.start <= s < q.end for s, e in years)
    ]
    found = _shared_units(text, found)
    body = text[clause.start : clause.end]
    clause_gives = bool(lexicon.INCENTIVE.search(body))
    if not found:
        implied = list(_unnumbered(view, blocks, clause, setting, state))
        if implied:
            state.last, state.carried = implied[-1], True
        yield from implied
        state.topic, state.previous = indicator.topic(body), body
        state.gives = clause_gives or (state.gives and clause.bracket)
        return
    cover = _COVERAGE.search(text, found[-1].end, clause.end)
    cut = text.rfind("、", found[-1].end, cover.start()) if cover else -1
    if cut >= 0:
        yield from _clause(view, blocks, replace(clause, end=cut), timeline, statute, state, sentence_gives)
        yield from _unnumbered(view, blocks, replace(clause, start=cut + 1), setting, state)
        return
    members = _members(text, clause, _counting(text, clause, found))
    produced: list[dress.Finding] = []
    goals = [y for y in setting.here if y.role == "goal" and y.year is not None]
    stepped = len(goals) > 1 and "分别" not in body
    for low, high, group in members:
        before = [y for y in goals if y.end <= group[0].start]
        own = replace(setting, year=before[-1]) if stepped and before else setting
        part = _member(
            view, blocks, clause, low, high, group, timeline, statute, state, sentence_gives, clause_gives, own
        )
        promised = [f for f in part if f.role == "target"]
        if promised:
            state.topic, state.carried = "", True
            state.recent = [*state.recent[-6:], *(f.name for f in promised if not clause.bracket)]
            if not clause.bracket and not lexicon.PART.match(body):
                state.last = promised[-1]
        produced += part
    produced = _tiers(dress.paid_in_steps(text, produced))
    told = produced and (produced[-1].role == "baseline" or produced[-1].reason == "frequency")
    reported = told and not clause.bracket
    state.topic, state.previous = produced[-1].name if reported else "", body
    state.named = next((f.name for f in reversed(produced) if f.name), state.named)
    state.gives = (clause_gives and sentence_gives) or any(f.role == "incentive" for f in produced)
    yield from produced


def _tiers(produced: list[dress.Finding]) -> list[dress.Finding]:
    """1个国家级、3个省级、10个市级创新平台: the head stands with the last tier only."""
    heads = [m["head"] for f in produced if (m := re.fullmatch(rf"{dress.TIER.pattern}(?P<head>.{{2,}})", f.name))]
    if not heads:
        return produced
    return [replace(f, name=f.name + heads[-1]) if dress.TIER.fullmatch(f.name) else f for f in produced]


def _shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """分别提高10个和15个百分点, 达到20、30家: the measure printed once at the end belongs to each."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        one, after = out[i], out[i + 1]
        joined = text[one.end : after.start] in {"和", "、", "及", "与", "以及", "或"}
        lacking = one.unit is None or (after.unit or "").startswith(one.unit)
        if joined and lacking and after.unit and one.form == after.form == "number" and one.unit != after.unit:
            one = out[i] = replace(one, unit=after.unit)
        if joined and after.suffix and not one.suffix and one.unit == after.unit and one.form == after.form == "number":
            out[i] = replace(one, suffix=after.suffix)
    return out


def _counting(text: str, clause: Clause, found: list[Quantity]) -> list[Quantity]:
    """The quantities that may head a part of the clause: not 26 of 山区26县, not 5 of 5年."""
    heads = [q for q in found if not asides.is_name(text, clause, q)]
    return heads or found


def _members(text: str, clause: Clause, found: list[Quantity]) -> list[tuple[int, int, list[Quantity]]]:
    """The clause cut where each part has a quantity of its own; 分别 keeps the quantities together."""
    body = text[clause.start : clause.end]
    at = body.find("分别")
    if _parallel(text, clause, found):
        return [(clause.start, clause.end, found)]
    if len(found) == 1 or (at >= 0 and clause.start + at < found[-1].start):
        return [(clause.start, clause.end, found)]
    out: list[tuple[int, int, list[Quantity]]] = []
    low, group = clause.start, [found[0]]
    for left, right in itertools.pairwise(found):
        if text.startswith(("的", "以上的"), left.end) and lexicon.MONEY.search(left.unit or ""):
            group.append(right)
            continue
        seps = list(_SEPARATOR.finditer(text, left.end, right.start))
        seps = [m for m in seps if text[left.end : m.start()].count("（") == text[left.end : m.start()].count("）")]
        direct = [m for m in seps if m.start() == left.end]
        marks = [m for m in seps if m.group() == "、"]
        cut = direct[0] if direct else (marks[-1] if marks else (seps[-1] if seps else None))
        if cut is None:
            group.append(right)
            continue
        out.append((low, cut.start(), group))
        low, group = cut.end(), [right]
    out.append((low, clause.end, group))
    return out


def _parallel(text: str, clause: Clause, found: list[Quantity]) -> bool:
    """国家级、省级、市级平台1个、5个、20个: as many bare numbers in a row as names before them."""
    if len(found) < 2 or len({q.bare_unit for q in found}) > 1:
        return False
    if any(text[a.end : b.start] not in {"、", "和"} for a, b in itertools.pairwise(found)):
        return False
    names = indicator.shared(text[clause.start : found[0].start] + "分别")
    return bool(names) and len(names or ()) == len(found) and found[-1].end == clause.end


def _member(
    view: View,
    blocks: list[Block],
    clause: Clause,
    low: int,
    high: int,
    group: list[Quantity],
    timeline: Timeline,
    statute: bool,
    state: dress.State,
    sentence_gives: bool,
    clause_gives: bool,
    setting: Setting,
) -> list[dress.Finding]:
    text = view.text
    block = blocks[clause.block]
    start = _after_lead(text, low, group[0].start, setting)
    verdicts: list[tuple[Quantity, classify.Verdict]] = []
    for q in group:
        seen = classify.Evidence(
            text=text,
            clause=clause,
            quantity=q,
            before=text[start : q.start],
            after=text[q.end : high],
            setting=setting,
            sentence_gives=sentence_gives,
            previous_gives=state.gives,
            clause_gives=clause_gives,
            statute=statute,
            box=block.box,
            condition=block.condition or _listed_condition(text, block, clause),
            carried=state.carried,
            goal=timeline.planned(block),
            default_year=timeline.default(),
            told=block.history,
        )
        verdicts.append((q, classify.judge(seen)))
    verdicts = _one_promise(text, verdicts, start, high)
    targets = [q for q, v in verdicts if v.role == "target"]
    out = [dress.dress(text, clause, start, high, q, v, setting, state) for q, v in verdicts if v.role != "target"]
    if targets:
        out += _promises(text, clause, start, high, targets, setting, state, timeline.goal_list(clause))
    return sorted(out, key=lambda f: f.quantity.start if f.quantity else f.start)


def _listed_condition(text: str, block: Block, clause: Clause) -> bool:
    """Whether the clause stands in a list that the same paragraph opened with 条件：."""
    return bool(_CONDITIONS.search(text, max(block.start, clause.start - _CONDITION_REACH), clause.start))


def _after_lead(text: str, low: int, limit: int, setting: Setting) -> int:
    """Where the member begins once a leading year, bullet or connective is taken off."""
    start = low
    for year in setting.here:
        if (
            year.role in {"goal", "past", "day", "month", "current"}
            and start <= year.start <= start + 3
            and year.end <= limit
        ) and text[start : year.start].strip("—-·●■◆▲★○ 且并在、和及") == "":
            start = year.end
    lead = re.compile(r"(?:[，、—\-·●■◆▲★○ ]|[①-⑳]|[一二三四五六七八九]是|并(?!购)|且|同时|以及)+").match(
        text, start, limit
    )
    return lead.end() if lead else start


def _one_promise(
    text: str, verdicts: list[tuple[Quantity, classify.Verdict]], start: int, high: int
) -> list[tuple[Quantity, classify.Verdict]]:
    """Where one member holds several promised numbers without 分别, only its head is the promise."""
    promised = [q for q, v in verdicts if v.role == "target"]
    joined = [text[a.end : b.start] for a, b in itertools.pairwise([q for q, _ in verdicts])]
    if len(verdicts) > 1 and promised and all(j in {"、", "和"} for j in joined):
        return [(q, classify.Verdict("target", "")) for q, _ in verdicts]
    if len(promised) < 2 or "分别" in text[start : promised[-1].start]:
        return verdicts
    counts = [q for q in promised if not lexicon.MONEY.search(q.unit or "") and q.unit != "%" and q.form == "number"]
    head = promised[-1]
    if promised[0] in counts and promised[0].start - start < 12:
        head = promised[0]
    elif counts and promised[-1] not in counts:
        tail = text[promised[-1].end : high]
        head = counts[0] if tail else promised[-1]
    grown = [q for q in promised if re.search(r"(?:从|由)$", text[max(start, q.start - 1) : q.start])]
    sized = promised[0].suffix and re.search(
        r"(?:[率额量数值]|占比|比重|比例)[^，\d]{0,6}$", text[promised[0].end : promised[-1].start]
    )
    if grown or sized:
        head = promised[-1]
    lost = classify.Verdict("aside", "threshold")
    return [(q, v if v.role != "target" or q is head else lost) for q, v in verdicts]


def _promises(
    text: str,
    clause: Clause,
    start: int,
    high: int,
    targets: list[Quantity],
    setting: Setting,
    state: dress.State,
    years: list[Year],
) -> list[dress.Finding]:
    first = targets[0]
    before = text[start : first.start]
    verdict = classify.Verdict("target", "")
    names = indicator.shared(before)
    if names is None and len(targets) > 1 and _parallel(text, clause, targets):
        names = indicator.shared(before + "分别")
        before += "分别"
    if before.startswith("分别") and len(targets) > 1:
        listed = indicator.items(re.split(r"在20|比20|较20|实现|力争|要", lexicon.LEADING.sub("", state.previous))[0])
        names = listed if len(listed) == len(targets) else names
        if names is None and len(state.recent) >= len(targets):
            names = state.recent[-len(targets) :]
    if "分别" in before and names and len(names) == len(targets):
        return [
            dress.dress(text, clause, start, high, q, verdict, setting, state, name)
            for q, name in zip(targets, names, strict=True)
        ]
    if len(targets) == 1 and names and "分别" not in before:
        return [dress.dress(text, clause, start, high, first, verdict, setting, state, name) for name in names]
    if "分别" in before and len(years) == len(targets) > 1:
        name = indicator.noun_before(before.split("分别")[0])
        return [
            dress.dress(text, clause, start, high, q, verdict, replace(setting, year=year), state, name)
            for q, year in zip(targets, years, strict=True)
        ]
    if "分别" in before:
        name = indicator.noun_before(before.split("分别")[0])
        return [dress.dress(text, clause, start, high, q, verdict, setting, state, name) for q in targets]
    return [dress.dress(text, clause, start, high, q, verdict, setting, state) for q in targets]


def _unnumbered(
    view: View, blocks: list[Block], clause: Clause, setting: Setting, state: dress.State
) -> Iterator[dress.Finding]:
    """Promises without a figure: full coverage, doubling, growth above another rate."""
    text = view.text
    body = text[clause.start : clause.end]
    if setting.past or blocks[clause.block].history or lexicon.HISTORY_CLAUSE.search(body):
        return
    start = _after_lead(text, clause.start, clause.end, setting)
    relative = _RELATIVE.search(text, start, clause.end)
    if relative and setting.year is not None:
        yield dress.implied(
            text,
            clause,
            start,
            clause.end,
            setting,
            relative["what"],
            None,
            None,
            "growth_rate",
            "relative_gt",
            relative["base"],
        )
    at = start
    for cover in _COVERAGE.finditer(text, start, clause.end):
        stem = indicator.noun_before(re.sub(r"^.*?(?:实现|推进|推动|促进)(?=.)", "", text[at : cover.start()]))
        if len(stem) < _STEM:
            stem = indicator.noun_before(re.sub(r"(?<=.{3})(?:基本)?实现", "", text[at : cover.start()]))
        quoted = text[cover.end() : cover.end() + 1] == "”" or stem.endswith(("个", "两", "三"))
        willed = re.search(r"实现|推进|力争|确保|基本", text[start : cover.start()]) or setting.year is not None
        if len(stem) >= _STEM and not quoted and willed:
            yield dress.implied(
                text, clause, at, cover.end(), setting, stem + "覆盖率", Decimal(100), "%", "coverage", "eq", None
            )
            at = cover.end() + 1
    double = _MULTIPLY.search(text, start, clause.end) or _MULTIPLIED.match(text, start, clause.end)
    if double and setting.year is not None:
        name = indicator.noun_before(double.groupdict().get("what") or double.group().removesuffix("倍增"))
        if len(name) >= 3:
            yield dress.implied(
                text, clause, start, clause.end, setting, name, Decimal(2), "倍", "multiple", "eq", None
            )
    state.carried = state.carried and clause.closing != "。"
