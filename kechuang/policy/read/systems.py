"""Named platforms, registers, markets, codes and indices: the works that a plan says will run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kechuang.policy.read.view import View

_SUFFIXES = {
    "platform": r"(?:公共)?(?:服务|共享|管理|交易|协同|监管|监督|监测|信息|数据|工作|交流|大|云|开放|实验|"
    r"测试|评价|路演|对接|展示|转让|数字化)?平台",
    "system": r"(?:信息|管理|服务|治理|监测|预警|应用|操作|评价|统计|追溯|管控|智能)?系统",
    "register": r"(?:数据|信息|资源|项目|专家|人才|成果|样本|实验室|案例|需求|企业|知识|图谱|语料|"
    r"种质资源|种质|样品|标本|菌种|文献|(?<=[一-鿿])与样[品本]|储备|种子|名录|名单|清单|档案|规则|词|题|"
    r"模型|算法|素材|证照|信用|标准|机构|政策|指标|技术|产品|专利|团队|基因)库",
    "market": r"(?:(?:产权|技术|知识产权|数据|要素|成果)?交易(?:中心|市场|所)|登记中心|大市场|"
    r"技术市场(?:\d\.\d)?(?:版)?|拍卖中心|技术转移中心|运营中心|数据中心|算力中心|超算中心|"
    r"智算中心|创新服务综合体|孵化云|网上超市)",
    "brain": r"(?:大脑|驾驶舱|数字孪生|一张图|一张网|一本账|政务网|服务网|科技通|创新通|"
    r"浙里[一-鿿]{1,6}|一网通办|一网办|一指办|一件事|单一窗口|全景图|创新地图|产业地图|"
    r"科创地图|“?[一-鿿]{2,6}码”?(?![头字洋]))",
    "service": r"(?:[一-鿿]{1,3}(?:事通|服办|快办|易办|政通|事办|省事|通办|企通|企办|政钉)(?![理法公])|"
    r"浙里办|随申办|爱山东|"
    r"(?:微信|支付宝)?小程序|APP|App|手机客户端|门户网站|(?:信息|服务|技术|人才|专利|科技|共享)网(?![络约点])|数据中台|业务中台|数字底座|大模型|"
    r"知识图谱|智能体(?!系))",
    "index": r"(?:创新|科技创新|协同创新|竞争力|发展|景气|活力|能力|强度)指数",
    "voucher": r"(?:科技)?创新券(?:通用通兑|通兑|服务平台)?",
}
_ANY = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _SUFFIXES.items()))
_QUOTED = re.compile(r"“(?P<name>[^“”，。；\n]{2,16})”(?P<after>[一-鿿]{0,6})")
_QUOTED_SIGNS = re.compile(
    r"大脑|码$|拍$|云$|云图$|通$|平台|系统|一网|一指|一件事|超市|市场|驾驶舱|图谱|地图|指数|券|窗口|"
    r"实验室$|在线|智库|专区|直通车|贷$|浙里|数据库|一站式|门户|一张|管家|仓$|线上|云上|网$|"
    r"集市|^[一-鿿]{0,4}e[一-鿿]{1,4}$|企服$"
)
_QUOTED_AFTER = re.compile(
    r"^(?:品牌|(?:数字|智能|智慧|线上|在线|综合|公共|信息|服务|管理|监管|应用|行动|协同|共享|开放|孪生|大数据|云|移动|掌上|一体化){1,4}"
    r"(?:平台|系统|数据库|小程序|门户|专区|程序)|平台|系统|应用|数据库|码|智能体|小程序|服务平台|信息平台|综合体|app|场景|门户|"
    r"网站|专区|数字)"
)
_LEFT_STOP = re.compile(
    r"\d{1,2}[.、]|[，。；：、！？（）\n\t《》]|(?:加快|推进|推动|建设|搭建|打造|完善|提升|"
    r"依托|建立|构建|利用|通过|开发|推广|升级|运用|发挥|用好|健全|引入|建成|设立|探索|谋划|"
    r"支持|整合|优化|培育|做强|组建|迭代|上线|接入|"
    r"纳入|依靠|统筹|开展|加强|深化|布局|联合|发布|鼓励|创建|形成|参与|加入|对接|实施|借助|"
    r"做优|建好|办好|做实|做大|扩容|推行|落实|健全|接通|第[一二三四五六七八九十]{1,3}[章节条篇]|围绕|充实|汇聚|入驻|运行|拓展|扩大|列入|共建|集聚|强化|新建|新增|内|以|在|向|与|和|及|等|将|从|对|为|的|把|由|"
    r"并|用|到|使)"
)
_GENERIC = re.compile(
    r"^(?:[一二三四五六七八九十\d]+[个家批类大]|一批|若干|各类|各种|各级|重大|重要|重点|"
    r"高能级|高水平|高端|新型|创新|科创|科技|科研|服务|公共|技术|产业|合作|专业化?|载体|开放|"
    r"研发|战略|国家级|省级|市级|国家|共性|信息|管理|相关|有关|综合|"
    r"数字化?|共享|大|协同|创业|双创|网络|线上|第三方|现有|这些|该|统一|同一|本|此|全新|多个|"
    r"两个|主|转化|交流|展示|孵化|主体|支撑|发展|基础|实验|工作|数据|特色|一流|优质|关键|以上|"
    r"市|省)*(?:平台|系统|库|中心|指数|码|网)$"
)
_SYSTEM_VERB = re.compile(
    r"^(?:推进|谋划|集成|梳理|布局|性|化|思维|观念|重塑|解决|推动|提升|构建|实施|部署|研究|"
    r"总结|完整|掌握|工程|优化|开展|部门|单位|内|干部|治理|观)"
)


@dataclass(frozen=True, slots=True)
class Found:
    start: int
    end: int
    name: str
    kind: str


def find(view: View) -> list[Found]:
    """Named systems in order; a name printed in quotation marks counts with its noun."""
    text = view.text
    out: list[Found] = []
    for quoted in _QUOTED.finditer(text):
        name, after = quoted["name"], quoted["after"]
        if _QUOTED_SIGNS.search(name) or _QUOTED_AFTER.match(after):
            tail = _QUOTED_AFTER.match(after)
            start = quoted.start() if not re.match(r"一[网指]", name) else _left(text, quoted.start(), 14)
            start = _previous_quoted(out, start, quoted.start())
            end = quoted.end("name") + 1 + (tail.end() if tail and tail.group() != "品牌" else 0)
            label = view.original(start, end)
            if end == quoted.end("name") + 1:
                label = label.replace("“", "").replace("”", "").replace("「", "").replace("」", "")
            out.append(Found(start, end, label, "quoted"))
    for found in _ANY.finditer(text):
        start, end = found.span()
        kind = found.lastgroup or ""
        if kind == "system" and (
            _SYSTEM_VERB.match(text, end)
            or (text[end : end + 4] and _SYSTEM_VERB.match(text[end : end + 4]))
            or text[start - 2 : start] == "生态"
        ):
            continue
        left = _left(text, start, 26)
        name = text[left:end]
        if text.count("“", left, end) != text.count("”", left, end):
            left = left + name.rfind("“") + 1 if "“" in name else left
            name = text[left:end]
        if _GENERIC.match(name.lstrip("“”")) or len(name) < 3 or (kind == "index" and left == start):
            continue
        if any(f.start < end and left < f.end for f in out[-6:]) or _inside(out, left, end):
            continue
        out.append(Found(left, end, view.original(left, end), kind))
    return sorted(out, key=lambda f: f.start)


def _inside(found: list[Found], start: int, end: int) -> bool:
    from bisect import bisect_right  # noqa: PLC0415  # one use, kept beside it

    quoted = [f for f in found if f.kind == "quoted"]
    at = bisect_right([f.start for f in quoted], start)
    return any(f.start < end and start < f.end for f in quoted[max(0, at - 1) : at + 1])


def _previous_quoted(found: list[Found], start: int, at: int) -> int:
    return at if found and found[-1].end > start else start


def _left(text: str, at: int, reach: int) -> int:
    """Where the name begins: after the last mark, verb or particle before its head noun."""
    low = max(0, at - reach)
    last = low
    for stop in _LEFT_STOP.finditer(text, low, at):
        if stop.end() <= at and not _within_word(text, stop):
            last = stop.end()
    return last


def _within_word(text: str, stop: re.Match[str]) -> bool:
    """Whether a particle is part of a word: 和谐, 为民, 平等, 共建共享, 以上."""
    sign, after, before = stop.group(), text[stop.end() : stop.end() + 1], text[stop.start() - 1 : stop.start()]
    if sign == "等":
        return after in "级高离" or before in "平高"
    if sign == "和":
        return before == "共" or after in "谐平"
    if sign in {"对", "从", "将", "以", "向", "为", "到", "用", "由", "在"}:
        return after in "接事来领外上下及民导理口线" or before in "应使费信适专通利运作业所可自行面定方导动存实现潜"
    if sign in {
        "建设",
        "推广",
        "开发",
        "服务",
        "监督",
        "创建",
        "共建",
        "联合",
        "发布",
        "转化",
        "支持",
        "运行",
        "统筹",
        "参与",
        "优化",
    }:
        return text[stop.end() : stop.end() + 2] in {
            "管理",
            "服务",
            "信息",
            "平台",
            "系统",
            "项目",
            "工作",
            "监管",
            "中心",
            "创新",
            "实验",
            "交易",
            "运营",
            "应用",
        }
    return False
