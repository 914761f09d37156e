"""The case of an evaluation, the standard moves it switches on, what is told of it."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Standard, Withdraw
from kechuang.mechanisms.market.appraisal import actions
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, READ

FORMS = ("set_team", "decline", "assess", "sign", "publish", "conclude", "annul")
TONES = {
    "PUBLISHED": "done",
    "CHALLENGED": "risk",
    "FINAL": "done",
    "DECLINED": "void",
    "ANNULLED": "void",
    "WITHDRAWN": "void",
}


def after_challenge(cases: Sequence[UUID]) -> None:
    """A challenge that was rejected leaves the report out; its time goes on by the days that it was held."""
    for pk, state, due_on in Case.objects.filter(pk__in=cases).values_list("pk", "state", "due_on"):
        if state == "PUBLISHED" and due_on is not None:
            Appraisal.objects.filter(pk=pk).update(challenge_until=due_on)


STANDARD = Standard(
    objections=Objections(
        states="PUBLISHED",
        upheld="CHALLENGED",
        public=True,
        named=True,
        cancels="finalise",
        after=after_challenge,
        page="market_appraisal:published-one",
    ),
    withdraw=Withdraw(states="REQUESTED TEAM_SET", target="WITHDRAWN"),
)


def register() -> None:
    """Make evaluations known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_appraisal:{code}" for code in FORMS}
    register_case(
        CaseKind(APPRAISAL, READ, forms=forms, due=actions.DUE, list_url="market_appraisal:list", tones=TONES)
    )
    declare.register(APPRAISAL.kind, STANDARD)
    following.on_fact("market.appraisal.requested", following.to_parties("counterpart"))
    for code in ("team_set", "declined", "signed", "final"):
        following.on_fact(f"market.appraisal.{code}", following.to_parties("holder"))
    following.on_fact("market.appraisal.annulled", following.to_parties("holder", "counterpart"))
