"""How a mechanism switches moves on that any kind of case can use, and never writes itself.

``register("sharing.voucher.right", Standard(returns=Returns(states="APPLIED", lapse="REFUSED"), suspend="APPLIED"))``
is all. States are separated by blanks. Who may take a move follows from the kind's own table: who may take a main move
of the office from a state may also return, suspend, transfer or ask there; who may take a move of the holder may also
resubmit, withdraw, remind and object.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kechuang.casework.moves import BESIDE, COUNTERPART, HOLDER, OFFICE, SYSTEM, Move, Moves, move

type After = Callable[[Sequence[UUID]], None]

RETURN, RESUBMIT, LAPSE = "standard.return", "standard.resubmit", "standard.lapse"
WITHDRAW, TRANSFER = "standard.withdraw", "standard.transfer"
ASK, OPINE, REMIND = "standard.ask", "standard.opine", "standard.remind"
OBJECT, DECIDE_OBJECTION = "standard.object", "standard.decide_objection"
SUSPEND, RESUME, REOPEN = "standard.suspend", "standard.resume", "standard.reopen"
NOMINATE, RECOMMEND = "standard.nominate", "standard.recommend"
SEND_DOWN, DECLINE = "standard.send_down", "standard.decline"

CORRECTION, SUSPENDED, OBJECTION = "correction", "suspended", "objection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """Return for correction. ``lapse`` is the state of a case that was not corrected in time ('' : it stays held).

    ``after`` writes the mechanism's own rows when a case lapses, in the same transaction. ``restarts`` names the
    mechanism's own rule key (a flag) that says whether the term begins anew when the corrected file arrives; where no
    rule answers it, the general rule for held cases does.
    """

    states: str
    lapse: str = ""
    after: After | None = None
    restarts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """The holder takes the case back: it goes to ``target``; ``after`` writes the mechanism's own rows."""

    states: str
    target: str
    after: After | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """Several bodies are asked at once; the own moves in ``waits`` are refused while an answer is owed."""

    states: str
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """A party, or with ``public`` anybody, also without an account, objects; upheld, the case goes to ``upheld``.

    ``cancels`` names the own due moves that end with an objection that is upheld. ``after`` writes the mechanism's own
    rows once an objection is decided, either way, in the same transaction. ``page`` names the address of the public
    notice, whose only argument is the case. ``named`` asks who objects without an account for a name.
    """

    states: str
    upheld: str = ""
    public: bool = False
    cancels: str = ""
    after: After | None = None
    page: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """A finished case is opened again and goes to ``target``, by somebody with ``permission`` who did not finish it.

    ``late`` names the own due move that time makes once the new day has passed. ``after`` writes the mechanism's own
    rows, in the same transaction.
    """

    states: str
    target: str
    permission: str
    late: str = ""
    after: After | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommend:
    """Cases in these states may enter a round in which each level recommends upwards.

    ``refused`` is the state of a case that a level does not recommend; the own moves in ``waits`` are refused until the
    case has arrived at the office of the round.
    """

    states: str
    refused: str
    permission: str = "recommendation:give"
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Which of the moves a kind of case has. ``bulk`` names those that may be taken on many cases at once."""

    returns: Returns | None = None
    withdraw: Withdraw | None = None
    transfer: str = ""
    opinions: Opinions | None = None
    remind: str = ""
    objections: Objections | None = None
    suspend: str = ""
    reopen: Reopen | None = None
    recommend: Recommend | None = None
    bulk: frozenset[str] = field(default_factory=frozenset)

    def rows(self, own: Moves) -> tuple[Move, ...]:
        """Give the moves as rows of a table, in the order in which pages show them."""
        return tuple(entry for entry in self._rows(own) if entry.sources)

    def _rows(self, own: Moves) -> list[Move]:
        everywhere = " ".join(own.states)
        rows: list[Move] = []
        if self.returns:
            states, lapse = self.returns.states, self.returns.lapse
            rows += [_stay(RETURN, states), _stay(RESUBMIT, states, HOLDER, main=True)]
            rows += [move(LAPSE, states, lapse, "", SYSTEM)] if lapse else []
        if self.objections:
            states, upheld = self.objections.states, self.objections.upheld
            rows += [_stay(OBJECT, states, HOLDER), _to(DECIDE_OBJECTION, states, f"{states} {upheld}", main=True)]
        if self.recommend:
            states, refused = self.recommend.states, self.recommend.refused
            rows += [_stay(NOMINATE, states, HOLDER), _stay(RECOMMEND, states, main=True)]
            rows += [_stay(SEND_DOWN, states), _to(DECLINE, states, refused)]
        if self.opinions:
            rows += [_stay(ASK, self.opinions.states), _stay(OPINE, everywhere, main=True)]
        rows += [_stay(TRANSFER, self.transfer), _stay(REMIND, self.remind, HOLDER)]
        rows += [_stay(SUSPEND, self.suspend), _stay(RESUME, self.suspend, main=True)]
        if self.withdraw:
            rows.append(_to(WITHDRAW, self.withdraw.states, self.withdraw.target, HOLDER))
        if self.reopen:
            rows.append(move(REOPEN, self.reopen.states, self.reopen.target, self.reopen.permission))
        return rows


def _stay(code: str, states: str, side: str = OFFICE, *, main: bool = False) -> Move:
    return move(code, states, states, "", side, main=main)


def _to(code: str, states: str, targets: str, side: str = OFFICE, *, main: bool = False) -> Move:
    return move(code, states, targets, "", side, main=main)


DECLARED: dict[str, Standard] = {}
NONE = Standard()


def register(kind: str, standard: Standard) -> None:
    """Switch moves on for a kind of case; the same kind again replaces what was declared."""
    DECLARED[kind] = standard


def declared(kind: str) -> Standard:
    """Give what a kind of case has switched on: nothing for one that never declared."""
    return DECLARED.get(kind, NONE)


def table(own: Moves) -> Moves:
    """Give a kind's own table with its standard moves beside. Raises ValueError for a state that the kind has not."""
    mine = tuple(entry for entry in own.table if BESIDE not in entry.code)
    return Moves(own.kind, own.states, (*mine, *declared(own.kind).rows(own)), own.rest)


def office_permissions(own: Moves, state: str) -> frozenset[str]:
    """Give the permissions of those who may take the office's next step from a state; without a main one, any step."""
    leaving = [entry for entry in own.from_state(state) if entry.side == OFFICE and BESIDE not in entry.code]
    main = frozenset(entry.permission for entry in leaving if entry.main)
    return main or frozenset(entry.permission for entry in leaving) or _offices(own)


def _offices(own: Moves) -> frozenset[str]:
    """Give the permissions of the office in general, for states in which it only waits."""
    table = [entry for entry in own.table if BESIDE not in entry.code]
    return frozenset(entry.permission for entry in table if entry.side == OFFICE and entry.main)


def party_permissions(own: Moves, side: str) -> frozenset[str]:
    """Give the permissions of those who may act for the holder (or the counterpart) of such a case."""
    return frozenset(entry.permission for entry in own.table if entry.side == side and BESIDE not in entry.code)


PARTIES = (HOLDER, COUNTERPART)
