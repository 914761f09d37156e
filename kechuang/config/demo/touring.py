"""Invented roadshows, matchings, previews and trainings of the cities: held, followed up, moved, cancelled, to come."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.demand import queries as demands
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.roadshow import actions
from kechuang.mechanisms.market.roadshow.models import EventSignup, Meeting
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.web import chance
from kechuang.web.clock import CHINA

AHEAD = timedelta(days=24)


@dataclass(frozen=True, slots=True)
class Told:
    """One event: in which city (by its order), when, what; how many sign up; what happens besides (``then``)."""

    city: int
    on: date
    hour: int
    kind: str
    title: str
    about: str
    seats: int | None = 40
    comers: int = 5
    then: str = ""


EVENTS = (
    Told(0, date(2025, 10, 23), 14, "roadshow", "先进制造成果路演", "五项成果上台，投资机构现场点评。"),
    Told(2, date(2025, 12, 11), 9, "matching", "生物医药供需对接会", "企业出题，院所揭榜。"),
    Told(0, date(2026, 3, 26), 14, "training", "技术经理人实务培训", "成果评价、合同登记与居间合同。", comers=8),
    Told(1, date(2026, 5, 14), 14, "roadshow", "海洋装备成果路演", "面向海岛企业的成果专场。"),
    Told(3, date(2026, 6, 18), 14, "matching", "新能源汽车供需对接会", "整车与零部件企业发布需求。"),
    Told(0, date(2026, 9, 24), 14, "roadshow", "新材料成果路演", "涂层、薄膜与复合材料专场。", comers=9),
    Told(2, date(2026, 10, 29), 9, "preview", "秋季拍卖预展", "标的实物与资料查看。"),
    Told(0, date(2026, 11, 12), 14, "training", "先使用后付费政策宣讲", "面向中小企业。", then="cancel"),
    Told(0, date(2026, 11, 26), 14, "roadshow", "数字经济成果路演", "边缘计算、工业视觉专场。", seats=6, comers=8),
    Told(1, date(2026, 11, 25), 9, "matching", "跨海协同供需对接会", "海岛企业线上线下同步对接。", then="move"),
    Told(2, date(2026, 12, 8), 14, "roadshow", "长三角联合路演", "四地成果同台展示。", seats=None),
    Told(3, date(2026, 12, 11), 14, "preview", "年终拍卖预展", "年终专场标的查看。"),
)  # fmt: skip
PASSED_ON = Told(0, date(2026, 12, 3), 9, "roadshow", "科创走廊联合路演", "由来源市场主办，本平台转发。", comers=0)
TOPICS = ("样机试用", "联合开发", "许可条件", "中试合作")
FOLLOWED = ("talks", "nothing", "trial", "demand")


@dataclass(slots=True)
class Touring:
    """The events of all cities. ``set_out`` puts their steps on the stage."""

    troupe: Troupe
    stage: Stage
    events: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        for told in EVENTS:
            self._cue(told.on - AHEAD, partial(self._announce, told))
            self._cue(told.on - timedelta(days=18), partial(self._come, told))
            if told.then:
                self._cue(told.on - timedelta(days=6), partial(self._changed, told))
            if told.then != "cancel" and told.on < LAST_DAY:
                self._cue(told.on, partial(self._held, told))
                self._cue(told.on + timedelta(days=14), partial(self._followed, told))
        self._cue(date(2026, 11, 9), partial(self._announce, PASSED_ON, origin=f"沪上技术市场{cast.MARK}"))

    def _cue(self, on: date, play: Any) -> None:  # noqa: ANN401 - a scene
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _officer(self, told: Told) -> Any:  # noqa: ANN401 - an actor
        return self.troupe.officer("city_checker", cast.AUTHORITIES[told.city].code)

    def _firms(self, told: Told) -> list[cast.Firm]:
        return [one for one in self.troupe.firms if one.authority == cast.AUTHORITIES[told.city].code]

    def _take(self, told: Told, move: str, request: Any, by: Any = None, more: str = "") -> Any:  # noqa: ANN401 - an outcome
        key = f"demo:event:{told.title}:{move}{more}"
        outcome = actions.take(move, request, by=by or self._officer(told), key=key)
        self.stage.note(f"market.event.{move}", outcome)
        return outcome

    def _begins(self, told: Told, days: int = 0) -> datetime:
        on = told.on + timedelta(days=days)
        return datetime(on.year, on.month, on.day, told.hour, 0, tzinfo=CHINA)

    def _announce(self, told: Told, origin: str = "") -> None:
        authority = cast.AUTHORITIES[told.city].code
        office = self.troupe.bodies[cast.office_code(authority)]
        starts = self._begins(told)
        place = self._firms(told)[0].place
        terms = asked.Terms(
            title=f"{told.title}{cast.MARK}",
            kind=told.kind,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            place=place,
            venue=f"演示路演厅{told.city + 1}号厅",
            host=origin or f"{cast.AUTHORITIES[told.city].city}演示主办单位",
            about=told.about,
            capacity=told.seats,
            signup_until=None if origin else told.on - timedelta(days=2),
            origin=origin,
            origin_url="https://market.example/roadshow" if origin else "",
        )
        request = asked.Plan(case=chance.uuid7(), authority=authority, office=office, terms=terms)
        outcome = actions.plan(request, by=self._officer(told), key=f"demo:event:{told.title}:plan")
        self.stage.note("market.event.plan", outcome)
        if not outcome or outcome.case is None:
            return
        self.events[told.title] = outcome.case
        shown = [*self._results(), *self._demands()] if told.kind != "training" and not origin else []
        for at, ref in enumerate(shown):
            self._take(told, "show", asked.Show(event=outcome.case, ref=ref), more=f":{at}")
        self._take(told, "publish", asked.Step(event=outcome.case, move="publish"))

    def _results(self) -> list[UUID]:
        return list(results.public().order_by("pk").values_list("pk", flat=True)[:3])

    def _demands(self) -> list[UUID]:
        return list(demands.public().order_by("pk").values_list("pk", flat=True)[:2])

    def _come(self, told: Told) -> None:
        event = self.events.get(told.title)
        if event is None:
            return
        for at, firm in enumerate(self._firms(told)[: told.comers]):
            request = asked.Join(
                event=event,
                id=chance.uuid7(),
                body=self.troupe.bodies[firm.code],
                persons=1 + at % 2,
                wish="希望了解成果的试用条件" if at % 3 == 0 else "",
            )
            self._take(told, "join", request, self.troupe.clerk(firm.code), f":{at}")

    def _changed(self, told: Told) -> None:
        event = self.events[told.title]
        if told.then == "cancel":
            self._take(told, "cancel", asked.Step(event=event, move="cancel", text="主讲人日程冲突，另行通知。"))
            return
        starts = self._begins(told, 1)
        shift = asked.Shift(
            event=event,
            starts_at=starts,
            ends_at=starts + timedelta(hours=3),
            place=self._firms(told)[0].place,
            venue="演示路演厅二号厅",
            capacity=told.seats,
            text="航班调整，顺延一天。",
        )
        self._take(told, "move", shift)

    def _held(self, told: Told) -> None:
        event = self.events[told.title]
        rows = list(EventSignup.objects.filter(event=event, waiting=False).order_by("pk"))
        came = [each for at, each in enumerate(rows) if at % 4 != 3]
        self._take(told, "hold", asked.Held(event=event, came=frozenset(each.pk for each in came), guests=12))
        if told.kind == "training":
            return
        for at, each in enumerate(came[:3]):
            meet = asked.Meet(
                event=event,
                id=chance.uuid7(),
                about=TOPICS[at % len(TOPICS)],
                first=each.body_id,
                second_name=f"某研究院{cast.MARK}",
            )
            self._take(told, "meet", meet, more=f":{at}")

    def _followed(self, told: Told) -> None:
        event = self.events[told.title]
        for at, each in enumerate(Meeting.objects.filter(event=event).order_by("pk")):
            done = FOLLOWED[(at + told.city) % len(FOLLOWED)]
            request = asked.Outcome(event=event, meeting=each.pk, outcome=done, text="回访确认")
            self._take(told, "outcome", request, more=f":{at}")
        text = f"{told.about}到场企业反映良好，后续由主办单位跟进。"
        self._take(told, "close", asked.Step(event=event, move="close", text=text))
