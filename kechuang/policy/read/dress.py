"""A judged quantity put into words: what it counts, how it compares, where its clause begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kechuang.policy.read import indicator, lexicon

if TYPE_CHECKING:
    from decimal import Decimal

    from kechuang.policy.read.classify import Verdict
    from kechuang.policy.read.clauses import Clause, Setting
    from kechuang.policy.read.quantities import Quantity

_SUBJECT = re.compile(
    r"^(?P<s>全(?:省|市|县|区|州|国|域)|山区\d*县|[一-鿿]{2,8}(?:走廊|高新区|开发区|示范区|"
    r"新区|科技城))"
)
_LEANS = re.compile(
    r"^(?:全[省市县区州国]|我[省市县区]|较?(?:[一二三四五六十]年)?(?:累计)?(?:年均|同比|平均|每年|总共)?(?:增长|增速|增幅|提高|提升|下降|增加|降低|净增|新增|减少|"
    r"突破|达到?|总投资|规模|投放|授信|放贷|放款)|较|占[^，]{2,20}(?:比重|"
    r"比例|的比|比)?|(?:全[省市县区国])?(?:总数|总量|总额|数量|金额|总金额|余额|产值|占比|增幅)|位次排名|排名|(?:跃居|位居|位列|居|列|进入|跻身|稳居|达到|"
    r"保持)?(?:全[省国市]|全球|世界)?排名)$"
)
_ONLY_VERB = re.compile(rf"(?:可|能|再|拟|已)?(?:{lexicon.MAKE}|[建增引])")
_ONLY_RATE = re.compile(r"(?:总体|平均|整体)?(?:覆盖|普及|完成|开放|达标|合格|入库|联网|上云)率")
_CAMPAIGN = re.compile(r"(?:“[^”]{1,12}”|[一-鿿]{2,4})?(?:专项)?(?:行动|工程|计划|活动)$")
_NARROWS = re.compile(
    r".{0,3}级(?:以上)?|[^，、]{0,3}(?:[县市区乡镇]|地区|板|领域|方向)|新.{1,2}|[省市县国]属|高水平|青年|海外|本地|规上|.{0,4}[类型]|[\d十百千]*[亿万]元?(?:以上)?"
)
TIER = re.compile(r"(?:国家|省|市|县|区|[千百十万]*亿元?|\d+亿元?)级(?:以上)?")
_HOPE = re.compile(
    r"(?:并|且)?(?:力争|争取|努力|冲刺|挑战|力求|奋力)(?:实现|完成|达到?|突破|超过?|增长|进入|提[高升]到|控制在|在)*"
    r"(?:全[省国市]|前)?"
)
_EACH_YEAR = re.compile(r"每年(?![^，。；]{0,30}(?:增长|增幅|增速|提高))")
_EACH_ONE = re.compile(r"每[个家名所县乡]?[^，每]{0,5}")
_METRIC = re.compile(r"(?:产量|产值|面积|数量|总数|金额|规模|收入|销售额)$")
_SHARE_OF = re.compile(r"(?P<what>[^占]{2,16}?)(?:的)?(?:占比|占)(?:达到?)?")
_RATE_OF = re.compile(r"[^占]{1,3}率")
_SHORT = 6
_STEP = 8
_MAX_SPAN = 190
_COMPARATORS = (
    (
        "le",
        re.compile(
            r"(?:不超过|不高于|不多于|控制在|压缩[到至]|缩短[到至]|压减[到至]|至多|最多|最高|封顶|上限|限额)[^，]{0,6}$"
        ),
    ),
    (
        "ge",
        re.compile(r"(?:不低于|不少于|不小于|至少|不短于)(?:[^，]{0,4}|[^，\d]{2,12}的)$|(?:跨|迈|站|跃|登|攀|踏)上$"),
    ),
    ("gt", re.compile(r"(?:超过?|突破|高于|大于|多于)[^，]{0,3}$")),
    ("lt", re.compile(r"(?:低于|小于)$")),
    ("approx", re.compile(r"(?:(?<![签履节预特])约|(?<![附最])近|接近|大约|左右)$")),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A judged quantity in view offsets, before it is dressed as a target, baseline or incentive."""

    role: str
    reason: str
    quantity: Quantity | None
    start: int
    end: int
    name: str
    comparator: str
    kind: str
    clause: Clause
    setting: Setting
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    hedge: str | None = None
    part_of: str | None = None
    relative_to: str | None = None
    subject: str | None = None
    stretch: bool = False


@dataclass(slots=True)
class State:
    """What the clauses before have left: running sentence, the last target (for 其中), whether money was given."""

    sentence: int = -1
    gives: bool = False
    last: Finding | None = None
    last_clause: int = -1
    past: bool = False
    carried: bool = False
    topic: str = ""
    previous: str = ""
    named: str = ""
    item: tuple[int, str] = (-1, "")
    recent: list[str] = field(default_factory=list)


