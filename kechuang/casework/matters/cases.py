"""The kinds of cases of plain matters, and the standard moves that they switch on: all of them."""

from django.db.models import Q

from kechuang.casework.matters.moves import ALL, APPLICATION, DECIDE, READ
from kechuang.casework.notices import years
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Objections, Opinions, Recommend, Reopen, Returns, Standard, Withdraw
from kechuang.casework.standard.reach import seen
from kechuang.web.permissions import Scope

UNDER_WAY = "SUBMITTED ACCEPTED"
FINISHED = {"matters.application": "GRANTED REFUSED CLOSED", "matters.request": "ANSWERED REFUSED CLOSED"}
OBJECTED = {"matters.application": "GRANTED REFUSED", "matters.request": "ANSWERED REFUSED"}
WAITS = {"matters.application": "grant refuse", "matters.request": "answer"}
TONES = {"WITHDRAWN": "void", "LAPSED": "void", "REFUSED": "void", "GRANTED": "done", "ANSWERED": "done"}
FORMS = ("accept", "decline", "grant", "refuse", "answer", "close")


def standard_of(kind: str) -> Standard:
    """Give what a kind of matter switches on."""
    return Standard(
        returns=Returns(states="SUBMITTED", lapse="LAPSED"),
        withdraw=Withdraw(states=UNDER_WAY, target="WITHDRAWN"),
        transfer=UNDER_WAY,
        opinions=Opinions(states=UNDER_WAY, waits=WAITS[kind]),
        remind=UNDER_WAY,
        objections=Objections(states=OBJECTED[kind], upheld="ACCEPTED"),
        suspend="ACCEPTED",
        reopen=Reopen(states=FINISHED[kind], target="ACCEPTED", permission=DECIDE),
        recommend=Recommend(states="SUBMITTED", refused="REFUSED", waits="accept decline")
        if kind == APPLICATION.kind
        else None,
        bulk=frozenset({declare.REMIND, declare.TRANSFER, declare.SUSPEND}),
    )


def reach(scope: Scope) -> Q:
    """Give the cases in reach: one in a round is seen by a level once it has come up to it."""
    return seen(scope)


def register() -> None:
    """Make the cases known to casework, and switch their standard moves on, and have them accounted by years."""
    for moves in ALL:
        forms = {entry.code: f"matters:{entry.code}" for entry in moves.table if entry.code in FORMS}
        tones = {state: tone for state, tone in TONES.items() if state in moves.states}
        in_round = reach if moves is APPLICATION else None
        register_case(CaseKind(moves, READ, forms=forms, list_url="matters:list", tones=tones, reach=in_round))
        declare.register(moves.kind, standard_of(moves.kind))
        years.register(moves.kind, Year(closed=frozenset((*FINISHED[moves.kind].split(), "WITHDRAWN", "LAPSED"))))
