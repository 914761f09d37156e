"""A sale of the past with lots of two special kinds: a registered result, and a purchase that weighs price and quality.

Sellers, bidders, amounts and values are invented. Nothing is drawn by dice, so that the rest of the story stays.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.config.demo import cast
from kechuang.config.demo.auctions import CITY, MINUTE, TEN, Auctions, Bench, admit, announce, must, turn
from kechuang.config.demo.houses import FREE, UNITS
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from kechuang.mechanisms.market.auction.leading.worker import Worker
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.auction.running import intake
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import clock

TITLE = "长三角科技成果专场拍卖会（演示）"
DAY = date(2026, 6, 16)
SELLER = cast.credit_code(UNITS[2][1], 930)
BIDS = ("800000", "810000", "830000", "850000")
# What each bidder of the purchase offers, in yuan, and the panel's value for its quality: the cheapest does not win.
OFFERS = (("620000.00", "68"), ("700000.00", "93.5"), ("650000.00", "74"))
OPENS, ASSESSED = timedelta(minutes=70), timedelta(minutes=5)


@dataclass(slots=True)
class WeightedSale:
    """The sale of one day in June."""

    troupe: Troupe
    stage: Stage
    lots: list[UUID] = field(default_factory=list)

    def set_out(self) -> None:
        """Put every step of the sale on its day."""
        for days, play in ((-15, self._announce), (-6, self._admit), (0, self._hold), (20, self._settle)):
            self.stage.scene(self.stage.working(DAY + timedelta(days=days)), play)

    def _bench(self) -> Bench:
        return Auctions(self.troupe, self.stage).bench(2)

    def _announce(self) -> None:
        begins, bench = datetime.combine(DAY, TEN), self._bench()
        rows = list(Achievement.objects.filter(unit__code=SELLER).select_related("case", "unit").order_by("pk"))
        free = [rows[at] for at in reversed(FREE) if at < len(rows) and rows[at].case.state == "LISTED"]
        if not free:
            raise LookupError("no registered result is free for the sale of the demonstration")
        result = free[0]
        offer = asked.Offer(
            title=f"{result.name}专利权",
            result=result.case.number,
            result_title=result.name,
            ip_number=result.ips.order_by("order").values_list("number", flat=True).first() or "",
            about=result.abstract,
            delivery="全部技术资料，现场培训两次（演示）。",
            appraisal_yuan=Decimal(900_000),
        )
        purchase = asked.Offer(
            title="光伏组件回收中试研发服务采购（演示）",
            about="委托开发：报价与技术方案合并评价，质量分由评审组在报价揭示前给出（演示）。",
            delivery="中试报告与工艺包（演示）。",
            appraisal_yuan=Decimal(820_000),
        )
        terms = [
            Terms(form="ascending", start=Decimal(800_000), starts_at=begins, duration_seconds=3600),
            Terms(
                form="sealed_reverse",
                start=Decimal(800_000),
                starts_at=begins + OPENS,
                duration_seconds=3600,
                quality_weight=Decimal("0.6"),
            ),
        ]
        things = [(result.unit_id, offer), (bench.seller, purchase)]
        self.lots = announce(bench, TITLE, terms, things, key="demo:auction:weighted", begins=begins)

    def _admit(self) -> None:
        bench = self._bench()
        for at, lot in enumerate(self.lots):
            admit(bench, lot, key=f"demo:auction:weighted:{at}")

    def _hold(self) -> None:
        worker, begins = Worker(), datetime.combine(DAY, TEN)
        turn(worker, begins)
        result, purchase = self.lots
        paddles = _paddles(result)
        for at, amount in enumerate(BIDS):
            wanted = {"paddle": paddles[at % len(paddles)], "amount": f"{amount}.00"}
            self._wish(worker, result, "bid", wanted, begins + (at + 5) * MINUTE)
        self._buy(worker, purchase, begins + OPENS)
        worker.end()

    def _buy(self, worker: Worker, lot: UUID, begins: datetime) -> None:
        """The panel gives its values, sealed offers come in, and are opened after the end."""
        turn(worker, begins)
        code, auctioneer = Lot.objects.get(pk=lot).code, self.troupe.officer("auctioneer", CITY)
        offers = list(zip(_paddles(lot), OFFERS, strict=False))
        for paddle, (_amount, points) in offers:
            with clock.fixed(begins + ASSESSED):
                order = asked.Order(lot=lot, move="assess", payload={"paddle": paddle, "points": points})
                must(actions.order(order, by=auctioneer, key=f"demo:auction:weighted:{paddle}:assess"))
                worker.step(lead=True)
        nonces = {paddle: f"{at:064x}" for at, (paddle, _offer) in enumerate(offers, 1)}
        for at, (paddle, (amount, _points)) in enumerate(offers):
            sealed = seal_bid(code, paddle, Decimal(amount), nonces[paddle])
            wanted = {"paddle": paddle, "commitment": sealed}
            self._wish(worker, lot, "commit", wanted, begins + (at + 10) * MINUTE)
        turn(worker, begins + 61 * MINUTE)
        for at, (paddle, (amount, _points)) in enumerate(offers):
            wanted = {"paddle": paddle, "amount": amount, "nonce": nonces[paddle]}
            self._wish(worker, lot, "reveal", wanted, begins + (at + 62) * MINUTE)
        turn(worker, begins + timedelta(hours=6))

    def _wish(self, worker: Worker, lot: UUID, kind: str, wanted: dict[str, str], at: datetime) -> None:
        with clock.fixed(at):
            number = intake.put(lot, kind, wanted, key=f"demo:{kind}:{wanted['paddle']}:{at:%H%M}")
            worker.step(lead=True)
            answered = intake.answer(number)
        if not answered.done or answered.refusal:
            raise RuntimeError(f"the demonstration's {kind} was refused: {answered.refusal}")

    def _settle(self) -> None:
        """The buyers sign and pay; deposits of the others go back."""
        bench, worker = self._bench(), Worker()
        for lot in self.lots:
            for code in ("confirm", "settle"):
                order = asked.Order(lot=lot, move=code)
                must(actions.order(order, by=bench.operator, key=f"demo:auction:{lot.hex}:{code}"))
                worker.step(lead=True)
            for registration in Bidder.objects.filter(lot=lot, case__state="LOST").order_by("pk"):
                actions.refund(registration.pk, by=bench.operator, key=f"demo:refund:{registration.pk.hex}")
        turn(worker, clock.now())
        worker.end()


def _paddles(lot: UUID) -> list[str]:
    return list(PaddleCard.objects.filter(lot=lot).order_by("number").values_list("number", flat=True))
