"""Sales by auction in the demonstration: two finished ones, and one that runs live when somebody opens it.

Results, sellers and bidders are invented. Everything passes the gateway, and every bid the intake and the worker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from kechuang.config.demo import cast, dice
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.entering import collect
from kechuang.mechanisms.market.auction.leading.worker import Worker
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.auction.running import intake
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

CITY = "330100"
TEN = time(10, 0, tzinfo=clock.CHINA)
MINUTE = timedelta(minutes=1)
# What is sold, by which form, at which start price, and the steps of the hammer price above it (0: nobody bids).
AUTUMN = (
    ("低温烟气脱硝催化剂制备方法（演示）", "ascending", 2_400_000, 16),
    ("高精度光纤陀螺标定装置（演示）", "ascending", 2_000_000, 20),
    ("设施番茄抗病新品系（演示）", "ascending", 300_000, 9),
    ("工业视觉缺陷检测软件（演示）", "ascending", 450_000, 0),
)
SPRING = (
    ("固态电池复合电解质膜（演示）", "ascending", 3_000_000, 36),
    ("口腔种植导航算法许可（演示）", "ascending", 480_000, 7),
    ("海水淡化高通量反渗透膜（演示）", "ascending", 900_000, 12),
    ("稻虾共作水质调控方法（演示）", "ascending", 160_000, 5),
    ("齿轮箱声学诊断模型（演示）", "ascending", 260_000, 8),
)
OFFICERS = ("market_operator", "market_reviewer", "auctioneer")


@dataclass(frozen=True, slots=True)
class Bench:
    """The operator and its people, a seller, and the bidders with their clerks."""

    office: Body
    operator: Actor
    reviewer: Actor
    seller: UUID
    bidders: Sequence[tuple[Body, Actor]]


@dataclass(slots=True)
class Auctions:
    """Two sales of the past."""

    troupe: Troupe
    stage: Stage
    lots: dict[str, list[UUID]] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step of both sales on its day."""
        for name, title, on, things in (
            ("autumn", "秋季科技成果拍卖会（演示）", date(2025, 11, 18), AUTUMN),
            ("spring", "春季科技成果拍卖会（演示）", date(2026, 4, 14), SPRING),
        ):
            for days, play in (
                (-15, partial(self._announce, name, title, on, things)),
                (-6, partial(self._admit, name)),
                (0, partial(self._hold, name, on, things)),
                (20, partial(self._settle, name)),
            ):
                self.stage.scene(self.stage.working(on + timedelta(days=days)), play)

    def bench(self, shift: int = 0) -> Bench:
        """Give who takes part."""
        bodies = self.troupe.bodies
        firms = [one for one in self.troupe.firms if one.authority == CITY and one.kind == "enterprise"]
        chosen = [firms[(shift + 7 * at) % len(firms)] for at in range(4)]
        rows = {row.pk: row for row in Body.objects.filter(pk__in=[bodies[one.code] for one in chosen])}
        return Bench(
            Body.objects.get(pk=bodies[cast.EXCHANGE]),
            self.troupe.officer("market_operator", CITY),
            self.troupe.officer("market_reviewer", CITY),
            bodies[cast.THIRD_PARTY],
            [(rows[bodies[one.code]], self.troupe.clerk(one.code)) for one in chosen],
        )

    def _announce(self, name: str, title: str, on: date, things: Sequence[tuple[str, str, int, int]]) -> None:
        begins = datetime.combine(on, TEN)
        terms = [
            Terms(
                form="ascending",
                start=Decimal(start),
                starts_at=begins + at * 70 * MINUTE,
                duration_seconds=3600,
            )
            for at, (_title, _form, start, _steps) in enumerate(things)
        ]
        self.lots[name] = announce(
            self.bench(), title, terms, [each[0] for each in things], key=f"demo:auction:{name}", begins=begins
        )

    def _admit(self, name: str) -> None:
        for at, lot in enumerate(self.lots.get(name, [])):
            admit(self.bench(at), lot, key=f"demo:auction:{name}:{at}")

    def _hold(self, name: str, on: date, things: Sequence[tuple[str, str, int, int]]) -> None:
        """Hold the sale: bids through the intake, at their moments."""
        begins, worker = datetime.combine(on, TEN), Worker()
        for at, (lot, thing) in enumerate(zip(self.lots.get(name, []), things, strict=False)):
            start = begins + at * 70 * MINUTE
            turn(worker, start)
            paddles = list(PaddleCard.objects.filter(lot=lot).order_by("number").values_list("number", flat=True))
            steps, row = thing[3], Lot.objects.get(pk=lot)
            for step in _steps(steps) if paddles else ():
                moment = start + (step + 1) * MINUTE
                amount = row.start + step * Decimal(row.rules["steps"][0]["increment"])
                with clock.fixed(moment):
                    wanted = {"paddle": paddles[(step + len(paddles)) % len(paddles)], "amount": f"{amount:.2f}"}
                    intake.put(lot, "bid", wanted, key=f"demo:{step}")
                    worker.step(lead=True)
            turn(worker, start + 69 * MINUTE)
        worker.end()

    def _settle(self, name: str) -> None:
        """The winners sign and pay; deposits of the others go back."""
        bench, worker = self.bench(), Worker()
        for lot in self.lots.get(name, []):
            row = Lot.objects.select_related("case").get(pk=lot)
            for code in ("confirm", "settle") if row.case.state == "HAMMERED" else ():
                wanted = asked.Order(lot=lot, move=code)
                actions.order(wanted, by=bench.operator, key=f"demo:auction:{lot.hex}:{code}")
                worker.step(lead=True)
            for registration in Bidder.objects.filter(lot=lot, case__state="LOST").order_by("pk"):
                actions.refund(registration.pk, by=bench.operator, key=f"demo:refund:{registration.pk.hex}")
        turn(worker, clock.now())
        worker.end()


