"""A unit with brokers, an office that keeps the register, a firm with a demand that became a deal."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.broker import actions
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.demand.rules import requests as demand
from kechuang.web import chance
from tests.mechanisms.market.demand.world import World as Demands
from tests.mechanisms.market.demand.world import done, moment
from tests.mechanisms.market.demand.world import peopled as demanding

CLIENT = credit_code("330106", 901)
NUMBER = "JSJL-2025-0001"


def certificate(**more: Any) -> asked.Certificate:
    values: dict[str, Any] = {
        "number": NUMBER,
        "issuer": "技术转移人才培养基地（演示）",
        "valid_from": date(2025, 1, 1),
        "valid_until": date(2027, 12, 31),
        "level": "intermediate",
        **more,
    }
    return asked.Certificate(**values)


def terms(**more: Any) -> asked.Terms:
    values: dict[str, Any] = {
        "kind": "person",
        "name": "沈演示",
        "certificate": certificate(),
        "specialities": ("4", "8"),
        "services": "成果评价、需求凝练、合同谈判",
        "declared": True,
        **more,
    }
    return asked.Terms(**values)


def checked(**more: Any) -> asked.Checked:
    values: dict[str, Any] = {"on": date(2026, 5, 20), "source": "信用信息公示系统", "finding": "clean", **more}
    return asked.Checked(**values)


def agreement(**more: Any) -> asked.Agreement:
    values: dict[str, Any] = {
        "number": "JJ-2026-01",
        "signed_on": date(2026, 5, 1),
        "form": "rate",
        "rate": Decimal("0.03"),
        **more,
    }
    return asked.Agreement(**values)


class World(Demands):
    """What a test does with brokers."""

    def open(self, by: str = "broker clerk", unit: str = "broker", **more: Any) -> Outcome:
        body, office = self.bodies[unit], self.bodies["county office"]
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=body.place,
            holder=body.pk,
            title=body.name,
            terms=terms(**more),
        )
        with self.at():
            return actions.open_entry(request, by=self.actor(by), key=self.key())

    def step(self, move: str, request: Any, by: str = "county officer") -> Outcome:
        with self.at():
            return actions.take(move, request, by=self.actor(by), key=self.key())

    def walk(self, entry: UUID, move: str, by: str = "county officer", **more: Any) -> Outcome:
        return self.step(move, asked.Step(entry=entry, move=move, **{"text": "已核", **more}), by)

    def check(self, entry: UUID, **more: Any) -> Outcome:
        return self.step("check", asked.Check(entry=entry, checked=checked(**more)))

    def active(self, **more: Any) -> UUID:
        entry = done(self.open(**more)).case
        done(self.check(entry))
        done(self.walk(entry, "activate"))
        return entry

    def deal(self, **more: Any) -> UUID:
        """A demand of the firm, contracted with the institute for 750,000 yuan."""
        case = self.published(**more)
        signed = demand.Contract(
            demand=case,
            number="HT-1",
            signed_on=self.on,
            amount=Decimal(750_000),
            body=self.bodies["institute"].pk,
        )
        done(self.take("contract", signed, "firm clerk"))
        return case

    def claim(self, entry: UUID, deal: UUID, by: str = "broker clerk", client: str = "firm", **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "services": "撮合供需双方并协助谈判",
            "agreement": agreement(),
            "declared": True,
            **more,
        }
        request = asked.Claim(case=chance.uuid7(), entry=entry, deal=deal, client=self.bodies[client].pk, **values)
        with self.at():
            return actions.claim(request, by=self.actor(by), key=self.key())

    def say(self, claim: UUID, move: str, by: str = "firm clerk", text: str = "属实") -> Outcome:
        return self.step(move, asked.DealStep(brokered=claim, move=move, text=text), by)

    def pay(self, claim: UUID, amount: int, on: date | None = None, voucher: str = "FP-1") -> Outcome:
        request = asked.Pay(brokered=claim, amount=Decimal(amount), on=on or self.on, voucher=voucher)
        return self.step("pay", request, "broker clerk")


def peopled() -> World:
    """Give the city of the demands, seen with brokers."""
    found = demanding()
    return World(bodies=found.bodies, persons=found.persons, on=found.on)


__all__ = ["CLIENT", "NUMBER", "World", "agreement", "certificate", "checked", "done", "moment", "peopled", "terms"]
