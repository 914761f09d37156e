"""Closing a year: which cases are frozen with it and which go on into the next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import Moves, move
from kechuang.casework.notices.facts import YearClosed
from kechuang.kernel.refusal import Refusal

MOVES = Moves("casework.year", ("CLOSED",), (move("close", "", "CLOSED", "year:close"),))


@dataclass(frozen=True, slots=True)
class Counted:
    """A case in the account of the year: whether it is finished, and the year in which it first stood in an account."""

    case: UUID
    finished: bool
    first_year: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the account: each case is in one of the two, and in one only."""

    frozen: tuple[Counted, ...]
    carried: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Close the account of one kind of case and one year, in a place with everything below it."""

    id: UUID
    kind: str
    year: int
    place: str
    authority: str
    office: UUID | None


@dataclass(frozen=True, slots=True)
class Account:
    """What is read when a year is closed: its cases, and whether the same place closed it before."""

    cases: tuple[Counted, ...]
    closed_before: bool = False


def settle(cases: Iterable[Counted]) -> Settled:
    """Part an account into what is frozen and what goes on."""
    every = tuple(cases)
    return Settled(tuple(case for case in every if case.finished), tuple(case for case in every if not case.finished))


def number_of(request: Close) -> str:
    """Give the number under which a place's closing of a kind and year is known."""
    return f"{request.place}-{request.year}-{request.kind}"[:48]


def close(scene: Scene[dict[UUID, Account]], request: Close) -> Decision | Refusal:
    """Close a year that is over, once, and say how many cases are frozen and how many go on."""
    account = scene.rows[request.id]
    if request.year >= scene.on.year:
        return Refusal("year.not_over", {"year": str(request.year)}, "year")
    if account.closed_before:
        return Refusal("year.already_closed", {"year": str(request.year), "place": request.place}, "year")
    settled = settle(account.cases)
    fact = YearClosed(
        place=request.place,
        kind=request.kind,
        year=request.year,
        before=len(account.cases),
        frozen=len(settled.frozen),
        carried=len(settled.carried),
    )
    case = NewCase(
        id=request.id,
        kind=MOVES.kind,
        authority=request.authority,
        state="CLOSED",
        place=request.place,
        title=number_of(request),
        office=request.office,
        number=number_of(request),
    )
    return Decision(facts=((request.id, fact),), opens=(case,), rows=settled)
