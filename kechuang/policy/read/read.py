"""One entry: published text in, document out. Pure: no clock, no files, no database."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right

from kechuang.policy.read import (
    cited,
    clauses,
    doubts,
    dress,
    gaps,
    headings,
    meta,
    milestones,
    scope,
    shape,
    systems,
    tables,
    targets,
    timeline,
    units,
    view,
)
from kechuang.policy.read.document import (
    Aside,
    CitedDocument,
    Document,
    Meta,
    NamedSystem,
    Origin,
)
from kechuang.policy.read.extract import sniff

# A title that only looks back (a score card, a review) or that calls for applications promises no quantity by itself.
_LOOKS_BACK = re.compile(
    r"成绩单|蝶变|回眸|回顾|答卷|巡礼|综述|亮点|成就|掠影|纪实|盘点|总结报告|完成情况|进展情况|执行情况"
)
_LOOKS_AHEAD = re.compile(r"计划|规划|方案|要点|思路|安排|打算|目标|任务|工作报告|意见|措施|草案")
_REVIEWS = re.compile(
    r"(?:评估|监测|自评|督查|总结)(?:情况)?(?:的)?(?:报告|通报)$|统计(?:公报|快报|月报|分析)|(?:实施|执行|落实|完成)情况"
)
_PLANS = re.compile(r"规划|纲要|计划|方案|要点")
_CALLS = re.compile(r"申报|征集|遴选|评选|指南|公示|招标|招募|报名")
_FIVE_YEARS = re.compile(r"第(十[一二三四五六])个五年")
_STATUTE = re.compile(r"条例$|办法$|规定$|细则$|章程$|规则$|制度$")
# A plan without any date is read as written two years before its first goal: years before that are its past.
_GOAL_LEAD_YEARS = 2
# Where a text dates itself: a report "given on 12 January 2026 at the … session", a period in brackets below the title.
_HEAD = 600
_GIVEN = re.compile(r"(?:——)?(20[0-4]\d)年\d{1,2}月\d{1,2}日在[^\n]{4,60}?(?:会议|大会)[^\n]{0,4}上")
# A report on a year is written after it; a sentence that compares a year with the one before tells of the past.
_REPORT_ON = re.compile(r"(20[0-4]\d)年[^年]{0,24}(?:情况|总结|述职)(?:的)?(?:报告|汇报|通报)?$")
_TOLD = re.compile(
    r"(20[0-4]\d)年(?:度|底|末|全年|，|全[省市县区国]|我[省市县区])[^。\n]{0,160}?(?:同比|比上年|较上年)"
    r"(?:增长|提[高升]|下降|增加|净增|多)[^，。；\d]{0,3}\d[\d.]*(?:%|个百分点|家|个|亿元|万元)?(?![以左个%\d.])"
)
_TOLD_REACH = 20_000
_PRESS = re.compile(
    r"(?:[日晚早时商]报|新闻网|客户端|新华社|[一-鿿]{2,6}电)[^\n\d]{0,16}(20[0-4]\d)年\d{1,2}月\d{1,2}日"
)
_STAMP = re.compile(r"(?m)^(?:发布时间：|时间：|日期：)?(20[0-4]\d)-\d{2}-\d{2} ?\d{1,2}：\d{2}")
_MEETING = re.compile(r"(20[0-4]\d)年?(?:度)?(?:全[省市县区国])?[一-鿿]{0,8}工作会议")
_SPAN = re.compile(r"(?m)^[^\n]{0,60}?（(20[0-4]\d)年?(?:—{1,2}|-|~|至)(20[0-4]\d)年?）$")
_NEAR = 5
_FULL_TEXT = re.compile(r"(?:全文如下|方案全文|全文：|正文：)")
_COMMENT = re.compile(r"^(?:内容解读|政策解读|解读|名词解释|相关解读|编者按)")


def read_bytes(data: bytes, name: str) -> Document:
    """The document in a file's bytes; `name` only helps where the bytes do not tell the kind.

    Raises `faults.ReadingRefused` with a stable code where the file cannot be read.
    """
    extracted = sniff.extract(data, name)
    origin = Origin(name, extracted.kind, extracted.encoding, extracted.pages, hashlib.sha256(data).hexdigest())
    return read_text(extracted.text, origin)


def read_text(raw: str, origin: Origin | None = None) -> Document:
    """The document in a text exactly as published; never raises on any text, linear in its length."""
    seen = view.build(raw)
    about = meta.read(seen)
    tree, holes = headings.find(seen)
    known, horizon, default = _years(about, seen.text)
    statute = bool(_STATUTE.search(about.doc_type or "")) or sum(1 for h in tree if h.style == "article") > 4
    title = about.title or ""
    statute = statute or bool(_CALLS.search(title))
    back = bool(_LOOKS_BACK.search(title)) and not _LOOKS_AHEAD.search(title)
    back = back or bool(_REVIEWS.search(title) or _REPORT_ON.search(title))
    blocks = clauses.blocks(seen, tree, back, known)
    parts = clauses.split(seen, blocks)
    plan = horizon is not None or default is not None
    plan = plan or bool(_PLANS.search(about.doc_type or "") and about.goal_years)
    goals = () if horizon else about.goal_years
    horizon = horizon or _last_goal(about, known)
    calendar = timeline.Timeline(seen, blocks, known, horizon, default, plan, goals)
    found = list(targets.find(seen, blocks, parts, calendar, statute))
    found = _without_echoes(seen, tree, found)
    cells = tables.find(seen, known, horizon or default)
    rows = [(c.start, c.end) for c in cells]
    found = [f for f in found if not any(s <= f.start < e for s, e in shape.around(rows, f.start))]
    listed = units.find(seen, statute)
    paths = shape.Paths(seen, tree)
    reading = Document(
        raw=raw,
        meta=about,
        sections=tuple(shape.sections(seen, tree)),
        targets=tuple(
            shape.numbered([*shape.targets(seen, found, paths, default), *shape.cell_targets(seen, cells, paths)])
        ),
        assignments=tuple(shape.assignments(seen, listed, paths)),
        incentives=tuple(shape.incentives(seen, found, paths)),
        named_systems=tuple(
            NamedSystem(s.name, s.kind, *seen.span(s.start, s.end), seen.quote(s.start, s.end))
            for s in systems.find(seen)
        ),
        cited_documents=tuple(
            CitedDocument(c.title, c.doc_number, c.role, *seen.span(c.start, c.end), seen.quote(c.start, c.end))
            for c in cited.find(seen, _plain_title(seen, about))
        ),
        baselines=tuple(
            sorted([*shape.baselines(seen, found), *shape.cell_baselines(seen, cells)], key=lambda b: b.start)
        ),
        asides=tuple(
            Aside(f.reason, *seen.span(f.quantity.start, f.quantity.end), seen.quote(f.quantity.start, f.quantity.end))
            for f in found
            if f.role == "aside" and f.quantity
        ),
        gaps=tuple(gaps.find(seen, tree, holes, found, listed)),
        omissions=tuple(Aside(o.kind, o.start, o.end, raw[o.start : o.end]) for o in seen.omissions),
        origin=origin,
        milestones=tuple(milestones.find(seen, blocks, parts, calendar, found, paths)),
    )
    return doubts.judged(reading)


def _plain_title(seen: view.View, about: Meta) -> str | None:
    """The title in the view's own characters (simplified, one form a character), for comparing."""
    if about.title_start is None or about.title_end is None:
        return about.title
    starts = seen.layer.starts
    low, high = bisect_right(starts, about.title_start) - 1, bisect_right(starts, about.title_end - 1)
    return seen.text[max(low, 0) : high]


