"""A deal from its notice to its certificate: seller, buyer, the operator's officer and reviewer, a registrar."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework import due
from kechuang.casework.act import Outcome
from kechuang.mechanisms.market.attestation import actions
from kechuang.mechanisms.market.attestation.certifying import Payment
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules import requests as asked
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.filling import bring
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.content import Contract, Party
from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
from kechuang.mechanisms.market.path import AGREED
from kechuang.web import chance
from tests.mechanisms.market.notice import world as notices
from tests.mechanisms.market.notice.world import done

PRICE = Decimal(3_000_000)
SITE, NOW = "https://node.example", 1_770_000_000


class World(notices.World):
    """The notice's world with a registrar, a second officer of the operator, and what attestation needs."""

    def days_pass(self, days: int) -> None:
        """Go on by so many days at once; no page is taken, which a certificate does not need."""
        self.on += timedelta(days=days)
        with self.at():
            due.sweep(self.on)

    def deal(self, **more: Any) -> tuple[UUID, UUID]:
        """Let a notice pass and its contract be signed and registered; give both cases."""
        case = self.passed(**more)
        done(self.sign(case))
        return case, self.registered()

    def content(self, **more: Any) -> Contract:
        seller, buyer = self.bodies["university"], self.bodies["firm"]
        fine = Contract(
            title="一种热伸长补偿方法专利转让",
            number="HT-1",
            type="transfer",
            subtype="patent",
            seller=Party(name=seller.name, code=seller.code, place=seller.place, kind="university", body=seller.pk),
            buyer=Party(name=buyer.name, code=buyer.code, place=buyer.place, body=buyer.pk),
            signed_on=self.on,
            subject="转让一种主轴热伸长补偿方法的发明专利权",
            acceptance="办理专利权变更登记并交付全部技术资料后验收",
            total_yuan=PRICE,
            original_seen=True,
        )
        return replace(fine, **more)

    def registered(self, **more: Any) -> UUID:
        """Have a contract registered, whatever the check list asks confirmed."""
        with self.at():
            office, by = self.bodies["county office"], self.actor("registrar")
            case = done(contracts.bring(bring(self.content(**more), office), by=by, key=self.key())).case
            for line in TechContract.objects.get(pk=case).lines:
                if line["verdict"] == "doubt":
                    wanted = Confirm(case=case, line=line["code"], note="已核")
                    done(contracts.take("confirm", wanted, by=by, key=self.key()))
            done(contracts.take("register", Step(case=case, move="register"), by=by, key=self.key()))
        return case

    def laid(self, **more: Any) -> asked.Laid:
        values: dict[str, Any] = {"ownership": "专利号 202110123456.7", "statement": asked.NONE, **more}
        return asked.Laid(**values)

    def vouchers(self, *amounts: int) -> tuple[Payment, ...]:
        firm = self.bodies["firm"]
        return tuple(
            Payment(voucher=f"P-{at}", on=self.on, yuan=Decimal(each), payer=firm.name)
            for at, each in enumerate(amounts)
        )

    def request(self, path: UUID, contract: UUID | None, side: str = "seller", **more: Any) -> asked.Ask:
        seller, buyer, office = (self.bodies[name] for name in ("university", "firm", "operator"))
        body, other = (buyer, seller) if side == "buyer" else (seller, buyer)
        values: dict[str, Any] = {
            "case": chance.uuid7(),
            "authority": office.authority,
            "office": office.pk,
            "place": office.place,
            "body": body.pk,
            "other": other.pk,
            "side": side,
            "path": asked.PathKey(AGREED, path),
            "contract": contract,
            "laid": self.laid(),
            **more,
        }
        return asked.Ask(**values)

    def ask(self, path: UUID, contract: UUID | None, side: str = "seller", **more: Any) -> Outcome:
        by = {"seller": "transfer office", "buyer": "firm clerk", "operator": "market officer"}[side]
        with self.at():
            return actions.ask(self.request(path, contract, side, **more), by=self.actor(by), key=self.key())

    def move(self, code: str, request: Any, by: str = "market officer") -> Outcome:
        with self.at():
            return actions.take(code, request, by=self.actor(by), key=self.key())

    def checked(self, path: UUID, contract: UUID, **more: Any) -> UUID:
        """Ask, take up and examine; everything but issuing."""
        case = done(self.ask(path, contract, **more)).case
        done(self.move("take_up", asked.TakeUp(case)))
        done(self.move("examine", asked.Examine(case=case, lines=("payment", "ownership", "statement"))))
        return case

    def issue(self, case: UUID, by: str = "reviewer") -> Outcome:
        return self.move("issue", asked.Issue(case=case, site=SITE, at=NOW), by)

    def issued(self, **more: Any) -> UUID:
        """Give a deal's certificate."""
        path, contract = self.deal()
        case = self.checked(path, contract, **more)
        done(self.issue(case))
        return case

    def amend(self, case: UUID, **more: Any) -> Outcome:
        laid = self.laid(payments=self.vouchers(3_000_000), paid=True, **more)
        request = asked.Amend(case=case, site=SITE, at=NOW, reason="尾款已付清", laid=laid)
        return self.move("amend", request, "reviewer")

    def revoke(self, case: UUID) -> Outcome:
        return self.move("revoke", asked.Revoke(case=case, reason="合同被法院确认无效"), "reviewer")

    def row(self, case: UUID) -> Attestation:
        return Attestation.objects.select_related("case").get(pk=case)

    def later(self, days: int) -> None:
        self.on += timedelta(days=days)


def peopled() -> World:
    base = notices.peopled()
    world = World(bodies=base.bodies, persons=base.persons, on=base.on, count=base.count)
    world.body("county office", "county_office", "330106", "330100")
    world.person("registrar", "registrar", "county office")
    world.person("reviewer", "market_reviewer", "operator")
    return world


__all__ = ["NOW", "PRICE", "SITE", "World", "done", "peopled"]
