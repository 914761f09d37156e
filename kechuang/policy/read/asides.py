"""Numbers that are no promise: names, terms, sets, sizes, standards, scores, conditions, a firm's own voice.

Each rule claims a number or leaves it; the first that claims it decides (see `classify.judge`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon
from kechuang.policy.read.evidence import Evidence, Verdict, aside
from kechuang.policy.read.giving import FUND

if TYPE_CHECKING:
    from kechuang.policy.read.clauses import Clause
    from kechuang.policy.read.quantities import Quantity

_TIME_UNITS = re.compile(
    r"(?:(?<!人)年度?|天|(?<!人)日|(?<!人)月|周|季度|小时|分钟|秒|岁|周岁|工作日|自然日|"
    r"交易日|课时|学时)$"
)
_TIME_METRIC = re.compile(
    r"(?:压缩|缩短|压减|缩减|控制)[在到至]?[^，]{0,4}$|(?:寿命|年限|平均|时长|时间|机时|时数|周期|学时|"
    r"学习|课时)[^，]{0,8}(?:达到?|不低于|不少于|提高到|超过|为)$"
)
_NAME_UNITS = re.compile(r"^(?:[百千万]?强|版|章|路|号|级|届|期|度|点|网|组|队|对|日|门)$")
_FORMULA = re.compile(r"[、，]?[NXn](?:个|\+)|“\d+(?:\+[\dNXn]+)+")
_PAIR_UNITS = re.compile(r"^(?:批|种|类|层|季|次)$")
_ENUMERATES = re.compile(r"(?:等|这|上述|(?<![元亿万%级人家个项])以上|下列|其他|其余|前述|之一|以下)$")
_QUOTES = re.compile(r"“[^“”\n]{1,24}”")
_OBJECT = re.compile(r"[^，。；：、（）\n]{1,40}")
_AFTER_START = re.compile(r"(?:达产|投产|建成|全部建成|建成投产|投用|满产)后，?[^。；\d]{0,16}(?:预计|可|将)")
_PERMITS = re.compile(
    r"(?:可|可以|允许)(?:最高)?(?:达到?|高于|放宽[到至]|提高[到至]|超过|突破|延长[到至]|降低?[到至]|[上下]浮)[^，。；]{0,10}$"
)
_FOR_WHOM = re.compile(r"^(?:[^，。；]{0,12})?对(?!外|接|标)[^，。；]{2,40}$")
_WHOM = re.compile(
    r"^(?:（含）)?(?:以上|以下|及以上)?[^，。；]{0,24}的(?:企业|单位|机构|项目|团队|个人|平台|高校|人才|园区|地区|主体)"
)
_OFTEN = re.compile(r"每(?:个)?(?:月|季度?|周|旬|半年|两年|两个月)[^，。；]{0,12}$")
_LOOKED = re.compile(r"走访|联系|检查|抽查|自查|巡查|通报|约谈|调度|会商")
# Points of a score card and weights of an assessment are rules of counting.
_SPEECH, _ATTRIBUTION, _FIRM_NAME = 200, 40, 10
_TOLERATES = re.compile(r"(?:容忍[度率]|容错率|失败率)[^，。；]{0,8}$")
_AS_A_RULE = re.compile(r"(?:一般|原则上|通常)(?:应|可)?(?:不[超低高少]|控制在)[^，。；]{0,6}$")
_SURVEY = re.compile(r"(?:走访|问卷|调研|座谈|访谈|抽样|受访)")
_TALLY = re.compile(r"\d+项(?:主要|重点|约束性|预期性|年度|目标|改革)*(?:指标|任务|目标|工作|事项)中")
_MUST_BE = re.compile(r"(?:须|应|应当|需|必须)(?:为|是|符合|满足|具备|达到|有)")
_SPEC_UNITS = frozenset(("微米", "纳米", "毫米", "厘米", "微克", "毫克"))
_ROSTER = re.compile(r"[^，。；]{0,14}(?:名录|名单|清单|台账)$")
_MAY_NOT = re.compile(r"不得(?:低于|少于|高于|超过|多于|大于|小于)[^，。；]{0,4}$")
_BUILT = re.compile(r"(?:容积率|建筑密度|绿地率|建筑系数)[^，。；]{0,8}$")
_OWN_SHARE = re.compile(r"(?:自筹|自有资金|配套资金)[^，。；]{0,12}$")
_WORKS = re.compile(r"(?:项目|技改|改造|工程|任务)$")
_FIRST_BATCH = re.compile(r"首批(?:共)?(?:入库|入选|确定|遴选|纳入|发布|推出|梳理|上线|认定|入驻)?$")
_PER_HEAD = re.compile(r"(?:标准|津贴|补助金|养老金|低保)[^，。；]{0,10}每(?:人|户|名|位)(?:每[月年天日])?$")
_FIXED = re.compile(r"(?:推进|抓好|抓实|用好|盯紧|跟踪|服务保障|加快推进)$")
_SCORES = re.compile(
    r"(?:扣|加|减|计|记|得|赋|倒扣|满分|总分|分值)[为至达]?$|占[^，。；]{0,16}(?:考核|考评|评价|绩效|总分)[^，。；]{0,4}$|(?:得分|评分|考核|成绩)[^，。；]{0,4}(?:低于|不足|不满|高于)$"
)
# 500万元以下的部分不超过30%: a step of a scale.
_SHARE_ABOVE = re.compile(r"元(?:及?以[上下]|至[^，]{1,10})?的?部分[^，。；\d]{0,8}$")
_WEIGHT = re.compile(r"权重[^，。；]{0,8}$")
_VOTES = re.compile(r"^(?:的)?[^，。；]{0,8}(?:同意|出席|通过|表决|到会|赞成|委员|评委|专家|成员)")
_SIZE = re.compile(
    r"(?:(?:概算|估算|预算|工程)(?:总)?投资|占地(?:面积)?|(?:规划|用地)(?:总|用地)?面积|建筑面积|总投资|注册资本|全长|长度|库容|总金额)[约为达近]{0,2}$"
)
_DISPOSES = re.compile(r"(?:并|要)?[对将把]\d|[^，。；]{0,30}(?:分解|细化|落实|划分|梳理|归纳)(?:落实)?[到为成]\d")
# How large a fund is to be says what it is; it is a promise where its own sentence dates it.
_ENDOWS = re.compile(r"(?:设立|组建|建立|成立|形成)[^，。；]{0,10}$")
_TEAM = re.compile(r"^[^，。；]{0,4}(?:团队|小组|专班|队伍|委员会|评审组)")


def voice(seen: Evidence) -> Verdict | None:
    """What a firm's own director tells a newspaper, or what a works is to yield once it runs, is no promise."""
    start, end = seen.clause.sentence_start, seen.clause.end
    if start and _told_by_a_firm(seen):
        return aside("voice")
    yields = _AFTER_START.search(seen.text, start, seen.quantity.start)
    if yields and not any(y.role == "goal" for y in seen.setting.here):
        return aside("effect")
    return aside("voice") if lexicon.FIRM_VOICE.search(seen.text, start, end) else None


