"""Invented technology contracts, taken in and registered in rounds, and a desk with the doubts of today.

Everything follows from counting, nothing from dice. Sellers and buyers are the invented firms and institutes; the seats
are real places and carry geography only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.contract import actions
from kechuang.mechanisms.market.contract.filling import bring
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, Deduction, Foreign, Party, Royalty
from kechuang.mechanisms.market.contract.rules.requests import (
    Ask,
    Change,
    Conclude,
    End,
    Enjoyed,
    Expert,
    Step,
    TrueUp,
)
from kechuang.web import chance
from kechuang.web.accounts.models import Body

FIRST, MONTHS, STEP, SECOND_YEAR = date(2025, 5, 12), 19, 2, 8
# How many contracts a round of two months brings.
A_ROUND = {"330100": 14, "330900": 5, "310000": 10, "340100": 5}
DESK, MOUNTAIN = "330106", "330127"
TOPICS: tuple[tuple[str, str], ...] = (
    ("electronics", "工业视觉检测算法"),
    ("manufacturing", "五轴加工误差补偿"),
    ("materials", "耐磨陶瓷涂层"),
    ("biomedicine", "微流控检测芯片"),
    ("energy", "储能电芯热管理"),
    ("environment", "工业废水深度处理"),
    ("agriculture", "山地茶园智能灌溉"),
    ("transport", "轨道接触网监测"),
    ("urban", "地下管网泄漏定位"),
    ("electronics", "边缘计算网关"),
    ("materials", "生物基可降解薄膜"),
    ("manufacturing", "精密注塑工艺"),
    ("agriculture", "山区香榧采后保鲜"),
)
# Type, subtype and what the title ends in; development and service are the most, as in life.
SORTS: tuple[tuple[str, str, str], ...] = (
    (kinds.DEVELOPMENT, "entrusted", "技术开发"),
    (kinds.SERVICE, "problem", "性能优化技术服务"),
    (kinds.DEVELOPMENT, "cooperative", "合作开发"),
    (kinds.TRANSFER, "know_how", "技术秘密转让"),
    (kinds.SERVICE, "problem", "调试与诊断服务"),
    (kinds.CONSULTATION, "feasibility", "可行性论证"),
    (kinds.LICENCE, "know_how", "技术秘密使用许可"),
    (kinds.DEVELOPMENT, "entrusted", "样机研制"),
    (kinds.SERVICE, "training", "技术培训"),
)
ACCEPTANCE = "按任务书列明的指标测试，由双方代表与第三方检测机构共同验收并出具报告"
ABROAD = Party(name="Example Coatings GmbH（演示）", country="DE", kind="abroad")


@dataclass(slots=True)
class Contracting:
    """The contracts of the story. ``set_out`` puts every step on its day."""

    troupe: Troupe
    stage: Stage
    taken: dict[tuple[str, int], list[UUID]] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put the months, the later lives of some contracts, and today's desk on the stage."""
        for month in range(0, MONTHS, STEP):
            first = _month(FIRST, month)
            for authority in cast.AUTHORITIES:
                self._later(first, lambda code=authority.code, at=month: self._take_in(code, at))
                self._later(first + timedelta(days=6), lambda code=authority.code, at=month: self._register(code, at))
        self._later(date(2026, 6, 15), self._change)
        self._later(date(2026, 7, 20), self._royalties)
        self._later(date(2026, 8, 12), self._end)
        self._later(date(2026, 9, 8), self._revoke)
        self._later(LAST_DAY - timedelta(days=2), lambda: self._desk(DESK))
        self._later(LAST_DAY - timedelta(days=1), lambda: self._desk(MOUNTAIN))

    def _later(self, on: date, play: object) -> None:
        self.stage.scene(self.stage.working(on), play)  # type: ignore[arg-type]  # functions without arguments

    def _note(self, code: str, outcome: Outcome) -> Outcome:
        self.stage.note(f"market.contract.{code}", outcome)
        return outcome

    def _sellers(self, authority: str) -> list[cast.Firm]:
        every = (*self.troupe.providers, *self.troupe.firms)
        return [one for one in every if one.authority == authority and one.kind != "startup_team"]

    def _party(self, one: cast.Firm) -> Party:
        kind = "institute" if one.kind == "institute" else "enterprise"
        return Party(name=one.name, code=one.code, place=one.place, kind=kind, body=self.troupe.bodies[one.code])

    def _contracts(self, authority: str, month: int) -> Iterator[Contract]:
        """The contracts of a month: sellers in turn, buyers from everywhere, amounts by counting."""
        sellers = self._sellers(authority)
        buyers = [one for one in self.troupe.firms if one.kind != "startup_team"]
        # The first year is told in half as many, so that no real place is shown to have lost anything.
        count = A_ROUND[authority] + (month % 3 == 1) if month >= SECOND_YEAR else A_ROUND[authority] // 2
        for at in range(count):
            serial = month * 29 + at * 7 + len(authority) + int(authority[:2])
            seller, buyer = sellers[(month * count + at) % len(sellers)], buyers[(serial * 13 + month) % len(buyers)]
            if buyer.code == seller.code:
                buyer = buyers[(serial * 13 + month + 1) % len(buyers)]
            yield self._contract(serial, month, self._party(seller), self._party(buyer), buyer.industry)

    def _contract(self, serial: int, month: int, seller: Party, buyer: Party, industry: str) -> Contract:
        topic, (kind, subtype, ending) = TOPICS[serial % len(TOPICS)], SORTS[(serial // 2 + month) % len(SORTS)]
        signed = _month(FIRST, month) - timedelta(days=3 + serial % 24)
        grown = 100 + 2 * month
        total = Decimal((8 + serial * 37 % 90) * 10_000) * grown / 100
        goods = (total / 10).quantize(Decimal("0.01")) if serial % 5 == 0 else Decimal(0)
        royal = kind == kinds.LICENCE and serial % 2 == 0
        return Contract(
            title=f"{topic[1]}{ending}（演示）",
            number=f"YS{signed:%y%m}-{serial:03d}",
            type=kind,
            subtype=subtype,
            seller=seller,
            buyer=buyer,
            signed_on=signed,
            effective_on=signed,
            ends_on=date(signed.year + 1, 12, 31),
            subject=f"{topic[1]}的{ending}，编号{serial}，内容为虚构（演示）",
            acceptance=ACCEPTANCE,
            field=topic[0],
            industry=industry,
            licence=kinds.ORDINARY if kind == kinds.LICENCE else "",
            total_yuan=total.quantize(Decimal("0.01")),
            deductions=(Deduction(kind="material", name="试制材料", yuan=goods),) if goods else (),
            payment=kinds.ENTRY_ROYALTY if royal else kinds.LUMP,
            royalty=Royalty(base="sales", rate="2%", estimate_yuan=Decimal(200_000)) if royal else None,
            original_seen=True,
        )

    def _take_in(self, authority: str, month: int) -> None:
        offices = {body.place: body for body in Body.objects.filter(authority=authority, kind="county_office")}
        rows = [
            (f"demo:contract:{authority}:{month}:{at}", bring(each, offices[each.seller.place], case=chance.uuid7()))
            for at, each in enumerate(self._contracts(authority, month))
        ]
        outcomes = actions.take_in_many(rows, by=self.troupe.officer("registrar", authority))
        for outcome in outcomes:
            self._note("take_in", outcome)
        self.taken[authority, month] = [outcome.case for outcome in outcomes if outcome]

    def _register(self, authority: str, month: int) -> None:
        cases = self.taken.get((authority, month), [])
        rows = [(f"demo:contract:register:{case}", Step(case=case, move="register")) for case in cases]
        for outcome in actions.register_many(rows, by=self.troupe.officer("registrar", authority)):
            self._note("register", outcome)

    def _registered(self, which: int, *, royal: bool = False) -> Case | None:
        """Give one of the contracts of the first city that are registered, always the same."""
        rows = Case.objects.filter(kind="market.contract", state="REGISTERED", authority="330100")
        rows = rows.filter(tech_contract__content__payment=kinds.ENTRY_ROYALTY if royal else kinds.LUMP)
        return rows.select_related("tech_contract").order_by("number")[which : which + 1].first()

    def _take(self, code: str, request: object, by: object, case: Case) -> None:
        key = f"demo:contract:{code}:{case.number}"
        self._note(code, actions.take(code, request, by=by, key=key))  # type: ignore[arg-type]  # an actor

    def _change(self) -> None:
        if (case := self._registered(3)) is None:
            return
        content = case.tech_contract.contract
        more = replace(content, total_yuan=(content.total_yuan or Decimal(0)) + 50_000, technology_yuan=None)
        registrar = self.troupe.officer("registrar", "330100")
        self._take(
            "change", Change(case=case.pk, content=more, reason="签订补充协议，增加测试内容（演示）"), registrar, case
        )

    def _royalties(self) -> None:
        if (case := self._registered(0, royal=True)) is None:
            return
        asked = TrueUp(
            case=case.pk, received_yuan=Decimal(64_000), period_end=date(2026, 6, 30), evidence="发票及银行回单（演示）"
        )
        self._take("true_up", asked, self.troupe.officer("registrar", "330100"), case)

    def _end(self) -> None:
        if (case := self._registered(6)) is None:
            return
        asked = End(
            case=case.pk,
            ground="cancelled",
            text="双方协商解除合同（演示）",
            enjoyed=(Enjoyed(policy="vat", yuan=Decimal(4_800)),),
        )
        self._take("deregister", asked, self.troupe.officer("registrar", "330100"), case)

    def _revoke(self) -> None:
        """An invented contract was false; another person than who registered it revokes."""
        if (case := self._registered(9)) is None:
            return
        asked = End(
            case=case.pk,
            ground="false_amount",
            text="经核查合同金额虚高（演示）",
            enjoyed=(Enjoyed(policy="vat", yuan=Decimal(6_000)), Enjoyed(policy="reward", yuan=Decimal(10_000))),
            fine_yuan=Decimal(5_000),
        )
        self._take("revoke", asked, self.troupe.officer("registrar", "330100", 2), case)

    # --- today's desk of a county

    def _desk(self, county: str) -> None:
        sellers = [one for one in self._sellers("330100") if one.place == county]
        buyers = [one for one in self.troupe.firms if one.place == "310115" and one.kind != "startup_team"]
        office = Body.objects.get(code=cast.office_code(county))
        registrar = self.troupe.officer("registrar", county)
        for at, changes in enumerate(_today() if county == DESK else _today()[:6]):
            seller = self._party(sellers[at % len(sellers)])
            fine = self._contract(700 + at * 3, 12, seller, self._party(buyers[at % len(buyers)]), "C35")
            number = f"YS{county[-3:]}-{at:02d}"
            wanted = {
                "number": number,
                "subject": f"{fine.subject}（{number}）",
                "payment": kinds.LUMP,
                "royalty": None,
            }
            content = replace(fine, **{**wanted, "signed_on": LAST_DAY - timedelta(days=30 + at), **changes})
            content = replace(content, effective_on=content.signed_on, deductions=changes.get("deductions", ()))
            clerk = self.troupe.clerk(seller.code)
            request = bring(content, office, holder=seller.body, case=chance.uuid7())
            key = f"demo:contract:desk:{county}:{at}"
            outcome = self._note("submit", actions.bring(request, by=clerk, key=key))
            if not outcome or at in {0, 1}:
                continue
            step = Step(case=outcome.case, move="accept")
            self._note("accept", actions.take("accept", step, by=registrar, key=f"{key}:accept"))
            self._further(at, outcome.case, registrar, key)
        self._asks(county)

    def _further(self, at: int, case: UUID, registrar: object, key: str) -> None:
        """One stands with its party for correction, one came back from experts, one is with them."""
        by = registrar
        if at == 2:
            fault = standard.Fault(where="验收标准", what="没有写明测试方法", remedy="请写明方法和出具报告的机构")
            asked = standard.Return(case=case, faults=(fault,))
            outcome = acts.take("market.contract", declare.RETURN, asked, by=by, key=f"{key}:return")  # type: ignore[arg-type]  # an actor
            self.stage.note(declare.RETURN, outcome)
        if at in {9, 10}:
            step = Step(case=case, move="refer", ground="large")
            self._note("refer", actions.take("refer", step, by=by, key=f"{key}:refer"))  # type: ignore[arg-type]  # an actor
        if at == 9:
            said = Conclude(
                case=case,
                experts=5,
                agree=5,
                opinion="属于技术开发，技术交易额核减材料费（演示）",
                type=kinds.DEVELOPMENT,
                subtype="entrusted",
                technology_yuan=Decimal(5_400_000),
                panel=tuple(
                    Expert(name=f"评审专家{each}（演示）", unit="演示评审库", agrees=True) for each in "甲乙丙丁戊"
                ),
            )
            self._note("conclude", actions.take("conclude", said, by=by, key=f"{key}:conclude"))  # type: ignore[arg-type]  # an actor

    def _asks(self, county: str) -> None:
        """A party of a registered contract asks for a change."""
        rows = Case.objects.filter(kind="market.contract", state="REGISTERED", place=county)
        case = rows.filter(holder__kind="enterprise").select_related("holder").order_by("-number").first()
        if case is None or case.holder is None:
            return
        asked = Ask(case=case.pk, wish="change", text="买方名称未变，履行期限延长一年，附补充协议（演示）")
        self._take("ask", asked, self.troupe.clerk(case.holder.code), case)


def _today() -> tuple[dict[str, object], ...]:
    """What is special about each contract on the desk; the first three are fine."""
    sort = {"type": kinds.DEVELOPMENT, "subtype": "entrusted", "original_seen": True, "licence": ""}
    goods = Deduction(kind="equipment", name="成套装置", yuan=Decimal(400_000))
    dollars = Foreign(
        currency="USD",
        amount=Decimal(50_000),
        rate=Decimal("7.1"),
        rate_on=LAST_DAY - timedelta(days=34),
        source="中间价（演示）",
    )
    large = {"total_yuan": Decimal(6_000_000), "title": "新一代储能系统整体技术开发（演示）"}
    return (
        {**sort, "title": "茶叶加工线工艺控制技术开发（演示）"},
        {**sort, "title": "泄漏检测算法移植技术开发（演示）", "original_seen": False},
        {**sort, "title": "微流控芯片键合工艺技术开发（演示）"},
        {**sort, "title": "图像识别模型轻量化技术开发（演示）"},
        {**sort, "title": "外贸平台数据接口技术开发（演示）", "buyer": ABROAD, "trade": "export", "trade_list": "free",
         "foreign": dollars, "total_yuan": Decimal(355_000)},
        {**sort, "title": "检测系统采购及集成（演示）", "type": kinds.SERVICE, "subtype": "problem"},
        {**sort, "title": "喷涂中试线技术服务（演示）", "type": kinds.SERVICE, "subtype": "problem",
         "deductions": (goods,), "total_yuan": Decimal(600_000)},
        {**sort, "title": "园区能耗优化（演示）", "subject": "提供服务器4台及能耗优化算法（演示）"},
        {**sort, "title": "废水处理药剂筛选（演示）", "acceptance": "双方协商"},
        {**sort, **large},
        {**sort, **large, "title": "轨道智能运维平台技术开发（演示）"},
        {**sort, **large, "title": "高端装备数字孪生技术开发（演示）"},
    )  # fmt: skip


def _month(first: date, later: int) -> date:
    months = first.year * 12 + first.month - 1 + later
    return date(months // 12, months % 12 + 1, first.day)
