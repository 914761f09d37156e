"""The check list of a deal: what the registers answer by themselves, and what a person must look at. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.attestation.certifying import Evidence, faults
from kechuang.mechanisms.market.attestation.rules.requests import (
    LONGEST,
    MOST_PAYMENTS,
    NONE,
    RELATED,
    STATEMENTS,
    Contracted,
    Laid,
    PathKey,
)
from kechuang.mechanisms.market.path import PricePath

GOOD, BAD, LOOK = "good", "bad", "look"
LINES = ("path", "contract", "order", "amount", "parties", "payment", "ownership", "statement", "once")
# What a program cannot see: whether the voucher, the title and the statement are what they claim to be.
BY_PERSON = ("payment", "ownership", "statement")
LINE_OF: Mapping[str, str] = {
    "attestation.no_price_path": "path",
    "attestation.no_contract": "contract",
    "attestation.contract_not_registered": "contract",
    "attestation.other_contract": "contract",
    "attestation.signed_before_notice_ended": "order",
    "attestation.day_differs": "order",
    "attestation.amount_differs": "amount",
    "attestation.parties_differ": "parties",
    "attestation.no_ownership": "ownership",
    "attestation.no_statement": "statement",
    "attestation.related_denied": "statement",
    "attestation.statement_empty": "statement",
    "attestation.second": "once",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the check list: its code, whether it is in order, why not, and whether a person looked at it."""

    code: str
    verdict: str
    why: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """Everything that the check looks at. ``second`` is the number of another attestation of the same deal."""

    key: PathKey
    path: PricePath | None
    contract: Contracted | None
    laid: Laid
    second: str = ""

    @property
    def evidence(self) -> Evidence | None:
        """What a certificate would stand on; None while path or contract is missing."""
        if self.path is None or self.contract is None:
            return None
        return Evidence(path=self.path, contract=self.contract.signed, payments=self.laid.payments, paid=self.laid.paid)


def against(deal: Deal, on: date) -> tuple[Refusal, ...]:
    """Give everything that stands against a certificate; () if nothing does."""
    found: list[Refusal] = []
    if deal.second:
        found.append(Refusal("attestation.second", {"number": deal.second}, place="deal"))
    if deal.path is None:
        found.append(Refusal("attestation.no_price_path", place="deal"))
    if deal.contract is None:
        found.append(Refusal("attestation.no_contract", place="contract"))
    elif not deal.contract.stands:
        values = {"number": deal.contract.signed.number, "state_code": f"market.contract.{deal.contract.state}"}
        found.append(Refusal("attestation.contract_not_registered", values, place="contract"))
    if deal.evidence is not None:
        found += faults(deal.evidence, on)
    return (*found, *_laid(deal))


def _laid(deal: Deal) -> list[Refusal]:
    laid, found = deal.laid, []
    if len(laid.payments) > MOST_PAYMENTS:
        found.append(Refusal("attestation.too_many_payments", {"limit": MOST_PAYMENTS}, place="payments"))
    if not laid.ownership.strip() or len(laid.ownership) > LONGEST:
        found.append(Refusal("attestation.no_ownership", {"limit": LONGEST}, place="ownership"))
    if laid.statement not in STATEMENTS:
        found.append(Refusal("attestation.no_statement", place="statement"))
    related = deal.path.related if deal.path is not None else ()
    if related and laid.statement == NONE:
        found.append(Refusal("attestation.related_denied", {"related": "、".join(related)}, place="statement"))
    if laid.statement == RELATED and not laid.statement_text.strip():
        found.append(Refusal("attestation.statement_empty", place="statement_text"))
    return found


def check(deal: Deal, examined: tuple[str, ...], on: date) -> tuple[Line, ...]:
    """Give the check list of a deal as it stands on a day."""
    held: dict[str, list[Refusal]] = {}
    for each in against(deal, on):
        held.setdefault(LINE_OF.get(each.code, "payment"), []).append(each)
    return tuple(Line(code, _verdict(code, code in held, examined, deal), tuple(held.get(code, ()))) for code in LINES)


def _verdict(code: str, bad: bool, examined: tuple[str, ...], deal: Deal) -> str:
    if bad:
        return BAD
    return LOOK if code in to_examine(deal) and code not in examined else GOOD


def to_examine(deal: Deal) -> tuple[str, ...]:
    """Give the lines that a person has to look at; payments only where some were laid."""
    return tuple(code for code in BY_PERSON if code != "payment" or deal.laid.payments)
