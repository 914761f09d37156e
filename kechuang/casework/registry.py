"""Which kinds of cases and acts there are. Mechanisms register; the gateway and the pages look up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.casework.moves import Moves, OpenMove, full_code
from kechuang.kernel.refusal import Refusal

if TYPE_CHECKING:
    from django.db.models import Q as Condition

    from kechuang.casework.decision import CaseView
    from kechuang.casework.models import Case
    from kechuang.web.permissions import Actor, Held, Scope


@dataclass(frozen=True, slots=True)
class Touched:
    """The cases and accounts that a request names, known before anything is locked."""

    cases: tuple[UUID, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done[Q]:
    """One accepted request with its decision, for the mechanism's projection."""

    request: Q
    decision: Decision


@dataclass(frozen=True, slots=True)
class ActKind[Q, Rows]:
    """One act of a mechanism.

    ``moves`` and ``move`` name the row of the table of moves that is checked, on the first case touched (or on
    none, if the move opens a case; then ``place`` says where). ``load`` reads the mechanism's rows for a batch of
    requests in a fixed number of queries; ``decide`` is pure; ``remember`` tells the loaded rows of an accepted
    decision, so that the next request of the batch sees it; ``project`` writes the mechanism's tables for the batch.
    ``person`` gives the duties by which an actor may do it where side and permission of the move do not say it;
    ``while_held`` lets the act pass on a case that is held.
    """

    moves: Moves
    move: str
    touches: Callable[[Q], Touched]
    decide: Callable[[Scene[Rows], Q], Decision | Refusal]
    load: Callable[[Sequence[Q]], Rows]
    project: Callable[[Sequence[Done[Q]]], None]
    remember: Callable[[Rows, Q, Decision], None] | None = None
    place: Callable[[Q], str] | None = None
    bodies: Callable[[Q], Sequence[UUID | None]] | None = None
    person: "Callable[[Actor, CaseView, Q, Rows, date], Sequence[Held]] | None" = None
    while_held: bool = False

    @property
    def code(self) -> str:
        """Give the act's full code: ``<kind>.<move>``, or the move's own where many kinds share it."""
        return full_code(self.moves.kind, self.move)


@dataclass(frozen=True, slots=True)
class CaseKind:
    """How casework's own pages show one kind of case.

    ``forms`` maps a move's code to the name of the address with its form (argument: the case's id).
    ``panel`` gives further term/definition pairs for the case page. ``read`` is the permission to see such cases.
    ``due`` maps a due move's code to the function that carries it out: ``handler(case_id, on=day, key=…) -> Outcome``.
    ``tones`` gives a state's tone where it is not "under way" (see ``web.parts.TONES``). ``reach`` gives the condition
    for the cases that a scope covers, where it is not simply place and parties.
    """

    moves: Moves
    read: str
    forms: Mapping[str, str] = field(default_factory=dict)
    panel: Callable[["Case"], Sequence[tuple[str, Any]]] | None = None
    due: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    list_url: str = ""
    tones: Mapping[str, str] = field(default_factory=dict)
    reach: "Callable[[Scope], Condition] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alongside:
    """What a package above lays beside the own moves of cases.

    ``open_moves`` gives further moves that are open to a person; ``waiting`` the condition for cases on which the
    person has to act by them; ``answers`` the condition for cases that wait for an answer of the person's body;
    ``reads`` the condition for cases that a person may open although their place and parties are others'; ``guard``
    refuses an own move of a kind on some locked cases (one query a chunk at most); ``due`` carries out due moves.
    """

    name: str
    open_moves: "Callable[[Case, Actor, date], Sequence[OpenMove]]"
    waiting: "Callable[[Actor, date], Condition]"
    answers: "Callable[[Actor, date], Condition]"
    reads: "Callable[[Actor, date], Condition | None]"
    guard: Callable[[str, str, Sequence[UUID]], Mapping[UUID, Refusal]]
    due: Mapping[str, Callable[..., Any]] = field(default_factory=dict)


CASE_KINDS: dict[str, CaseKind] = {}
ALONGSIDE: dict[str, Alongside] = {}
ACT_KINDS: dict[str, ActKind[Any, Any]] = {}


def register_case(kind: CaseKind) -> None:
    """Make a kind of case known; registering the same one again replaces it."""
    CASE_KINDS[kind.moves.kind] = kind


def register_alongside(entry: Alongside) -> None:
    """Make known what a package lays beside the own moves of cases; the same name again replaces it."""
    ALONGSIDE[entry.name] = entry


def due_handler(kind: str, move: str) -> Callable[..., Any]:
    """Give what carries out a due move: of its kind of case, or of a package alongside. Raises KeyError."""
    own = CASE_KINDS[kind].due
    if move in own:
        return own[move]
    return {code: each for entry in ALONGSIDE.values() for code, each in entry.due.items()}[move]


def register_act[Q, Rows](kind: ActKind[Q, Rows]) -> ActKind[Q, Rows]:
    """Make an act known and give it back."""
    ACT_KINDS[kind.code] = kind
    return kind
