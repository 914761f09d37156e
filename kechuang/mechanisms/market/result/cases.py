"""The kinds of cases of achievements, rights and applications: standard moves, who reads them, what is told of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.moves import OpenMove
from kechuang.casework.notices import following
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Opinions, Returns, Standard, Withdraw
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result import actions, entries, projecting
from kechuang.mechanisms.market.result.models import Completer
from kechuang.mechanisms.market.result.rules.moves import ENTRY, OWN, READ, RESULT, RIGHT, RIGHT_READ
from kechuang.web.permissions import Actor, holding

FORMS = (
    *("revise", "register", "refuse", "list", "unlist", "withhold", "release", "open_deal", "close_deal"),
    *("implement", "freeze", "thaw", "withdraw"),
)
ENTRY_FORMS = ("enter", "refuse", "withdraw")
RIGHT_FORMS = ("dispute", "settle", "end")
TONES = {
    "REGISTERED": "idle",
    "WITHHELD": "void",
    "DORMANT": "risk",
    "FROZEN": "risk",
    "REFUSED": "void",
    "WITHDRAWN": "void",
    **dict.fromkeys(("TRANSFERRED", "LICENSED", "INVESTED", "IMPLEMENTED"), "done"),
}
BULK = frozenset({declare.TRANSFER, declare.SUSPEND, declare.REMIND})
STANDARD = Standard(
    returns=Returns(states="FORMAL_CHECK", lapse="REFUSED", after=projecting.ended),
    withdraw=Withdraw(states="FORMAL_CHECK", target="WITHDRAWN", after=projecting.ended),
    transfer="FORMAL_CHECK",
    opinions=Opinions(states="FORMAL_CHECK", waits="register"),
    remind="FORMAL_CHECK",
    suspend="FORMAL_CHECK",
    bulk=BULK,
)
ENTRY_STANDARD = Standard(
    returns=Returns(states="APPLIED", lapse="REFUSED", after=entries.ended),
    transfer="APPLIED",
    opinions=Opinions(states="APPLIED", waits="enter"),
    remind="APPLIED",
    suspend="APPLIED",
    bulk=BULK,
)


def _mine(actor: Actor, on: date) -> Q | None:
    """A completer reads the achievements on which the own name stands."""
    if actor.person is None or not holding(actor, OWN, on=on):
        return None
    return Q(kind=RESULT.kind, pk__in=Completer.objects.filter(person=actor.person).values("achievement_id"))


def _asked(actor: Actor, on: date) -> Q:
    """Achievements whose registration waits for the word of a completer."""
    if actor.person is None or not holding(actor, OWN, on=on):
        return Q(pk__in=[])
    silent = Completer.objects.filter(person=actor.person, agreed__isnull=True)
    return Q(kind=RESULT.kind, state="FORMAL_CHECK", pk__in=silent.values("achievement_id"))


def _no_moves(_case: Case, _actor: Actor, _on: date) -> Sequence[OpenMove]:
    return ()


def _nothing(_actor: Actor, _on: date) -> Q:
    return Q(pk__in=[])


def _no_guard(_kind: str, _move: str, _cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    return {}


def register() -> None:
    """Make the three kinds known to casework, with standard moves and what is told of their facts."""
    register_case(
        CaseKind(
            RESULT,
            READ,
            forms={code: f"market_result:{code}" for code in FORMS},
            due=dict(actions.DUE),
            list_url="market_result:list",
            tones=TONES,
        )
    )
    register_case(
        CaseKind(
            RIGHT,
            RIGHT_READ,
            forms={code: f"market_result:right-{code}" for code in RIGHT_FORMS},
            list_url="market_result:rights",
            tones={"ACTIVE": "done", "DISPUTED": "risk", "ENDED": "void"},
        )
    )
    register_case(
        CaseKind(
            ENTRY,
            RIGHT_READ,
            forms={code: f"market_result:entry-{code}" for code in ENTRY_FORMS},
            list_url="market_result:entries",
            tones={"ENTERED": "done", "REFUSED": "void", "WITHDRAWN": "void"},
        )
    )
    declare.register(RESULT.kind, STANDARD)
    declare.register(ENTRY.kind, ENTRY_STANDARD)
    register_alongside(
        Alongside(
            name="market.result",
            open_moves=_no_moves,
            waiting=_nothing,
            answers=_asked,
            reads=_mine,
            guard=_no_guard,
        )
    )
    _tell()


def _tell() -> None:
    for code in ("registered", "refused", "offer_ended", "released", "deal_opened", "deal_closed", "frozen", "thawed"):
        following.on_fact(f"market.result.{code}", following.to_parties("holder"))
    following.on_fact("market.result.withheld", _withheld)
    following.on_fact("market.result.dormant", _dormant)
    for code in ("entry_made", "entry_refused"):
        following.on_fact(f"market.right.{code}", following.to_parties("holder"))
    for code in ("disputed", "settled", "ended"):
        following.on_fact(f"market.right.{code}", following.to_parties("holder"))


def _withheld(event: following.Event) -> Iterable[following.Draft]:
    """The law makes the office tell the holder what is withheld, and why (national transfer law Art. 11)."""
    case = event.about
    if case is None or case.holder_id is None:
        return
    values = {
        "number": case.number,
        "reason_code": f"market.result.withheld.{event.values['reason']}",
        "text": event.values.get("text", ""),
    }
    yield following.Draft(kind=event.entry.type, to_body=case.holder_id, case=case.pk, values=values, receipt=True)


def _dormant(event: following.Event) -> Iterable[following.Draft]:
    """The unit is told, and every completer who has an account: the rights of the completers are open."""
    case = event.about
    if case is None:
        return
    values = {"number": case.number, "years": int(event.values["years"])}
    if case.holder_id is not None:
        yield following.Draft(kind=event.entry.type, to_body=case.holder_id, case=case.pk, values=values)
    persons = Completer.objects.filter(achievement=case.pk, person__isnull=False).order_by("place_in_order")
    for person in dict.fromkeys(persons.values_list("person_id", flat=True)):
        yield following.Draft(kind="market.result.completers_may", to_person=person, case=case.pk, values=values)
