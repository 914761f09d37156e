"""Which kinds of cases and acts there are. Mechanisms register; the gateway and the pages look up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.casework.moves import Moves
from kechuang.kernel.refusal import Refusal

if TYPE_CHECKING:
    from kechuang.casework.models import Case


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

    @property
    def code(self) -> str:
        """Give the act's full code, ``<kind>.<move>``."""
        return f"{self.moves.kind}.{self.move}"


@dataclass(frozen=True, slots=True)
class CaseKind:
    """How casework's own pages show one kind of case.

    ``forms`` maps a move's code to the name of the address with its form (argument: the case's id).
    ``panel`` gives further term/definition pairs for the case page. ``read`` is the permission to see such cases.
    ``due`` maps a due move's code to the function that carries it out: ``handler(case_id, on=day, key=…) -> Outcome``.
    ``tones`` gives a state's tone where it is not "under way" (see ``web.parts.TONES``).
    """

    moves: Moves
    read: str
    forms: Mapping[str, str] = field(default_factory=dict)
    panel: Callable[["Case"], Sequence[tuple[str, Any]]] | None = None
    due: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    list_url: str = ""
    tones: Mapping[str, str] = field(default_factory=dict)


CASE_KINDS: dict[str, CaseKind] = {}
ACT_KINDS: dict[str, ActKind[Any, Any]] = {}


def register_case(kind: CaseKind) -> None:
    """Make a kind of case known; registering the same one again replaces it."""
    CASE_KINDS[kind.moves.kind] = kind


def register_act[Q, Rows](kind: ActKind[Q, Rows]) -> ActKind[Q, Rows]:
    """Make an act known and give it back."""
    ACT_KINDS[kind.code] = kind
    return kind
