"""Which papers can be made of which cases. Mechanisms register; the pages look up.

A kind says what fills it (``fill``) and how the paper is built from that (``build``). Nothing else is asked of a
mechanism: drafts, versions, Word and PDF, numbers, signed copies, an office's own template all come from here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kechuang.casework.moves import OFFICE
from kechuang.web import written
from kechuang.web.documents.filling import Filling
from kechuang.web.documents.paper import HANS, Paper
from kechuang.web.slots import Words

if TYPE_CHECKING:
    from kechuang.casework.models import Case

LONG, LINE = "long", "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something that only a person can say for a paper: the text of a letter (long), a name (line), a day (day)."""

    name: str
    label: Words
    help_text: Words = ""
    size: str = LONG
    required: bool = True
    most: int = 5_000
    initial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is known while a paper is made: day, language, what was typed, who issues, what the case rests on."""

    on: date
    language: str = HANS
    typed: Mapping[str, str] = field(default_factory=dict)
    issuer: str = ""
    basis: tuple[str, ...] = ()

    def day(self, name: str) -> str:
        """Give a day that was typed as the prose of the paper writes it, or a blank to fill in by hand.

        Drafts made before a kind asked for days may hold other words ("next Monday"); these stand as typed.
        """
        typed = self.typed.get(name, "").strip()
        read = read_day(typed)
        return written.day_in_words(read, self.language) if read else typed or "……"


def read_day(typed: str) -> date | None:
    """Give the day that was typed, as the form keeps it (2026-11-21); None for anything else."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind of paper.

    ``case_kinds`` and ``states`` say of which cases it is made (none: of any). ``permission`` and ``side`` say who may
    make it; ``apart``: whoever drafts does not record the number. ``numbered`` papers bear an official number.
    ``marks`` gives the values and columns of ``fill`` without contents, for an office's own template. ``check`` gives
    the address of the page to which the paper's code leads; without it the code leads to the fact on which the paper
    stands. Words for the kind stand in the catalogues under its code.
    """

    code: str
    fill: Callable[["Case"], Filling]
    build: Callable[[Filling, Making], Paper]
    marks: Callable[[], Filling] | None = None
    case_kinds: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    permission: str = "paper:draft"
    side: str = OFFICE
    asks: tuple[Asked, ...] = ()
    numbered: bool = True
    apart: bool = False
    check: Callable[["Case"], str] | None = None
    order: int = 100

    def fits(self, case: "Case") -> bool:
        """Say whether a paper of this kind can be made of a case as it stands."""
        return (not self.case_kinds or case.kind in self.case_kinds) and (not self.states or case.state in self.states)


KINDS: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> None:
    """Make a kind of paper known; registering the same code again replaces it."""
    KINDS[kind.code] = kind


def kinds_of(case: "Case") -> list[PaperKind]:
    """Give the kinds of papers that fit a case, in their order."""
    return sorted((kind for kind in KINDS.values() if kind.fits(case)), key=lambda kind: (kind.order, kind.code))
