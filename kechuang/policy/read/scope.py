"""Which year a clause speaks of: goal years, five-year plans, periods, "this year", comparisons, calendar days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CN_YEAR = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
PLANS = {"九五": (1996, 2000), "十五": (2001, 2005), "十一五": (2006, 2010), "十二五": (2011, 2015),
         "十三五": (2016, 2020),
         "十四五": (2021, 2025), "十五五": (2026, 2030), "十六五": (2031, 2035)}  # fmt: skip
YEAR = re.compile(
    r"(?P<period>(?P<p1>20[0-4]\d)年?(?:—{1,2}|-|~|至|到)(?P<p2>20[0-4]\d)年?(?:期间|间)?)"
    r"|(?P<day>(?P<dy>20[0-4]\d)年\d{1,2}月(?:\d{1,2}日)?(?:底|末|初|中旬|上旬|下旬)?(?P<dl>之?前|以前)?)"
    r"|(?P<goal>(?P<lead>力争(?:到|至)|争取到|(?:截至|截止到?)|到|至|在|"
    r"于)?(?P<y>20[0-4]\d)年(?P<tail>底之?前|年底前|底|末|前|及以后|以前|之前|度|起|初|"
    r"全年)?)"
    r"|(?P<cny>(?:到|至)?(?P<cn>[二一][〇零○O一二三四五六七八九]{3})年(?:底|末|前)?)"
    r"|(?P<plan>(?:(?:到|至)(?=“?十[^、，。]{2,6}末))?“?(?P<pl>十[一二三四五六]五|九五|十五)”?(?P<ps>末期?|期末|期间|时期|以来|"
    r"前三年|初期|规划期末|中期)(?:，|末)?)"
    r"|(?P<roc>(?:到|至)?民国(?P<ry>1[1-3]\d)年(?:底之?前|年底|底|末|前|度)?)"
    r"|(?P<next>(?:力争|到)?(?:明年|(?<![成产投运期后立用营满之])后年)(?:底之?前|年底|底|末|前)?)"
    r"|(?P<both>今明两年)"
    r"|(?P<this>(?:今年|本年度?|当年|全年|年内|(?:到|至)年底|年底之?前|年末)(?!增加|均|平均))"
    r"|(?P<future>(?:未来|今后|力争|用|通过|经过)?(?P<fn>[二三四五六十两2-6]|10|"
    r"[一二]至[二三])年(?P<fs>内|左右(?:时间)?|时间|后|(?<=[过用].年)(?:的)?(?:不懈)?(?:努力|奋斗|攻坚)|(?=累计|共计?|引进|攻克|培育|新增|建设|育成|核|保存|承接|承担|筹集|集聚|新招|支持|服务|改造|突破|选派|派遣|举办|组织|吸引|柔性|安排|投入|完成|实现|建成|转化|打造|新建|净增|培养)|(?<=[今未]..年)|(?<=[今未]...年)))"
    r"|(?P<past>(?:1|一)(?:月)?(?:—{1,2}|-|~|至|到)(?:\d{1,2}|[二三四五六七八九十]{1,2})月(?:份|底|末)?|前(?:\d{1,2}|[一-十]{1,2}|十[一二]?)个月|去年|前年|上年|上半年|[一前][一二三]?季度|前三季度|今年以来|年初以来|"
    r"过去[一二三四五十两\d]{0,2}年(?:里|间|来)?|(?:这|此前|刚刚过去的)?近?[一二三四五六七八九十两几多\d]{1,2}(?:个?年多?|年半)来|"
    r"近[一二三四五十两几\d]{1,2}年|目前|截至目前|现有(?!的|基础)|已有|"
    r"迄今|党的(?:十[八九]|二十)大以来|改革开放以来|近年来|[上一]届(?:政府|任期)|本届(?:政府|任期)?(?:成立)?以来|"
    r"(?:实施|启动|成立|创建|开展|运行|建成|投用|挂牌|出台|施行|获批)(?:[一二三四五两\d]年多?)?以来)"
    r"|(?P<annual>(?:每年|年均|逐年|每年度|各年度?(?!均)))"
    r"|(?P<month>(?<![\d年])\d{1,2}月(?:\d{1,2}日)?(?:底|末|上旬|中旬|下旬)?前?)"
)
_ROC = 1911
_COUNTS = (
    {c: n for n, c in enumerate("一二三四五六", 1)} | {str(n): n for n in range(2, 7)} | {"两": 2, "十": 10, "10": 10}
)
_VISION = re.compile(r"(?:年)?(?:的)?远景|愿景")
_PART = re.compile(r"上半年|[一前][一二三]?季度|前三季度")
_COMPARES = re.compile(r"(?:比|较|与|同|相比于?|对比|在)$")
_BASE_AFTER = re.compile(r"(?:相比|基础上|基础之上|同期|的(?:\d|基数|水平|基础)|为基期)")


@dataclass(frozen=True, slots=True)
class Year:
    """A year expression in view offsets: `role` is goal, past, base (only compared with), annual, day, month, current.

    A `span` (五年累计) counts up to the horizon and is a goal only where the text does not look back; a `part`
    (上半年) is past unless a goal year is in force.
    """

    start: int
    end: int
    year: int | None
    role: str
    period: tuple[int, int] | None = None


def find(
    text: str, start: int, end: int, known: int | None, horizon: int | None, goals: tuple[int, ...] = ()
) -> Iterator[Year]:
    """Year expressions of a stretch. `known` is the document's own year, `horizon` the last year of its period.

    `goals` are its goal years where no period is printed: 三年内 then means the one that is three years off.
    """
    for found in YEAR.finditer(text, start, end):
        year = _read(text, found, known, horizon if not found["future"] else _reach(found["fn"], known, horizon, goals))
        if year is not None:
            yield year


def _reach(count: str | None, known: int | None, horizon: int | None, goals: tuple[int, ...]) -> int | None:
    years = _COUNTS.get(count or "", None)
    if known is None or years is None:
        return horizon
    near = [goal for goal in goals if abs(goal - known - years) <= 1]
    return min(near, key=lambda goal: (abs(goal - known - years), goal), default=horizon)


def _read(text: str, found: re.Match[str], known: int | None, horizon: int | None) -> Year | None:
    at, to = found.span()
    kind = next(
        k
        for k in (
            "period",
            "day",
            "goal",
            "cny",
            "plan",
            "roc",
            "next",
            "both",
            "this",
            "future",
            "past",
            "annual",
            "month",
        )
        if found.group(k)
    )
    before, after = text[max(0, at - 4) : at], text[to : to + 5]
    if kind == "period":
        first, last = int(found["p1"]), int(found["p2"])
        return Year(at, to, last, _tense(last, known), (first, last))
    if kind == "day":
        return Year(
            at, to, int(found["dy"]), "goal" if found["dl"] and _tense(int(found["dy"]), known) == "goal" else "day"
        )
    if kind == "goal":
        year, tail = int(found["y"]), found["tail"] or ""
        if _VISION.match(after) and not (found["lead"] or "").startswith(("到", "至")):
            return Year(at, to, year, "base")
        if _COMPARES.search(before) or (_BASE_AFTER.match(after) and not found["lead"]) or tail in {"起", "初"}:
            return Year(at, to, year, "base")
        if _BASE_AFTER.match(after) and found["lead"] == "在":
            return Year(at, to, year, "base")
        if (found["lead"] or "").startswith("截"):
            return Year(at, to, year, "past" if known is None or year <= known else "goal")
        return Year(
            at,
            to,
            year,
            _tense(year, known)
            if not (found["lead"] or "").startswith(("到", "力", "争", "至")) or (known and year < known)
            else "goal",
        )
    if kind == "cny":
        if re.match(r"[一二三四五六七八九十]{1,2}月", after):
            return None
        digits = "".join(_CN_YEAR[c] for c in found["cn"])
        if _VISION.match(after) and not found["cny"].startswith(("到", "至")):
            return Year(at, to, int(digits), "base")
        return Year(at, to, int(digits), _tense(int(digits), known)) if digits.startswith("20") else None
    if kind == "plan":
        period = PLANS[found["pl"]]
        if known == period[1] != horizon and found["ps"] in {"期间", "时期"}:
            return Year(at, to, period[1], "part", period)
        role = (
            "past"
            if found["ps"] == "以来"
            or (known is not None and period[1] < known)
            or (known is None and period[1] <= 2020)
            else "goal"
        )
        return Year(at, to, period[1], role, period)
    if kind == "roc":
        return Year(at, to, _ROC + int(found["ry"]), _tense(_ROC + int(found["ry"]), known))
    if kind == "next":
        ahead = 1 if "明年" in found["next"] else 2
        return Year(at, to, known + ahead, "goal") if known else None
    if kind == "both":
        return Year(at, to, known + 1, "goal") if known else None
    if kind == "this":
        if found["this"].startswith("当年"):
            return None
        return Year(at, to, known, "current")
    if kind == "future":
        if found["future"].startswith(("今后", "未来")):
            return Year(at, to, horizon, "goal") if horizon else None
        if not found["fs"]:
            return Year(at, to, horizon, "span") if horizon else None
        if not found["fs"].startswith(("内", "左", "时", "努", "的", "不", "奋", "攻")) or (
            at and text[at - 1] in "每近过续满"
        ):
            return None
        return Year(at, to, horizon, "goal") if horizon else None
    if kind == "annual":
        return Year(at, to, None, "annual")
    if kind == "past" and before.endswith(("比", "较", "与", "同")) and re.match(r"去年|前年|上年", found["past"]):
        return Year(at, to, None, "base")
    if kind == "past" and _PART.match(found["past"]):
        return Year(at, to, None, "part")
    if kind == "month" and before.endswith(("截至", "截止", "截止到")):
        return Year(at, to, None, "past")
    event = kind == "month" and found["month"].endswith("日") and after[:1] not in "前起止至—-"
    return Year(at, to, None, "past" if kind == "past" or event else "month")


def _tense(year: int, known: int | None) -> str:
    return "past" if known is not None and year < known else "goal"
