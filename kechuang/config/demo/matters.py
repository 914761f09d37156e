"""Plain matters of the story: one in every stage, each standard move once, so that an office sees what its days hold.

Only invented firms and offices take part; nothing here is drawn by dice, so that the rest of the story stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.matters import actions, kinds
from kechuang.casework.matters.rules import Open, Step
from kechuang.casework.models import Case
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as asked
from kechuang.casework.standard.models import Round
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.web import chance
from kechuang.web.accounts.models import Body

COUNTIES = (("330100", "330106"), ("330900", "330902"))
DAYS_BEFORE = (30, 24, 12, 10, 5, 4, 2)
ROUND = "2026年创新平台推荐（演示）"


@dataclass(slots=True)
class Matters:
    """The matters of two counties. ``set_out`` puts their steps on the stage."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put every step on its day."""
        for authority, county in COUNTIES:
            firms = [one for one in self.troupe.firms if one.place == county]
            _County(self.troupe, self.stage, authority, county, firms).set_out()


@dataclass(slots=True)
class _County:
    troupe: Troupe
    stage: Stage
    authority: str
    county: str
    firms: list[cast.Firm]

    def set_out(self) -> None:
        new = [
            ("proof", "请开具研发人员情况证明", "因投标需要，请开具我公司研发人员情况证明。"),
            ("consultation", "咨询创新券可否用于小试", "我公司拟委托开展小试，请问能否使用创新券支付？"),
            ("project_adjustment", "申请调整项目经费预算", "因设备选型变化，拟将设备费调减、测试费调增。"),
            ("suggestion", "建议公布检测机构排期", "建议在机构名录中公布可预约的时间。"),
            ("proof", "请开具合作单位证明", "请证明我公司与合作单位的联合研发关系。"),
            ("project_adjustment", "申请变更项目负责人", "原负责人调离，拟变更负责人。"),
            ("consultation", "咨询仪器共享补贴", "请问共享仪器的补贴如何申请？"),
        ]
        for which, (sort, title, text) in enumerate(new):
            self._later(DAYS_BEFORE[which], self._matter(which, sort, title, text))
        self._later(20, self._open_round)
        for which in range(3):
            self._later(4 - which, self._nominated(which))

    def _later(self, days_before: int, play: Callable[[], None]) -> None:
        self.stage.scene(self.stage.working(LAST_DAY - timedelta(days=days_before)), play)

    def _officer(self, which: int = 1) -> Any:  # noqa: ANN401 - an actor
        return self.troupe.officer("county_checker", self.county, which)

    def _note(self, code: str, outcome: Outcome) -> Outcome:
        self.stage.note(code, outcome)
        return outcome

    def _submit(self, which: int, sort: str, title: str, text: str) -> UUID | None:
        firm, office = self.firms[which], Body.objects.get(code=cast.office_code(self.county))
        wanted = Open(
            case=chance.uuid7(),
            kind=kinds.sorts()[sort].kind,
            sort=sort,
            title=title,
            text=text,
            place=self.county,
            authority=self.authority,
            office=office.pk,
            holder=self.troupe.bodies[firm.code],
        )
        clerk = self.troupe.clerk(firm.code)
        outcome = self._note("matters.submit", actions.submit(wanted, by=clerk, key=self._key(title, which)))
        return outcome.case if outcome else None

    def _key(self, *parts: object) -> str:
        return ":".join(["demo:matter", self.county, *map(str, parts)])[:120]

    def _matter(self, which: int, sort: str, title: str, text: str) -> Callable[[], None]:
        def play() -> None:
            case = self._submit(which, sort, title, text)
            if case is not None:
                self._goes_on(which, case)

        return play

    def _goes_on(self, which: int, case: UUID) -> None:
        """Let each matter stop in another stage: answered, held, asked about, suspended, objected to, waiting."""
        office = self._officer()
        if which in {0, 1, 2, 3}:
            self._step(case, "accept", office, "材料齐全")
        if which == 0:
            self._step(case, "grant", self._officer(2), "已开具证明")
        if which == 1:
            self._step(case, "answer", self._officer(2), "小试属于研发设计服务，可以使用创新券。")
        if which == 2:
            ask = asked.Ask(case=case, bodies=(self._court(),), question="经费调剂是否符合资金管理要求？")
            self._take(case, declare.ASK, ask, office)
        if which == 3:
            reason = asked.Suspend(case=case, reason="等待机构名录更新", basis="本平台演示规则")
            self._take(case, declare.SUSPEND, reason, office)
        if which == 4:
            faults = (
                asked.Fault(where="合作协议", what="缺少合作协议的签章页", remedy="请补充签章页扫描件"),
                asked.Fault(where="证明用途", what="没有写明证明用途", remedy="请写明用于何事"),
            )
            self._take(case, declare.RETURN, asked.Return(case=case, faults=faults), office)

    def _court(self) -> UUID:
        return self.troupe.bodies[cast.office_code(self.authority, "cw")]

    def _step(self, case: UUID, move: str, by: Any, text: str) -> None:  # noqa: ANN401 - an actor
        kind = Case.objects.values_list("kind", flat=True).get(pk=case)
        outcome = actions.step(kind, Step(case=case, move=move, text=text), by=by, key=self._key(case, move))
        self._note(f"{kind}.{move}", outcome)

    def _take(self, case: UUID, move: str, wanted: Any, by: Any) -> None:  # noqa: ANN401 - each move has its own request
        kind = Case.objects.values_list("kind", flat=True).get(pk=case)
        self._note(move, acts.take(kind, move, wanted, by=by, key=self._key(case, move)))

    def _open_round(self) -> None:
        office = Body.objects.get(code=cast.office_code(self.authority))
        Round.objects.create(
            id=chance.uuid7(),
            code=f"{self.authority}-2026-R01",
            title=ROUND,
            kind="matters.application",
            authority=self.authority,
            place=self.authority,
            office=office,
            levels=["unit", "county"],
            quotas={"county": 2},
            opens_on=LAST_DAY - timedelta(days=60),
            closes_on=date(LAST_DAY.year, 12, 31),
        )

    def _nominated(self, which: int) -> Callable[[], None]:
        """The first has come up to the city, the second waits with the county, the third with its own unit."""

        def play() -> None:
            firm = self.firms[7 + which % max(1, len(self.firms) - 7)]
            at = self.firms.index(firm)
            title = f"申请认定{('新材料', '微电子', '工业软件')[which]}创新平台"
            case = self._submit(at, "platform_recognition", title, "拟依托本单位建设创新平台，申请认定。")
            if case is None:
                return
            clerk, round_ = self.troupe.clerk(firm.code), Round.objects.get(code=f"{self.authority}-2026-R01")
            self._take(case, declare.NOMINATE, asked.Nominate(case=case, round=round_.pk), clerk)
            if which < 2:
                up = asked.Recommend(case=case, opinion="同意推荐")
                self._take(case, declare.RECOMMEND, up, clerk)
            if which == 0:
                up = asked.Recommend(case=case, opinion="基础较好，同意推荐", rank=1)
                kind = "matters.application"
                self._note(
                    declare.RECOMMEND,
                    acts.take(kind, declare.RECOMMEND, up, by=self._officer(), key=self._key(case, "county")),
                )

        return play
