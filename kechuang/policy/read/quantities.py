"""Every number with its measure, in the forms the genre uses.

达到50家, 50个以上, 1—2家, 10家至15家, 1.6万家, 1000余项, 百分之十五, 15%以上, 2个百分点, 前10位, 第5位, 翻一番, 三家.
Numbers glued to letters (5G, G60) are names and never become quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kechuang.policy.read.marks import chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterator

_MULTIPLIER = r"万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"
_MEASURES = [
    "个百分点",
    "个基点",
    "基点",
    "百分点",
    "个工作日",
    "工作日",
    "个自然日",
    "个交易日",
    "个月",
    "个小时",
    "小时",
    "分钟",
    "周岁",
    "平方公里",
    "平方千米",
    "平方米",
    "㎡",
    "m²",
    "m2",
    "立方米",
    "公里",
    "千米",
    "公顷",
    "亩",
    "吨标准煤",
    "吨标煤",
    "吨",
    "千克",
    "公斤",
    "千瓦时",
    "千瓦",
    "兆瓦",
    "标准箱",
    "标箱",
    "TEU",
    "人次",
    "人年",
    "人月",
    "人日",
    "人",
    "家次",
    "件次",
    "场次",
    "架次",
    "班次",
    "台次",
    "台（套）",
    "台套",
    "套（台）",
    "项次",
    "课时",
    "学时",
    "个",
    "家",
    "所",
    "项",
    "名",
    "件",
    "位",
    "场",
    "次",
    "台",
    "套",
    "支",
    "篇",
    "部",
    "只",
    "条",
    "座",
    "处",
    "户",
    "辆",
    "架",
    "艘",
    "批",
    "种",
    "类",
    "门",
    "本",
    "册",
    "张",
    "份",
    "届",
    "期",
    "股",
    "片",
    "间",
    "栋",
    "幢",
    "宗",
    "例",
    "株",
    "列",
    "艘次",
    "枚",
    "块",
    "款",
    "颗",
    "笔",
    "对",
    "组",
    "队",
    "网",
    "美元",
    "欧元",
    "港元",
    "人民币",
    "元",
    "倍",
    "成",
    "岁",
    "秒",
    "分",
    "级",
    "点",
    "强",
    "席",
    "节",
    "度",
    "米",
    "EFLOPS",
    "PFLOPS",
    "EFlops",
    "PFlops",
    "Gbps",
    "Mbps",
    "Tbps",
    "EB",
    "PB",
    "TB",
    "GB",
    "GW",
    "MW",
    "KW",
    "kW",
    "MWh",
    "℃",
    "年度",
    "年",
    "天",
    "日",
    "月",
    "周",
    "季度",
    "版",
    "章",
    "路",
    "号",
    "微克",
    "毫克",
    "克",
    "升",
    "根",
    "头",
    "匹",
    "羽",
    "尾",
    "棵",
    "盏",
    "粒",
    "剂",
    "幅",
    "字",
    "微米",
    "纳米",
    "毫米",
    "厘米",
    "海里",
    "吉瓦",
    "吉瓦时",
    "兆瓦时",
    "千伏安",
    "人份",
    "机时",
    "核时",
    "卡时",
    "P",
    "EFLOP",
    "PFlop",
]
_MEASURE = "|".join(re.escape(m) for m in sorted(_MEASURES, key=len, reverse=True))
_PER = (
    r"(?:/(?:每)?(?:[百千万亿]{0,2})(?:平方公里|立方米|平方米|升|班|台|套|次|秒|分钟|人|亩|元|GDP|公里|户|年|家|天|小时|吨|名|个)"
    r"(?:·年)?)?"
)
_UNIT = rf"(?:(?:{_MULTIPLIER})?(?:{_MEASURE}){_PER}|[%‰]|(?:{_MULTIPLIER}))"
_NUMBER = r"\d+(?:\.\d+)?"
_CN_NUMBER = r"[一二两三四五六七八九十百千]{1,5}"
_DASH = r"(?:—{1,2}|-|~|至|到)"
_MORE = r"(?:余|多)?"
_SUFFIX = r"(?:（含）|\(含\))?(?:及以上|以上|以内|以下|左右|上下|之内|之间)"
QUANTITY = re.compile(
    rf"(?P<cap>(?P<per>[百千万])分之(?P<cnp>[一二两三四五六七八九十百零点\d.]{{1,8}}))(?P<psuf>{_SUFFIX})?"
    rf"|(?P<rank>(?:前|第)(?P<rv>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})(?P<ru>位|名|强)?(?![条章节款项期届批次届]))"
    rf"|(?P<num>(?<![\dA-Za-z.+])(?<![A-Za-z]-)(?P<v>{_NUMBER})(?P<more>{_MORE})(?P<vu>{_UNIT})?"
    rf"(?:{_DASH}(?P<m>{_NUMBER})(?![\d.]*[年月日]))?(?P<more2>{_MORE})(?P<u>{_UNIT})?(?P<suf>{_SUFFIX})?)"
    rf"|(?P<cn>(?<![一二两三四五六七八九十百千万第几每周星期数])(?P<cv>{_CN_NUMBER})(?P<cu>万?("
    rf"?:家|个|所|项|名|支|座|件|条|人|倍))(?P<csuf>{_SUFFIX})?)"
    r"|(?P<times>翻(?P<tv>一|两|二|三|1|2)?(?:番|倍)(?P<tsuf>以上|左右)?)"
    r"|(?P<great>(?:(?<=[破达超])|(?<=超过|达到|接近|低于|少于|升至|增至|高到|大到|长到|模为)|(?<=[迈跨站登跃]上))(?P<gv>[一二两三四五六七八九]?)(?P<gm>万亿|千亿|百亿|千万|百万|亿|千|百|万)"
    r"(?P<gu>元|家|户|人次|人|名|项|件|亩|吨)(?![级型]))(?P<gsuf>以上|左右)?"
    rf"|(?P<part>(?P<pd>[二三四五六七八九十])分之(?P<pn>[一二两三四五六七八九]))(?P<partsuf>{_SUFFIX})?"
    rf"|(?P<tenths>(?<![一-鿿])[一二两三四五六七八九]|(?<=[达超过近约到为于占在至低少降升长加减高省])[一二两三四五六七八九])成"
    rf"(?P<th>[一二三四五六七八九半])?(?=以[上内下]|左右|[，。；、）的\n]|$)(?P<tensuf>{_SUFFIX})?"
    r"|(?P<half>(?:过半数?|半数以上|一半以上|(?:(?<=超过)|(?<=超)|(?<=低于)|(?<=少于)|(?<=达到))(?:一半|半数))"
    r"(?=[的，。；、）\n]|$))"
)
_RANKED = ("水平", "行列", "以内", "方阵")
_PER_WORDS = {"百": "%", "千": "‰", "万": "‱"}
_LETTER_AFTER = re.compile(r"[A-Za-z+]")
_TIMES = {"一": 2, "1": 2, "两": 4, "二": 4, "2": 4, "三": 8, None: 2}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in view offsets; `form` is number, rank, chinese, percent_words or times; `suffix` e.g. 以上."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    suffix: str
    form: str
    more: bool = False

    @property
    def bare_unit(self) -> str:
        """The unit without its multiplier: 万家 → 家, 亿 → ""."""
        return re.sub(rf"^(?:{_MULTIPLIER})", "", self.unit or "")


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """All quantities of a stretch, in order; years and calendar days are left to `scope`."""
    for found in QUANTITY.finditer(text, start, len(text) if end is None else end):
        quantity = _read(text, found)
        if quantity is not None:
            yield quantity


def _read(text: str, found: re.Match[str]) -> Quantity | None:
    kind = found.lastgroup if found.lastgroup == "times" else None
    if found.group("num"):
        return _number(text, found)
    if found.group("cap"):
        value = _words(found.group("cnp"))
        if value is None:
            return None
        unit = _PER_WORDS[found.group("per")]
        return Quantity(found.start(), found.end(), value, None, unit, found.group("psuf") or "", "percent_words")
    if found.group("rank"):
        return _rank(text, found)
    if found.group("cn"):
        count = chinese_number(found.group("cv").replace("两", "二"))
        if count is None:
            return None
        unit = found.group("cu")
        return Quantity(found.start(), found.end(), Decimal(count), None, unit, found.group("csuf") or "", "chinese")
    if found.group("great"):
        return _great(found)
    if found.group("part") or found.group("tenths") or found.group("half"):
        return _share(found)
    if kind or found.group("times"):
        return Quantity(
            found.start(),
            found.end(),
            Decimal(_TIMES[found.group("tv")]),
            None,
            "倍",
            found.group("tsuf") or "",
            "times",
        )
    return None


_GREAT = {"千亿": (1000, "亿"), "百亿": (100, "亿"), "千万": (1000, "万"), "百万": (100, "万"), "千": (1000, ""),
          "百": (100, ""), "万亿": (1, "万亿"), "亿": (1, "亿"), "万": (1, "万")}  # fmt: skip


def _great(found: re.Match[str]) -> Quantity:
    """突破千亿元 is 1000 亿元, 超过两万亿元 2 万亿元, 突破万家 1 万家."""
    factor, multiplier = _GREAT[found.group("gm")]
    count = _numeral(found.group("gv")) or 1
    unit = multiplier + found.group("gu")
    return Quantity(
        found.start(), found.end(), Decimal(count * factor), None, unit, found.group("gsuf") or "", "number"
    )


def _share(found: re.Match[str]) -> Quantity | None:
    """三分之二 is 66.67 %, 七成五 75 %, 过半 more than 50 %."""
    suffix = found.group("partsuf") or found.group("tensuf") or ""
    if found.group("half"):
        value = Decimal(50)
        suffix = "以上" if found.group("half").endswith("以上") else ""
    elif found.group("tenths"):
        tail = {None: Decimal(0), "半": Decimal(5)}.get(found.group("th"))
        tail = Decimal(chinese_number(found.group("th")) or 0) if tail is None else tail
        value = 10 * Decimal(_numeral(found.group("tenths"))) + tail
    else:
        low, high = _numeral(found.group("pn")), _numeral(found.group("pd"))
        if low >= high:
            return None
        value = (Decimal(100 * low) / high).quantize(Decimal("0.01"))
        value = value.to_integral_value() if value == value.to_integral_value() else value
    more = (found.group("half") or "").startswith("过")
    return Quantity(found.start(), found.end(), value, None, "%", suffix, "percent_words", more)


def _numeral(text: str) -> int:
    return chinese_number(text.replace("两", "二")) or 0


def _words(text: str) -> Decimal | None:
    if text.replace(".", "", 1).isdigit():
        return Decimal(text)
    whole, _, part = text.partition("点")
    head = 100 if whole == "百" else chinese_number(whole)
    if head is None or head > 1000:
        return None
    tail = "".join(str(chinese_number(c) or 0) for c in part)
    return Decimal(f"{head}.{tail}") if tail else Decimal(head)


def _rank(text: str, found: re.Match[str]) -> Quantity | None:
    raw = found.group("rv")
    value = int(raw) if raw.isdigit() else chinese_number(raw)
    after = text[found.end() : found.end() + 1]
    if value is None or after in ("%", "‰", ".") or after.isdigit():
        return None
    prefix = found.group("rank")[0]
    if found.group("ru") is None and prefix == "第" and after not in ("", *"，。；、）\n"):
        return None
    bare = found.group("ru") is None and prefix == "前" and bool(after) and after not in "，。；、）\n之"
    if bare and not text.startswith(_RANKED, found.end()):
        return None
    return Quantity(found.start(), found.end(), Decimal(value), None, "位", prefix, "rank")


def _number(text: str, found: re.Match[str]) -> Quantity | None:
    unit = found.group("u") or found.group("vu")
    value, top = Decimal(found.group("v")), found.group("m")
    end = found.end()
    if _LETTER_AFTER.match(text, end) and not (unit and unit[-1].isascii()):
        return None
    if found.group("vu") and found.group("u") and top is None:
        # "10万家" splits as multiplier and measure; two measures in a row (1人1策) keep the first only.
        first, second = found.group("vu"), found.group("u")
        unit, end = (first + second, end) if re.fullmatch(_MULTIPLIER, first) else (first, found.end("vu"))
        return Quantity(
            found.start(),
            end,
            value,
            None,
            unit,
            (found.group("suf") or "") if end == found.end() else "",
            "number",
            bool(found.group("more")),
        )
    maximum = Decimal(top) if top else None
    if maximum is not None and maximum <= value:
        lower = found.group("vu") or ""
        if not lower or lower == unit:
            maximum = None
            end = found.end("vu") if found.group("vu") else found.end("v")
            unit = found.group("vu")
            return Quantity(found.start(), end, value, None, unit, "", "number")
    more = bool(found.group("more") or found.group("more2"))
    return Quantity(found.start(), end, value, maximum, unit, found.group("suf") or "", "number", more)
