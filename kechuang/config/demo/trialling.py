"""Results of invented universities that firms tried first: converted, given back, silent, running; open licences.

Firms of a mountain county and of the city try in turn; everything follows from counting. All bodies are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.houses import EACH, UNITS
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.filling import bring, party_of
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.content import Contract
from kechuang.mechanisms.market.contract.rules.requests import Confirm
from kechuang.mechanisms.market.contract.rules.requests import Step as ContractStep
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.result.models import Achievement, IpRight
from kechuang.mechanisms.market.trial import actions
from kechuang.mechanisms.market.trial.models import Trial
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, TRIAL
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

# The unit is one whose results no other part of the story sells; the firms are of the city that has a mountain county.
HOUSE = UNITS[1]
CITY, PLACE, FIRMS = HOUSE[0], HOUSE[1], UNITS[0][0]
MOUNTAIN = "330127"
OFFERED, OPENED = date(2025, 11, 5), date(2026, 4, 8)
LUMP = Price(form="lump", amount=Decimal(180_000))
ROYALTY = Price(form="entry_royalty", amount=Decimal(60_000), base="sales", share=Decimal("0.03"))
FEE = Price(form="lump", amount=Decimal(20_000))
OFFERS = (("pool", LUMP, False), ("pool", ROYALTY, False), ("counties", LUMP, True))
TRIED, DECLARED = (EACH + 3, EACH + 5, 5), (2 * EACH + 4, 2 * EACH + 5)


@dataclass(frozen=True, slots=True)
class Told:
    """One trial: of which offer, by a firm of the county or not, asked when, for how long, and how it ends."""

    offer: int
    mountain: bool
    on: date
    months: int
    ends: str


TRIALS = (
    Told(0, True, date(2025, 11, 20), 6, "converted"),
    Told(0, False, date(2025, 12, 8), 6, "given_back"),
    Told(1, True, date(2026, 1, 12), 6, "converted"),
    Told(0, True, date(2026, 3, 4), 3, "silent"),
    Told(2, True, date(2026, 6, 1), 12, "running"),
    Told(0, False, date(2026, 7, 6), 6, "running"),
    Told(1, True, date(2026, 9, 1), 2, "satisfied"),
    Told(1, False, LAST_DAY - timedelta(days=12), 6, "agreed"),
    Told(0, True, LAST_DAY - timedelta(days=4), 12, "asked"),
)


@dataclass(slots=True)
class Trialling:
    """The trials and open licences of one city. ``set_out`` puts every step on its day."""

    troupe: Troupe
    stage: Stage
    offers: list[UUID] = field(default_factory=list)
    opened: list[UUID] = field(default_factory=list)

    def set_out(self) -> None:
        """Put offers, trials and declarations on their days."""
        self._at(OFFERED, self._offer)
        for number, told in enumerate(TRIALS):
            self._at(told.on, partial(self._ask, number, told))
        self._at(OPENED, self._declare)
        for at, days in enumerate((20, 120)):
            self._at(OPENED + timedelta(days=days), partial(self._take, at))
        self._at(OPENED + timedelta(days=160), self._withdraw)

    def _at(self, on: date, play: Callable[[], None]) -> None:
        day = self.stage.working(on)
        if day <= LAST_DAY:
            self.stage.scene(day, play)

    def _note(self, kind: str, move: str, outcome: Outcome) -> Outcome:
        self.stage.note(f"{kind}.{move}", outcome)
        return outcome

    def _unit(self) -> Body:
        return Body.objects.get(name=f"{HOUSE[2]}{cast.MARK}")

    def _office(self) -> Actor:
        return self.troupe.actors[f"transfer_office.{self._unit().code}"]

    def _operator(self) -> Actor:
        return self.troupe.officer("market_operator", CITY)

    def _firm(self, number: int, *, mountain: bool) -> cast.Firm:
        firms = [one for one in self.troupe.firms if one.authority == FIRMS and one.kind == "enterprise"]
        near = [one for one in firms if (one.place == MOUNTAIN) == mountain]
        return (near or firms)[number % len(near or firms)]

    def _own(self, which: tuple[int, ...]) -> list[Achievement]:
        """Give results of the unit in the order in which they were registered, those that nobody else tells of."""
        rows = sorted(
            Achievement.objects.filter(unit=self._unit()), key=lambda row: row.name.removesuffix(cast.MARK)[-3:]
        )
        return [rows[at] for at in which if at < len(rows) and rows[at].state == "LISTED"]

    # --- offers and trials

    def _offer(self) -> None:
        unit, office = self._unit(), actions.office_for(PLACE)
        if office is None:
            raise LookupError("nobody runs the market of the city")
        for (audience, price, exclusive), row in zip(OFFERS, self._own(TRIED), strict=False):
            request = asked.Offer(
                case=chance.uuid7(),
                authority=office.authority,
                office=office.pk,
                place=unit.place,
                unit=unit.pk,
                result=row.pk,
                price=price,
                cap=Decimal(240_000) if price.has_royalty else None,
                months=12,
                exclusive=exclusive,
                audience=audience,
                delivers="样品一批、工艺说明和两次现场调试（演示）",
                insurance=f"演示保单{len(self.offers) + 1:02d}",
                counties=(MOUNTAIN,) if audience == "counties" else (),
            )
            key = f"demo:trial:offer:{len(self.offers)}"
            if outcome := self._note(
                OFFER.kind, "offer", actions.begin(OFFER.kind, request, by=self._office(), key=key)
            ):
                self.offers.append(outcome.case)

    def _ask(self, number: int, told: Told) -> None:
        if told.offer >= len(self.offers):
            return
        one = self._firm(number, mountain=told.mountain)
        request = asked.Ask(
            case=chance.uuid7(),
            offer=self.offers[told.offer],
            firm=self.troupe.bodies[one.code],
            county=one.place,
            purpose="在一条产线上小批量试用，与现有做法对照（演示）",
            criteria="连续三十天合格率不低于98%（演示）",
            site=f"{one.name}一号车间",
            declares_small=True,
        )
        by = self.troupe.clerk(one.code)
        outcome = self._note(
            TRIAL.kind, "request", actions.begin(TRIAL.kind, request, by=by, key=f"demo:trial:ask:{number}")
        )
        if not outcome or told.ends == "asked":
            return
        case = outcome.case
        self._at(told.on + timedelta(days=4), partial(self._agree, case, told))
        if told.ends == "agreed":
            return
        self._at(told.on + timedelta(days=7), partial(self._sign, case, by))
        for month in range(1, min(told.months, 5)):
            self._at(told.on + timedelta(days=7 + 25 * month), partial(self._log, case, by, month))
        self._then(case, told, one)

    def _then(self, case: UUID, told: Told, one: cast.Firm) -> None:
        by, last = self.troupe.clerk(one.code), told.on + timedelta(days=28 * told.months)
        if told.ends in {"converted", "satisfied", "given_back"}:
            self._at(last, partial(self._report, case, by, satisfied=told.ends != "given_back"))
        if told.ends == "converted":
            self._at(last + timedelta(days=30), partial(self._convert, case, one))
        if told.ends == "given_back":
            self._at(last + timedelta(days=5), partial(self._give_back, case, by, "returned"))
        if told.ends == "silent":
            self._at(last + timedelta(days=45), partial(self._give_back, case, by, "destroyed"))

    def _step(self, case: UUID, move: str, request: Any, by: Actor) -> Outcome:  # noqa: ANN401 - each move has its own request
        key = f"demo:trial:{case}:{move}:{clock.today()}"
        return self._note(TRIAL.kind, move, actions.take(TRIAL.kind, move, request, by=by, key=key))

    def _agree(self, case: UUID, told: Told) -> None:
        start = clock.today() + timedelta(days=3)
        number = f"YS-SY-{case.hex[-6:]}"
        request = asked.Agree(case=case, start=start, months=told.months, number=number)
        self._step(case, "agree", request, self._office())

    def _result(self, case: UUID) -> UUID:
        return Trial.objects.values_list("result_id", flat=True).get(pk=case)

    def _sign(self, case: UUID, by: Actor) -> None:
        self._step(case, "sign", asked.Sign(case=case, result=self._result(case), deal=chance.uuid7()), by)

    def _log(self, case: UUID, by: Actor, month: int) -> None:
        text = f"第{month}个月：按工艺说明运行，记录对照数据（演示）"
        request = asked.Log(case=case, day=clock.today(), text=text, measured=f"合格率{95 + month}.2%")
        if Case.objects.get(pk=case).state == "TRIAL":
            self._step(case, "log", request, by)

    def _report(self, case: UUID, by: Actor, *, satisfied: bool) -> None:
        text = "达到约定指标，愿按约定条件转化（演示）" if satisfied else "指标未达到，不再使用（演示）"
        self._step(
            case, "report", asked.Report(case=case, result=self._result(case), satisfied=satisfied, text=text), by
        )

    def _give_back(self, case: UUID, by: Actor, way: str) -> None:
        text = "样品与说明书已处理，未留存副本（演示）"
        self._step(case, "give_back", asked.GiveBack(case=case, way=way, text=text, declared=True), by)

    def _convert(self, case: UUID, one: cast.Firm) -> None:
        row = Trial.objects.select_related("case").get(pk=case)
        price = Decimal(row.price["amount"] or 0)
        unit, firm = self._unit(), Body.objects.get(code=one.code)
        signed = clock.today() - timedelta(days=6)
        content = Contract(
            title=f"{row.case.title}使用许可",
            number=f"YSXK{case.hex[-6:]}",
            type="licence",
            subtype="know_how",
            licence="ordinary",
            seller=party_of(unit),
            buyer=party_of(firm),
            signed_on=signed,
            effective_on=signed,
            ends_on=date(signed.year + 5, 12, 31),
            subject=f"先用后转：{row.case.title}，试用编号{row.case.number}，内容为虚构（演示）",
            acceptance="按试用报告记载的指标由双方共同验收并出具报告",
            field="materials",
            industry=one.industry,
            total_yuan=price,
            original_seen=True,
        )
        number = self._registered(content, case)
        if number:
            request = asked.Convert(case=case, result=row.result_id, number=number)
            self._step(case, "convert", request, self._office())

    def _registered(self, content: Contract, case: UUID) -> str:
        office = Body.objects.filter(authority=CITY, kind="county_office", place=content.seller.place).first()
        if office is None:
            return ""
        by = self.troupe.officer("registrar", CITY)
        key = f"demo:trial:contract:{case}"
        outcome = contracts.bring(bring(content, office, case=chance.uuid7()), by=by, key=key)
        if not self._note("market.contract", "take_in", outcome):
            return ""
        for line in TechContract.objects.get(pk=outcome.case).lines:
            if line["verdict"] == "doubt":
                confirm = Confirm(case=outcome.case, line=line["code"], note="经核对无误（演示）")
                contracts.take("confirm", confirm, by=by, key=f"{key}:{line['code']}")
        step = ContractStep(case=outcome.case, move="register")
        self._note("market.contract", "register", contracts.take("register", step, by=by, key=f"{key}:register"))
        return TechContract.objects.get(pk=outcome.case).number

    # --- open licences

    def _declare(self) -> None:
        """One declaration is taken, another is withdrawn later."""
        unit, office = self._unit(), actions.office_for(PLACE)
        if office is None:
            raise LookupError("nobody runs the market of the city")
        for at, row in enumerate(row for row in self._own(DECLARED) if row.kind == "patent"):
            number = IpRight.objects.filter(achievement=row).values_list("number", flat=True).first() or ""
            request = asked.Declare(
                case=chance.uuid7(),
                authority=office.authority,
                office=office.pk,
                place=unit.place,
                unit=unit.pk,
                result=row.pk,
                number=number,
                fee=FEE,
                payment="通知送达后十日内一次付清（演示）",
                until=date(2027, 12, 31),
                legal="in_force",
                text="专利内容见授权公告文本（演示）。",
            )
            key = f"demo:open:{at}"
            outcome = self._note(
                OPEN_LICENCE.kind, "declare", actions.begin(OPEN_LICENCE.kind, request, by=self._office(), key=key)
            )
            if outcome and at < 2:
                step = asked.Step(case=outcome.case, result=row.pk, deal=chance.uuid7())
                done = actions.take(OPEN_LICENCE.kind, "publish", step, by=self._operator(), key=f"{key}:publish")
                if self._note(OPEN_LICENCE.kind, "publish", done):
                    self.opened.append(outcome.case)

    def _take(self, at: int) -> None:
        if not self.opened:
            return
        one = self._firm(at, mountain=at == 0)
        licence = self.opened[0]
        firm = self.troupe.bodies[one.code]
        request = asked.Notify(
            case=chance.uuid7(), licence=licence, firm=firm, county=one.place, use="自用产线（演示）"
        )
        key = f"demo:open:take:{at}"
        begun = actions.begin(OPEN_USE.kind, request, by=self.troupe.clerk(one.code), key=key)
        outcome = self._note(OPEN_USE.kind, "notify", begun)
        if not outcome or at:
            return
        result = Case.objects.select_related("open_licence").get(pk=licence).open_licence.result_id
        paid = asked.Confirm(
            case=outcome.case,
            result=result,
            deal=chance.uuid7(),
            paid_on=clock.today(),
            amount=Decimal(20_000),
            reference="演示回单001",
        )
        confirmed = actions.take(OPEN_USE.kind, "confirm", paid, by=self._office(), key=f"{key}:confirm")
        self._note(OPEN_USE.kind, "confirm", confirmed)
        filed = asked.File(case=outcome.case, number="演示备案001", on=clock.today())
        done = actions.take(OPEN_USE.kind, "file", filed, by=self._office(), key=f"{key}:file")
        self._note(OPEN_USE.kind, "file", done)

    def _withdraw(self) -> None:
        if len(self.opened) < 2:
            return
        licence = self.opened[1]
        result = Case.objects.select_related("open_licence").get(pk=licence).open_licence.result_id
        step = asked.Step(case=licence, result=result, text="改为与一家企业合作实施（演示）")
        done = actions.take(OPEN_LICENCE.kind, "take_back", step, by=self._office(), key=f"demo:open:back:{licence}")
        self._note(OPEN_LICENCE.kind, "take_back", done)
