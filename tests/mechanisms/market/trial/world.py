"""A university that offers its results, a firm of a mountain county, a firm of the city, the operator, the registrar."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.filling import bring, party_of
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
from kechuang.mechanisms.market.notice.rules.price import Price, price_of
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.trial import actions
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial, TrialOffer
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, TRIAL
from kechuang.web import chance
from tests.mechanisms.market.contract.scenes import contract
from tests.mechanisms.market.result.conftest import Market, done
from tests.mechanisms.market.result.conftest import peopled as market

LUMP = Price(form="lump", amount=Decimal(200_000))
ROYALTY = Price(form="entry_royalty", amount=Decimal(50_000), base="sales", share=Decimal("0.03"))
FEE = Price(form="lump", amount=Decimal(20_000))
MOUNTAIN, CITY = "330127", "330106"


class World:
    """The market of the achievements' tests, with firms that try and a body that registers contracts."""

    def __init__(self, made: Market) -> None:
        self.market = made
        open_log("330100", "Hangzhou")
        made.body("county desk", "county_office", CITY, "330100")
        made.body("county", "enterprise", MOUNTAIN, code=credit_code(MOUNTAIN, 811))
        made.body("neighbour", "enterprise", "330110", code=credit_code("330110", 812))
        made.person("county clerk", ("firm_clerk", "county"))
        made.person("neighbour clerk", ("firm_clerk", "neighbour"))
        made.person("contract clerk", ("registrar", "county desk"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.market, name)

    def pass_to(self, on: date) -> None:
        self.market.pass_to(on)

    # --- trials

    def offered(self, **more: Any) -> UUID:
        return done(self.offer(**more)).case

    def offer(self, result: UUID | None = None, by: str = "office", unit: str = "university", **more: Any) -> Outcome:
        unit_body, office = self.bodies[unit], self.bodies["market"]
        given: dict[str, Any] = {
            "price": LUMP,
            "cap": None,
            "months": 12,
            "exclusive": False,
            "audience": "pool",
            "delivers": "样品十卷与调试指导",
            "insurance": "BX-2026-01",
            **more,
        }
        request = asked.Offer(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=unit_body.place,
            unit=unit_body.pk,
            result=result or self.listed(),
            **given,
        )
        with self.at():
            return actions.begin(OFFER.kind, request, by=self.actor(by), key=self.key())

    def amend(self, offer: UUID, by: str = "office", **more: Any) -> Outcome:
        """Amend an offer: what is not said stays as it stands."""
        row = TrialOffer.objects.get(pk=offer)
        given: dict[str, Any] = {
            "price": price_of(row.price),
            "cap": row.cap,
            "counties": () if more.get("audience") == "all" else tuple(row.counties.values_list("code", flat=True)),
            "text": "样品产能已扩大",
            **{name: getattr(row, name) for name in ("months", "exclusive", "audience", "delivers", "insurance")},
            **more,
        }
        return self.move(OFFER.kind, "amend", asked.Amend(case=offer, **given), by)

    def ask(self, offer: UUID, firm: str = "county", by: str = "", **more: Any) -> Outcome:
        body = self.bodies[firm]
        given = {"purpose": "用于一号线涂覆", "criteria": "三十天废品率低于2%", "declares_small": True, **more}
        request = asked.Ask(case=chance.uuid7(), offer=offer, firm=body.pk, county=body.place, **given)
        clerk = by or {"firm": "clerk", "county": "county clerk", "neighbour": "neighbour clerk"}.get(firm, "office")
        with self.at():
            return actions.begin(TRIAL.kind, request, by=self.actor(clerk), key=self.key())

    def asked(self, offer: UUID, firm: str = "county") -> UUID:
        return done(self.ask(offer, firm)).case

    def move(self, kind: str, move: str, request: Any, by: str) -> Outcome:
        with self.at():
            return actions.take(kind, move, request, by=self.actor(by), key=self.key())

    def step(self, case: UUID, move: str, by: str = "", **more: Any) -> Outcome:
        """Take a step of a trial, with what it usually says."""
        row = Trial.objects.select_related("case__holder").get(pk=case)
        clerk = {"firm": "clerk", "county": "county clerk", "neighbour": "neighbour clerk"}[row.case.holder.name]
        result = row.result_id
        made: dict[str, tuple[Any, dict[str, Any], str]] = {
            "agree": (asked.Agree, {"start": self.on, "months": 12, "number": f"SY-{case.hex[-4:]}"}, "office"),
            "decline": (asked.Said, {"text": "已有同类试用"}, "office"),
            "sign": (asked.Sign, {"result": result, "deal": chance.uuid7()}, clerk),
            "log": (asked.Log, {"day": self.on, "text": "涂覆一卷", "measured": "废品率1.8%"}, clerk),
            "report": (asked.Report, {"result": result, "satisfied": True, "text": "达到约定指标"}, clerk),
            "extend": (asked.Extend, {"end": self.on + timedelta(days=400), "text": "设备到货晚"}, "office"),
            "convert": (asked.Convert, {"result": result, "number": ""}, "office"),
            "give_back": (asked.GiveBack, {"way": "returned", "text": "样品已退回", "declared": True}, clerk),
        }
        request, values, usual = made[move]
        return self.move(TRIAL.kind, move, request(case=case, **{**values, **more}), by or usual)

    def running(self, offer: UUID, firm: str = "county") -> UUID:
        case = self.asked(offer, firm)
        done(self.step(case, "agree"))
        done(self.step(case, "sign"))
        return case

    def satisfied(self, offer: UUID, firm: str = "county") -> UUID:
        case = self.running(offer, firm)
        done(self.step(case, "report"))
        return case

    def contracted(self, firm: str = "county", **more: Any) -> str:
        """Register a licence contract of the university with a firm; give its registration number."""
        self.count += 1
        given: dict[str, Any] = {
            "title": f"涂覆工艺许可{self.count}",
            "number": f"XK-{self.count}",
            "subject": f"许可使用涂覆工艺 {self.count}",
            "type": "licence",
            "subtype": "patent",
            "licence": "ordinary",
            "seller": party_of(self.bodies["university"]),
            "buyer": party_of(self.bodies[firm]),
            "signed_on": self.on,
            "total_yuan": Decimal(200_000),
            **more,
        }
        by = self.actor("contract clerk")
        content = replace(contract(), **given)
        with self.at():
            case = done(contracts.bring(bring(content, self.bodies["county desk"]), by=by, key=self.key())).case
            for line in TechContract.objects.get(pk=case).lines:
                if line["verdict"] == "doubt":
                    confirm = Confirm(case=case, line=line["code"], note="已核")
                    done(contracts.take("confirm", confirm, by=by, key=self.key()))
            done(contracts.take("register", Step(case=case, move="register"), by=by, key=self.key()))
        return TechContract.objects.get(pk=case).number

    # --- open licences

    def number(self, result: UUID) -> str:
        return Achievement.objects.get(pk=result).ips.get().number

    def declare(self, result: UUID | None = None, by: str = "office", **more: Any) -> Outcome:
        unit, office, wanted = self.bodies["university"], self.bodies["market"], result or self.listed()
        given: dict[str, Any] = {
            "number": self.number(wanted),
            "fee": FEE,
            "payment": "签约后十日内一次付清",
            "until": date(2028, 12, 31),
            "legal": "in_force",
            "text": "用于隔膜涂覆。",
            **more,
        }
        request = asked.Declare(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=unit.place,
            unit=unit.pk,
            result=wanted,
            **given,
        )
        with self.at():
            return actions.begin(OPEN_LICENCE.kind, request, by=self.actor(by), key=self.key())

    def open_step(self, case: UUID, move: str, text: str = "so") -> Outcome:
        result = OpenLicence.objects.get(pk=case).result_id
        deal = chance.uuid7() if move == "publish" else None
        request = asked.Step(case=case, result=result, deal=deal, text=text)
        return self.move(OPEN_LICENCE.kind, move, request, "office" if move == "take_back" else "operator")

    def opened(self, **more: Any) -> UUID:
        case = done(self.declare(**more)).case
        done(self.open_step(case, "publish"))
        return case

    def notify(self, licence: UUID, firm: str = "county", **more: Any) -> Outcome:
        body = self.bodies[firm]
        given = {"use": "自用产线", **more}
        request = asked.Notify(case=chance.uuid7(), licence=licence, firm=body.pk, county=body.place, **given)
        clerk = {"firm": "clerk", "county": "county clerk", "neighbour": "neighbour clerk"}.get(firm, "office")
        with self.at():
            return actions.begin(OPEN_USE.kind, request, by=self.actor(clerk), key=self.key())

    def use_step(self, case: UUID, move: str, by: str = "office", **more: Any) -> Outcome:
        result = OpenUse.objects.select_related("licence").get(pk=case).licence.result_id
        paid = {"result": result, "deal": chance.uuid7(), "paid_on": self.on, "amount": Decimal(20_000)}
        made: dict[str, tuple[Any, dict[str, Any]]] = {
            "confirm": (asked.Confirm, {**paid, "reference": "HD-1"}),
            "drop": (asked.Said, {"text": "不再需要"}),
            "file": (asked.File, {"number": "BA-1", "on": self.on}),
        }
        request, values = made[move]
        return self.move(OPEN_USE.kind, move, request(case=case, **{**values, **more}), by)

    def in_force(self, licence: UUID, firm: str = "county") -> UUID:
        case = done(self.notify(licence, firm)).case
        done(self.use_step(case, "confirm"))
        return case

    def state_of(self, case: UUID) -> str:
        return Case.objects.values_list("state", flat=True).get(pk=case)


def peopled(mark: str = "") -> World:
    return World(market(mark))


def code(outcome: Outcome) -> str:
    """Give the code of a refusal, and '' where there was none."""
    return outcome.refusal.code if outcome.refusal else ""