def _name(text: str, start: int, high: int, q: Quantity) -> str:
    before, after = text[start : q.start], text[q.end : high]
    made = lexicon.MAKE_END.search(before)
    attained = lexicon.ATTAIN_END.search(before)
    tail = re.sub(r"^(?:以上|左右|的|及以上)", "", after)
    tail = re.split(r"[，；。]", tail)[0]
    noun = indicator.noun_before(before)
    verb = made.group("verb") if made else ""
    rest = before[: made.start()] if made else before
    if before.endswith("年产"):
        return "年产" + tail
    if re.search(r"规模[约为达]?$", before) and re.match(r"的[^，。；]{2,16}(?:基金|资金池)", after):
        return indicator.object_after(tail, "") + "规模"
    object_first = len(tail) >= 2 and (
        not noun or len(noun) < 3 or (made and not attained) or (made and len(lexicon.LEADING.sub("", rest)) < 3)
    )
    if object_first and not tail.startswith(("、", "和", "及", "以", "并", "台阶", "大关")):
        return indicator.object_after(tail, verb)
    if q.form == "rank":
        return noun + ("排名" if not noun.endswith("排名") else "")
    return noun or indicator.object_after(tail, verb)


def dress(
    text: str,
    clause: Clause,
    start: int,
    high: int,
    q: Quantity,
    verdict: Verdict,
    setting: Setting,
    state: State,
    name: str | None = None,
) -> Finding:
    before = text[start : q.start]
    end = high
    if end - q.end > 60 or end - start > _MAX_SPAN:
        stop = re.compile(r"[，；。、（]").search(text, q.end, high)
        end = stop.start() if stop else min(high, q.end + 60)
    begin = start if q.start - start <= 120 else _nearer(text, start, q.start)
    begin = _narrow(text, begin, q.start)
    part_of, label = None, name if name is not None else _name(text, begin, end, q)
    if clause.bracket or lexicon.PART.match(before):
        label, part_of = _part(label, state)
    elif state.topic and _ONLY_RATE.fullmatch(label) and not label.startswith(state.topic[:2]):
        label = _CAMPAIGN.sub("", state.topic) + label
    elif not label or _LEANS.match(label):
        near = state.last is not None and state.last.clause.block == clause.block
        head = state.topic or (state.last.name if state.last and near else "") or ("" if label else state.named)
        label = re.sub(r"^较|^(?:达到?|突破)$", "", label)
        head = re.sub(r"(?:累计)?(?:年均)?(?:增长|增速|提高|提升|下降|降低|新增|净增|增加|减少)$", "", head) or head
        head = re.sub(r"^(?:新增|净增|新认定|新培育)", "", head) if re.search(r"总[数量]|保有量", before) else head
        head = head if head == label or not _METRIC.search(label) else _METRIC.sub("", head)
        label = re.sub(r"^每[个家名][一-鿿]{1,4}?(?=建设|培育|引进|新建|打造)", "", head) + label
    elif (
        name is None
        and state.last is not None
        and _RATE_OF.fullmatch(label)
        and state.last.clause.sentence == clause.sentence
        and len(state.last.name) <= _SHORT
    ):
        label = state.last.name + label
    elif state.last is not None and _EACH_ONE.fullmatch(label):
        label = label + state.last.name
    elif state.item and _ONLY_VERB.fullmatch(label) and state.item[0] == clause.block and label in state.item[1]:
        label = state.item[1]
    elif state.last is not None and _ONLY_VERB.fullmatch(label) and not lexicon.MONEY.search(q.unit or ""):
        label += lexicon.STRIP_VERB.sub("", re.sub(r"^(?:申报|新增|净增)", "", state.last.name))
    elif state.last is not None and TIER.fullmatch(label) and state.last.unit == q.unit:
        label += re.sub(
            r"^(?:[^，、]{0,4}?(?:国家|省|市|县|区)级(?:以上)?)+", "", lexicon.STRIP_VERB.sub("", state.last.name)
        )
    if setting.annual and verdict.role == "target" and _EACH_YEAR.search(text, clause.start, q.start):
        label = label if label.startswith("每年") or not label else "每年" + label
    comparator, relative = _comparator(before, q)
    beyond = verdict.role == "target" and _is_stretch(before, q, comparator, clause, state)
    if beyond and state.last is not None:
        label = state.last.name
    if comparator == "eq" and "分别" in before:
        comparator = _comparator(re.split(r"\d", before[before.rfind("分别") :])[0], q)[0]
    kind = _kind(label, before, q, comparator)
    hedge = lexicon.HEDGE.search(text[clause.start : q.start])
    subject = _SUBJECT.match(label)
    return Finding(
        verdict.role,
        verdict.reason,
        q,
        begin,
        end,
        label,
        comparator,
        kind,
        clause,
        setting,
        q.value,
        q.value_max,
        q.unit,
        hedge.group() if hedge else None,
        part_of,
        relative,
        subject["s"] if subject else None,
        beyond,
    )


