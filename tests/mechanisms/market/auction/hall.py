"""A small exchange: an operator with its people, a seller, firms; a sale from its preparation to running lots."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.entering import collect
from kechuang.mechanisms.market.auction.leading.worker import Worker
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.auction.running import intake
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

PLACE = "330100"
MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
START = datetime(2026, 3, 18, 6, 0, tzinfo=UTC)


@dataclass
class Hall:
    """Who is there, and what is running."""

    operator: Body
    seller: Body
    firms: list[Body]
    people: dict[str, Actor]
    clerks: list[Actor]
    now: datetime = MORNING
    secrets: dict[tuple[UUID, int], str] = field(default_factory=dict)
    worker: Worker = field(default_factory=Worker)

    @contextmanager
    def at(self, moment: datetime):
        self.now = moment
        with clock.fixed(moment):
            yield

    def prepare(self, *terms: Terms, mode: str = "online", **days) -> list[Lot]:
        """Prepare a sale with a lot for each of the terms."""
        sale = chance.uuid7()
        about = asked.About(title="春季科技成果拍卖会", mode=mode, exhibited_at="线上展厅", **{**dates(START), **days})
        wanted = asked.Prepare(case=sale, authority=PLACE, office=self.operator.pk, place=PLACE, about=about)
        must(actions.prepare(wanted, by=self.people["operator"], key=f"prepare:{sale}"))
        for order, each in enumerate(terms):
            self.enter(sale, each, order)
        return list(Lot.objects.filter(sale=sale).order_by("order"))

    def enter(self, sale: UUID, terms: Terms, order: int = 0, **more):
        offer = asked.Offer(title=f"高效电催化剂专利 {order}", ip_number="202110123456.7", **more)
        request = asked.Enter(
            sale=sale,
            lot=chance.uuid7(),
            authority=PLACE,
            office=self.operator.pk,
            place=PLACE,
            seller=self.seller.pk,
            offer=offer,
            terms=terms,
        )
        return must(actions.enter(request, by=self.people["operator"], key=f"enter:{sale}:{order}"))

    def announce(self, *terms: Terms, mode: str = "online", **days) -> list[Lot]:
        """Prepare, review and announce a sale."""
        lots = self.prepare(*terms, mode=mode, **days)
        sale = lots[0].sale_id
        must(actions.step(sale, "accept", by=self.people["reviewer"], key=f"accept:{sale}"))
        must(actions.announce(sale, by=self.people["operator"], key=f"announce:{sale}"))
        self.worker.step(lead=True)
        return list(Lot.objects.filter(sale=sale).order_by("order"))

    def admit(self, lot: Lot, count: int, ranks: dict[int, int] | None = None) -> None:
        """Register firms, take their deposits, and have them collect their paddles."""
        for number in range(count):
            case = self.register(lot, number)
            rank = (ranks or {}).get(number)
            must(
                actions.judge(
                    asked.Judge(case=case, move="qualify", rank=rank), by=self.people["operator"], key=f"q:{case}"
                )
            )
            paid = asked.TakeDeposit(
                case=case, amount=lot.deposit, payer=self.firms[number].name, paid_on=clock.today()
            )
            must(actions.deposit(paid, by=self.people["operator"], key=f"d:{case}"))
            self.collect(lot, number)

    def register(self, lot: Lot, number: int) -> UUID:
        case, firm = chance.uuid7(), self.firms[number]
        request = asked.Register(
            case=case,
            lot=lot.pk,
            body=firm.pk,
            body_name=firm.name,
            authority=PLACE,
            office=self.operator.pk,
            place=PLACE,
            undertaken=True,
        )
        must(actions.register(request, by=self.clerks[number], key=f"r:{case}"))
        return case

    def collect(self, lot: Lot, number: int) -> str:
        row = Bidder.objects.select_related("case", "lot__case").get(lot=lot, body=self.firms[number])
        secret = collect(row)
        assert isinstance(secret, str), secret
        self.secrets[lot.pk, number] = secret
        return secret

    def paddle(self, lot: Lot, number: int) -> str:
        token = bearer.token(lot.pk, self.secrets[lot.pk, number])
        return PaddleCard.objects.get(lot=lot, token=token).number

    def run(self, lots: list[Lot], firms: int, ranks: dict[int, int] | None = None) -> None:
        """Admit firms to lots, draw the paddles, and let the clock come to the start."""
        for lot in lots:
            lot.refresh_from_db()
            self.admit(lot, firms, ranks)
        with self.at(START):
            self.turn()

    def turn(self) -> None:
        """Let the worker do everything that is to be done now."""
        while self.worker.step(lead=True):
            pass

    def wish(self, lot: Lot, kind: str, key: str = "", **payload):
        """Put a wish into the intake and let the worker answer it."""
        number = intake.put(lot.pk, kind, payload, key=key or chance.random_id())
        self.turn()
        return intake.wait(number, 0)

    def bid(self, lot: Lot, number: int, amount: str, after: timedelta):
        with self.at(START + after):
            return self.wish(lot, "bid", paddle=self.paddle(lot, number), amount=amount)

    def state(self, lot: Lot) -> str:
        return Case.objects.get(pk=lot.pk).state


def dates(start: datetime) -> dict:
    """Give the days of a sale that begins at a moment."""
    return {
        "exhibited_from": (start - timedelta(days=9)).date(),
        "exhibited_until": (start - timedelta(days=7)).date(),
        "register_until": start - timedelta(hours=21),
    }


def must(outcome):
    assert outcome.refusal is None, outcome.refusal
    return outcome


def ascending(**more) -> Terms:
    values = {"form": "ascending", "start": Decimal(100000), "starts_at": START, "duration_seconds": 3600}
    return Terms(**{**values, **more})


def person(username: str, role: str, body: Body) -> Actor:
    someone = Person.objects.create_user(username, name=username)
    Grant.objects.create(person=someone, role=role, body=body, valid_from=date(2020, 1, 1))
    return read_actor(someone)


def open_hall(firms: int = 4) -> Hall:
    open_log(PLACE, "Hangzhou")
    first = date(2020, 1, 1)
    operator = Body.objects.create(
        code="exchange", name="技术交易所", kind="market_operator", place=PLACE, authority=PLACE, valid_from=first
    )
    seller = Body.objects.create(code="university", name="大学", kind="university", place="330106", valid_from=first)
    rows = [
        Body.objects.create(code=f"firm{n}", name=f"科技公司{n}", kind="enterprise", place="330106", valid_from=first)
        for n in range(firms)
    ]
    people = {
        "operator": person("operator", "market_operator", operator),
        "reviewer": person("reviewer", "market_reviewer", operator),
        "auctioneer": person("auctioneer", "auctioneer", operator),
    }
    return Hall(operator, seller, rows, people, [person(f"clerk{n}", "firm_clerk", row) for n, row in enumerate(rows)])
