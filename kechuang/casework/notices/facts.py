"""Facts of formal notices and of the closing of a year.

A body is named by ``body/<uuid>``; a person stands in the authority group alone, by a pseudonymous id.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@fact_type("casework.notice_sent")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSent(Fact):
    """An office sent a formal notice to a body: what it asks for and by which day."""

    place: str = public()
    asks: str = public()
    kind: str = parties()
    receiver: str = parties()
    sender: str = parties()
    title: str = parties()
    text_sha256: str = parties()
    about: str = parties()
    reply_by: date | None = parties()


@fact_type("casework.notice_received")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReceived(Fact):
    """A body confirmed that it received a formal notice; who read it first and who confirmed."""

    place: str = public()
    receiver: str = parties()
    first_read_at: datetime | None = authority()
    first_reader: str = authority()
    confirmer: str = authority()


@fact_type("casework.notice_answered")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswered(Fact):
    """A body answered a formal notice, in time or late; the answer itself is kept outside, by its hash."""

    place: str = public()
    in_time: bool = parties()
    receiver: str = parties()
    answer_sha256: str = parties()
    files: tuple[str, ...] = parties()


@fact_type("casework.notice_reminded")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReminded(Fact):
    """The sender of a formal notice reminded a body that had not yet done what the notice asks."""

    place: str = public()
    receiver: str = parties()
    reply_by: date | None = parties()


@fact_type("casework.notice_withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWithdrawn(Fact):
    """The sender took back a formal notice before it was answered."""

    place: str = public()
    receiver: str = parties()
    reason: str = parties()


@fact_type("casework.year_closed")
@dataclass(frozen=True, slots=True, kw_only=True)
class YearClosed(Fact):
    """An office closed the account of a year for one kind of case: so many were finished and frozen, so many go on.

    ``before`` is the number of cases in the account when it was closed; ``frozen`` and ``carried`` add up to it.
    """

    place: str = public()
    kind: str = public()
    year: int = public()
    before: int = public()
    frozen: int = public()
    carried: int = public()
