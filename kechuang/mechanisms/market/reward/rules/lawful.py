"""What the rules say of rewards, with the clause beside each value. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision
from kechuang.kernel.refusal import Refusal, Value
from kechuang.rulebook.resolve import Answer, Law, Subject
from kechuang.rulebook.value import Table

type Ruled = Decision | Refusal

LICENCE, TRANSFER, SHARES, OWN, AWARD = "licence", "transfer", "shares", "own", "award"
WAYS = (LICENCE, TRANSFER, SHARES, OWN)
REWARD = "transfer.reward."
# A unit's agreement replaces a value that only speaks for the silent; it never goes below a floor.
DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """One value of the rules as a computation prints it. ``opened``: what permissions allow beside it."""

    key: str
    value: Value
    place: str = ""
    since: date | None = None
    meaning: str = ""
    clause: str = ""
    source: str = ""
    confidence: str = ""
    opened: tuple[tuple[Value, str, str, str], ...] = ()

    @property
    def silent(self) -> bool:
        """Whether no rule speaks."""
        return self.value is None


def cite(answer: Answer) -> Cite:
    """Keep of an answer what is printed: value, place, day, meaning, clause, confidence, and what permissions open."""
    opened = tuple(
        (_plain(each.value), each.place, each.entry.clause, each.entry.confidence) for each in answer.permitted
    )
    return Cite(
        key=answer.key,
        value=_plain(answer.value),
        place=answer.place,
        since=answer.since,
        meaning=answer.meaning,
        clause=answer.clause,
        source=answer.source,
        confidence=answer.confidence,
        opened=opened,
    )


def _plain(value: object) -> Value:
    return value if isinstance(value, Decimal | int | str | bool) else None


def quoted(answer: Answer) -> dict[str, Value]:
    """What a refusal quotes of a rule."""
    return {
        "key": answer.key,
        "since": answer.since,
        "place": answer.place,
        "clause": answer.clause,
        "source": answer.source,
    }


def subject_of(kind: str, *, central: bool = False, follows_local: bool = False) -> Subject:
    """Give whom a rule binds: the kind of unit, whether it is the centre's, whether it chose the rule of its seat."""
    tags = {"central"} if central else set()
    return Subject(kind, frozenset(tags | ({"follows_local"} if central and follows_local else set())))


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the law for one unit at one place on one day."""

    law: Law
    place: str
    on: date
    subject: Subject

    def ask(self, key: str, on: date | None = None) -> Answer:
        """Give the rule in force."""
        return self.law.ask(key, place=self.place, on=on or self.on, subject=self.subject)


def codes(answer: Answer) -> tuple[str, ...]:
    """Give the codes of a table."""
    return tuple(str(each) for each in answer.value.column("code")) if isinstance(answer.value, Table) else ()


def body(identifier: UUID | None) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}" if identifier else ""


def result(identifier: UUID | str | None) -> str:
    """Write an achievement as facts do."""
    return f"result/{identifier}" if identifier else ""


type Said = Mapping[str, Value]
