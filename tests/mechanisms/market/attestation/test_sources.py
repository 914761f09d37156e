"""The ways of finding a price: an auction with its real log, one that a stranger registers, deals that a form offers."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.mechanisms.market.attestation import actions, choosing, from_auction, from_listing, sources, wording
from kechuang.mechanisms.market.attestation.certifying import Evidence, SignedContract, faults
from kechuang.mechanisms.market.attestation.rules.requests import PathKey
from kechuang.mechanisms.market.auction import actions as auctions
from kechuang.mechanisms.market.auction import queries as auction_paths
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.listing import queries as listing_paths
from kechuang.web import chance, clock
from tests.mechanisms.market.attestation.world import done
from tests.mechanisms.market.auction.hall import START, ascending, must, open_hall
from tests.mechanisms.market.listing import world as listings


@pytest.fixture
def registry(monkeypatch):
    held = dict(sources.SOURCES)
    monkeypatch.setattr(sources, "SOURCES", held)
    return held


def test_a_lot_is_a_path_once_it_is_hammered_and_confirmed(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    hall = open_hall()
    with hall.at(START - timedelta(days=16)):
        (lot,) = hall.announce(ascending())
        hall.run([lot], 2)
    hall.bid(lot, 0, "100000.00", timedelta(minutes=1))
    hall.bid(lot, 1, "110000.00", timedelta(minutes=2))
    with hall.at(START + timedelta(minutes=61)):
        hall.turn()
        early = auction_paths.price_path(lot.pk)
        must(auctions.order(asked.Order(lot=lot.pk, move="confirm"), by=hall.people["operator"], key="confirm"))
        hall.turn()
        path = auction_paths.price_path(lot.pk)

    assert (early, hall.state(lot)) == (None, "CONFIRMED")
    assert path is not None
    on = START.astimezone(clock.CHINA).date()
    winner = f"{hall.firms[1].name} {hall.firms[1].code}"
    assert (path.buyers, path.known_yuan, bool(path.facts)) == ((winner,), Decimal(110000), True)
    assert (path.end, path.passed_on, path.in_order) == (on - timedelta(days=1), on, True)
    assert [part.name for part in from_auction.evidence(lot.pk)] == ["auction-log.jsonl"]
    assert [each.case for each in from_auction.completed([hall.seller.pk], "", 9)] == [lot.pk]

    contract = SignedContract(number="1", signed_on=on, seller="大学", buyers=(winner,), known_yuan=Decimal(110000))
    same_day = faults(Evidence(path=path, contract=contract), on)
    before = SignedContract(
        number="1", signed_on=on - timedelta(days=1), seller="大学", buyers=(winner,), known_yuan=Decimal(110000)
    )
    assert [each.code for each in same_day] == []
    assert "attestation.signed_before_notice_ended" in [
        each.code for each in faults(Evidence(path=path, contract=before), on)
    ]


def test_a_stranger_registers_a_way_of_its_own(world, registry):
    path, contract = world.deal()
    own, found = chance.uuid7(), sources.find(PathKey("agreed_notice", path))
    source = sources.Source(kind="tests", find=lambda case: found if case == own else None, completed=lambda *_a: [])

    sources.register(source)
    request = replace(world.request(own, contract), path=PathKey("tests", own))
    with world.at():
        case = done(actions.ask(request, by=world.actor("transfer office"), key=world.key())).case

    assert (world.row(case).path_kind, sources.find(PathKey("tests", path)), sources.find(PathKey("none", own))) == (
        "tests", None, None,
    )  # fmt: skip


def test_a_form_offers_the_own_completed_deals_that_nobody_certified(world):
    path, contract = world.deal()
    body, other = world.bodies["university"].pk, world.bodies["other firm"].pk

    before = [choosing.deals([each], []) for each in (body, world.bodies["firm"].pk, other)]
    of_operator = choosing.deals(None, ["330100"])
    world.checked(path, contract)
    after = choosing.deals([body], [])

    code = f"agreed_notice:{path}"
    assert [list(each) for each in (*before, of_operator, after)] == [[code], [code], [], [code], []]
    assert choosing.contract_of("", before[0][code]) == contract


def test_a_price_is_written_as_people_read_it():
    formula = "instalments | 2000000.00 | 600000.00@合同生效后十日内 | 1400000.00@验收后"
    royalty = "entry_royalty | 250000.00 | sales | 0.05 | fixed"

    assert wording.price(formula) == ("分期支付，2,000,000元，600,000元（合同生效后十日内），1,400,000元（验收后）")
    assert "5%" in wording.price(royalty)
    assert "销售" in wording.price(royalty)


def test_a_listing_is_a_path_once_its_result_was_noticed_and_its_contract_signed(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    market = listings.peopled()
    result = market.listed()
    market.entered("first", result=result)

    case = market.at_result(result, by="office")
    early = listing_paths.price_path(case)
    market.pass_to(date(2026, 4, 13))
    done(market.sign(case, "office"))
    path = listing_paths.price_path(case)

    assert (early, path is not None) == (None, True)
    assert path is not None
    signed = SignedContract(
        number="1", signed_on=path.signed_on, seller=path.seller, buyers=path.buyers, known_yuan=path.known_yuan
    )
    assert (path.kind, path.in_order, path.contract_number) == ("listing", True, "HT-2026-1")
    assert faults(Evidence(path=path, contract=signed), path.signed_on) == ()
    assert [each.case for each in from_listing.completed(None, "330100", 9)] == [case]
