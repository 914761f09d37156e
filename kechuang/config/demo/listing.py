"""Listings of an invented university and a county firm: sold to one buyer, by instalments, offered again, running.

Deals, prices and buyers are invented. What is registered as an achievement is locked while its listing runs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.houses import FREE, UNITS
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.listing import actions
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.moves import LISTING
from kechuang.mechanisms.market.listing.rules.terms import INSTALMENTS, Item, Terms
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

CITY, PLACE = UNITS[0][0], UNITS[0][1]
SELLER = cast.credit_code(PLACE, 930)
CONDITIONS = ("依法设立并有效存续的企业", "具备成果产业化所需的生产条件")


@dataclass(frozen=True, slots=True)
class Told:
    """One listing: when it is applied for, at which base price, how many buyers come, and what becomes of it."""

    name: str
    on: date
    mode: str
    base: int
    buyers: int
    ends: str
    instalments: bool = False
    firm: bool = False


LISTINGS = (
    Told("挂牌转让", date(2025, 9, 8), "transfer", 800_000, 1, "closed"),
    Told("挂牌独占许可", date(2026, 2, 2), "licence_exclusive", 1_500_000, 1, "signed", instalments=True),
    Told("再次挂牌", date(2026, 4, 7), "transfer", 600_000, 0, "relisted"),
    Told("企业专利挂牌转让", date(2026, 8, 3), "transfer", 260_000, 2, "bidding", firm=True),
    Told("挂牌普通许可", date(2026, 10, 26), "licence_ordinary", 120_000, 1, "running"),
    Told("拟挂牌转让", date(2026, 11, 16), "transfer", 950_000, 0, "applied"),
)


@dataclass(slots=True)
class Listings:
    """The listings of one city."""

    troupe: Troupe
    stage: Stage
    cases: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day; time itself ends periods and notices."""
        for at, told in enumerate(LISTINGS):
            self._cue(told.on, partial(self._apply, told, at))
            if told.ends == "applied":
                continue
            self._cue(told.on + timedelta(days=3), partial(self._publish, told))
            self._cue(told.on + timedelta(days=12), partial(self._interests, told))
            if told.ends in {"closed", "signed"}:
                self._cue(told.on + timedelta(days=50), partial(self._confirm, told))
                self._cue(told.on + timedelta(days=70), partial(self._sign, told))
                self._cue(told.on + timedelta(days=76), partial(self._pay, told))
            if told.ends == "closed":
                self._cue(told.on + timedelta(days=84), partial(self._close, told))
            if told.ends == "relisted":
                self._cue(told.on + timedelta(days=60), partial(self._relist, told))
                self._cue(told.on + timedelta(days=63), partial(self._publish, told))

    def _cue(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    @property
    def operator(self) -> Actor:
        """Who runs the market of the city."""
        return self.troupe.officer("market_operator", CITY)

    def _firms(self, told: Told) -> list[Any]:
        firms = [one for one in self.troupe.firms if one.authority == CITY and one.kind == "enterprise"]
        shift = 11 + 5 * LISTINGS.index(told)
        return [firms[(shift + at) % len(firms)] for at in range(told.buyers + 1)]

    def _seller(self, told: Told) -> tuple[Body, Actor]:
        if not told.firm:
            return Body.objects.get(code=SELLER), self.troupe.actors[f"transfer_office.{SELLER}"]
        firm = self._firms(told)[-1]
        return Body.objects.get(pk=self.troupe.bodies[firm.code]), self.troupe.clerk(firm.code)

    def _take(self, told: Told, move: str, request: Any, by: Actor | None = None) -> None:  # noqa: ANN401 - each move has its own request
        case = self.cases.get(told.name)
        state = Case.objects.values_list("state", flat=True).filter(pk=case).first()
        if case is None or state not in LISTING.by_code[move].sources:
            return
        number = Listing.objects.values_list("round", flat=True).get(pk=case)
        key = f"demo:listing:{told.name}:{move}:{number}:{clock.today().isoformat()}"
        outcome = actions.take(move, request, by=by or self.operator, key=key)
        self.stage.note(f"market.listing.{move}", outcome)

    def _terms(self, told: Told, at: int, seller: Body) -> Terms:
        if told.firm:
            items, title = (Item(title="仓储机器人路径规划方法（演示）"),), "仓储机器人路径规划方法（演示）"
        else:
            rows = list(Achievement.objects.filter(unit=seller).order_by("pk"))
            free = [rows[each] for each in reversed(FREE) if each < len(rows) and rows[each].state == "LISTED"]
            row = free[at % len(free)] if free else rows[-1]
            number = row.ips.order_by("order").values_list("number", flat=True).first() or ""
            ref = str(row.pk) if free else ""
            items, title = (Item(title=row.name, ip_number=number if free else "", ref=ref),), row.name
        return Terms(
            title=f"{title}{told.name}",
            summary="成果已完成中试验证，主要技术内容见公开文本；资料可在市场运营方处查阅。",
            mode=told.mode,
            items=items,
            base=Decimal(told.base),
            appraisal=Decimal(told.base) * Decimal("1.05"),
            period_days=20,
            deposit=Decimal(told.base) / 10,
            refund="未成交的，成交结果公示期满后五个工作日内原路退还。",
            conditions=CONDITIONS,
            payment=INSTALMENTS if told.instalments else "one_sum",
            first_share=Decimal("0.4") if told.instalments else None,
            rest_months=10 if told.instalments else None,
            delivery="全套技术文件、工艺参数和两次现场培训",
            transition="成交后一年内提供远程技术支持",
            forum="杭州仲裁委员会",
            extensions=1,
            extension_days=5,
            term_until=date(2031, 12, 31) if told.mode != "transfer" else None,
        )

    def _apply(self, told: Told, at: int) -> None:
        seller, by = self._seller(told)
        office = actions.office_for(seller.place)
        if office is None:
            raise LookupError("nobody runs the market of the city")
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=seller.place,
            seller=seller.pk,
            seller_kind=seller.kind,
            terms=self._terms(told, at, seller),
        )
        outcome = actions.open_listing(request, by=by, key=f"demo:listing:{told.name}:open")
        self.stage.note("market.listing.open", outcome)
        if outcome:
            self.cases[told.name] = outcome.case

    def _publish(self, told: Told) -> None:
        case = self.cases.get(told.name)
        if case is None:
            return
        if Listing.objects.values_list("round", flat=True).get(pk=case) == 0:
            self._take(told, "accept", asked.Step(listing=case, move="accept", text="材料齐全"))
        self._take(told, "list", asked.Publish(listing=case, start=clock.today(), checked=True))

    def _interests(self, told: Told) -> None:
        row = Listing.objects.select_related("case").filter(pk=self.cases.get(told.name)).first()
        if row is None or row.case.state != "LISTED":
            return
        for firm in self._firms(told)[: told.buyers]:
            body = Body.objects.get(pk=self.troupe.bodies[firm.code])
            request = asked.Register(
                case=chance.uuid7(),
                listing=row.pk,
                body=body.pk,
                body_name=body.name,
                authority=row.case.authority,
                office=row.case.office_id,  # type: ignore[arg-type]  # a listing has an operator
                place=row.case.place,
                undertaken=True,
            )
            key = f"demo:listing:{told.name}:{firm.code}"
            outcome = actions.register_interest(request, by=self.troupe.clerk(firm.code), key=f"{key}:register")
            self.stage.note("market.interest.register", outcome)
            if outcome and told.ends != "running":
                self._admit(outcome.case, body.name, row.deposit, key)

    def _admit(self, case: UUID, payer: str, amount: Decimal, key: str) -> None:
        judged = asked.Judge(case=case, move="qualify", text="", met=CONDITIONS)
        done = actions.take_interest("qualify", judged, by=self.operator, key=f"{key}:qualify")
        self.stage.note("market.interest.qualify", done)
        paid = asked.TakeDeposit(case=case, amount=amount, payer=payer, paid_on=clock.today())
        done = actions.take_interest("deposit", paid, by=self.operator, key=f"{key}:deposit")
        self.stage.note("market.interest.deposit", done)

    def _confirm(self, told: Told) -> None:
        case, price = self.cases.get(told.name), Decimal(told.base) * Decimal("1.02")
        if case is None:
            return
        self._take(told, "confirm", asked.Confirm(listing=case, price=price, parties=actions.parties(case)))

    def _sign(self, told: Told) -> None:
        row = Listing.objects.filter(pk=self.cases.get(told.name)).first()
        if row is None or row.price is None:
            return
        number = f"演示挂牌合同{told.on.year}-{LISTINGS.index(told) + 1:02d}"
        sign = asked.Sign(listing=row.pk, number=number, signed_on=clock.today(), price=row.price)
        self._take(told, "sign", sign, self._seller(told)[1])

    def _pay(self, told: Told) -> None:
        row = Listing.objects.select_related("buyer").filter(pk=self.cases.get(told.name)).first()
        if row is None or row.price is None or row.buyer is None:
            return
        held = Interest.objects.get(listing=row, body=row.buyer).deposit
        amount = row.price / 2 if told.instalments else row.price - held
        parties = actions.parties(row.pk)
        pay = asked.Pay(listing=row.pk, amount=amount, payer=row.buyer.name, paid_on=clock.today(), parties=parties)
        self._take(told, "pay", pay)

    def _close(self, told: Told) -> None:
        case = self.cases.get(told.name)
        if case is None:
            return
        self._take(told, "close", asked.Close(listing=case, certificate=f"演示鉴证{told.on.year}-0001"))

    def _relist(self, told: Told) -> None:
        case = self.cases.get(told.name)
        if case is None:
            return
        seller, by = self._seller(told)
        base = Decimal(told.base) * Decimal("0.95")
        reason = f"{seller.name}：首轮未征集到意向方，降价5%再次挂牌。"
        self._take(told, "relist", asked.Relist(listing=case, base=base, consent="", reason=reason), by)
