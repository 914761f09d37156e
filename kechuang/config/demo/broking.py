"""Invented brokers of the cities: entered, checked, suspended, expired, renewed; the deals that they claimed.

Nothing here is drawn by dice. Every person is invented and bears the mark of the demonstration.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe, also
from kechuang.mechanisms.market.broker import actions, projecting
from kechuang.mechanisms.market.broker.models import BrokeredDeal
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.web import chance
from kechuang.web.accounts.models import Body

ISSUER = f"技术转移人才培养基地{cast.MARK}"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: who, at which level, in which fields, from when; how it goes on (``then``) and on which day."""

    name: str
    level: str
    fields: tuple[str, ...]
    on: date
    until: date = date(2028, 12, 31)
    then: str = ""
    then_on: date = LAST_DAY
    open_name: bool = False
    kind: str = asked.PERSON


CITY = (
    Told("沈甲", "senior", ("4", "8"), date(2025, 6, 10), open_name=True),
    Told("钱乙", "intermediate", ("1",), date(2025, 7, 8)),
    Told("陆丙", "elementary", ("2", "7"), date(2025, 9, 2), until=date(2026, 8, 31)),
    Told("方丁", "intermediate", ("6",), date(2025, 9, 16), then="suspend", then_on=date(2026, 9, 8)),
    Told("顾戊", "elementary", ("8",), date(2025, 10, 14), then="lift", then_on=date(2026, 5, 12)),
    Told("汪己", "elementary", ("1", "5"), date(2025, 11, 4), then="revoke", then_on=date(2026, 6, 9)),
    Told("俞庚", "intermediate", ("3",), date(2025, 12, 2), until=date(2026, 12, 15), then="ask",
         then_on=date(2026, 11, 17)),
    Told("董辛", "elementary", ("4",), date(2026, 11, 18), then="wait"),
    Told("", "provincial", ("4", "5", "8"), date(2025, 6, 17), kind=asked.BODY),
)  # fmt: skip
ELSEWHERE = (
    Told("庄壬", "senior", ("1", "2"), date(2025, 8, 5)),
    Told("谢癸", "elementary", ("7",), date(2026, 3, 10)),
)
ROUNDS = (date(2025, 11, 18), date(2026, 3, 17), date(2026, 7, 14), date(2026, 10, 20))
A_ROUND = 3


