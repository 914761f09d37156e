"""What a number is: a promise, a record, money given, or none of these (name, term, size, eligibility, procedure …).

The rules are ordered from the most certain; what no rule claims needs positive evidence to be called a promise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon

if TYPE_CHECKING:
    from kechuang.policy.read.clauses import Clause, Setting
    from kechuang.policy.read.quantities import Quantity

_TIME_UNITS = re.compile(
    r"(?:(?<!人)年度?|天|(?<!人)日|(?<!人)月|周|季度|小时|分钟|秒|岁|周岁|工作日|自然日|"
    r"交易日|课时|学时)$"
)
_TIME_METRIC = re.compile(
    r"(?:压缩|缩短|压减|缩减|控制)[在到至]?[^，]{0,4}$|(?:寿命|年限|平均|时长|时间|周期|学时|"
    r"学习|课时)[^，]{0,8}(?:达到?|不低于|不少于|提高到|超过|为)$"
)
_NAME_UNITS = re.compile(r"^(?:[百千万]?强|版|章|路|号|级|届|期|度|点|网|组|队|对|日|门)$")
_FORMULA = re.compile(r"[、，]?[NXn](?:个|\+)|“\d+(?:\+[\dNXn]+)+")
_PAIR_UNITS = re.compile(r"^(?:批|种|类|层|季|次)$")
_ENUMERATES = re.compile(r"(?:等|这|上述|以上|下列|其他|其余|前述|之一|以下)$")
_QUOTES = re.compile(r"“[^“”\n]{1,24}”")
_OBJECT = re.compile(r"[^，。；：、（）\n]{1,40}")
_FUND = re.compile(r"^的?[^，。；、]{0,14}(?:基金|资金池)")
_STRONG_INCENTIVE = lexicon.INCENTIVE_STRONG
_GIVES_AFTER = re.compile(
    r"^[^，。；]{0,26}?(?:给予|予以|奖励|补助|补贴|资助|奖补|奖金|补偿|贴息|扣除|支持|优惠|"
    r"减免|返还)"
)
_GIVES_BEFORE = re.compile(
    r"(?:给予|予以|奖励|补助|补贴|资助|奖补|贴息|补偿|奖金|返还|减免|减按|支持|最高|不超过|"
    r"累计|总额|额度|限额|上限|封顶|分别|按照?|一次性|标准为?|每[个家年项户人件台]|单[个项家]|"
    r"的|达|比例|、|和|—|至|—|或|按实际[^，]{0,10}的|兑付|比照|再|增加|达到|提高到|提高至|"
    r"享受|万元)[^，。；]{0,12}$"
)
_ELIGIBLE = re.compile(
    r"^(?:（含）|以上|及以上|以下)?(?:[（(]含[^）]{0,8}[）)])?(?:的(?!比例|标准|额度|奖|补|资|"
    r"贴|一次|支持|经费|扶持)|且|[^，。；]{0,12}的(?:[，企单项机团个人]|$))"
)
_YEARLY_PLAN = re.compile(
    r"(?:力争|确保|计划)?(?:全年|今年|年内|20\d\d年)(?:力争|确保|计划|预计)?(?:安排|新增|完成|实现|组织|发放|兑现|争取)"
)
_PAID_OUT = re.compile(r"(?:兑现|发放|拨付|下达|落实|争取|安排|减免|返还)[^，。；]{0,16}$")
_AFTER_START = re.compile(r"(?:达产|投产|建成|全部建成|建成投产|投用|满产)后，?[^。；\d]{0,16}(?:预计|可|将)")
_MANY = 20
# 支持3家实验室优化重组: the few that exact number names exist already; what is promised is the verb behind them.
_DOES = re.compile(r"[^，。；]{2,20}(?:重组|建设|发展|申报|争创|创建|升级|提升|扩容|整合|做强|做大)$")
_EACH = re.compile(r"每(?:新增|成功)?(?:培育|新增|引进|孵化|认定|获批|促成|招引|培养|转化|入选|落地)$")
_SIZE = re.compile(r"(?:占地(?:面积)?|(?:规划|用地)(?:总|用地)?面积|建筑面积|总投资|注册资本|全长|长度|库容|总金额)[约为达近]{0,2}$")
_DISPOSES = re.compile(r"(?:并|要)?[对将把]\d|[^，。；]{0,30}(?:分解|细化|落实|划分|梳理|归纳)(?:落实)?[到为成]\d")
_TEAM = re.compile(r"^[^，。；]{0,4}(?:团队|小组|专班|队伍|委员会|评审组)")
_DIRECTS = re.compile(r"支持|围绕|聚焦|扶持|引导|加强|发展|促进")
_WEAK_VERB = re.compile(r"支持|组织|推动|推进|实施|启动|开展|服务|覆盖|围绕|聚焦|扶持|促进|引导|参与|发展|提升|加强")


@dataclass(frozen=True, slots=True)
class Verdict:
    role: str
    reason: str


def _aside(reason: str) -> Verdict:
    return Verdict("aside", reason)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a rule may look at: the clause around the number and the state it stands in."""

    text: str
    clause: Clause
    quantity: Quantity
    before: str
    after: str
    setting: Setting
    sentence_gives: bool
    previous_gives: bool
    clause_gives: bool
    statute: bool
    box: bool
    condition: bool
    carried: bool
    goal: bool
    default_year: int | None


