"""The case of a demand, the standard moves it switches on, who reads it, what is told of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.moves import OpenMove
from kechuang.casework.notices import following, years
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Opinions, Returns, Standard, Withdraw
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import actions
from kechuang.mechanisms.market.demand.models import DemandMark, DemandTalk
from kechuang.mechanisms.market.demand.rules.moves import DEMAND, READ, UNDER_WAY
from kechuang.web.permissions import Actor, scope

FORMS = (
    *("pass_on", "publish", "refuse", "refine", "confirm", "send_back", "talk", "end_talks", "contract", "solve"),
    "extend",
)
TONES = {
    "REFUSED": "void",
    "WITHDRAWN": "void",
    "EXPIRED": "idle",
    "CONTRACTED": "done",
    "CLOSED_SOLVED": "done",
}


def _forget_text(cases: Sequence[UUID]) -> None:
    """A demand that ended is no longer what others are copies of."""
    DemandMark.objects.filter(demand__in=cases).delete()


STANDARD = Standard(
    returns=Returns(states="SUBMITTED", lapse="REFUSED", after=_forget_text),
    withdraw=Withdraw(states=UNDER_WAY, target="WITHDRAWN", after=_forget_text),
    transfer="SUBMITTED",
    opinions=Opinions(states="SUBMITTED", waits="pass_on publish refuse"),
    remind="SUBMITTED",
    suspend="SUBMITTED PUBLISHED TALKING",
    bulk=frozenset({declare.REMIND, declare.TRANSFER, declare.SUSPEND}),
)


def _reads(actor: Actor, on: date) -> Q | None:
    """With whom the owner talks reads the whole demand."""
    bodies = scope(actor, READ, on).bodies
    if not bodies:
        return None
    return Q(kind=DEMAND.kind, pk__in=DemandTalk.objects.filter(body__in=bodies).values("demand_id"))


def _no_moves(_case: Case, _actor: Actor, _on: date) -> Sequence[OpenMove]:
    return ()


def _nothing(_actor: Actor, _on: date) -> Q:
    return Q(pk__in=[])


def _no_guard(_kind: str, _move: str, _cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    return {}


def register() -> None:
    """Make demands known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_demand:{code}" for code in FORMS}
    register_case(CaseKind(DEMAND, READ, forms=forms, due=actions.DUE, list_url="market_demand:list", tones=TONES))
    declare.register(DEMAND.kind, STANDARD)
    years.register(DEMAND.kind, Year(closed=frozenset({"CLOSED_SOLVED", "REFUSED", "WITHDRAWN"})))
    register_alongside(
        Alongside(
            name="market.demand",
            open_moves=_no_moves,
            waiting=_nothing,
            answers=_nothing,
            reads=_reads,
            guard=_no_guard,
        )
    )
    following.on_fact("market.demand.passed_on", following.to_parties("counterpart", reply_by="due_on"))
    following.on_fact("market.demand.sent_back", following.to_parties("counterpart"))
    for code in ("refined", "refused", "published", "answered", "expired"):
        following.on_fact(f"market.demand.{code}", following.to_parties("holder"))
