"""Each load of the rules is a fact: which edition an authority's acts stand on from now on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.models import Case
from kechuang.casework.moves import SYSTEM, Moves, move
from kechuang.casework.registry import ActKind, CaseKind, Done, Touched, register_act, register_case
from kechuang.kernel.place import NATION
from kechuang.ledger.models import Log
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.facts import RulebookLoaded, loaded
from kechuang.web import chance
from kechuang.web.permissions import SYSTEM as NODE

MOVES = Moves("rulebook.edition", ("LOADED",), (move("load", "", "LOADED", "node:keep", SYSTEM),))


@dataclass(frozen=True, slots=True)
class Load:
    """Record the edition in force in one authority's log."""

    case: UUID
    authority: str
    place: str
    fact: RulebookLoaded


def _decide(_scene: Scene[None], request: Load) -> Decision:
    case = NewCase(
        id=request.case,
        kind=MOVES.kind,
        authority=request.authority,
        state="LOADED",
        place=request.place,
        title=request.fact.edition,
    )
    return Decision(facts=((request.case, request.fact),), opens=(case,))


def _no_rows(_requests: Sequence[Load]) -> None:
    return None


def _no_tables(_done: Sequence[Done[Load]]) -> None:
    return None


LOAD = register_act(
    ActKind(MOVES, "load", lambda _request: Touched(), _decide, _no_rows, _no_tables, place=lambda one: one.place)
)


def register() -> None:
    """Make the case known to casework."""
    register_case(CaseKind(MOVES, "voucher:read"))


def record(on: date | None = None) -> list[Outcome]:
    """Record the edition that this node applies, in every log whose last recorded edition is another one."""
    fact = loaded(rulebook.current())
    outcomes = []
    for log in Log.objects.order_by("code"):
        last = Case.objects.filter(kind=MOVES.kind, authority=log.code).order_by("-id").first()
        if last is None or last.title != fact.edition:
            request = Load(chance.uuid7(), log.code, _place(log.code), fact)
            outcomes.append(act(LOAD, request, by=NODE, key=f"rulebook:{log.code}:{log.size}", on=on))
    return outcomes


def _place(log: str) -> str:
    """Give the division in an authority's code (330100-kj), or the nation."""
    return log[:6] if log[:6].isdigit() and len(log[:6]) == len("330100") else NATION
