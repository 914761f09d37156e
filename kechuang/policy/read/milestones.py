"""Promises without a quantity: a dated state (2025年6月底前建成投用) and a direction only (显著提升). Never targets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kechuang.policy.read import indicator, lexicon
from kechuang.policy.read.document import Milestone

if TYPE_CHECKING:
    from kechuang.policy.read.clauses import Block, Clause, Setting
    from kechuang.policy.read.dress import Finding
    from kechuang.policy.read.scope import Year
    from kechuang.policy.read.shape import Paths
    from kechuang.policy.read.timeline import Timeline
    from kechuang.policy.read.view import View

_DONE = re.compile(
    r"建成|投用|投运|投产|完成|竣工|开工|启动|通过|挂牌|出台|印发|建立|实现|成立|获批|上线|形成|创成|落成|运行|入列|"
    r"开通|验收|编制|制定|组建|基本"
)
_SOFT = re.compile(
    r"(?P<how>显著|大幅|明显|持续|稳步|进一步|不断|更加|全面|有效|有力|加快)(?P<what>提[升高]|增强|改善|优化|壮大|扩大|完善|"
    r"健全|集聚|涌现|释放|降低|缩小|下降|凸显|活跃|提速)"
)
_DATE = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}日)?(?:底|末|中旬|上旬|下旬)?(?:之?前|以前)?"
)
_BLANK = re.compile(r"[\s，、：—·]")
_LEAST, _MOST, _SUBJECT = 4, 160, 3


def find(
    view: View, blocks: list[Block], clauses: list[Clause], timeline: Timeline, found: list[Finding], paths: Paths
) -> list[Milestone]:
    """All dated states and bare directions, in order; a clause that holds a promise, record or sum is none."""
    numbered = {f.clause.start for f in found if f.role != "aside"}
    out: list[Milestone] = []
    before: tuple[int, Year, str] | None = None
    for clause in clauses:
        block = blocks[clause.block]
        if clause.bracket or block.history or block.condition:
            continue
        setting = timeline.setting(clause, False)
        date = _date(view.text, setting)
        bare = date is not None and not _BLANK.sub("", view.text[date[1] : clause.end])
        if date is not None and bare and setting.year is not None:
            before = (clause.sentence, setting.year, view.text[date[0] : date[1]])
            continue
        if clause.start in numbered or setting.past:
            before = None
            continue
        start, words = (date[1], view.text[date[0] : date[1]]) if date else (clause.start, "")
        if not words and before is not None and before[0] == clause.sentence:
            words = before[2]
        before = None
        kind = _kind(view.text[start : clause.end], bool(words), timeline.planned(block))
        if kind is not None and clause.end - start >= _LEAST and clause.end - clause.start <= _MOST:
            out.append(_milestone(view, clause, start, kind, words, setting, paths, len(out) + 1))
    return out


def _date(text: str, setting: Setting) -> tuple[int, int] | None:
    """Where the clause's own date stands, if it is one to come: a goal year, or a month under one."""
    goals = [y for y in setting.here if y.role == "goal" and y.end > y.start]
    months = [y for y in setting.here if y.role == "month" and setting.year is not None]
    dates = goals or [y for y in months if _DATE.fullmatch(text[y.start : y.end])]
    return (dates[0].start, dates[-1].end if goals and len(goals) == 1 else dates[0].end) if dates else None


def _kind(body: str, dated: bool, planned: bool) -> str | None:
    if dated and _DONE.search(body):
        return "milestone"
    # 创新生态显著优化 says what will be so; 全面提升能力 only orders a task.
    soft = _SOFT.search(lexicon.LEADING.sub("", body, count=1)) if planned else None
    return "soft" if soft and soft.start() >= _SUBJECT else None


def _milestone(
    view: View, clause: Clause, start: int, kind: str, words: str, setting: Setting, paths: Paths, number: int
) -> Milestone:
    low, high = view.span(clause.start, clause.end)
    label = lexicon.LEADING.sub("", view.text[start : clause.end], count=1).strip("，、：— ")
    soft = _SOFT.search(label) if kind == "soft" else None
    name = indicator.noun_before(label[: soft.start()]) if soft and soft.start() else label
    return Milestone(
        id=f"M{number:03d}",
        kind=kind,
        name=name or label,
        due=words,
        year=setting.year.year if setting.year else None,
        start=low,
        end=high,
        quote=view.raw[low:high],
        section=paths.at(clause.start),
    )
