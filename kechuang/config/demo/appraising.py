"""Evaluations of an invented university's achievements by an invented third party, in every state.

One team member stands in conflict and is refused, as in life; teams, findings and reports are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.config.demo.achieving import UNITS
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.appraisal import actions
from kechuang.mechanisms.market.appraisal.models import Assessor
from kechuang.mechanisms.market.appraisal.rules import requests as asked
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body

PLACE = UNITS[0][1]
SELLER = cast.credit_code(PLACE, 930)
EXPERTS = ("沈知远", "陆闻笙", "叶归舟", "章见山", "潘若水")
TITLES = ("教授", "正高级工程师", "研究员", "高级工程师", "研究员")
COURSE = (("set_team", 8), ("assess", 30), ("sign", 37), ("publish", 42))
GRADES = {
    "scientific": ("fair", "揭示了工艺参数与性能之间的关系。", "论文两篇、机理试验记录（演示）"),
    "technological": ("strong", "关键指标优于现有做法，可重复。", "第三方测试报告（演示）"),
    "economic": ("fair", "成本下降，已有意向用户。", "成本测算表、用户意向书（演示）"),
    "social": ("slight", "减少能耗和排放。", "能耗对比记录（演示）"),
    "cultural": ("not_applicable", "与文化价值无直接关系。", ""),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One evaluation: which achievement, when it is commissioned, how far it goes, what its holder agrees to."""

    which: int
    on: date
    until: str
    level: int = 6
    parts: tuple[str, ...] = asked.PARTS
    jump: bool = False


EVALUATIONS = (
    Told(0, date(2025, 11, 17), "publish", level=7),
    Told(1, date(2026, 3, 16), "publish", parts=("level", "grades"), jump=True),
    Told(2, date(2026, 6, 8), "conclude"),
    Told(3, date(2026, 9, 28), "publish", parts=("level", "grades", "texts")),
    Told(4, date(2026, 10, 12), "sign"),
    Told(5, date(2026, 10, 26), "set_team"),
    Told(6, date(2026, 11, 16), "request"),
)


@dataclass(slots=True)
class Appraising:
    """The evaluations of one city."""

    troupe: Troupe
    stage: Stage
    cases: dict[Told, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        for told in EVALUATIONS:
            self._cue(told.on, partial(self._commission, told))
            for move, days in COURSE:
                if told.until == "request":
                    break
                last = told.until == move or (told.until == "conclude" and move == "publish")
                step = "conclude" if told.until == "conclude" and move == "publish" else move
                self._cue(told.on + timedelta(days=days), partial(self._step, told, step))
                if last:
                    break

    def _cue(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _note(self, move: str, outcome: Any) -> None:  # noqa: ANN401 - what came of an act
        self.stage.note(f"market.appraisal.{move}", outcome)

    def _commission(self, told: Told) -> None:
        holder = Body.objects.get(code=SELLER)
        office = actions.office_for(holder.place)
        rows = Achievement.objects.filter(unit=holder, state__in=("LISTED", "REGISTERED", "LICENSED")).order_by("pk")
        row = rows[told.which : told.which + 1].first() if rows.count() > told.which else None
        if office is None or row is None:
            return
        request = asked.Commission(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=holder.place,
            holder=holder.pk,
            result=row.pk,
            institution=self.troupe.bodies[cast.THIRD_PARTY],
            purpose="为协议定价和寻找合作方提供参考（演示）。",
            claimed=min(told.level + 1, 8),
        )
        by = self.troupe.actors[f"transfer_office.{SELLER}"]
        outcome = actions.commission(request, by=by, key=f"demo:appraisal:{told.which}:request")
        self._note("request", outcome)
        if outcome:
            self.cases[told] = outcome.case

    def _step(self, told: Told, move: str) -> None:
        case = self.cases.get(told)
        if case is None:
            return
        if move == "set_team" and told.which == 0:
            self._take(told, "set_team", self._team(case, conflict=True), "set_team:conflict")
        made: dict[str, Callable[[], Any]] = {
            "set_team": lambda: self._team(case),
            "assess": lambda: self._findings(told, case),
            "sign": lambda: self._signed(told, case),
            "publish": lambda: asked.Publish(appraisal=case, parts=told.parts),
            "conclude": lambda: asked.Step(appraisal=case, move="conclude", text="仅供内部决策参考（演示）"),
        }
        self._take(told, move, made[move](), move)

    def _take(self, told: Told, move: str, request: Any, name: str) -> None:  # noqa: ANN401 - each move has its own request
        side = f"transfer_office.{SELLER}" if move in {"publish", "conclude"} else f"clerk.{cast.THIRD_PARTY}"
        key = f"demo:appraisal:{told.which}:{name}"
        self._note(move, actions.take(move, request, by=self.troupe.actors[side], key=key))

    def _team(self, case: UUID, *, conflict: bool = False) -> asked.SetTeam:
        own = Body.objects.get(code=SELLER).name
        members = tuple(
            asked.Member(
                id=chance.uuid7(),
                name=name,
                unit=own if conflict and at == 4 else f"{cast.PAIRS[at + 20]}研究所{cast.MARK}",
                title=TITLES[at],
                tie="none",
                lead=at == 0,
                named=at < 3,
            )
            for at, name in enumerate(EXPERTS)
        )
        return asked.SetTeam(appraisal=case, members=members)

    def _findings(self, told: Told, case: UUID) -> asked.Assess:
        today = clock.today()
        steps = (2, told.level) if told.jump else (2, 4, told.level)
        levels = tuple(
            asked.LevelShown(
                level=level,
                on=today - timedelta(days=400 - 40 * level),
                text=f"第{level}级：试验与评审记录（演示）",
            )
            for level in steps
        )
        judged = tuple(
            asked.Judged(value=value, grade=GRADES[value][0], text=GRADES[value][1], evidence=GRADES[value][2])
            for value in asked.VALUES
        )
        summary = "专家组查阅资料、质询讨论后认为：成果技术路线合理，数据可信，达到评定等级（演示）。"
        return asked.Assess(appraisal=case, judged=judged, level=told.level, levels=levels, summary=summary)

    def _signed(self, told: Told, case: UUID) -> asked.Sign:
        members = list(Assessor.objects.filter(appraisal=case).order_by("order").values_list("pk", flat=True))
        four = told.which == 1
        return asked.Sign(
            appraisal=case,
            number=f"演示评价〔{told.on.year}〕{told.which + 1:02d}号",
            signed_on=clock.today(),
            signers=tuple(members[:4] if four else members),
            dissent="一位专家因公出差未到会，未签字（演示）。" if four else "",
        )
