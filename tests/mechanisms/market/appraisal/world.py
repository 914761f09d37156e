"""The market of a city with a third party that evaluates: a team, findings, a signed report."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.appraisal import actions
from kechuang.mechanisms.market.appraisal.models import Assessor
from kechuang.mechanisms.market.appraisal.rules import requests as asked
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from tests.mechanisms.market.result.conftest import Market, done
from tests.mechanisms.market.result.conftest import peopled as market_peopled

NAMES = ("赵一", "钱二", "孙三", "李四", "周五")


@dataclass
class World:
    market: Market

    def __getattr__(self, name: str) -> Any:
        return getattr(self.market, name)

    def members(self, count: int = 5, **more: Any) -> tuple[asked.Member, ...]:
        made = [
            asked.Member(
                id=chance.uuid7(), name=name, unit=f"第{at}研究所", tie="none", lead=at == 0, title="教授", named=at < 2
            )
            for at, name in enumerate(NAMES[:count])
        ]
        return (replace(made[0], **more), *made[1:]) if more else tuple(made)

    def commission(
        self, result: UUID, by: str = "office", institution: str = "evaluation house", **more: Any
    ) -> Outcome:
        market, unit = self.market, self.market.bodies["university"]
        request = asked.Commission(
            case=chance.uuid7(),
            authority=market.bodies["market"].authority,
            office=market.bodies["market"].pk,
            place=unit.place,
            holder=unit.pk,
            result=result,
            institution=market.bodies[institution].pk,
            purpose=more.pop("purpose", "转让定价参考"),
            **more,
        )
        with market.at():
            return actions.commission(request, by=market.actor(by), key=market.key())

    def step(self, move: str, request: Any, by: str = "evaluator") -> Outcome:
        with self.market.at():
            return actions.take(move, request, by=self.market.actor(by), key=self.market.key())

    def commissioned(self, result: UUID | None = None) -> UUID:
        return done(self.commission(result or self.market.listed())).case

    def teamed(self, result: UUID | None = None) -> UUID:
        case = self.commissioned(result)
        done(self.step("set_team", asked.SetTeam(appraisal=case, members=self.members())))
        return case

    def findings(self, case: UUID, **more: Any) -> asked.Assess:
        judged = tuple(
            asked.Judged(value=value, grade="fair", text=f"{value}理由", evidence=f"{value}依据")
            for value in asked.VALUES
        )
        levels = (self.shown(2), self.shown(4), self.shown(6))
        given: dict[str, Any] = {"judged": judged, "level": 6, "levels": levels, "summary": "总体结论成立。", **more}
        return asked.Assess(appraisal=case, **given)

    def shown(self, level: int, **more: Any) -> asked.LevelShown:
        given: dict[str, Any] = {
            "level": level,
            "on": self.market.on.replace(year=2024 + level // 10),
            "text": f"第{level}级报告",
        }
        return asked.LevelShown(**{**given, **more})

    def assessed(self, result: UUID | None = None, **more: Any) -> UUID:
        case = self.teamed(result)
        done(self.step("assess", self.findings(case, **more)))
        return case

    def signing(self, case: UUID, count: int = 5, **more: Any) -> asked.Sign:
        members = list(Assessor.objects.filter(appraisal=case).order_by("order").values_list("pk", flat=True))
        given: dict[str, Any] = {
            "number": "PJ-1",
            "signed_on": self.market.on,
            "signers": tuple(members[:count]),
            **more,
        }
        return asked.Sign(appraisal=case, **given)

    def signed(self, result: UUID | None = None, **more: Any) -> UUID:
        case = self.assessed(result, **more)
        done(self.step("sign", self.signing(case)))
        return case

    def published(self, result: UUID | None = None, parts: tuple[str, ...] = asked.PARTS) -> UUID:
        case = self.signed(result)
        done(self.step("publish", asked.Publish(appraisal=case, parts=parts), by="office"))
        return case

    def stands(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state

    def trl(self, result: UUID) -> int:
        return Achievement.objects.get(pk=result).trl


def peopled() -> World:
    market = market_peopled()
    market.body("evaluation house", "service_provider", market.place, code=credit_code(market.place, 790))
    market.body("other house", "service_provider", market.place, code=credit_code(market.place, 791))
    market.person("evaluator", ("evaluator", "evaluation house"))
    market.person("other evaluator", ("evaluator", "other house"))
    return World(market)
