"""What the register of brokers and the claims of deals refuse, each under its own code."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.casework import due
from kechuang.casework.models import Case
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.web import clock
from tests.mechanisms.market.broker.world import agreement, certificate, done, moment

ENTRIES = (
    ("broker.no_name", {"name": "沈"}),
    ("broker.kind_unknown", {"kind": "robot"}),
    ("broker.title_unknown", {"title": "king"}),
    ("broker.no_speciality", {"specialities": ()}),
    ("broker.no_speciality", {"specialities": ("9",)}),
    ("broker.text_too_long", {"services": "长" * 2001}),
    ("broker.level_unknown", {"certificate": certificate(level="national")}),
    ("broker.no_certificate", {"certificate": certificate(number=" ")}),
    ("broker.no_issuer", {"certificate": certificate(issuer="")}),
    ("broker.certificate_reversed", {"certificate": certificate(valid_until=date(2024, 1, 1))}),
    ("broker.certificate_not_begun", {"certificate": certificate(valid_from=date(2026, 7, 1))}),
    ("broker.certificate_expired", {"certificate": certificate(valid_until=date(2026, 5, 31))}),
    ("broker.not_declared", {"declared": False}),
)
CHECKS = (
    ("broker.finding_unknown", {"finding": "perhaps"}),
    ("broker.check_without_source", {"source": " "}),
    ("broker.check_in_future", {"on": date(2026, 6, 2)}),
    ("broker.check_needs_words", {"finding": "adverse"}),
)
CLAIMS = (
    ("broker.no_services", {"services": " "}),
    ("broker.not_declared", {"declared": False}),
    ("broker.client_no_party", {"client": "other firm"}),
    ("broker.no_agreement", {"agreement": agreement(number="")}),
    ("broker.agreement_in_future", {"agreement": agreement(signed_on=date(2026, 6, 2))}),
    ("broker.rate_unreadable", {"agreement": agreement(rate=Decimal(3))}),
    ("broker.form_unknown", {"agreement": agreement(form="gift")}),
    ("broker.no_commission", {"agreement": agreement(form="sum", sum_yuan=Decimal(0))}),
    ("broker.above_cap", {"agreement": agreement(form="sum", sum_yuan=Decimal(800_000))}),
    ("broker.commission_doubted", {"agreement": agreement(rate=Decimal("0.3"))}),
)


@pytest.mark.parametrize(("code", "wrong"), ENTRIES, ids=[f"{code} {at}" for at, (code, _) in enumerate(ENTRIES)])
def test_an_entry_that_cannot_stand_is_refused(world, code, wrong):
    outcome = world.open(**wrong)

    assert outcome.refusal is not None
    assert outcome.refusal.code == code


@pytest.mark.parametrize(("code", "wrong"), CHECKS, ids=[code for code, _ in CHECKS])
def test_a_check_without_day_source_or_words_is_refused(world, code, wrong):
    entry = done(world.open()).case

    assert world.check(entry, **wrong).refusal.code == code


def test_nobody_is_active_without_a_clean_and_fresh_check(world):
    entry = done(world.open()).case
    unchecked = world.walk(entry, "activate").refusal.code
    done(world.check(entry, finding="adverse", note="被列入失信名单"))
    adverse = world.walk(entry, "activate").refusal.code
    done(world.check(entry, on=date(2026, 2, 1)))
    stale = world.walk(entry, "activate").refusal.code
    done(world.check(entry))

    outcome = world.walk(entry, "activate")

    assert (unchecked, adverse, stale) == ("broker.not_checked", "broker.check_adverse", "broker.check_stale")
    assert (outcome.refusal, world.state(entry)) == (None, "ACTIVE")


def test_a_certificate_is_entered_once_and_again_after_the_first_is_refused(world):
    first = done(world.open()).case
    twice = world.open(name="另一人").refusal.code
    done(world.walk(first, "refuse"))

    assert (twice, world.open().refusal) == ("broker.certificate_entered", None)


def test_a_suspension_needs_ground_and_words_and_ends_in_what_the_certificate_says(world):
    entry = world.active(certificate=certificate(valid_until=date(2026, 6, 20)))
    without = world.walk(entry, "suspend", ground="mood").refusal.code
    wordless = world.walk(entry, "suspend", ground="complaint", text=" ").refusal.code
    done(world.walk(entry, "suspend", ground="complaint"))
    with clock.fixed(moment(date(2026, 6, 21))):
        due.sweep(date(2026, 6, 21))
    still = world.state(entry)
    world.on = date(2026, 6, 22)
    done(world.walk(entry, "lift"))

    assert (without, wordless) == ("broker.ground_unknown", "broker.no_words")
    assert (still, world.state(entry)) == ("SUSPENDED", "EXPIRED")


def test_the_clock_ends_an_entry_and_a_longer_certificate_renews_it(world):
    entry = world.active(certificate=certificate(valid_until=date(2026, 6, 20)))
    shorter = asked.Ask(entry=entry, certificate=certificate(number="N2", valid_until=date(2026, 6, 10)))
    refused = world.step("ask", shorter, "broker clerk").refusal.code
    nothing = world.walk(entry, "renew").refusal.code
    world.on = date(2026, 6, 21)
    with clock.fixed(moment(world.on)):
        due.sweep(world.on)
    expired = world.state(entry)
    longer = asked.Ask(entry=entry, certificate=certificate(number="N2", level="senior", valid_until=date(2029, 6, 1)))
    done(world.step("ask", longer, "broker clerk"))
    done(world.walk(entry, "renew"))

    row = Case.objects.get(pk=entry).market_broker
    assert (refused, nothing, expired) == ("broker.not_longer", "broker.nothing_asked", "EXPIRED")
    assert (world.state(entry), row.level, row.certificate, row.wish) == ("ACTIVE", "senior", "N2", {})


@pytest.mark.parametrize(("code", "wrong"), CLAIMS, ids=[code for code, _ in CLAIMS])
def test_a_claim_that_cannot_stand_is_refused(world, code, wrong):
    entry, deal = world.active(), world.deal()

    assert world.claim(entry, deal, **wrong).refusal.code == code


def test_a_commission_that_looks_too_high_passes_once_it_is_confirmed(world):
    entry, deal = world.active(), world.deal()

    outcome = world.claim(entry, deal, agreement=agreement(rate=Decimal("0.3"), insisted=True))

    assert (outcome.refusal, Case.objects.get(pk=outcome.case).amount) == (None, Decimal(225_000))


def test_a_demand_that_found_nobody_is_no_deal(world):
    assert world.claim(world.active(), world.published()).refusal.code == "broker.no_deal_yet"


def test_a_contract_of_commission_made_after_the_deal_is_no_ground(world):
    entry, deal = world.active(), world.deal()
    world.on = date(2026, 6, 5)

    late = world.claim(entry, deal, agreement=agreement(signed_on=date(2026, 6, 3)))

    assert late.refusal.code == "broker.agreement_after_deal"


def test_a_suspended_broker_claims_nothing_then_nor_for_those_days(world):
    entry = world.active()
    done(world.walk(entry, "suspend", ground="inquiry"))
    deal = world.deal()
    during = world.claim(entry, deal).refusal.code
    world.on = date(2026, 6, 10)
    done(world.walk(entry, "lift"))

    assert (during, world.claim(entry, deal).refusal.code) == ("broker.not_active", "broker.suspended_then")


def test_a_certificate_that_began_after_the_deal_does_not_cover_it(world):
    deal = world.deal()
    world.on = date(2026, 6, 10)
    entry = world.active(certificate=certificate(valid_from=date(2026, 6, 8)))

    assert world.claim(entry, deal).refusal.code == "broker.not_certified_then"


def test_who_is_a_party_of_the_deal_brokers_it_not(world):
    world.person("institute broker", "broker", "institute")
    entry = done(world.open(by="institute broker", unit="institute")).case
    done(world.check(entry))
    done(world.walk(entry, "activate"))

    refused = world.claim(entry, world.deal(), by="institute broker")

    assert refused.refusal.code == "broker.party_of_deal"


def test_another_unit_claims_nothing_for_a_broker_that_is_not_its_own(world):
    world.person("institute broker", "broker", "institute")

    refused = world.claim(world.active(), world.deal(), by="institute broker")

    assert refused.refusal is not None


def test_a_deal_is_claimed_once_for_a_party_and_again_after_it_declined(world):
    entry, deal = world.active(), world.deal()
    first = done(world.claim(entry, deal)).case
    twice = world.claim(entry, deal).refusal.code
    wordless = world.say(first, "decline", text=" ").refusal.code
    done(world.say(first, "decline"))

    assert (twice, wordless, world.claim(entry, deal).refusal) == ("broker.claimed_already", "broker.no_words", None)


def test_commission_never_exceeds_the_contract(world):
    claim = done(world.claim(world.active(), world.deal())).case
    done(world.say(claim, "consent"))
    refused = [
        world.pay(claim, 0).refusal.code,
        world.pay(claim, 100, voucher=" ").refusal.code,
        world.pay(claim, 100, on=date(2026, 6, 2)).refusal.code,
    ]
    done(world.pay(claim, 20_000))
    above = world.pay(claim, 2_501).refusal
    done(world.pay(claim, 2_500))

    assert refused == ["broker.no_commission", "broker.no_voucher", "broker.paid_on_wrong_day"]
    assert (above.code, above.values["agreed_yuan"]) == ("broker.above_contract", Decimal("22500.00"))
    assert world.state(claim) == "PAID"
