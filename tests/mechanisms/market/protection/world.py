"""The market of a city with an intake of protection cases and an office that mediates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.protection import actions
from kechuang.mechanisms.market.protection.forms import about_result
from kechuang.mechanisms.market.protection.rules import requests as asked
from kechuang.web import chance
from tests.mechanisms.market.result.conftest import Market, done, patent
from tests.mechanisms.market.result.conftest import peopled as market_peopled


@dataclass
class World:
    market: Market

    def __getattr__(self, name: str) -> Any:
        return getattr(self.market, name)

    def asked(self, **more: Any) -> asked.Report:
        office, firm = self.market.bodies["intake"], self.market.bodies["firm"]
        given: dict[str, Any] = {
            "case": chance.uuid7(),
            "authority": office.authority,
            "office": office.pk,
            "place": firm.place,
            "reporter": firm.pk,
            "kind": "infringement",
            "right": "patent",
            "number": patent(77),
            "respondent": "某仿制企业",
            "happened_at": firm.place,
            "text": "对方未经许可实施我方专利。",
            "contact": asked.Contact(name="王联系", phone="13900001111"),
            "files": (asked.Paper(chance.uuid7(), "c" * 64),),
            **more,
        }
        return about_result(asked.Report(**given))

    def report(self, by: str = "clerk", **more: Any) -> Outcome:
        with self.market.at():
            return actions.report(self.asked(**more), by=self.market.actor(by), key=self.market.key())

    def reported(self, **more: Any) -> UUID:
        return done(self.report(**more)).case

    def step(self, move: str, request: Any, by: str = "intake officer") -> Outcome:
        with self.market.at():
            return actions.take(move, request, by=self.market.actor(by), key=self.market.key())

    def route(self, case: UUID, way: str = "mediation", to: str = "mediators", **more: Any) -> Outcome:
        given: dict[str, Any] = {"to": self.market.bodies[to].pk if to else None, "text": "材料齐备", **more}
        return self.step("route", asked.Route(protection=case, way=way, **given))

    def routed(self, **more: Any) -> UUID:
        case = self.reported(**more)
        done(self.route(case))
        return case

    def conclude(self, case: UUID, move: str = "conclude", by: str = "mediator", **more: Any) -> Outcome:
        given: dict[str, Any] = {"outcome": "settled", "text": "达成协议", "ended_on": self.market.on, **more}
        return self.step(move, asked.Conclude(protection=case, move=move, **given), by=by)

    def stands(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state


def peopled() -> World:
    market = market_peopled()
    city = f"{market.place[:4]}00"
    market.body("intake", "office", city, market.bodies["market"].authority)
    market.body("mediators", "social_organisation", city, code=credit_code(market.place, 795))
    market.person("intake officer", ("ip_intake", "intake"))
    market.person("mediator", ("ip_handler", "mediators"))
    return World(market)
