"""The words around a number: scales (万, 亿), bounds (不低于, 以内), currencies and units that mean the same."""

from collections.abc import Mapping
from typing import Literal

type Bound = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than"]

PERCENT = "%"
POINTS = "个百分点"

SCALES: Mapping[str, int] = {
    "": 1,
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}

CURRENCIES: Mapping[str, str] = {
    "US$": "美元",
    "HK$": "港元",
    "USD": "美元",
    "EUR": "欧元",
    "RMB": "元",
    "CNY": "元",
    "$": "美元",
    "¥": "元",
    "€": "欧元",
    "£": "英镑",
}

SAME_UNIT: Mapping[str, str] = {
    "圆": "元",
    "元整": "元",
    "元正": "元",
    "圆整": "元",
    "圓": "元",
    "人民币元": "元",
    "元人民币": "元",
    "人民币": "元",
    "块": "元",
    "块钱": "元",
    "yuan": "元",
    "CNY": "元",
    "RMB": "元",
    "USD": "美元",
    "美金": "美元",
    "百分点": POINTS,
}

# 以上, 以下, 以内 include the number; 超过, 不满, 低于, 高于 do not (dossier 1.2). Longer words first.
BEFORE: tuple[tuple[str, Bound], ...] = (
    ("不低于", "at_least"),
    ("不少于", "at_least"),
    ("不小于", "at_least"),
    ("至少", "at_least"),
    ("≥", "at_least"),
    (">=", "at_least"),
    ("不超过", "at_most"),
    ("不高于", "at_most"),
    ("不多于", "at_most"),
    ("不大于", "at_most"),
    ("至多", "at_most"),
    ("最多", "at_most"),
    ("≤", "at_most"),
    ("<=", "at_most"),
    ("超过", "more_than"),
    ("超", "more_than"),
    ("高于", "more_than"),
    ("大于", "more_than"),
    (">", "more_than"),
    ("不满", "less_than"),
    ("不足", "less_than"),
    ("低于", "less_than"),
    ("小于", "less_than"),
    ("<", "less_than"),
    ("大约", "about"),
    ("约", "about"),
    ("近", "about"),
    ("达到", "exact"),
    ("人民币", "exact"),
)
AFTER: tuple[tuple[str, Bound], ...] = (
    ("及以上", "at_least"),
    ("以上", "at_least"),
    ("及以下", "at_most"),
    ("以下", "at_most"),
    ("以内", "at_most"),
    ("之内", "at_most"),
    ("左右", "about"),
    ("上下", "about"),
)
