"""A market of one city in which a university and a county firm list what they sell, and three firms want to buy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.test import Client

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.listing import actions
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.terms import Item, Terms
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance
from kechuang.web.permissions import SYSTEM
from tests.mechanisms.market.result.conftest import Market, done, patent
from tests.mechanisms.market.result.conftest import peopled as market_of

# 2 March 2026 is a Monday; twenty working days after it end on 30 March.
BEGIN, LAST = date(2026, 3, 2), date(2026, 3, 30)


@dataclass
class World(Market):
    def client(self, name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(self.people[name])
        return client

    def terms(self, *refs: UUID, **more: Any) -> Terms:
        rows = [Achievement.objects.get(pk=ref) for ref in refs]
        items = tuple(
            Item(title=row.name, ip_number=row.ips.first().number if row.ips.exists() else "", ref=str(row.pk))
            for row in rows
        )
        self.serial += 1
        values: dict[str, Any] = {
            "title": "锂电池隔膜涂覆工艺",
            "summary": "水性陶瓷涂覆,提高热稳定性。",
            "mode": "transfer",
            "items": items or (Item(title="锂电池隔膜涂覆工艺", ip_number=patent(self.serial)),),
            "base": Decimal(1_000_000),
            "appraisal": Decimal(1_050_000),
            "period_days": 20,
            "deposit": Decimal(100_000),
            "refund": "未成交者五个工作日内退还",
            "conditions": ("具有锂电池生产能力", "近三年无失信记录"),
            "delivery": "全套工艺文件与三次现场培训",
            **more,
        }
        return Terms(**values)

    def apply_for(self, *refs: UUID, by: str = "clerk", **more: Any) -> Outcome:
        seller, office = self.bodies["firm" if by == "clerk" else "university"], self.bodies["market"]
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=seller.place,
            seller=seller.pk,
            seller_kind=seller.kind,
            terms=more.pop("terms", None) or self.terms(*refs, **more),
        )
        with self.at():
            return actions.open_listing(request, by=self.actor(by), key=self.key())

    def move(self, move: str, request: Any, by: str = "operator") -> Outcome:
        with self.at():
            return actions.take(move, request, by=self.actor(by), key=self.key())

    def step(self, case: UUID, move: str, by: str = "operator", text: str = "依据充分") -> Outcome:
        parties = actions.parties(case) if move in {"delist", "conclude"} else ()
        return self.move(move, asked.Step(listing=case, move=move, text=text, parties=parties), by)

    def publish(self, case: UUID, **more: Any) -> Outcome:
        values = {"start": self.on, "checked": True, **more}
        return self.move("list", asked.Publish(listing=case, **values))

    def listing(self, *refs: UUID, by: str = "clerk", **more: Any) -> UUID:
        case = done(self.apply_for(*refs, by=by, **more)).case
        done(self.step(case, "accept"))
        done(self.publish(case))
        return case

    def register(self, case: UUID, by: str = "buyer", **more: Any) -> Outcome:
        body, row = self.bodies[by], Case.objects.get(pk=case)
        values = {"undertaken": True, "body": body.pk, "body_name": body.name, **more}
        request = asked.Register(
            case=chance.uuid7(),
            listing=case,
            authority=row.authority,
            office=row.office_id,
            place=row.place,
            **values,
        )
        with self.at():
            actor = self.actor(by) if by in self.people else SYSTEM
            return actions.register_interest(request, by=actor, key=self.key())

    def interest(self, case: UUID, move: str, by: str = "operator", request: Any = None, **more: Any) -> Outcome:
        wanted = request or asked.Judge(case=case, move=move, **{"text": "依据充分", **more})
        with self.at():
            return actions.take_interest(move, wanted, by=self.actor(by), key=self.key())

    def deposit(self, interest: UUID, **more: Any) -> Outcome:
        party = Case.objects.select_related("holder").get(pk=interest)
        values = {"amount": Decimal(100_000), "payer": party.holder.name, "paid_on": self.on, **more}
        return self.interest(interest, "deposit", request=asked.TakeDeposit(case=interest, **values))

    def admitted(self, case: UUID, by: str = "buyer", **more: Any) -> UUID:
        interest = done(self.register(case, by, **more)).case
        conditions = tuple(Listing.objects.get(pk=case).terms["conditions"])
        done(self.interest(interest, "qualify", met=conditions))
        if Listing.objects.get(pk=case).deposit:
            done(self.deposit(interest))
        return interest

    def confirm(self, case: UUID, price: Any = Decimal(1_200_000)) -> Outcome:
        return self.move("confirm", asked.Confirm(listing=case, price=price, parties=actions.parties(case)))

    def sign(self, case: UUID, by: str = "clerk", **more: Any) -> Outcome:
        values = {"number": "HT-2026-1", "signed_on": self.on, "price": Listing.objects.get(pk=case).price, **more}
        return self.move("sign", asked.Sign(listing=case, **values), by)

    def pay(self, case: UUID, amount: Any, **more: Any) -> Outcome:
        values = {"payer": "buyer", "paid_on": self.on, **more}
        parties = actions.parties(case)
        return self.move("pay", asked.Pay(listing=case, amount=Decimal(amount), parties=parties, **values))

    def at_result(self, *refs: UUID, by: str = "clerk", **more: Any) -> UUID:
        """A listing whose result's notice runs, from one buyer."""
        case = self.listing(*refs, by=by, **more)
        self.admitted(case)
        self.pass_to(date(2026, 3, 31))
        done(self.confirm(case))
        return case

    def settled(self, *refs: UUID, by: str = "clerk", **more: Any) -> UUID:
        case = self.at_result(*refs, by=by, **more)
        self.pass_to(date(2026, 4, 13))
        done(self.sign(case, by))
        done(self.pay(case, 1_100_000))
        return case

    def state_of(self, case: UUID) -> str:
        return Case.objects.get(pk=case).state


def peopled() -> World:
    market = market_of()
    world = World(**{name: getattr(market, name) for name in market.__dataclass_fields__})
    world.on = BEGIN
    for at, name in enumerate(("buyer", "rival", "third")):
        world.body(name, "enterprise", "330110", code=credit_code("330110", 820 + at))
        world.person(name, ("firm_clerk", name))
    world.person("reviewer", ("market_reviewer", "market"))
    return world
