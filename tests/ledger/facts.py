"""Facts for these tests, and short ways to append them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from kechuang.kernel.fact import Fact, Posting, authority, fact_type, parties, personal, public
from kechuang.ledger.append import Appended, Record, append

LOG, AT, ON = "330100-kj", datetime(2026, 3, 2, 1, 30, tzinfo=UTC), date(2026, 3, 2)
CASE, PERSON = "330100-kj/case/0190f5b2-7b3c-7def-8123-1234567890ab", "person/0190f5b2-7b3c-7def-8123-000000000001"


@fact_type("tests.ledger.paid")
@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(Fact):
    """Money went from one account to another (test)."""

    number: str = public()
    postings: tuple[Posting, ...] = parties()
    note: str = authority()


@fact_type("tests.ledger.named")
@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Fact):
    """A contact was named (test)."""

    number: str = public()
    name: str = personal()


@fact_type("tests.ledger.kept")
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Fact):
    """Something was noted that is for the authority alone (test)."""

    note: str = authority()


def paid(number: str = "N-1", fen: int = 500, other: int | None = None) -> Record:
    postings = (Posting("a", -fen), Posting("b", fen if other is None else other))
    return record(Paid(number=number, postings=postings, note="核对无误"))


def named(number: str = "N-1", name: str = "演示联系人", subject: str = PERSON) -> Record:
    return record(Named(number=number, name=name), subjects={"personal": subject})


def record(fact: Fact, **options) -> Record:
    basis = {"edition": "e1", "values": [{"key": "voucher.cap_yuan", "value": "200000", "clause": "第十二条"}]}
    return Record(**{"fact": fact, "case": CASE, "act": "act-1", "on": ON, "basis": basis, **options})


def write(*records: Record, log: str = LOG) -> list[Appended]:
    with transaction.atomic():
        return append(log, records, recorded_at=AT)


def write_many(count: int, start: int = 0) -> list[Appended]:
    return write(*(paid(f"N-{number}") for number in range(start, start + count)))
