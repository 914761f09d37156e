"""An office that holds events, three bodies that come, a published demand to show."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.mechanisms.market.roadshow import actions
from kechuang.mechanisms.market.roadshow.models import EventSignup
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.web import chance
from kechuang.web.clock import CHINA
from tests.mechanisms.market.demand.world import World as Demands
from tests.mechanisms.market.demand.world import done, moment
from tests.mechanisms.market.demand.world import peopled as demanding

TERMS = asked.Terms(
    title="新材料成果路演（演示）",
    kind="roadshow",
    starts_at=datetime(2026, 6, 18, 14, 0, tzinfo=CHINA),
    ends_at=datetime(2026, 6, 18, 17, 0, tzinfo=CHINA),
    place="330106",
    venue="演示路演厅一号厅",
    host="演示主办单位",
    capacity=3,
)


def terms(**more: Any) -> asked.Terms:
    return replace(TERMS, **more)


class World(Demands):
    """What a test does with events."""

    def plan(self, by: str = "county officer", **more: Any) -> Outcome:
        office = self.bodies["county office"]
        request = asked.Plan(case=chance.uuid7(), authority=office.authority, office=office.pk, terms=terms(**more))
        with self.at():
            return actions.plan(request, by=self.actor(by), key=self.key())

    def step(self, move: str, request: Any, by: str = "county officer") -> Outcome:
        with self.at():
            return actions.take(move, request, by=self.actor(by), key=self.key())

    def walk(self, event: UUID, move: str, text: str = "说明", by: str = "county officer") -> Outcome:
        return self.step(move, asked.Step(event=event, move=move, text=text), by)

    def out(self, **more: Any) -> UUID:
        event = done(self.plan(**more)).case
        done(self.walk(event, "publish"))
        return event

    def join(self, event: UUID, body: str = "firm", by: str = "firm clerk", persons: int = 1) -> Outcome:
        request = asked.Join(event=event, id=chance.uuid7(), body=self.bodies[body].pk, persons=persons)
        return self.step("join", request, by)

    def leave(self, event: UUID, body: str = "firm", by: str = "firm clerk") -> Outcome:
        return self.step("leave", asked.Leave(event=event, body=self.bodies[body].pk), by)

    def shift(self, event: UUID, **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "starts_at": TERMS.starts_at,
            "ends_at": TERMS.ends_at,
            "place": TERMS.place,
            "venue": TERMS.venue,
            "capacity": TERMS.capacity,
            "text": "场地调整",
            **more,
        }
        return self.step("move", asked.Shift(event=event, **values))

    def held(self, **more: Any) -> UUID:
        event = self.out(**more)
        done(self.join(event))
        self.on = date(2026, 6, 18)
        came = frozenset(EventSignup.objects.filter(event=event).values_list("pk", flat=True))
        done(self.step("hold", asked.Held(event=event, came=came, guests=4)))
        return event

    def meet(self, event: UUID, **more: Any) -> Outcome:
        values: dict[str, Any] = {
            "first": self.bodies["firm"].pk,
            "second_name": "某投资机构（演示）",
            "about": "试用",
            **more,
        }
        return self.step("meet", asked.Meet(event=event, id=chance.uuid7(), **values))


def peopled() -> World:
    """Give the city of the demands, seen with events."""
    found = demanding()
    return World(bodies=found.bodies, persons=found.persons, on=found.on)


__all__ = ["TERMS", "World", "done", "moment", "peopled", "terms"]
