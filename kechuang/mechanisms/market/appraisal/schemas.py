"""Shapes of the interface of evaluations."""

from datetime import date
from uuid import UUID

from ninja import Schema


class AppraisalIn(Schema):
    """A commission: achievement, institution, purpose; the holder's own view of the level if it has one."""

    result: UUID
    institution: UUID
    purpose: str
    claimed_level: int | None = None


class AppraisalDoneOut(Schema):
    """The case and the state in which it stands now."""

    case: str
    state: str


class AppraisedValueOut(Schema):
    """One of the five values: a grade in words, reasons and evidence where the holder agreed to them."""

    value: str
    grade: str
    text: str
    evidence: str


class AppraisedLevelOut(Schema):
    """A level of GB/T 22900 with the day on which it was reached and what shows it."""

    level: int
    on: date
    text: str


class PublishedAppraisalOut(Schema):
    """A published evaluation: only what the holder agreed to; the rest is empty."""

    case: str
    number: str
    title: str
    state: str
    state_word: str
    place: str
    holder: str
    institution: str
    parts: list[str]
    level: int | None
    levels: list[AppraisedLevelOut]
    values: list[AppraisedValueOut]
    summary: str
    experts: list[str]
    report_number: str
    signed_on: date | None
    published_on: date | None
    challenge_until: date | None
