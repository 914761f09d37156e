"""The cases of listings and registrations, the standard moves they have, what is told of them."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Standard, Withdraw
from kechuang.mechanisms.market.listing import actions, dealing
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.moves import INTEREST, INTEREST_READ, LISTING, READ

FORMS = (
    *("amend", "accept", "list", "send_back", "refuse", "restart", "delist", "conclude", "reveal", "hand_over"),
    *("confirm", "sign", "pay", "default", "close", "relist"),
)
INTEREST_FORMS = ("qualify", "refuse", "deposit", "pull_out", "refund")
TONES = {
    "APPLIED": "idle",
    "QUALIFYING": "risk",
    "SETTLED": "done",
    "CLOSED": "done",
    "DELISTED": "void",
    "REFUSED": "void",
    "WITHDRAWN": "void",
    "VOID": "void",
}
INTEREST_TONES = {
    "REGISTERED": "idle",
    "WON": "done",
    "REFUNDED": "done",
    "REFUSED": "void",
    "WITHDRAWN": "void",
    "FORFEITED": "late",
}


def after_objection(cases: Sequence[UUID]) -> None:
    """Upheld, the result is void; rejected, its notice ends as many days later as it was held."""
    for pk, state, due_on in Case.objects.filter(pk__in=cases).values_list("pk", "state", "due_on"):
        if state == "RESULT_NOTICE" and due_on is not None:
            Listing.objects.filter(pk=pk).update(notice_end=due_on)
    dealing.after(cases)


STANDARD = Standard(
    objections=Objections(
        states="RESULT_NOTICE",
        upheld="VOID",
        public=True,
        named=True,
        cancels="end_notice",
        after=after_objection,
        page="market_listing:published-one",
    ),
    withdraw=Withdraw(states="APPLIED MATERIAL_CHECK DELISTED RELISTED", target="WITHDRAWN", after=dealing.after),
)


def register() -> None:
    """Make listings and registrations known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_listing:step-{code.replace('_', '-')}" for code in FORMS}
    register_case(CaseKind(LISTING, READ, forms=forms, due=actions.DUE, list_url="market_listing:list", tones=TONES))
    declare.register(LISTING.kind, STANDARD)
    steps = {code: f"market_listing:interest-{code.replace('_', '-')}" for code in INTEREST_FORMS}
    register_case(
        CaseKind(INTEREST, INTEREST_READ, forms=steps, list_url="market_listing:interests", tones=INTEREST_TONES)
    )
    following.on_fact("market.listing.published", following.to_parties("holder"))
    following.on_fact("market.listing.ended", following.to_parties("holder", "office"))
    following.on_fact("market.listing.confirmed", following.to_parties("holder", "counterpart"))
    following.on_fact("market.listing.passed", following.to_parties("holder", "counterpart"))
    following.on_fact("market.interest.judged", following.to_parties("holder"))
    following.on_fact("market.interest.concluded", following.to_parties("holder"))