def _told_by_a_firm(seen: Evidence) -> bool:
    """Whether the number stands in a quotation that a firm's own people are named for right after it."""
    at = seen.quantity.start
    low = max(0, at - _SPEECH)
    opened = max(seen.text.rfind("“", low, at), seen.text.rfind("\n", low, at))
    if opened < 0 or seen.text[opened] != "“" or seen.text.rfind("”", opened, at) >= 0:
        return False
    closed = seen.text.find("”", at, at + _SPEECH)
    return closed >= 0 and bool(lexicon.FIRM_VOICE.match(seen.text, *_first_name(seen.text, closed + 1)))


def _first_name(text: str, at: int) -> tuple[int, int]:
    """Where in the words after a quotation the name of a firm's person would begin, and where those words end."""
    end = min(len(text), at + _ATTRIBUTION)
    found = lexicon.FIRM_VOICE.search(text, at, end)
    return (found.start() if found and found.start() - at <= _FIRM_NAME else at), end


def name(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    around = seen.text[q.start - 2 : q.start], seen.text[q.end : q.end + 2]
    if re.fullmatch(r"\d[：:]", around[0]) or re.fullmatch(r"[：:]\d", around[1]):
        return aside("ratio")
    if q.form == "times" and before.endswith(("个", "两", "三", "四", "五")):
        return aside("slogan")
    glued = before.endswith(("第", "“", "+", "＋", "《", "No", "-", "/")) and q.form != "rank"
    if glued and (before.endswith("第") or after.startswith(("”", "+", "》", "/")) or q.unit is None):
        return aside("name")
    if after[:1] in {"+", "＋", "》"} or (after[:1] == "”" and q.unit is None):
        return aside("name")
    held = q.unit == "期" and re.search(r"举办|开展|发行|培训|组织", before) and not glued
    if _NAME_UNITS.match(q.unit or "") and not held and not (q.unit == "级" and lexicon.ATTAIN_END.search(before)):
        return aside("name")
    if q.unit and q.unit.endswith("强"):
        return aside("name")
    if _FORMULA.search(seen.text, seen.clause.start, seen.clause.end):
        return aside("slogan")
    low = max(seen.clause.start, q.start - 24)
    for quote in _QUOTES.finditer(seen.text, max(0, low - 2), min(len(seen.text), q.end + 24)):
        if quote.start() < q.start and q.end <= quote.end() and quote.end() - quote.start() < 18:
            return aside("slogan")
    title = seen.text.rfind("《", max(0, q.start - 80), q.start)
    if title >= 0 and seen.text.find("》", title, q.start) < 0:
        return aside("name")
    if q.unit is None and q.form == "number":
        attained = lexicon.ATTAIN_END.search(before)
        reaches = attained and re.search(r"达|超|突破|[到至]$|不低于|高于|保持|增至|为$|在$", attained.group("verb"))
        metric = re.search(r"指数|得分|评分|水平|值|率|量|额|数|系数|强度|密度|投入|比", before[-24:])
        if not (reaches and (metric or q.suffix)) or (after[:1] not in {"", "，", "、", "和", "）"} and not q.suffix):
            return aside("name")
    return None


def is_name(text: str, clause: Clause, q: Quantity) -> bool:
    """Whether a number is only part of a name or a span of time, and so never heads a clause's member."""
    after = text[q.end : clause.end]
    if q.unit is None and q.form == "number":
        return bool(after) and after[0] not in "，、和）以（左及"
    unit = q.unit or ""
    glued = text[q.start - 1 : q.start] in {"第", "+", "“"}
    return (
        glued
        or bool(_NAME_UNITS.match(unit))
        or ("/" not in unit and bool(_TIME_UNITS.search(unit)) and after[:1] == "的")
    )


def term(seen: Evidence) -> Verdict | None:
    unit = seen.quantity.unit or ""
    ruled = _AS_A_RULE.search(seen.before) or seen.sentence_gives
    if ruled and _TIME_UNITS.search(unit) and "/" not in unit and not any(y.role == "goal" for y in seen.setting.here):
        return aside("term")
    if "/" not in unit and _TIME_UNITS.search(unit) and not unit.startswith("个百分"):
        if _TIME_METRIC.search(seen.before) or (unit == "岁" and "寿命" in seen.before):
            return None
        return aside("term")
    return None


def member(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    dated_here = any(y.role in {"goal", "current"} for y in seen.setting.here)
    here = any(y.role == "goal" for y in seen.setting.here)
    if q.unit == "%" and _SHARE_ABOVE.search(before):
        return aside("condition")
    if (q.unit == "分" and _SCORES.search(before)) or (q.unit == "%" and _WEIGHT.search(before)):
        return aside("scoring")
    planned = dated_here or lexicon.ANNUAL.search(before)  # a survey is told once; a duty of each year is not
    if (q.unit or "") in {"份", "家", "人", "次", "场", "人次"} and _SURVEY.search(before) and not planned:
        return aside("survey")
    if (q.unit or "") in _SPEC_UNITS and not here:
        return aside("spec")
    if _TALLY.search(seen.text, seen.clause.sentence_start, q.start):
        return aside("count")
    if (q.unit or "") in {"家", "人", "名"} and _ROSTER.match(after) and not dated_here:
        return aside("programme_size")
    ruled = _TOLERATES.search(before) or _AS_A_RULE.search(before) or (q.unit == "%" and _OWN_SHARE.search(before))
    if ruled and not here:
        return aside("condition")
    if _BUILT.search(before) or (_MAY_NOT.search(before) and not seen.sentence_gives and not seen.statute and not here):
        return aside("standard")
    if after.startswith("者"):
        return aside("eligibility")
    if (q.unit or "") in {"平方米", "㎡"} and re.match(r"[^。；]{0,12}免[租费]", seen.text[q.end : q.end + 16]):
        return aside("eligibility")
    year = seen.setting.year
    own = year is not None and year.end > year.start and seen.clause.sentence_start <= year.start < q.start
    if lexicon.MONEY.search(q.unit or "") and FUND.match(after) and _ENDOWS.search(before) and not own:
        return aside("size")
    if _MUST_BE.search(seen.text, seen.clause.start, q.start) and seen.sentence_gives and not here:
        return aside("eligibility")
    if _FIRST_BATCH.search(before) and not any(y.role == "goal" for y in seen.setting.here):
        return aside("programme_size")
    if lexicon.MONEY.search(q.unit or "") and _PER_HEAD.search(before):
        return aside("standard")
    if (q.unit or "") in {"个", "项"} and _FIXED.search(before) and not q.suffix and _WORKS.search(after):
        return aside("programme_size")
    if q.form == "percent_words" and _VOTES.match(after):
        return aside("procedure")
    if seen.box and not seen.clause.bracket and before == "" and seen.clause.closing == "：":
        return aside("size")
    if _ENUMERATES.search(before):
        makes = re.search(r"新建|建成|新增|引进|培育|打造|创建|获批|新认定|落地", before) or lexicon.STRONG.search(
            before[:8]
        )
        if not (makes and seen.setting.year is not None and q.form == "number"):
            return aside("enumeration")
    if (
        (q.unit or "") in {"个", "省", "市", "县"}
        and lexicon.PLACE_OBJECT.match(after)
        and not re.search(r"(?:实现|建成|覆盖|达到?|创建|争创|新增|建设|培育|打造)$", before)
    ):
        return aside("set")
    looked = _LOOKED.search(before)
    if (
        (q.unit or "") in {"家", "人", "名", "个", "次"}
        and looked
        and (_OFTEN.search(before) or before.startswith("同一"))
    ):
        return aside("frequency")
    if (q.unit or "") in {"场", "次", "期", "批", "场次", "轮"} and _OFTEN.search(before):
        return aside("frequency")
    if (q.unit or "") in {"人", "名"} and _TEAM.match(after):
        return aside("size")
    if _SIZE.search(before) and not any(y.role == "goal" for y in seen.setting.here):
        return aside("size")
    if (
        not any(y.role == "goal" for y in seen.setting.here)
        and _DISPOSES.match(seen.text, seen.clause.start, seen.clause.end)
        and not lexicon.MONEY.search(q.unit or "")
        and q.unit != "%"
    ):
        return aside("set")
    if _PAIR_UNITS.match(q.unit or "") and q.form == "number" and not lexicon.ATTAIN_END.search(before):
        makes = lexicon.MAKE_START.match(before) or lexicon.MAKE_END.search(before)
        if not makes or q.unit in {"批", "类", "层"}:
            return aside("frequency" if q.unit in {"次", "季"} else "size")
    if (
        (q.unit or "") in {"个", "家", "所", "项"}
        and lexicon.SET_BEFORE.search(before)
        and not q.suffix
        and "分别" not in before
        and not before.endswith(("调整为", "修订为", "提高为"))
    ):
        verb = lexicon.MAKE_START.match(before)
        if not verb or len(before) - verb.end("verb") < 2:
            goal = re.search(r"(?:全[省市县区国]|我[省市])$", before) and seen.setting.year is not None and not after
            if not goal:
                return aside("set")
    return None


def programme(seen: Evidence) -> Verdict | None:
    q = seen.quantity
    counts = (q.unit or "") in {"个", "项", "大", "条", "类", "批", "次", "种", "张", "份", "本", "套"}
    if not counts:
        return None
    found = _OBJECT.match(seen.after)
    obj = found.group() if found else ""
    ends = found.end() if found else 0
    if lexicon.OBJECT_PROGRAMME.search(obj) and (ends == len(seen.after) or seen.after[ends] in "，。；：、（"):
        if lexicon.STRONG.search(seen.before) or re.search(r"完成|每年|攻关|立项", seen.before):
            return None
        return aside("programme_size")
    return None


def modifier(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    here = any(y.role == "goal" for y in seen.setting.here)
    if _PERMITS.search(before) and not here:
        return aside("permission")
    if _FOR_WHOM.match(before) and _WHOM.match(seen.text[q.end : seen.clause.end]):
        return aside("eligibility")
    if re.match(r"^(?:\d*)?的", after) and q.form != "rank":
        if lexicon.MONEY.search(q.unit or "") and FUND.match(after) and re.search(r"设立|组建|设置|成立|规模", before):
            return None
        whole = re.fullmatch(r"(?:力争|确保|推动|实现|努力)?(?:全[省市县区州国]|我[省市县区])?", before)
        if (q.unit == "%" or q.suffix) and lexicon.ENTER.search(after) and whole:
            return None
        return aside("condition")
    if after.startswith(("级", "型", "规模", "量级", "档")) or (
        lexicon.MONEY.search(q.unit or "") and after.startswith(("以上企业", "企业", "级", "产业", "项目"))
    ):
        return aside("size")
    if q.form == "rank" and re.match(r"^(?:的|名单|榜|梯队|方阵|企业|批)", after):
        return aside("name")
    if q.form == "number" and before.endswith("前") and q.unit in {"%", "位", "名", "强"}:
        if lexicon.ENTER.search(before) and not re.search(r"\d", before) and seen.setting.year is not None:
            return None
        return aside("threshold")
    return None


def procedure(seen: Evidence) -> Verdict | None:
    if not seen.statute:
        return None
    goal = seen.setting.year is not None and any(y.role == "goal" for y in seen.setting.here)
    legal = (seen.quantity.unit == "%") and re.search(
        r"(?:投入|经费|支出)[^，]{0,24}(?:占|比例|比重|增长|增幅|强度)[^，]{0,20}(?:不低于|达到|高于|不少于)[^，]{0,6}$",
        seen.before,
    )
    return None if goal or legal else aside("procedure")