def _years(about: Meta, text: str) -> tuple[int | None, int | None, int | None]:
    """(the document's own year, the last year of its period, the year an annual plan speaks of)."""
    titled = re.findall(r"20[0-4]\d", about.title or "")
    known = about.issue_date.year if about.issue_date else None
    number = re.search(r"(?:〔|\[)(20\d\d)", about.doc_number or "")
    known = known or (int(number.group(1)) if number else None)
    latest = max((int(y) for y in titled), default=None) if about.period is None else None
    single = latest if len(set(titled)) == 1 else None
    annual = single if re.search(r"要点|计划|安排|任务|清单|报告|分工|目标|方案", about.title or "") else None
    head = text[:_HEAD]
    given = _GIVEN.search(head) or _PRESS.search(head) or _STAMP.search(head)
    known = known or (int(given.group(1)) if given else None)
    report = _REPORT_ON.search(about.title or "")
    known = known or (int(report.group(1)) + 1 if report else None)
    annual = None if report else annual
    below = _SPAN.search(head) if about.period is None else None
    named = _FIVE_YEARS.search(about.title or "")
    period = about.period or ((int(below.group(1)), int(below.group(2))) if below else None)
    period = period or (scope.PLANS[named.group(1).removeprefix("第") + "五"] if named else None)
    met = _MEETING.search(head)
    known = known or (period[0] if period else None) or latest or (int(met.group(1)) if met else None)
    known = known or (about.published_on.year if about.published_on else None)
    told = [int(m.group(1)) for m in _TOLD.finditer(text[:_TOLD_REACH])]
    stated = [int(y) for y in re.findall(r"(20[0-4]\d)年", text[:_TOLD_REACH])] if told and not known else []
    known = known or (max(told) + 1 if stated and max(told) < max(stated) else None)
    known = known or (min(about.goal_years) - _GOAL_LEAD_YEARS if about.goal_years else None)
    horizon = period[1] if period else (annual or None)
    return known, horizon, annual


def _last_goal(about: Meta, known: int | None) -> int | None:
    """Where no period is printed, 三年内 reaches to the last goal year of the next few years."""
    near = [y for y in about.goal_years if known is not None and known < y <= known + _NEAR]
    return max(near, default=None)


def _without_echoes(seen: view.View, tree: list[headings.Heading], found: list[dress.Finding]) -> list[dress.Finding]:
    """A news lead before the full text, or a comment after it, that repeats a promise makes no second promise."""
    starts = [h.start for h in tree if h.style in {"first", "chapter"}]
    full = _FULL_TEXT.search(seen.text)
    lead_end = starts[0] if full and starts and full.start() < starts[0] else 0
    tail_start = len(seen.text)
    for match in re.finditer(r"(?m)^[^\n]{2,12}$", seen.text):
        if starts and match.start() > starts[-1] and _COMMENT.match(match.group()):
            tail_start = match.start()
            break
    if not lead_end and tail_start == len(seen.text):
        return found
    body = {(f.value, f.unit) for f in found if f.role == "target" and lead_end <= f.start < tail_start}
    return [f for f in found if f.role != "target" or lead_end <= f.start < tail_start or (f.value, f.unit) not in body]
