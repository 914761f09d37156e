"""What may be attested, and what a certificate says: from the evidence of a deal to the claims of its token. Pure.

A certificate is issued only for a completed way of finding the price. What it must say openly is that it exists, who
issued it, for which deal, and where its state can be looked up; parties, price and the contract's number are the
holder's to show (SD-JWT).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, Token, parse
from kechuang.mechanisms.market.attestation.sdjwt.issuing import Hidden, Salt, issue
from kechuang.mechanisms.market.attestation.sdjwt.keys import SigningKey
from kechuang.mechanisms.market.attestation.sdjwt.verifying import Finder, verify
from kechuang.mechanisms.market.path import PricePath

TYPE = "dc+sd-jwt"
KIND = "kechuang:market-attestation:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedContract:
    """The contract as registered: its registration number, day, parties as one line each, the known part of the price.

    ``agreed`` is the number that the parties gave it.
    """

    number: str
    signed_on: date
    seller: str
    buyers: tuple[str, ...]
    known_yuan: Decimal
    agreed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One voucher of payment: its number, day, amount, and the name of the account that paid."""

    voucher: str
    on: date
    yuan: Decimal
    payer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is laid before the operator. ``paid``: whether the deal is said to be paid in full."""

    path: PricePath
    contract: SignedContract
    payments: tuple[Payment, ...] = ()
    paid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate under its number. ``version`` counts amendments from 1; ``page`` shows its state to everybody."""

    number: str
    version: int
    issuer: str
    operator: str
    page: str
    issued_at: int
    rules: str
    evidence: Evidence


def faults(evidence: Evidence, on: date) -> tuple[Refusal, ...]:
    """Give everything for which a certificate is refused on a day; () if nothing stands against it."""
    path, contract = evidence.path, evidence.contract
    found: list[Refusal | None] = [
        _unless(bool(path.facts), "attestation.no_price_path", {}, "path"),
        _unless(
            not (contract.agreed and path.contract_number) or contract.agreed == path.contract_number,
            "attestation.other_contract",
            {"contract": contract.agreed, "path": path.contract_number},
            "contract",
        ),
        _unless(
            path.in_order and path.allows(contract.signed_on),
            "attestation.signed_before_notice_ended",
            {"signed_on": min(contract.signed_on, path.signed_on), "ended_on": path.end},
            "contract",
        ),
        _unless(
            contract.signed_on == path.signed_on,
            "attestation.day_differs",
            {"signed_on": contract.signed_on, "path_on": path.signed_on},
            "contract",
        ),
        _unless(
            contract.known_yuan == path.known_yuan,
            "attestation.amount_differs",
            {"contract_yuan": contract.known_yuan, "path_yuan": path.known_yuan},
            "contract",
        ),
        _unless(
            contract.seller == path.seller and sorted(contract.buyers) == sorted(path.buyers),
            "attestation.parties_differ",
            {
                "contract_parties": _line(contract.seller, contract.buyers),
                "path_parties": _line(path.seller, path.buyers),
            },
            "contract",
        ),
        *_payment_faults(evidence, on),
    ]
    return tuple(each for each in found if each is not None)


def _line(seller: str, buyers: tuple[str, ...]) -> str:
    return "、".join((seller, *buyers))


def _unless(holds: bool, code: str, values: Mapping[str, Any], place: str) -> Refusal | None:
    return None if holds else Refusal(code, dict(values), place)


def paid_yuan(evidence: Evidence) -> Decimal:
    """Give the sum of the vouchers."""
    return sum((each.yuan for each in evidence.payments), Decimal(0))


def _payment_faults(evidence: Evidence, on: date) -> list[Refusal | None]:
    vouchers = [each.voucher for each in evidence.payments]
    # Buyers are written as name and credit code; an account bears the name.
    names = [each.rpartition(" ")[0] or each for each in evidence.contract.buyers]
    known = {*names, *evidence.contract.buyers}
    found: list[Refusal | None] = []
    for at, each in enumerate(evidence.payments):
        about = {"voucher": each.voucher}
        once = each.voucher not in vouchers[:at]
        found += [
            _unless(once, "attestation.voucher_twice", about, "payments"),
            _unless(each.on <= on, "attestation.paid_later", {**about, "paid_on": each.on}, "payments"),
            _unless(each.yuan > 0, "attestation.nothing_paid", about, "payments"),
            _unless(
                each.payer in known,
                "attestation.paid_by_another",
                {**about, "payer": each.payer, "buyers": "、".join(names)},
                "payments",
            ),
        ]
    paid, owed = paid_yuan(evidence), evidence.contract.known_yuan
    sums = {"paid_yuan": paid, "owed_yuan": owed}
    found.append(_unless(paid <= owed, "attestation.paid_too_much", sums, "payments"))
    if evidence.paid:
        found.append(_unless(paid >= owed, "attestation.not_paid", sums, "paid"))
    return found


def claims(made: Certificate) -> dict[str, Any]:
    """Give what a certificate says; what the holder may keep to itself is marked."""
    path, contract = made.evidence.path, made.evidence.contract
    return {
        "iss": made.issuer,
        "iat": made.issued_at,
        "vct": KIND,
        "number": made.number,
        "version": made.version,
        "operator": made.operator,
        "page": made.page,
        "rules": made.rules,
        "achievements": list(path.achievements),
        "price_finding": {
            "kind": path.kind,
            "case": path.case,
            "from": path.start.isoformat(),
            "until": path.end.isoformat(),
            "objections": path.objections,
            "facts": list(path.facts),
        },
        "mode": path.mode,
        "signed_on": contract.signed_on.isoformat(),
        "paid": made.evidence.paid,
        "seller": Hidden(contract.seller),
        "buyers": [Hidden(each) for each in contract.buyers],
        "related": Hidden(list(path.related)),
        "price": Hidden(path.price),
        "known_yuan": Hidden(f"{contract.known_yuan:.2f}"),
        "paid_yuan": Hidden(f"{paid_yuan(made.evidence):.2f}"),
        "contract_number": Hidden(contract.number),
    }


def certify(made: Certificate, key: SigningKey, *, salt: Salt) -> Token:
    """Sign a certificate. The caller has seen that nothing stands against it (:func:`faults`)."""
    return issue(claims(made), key, salt=salt, typ=TYPE)


def read(text: str, find: Finder, *, at: int) -> dict[str, Any]:
    """Give what a certificate says, as far as its holder shows it.

    Whether it was amended or revoked since stands on its page alone. Raises SdJwtError, also for a token that is no
    certificate.
    """
    found = verify(parse(text), find, at=at, typ=TYPE).claims
    if found.get("vct") != KIND:
        raise SdJwtError("kind", "the token is no certificate of a deal")
    return found
