"""Naming what a number counts: the noun before it (高新技术企业达到…) or after it (建成…个大科学装置)."""

from __future__ import annotations

import re

from kechuang.policy.read import lexicon
from kechuang.policy.read.scope import YEAR

_LIST = re.compile(r"、|和|与|以及|及|或")
_SHARED = re.compile(r"^(?P<list>.{2,120}?)(?P<word>各(?![类级种地界自方])|均|分别|都)(?P<tail>[^，、]{0,40})$")
_SHARE_TAIL = re.compile(
    r"(?:占[^、]{2,24}(?:比重|比例|份额|的比|之比)?|年均(?:增长|增速|增幅)?|总量|总数|数量|"
    r"比例|比重)$"
)
# Who holds a figure (高校、科研院所成果转化率): the last member carries the noun for all.
_HOLDS = re.compile(r"(?:企业|高校|院所|机构|居民|[产行]业|平台|园区|高新区|地区|城镇|农村|大学|医院|院校)$")
_HOLDER = re.compile(
    r".{0,24}(?:企业|高校|院所|机构|居民|[产行]业|平台|园区|高新区|地区|城镇|农村|大学|医院|院校)"
    r"(?P<what>[^（）]{2,24}(?:率|额|量|数|值|比重|比例|收入|水平|规模|强度|支出|投入|面积))"
)
_METRIC = re.compile(r"[率额量数值]$|比[重例]$|收入$|水平$|规模$|强度$|支出$|投入$|面积$")
_COUNTED = re.compile(
    r"(?:使用|排放|拥有|申请|授权|交易|消费|生产|保有|入库|登记|成交|出口|销售|覆盖|利用|增加|设置)[量额数率值]$"
)
_MODIFIED = re.compile(r"^(?P<mods>.+的)(?P<head>[^的]{2,24})$")
_TAIL_VERB = re.compile(
    r"(?:达到?|突破|超过?|提[高升]?[到至]|增[加长]?[到至]|(?:扩|缩)[大小][到至]|收窄[到至]|"
    r"发展到|上升[到至]|降[低至到]{1,2}|下降[到至]|控制在|保持在?|稳定在|维持在|压缩[到至]?|"
    r"缩短[到至]?|压减[到至]?|不低于|不少于|不超过|不高于|累计|力争|实现|约|近|各|均|分别|再|"
    r"为|至少|跃升[到至]|全面|确保|争取|努力|平均|总数|[迈跨站登跃]上|共|进入|跻身|位居|位列|保持|稳居|接近|较|(?<!占)比|将|要|目标|居|"
    r"以上)+$"
)
_COMPARED = re.compile(
    r"(?:较|比|与|同|在)(?:20\d\d年(?:底|末)?|“?十[一二三四五六]五”?(?:末|期末)?|上年|去年|基期)(?:的?基础上|相比|的)?"
)
_QUOTED_AIM = re.compile(r"^.*(?:》|规划|方案)(?:确定|提出|明确|设定)的?(?:目标为)?")
# 围绕海洋装备等5大领域新建省级以上创新平台: the fields are not what is counted.
_SCOPE = re.compile(
    r"^(?:围绕|聚焦|面向|针对|瞄准)[^，。]{2,40}?(?=新[建增设引培]|建成|建设|组建|培育|打造|布局|引进|创建|实施)"
)


def _without_years(text: str) -> str:
    return YEAR.sub(lambda m: "年均" if m.group() == "年均" else "", text)


def _balanced(text: str) -> str:
    """The text without a bracket or quotation mark that has no partner in it."""
    for opener, closer in ("（）", "“”", "《》", "〔〕"):
        if text.count(opener) != text.count(closer):
            text = text.replace(opener, "").replace(closer, "")
    return text


def items(text: str) -> list[str]:
    """The members of an enumeration, not cut inside brackets, quotation marks or words such as 和谐."""
    parts: list[str] = []
    depth = 0
    at = 0
    i = 0
    while i < len(text):
        if text[i] in "（“《〔":
            depth += 1
        elif text[i] in "）”》〕":
            depth -= 1
        elif not depth:
            found = _LIST.match(text, i)
            if found and i > at:
                parts.append(text[at:i])
                i = at = found.end()
                continue
        i += 1
    parts.append(text[at:])
    return [p for p in parts if p]


