"""Certificates of the demonstration's deals: one amended once all was paid, one revoked, one opened by the operator.

Two more wait on the desk of the last days. The deals are those of the notices and auctions; their contracts are
registered here. Sellers, buyers and reasons are invented.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.market.attestation import actions, sources
from kechuang.mechanisms.market.attestation.certifying import Payment
from kechuang.mechanisms.market.attestation.rules import requests as asked
from kechuang.mechanisms.market.attestation.rules.requests import PathKey
from kechuang.mechanisms.market.attestation.sources import Ready
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.filling import bring
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract, Party, Royalty
from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
from kechuang.mechanisms.market.notice import actions as notices
from kechuang.mechanisms.market.path import PricePath
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

CITY = "330100"
OWNERSHIP = "专利登记簿副本（演示），与成果登记一致"
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Told:
    """One certificate: how its price was found, which of those deals, who asks, on which day, what becomes of it."""

    kind: str
    which: int
    on: date
    side: str
    ends: str


CERTIFICATES = (
    Told("agreed_notice", 0, date(2026, 1, 5), "seller", "amended"),
    Told("auction", 0, date(2026, 1, 12), "operator", "issued"),
    Told("auction", 1, date(2026, 2, 2), "operator", "issued"),
    Told("agreed_notice", 1, date(2026, 5, 6), "seller", "revoked"),
    Told("auction", 4, date(2026, 5, 18), "operator", "issued"),
    Told("agreed_notice", 2, LAST_DAY - timedelta(days=3), "seller", "checked"),
    Told("auction", 5, LAST_DAY - timedelta(days=2), "operator", "examined"),
)


@dataclass(slots=True)
class Attesting:
    """The certificates of one city."""

    troupe: Troupe
    stage: Stage
    cases: dict[Told, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        for told in CERTIFICATES:
            steps: list[tuple[int, Callable[[], None]]] = [(0, partial(self._ask, told))]
            if told.side != asked.OPERATOR:
                steps.append((1, partial(self._take_up, told)))
            if told.ends != "checked":
                steps.append((2, partial(self._examine, told)))
            if told.ends in {"amended", "issued", "revoked"}:
                steps.append((3, partial(self._issue, told)))
            if told.ends == "amended":
                steps.append((75, partial(self._amend, told)))
            if told.ends == "revoked":
                steps.append((60, partial(self._revoke, told)))
            for days, play in steps:
                day = self.stage.working(told.on + timedelta(days=days))
                if day <= LAST_DAY:
                    self.stage.scene(day, play)

    def _note(self, code: str, outcome: Outcome) -> Outcome:
        self.stage.note(f"market.attestation.{code}", outcome)
        return outcome

    def _officer(self) -> Actor:
        return self.troupe.officer("market_operator", CITY)

    def _ask(self, told: Told) -> None:
        """Have the contract registered, then ask for the certificate."""
        deal = self._deal(told)
        key = PathKey(told.kind, deal.case) if deal else None
        path = sources.find(key) if key else None
        if deal is None or key is None or path is None:
            return
        contract = self._contract(told, deal, path)
        office = notices.office_for(CITY)
        if contract is None or office is None:
            return
        related = bool(path.related)
        request = asked.Ask(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=office.place,
            body=deal.seller,
            other=deal.buyer,
            side=told.side,
            path=key,
            contract=contract,
            laid=asked.Laid(
                payments=self._payments(told, path, HALF if told.kind == "agreed_notice" else Decimal(1)),
                paid=told.kind == "auction",
                ownership=OWNERSHIP,
                statement=asked.RELATED if related else asked.NONE,
                statement_text="完成人在受让企业中有利益关系，已公示（演示）。" if related else "",
            ),
        )
        outcome = self._note("ask", actions.ask(request, by=self._asker(told, deal), key=self._key(told, "ask")))
        if outcome:
            self.cases[told] = outcome.case

    def _asker(self, told: Told, deal: Ready) -> Actor:
        if told.side == asked.OPERATOR:
            return self._officer()
        return self.troupe.actors[f"transfer_office.{Body.objects.get(pk=deal.seller).code}"]

    def _key(self, told: Told, move: str) -> str:
        return f"demo:attestation:{told.kind}:{told.which}:{move}"

    def _deal(self, told: Told) -> Ready | None:
        found = sorted(sources.SOURCES[told.kind].completed(None, CITY, 100), key=lambda each: each.case)
        return found[told.which] if told.which < len(found) else None

    def _payments(self, told: Told, path: PricePath, share: Decimal) -> tuple[Payment, ...]:
        amount = (path.known_yuan * share).quantize(Decimal("0.01"))
        payer = path.buyers[0].rpartition(" ")[0] or path.buyers[0]
        voucher = f"HP{told.on:%Y%m}-{told.which + 1:02d}（演示）"
        return (Payment(voucher=voucher, on=told.on - timedelta(days=1), yuan=amount, payer=payer),)

    def _contract(self, told: Told, deal: Ready, path: PricePath) -> UUID | None:
        seller, buyer = Body.objects.get(pk=deal.seller), Body.objects.get(pk=deal.buyer)
        office = Body.objects.filter(kind="county_office", place=seller.place).first()
        if office is None:
            return None
        registrar = self.troupe.officer("registrar", office.authority)
        request = bring(self._content(told, deal, path, seller, buyer), office, case=chance.uuid7())
        outcome = contracts.bring(request, by=registrar, key=self._key(told, "contract"))
        self.stage.note("market.contract.take_in", outcome)
        if not outcome:
            return None
        for line in TechContract.objects.get(pk=outcome.case).lines:
            if line["verdict"] == "doubt":
                confirm = Confirm(case=outcome.case, line=line["code"], note="已核对原件（演示）")
                key = self._key(told, f"confirm:{line['code']}")
                self.stage.note("market.contract.confirm", contracts.take("confirm", confirm, by=registrar, key=key))
        step = Step(case=outcome.case, move="register")
        done = contracts.take("register", step, by=registrar, key=self._key(told, "register"))
        self.stage.note("market.contract.register", done)
        return outcome.case if done else None

    def _content(self, told: Told, deal: Ready, path: PricePath, seller: Body, buyer: Body) -> Contract:
        licensed = path.mode.startswith("licence")
        royal = path.price.startswith("entry_royalty")
        signed = path.signed_on if path.contract_number else path.end + timedelta(days=10)
        ordinary = path.mode == "licence_ordinary"
        return Contract(
            title=f"{deal.title[:60]}{'实施许可' if licensed else '转让'}",
            number=path.contract_number or f"演示拍卖合同{path.end:%Y%m}-{told.which + 1:02d}",
            type=kinds.LICENCE if licensed else kinds.TRANSFER,
            subtype="know_how",
            seller=self._party(path.seller, seller),
            buyer=self._party(path.buyers[0].rpartition(" ")[0] or buyer.name, buyer),
            signed_on=signed,
            effective_on=signed,
            ends_on=date(signed.year + 3, 12, 31),
            subject=f"{deal.number} {path.achievements[0]}，内容为虚构（演示）",
            acceptance="交付全部技术资料并完成两次现场培训，双方签字验收",
            licence="" if not licensed else kinds.ORDINARY if ordinary else kinds.EXCLUSIVE,
            total_yuan=path.known_yuan,
            payment=kinds.ENTRY_ROYALTY if royal else kinds.LUMP,
            royalty=Royalty(base="sales", rate="5%", estimate_yuan=Decimal(400_000)) if royal else None,
            original_seen=True,
        )

    def _party(self, name: str, body: Body) -> Party:
        kind = body.kind if body.kind in kinds.PARTY_KINDS else "enterprise"
        code = body.code if len(body.code) == len("91330106MA0000001X") else ""
        return Party(name=name, code=code, place=body.place, kind=kind, body=body.pk)

    def _take(self, told: Told, move: str, request: Any, by: Actor) -> None:  # noqa: ANN401 - each move has its own request
        self._note(move, actions.take(move, request, by=by, key=self._key(told, move)))

    def _take_up(self, told: Told) -> None:
        if case := self.cases.get(told):
            self._take(told, "take_up", asked.TakeUp(case), self._officer())

    def _examine(self, told: Told) -> None:
        if case := self.cases.get(told):
            lines = ("payment", "ownership", "statement")
            self._take(told, "examine", asked.Examine(case=case, lines=lines, note="原件已核（演示）"), self._officer())

    def _reviewer(self) -> Actor:
        return self.troupe.officer("market_reviewer", CITY)

    def _issue(self, told: Told) -> None:
        if case := self.cases.get(told):
            at = int(clock.now().timestamp())
            self._take(told, "issue", asked.Issue(case=case, site="", at=at), self._reviewer())

    def _amend(self, told: Told) -> None:
        case, deal = self.cases.get(told), self._deal(told)
        path = sources.find(PathKey(told.kind, deal.case)) if deal else None
        if case is None or path is None:
            return
        (first,) = self._payments(told, path, HALF)
        rest = Payment(voucher=f"{first.voucher}尾款", on=clock.today(), yuan=first.yuan, payer=first.payer)
        laid = asked.Laid(payments=(first, rest), paid=True, ownership=OWNERSHIP, statement=asked.NONE)
        at = int(clock.now().timestamp())
        request = asked.Amend(case=case, site="", at=at, reason="尾款已付清（演示）", laid=laid)
        self._take(told, "amend", request, self._reviewer())

    def _revoke(self, told: Told) -> None:
        if case := self.cases.get(told):
            request = asked.Revoke(case=case, reason="双方协商解除合同，许可费已退还（演示）")
            self._take(told, "revoke", request, self._reviewer())
