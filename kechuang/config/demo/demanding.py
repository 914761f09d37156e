"""Technology demands of invented firms, in every state: set, refined, answered, contracted, solved, expired, refused.

Nothing here is drawn by dice, so that the rest of the story stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe, also
from kechuang.mechanisms.market.demand import actions
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.web import chance
from kechuang.web.accounts.models import Body

# What becomes of a demand, and how many days after it was set.
COURSE = (
    ("pass_on", 3),
    ("refine", 9),
    ("confirm", 14),
    ("answer", 26),
    ("talk", 33),
    ("contract", 62),
    ("solve", 190),
)
ORDER = ("submit", *(move for move, _days in COURSE))


@dataclass(frozen=True, slots=True)
class Told:
    """One demand: which firm of the city sets it, its words, its target, and how far it goes (``until``)."""

    firm: int
    on: date
    until: str
    title: str
    field: str
    sort: str
    background: str
    indicator: str
    unit: str
    now: str
    wanted: str
    method: str
    budget: int
    ipc: str = ""
    words: tuple[str, ...] = ()
    masked: bool = False
    scene: str = ""


DEMANDS = (
    Told(
        0, date(2025, 9, 8), "solve", "数控机床热误差在线补偿", "8", "import_substitution",
        "车间昼夜温差大，机床连续加工后尺寸漂移，目前靠停机冷却和人工修正，影响交付。",
        "热误差", "μm", "18", "5", "GB/T 17421.3", 800_000, "B23Q 15/18", ("数控机床", "热误差补偿"),
    ),
    Told(
        3, date(2025, 11, 17), "solve", "隔膜涂覆均匀性提升", "6", "transfer",
        "涂覆线提速后边缘厚薄不均，废品率上升；更换过两种刮刀，效果不稳定。",
        "面密度极差", "%", "6", "2", "在线面密度仪", 600_000, "H01M 50/40", ("锂电池隔膜", "涂覆"),
    ),
    Told(
        6, date(2026, 3, 5), "contract", "小批量零件表面缺陷识别", "1", "transfer",
        "零件品种多、批量小，每换一种都要重新采集样本，现有检测软件误报多，质检员复看工作量大。",
        "误报率", "%", "9", "1", "自建样本集盲测", 450_000, "G06T 7/00", ("视觉缺陷检测",),
    ),
    Told(
        9, date(2026, 4, 13), "contract", "低温工况下脱硝效率保持", "7", "application_driven",
        "锅炉低负荷运行时烟温偏低，催化剂活性下降，氨逃逸超标，曾加热烟气但能耗不可接受。",
        "脱硝效率", "%", "72", "90", "HJ 563", 1_500_000, "B01D 53/86", ("低温烟气脱硝", "催化剂"),
    ),
    Told(
        12, date(2026, 6, 15), "talk", "燃料电池双极板微裂纹检出", "6", "import_substitution",
        "双极板冲压后有肉眼难见的裂纹，装堆后才暴露；进口检测设备价格高、备件周期长。",
        "漏检率", "%", "5", "0.5", "金相复核", 2_000_000, "H01M 8/02", ("双极板", "裂纹"), masked=True,
    ),
    Told(
        15, date(2026, 7, 6), "talk", "磁共振线圈小型化", "2", "basic_led",
        "便携设备要求线圈重量减半而信噪比不降，仿真表明绕制方式还有余量，但缺少工艺经验。",
        "线圈重量", "kg", "4.2", "2.0", "称重", 900_000, "G01R 33/56", ("磁共振", "线圈"),
    ),
    Told(
        18, date(2026, 8, 10), "answer", "耐候钢桥梁免涂装焊缝评估", "4", "application_driven",
        "免涂装桥梁的焊缝锈层稳定性没有可用的评估办法，业主要求给出二十年的依据。",
        "腐蚀速率预测误差", "%", "40", "15", "挂片试验对照", 700_000, "B23K 9/16", ("耐候钢", "焊接"),
    ),
    Told(
        21, date(2026, 9, 7), "answer", "近海养殖低氧预警场景开放", "7", "application_driven",
        "夏季夜间常发生低氧，人工巡测来不及处置；愿意开放养殖区作为验证场景。",
        "预警提前量", "min", "10", "60", "溶氧记录比对", 500_000, "G01N 33/18", ("水质监测", "预警"),
        scene="清溪示范区近海养殖区（演示）",
    ),
    Told(
        24, date(2026, 9, 21), "confirm", "抗体纯化层析填料寿命延长", "2", "import_substitution",
        "填料清洗五十次后载量明显下降，更换成本占生产成本近两成，国产填料尚未验证。",
        "可用循环次数", "次", "50", "150", "动态载量测定", 1_200_000, "C07K 1/18", ("抗体", "层析"), masked=True,
    ),
    Told(
        27, date(2026, 10, 19), "refine", "碳纤维废料短切再利用", "4", "transfer",
        "裁切余料按固废处置，希望短切后用于注塑件，但纤维分散差、强度离散大。",
        "拉伸强度离散系数", "%", "22", "8", "GB/T 1447", 350_000, "C08J 11/04", ("碳纤维", "回收"),
    ),
    Told(
        30, date(2026, 10, 26), "pass_on", "稻米加工线重金属快检", "7", "application_driven",
        "收购环节送检等待时间长，希望在加工线上十分钟内判别批次，避免混仓。",
        "单批检测时间", "min", "240", "10", "GB 5009.15 比对", 260_000, "G01N 33/18", ("快检",),
    ),
    Told(
        33, date(2026, 11, 16), "submit", "齿轮箱早期故障声学诊断", "8", "application_driven",
        "风电齿轮箱故障多在停机检修时才发现，振动传感器布点受限，想用声音提前判断。",
        "故障提前发现率", "%", "35", "85", "检修记录回溯", 680_000, "", ("声学诊断", "齿轮箱"),
    ),
)  # fmt: skip
EXPIRED = Told(
    36, date(2025, 9, 15), "publish", "纺织废水脱色剂替代", "7", "import_substitution",
    "现用脱色剂有异味，处理后污泥量大，附近居民多次反映，想找更温和的办法。",
    "污泥产量", "kg/t", "3.1", "1.5", "称重", 180_000, "", ("脱色",),
)  # fmt: skip
FLYER = "我公司专业提供各类检测服务，实力雄厚，欢迎来电咨询 0571-00000000。"
REFINED = "要求在不停产条件下实施。"
CITY = cast.AUTHORITIES[0].code


@dataclass(slots=True)
class Demanding:
    """The demands of one city. ``set_out`` puts their steps on the stage."""

    troupe: Troupe
    stage: Stage
    cases: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        broker, _maker = self._houses()
        also(self.troupe, "broker", [(f"clerk.{broker.code}", broker.code)])
        for told in DEMANDS:
            self._cue(told.on, partial(self._submit, told))
            for move, days in COURSE[: ORDER.index(told.until)]:
                self._cue(told.on + timedelta(days=days), partial(self._move, told, move))
        self._cue(EXPIRED.on, partial(self._submit, EXPIRED, until=date(2026, 3, 15)))
        self._cue(EXPIRED.on + timedelta(days=4), partial(self._move, EXPIRED, "publish"))
        self._cue(date(2026, 5, 20), self._wrong)

    def _cue(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _houses(self) -> tuple[cast.Firm, cast.Firm]:
        """Give who refines and who answers."""
        known = [one for one in self.troupe.providers if one.authority == CITY]
        institutes = [one for one in known if one.kind == "institute"]
        return next(one for one in known if one.kind == "service_provider"), institutes[0]

    def _firm(self, told: Told) -> cast.Firm:
        firms = [one for one in self.troupe.firms if one.authority == CITY and one.kind == "enterprise"]
        return firms[told.firm % len(firms)]

    def _target(self, told: Told, wanted: str = "") -> asked.Target:
        now, goal = Decimal(told.now), Decimal(wanted or told.wanted)
        sense = asked.AT_MOST if goal < now else asked.AT_LEAST
        return asked.Target(
            indicator=told.indicator, unit=told.unit, current=now, target=goal, sense=sense, method=told.method
        )

    def _submit(self, told: Told, until: date | None = None) -> None:
        firm = self._firm(told)
        office = actions.office_for(firm.place)
        if office is None:
            raise LookupError(f"no office takes demands of {firm.place}")
        terms = asked.Terms(
            title=f"{told.title}{cast.MARK}",
            list_type=told.sort,
            field=told.field,
            background=told.background,
            targets=(self._target(told),),
            keywords=told.words,
            ipc=(told.ipc,) if told.ipc else (),
            budget=Decimal(told.budget),
            masked=told.masked,
            mode="development",
            wish="shared",
            readiness=6,
            scene=asked.Scene(location=told.scene, data="近两年巡测记录", purchase="验证成功后采购不少于三套")
            if told.scene
            else None,
            valid_until=until,
        )
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=firm.place,
            holder=self.troupe.bodies[firm.code],
            terms=terms,
        )
        key = f"demo:demand:{told.title}:submit"
        outcome = actions.submit(request, by=self.troupe.clerk(firm.code), key=key)
        self.stage.note("market.demand.submit", outcome)
        if outcome:
            self.cases[told.title] = outcome.case

    def _move(self, told: Told, move: str) -> None:
        case, firm = self.cases[told.title], self._firm(told)
        broker, maker = self._houses()
        office = actions.office_for(firm.place)
        officer = self.troupe.officer("county_checker", office.place if office else firm.place)
        institute = self.troupe.bodies[maker.code]
        refined = asked.Refined(
            title=f"{told.title}{cast.MARK}",
            background=f"{told.background}{REFINED}",
            targets=(self._target(told),),
            keywords=told.words,
            ipc=(told.ipc,) if told.ipc else (),
        )
        owner = self.troupe.clerk(firm.code)
        requests: dict[str, tuple[Any, Any]] = {
            "pass_on": (asked.PassOn(demand=case, refiner=self.troupe.bodies[broker.code]), officer),
            "publish": (asked.Step(demand=case, move="publish"), officer),
            "refine": (
                asked.Refine(demand=case, refined=refined, note="补充实施条件，指标未变。"),
                self.troupe.clerk(broker.code),
            ),
            "confirm": (asked.Confirm(demand=case), owner),
            "answer": (
                asked.Answer(demand=case, id=chance.uuid7(), body=institute, text="已有样机，可安排现场验证。"),
                self.troupe.clerk(maker.code),
            ),
            "talk": (asked.Talk(demand=case, body=institute), owner),
            "contract": (
                asked.Contract(
                    demand=case,
                    number=f"演示合同{told.on.year}-{told.firm:02d}",
                    signed_on=self.stage.working(told.on + timedelta(days=60)),
                    amount=Decimal(told.budget) * 9 / 10,
                    body=institute,
                ),
                owner,
            ),
            "solve": (
                asked.Solve(demand=case, reached=(Decimal(told.wanted),), text="样机验收，指标达到。"),
                owner,
            ),
        }
        request, by = requests[move]
        outcome = actions.take(move, request, by=by, key=f"demo:demand:{told.title}:{move}")
        self.stage.note(f"market.demand.{move}", outcome)

    def _wrong(self) -> None:
        """As in life: an advertisement, and the copy of another firm's demand. Both are refused."""
        first = DEMANDS[2]
        firm = self._firm(first)
        office = Body.objects.get(code=cast.office_code(firm.place))
        copied = Told(
            first.firm + 1, date(2026, 5, 20), "submit", first.title, first.field, first.sort, first.background,
            first.indicator, first.unit, first.now, first.wanted, first.method, first.budget,
        )  # fmt: skip
        for told, background in ((copied, f"{first.background}{REFINED}"), (DEMANDS[5], FLYER)):
            setter = self._firm(told)
            terms = asked.Terms(
                title=f"{told.title}{cast.MARK}",
                list_type=told.sort,
                field=told.field,
                background=background,
                targets=(self._target(told),),
            )
            request = asked.Open(
                case=chance.uuid7(),
                authority=office.authority,
                office=office.pk,
                place=setter.place,
                holder=self.troupe.bodies[setter.code],
                terms=terms,
            )
            key = f"demo:demand:wrong:{told.firm}"
            outcome = actions.submit(request, by=self.troupe.clerk(setter.code), key=key)
            self.stage.note("market.demand.submit", outcome)
