"""The case of an agreed price, the standard moves it switches on, what is told of it."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Standard, Withdraw
from kechuang.mechanisms.market.notice import actions, dealing
from kechuang.mechanisms.market.notice.models import NoticeRound, PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import CHANGEABLE, NOTICE, READ, RUNNING

FORMS = ("file", "change", "report_gap", "interrupt", "sign", "register")
TONES = {
    "NEGOTIATED": "idle",
    "NOTICE_RESTART": "risk",
    "NOTICE_PASSED": "done",
    "SIGNED": "done",
    "REGISTERED": "done",
    "VOID": "void",
    "WITHDRAWN": "void",
}


def after_objection(cases: Sequence[UUID]) -> None:
    """Upheld, the notice is void; rejected, it goes on and ends as many days later as it was held."""
    for pk, state, due_on in Case.objects.filter(pk__in=cases).values_list("pk", "state", "due_on"):
        rounds = NoticeRound.objects.filter(notice=pk, ended="")
        if state == RUNNING and due_on is not None:
            PriceNotice.objects.filter(pk=pk).update(end=due_on)
            rounds.update(end=due_on)
        elif state == "VOID":
            rounds.update(ended="void")
    dealing.after(cases)


def after_withdrawal(cases: Sequence[UUID]) -> None:
    """A notice that was taken back counts no longer."""
    NoticeRound.objects.filter(notice__in=cases, ended="").update(ended="changed")
    dealing.after(cases)


STANDARD = Standard(
    objections=Objections(
        states="NOTICE_RUNNING",
        upheld="VOID",
        public=True,
        named=True,
        cancels="end",
        after=after_objection,
        page="market_notice:published-one",
    ),
    withdraw=Withdraw(states=CHANGEABLE, target="WITHDRAWN", after=after_withdrawal),
)


def register() -> None:
    """Make notices known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_notice:{code}" for code in FORMS}
    register_case(CaseKind(NOTICE, READ, forms=forms, due=actions.DUE, list_url="market_notice:list", tones=TONES))
    declare.register(NOTICE.kind, STANDARD)
    following.on_fact("market.notice.begun", following.to_parties("office", "counterpart"))
    following.on_fact("market.notice.interrupted", following.to_parties("holder", "office"))
    following.on_fact("market.notice.passed", following.to_parties("holder", "counterpart"))
