"""What may be attested and what a certificate says: the bad input of the dossier, each under its own name."""

import base64
import hashlib
import itertools
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.attestation.certifying import (
    Certificate,
    Evidence,
    Payment,
    SignedContract,
    certify,
    faults,
    read,
)
from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, parse
from kechuang.mechanisms.market.attestation.sdjwt.issuing import issue
from kechuang.mechanisms.market.attestation.sdjwt.keys import SigningKey
from kechuang.mechanisms.market.attestation.sdjwt.presenting import choose
from kechuang.mechanisms.market.path import AGREED, PricePath

END, SIGNED, TODAY = date(2026, 3, 25), date(2026, 3, 28), date(2026, 5, 1)
PRICE, NOW = Decimal(3_000_000), 1_790_000_000
KEY = SigningKey.of_seed(b"k" * 32, kid="kechuang/330100")
SELLER, BUYER = "之江大学（演示）", "甲公司（演示） 91330106MA0000001X"
PATH = PricePath(
    kind=AGREED,
    case="330100/case/0198f2aa-0000-7000-8000-000000000002",
    number="XY-2026-0001",
    seller=SELLER,
    buyers=(BUYER,),
    related=(),
    achievements=("一种热伸长补偿方法 202110123456.7",),
    mode="transfer",
    price="lump:3000000.00",
    known_yuan=PRICE,
    places=("market", "unit"),
    start=date(2026, 3, 10),
    end=END,
    days=15,
    rounds=1,
    objections=0,
    passed_on=END + timedelta(days=1),
    signed_on=SIGNED,
    contract_number="HT-1",
    snapshots=(),
    unproved_days=(),
    facts=("0198f2aa-1", "0198f2aa-2"),
)
CONTRACT = SignedContract(number="HT-1", signed_on=SIGNED, seller=SELLER, buyers=(BUYER,), known_yuan=PRICE)
FIRST = Payment(voucher="P-1", on=date(2026, 4, 2), yuan=Decimal(900_000), payer="甲公司（演示）")
SECOND = replace(FIRST, voucher="P-2", yuan=Decimal(2_100_000))
EVIDENCE = Evidence(path=PATH, contract=CONTRACT, payments=(FIRST, SECOND), paid=True)
MADE = Certificate(
    number="JZ-2026-0001",
    version=1,
    issuer="https://example.org",
    operator="试验技术市场（演示）",
    page="https://example.org/market/attestations/check/JZ-2026-0001/",
    issued_at=NOW,
    rules="330000@2026-01-01",
    evidence=EVIDENCE,
)


def salts():
    counter = itertools.count()
    return lambda: hashlib.sha256(b"salt %d" % next(counter)).digest()[:16]


def known(header, _payload):
    return KEY.public if header.get("kid") == KEY.kid else None


def changed(**more) -> Evidence:
    """Give the evidence with changes to its path, contract or itself."""
    path, contract = more.pop("path", {}), more.pop("contract", {})
    return replace(EVIDENCE, path=replace(PATH, **path), contract=replace(CONTRACT, **contract), **more)


def test_nothing_stands_against_a_deal_in_order():
    assert faults(EVIDENCE, TODAY) == ()
    assert faults(changed(payments=(), paid=False), TODAY) == ()


@pytest.mark.parametrize(
    ("evidence", "codes"),
    [
        (changed(path={"facts": ()}), ["no_price_path"]),
        (changed(path={"signed_on": END}, contract={"signed_on": END}), ["signed_before_notice_ended"]),
        (changed(path={"passed_on": SIGNED + timedelta(days=1)}), ["signed_before_notice_ended"]),
        (changed(contract={"signed_on": SIGNED + timedelta(days=3)}), ["day_differs"]),
        (changed(contract={"known_yuan": PRICE + 1}, paid=False), ["amount_differs"]),
        (changed(contract={"buyers": (BUYER, "乙公司（演示）")}), ["parties_differ"]),
        (changed(contract={"seller": "另一所大学（演示）"}), ["parties_differ"]),
        (changed(payments=(FIRST,)), ["not_paid"]),
        (changed(payments=()), ["not_paid"]),
        (changed(payments=(FIRST, replace(FIRST, yuan=SECOND.yuan))), ["voucher_twice"]),
        (changed(payments=(FIRST, replace(SECOND, on=TODAY + timedelta(days=1)))), ["paid_later"]),
        (changed(payments=(FIRST, SECOND, replace(FIRST, voucher="P-3", yuan=Decimal(0)))), ["nothing_paid"]),
        (changed(payments=(FIRST, replace(SECOND, payer="乙公司（演示）"))), ["paid_by_another"]),
        (changed(payments=(FIRST, replace(SECOND, yuan=PRICE)), paid=False), ["paid_too_much"]),
    ],
)
def test_what_is_not_in_order_is_refused_by_name(evidence, codes):
    assert [each.code for each in faults(evidence, TODAY)] == [f"attestation.{code}" for code in codes]


@settings(max_examples=40, deadline=None)
@given(st.integers(-20, 40))
def test_no_deal_is_attested_that_was_signed_before_its_notice_had_ended(days):
    on = END + timedelta(days=days)
    evidence = changed(path={"signed_on": on, "passed_on": END}, contract={"signed_on": on})

    assert (faults(evidence, TODAY + timedelta(days=60)) == ()) is (days > 0)


def test_a_certificate_says_openly_what_it_is_and_leaves_the_price_to_its_holder():
    token = certify(MADE, KEY, salt=salts())

    least = read(choose(token, {}).compact(), known, at=NOW)
    buyer = read(choose(token, {"buyers": [True], "known_yuan": True}).compact(), known, at=NOW)

    assert (least["number"], least["price_finding"]["facts"], least["paid"]) == (MADE.number, list(PATH.facts), True)
    assert sorted(set(read(token.compact(), known, at=NOW)) - set(least)) == [
        "contract_number", "known_yuan", "paid_yuan", "price", "related", "seller",
    ]  # fmt: skip
    assert (least["buyers"], buyer["buyers"], buyer["known_yuan"]) == ([], [BUYER], "3000000.00")
    assert [word in json_of(choose(token, {})) for word in (SELLER, BUYER, "HT-1")] == [False, False, False]


def json_of(token) -> str:
    return base64.urlsafe_b64decode(token.payload + "==").decode()


def test_what_was_signed_for_something_else_is_no_certificate():
    other = issue({"vct": "kechuang:something-else", "iat": NOW}, KEY, salt=salts(), typ="dc+sd-jwt")

    with pytest.raises(SdJwtError) as refused:
        read(other.compact(), known, at=NOW)

    assert refused.value.code == "kind"


def test_the_key_of_another_node_proves_nothing():
    stranger = SigningKey.of_seed(b"s" * 32, kid=KEY.kid)

    with pytest.raises(SdJwtError) as refused:
        read(certify(MADE, stranger, salt=salts()).compact(), known, at=NOW)

    assert refused.value.code == "signature"
    assert parse(certify(MADE, KEY, salt=salts()).compact()) == certify(MADE, KEY, salt=salts())