def noun_before(before: str) -> str:
    """全社会研发投入占比 from 力争全社会研发投入占比达到."""
    text = _without_years(_COMPARED.sub("", before))
    text = _QUOTED_AIM.sub("", text)
    text = lexicon.LEADING.sub("", text, count=1)
    text = _SCOPE.sub("", re.sub(r"^(?:到|至|在|于)$", "", text))
    text = re.sub(r"（[^（）]{0,12}\d[^（）]{0,12}）|（(?:不?含|包括)[^（）]{1,60}）", "", text)
    text = re.sub(r"(?<=.{3})(?:从|由|(?<!占)比(?![重例率值])|较)的?[^，]{0,4}\d[^，]*$", "", text)
    trend = re.search(
        r"(?P<word>(?:年均)?(?:增长率|增长|增速|增幅|提高|提升|下降|降低|减少|增加|净增|新增))(?:约|近|超过|"
        r"超|达到?|不低于|不少于|高于|保持在|至少|力争|确保|再)*$",
        text,
    )
    stem = text[: trend.end("word")] if trend else _TAIL_VERB.sub("", text)
    if not trend:
        stem = re.sub(r"(?:提[高升]|增加|增长|下降|降低|扩大|减少|增)$", "", stem) or stem
    relative = re.search(
        r"(?:高于|低于|快于|好于|多于|超过|(?<!占)比(?![重例率值])|较)[^，]{2,24}(?:高|低|增长|"
        r"提高|增加|下降)?$",
        text,
    )
    if relative and relative.start() > 3:
        stem = text[: relative.start()] + text[relative.start() : relative.start() + 2]
    narrowed = re.search(r"等(?=各类|各级|各种)", stem)
    if narrowed:
        stem = stem[narrowed.end() :]
    shorter = lexicon.STRIP_VERB.sub("", stem)
    stem = shorter if len(shorter) >= 3 else stem
    return _balanced(re.sub(r"(?<=.{2})[从由]$", "", stem.strip("，、：的—·“ ")))


def object_after(after: str, verb: str) -> str:
    """供应链龙头企业 with its nearest modifier, from 国内领先、具有全球影响力的供应链龙头企业."""
    text = re.sub(r"(?:给予|予以)[^，。；]*$", "", after).strip("，、：的以上 ")
    found = _MODIFIED.match(text)
    if found and len(found["head"]) >= 3 and ("、" in found["mods"] or len(found["mods"]) > 2 * len(found["head"]) + 6):
        nearest = re.split(r"[、，]", found["mods"])[-1]
        text = nearest + found["head"]
    new = re.search(r"新(?:增|建|引进|培育|认定|建成|设|组建|培养|招引)", verb)
    return _balanced((new.group() if new and not text.startswith("新") else "") + text)


_PREDICATE = re.compile(
    r"实现|进入|取得|加快|显著|大幅|明显|持续|稳步|不断|基本|全面|进一步|达到|力争|更加|在\d|超过|高于|赶上|接近|优于"
)
_LAST_VERB = re.compile(
    r"组建|建设|培育|打造|引进|发展|实施|开展|推进|建立|设立|创建|做强|壮大|布局|推动|提升|"
    r"扩大|完善|发放|实行"
)


def topic(clause: str) -> str:
    """What a clause without a number speaks of, for the next one that only says 达到30家以上."""
    text = lexicon.LEADING.sub("", _without_years(clause), count=1)
    verbs = list(_LAST_VERB.finditer(text))
    if verbs and len(text) - verbs[-1].end() >= 3:
        return _balanced(text[verbs[-1].end() :])[:40]
    predicate = _PREDICATE.search(text)
    return _balanced(text[: predicate.start()])[:40] if predicate and predicate.start() >= 3 else ""


def shared(before: str) -> list[str] | None:
    """The indicators that share one head: A、B各年均增长 → [A年均增长, B年均增长]; None if the head is not shared."""
    found = _SHARED.match(before)
    if not found:
        return None
    body = lexicon.LEADING.sub("", _without_years(found["list"]), count=1)
    members = items(body)
    if len(members) < 2:
        return None
    tail = found["tail"]
    common = ""
    last = _SHARE_TAIL.search(members[-1])
    if last and last.start() > 2 and not any(_SHARE_TAIL.search(m) for m in members[:-1]):
        common = last.group()
    counted = _COUNTED.search(members[-1])
    if counted and counted.start() >= 2 and not common and not any(_METRIC.search(m) for m in members[:-1]):
        common = counted.group()
    held = _HOLDER.fullmatch(members[-1])
    if held and all(_HOLDS.search(m) for m in members[:-1]) and not common:
        common = held["what"]
    trend = re.search(r"年均[^，]*|增长|提高|下降|增速", tail)
    grown = _TAIL_VERB.sub("", trend.group()) if trend else ""
    tier = re.fullmatch(r"(?:国家|省|市|县|区)级(?:以上)?(?P<head>.+)", members[-1])
    if tier and all(
        re.fullmatch(r"(?:国家|省|市|县|区)级(?:以上)?", lexicon.STRIP_VERB.sub("", m)) for m in members[:-1]
    ):
        common = tier["head"]
    names = [m if i == len(members) - 1 else m + common for i, m in enumerate(members)]
    names = [n if grown and n.endswith(grown) else n + grown for n in names]
    return [_balanced(n.strip("，、： ")) for n in names]
