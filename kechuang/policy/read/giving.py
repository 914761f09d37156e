"""Money given: incentives with their conditions, told from penalties, cost shares, funds, loans and sums paid out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kechuang.policy.read import lexicon
from kechuang.policy.read.evidence import Verdict, aside

if TYPE_CHECKING:
    from kechuang.policy.read.evidence import Evidence

FUND = re.compile(r"^的?[^，。；、]{0,14}(?:基金|资金池|准备金)")
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
    r"(?:力争|确保|计划)?(?:全年|今年|年内|20\d\d年)(?:力争|确保|计划|预计|安排|新增|完成|实现|组织|发放|兑现|争取)"
)
_PAID_OUT = re.compile(r"(?:兑[现付]|发放|拨付|下达|落实|争取|安排|减免|返还)[^，。；]{0,16}$")
# What banks are to lend in a year is promised to nobody in particular.
_LENT = re.compile(
    r"^(?![^，。；]*(?:最高|不超过|单户|单笔|每家|给予|额度))[^，。；]*"
    r"(?:授信|放贷|(?:发放|新增|投放)[^，。；]{0,8}贷款|贷款余额|融资)[^，。；]{0,8}$"
)
# A cap on a line of its own, below the tiers that it caps.
_BUDGETED = re.compile(
    r"安排[^，。；给奖补]{0,16}(?:资金|经费|预算)[^，。；给奖补]{0,8}$|"
    r"(?:基金|资金池|贷款)[^，。；]{0,4}(?:规模|余额|总量)[^，。；]{0,6}(?:达到?|扩大[到至]|超过|突破|增[加至]到?)$"
)
_CAP = re.compile(
    r"^(?:同一|单[个一]?|每[个家名项户])[^，。；]{1,8}?(?:每年|年度|当年|全年|累计|合计|享受|获得|各类|奖励|奖补|补助|补贴|资助|支持|资金|金额|总额){0,5}"
    r"(?:最高|最多|不超过|上限为?|封顶)(?:不超过|为)?$"
)
_QUOTA = re.compile(
    r"(?:(?:优秀|良好|合格|优良)(?:等次|档次|等级)?(?:的)?(?:比例|数量)|间接费用|绩效支出|管理费|服务费|收费)[^，。；]{0,24}$|"
    r"(?:立项|首期|首年|次年|中期|验收|启动|签约|合格)[^，。；]{0,8}(?:拨付|兑付|支付|下达)$"
)
_REACHED = re.compile(r"(?:达到?|突破|超过|不低于|不少于|满)$")
_WHOEVER = re.compile(r"(?:[、和或]\d[\d.]*[百千万亿]*元(?:以上)?)*(?:（[^）]{0,6}）)?(?:及?以上)?的$")
# 去年享受减税1800万元，总额超过2000万元: what somebody got is a record.
_TOOK = re.compile(r"(?:享受|拿到|获得?|领[到取]|减税|总额|合计|累计|共计)[^，。；]{0,10}$")
_EACH = re.compile(r"每(?:新增|成功)?(?:培育|新增|引进|孵化|认定|获批|促成|招引|培养|转化|入选|落地)$")


def _lends(seen: Evidence) -> bool:
    sentence = seen.text[seen.clause.sentence_start : seen.clause.end]
    return bool(re.search(r"贷款|授信|融资|担保", sentence)) and not lexicon.GIVES.search(sentence)


def penalty(seen: Evidence) -> Verdict | None:
    sentence = seen.text[seen.clause.sentence_start : seen.clause.end + 30]
    return (
        aside("penalty")
        if lexicon.PENALTY.search(sentence) and lexicon.MONEY.search(seen.quantity.unit or "")
        else None
    )


def incentive(seen: Evidence) -> Verdict | None:
    q, before, after = seen.quantity, seen.before, seen.after
    unit = q.unit or ""
    if lexicon.MONEY.search(unit) and _CAP.match(before) and not seen.setting.past and not _lends(seen):
        return Verdict("incentive", "")
    if not seen.sentence_gives:
        return None
    if seen.setting.past and _TOOK.search(before):
        return None
    if unit == "%" and _QUOTA.search(before):
        return aside("condition")
    if unit in {"平方米", "㎡", "m²"} and re.search(r"免租|免费|减免", before + after):
        return aside("eligibility")
    reached = _REACHED.search(before) and not lexicon.GIVES.search(before.replace("加计扣除", ""))
    if reached and _WHOEVER.match(seen.text, q.end, seen.clause.end):
        return aside("eligibility")
    around = before + unit + after
    if (
        re.search(
            r"(?:覆盖[率面]|享受[率面]|(?:资助|支持|补助|立项|受益)率|兑现率|落实率|满意[度率]|增[长幅速])[^，。；]{0,6}$",
            before,
        )
        and unit == "%"
        and not re.match(r"^的?(?:比例|标准)?(?:给予|予以|奖励|补助|补贴|资助|配套|贴息)", after)
    ):
        return None
    if re.search(r"(?:承担|负担|分担|配比)[^，。；]{0,4}$", before):
        return aside("cost_share")
    if unit == "%" and re.search(r"(?:用于|投向|投入)[^，。；]{2,24}(?:比例|占比|比重)[^，。；]{0,6}$", before):
        return None if seen.setting.year is not None else aside("fund_share")
    if (
        unit == "%"
        and re.search(r"收益|净收入|转让收入|所得收入|股权?份?|(?:奖励|报酬)总额|提取比例", around)
        and (re.search(r"完成人|团队|人员|贡献", around) or (seen.statute and not lexicon.GIVES.search(around)))
    ):
        return aside("proceeds_share")
    payable = bool(lexicon.MONEY.search(unit)) or unit in {"%", "‰", "倍"} or "元" in unit
    goal_here = seen.setting.year is not None and any(y.role == "goal" for y in seen.setting.here)
    if seen.setting.year is not None and _YEARLY_PLAN.match(seen.text, seen.clause.start, seen.clause.end):
        if not seen.clause_gives:
            return None
        goal_here = True
    if not payable:
        if q.value == 1 and _EACH.search(before):
            return aside("eligibility")
        if seen.clause_gives and not goal_here and not (seen.setting.annual and lexicon.STRONG.search(before)):
            return aside("eligibility")
        return None
    if re.search(r"(?:从|由)$", before) and re.match(r"(?:提[高升]|增[加至]|扩大|上调|降)[^，]{0,3}", after):
        return aside("superseded")
    if re.search(r"(?:超过|高于|超出)$", before) and after.startswith(("的部分", "部分")):
        return aside("eligibility")
    if re.search(r"减?按$", before) and re.match(r"的?(?:优惠)?税率", after):
        return Verdict("incentive", "")
    if re.search(r"(?:财政|政府)[^，。；]{0,8}(?:投入|安排|列支|筹措|统筹)[^，。；给奖补]{2,16}$", before):
        return None
    if lexicon.MONEY.search(unit) and FUND.match(after) and re.search(r"设立|组建|设置|规模|建立|成立", before):
        return None if seen.setting.year is not None else aside("size")
    if (seen.setting.past or seen.default_year) and not goal_here and _PAID_OUT.search(before):
        return None
    strong = bool(_STRONG_INCENTIVE.search(before + unit + after))
    if re.match(
        r"^(?:（含）|以上|及以上|以下)?的(?!比例|标准|额度|奖|补|资|贴|一次|支持|经费|扶持|给|"
        r"\d)(?![^，。；]{0,8}(?:补[助贴偿]|奖[励金补]|资助|贴息)$)[^，。；]{2,14}?(?:给予|予以|"
        r"按|，|$)",
        after,
    ):
        return aside("eligibility")
    if _ELIGIBLE.match(after) and not re.match(
        r"^的?(?:比例|标准|额度)?(?:[^，。；]{0,8})(?:给予|予以|补|奖|资助|贴息|扣除|支持)", after
    ):
        return aside("eligibility")
    if re.search(r"(?:每?满|每增加|每达到|每超过)[^，。；\d]{0,4}$", before):
        return aside("eligibility")
    if lexicon.MONEY.search(unit) and _BUDGETED.search(before) and not seen.clause_gives:
        return None
    if _LENT.search(before) and lexicon.MONEY.search(unit) and (seen.setting.year or seen.default_year):
        return None
    if lexicon.CREDIT.search(before) and not re.search(r"给予|补[助贴]|奖", before):
        return aside("credit")
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
                return aside("eligibility")
            return Verdict("incentive", "")
        return aside("eligibility")
    if seen.previous_gives and (lexicon.INCENTIVE_MORE.match(before) or not before or _GIVES_BEFORE.search(before)):
        return Verdict("incentive", "")
    if goal_here or seen.setting.year is not None or seen.setting.past:
        return None
    return aside("eligibility")