def judge(seen: Evidence) -> Verdict:
    """The verdict on one number of one clause."""
    if seen.condition and seen.quantity.form != "times":
        return _aside("eligibility")
    for rule in (_voice, _name, _time, _set, _penalty, _incentive, _programme, _modifier, _procedure, _record):
        verdict = rule(seen)
        if verdict is not None:
            return verdict
    return _promise(seen)


def _voice(seen: Evidence) -> Verdict | None:
    """What a firm's own director tells a newspaper, or what a works is to yield once it runs, is no promise."""
    start, end = seen.clause.sentence_start, seen.clause.end
    yields = _AFTER_START.search(seen.text, start, seen.quantity.start)
    if yields and not any(y.role == "goal" for y in seen.setting.here):
        return _aside("effect")
    return _aside("voice") if lexicon.FIRM_VOICE.search(seen.text, start, end) else None


def _name(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    glued = before.endswith(("第", "“", "+", "＋", "《", "No", "-", "/")) and q.form != "rank"
    if glued and (before.endswith("第") or after.startswith(("”", "+", "》", "/")) or q.unit is None):
        return _aside("name")
    if after[:1] in {"+", "＋", "》"} or (after[:1] == "”" and q.unit is None):
        return _aside("name")
    if _NAME_UNITS.match(q.unit or "") and not (q.unit == "级" and lexicon.ATTAIN_END.search(before)):
        return _aside("name")
    if q.unit and q.unit.endswith("强"):
        return _aside("name")
    if _FORMULA.search(seen.text, seen.clause.start, seen.clause.end):
        return _aside("slogan")
    low = max(seen.clause.start, q.start - 24)
    for quote in _QUOTES.finditer(seen.text, max(0, low - 2), min(len(seen.text), q.end + 24)):
        if quote.start() < q.start and q.end <= quote.end() and quote.end() - quote.start() < 18:
            return _aside("slogan")
    title = seen.text.rfind("《", max(0, q.start - 80), q.start)
    if title >= 0 and seen.text.find("》", title, q.start) < 0:
        return _aside("name")
    if q.unit is None and q.form == "number":
        attained = lexicon.ATTAIN_END.search(before)
        reaches = attained and re.search(r"达|超|突破|[到至]$|不低于|高于|保持|增至|为$|在$", attained.group("verb"))
        metric = re.search(r"指数|得分|评分|水平|值|率|量|额|数|系数|强度|密度|投入|比", before[-24:])
        if not (reaches and (metric or q.suffix)) or (after[:1] not in {"", "，", "、", "和", "）"} and not q.suffix):
            return _aside("name")
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


def _time(seen: Evidence) -> Verdict | None:
    unit = seen.quantity.unit or ""
    if "/" not in unit and _TIME_UNITS.search(unit) and not unit.startswith("个百分"):
        if _TIME_METRIC.search(seen.before) or (unit == "岁" and "寿命" in seen.before):
            return None
        return _aside("term")
    return None


def _set(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    if seen.box and not seen.clause.bracket and before == "" and seen.clause.closing == "：":
        return _aside("size")
    if _ENUMERATES.search(before):
        makes = re.search(r"新建|建成|新增|引进|培育|打造|创建|获批|新认定|落地", before) or lexicon.STRONG.search(
            before[:8]
        )
        if not (makes and seen.setting.year is not None and q.form == "number"):
            return _aside("enumeration")
    if (
        (q.unit or "") in {"个", "省", "市", "县"}
        and lexicon.PLACE_OBJECT.match(after)
        and not re.search(r"(?:实现|建成|覆盖|达到?|创建|争创|新增|建设|培育|打造)$", before)
    ):
        return _aside("set")
    if (q.unit or "") in {"人", "名"} and _TEAM.match(after):
        return _aside("size")
    if _SIZE.search(before) and not any(y.role == "goal" for y in seen.setting.here):
        return _aside("size")
    if (
        not any(y.role == "goal" for y in seen.setting.here)
        and _DISPOSES.match(seen.text, seen.clause.start, seen.clause.end)
        and not lexicon.MONEY.search(q.unit or "")
        and q.unit != "%"
    ):
        return _aside("set")
    if _PAIR_UNITS.match(q.unit or "") and q.form == "number" and not lexicon.ATTAIN_END.search(before):
        makes = lexicon.MAKE_START.match(before) or lexicon.MAKE_END.search(before)
        if not makes or q.unit in {"批", "类", "层"}:
            return _aside("frequency" if q.unit in {"次", "季"} else "size")
    if (
        (q.unit or "") in {"个", "家", "所", "项"}
        and lexicon.SET_BEFORE.search(before)
        and not q.suffix
        and "分别" not in before
    ):
        verb = lexicon.MAKE_START.match(before)
        if not verb or len(before) - verb.end("verb") < 2:
            goal = re.search(r"(?:全[省市县区国]|我[省市])$", before) and seen.setting.year is not None and not after
            if not goal:
                return _aside("set")
    return None


def _penalty(seen: Evidence) -> Verdict | None:
    sentence = seen.text[seen.clause.sentence_start : seen.clause.end + 30]
    return (
        _aside("penalty")
        if lexicon.PENALTY.search(sentence) and lexicon.MONEY.search(seen.quantity.unit or "")
        else None
    )


def _incentive(seen: Evidence) -> Verdict | None:
    if not seen.sentence_gives:
        return None
    q, before, after = seen.quantity, seen.before, seen.after
    unit = q.unit or ""
    around = before + unit + after
    if (
        re.search(r"(?:覆盖[率面]|享受[率面]|兑现率|落实率|满意[度率]|增[长幅速])[^，。；]{0,6}$", before)
        and unit == "%"
        and not re.match(r"^的?(?:比例|标准)?(?:给予|予以|奖励|补助|补贴|资助|配套|贴息)", after)
    ):
        return None
    if re.search(r"(?:承担|负担|分担|配比)[^，。；]{0,4}$", before):
        return _aside("cost_share")
    if unit == "%" and re.search(r"(?:用于|投向|投入)[^，。；]{2,24}(?:比例|占比|比重)[^，。；]{0,6}$", before):
        return None if seen.setting.year is not None else _aside("fund_share")
    if (
        unit == "%"
        and re.search(r"收益|净收入|转让收入|所得收入|股权?份?|(?:奖励|报酬)总额", around)
        and re.search(r"完成人|团队|人员|贡献", around)
    ):
        return _aside("proceeds_share")
    payable = bool(lexicon.MONEY.search(unit)) or unit in {"%", "‰", "倍"} or "元" in unit
    goal_here = seen.setting.year is not None and any(y.role == "goal" for y in seen.setting.here)
    if seen.setting.year is not None and _YEARLY_PLAN.match(seen.text, seen.clause.start, seen.clause.end):
        goal_here = True
    if not payable:
        if q.value == 1 and _EACH.search(before):
            return _aside("eligibility")
        if seen.clause_gives and not goal_here and not (seen.setting.annual and lexicon.STRONG.search(before)):
            return _aside("eligibility")
        return None
    if re.search(r"(?:从|由)$", before) and re.match(r"(?:提[高升]|增[加至]|扩大|上调|降)[^，]{0,3}", after):
        return _aside("superseded")
    if re.search(r"(?:超过|高于|超出)$", before) and after.startswith(("的部分", "部分")):
        return _aside("eligibility")
    if re.search(r"减?按$", before) and re.match(r"的?(?:优惠)?税率", after):
        return Verdict("incentive", "")
    if seen.setting.past and not goal_here and _PAID_OUT.search(before):
        return None
    strong = bool(_STRONG_INCENTIVE.search(before + unit + after))
    if re.match(
        r"^(?:（含）|以上|及以上|以下)?的(?!比例|标准|额度|奖|补|资|贴|一次|支持|经费|扶持|给|"
        r"\d)(?![^，。；]{0,8}(?:补[助贴偿]|奖[励金补]|资助|贴息)$)[^，。；]{2,14}?(?:给予|予以|"
        r"按|，|$)",
        after,
    ):
        return _aside("eligibility")
    if _ELIGIBLE.match(after) and not re.match(
        r"^的?(?:比例|标准|额度)?(?:[^，。；]{0,8})(?:给予|予以|补|奖|资助|贴息|扣除|支持)", after
    ):
        return _aside("eligibility")
    if re.search(r"(?:每?满|每增加|每达到|每超过)[^，。；\d]{0,4}$", before):
        return _aside("eligibility")
    if lexicon.CREDIT.search(before) and not re.search(r"给予|补[助贴]|奖", before):
        return _aside("credit")
    if unit == "%" and seen.clause_gives and re.search(r"按照?[^，。；\d]{2,30}$", before):
        return Verdict("incentive", "")
    if seen.clause_gives:
        if _GIVES_AFTER.match(after) or _GIVES_BEFORE.search(before):
            if goal_here and not strong:
                return None
            if re.search(
                r"(?:营业?收入?|产值|投资额?|销售额|投入|注册资本|估值|增速|增长|占比|利润|成交额|合同额|"
                r"税收)[^，。；按给补奖]{0,10}$",
                before,
            ) and not _GIVES_AFTER.match(after[:10]):
                return _aside("eligibility")
            return Verdict("incentive", "")
        return _aside("eligibility")
    if seen.previous_gives and (lexicon.INCENTIVE_MORE.match(before) or not before or _GIVES_BEFORE.search(before)):
        return Verdict("incentive", "")
    if goal_here or seen.setting.year is not None or seen.setting.past:
        return None
    return _aside("eligibility")


def _programme(seen: Evidence) -> Verdict | None:
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
        return _aside("programme_size")
    return None


def _modifier(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    if re.match(r"^(?:\d*)?的", after) and q.form != "rank":
        if lexicon.MONEY.search(q.unit or "") and _FUND.match(after) and re.search(r"设立|组建|设置|成立|规模", before):
            return None
        whole = re.fullmatch(r"(?:力争|确保|推动|实现|努力)?(?:全[省市县区州国]|我[省市县区])?", before)
        if (q.unit == "%" or q.suffix) and lexicon.ENTER.search(after) and whole:
            return None
        return _aside("condition")
    if after.startswith(("级", "型", "规模", "量级", "档")) or (
        lexicon.MONEY.search(q.unit or "") and after.startswith(("以上企业", "企业", "级", "产业", "项目"))
    ):
        return _aside("size")
    if q.form == "rank" and re.match(r"^(?:的|名单|榜|梯队|方阵|企业|批)", after):
        return _aside("name")
    if q.form == "number" and before.endswith("前") and q.unit in {"%", "位", "名", "强"}:
        if lexicon.ENTER.search(before) and not re.search(r"\d", before) and seen.setting.year is not None:
            return None
        return _aside("threshold")
    return None


def _procedure(seen: Evidence) -> Verdict | None:
    if not seen.statute:
        return None
    goal = seen.setting.year is not None and any(y.role == "goal" for y in seen.setting.here)
    legal = (seen.quantity.unit == "%") and re.search(
        r"(?:投入|经费|支出)[^，]{0,24}(?:占|比例|比重|增长|增幅|强度)[^，]{0,20}(?:不低于|达到|高于|不少于)[^，]{0,6}$",
        seen.before,
    )
    return None if goal or legal else _aside("procedure")


def _record(seen: Evidence) -> Verdict | None:
    sentence = seen.text[seen.clause.start : seen.clause.end]
    goal_here = any(y.role == "goal" for y in seen.setting.here)
    if seen.setting.past and not goal_here:
        return Verdict("baseline", "history")
    compares = re.search(r"同比|环比", sentence) and not seen.carried
    if (
        (compares or lexicon.HISTORY_CLAUSE.search(sentence))
        and not goal_here
        and not re.search(r"力争|争取|确保|努力", sentence)
    ):
        rises = re.search(r"(?:从|由)", sentence) and (seen.setting.year is not None or seen.goal)
        if not rises:
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


def _promise(seen: Evidence) -> Verdict:
    q, before, after = seen.quantity, seen.before, seen.after
    yes = Verdict("target", "")
    year = seen.setting.year is not None or (seen.default_year is not None) or seen.goal
    hedged = bool(lexicon.HEDGE.search(before)) or seen.setting.annual
    if q.form == "rank":
        rises = re.search(r"进入|跻身|保持|位居|位列|居|达到|跃升|跃居|争取|力争|稳居|上升|挤进|排名", before)
        return yes if rises and (year or hedged) else _aside("rank")
    if q.form == "chinese":
        makes = lexicon.MAKE_END.search(before)
        if (makes and (year or hedged) and q.value > 1 and lexicon.STRONG.search(makes.group("verb"))) or (
            q.suffix and lexicon.ATTAIN_END.search(before)
        ):
            return yes
        return _aside("name")
    if q.form == "times":
        return yes if year or hedged or not seen.statute else _aside("multiple")
    attained = lexicon.ATTAIN_END.search(before)
    if q.unit == "倍" and not attained:
        return _aside("multiple")
    if attained and len(before) > len(attained.group()):
        weak = attained.group("verb") in {"近", "各", "为", "完成", "约", "力争", "实现"}
        if not weak or year or hedged:
            return yes
    tail_free = after == "" or after[0] in "，、；。和及与以（" or after.startswith(("左右", "以上", "并"))
    start = lexicon.MAKE_START.match(before)
    made = lexicon.MAKE_END.search(before)
    if made and made.group("verb") in {"支持", "推动"} and q.value < _MANY and _DOES.search(after) and not q.suffix:
        return _aside("set")
    if made:
        weak_only = not lexicon.STRONG.search(made.group("verb")) and _WEAK_VERB.search(made.group("verb"))
        if not weak_only or year or hedged:
            return yes
    if attained and (year or hedged):
        return yes
    if tail_free and before:
        if start and (year or hedged or not _DIRECTS.match(start.group("verb"))):
            return yes
        if year or hedged or seen.carried:
            return yes
    bare = not before and not after and seen.text[q.start - 1 : q.start] == "、" and q.start > seen.clause.start
    if bare and seen.carried and (year or hedged):
        return yes
    opens = re.fullmatch(r"(?:力争|确保|推动)?(?:全[省市县区州国]|我[省市县区])?", before) and after
    if opens and (year or seen.carried) and (lexicon.ENTER.search(after) or seen.carried or q.suffix):
        return yes
    return _aside("unclaimed")