def _is_stretch(before: str, q: Quantity, comparator: str, clause: Clause, state: State) -> bool:
    """确保A、力争B: the same measure with a hope before it that goes beyond what was just promised."""
    last = state.last
    if last is None or last.quantity is None or last.clause.sentence != clause.sentence or last.unit != q.unit:
        return False
    if not _HOPE.fullmatch(before) or last.quantity.end >= q.start or last.value is None:
        return False
    return q.value < last.value if comparator == "le" or q.form == "rank" else q.value > last.value


def _nearer(text: str, start: int, at: int) -> int:
    stops = list(re.finditer(r"[、，]", text[start:at]))
    near = [start + m.end() for m in stops if at - (start + m.end()) <= 80]
    return near[0] if near else at - 80


def _narrow(text: str, begin: int, at: int) -> int:
    """A long enumeration closed by 等各类 … names its head last."""
    found = re.search(r"等(?=各类|各级|各种)", text[begin:at])
    return begin + found.end() if found and found.start() > 16 else begin


def _part(label: str, state: State) -> tuple[str, str | None]:
    label = lexicon.PART.sub("", label)
    if state.last is None:
        return label, None
    full = state.last.name
    whole = (
        re.sub(r"^(?:新[增建设引培认组]?[进育定建设养]?|引进|培育|建设|引进培育|集聚)+", "", state.last.name)
        or state.last.name
    )
    share = _SHARE_OF.fullmatch(label)
    if share and len(whole) <= len(label) + 4:
        label = f"{share['what']}占{whole}比重"
    elif _NARROWS.fullmatch(label) or not label:
        label += whole
    elif _RATE_OF.fullmatch(label):
        label = full + label
    return label, whole


def _comparator(before: str, q: Quantity) -> tuple[str, str | None]:
    if q.form == "rank":
        return "le", None
    relative = re.search(
        r"(?:高于|快于|高出|领先|超过)(?P<base>全[省市国县区]|[^，、]{2,16}?(?:平均(?:水平)?|增速|"
        r"水平))(?:增速|平均(?:水平)?)?[^，]{0,2}$|"
        r"(?:高于|快于|高出|领先)(?P<plain>[一-鿿]{2,12})$",
        before,
    )
    if q.unit and "百分点" in q.unit and relative:
        return "relative_gt", relative["base"] or relative["plain"]
    if q.value_max is not None:
        return "range", None
    if q.suffix in {"以上", "及以上"} or q.suffix.endswith("以上"):
        return "ge", None
    if q.suffix in {"以内", "以下", "之内"}:
        return "le", None
    if q.suffix in {"左右", "上下"}:
        return "approx", None
    for name, pattern in _COMPARATORS:
        if pattern.search(before):
            return name, None
    return ("gt" if q.more else "eq"), None


def _kind(label: str, before: str, q: Quantity, comparator: str) -> str:
    if q.form == "rank":
        return "rank"
    if q.form == "times" or q.unit == "倍":
        return "multiple"
    if comparator == "range":
        return "range"
    if re.search(r"增长|增速|增幅|提高$|下降", before[-14:]) and (q.unit or "").endswith(("%", "百分点")):
        return "growth_rate"
    if q.unit == "%":
        return "share"
    if lexicon.MONEY.search(q.unit or "") or not q.unit or re.search(r"指数|率$|强度|水平|增加值|规模", label):
        return "level"
    return "count"


def implied(
    text: str,
    clause: Clause,
    start: int,
    end: int,
    setting: Setting,
    name: str,
    value: Decimal | None,
    unit: str | None,
    kind: str,
    comparator: str,
    relative: str | None,
) -> Finding:
    hedge = lexicon.HEDGE.search(text[clause.start : end])
    return Finding(
        "target",
        "implied",
        None,
        start,
        end,
        name,
        comparator,
        kind,
        clause,
        setting,
        value,
        None,
        unit,
        hedge.group() if hedge else None,
        None,
        relative,
        None,
    )


def paid_in_steps(text: str, produced: list[Finding]) -> list[Finding]:
    """给予首年80%、次年50%、第三年30%的减免: the later rates of one clause are given as the first is."""
    out = list(produced)
    for i in range(1, len(out)):
        one, last = out[i], out[i - 1]
        if last.role != "incentive" or one.reason != "eligibility" or one.unit != last.unit or one.unit != "%":
            continue
        if one.quantity and last.quantity:
            between = text[last.quantity.end : one.quantity.start]
            if len(between) <= _STEP and not re.search(r"[，达超满低高占]", between):
                out[i] = replace(one, role="incentive", reason="")
    return out
