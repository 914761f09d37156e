"""What a pure decision receives and gives back. No Django, no clock.

A mechanism's ``rules.py`` holds functions ``(scene, request) -> Decision | Refusal``. The gateway prepares the scene
under locks, and carries the decision out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.kernel.fact import Fact
from kechuang.rulebook.resolve import Law


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a decision sees it; amounts in yuan."""

    id: UUID
    kind: str
    authority: str
    state: str
    place: str
    holder: UUID | None
    counterpart: UUID | None
    office: UUID | None
    amount: Decimal | None
    opened_on: date
    due_on: date | None
    number: str = ""
    hold: str = ""
    held_on: date | None = None
    stopped_days: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A case to be opened. ``number_series`` asks for the next official number of that series, in order of commit.

    A mechanism that numbers under a lock of its own (the orders of one right) gives the ``number`` instead.
    """

    id: UUID
    kind: str
    authority: str
    state: str
    place: str
    title: str
    office: UUID | None = None
    holder: UUID | None = None
    counterpart: UUID | None = None
    amount: Decimal | None = None
    due_on: date | None = None
    number_series: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """An account to be opened with nothing in it. ``floor`` is the least balance in yuan; None allows any."""

    code: str
    authority: str
    holder: UUID | None = None
    floor: Decimal | None = Decimal(0)


@dataclass(frozen=True, slots=True)
class DueAt:
    """A move that time itself will make on a day, unless something cancels it before."""

    case: UUID
    move: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An act that may be done: facts with the case that each belongs to, and what changes on the cases.

    ``changes`` may set amount, due_on, office, counterpart, title, hold, held_on, stopped_days. ``cancels`` names due
    moves by (case, move). ``shifts`` moves the open due moves of a case by so many days, because its clock stood still
    (those of moves beside its own, such as the last day of a correction, stay where they are).
    ``rows`` is for the mechanism's own projection. ``subject`` is the pseudonymous reference of the person of whom the
    facts' personal groups speak, so that erasing that person finds them.
    """

    facts: tuple[tuple[UUID, Fact], ...]
    states: Mapping[UUID, str] = field(default_factory=dict)
    changes: Mapping[UUID, Mapping[str, object]] = field(default_factory=dict)
    opens: tuple[NewCase, ...] = ()
    accounts: tuple[NewAccount, ...] = ()
    due: tuple[DueAt, ...] = ()
    cancels: tuple[tuple[UUID, str], ...] = ()
    shifts: tuple[tuple[UUID, int], ...] = ()
    causes: tuple[str, ...] = ()
    subject: str = ""
    rows: object = None


@dataclass(frozen=True, slots=True)
class Scene[Rows]:
    """What is known when deciding: the day, the law, the locked cases and balances, the mechanism's rows."""

    on: date
    law: Law
    cases: Mapping[UUID, CaseView]
    balances: Mapping[str, Decimal]
    rows: Rows
