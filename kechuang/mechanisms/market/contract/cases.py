"""The case of a contract: its pages' moves, the standard moves that it switches on, what is told of its facts."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.notices import following, years
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Opinions, Returns, Standard, Withdraw
from kechuang.mechanisms.market.contract import (
    actions,  # noqa: F401 - importing it registers the acts
)
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CONTRACT, LIVE, READ

FORMS = (
    *("amend", "accept", "classify", "register", "refer", "conclude", "reject"),
    *("ask", "change", "true_up", "deregister", "decline", "revoke"),
)
TONES = {
    "RECEIVED": "idle",
    "REVIEW": "risk",
    "REGISTERED": "done",
    "REJECTED": "void",
    "DEREGISTERED": "void",
    "REVOKED": "late",
    "WITHDRAWN": "void",
    "LAPSED": "void",
}
UNDER_WAY = "RECEIVED ACCEPTED"


def gone(cases: Sequence[UUID]) -> None:
    """A contract that was withdrawn or lapsed may be brought again."""
    TechContract.objects.filter(pk__in=cases).update(live=False)


def objected(cases: Sequence[UUID]) -> None:
    """One that is looked at again counts as brought, unless the same contract was brought anew meanwhile."""
    rows = TechContract.objects.filter(pk__in=cases, live=False, case__state__in=LIVE)
    for row in rows:
        if not TechContract.objects.filter(fingerprint=row.fingerprint, live=True).exists():
            TechContract.objects.filter(pk=row.pk).update(live=True, review_ground="objected", reviewed=False)


STANDARD = Standard(
    returns=Returns(states=UNDER_WAY, lapse="LAPSED", after=gone, restarts="contract.registration.restarts"),
    withdraw=Withdraw(states=UNDER_WAY, target="WITHDRAWN", after=gone),
    transfer=UNDER_WAY,
    opinions=Opinions(states="ACCEPTED REVIEW", waits="register conclude"),
    remind=UNDER_WAY,
    suspend="ACCEPTED REVIEW",
    objections=Objections(
        states="REGISTERED REJECTED", upheld="REVIEW", public=True, after=objected, page="market_contract:certificate"
    ),
    bulk=frozenset({declare.REMIND, declare.TRANSFER, declare.SUSPEND}),
)
TOLD = (
    *("taken_in", "accepted", "classified", "referred", "registered", "rejected", "changed"),
    *("trued_up", "declined", "deregistered", "revoked"),
)


def holder_of(case: UUID) -> Case:
    """Give the case of a contract. Raises Case.DoesNotExist."""
    return Case.objects.select_related("holder", "office").get(pk=case, kind=CONTRACT.kind)


def register() -> None:
    """Make contracts known to casework, with standard moves, the year's account and what is told of their facts."""
    forms = {code: f"market_contract:{code}" for code in FORMS}
    register_case(CaseKind(CONTRACT, READ, forms=forms, list_url="market_contract:list", tones=TONES))
    declare.register(CONTRACT.kind, STANDARD)
    closed = frozenset({"REGISTERED", "REJECTED", "DEREGISTERED", "REVOKED", "WITHDRAWN", "LAPSED"})
    years.register(CONTRACT.kind, Year(closed=closed))
    for code in TOLD:
        following.on_fact(f"market.contract.{code}", following.to_parties("holder"))
