"""What a number is: a promise, a record, money given, or none of these (name, term, set, size, eligibility …).

The rules are ordered from the most certain; what no rule claims needs positive evidence to be called a promise.
"""

from __future__ import annotations

import re

from kechuang.policy.read import asides, lexicon
from kechuang.policy.read.evidence import Evidence, Verdict, aside
from kechuang.policy.read.giving import FUND, incentive, penalty

__all__ = ["Evidence", "Verdict", "judge"]
_NOUN = 3
_MANY = 20
# Points of a score card and weights of an assessment are rules of counting.
_REACH = 200
_AIM = re.compile(
    r"(?:《[^》]{2,40}》|[规计][划]|方案|纲要|意见)(?:中)?(?:还|也|均|曾)?(?:提出|要求|确定|明确|设定|规定)|"
    r"(?:^|[，。])(?:(?:原|规划)?(?:确定|定)(?:的)?(?:目标)?(?=[“”一-鿿]{4})|(?:规划|原定|原)?目标(?:为|是))"
)
_ACTUAL = re.compile(r"实际|已|目前|截至|完成|时序|达成")
_SENTENCE_STOP = re.compile(r"[。！？\n]")
_SAME_TIME = re.compile(r"同比|环比|[比较](?:上年|去年)同期")
_WANTS = re.compile(r"力争|争取|确保|预期|目标|计划|将|要|左右|以上|以内|不低于|拟")
_YIELDS = re.compile(r"(?:形成|建成|新增|达到?|具备)(?:[^，。；]{0,8})年产$")
_INTENDS = re.compile(r"力争|争取|确保|计划(?!单列)|拟(?!建)|预期|预计|打算|将(?=[建新实力突达进在再完培引])")
# 支持3家实验室优化重组: the few that exact number names exist already; what is promised is the verb behind them.
_DOES = re.compile(r"[^，。；]{2,20}(?:重组|建设|发展|申报|争创|创建|升级|提升|扩容|整合|做强|做大)")
_FOUNDS = re.compile(r"(?:设立|组建|成立|建立|形成)[^，。；]{0,4}规模[^，。；]{0,4}$")
_DIRECTS = re.compile(r"支持|围绕|聚焦|扶持|引导|加强|发展|促进")
# 不少于工作时间的五分之四: a share of what is named.
_AT_LEAST_OF = re.compile(r"(?:不低于|不少于|不超过|不高于|达到|超过)[^，。；\d]{2,14}的$")
_WEAK_VERB = re.compile(r"支持|组织|推动|推进|实施|启动|开展|服务|覆盖|围绕|聚焦|扶持|促进|引导|参与|发展|提升|加强")


def judge(seen: Evidence) -> Verdict:
    """The verdict on one number of one clause."""
    if seen.condition and seen.quantity.form != "times":
        return aside("eligibility")
    for rule in (
        asides.voice,
        asides.name,
        asides.term,
        asides.member,
        penalty,
        incentive,
        asides.programme,
        asides.modifier,
        asides.procedure,
        _record,
    ):
        verdict = rule(seen)
        if verdict is not None:
            return verdict
    return _promise(seen)


def _aimed(seen: Evidence) -> bool:
    """A review that quotes what its plan set (《规划》提出…达到2.6%), before it says what was reached."""
    aims = list(_AIM.finditer(seen.part))
    return bool(aims) and not _ACTUAL.search(seen.part, aims[-1].end()) and seen.quantity.unit is not None


def _record(seen: Evidence) -> Verdict | None:
    if _aimed(seen):
        return None
    sentence = seen.text[seen.clause.start : seen.clause.end]
    goal_here = any(y.role == "goal" for y in seen.setting.here)
    intended = _INTENDS.search(sentence) is not None and not seen.told
    if seen.setting.past and not goal_here and not intended:
        return Verdict("baseline", "history")
    compares = re.search(r"同比|环比|[比较](?:上年|去年)", sentence) and not seen.carried
    if (
        (compares or lexicon.HISTORY_CLAUSE.search(sentence))
        and not goal_here
        and not re.search(r"力争|争取|确保|努力", sentence)
    ):
        rises = re.search(r"(?:从|由)", sentence) and (seen.setting.year is not None or seen.goal)
        if not rises:
            return Verdict("baseline", "history")
    if _compared_with_last_year(seen):
        return Verdict("baseline", "history")
    nearest = [y for y in seen.setting.here if y.end <= seen.quantity.start]
    if (
        nearest
        and nearest[-1].role in {"past", "base"}
        and seen.text[nearest[-1].start - 1] not in "比较与"
        and seen.text[nearest[-1].end : seen.quantity.start].strip("的为达到：是有共") == ""
    ):
        return Verdict("baseline", "history")
    if re.search(r"(?:从|由)(?:20\d\d年的?)?(?:的|原来的|目前的|现在的|不足|约)?$", seen.before):
        return Verdict("baseline", "history")
    return None


