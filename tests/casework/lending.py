"""A small mechanism of the tests: a library lends from a fund. It stands for every mechanism that casework knows nothing of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision, DueAt, NewAccount, NewCase, Scene
from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move
from kechuang.casework.registry import ActKind, CaseKind, Done, Touched, register_act, register_case
from kechuang.kernel.fact import Fact, Posting, fact_type, parties, personal, public
from kechuang.kernel.refusal import Refusal
from kechuang.web.permissions import SYSTEM as NODE

MOVES = Moves(
    "tests.loan",
    ("LENT", "RETURNED", "OVERDUE", "CLOSED"),
    (
        move("lend", "", "LENT", "loan:lend"),
        move("hand_back", "LENT OVERDUE", "RETURNED", "loan:return", HOLDER),
        move("overdue", "LENT", "OVERDUE", "loan:lend", SYSTEM),
        move("close", "RETURNED", "CLOSED", "loan:lend", excludes="lend"),
    ),
)


@fact_type("tests.loan.lent")
@dataclass(frozen=True, slots=True, kw_only=True)
class Lent(Fact):
    """A library lent an amount from its fund."""

    amount: Decimal = public()
    borrower: str = personal()
    postings: tuple[Posting, ...] = parties()


@fact_type("tests.loan.moved")
@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Fact):
    """A loan was handed back, fell overdue or was closed."""

    what: str = public()


@dataclass(frozen=True, slots=True)
class Lend:
    case: UUID
    office: UUID
    holder: UUID
    amount: Decimal
    place: str = "330106"
    authority: str = "330100"
    fund: str = "330100/fund"


@dataclass(frozen=True, slots=True)
class Change:
    case: UUID


def decide_lend(scene: Scene[None], request: Lend) -> Decision | Refusal:
    left = scene.balances[request.fund]
    if request.amount > left:
        return Refusal("tests.fund_short", {"left": left, "asked": request.amount})
    fen, pocket = int(request.amount * 100), f"{request.fund}/{request.case}"
    lent = Lent(amount=request.amount, borrower="林越", postings=(Posting(request.fund, -fen), Posting(pocket, fen)))
    return Decision(
        facts=((request.case, lent),),
        opens=(
            NewCase(
                id=request.case,
                kind=MOVES.kind,
                authority=request.authority,
                state="LENT",
                place=request.place,
                title="A loan",
                office=request.office,
                holder=request.holder,
                amount=request.amount,
                due_on=date(2026, 3, 1),
                number_series=f"{request.place}-2026-",
            ),
        ),
        accounts=(NewAccount(code=pocket, authority=request.authority, holder=request.holder),),
        due=(DueAt(request.case, "overdue", date(2026, 3, 1)),),
        subject="person/1",
    )


def decide_change(state: str, *, cancel: bool = False):
    def decide(scene: Scene[None], request: Change) -> Decision | Refusal:
        return Decision(
            facts=((request.case, Moved(what=state)),),
            states={request.case: state},
            cancels=((request.case, "overdue"),) if cancel else (),
        )

    return decide


def touch_change(request: Change) -> Touched:
    return Touched(cases=(request.case,))


def _nothing(requests: Sequence[object]) -> None:
    return None


def _project(done: Sequence[Done[object]]) -> None:
    return None


LEND = register_act(
    ActKind(
        MOVES,
        "lend",
        lambda request: Touched(accounts=(request.fund,)),
        decide_lend,
        _nothing,
        _project,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
HAND_BACK = register_act(
    ActKind(MOVES, "hand_back", touch_change, decide_change("RETURNED", cancel=True), _nothing, _project)
)
OVERDUE = register_act(ActKind(MOVES, "overdue", touch_change, decide_change("OVERDUE"), _nothing, _project))
CLOSE = register_act(ActKind(MOVES, "close", touch_change, decide_change("CLOSED"), _nothing, _project))


def fall_overdue(case: UUID, *, on: date, key: str) -> Outcome:
    return act(OVERDUE, Change(case), by=NODE, key=key, on=on)


KIND = CaseKind(MOVES, "loan:read", due={"overdue": fall_overdue})


def register() -> None:
    register_case(KIND)
