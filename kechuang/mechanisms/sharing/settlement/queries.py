"""What actions and pages read of settlements, each with a fixed number of queries."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from kechuang.ledger import read as ledger
from kechuang.mechanisms.sharing.settlement.models import Participant, SentWord, Statement
from kechuang.mechanisms.sharing.settlement.rules.message import Message, read_message
from kechuang.mechanisms.sharing.settlement.rules.periods import Period


def participants(case: UUID) -> list[str]:
    """Give the codes of the other regions of a period, in order."""
    return list(Participant.objects.filter(period=case).order_by("code").values_list("code", flat=True))


def statement_ids(period: UUID) -> list[UUID]:
    """Give the statement cases of a period."""
    return list(Statement.objects.filter(period=period).values_list("pk", flat=True))


def period_ids(cases: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give the period of each statement."""
    return dict(Statement.objects.filter(pk__in=list(cases)).values_list("pk", "period_id"))


def period_id(case: UUID) -> UUID:
    """Give the period of a statement; raises Statement.DoesNotExist."""
    return Statement.objects.values_list("period_id", flat=True).get(pk=case)


def statement_for(authority: str, sender: str, period: Period) -> Statement | None:
    """Give our statement toward a region for the period that a message speaks of, or for the one that overlaps it."""
    rows = Statement.objects.filter(
        authority=authority, counterpart=sender, period__first__lte=period.last, period__last__gte=period.first
    )
    return rows.order_by("period__first").first()


def waiting_messages(cases: Sequence[UUID]) -> Iterator[tuple[str, Message]]:
    """Give, for each of our statements, the newest statement that the other side has sent and we have not taken in."""
    for row in Statement.objects.filter(pk__in=list(cases)).select_related("period"):
        word = waiting_word(row)
        message = message_of(word.entry) if word else None
        if message:
            yield row.authority, message


def waiting_word(row: Statement) -> SentWord | None:
    """Give the other side's newer statement, if its log says that it was sent."""
    words = SentWord.objects.filter(region=row.counterpart, counterpart=row.authority, period=row.period.code)
    return words.filter(version__gt=row.their_version).first()


def message_of(entry: str) -> Message | None:
    """Read a sent statement from its fact; its lines stand in the group of the parties, of whom the receiver is one."""
    found = ledger.entry(entry)
    message = read_message(ledger.readable(found, {"parties"})["message"]) if found else None
    return message if isinstance(message, Message) else None
