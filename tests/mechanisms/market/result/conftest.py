"""A market of one city: a university with its transfer office and two inventors, a firm, the operator, the registrar."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from kechuang.casework.act import Outcome
from kechuang.casework.due import sweep
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.kernel.identify.patent import patent_check
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.result import actions, queries
from kechuang.mechanisms.market.result.models import Achievement, TechRight
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.asking import Apply, Part, RightStep, Terms
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import SYSTEM, Actor, read_actor

FIRST, BEGIN = date(2020, 1, 1), date(2026, 3, 2)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


def patent(serial: int, year: int = 2023) -> str:
    body = f"{year}1{serial:07d}"
    return f"{body}.{patent_check(body)}"


@dataclass
class Market:
    on: date = BEGIN
    place: str = "330106"
    mark: str = ""
    bodies: dict[str, Body] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    count: int = 0
    serial: int = 0

    def body(self, name: str, kind: str, place: str, authority: str = "", code: str = "") -> Body:
        self.bodies[name] = Body.objects.create(
            code=code or f"{self.mark}{name}",
            name=f"{self.mark}{name}",
            kind=kind,
            place=place,
            authority=authority,
            valid_from=FIRST,
        )
        return self.bodies[name]

    def person(self, name: str, *duties: tuple[str, str]) -> Person:
        someone = self.people[name] = Person.objects.create_user(f"{self.mark}{name}", name=f"Person {name}")
        for role, body in duties:
            Grant.objects.create(person=someone, role=role, body=self.bodies[body], valid_from=FIRST)
        return someone

    def actor(self, name: str) -> Actor:
        return SYSTEM if name == "system" else read_actor(self.people[name])

    def key(self) -> str:
        self.count += 1
        return f"market:{self.mark}{self.count}"

    def at(self, on: date | None = None):
        return clock.fixed(moment(on or self.on))

    def pass_to(self, on: date) -> None:
        self.on = on
        with self.at():
            sweep(on)

    # --- achievements

    def ip(self, **more: Any) -> told.Ip:
        self.serial += 1
        given = {
            "kind": "patent",
            "number": patent(self.serial),
            "patentee": self.bodies["university"].name,
            "granted_on": date(2025, 6, 1),
            "fee_until": date(2027, 6, 1),
        }
        return told.Ip(**{**given, **more})

    def values(self, **more: Any) -> told.Values:
        ips = more.pop("ips", None) or (self.ip(),)
        first = told.Completer(id=chance.uuid7(), rank=1, share=Fraction(2, 3), name="林明", unit="university")
        second = told.Completer(id=chance.uuid7(), rank=2, share=Fraction(1, 3), name="周越", unit="university")
        given: dict[str, Any] = {
            "name": f"{self.mark}第{self.serial}号锂电池隔膜涂覆工艺",
            "abstract": f"{self.mark}第{self.serial}号成果：水性陶瓷涂覆，提高热稳定性。",
            "kind": "patent",
            "discipline": "430",
            "industry": "C38",
            "ipc": "H01M 50/00",
            "trl": 5,
            "mode": "transfer",
            "government": True,
            "price": Decimal(800_000),
            "ips": ips,
            "completers": (first, second),
            "evidence": (
                told.Evidence(level=3, text="原理验证报告", on=date(2024, 5, 1)),
                told.Evidence(level=5, text="初样测试报告", on=date(2025, 5, 1)),
            ),
            "contact": told.Contact(name="陈老师", phone="13812345678", email="kjc@example.org"),
        }
        return told.Values(**{**given, **more})

    def submit(self, by: str = "office", values: told.Values | None = None, **more: Any) -> Outcome:
        unit = self.bodies["university" if by != "clerk" else "firm"]
        request = asked.Submit(
            case=chance.uuid7(),
            authority=self.bodies["market"].authority,
            office=self.bodies["market"].pk,
            place=unit.place,
            unit=unit.pk,
            unit_name=unit.name,
            unit_code=unit.code,
            values=values or self.values(**more),
        )
        with self.at():
            return actions.submit(request, by=self.actor(by), key=self.key())

    def take(self, case: UUID, move: str, by: str, request: Any = None, **more: Any) -> Outcome:
        wanted = request or asked.Step(case=case, move=move, text=more.pop("text", "so"), **more)
        with self.at():
            return actions.take(move, wanted, by=self.actor(by), key=self.key())

    def registered(self, **more: Any) -> UUID:
        case = done(self.submit(**more)).case
        done(self.take(case, "register", "operator"))
        return case

    def listed(self, until: date | None = None, **more: Any) -> UUID:
        case = self.registered(**more)
        done(self.take(case, "list", "office", asked.Offer(case=case, until=until)))
        return case

    def deal(self, case: UUID, mode: str, by: str = "operator", **more: Any) -> Outcome:
        request = asked.OpenDeal(case=case, deal=more.pop("deal", chance.uuid7()), mode=mode, path="direct", **more)
        with self.at():
            return actions.open_deal(request, by=self.actor(by), key=self.key())

    def close(self, case: UUID, outcome: str = "done", by: str = "operator", **more: Any) -> Outcome:
        deal = Achievement.objects.get(pk=case).deals.filter(closed_on__isnull=True).order_by("pk").first()
        given = {"price": Decimal(100_000), **more}
        request = asked.CloseDeal(case=case, deal=deal.pk, outcome=outcome, **given)
        with self.at():
            return actions.close_deal(request, by=self.actor(by), key=self.key())

    def state(self, case: UUID) -> str:
        state = Case.objects.values_list("state", flat=True).get(pk=case)
        assert Achievement.objects.get(pk=case).state == state
        return state

    # --- rights

    def party(self, name: str) -> Party:
        body = self.bodies[name]
        return Party(name=body.name, code=body.code, body=body.pk)

    def apply(self, entry: str, right: UUID | None = None, by: str = "office", result: UUID | None = None, **more: Any):
        own = self.bodies["university" if by == "office" else "firm"]
        given: dict[str, Any] = {"since": self.on, **more}
        if entry == "first":
            self.serial += 1
            parts = (Part(self.party("university"), Fraction(1)),)
            given = {"name": "隔膜涂覆技术", "numbers": (patent(self.serial),), "parts": parts, **given}
        request = Apply(
            case=chance.uuid7(),
            authority=self.bodies["centre"].authority,
            office=self.bodies["centre"].pk,
            place=own.place,
            applicant=own.pk,
            entry=entry,
            terms=Terms(**given),
            right=right,
            result=result,
        )
        with self.at():
            return actions.apply(request, by=self.actor(by), key=self.key())

    def decide(self, entry: UUID, move: str = "enter", by: str = "registrar", text: str = "") -> Outcome:
        with self.at():
            request = queries.deciding(entry, move, text)
            return actions.decide(move, request, by=self.actor(by), key=self.key())

    def entered(self, entry: str, right: UUID | None = None, **more: Any) -> UUID:
        case = done(self.apply(entry, right, **more)).case
        done(self.decide(case))
        return right or TechRight.objects.latest("pk").pk

    def step_right(self, right: UUID, move: str, by: str = "registrar", text: str = "so") -> Outcome:
        with self.at():
            request = RightStep(case=right, move=move, text=text)
            return actions.step_right(move, request, by=self.actor(by), key=self.key())


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


def peopled(mark: str = "", city: str = "330100", county: str = "330106", serial: int = 1) -> Market:
    made = Market(mark=mark, place=county, serial=serial * 1000)
    open_log(f"{city}-market", f"Market {mark}")
    made.body("market", "market_operator", city, f"{city}-market")
    made.body("centre", "market_operator", city, f"{city}-market")
    made.body("university", "university", county, code=credit_code(county, 700 + serial))
    made.body("firm", "enterprise", county, code=credit_code(county, 800 + serial))
    made.body("bank", "enterprise", county, code=credit_code(county, 850 + serial))
    made.person("office", ("transfer_office", "university"))
    made.person("inventor", ("inventor", "university"))
    made.person("colleague", ("inventor", "university"))
    made.person("clerk", ("firm_clerk", "firm"))
    made.person("operator", ("market_operator", "market"))
    made.person("registrar", ("rights_registrar", "centre"))
    return made


@pytest.fixture
def market(db, settings, tmp_path) -> Market:
    settings.KECHUANG_HOME = tmp_path
    return peopled()


__all__ = ["Market", "done", "market", "patent", "peopled", "replace"]