@dataclass(slots=True)
class Broking:
    """The brokers of all cities. ``set_out`` puts their steps on the stage."""

    troupe: Troupe
    stage: Stage
    entries: dict[str, UUID] = field(default_factory=dict)
    serial: int = 0

    def set_out(self) -> None:
        """Put every step on its day."""
        for authority in cast.AUTHORITIES:
            house = next(
                (
                    one
                    for one in self.troupe.providers
                    if one.authority == authority.code and one.kind == "service_provider"
                ),
                None,
            )
            if house is None:
                continue
            if authority.code != cast.AUTHORITIES[0].code:
                also(self.troupe, "broker", [(f"clerk.{house.code}", house.code)])
            for told in CITY if authority.code == cast.AUTHORITIES[0].code else ELSEWHERE:
                self._cue(told.on, partial(self._enter, house, told))
        for at, day in enumerate(ROUNDS):
            self._cue(day, partial(self._deals, at))

    def _cue(self, on: date, play: Any) -> None:  # noqa: ANN401 - a scene
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _officer(self, house: cast.Firm) -> Any:  # noqa: ANN401 - an actor
        office = self._office(house)
        return self.troupe.officer("county_checker", office.place)

    def _office(self, house: cast.Firm) -> Body:
        office = actions.office_for(house.place)
        if office is None:
            raise LookupError(f"no office keeps the register for {house.place}")
        return office

    def _certificate(self, told: Told, serial: int, until: date | None = None) -> asked.Certificate:
        return asked.Certificate(
            number=f"演示技转{told.on.year}{serial:04d}",
            issuer=ISSUER,
            valid_from=date(2025, 1, 1),
            valid_until=until or told.until,
            level=told.level,
        )

    def _enter(self, house: cast.Firm, told: Told) -> None:
        self.serial += 1
        office, serial = self._office(house), self.serial
        unit = Body.objects.get(pk=self.troupe.bodies[house.code])
        terms = asked.Terms(
            kind=told.kind,
            name=f"{told.name}{cast.MARK}" if told.name else unit.name,
            certificate=self._certificate(told, serial),
            title="middle" if told.level == "senior" else "none",
            specialities=told.fields,
            services="需求凝练、成果评价、合同谈判与登记",
            open_name=told.open_name,
            declared=True,
        )
        request = asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=house.place,
            holder=unit.pk,
            title=unit.name,
            terms=terms,
        )
        clerk, key = self.troupe.clerk(house.code), f"demo:broker:{serial}"
        outcome = actions.open_entry(request, by=clerk, key=f"{key}:apply")
        self.stage.note("market.broker.apply", outcome)
        if not outcome or outcome.case is None:
            return
        self.entries[told.name or unit.name] = outcome.case
        if told.then == "wait":
            return
        officer, entry = self._officer(house), outcome.case
        checked = asked.Checked(on=told.on, source="信用信息公示系统（演示）", finding=asked.CLEAN)
        self._take("check", asked.Check(entry=entry, checked=checked), officer, key)
        self._take("activate", asked.Step(entry=entry, move="activate"), officer, key)
        if told.then:
            self._cue(told.then_on, partial(self._then, house, told, entry, serial))

    def _take(self, move: str, request: Any, by: Any, key: str) -> None:  # noqa: ANN401 - a request and an actor
        self.stage.note(f"market.broker.{move}", actions.take(move, request, by=by, key=f"{key}:{move}"))

    def _then(self, house: cast.Firm, told: Told, entry: UUID, serial: int) -> None:
        officer, key = self._officer(house), f"demo:broker:{serial}:later"
        step = partial(asked.Step, entry=entry)
        if told.then == "ask":
            longer = self._certificate(told, serial + 100, date(2029, 12, 31))
            self._take("ask", asked.Ask(entry=entry, certificate=longer), self.troupe.clerk(house.code), key)
        elif told.then == "revoke":
            self._take("revoke", step(move="revoke", ground="own_wish", text="本人离职，申请撤销。"), officer, key)
        else:
            text = "收到委托方投诉，核实期间暂停。"
            self._take("suspend", step(move="suspend", ground="complaint", text=text), officer, key)
            if told.then == "lift":
                self._cue(told.then_on + timedelta(days=21), partial(self._lift, officer, entry, key))

    def _lift(self, officer: Any, entry: UUID, key: str) -> None:  # noqa: ANN401 - an actor
        self._take("lift", asked.Step(entry=entry, move="lift", text="经核实投诉不成立。"), officer, key)

    def _deals(self, at: int) -> None:
        """Claim some deals that stand and nobody claimed yet; the client confirms most, and commission is paid."""
        city = cast.AUTHORITIES[0].code
        taken = set(BrokeredDeal.objects.values_list("deal_id", flat=True))
        rows = Case.objects.filter(
            kind__in=projecting.STANDS, authority=city, state__in=("CONTRACTED", "CLOSED_SOLVED", "REGISTERED")
        ).exclude(pk__in=taken)
        found = projecting.deals(list(rows.order_by("number").values_list("pk", flat=True)[:40]))
        clients = {self.troupe.bodies[one.code]: one.code for one in self.troupe.firms if one.authority == city}
        names = [name for name in ("沈甲", "钱乙") if name in self.entries]
        done = 0
        for deal in found.values():
            client = next((pk for pk in sorted(deal.parties, key=str) if pk in clients), None)
            if done == A_ROUND or client is None or deal.amount is None or deal.on is None or not names:
                continue
            if self.troupe.bodies[self._house().code] in deal.parties and (at, done) != (0, 0):
                continue
            done += 1
            self._brokered(f"demo:brokered:{at}:{done}", deal, client, clients[client], names[done % len(names)])

    def _house(self) -> cast.Firm:
        """Give the unit whose brokers claim deals."""
        known = [one for one in self.troupe.providers if one.authority == cast.AUTHORITIES[0].code]
        return next(one for one in known if one.kind == "service_provider")

    def _brokered(self, key: str, deal: asked.Deal, client: UUID, code: str, name: str) -> None:
        house = self._house()
        clerk, day = self.troupe.clerk(house.code), deal.on or LAST_DAY
        agreement = asked.Agreement(
            number=f"演示居间{key[-3:].replace(':', '-')}",
            signed_on=day - timedelta(days=20),
            form=asked.RATE,
            rate=Decimal("0.03"),
        )
        request = asked.Claim(
            case=chance.uuid7(),
            entry=self.entries[name],
            deal=deal.case,
            client=client,
            services="撮合供需双方，协助谈判和合同登记。",
            agreement=agreement,
            declared=True,
        )
        outcome = actions.claim(request, by=clerk, key=f"{key}:claim")
        self.stage.note("market.brokered.claim", outcome)
        if not outcome or outcome.case is None or key.endswith("3:1"):
            return
        if key.endswith("2:1"):
            no = asked.DealStep(brokered=outcome.case, move="decline", text="该交易由双方自行洽谈，未委托居间。")
            self._deal("decline", no, self.troupe.clerk(code), key)
            return
        yes = asked.DealStep(brokered=outcome.case, move="consent", text="居间服务属实。")
        self._deal("consent", yes, self.troupe.clerk(code), key)
        whole = BrokeredDeal.objects.get(pk=outcome.case).agreed_yuan
        paid = whole if key[-1] == "2" else (whole / 2).quantize(Decimal("0.01"))
        pay = partial(asked.Pay, brokered=outcome.case, on=self.stage.moment.date())
        self._deal("pay", pay(amount=paid, voucher=f"演示发票{key[-3:]}"), clerk, key)
        if key.endswith("1:3"):
            self._deal("pay", pay(amount=whole, voucher="演示发票重复"), clerk, f"{key}:wrong")

    def _deal(self, move: str, request: Any, by: Any, key: str) -> None:  # noqa: ANN401 - a request and an actor
        self.stage.note(f"market.brokered.{move}", actions.take(move, request, by=by, key=f"{key}:{move}"))