def _steps(last: int) -> list[int]:
    """Give the steps at which somebody bids: by ones and twos up to the last."""
    found, at = [], 0
    while at < last:
        found.append(at)
        at += 1 + dice.below(3)
    return [*found, last] if last else []


def turn(worker: Worker, moment: datetime) -> None:
    """Let a worker do everything that is to be done at a moment."""
    with clock.fixed(moment):
        while worker.step(lead=True):
            pass


def announce(
    bench: Bench,
    title: str,
    terms: Sequence[Terms],
    things: Sequence[str | tuple[UUID, asked.Offer]],
    *,
    key: str,
    begins: datetime,
) -> list[UUID]:
    """Prepare, review and announce a sale; give its lots. Raises RuntimeError where an act is refused.

    Each of ``things`` is the title of what the bench's seller offers, or another seller with its offer.
    """
    sale, day = chance.uuid7(), begins.astimezone(clock.CHINA).date()
    about = asked.About(
        title=title,
        mode="online",
        exhibited_from=day - timedelta(days=5),
        exhibited_until=day - timedelta(days=2),
        exhibited_at="技术交易大厅与线上展厅（演示）",
        register_until=begins - timedelta(hours=1),
        contact="拍卖服务台（演示）",
    )
    office = bench.office
    prepared = asked.Prepare(case=sale, authority=CITY, office=office.pk, place=office.place, about=about)
    must(actions.prepare(prepared, by=bench.operator, key=f"{key}:prepare"))
    for at, (each, thing) in enumerate(zip(terms, things, strict=True)):
        seller, offer = (bench.seller, _offer(thing, each.start)) if isinstance(thing, str) else thing
        wanted = asked.Enter(
            sale=sale,
            lot=chance.uuid7(),
            authority=CITY,
            office=office.pk,
            place=office.place,
            seller=seller,
            offer=offer,
            terms=each,
        )
        must(actions.enter(wanted, by=bench.operator, key=f"{key}:lot:{at}"))
    must(actions.step(sale, "accept", by=bench.reviewer, key=f"{key}:accept"))
    must(actions.announce(sale, by=bench.operator, key=f"{key}:announce"))
    return list(Lot.objects.filter(sale=sale).order_by("order").values_list("pk", flat=True))


def _offer(title: str, start: Decimal) -> asked.Offer:
    return asked.Offer(
        title=title,
        about="由演示单位完成的成果，数据均为虚构。",
        delivery="全部技术资料，现场培训两次（演示）。",
        appraisal_yuan=start * Decimal("1.2"),
    )


def must(outcome: actions.Outcome) -> actions.Outcome:
    """Give an outcome that was no refusal."""
    if outcome.refusal:
        raise RuntimeError(f"the demonstration's sale was refused: {outcome.refusal}")
    return outcome


def admit(bench: Bench, lot: UUID, *, key: str) -> list[str]:
    """Register the bidders of a bench for a lot, take their deposits, collect their paddles; give the secrets."""
    return [enter(bench, lot, body, clerk, key=f"{key}:{at}") for at, (body, clerk) in enumerate(bench.bidders)]


def enter(bench: Bench, lot: UUID, body: Body, clerk: Actor, *, key: str) -> str:
    """Let one body come to its paddle; give the secret."""
    row, case = Lot.objects.select_related("case").get(pk=lot), chance.uuid7()
    wanted = asked.Register(
        case=case,
        lot=lot,
        body=body.pk,
        body_name=body.name,
        authority=CITY,
        office=bench.office.pk,
        place=row.case.place,
        undertaken=True,
    )
    must(actions.register(wanted, by=clerk, key=f"{key}:register"))
    must(actions.judge(asked.Judge(case=case, move="qualify"), by=bench.operator, key=f"{key}:qualify"))
    paid = asked.TakeDeposit(case=case, amount=row.deposit or Decimal(0), payer=body.name, paid_on=clock.today())
    must(actions.deposit(paid, by=bench.operator, key=f"{key}:deposit"))
    secret = collect(Bidder.objects.select_related("case", "lot__case", "lot__sale").get(pk=case))
    if not isinstance(secret, str):
        raise RuntimeError(f"no paddle was given: {secret}")  # noqa: TRY004 - a refusal is a value
    return secret


def paddle_of(lot: UUID, secret: str) -> str:
    """Give the number of the paddle that a secret opens, once it is drawn."""
    found = PaddleCard.objects.filter(lot=lot, token=bearer.token(lot, secret)).values_list("number", flat=True)
    return found.first() or ""
