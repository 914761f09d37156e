"""Attestations of each region: one asked for, one that is being checked, one issued; each of a deal of its own."""

from datetime import timedelta
from decimal import Decimal

from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.market.attestation import actions
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules import requests as asked
from kechuang.mechanisms.market.contract import actions as contracts
from kechuang.mechanisms.market.contract.filling import bring, party_of
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.content import Contract, Party
from kechuang.mechanisms.market.contract.rules.requests import Confirm, Step
from kechuang.mechanisms.market.path import AGREED
from kechuang.web import chance
from tests.matrix import priced
from tests.pages.voucher.world import done

READERS = ("operator", "sale reviewer", "leader", "auditor", "transfer office", "firm clerk")
NOW = 1_780_000_000


def attestations(filled, region: str, among) -> None:
    """Plant them: evidence is read by the parties, the operator and those who oversee; a certificate by everybody."""
    world, seen = filled.worlds[region], among(region, *READERS)
    secret = f"{world.mark}未公开权属说明"
    first, second, third = (_asked(world, number, secret) for number in "甲乙丙")
    for case in (second, third):
        _take(world, "take_up", asked.TakeUp(case), "operator")
    _take(world, "examine", asked.Examine(case=third, lines=("ownership", "statement")), "operator")
    _take(world, "issue", asked.Issue(case=third, site="", at=NOW), "sale reviewer")
    filled.add(region, "attestation", first, seen)
    filled.add(region, "attestation checked", second, seen)
    filled.add(region, "attestation issued", third, seen)
    filled.add(region, "deal certificate", Attestation.objects.get(pk=third).number)
    filled.plant(secret, seen)


def _asked(world, number: str, secret: str):
    path = priced.signed(world, f"{world.mark}HT{number}")
    seller, buyer, office = (world.bodies[name] for name in ("provider", "firm", "city office"))
    content = Contract(
        title=f"{world.mark}许可合同{number * 8}",
        number=f"{world.mark}HT{number}",
        type="licence",
        subtype="know_how",
        licence="ordinary",
        seller=Party(name=seller.name, code=credit_code(seller.place, 771), place=seller.place, body=seller.pk),
        buyer=party_of(buyer),
        signed_on=world.on - timedelta(days=4),
        subject=f"{number * 6}普通实施许可，含技术资料",
        acceptance="交付全部技术资料后验收",
        total_yuan=Decimal(500_000),
        original_seen=True,
    )
    with world.at():
        registrar, county = world.actor("registrar"), world.bodies["county office"]
        contract = done(contracts.bring(bring(content, county), by=registrar, key=world.key())).case
        for line in TechContract.objects.get(pk=contract).lines:
            if line["verdict"] == "doubt":
                known = Confirm(case=contract, line=line["code"], note="已核")
                done(contracts.take("confirm", known, by=registrar, key=world.key()))
        step = Step(case=contract, move="register")
        done(contracts.take("register", step, by=registrar, key=world.key()))
        request = asked.Ask(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=office.place,
            body=seller.pk,
            other=buyer.pk,
            side=asked.SELLER,
            path=asked.PathKey(AGREED, path),
            contract=contract,
            laid=asked.Laid(ownership=secret, statement=asked.NONE),
        )
        return done(actions.ask(request, by=world.actor("transfer office"), key=world.key())).case


def _take(world, move: str, request, by: str) -> None:
    with world.at():
        done(actions.take(move, request, by=world.actor(by), key=world.key()))