def _compared_with_last_year(seen: Evidence) -> bool:
    """A sentence without any goal that compares with the same time of last year reports throughout."""
    year = seen.setting.year
    if seen.default_year is not None or seen.goal or seen.carried or (year is not None and year.role != "current"):
        return False
    low, high = seen.clause.sentence_start, min(len(seen.text), seen.clause.end + _REACH)
    stop = _SENTENCE_STOP.search(seen.text, seen.clause.end, high)
    sentence = seen.text[low : stop.start() if stop else high]
    return bool(_SAME_TIME.search(sentence)) and not _WANTS.search(sentence)


def _promise(seen: Evidence) -> Verdict:
    q, before, after = seen.quantity, seen.before, seen.after
    yes = Verdict("target", "")
    year = seen.setting.year is not None or (seen.default_year is not None) or seen.goal or _aimed(seen)
    if year and lexicon.MONEY.search(q.unit or "") and FUND.match(after) and _FOUNDS.search(before):
        return yes
    if year and _YIELDS.search(before):
        return yes
    hedged = bool(lexicon.HEDGE.search(before)) or seen.setting.annual
    if q.form == "rank":
        rises = re.search(
            r"进入|跻身|保持|位居|位列|居|达到|跃升|跃居|争取|力争|稳居|上升|挤进|排名|提[高升]到|[上提]升[到至]|升[到至]",
            before,
        )
        return yes if rises and (year or hedged) else aside("rank")
    if q.form == "chinese":
        makes = lexicon.MAKE_END.search(before)
        if (makes and (year or hedged) and q.value > 1 and lexicon.STRONG.search(makes.group("verb"))) or (
            q.suffix and lexicon.ATTAIN_END.search(before)
        ):
            return yes
        begins = lexicon.MAKE_START.match(before)
        noun = begins is not None and len(before) - begins.end("verb") >= _NOUN
        firm = bool(q.suffix) or (begins is not None and lexicon.STRONG.search(begins["verb"]) is not None)
        if noun and firm and q.value > 1 and (year or hedged) and (not after or after[0] in "，、；。和及（"):
            return yes
        return aside("name")
    if q.form == "times":
        return yes if year or hedged or not seen.statute else aside("multiple")
    attained = lexicon.ATTAIN_END.search(before)
    if q.unit == "倍" and not attained:
        return aside("multiple")
    if attained and len(before) > len(attained.group()):
        weak = attained.group("verb") in {"近", "各", "为", "完成", "约", "力争", "实现"}
        if not weak or year or hedged:
            return yes
    tail_free = (
        after in {"", "目标", "的目标", "能力", "产能", "生产能力", "的能力"}
        or after[0] in "，、；。和及与以（"
        or after.startswith(("左右", "以上", "并"))
    )
    start = lexicon.MAKE_START.match(before)
    made = lexicon.MAKE_END.search(before)
    if made and made.group("verb") in {"支持", "推动"} and q.value < _MANY and _DOES.search(after) and not q.suffix:
        return aside("set")
    if made:
        weak_only = not lexicon.STRONG.search(made.group("verb")) and _WEAK_VERB.search(made.group("verb"))
        if not weak_only or year or hedged or (seen.carried and q.value >= _MANY):
            return yes
    if attained and (year or hedged):
        return yes
    if tail_free and before:
        if start and (year or hedged or not _DIRECTS.match(start["verb"]) or lexicon.STRONG.search(start["verb"])):
            return yes
        if year or hedged or seen.carried:
            return yes
    if seen.carried and q.form == "number" and lexicon.PART.fullmatch(before) and (year or seen.clause.bracket):
        return yes
    if _AT_LEAST_OF.search(before) and (q.unit == "%" or q.form == "percent_words"):
        return yes
    bare = not before and not after and seen.text[q.start - 1 : q.start] == "、" and q.start > seen.clause.start
    if bare and seen.carried and (year or hedged):
        return yes
    opens = re.fullmatch(r"(?:力争|确保|推动)?(?:全[省市县区州国]|我[省市县区])?", before) and after
    if opens and (year or seen.carried) and (lexicon.ENTER.search(after) or seen.carried or q.suffix):
        return yes
    return aside("unclaimed")
