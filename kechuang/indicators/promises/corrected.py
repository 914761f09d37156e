"""What the register says of bound targets, today or on a day, and the terms that are in force because of it.

A person who corrects a finding of a document corrects what was promised: the corrected value counts at once, the former
path stays. A finding that was rejected is no promise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kechuang.indicators.promises import rules
from kechuang.indicators.promises.following import FIELDS, Followed, follow
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.terms import Terms
from kechuang.ledger import read as ledger
from kechuang.policy.models import Target
from kechuang.policy.overlay import REJECTED
from kechuang.web import clock, slots

JUDGED = "policy.finding.judged"
_COLUMNS = ("document", "document__version", "code", "quote", "verdict", *FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """How a bound target stands in the register: its values, whether it was rejected, whether it is there at all."""

    values: Mapping[str, str]
    rejected: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The terms of a promise as they are in force, and how its target stands."""

    followed: Followed
    registered: Registered

    @property
    def terms(self) -> Terms:
        """The terms that count."""
        return self.followed.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One judgement on a bound target in the review: what it changed, when, why, and the fact."""

    on: date
    recorded_at: datetime
    verdict: str
    was: Mapping[str, str]
    now: Mapping[str, str]
    reason: str
    fact: str
    url: str


def said_of(target: Target) -> dict[str, str]:
    """Give what the register says of a target, as terms keep it; its document must be read with it."""
    return {**_values(target), "version": str(target.document.version)}


def _values(target: Target) -> dict[str, str]:
    return {name: _text(getattr(target, name)) for name in FIELDS}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def registered(rows: Sequence[Promise]) -> dict[UUID, Registered]:
    """Give how the targets of some promises stand today (one query).

    Of a document that was taken in again, codes may be others: then the target with the same words is the same.
    """
    by_code: dict[tuple[UUID, str], dict[str, object]] = {}
    by_quote: dict[tuple[UUID, str], dict[str, object]] = {}
    documents = {row.document_id for row in rows}
    for found in Target.objects.filter(document__in=documents).order_by("start", "code").values(*_COLUMNS):
        by_code[found["document"], found["code"]] = found
        by_quote.setdefault((found["document"], found["quote"]), found)
    return {row.pk: _registered(row, by_code, by_quote) for row in rows}


def _registered(row: Promise, by_code: Mapping, by_quote: Mapping) -> Registered:  # type: ignore[type-arg]
    found = by_code.get((row.document_id, row.target))
    if found is not None and row.said.get("version", "") not in {"", str(found["document__version"])}:
        found = found if found["quote"] == row.quote else by_quote.get((row.document_id, row.quote))
    if found is None:
        return Registered(values=row.said, gone=True)
    values = {name: _text(found[name]) for name in FIELDS}
    return Registered(values=values, rejected=found["verdict"] == REJECTED)


def in_force(rows: Sequence[Promise]) -> dict[UUID, InForce]:
    """Give the terms of promises as the register stands today (one query)."""
    known = registered(rows) if rows else {}
    return {row.pk: made(rules.terms_of(row.terms), row.said, known[row.pk]) for row in rows}


def made(terms: Terms, said: Mapping[str, str], stands: Registered) -> InForce:
    """Let terms follow the register; those that were set without knowledge of it stay as they are."""
    followed = follow(terms, said, stands.values) if said and not stands.gone else Followed(terms)
    return InForce(followed=followed, registered=stands)


def corrections(row: Promise) -> list[Correction]:
    """Give the judgements on a promise's target, oldest first (one query); its document's case must be read with it."""
    return of_document(row.document.case.authority, row.document_id).get(row.target, [])


def of_document(authority: str, document: UUID) -> dict[str, list[Correction]]:
    """Give the judgements on all targets of a document by code, oldest first (one query)."""
    found: dict[str, list[Correction]] = {}
    for entry in ledger.of_case(f"{authority}/case/{document}"):
        if entry.type != JUDGED:
            continue
        values = entry.groups["public"]["values"]
        found.setdefault(values["finding_code"], []).append(
            Correction(
                on=entry.on,
                recorded_at=entry.recorded_at,
                verdict=values["verdict"],
                was=values["was"],
                now=values["now"],
                reason=values["reason"] or "",
                fact=entry.id,
                url=slots.link("fact", entry.id),
            )
        )
    return found


def as_of(said: Mapping[str, str], judged: Iterable[Correction], known: date) -> Registered:
    """Give how a target stood at the end of a day: as read, with the last judgement of that day or before."""
    end = datetime.combine(known + timedelta(1), time(), clock.CHINA)
    every = list(judged)
    read = {**said}
    for each in reversed(every):
        read |= {name: text for name, text in each.was.items() if name in FIELDS}
    last = next((each for each in reversed(every) if each.recorded_at < end), None)
    if last is None:
        return Registered(values=read if every else said)
    values = {**read, **{name: text for name, text in last.now.items() if name in FIELDS}}
    return Registered(values=values, rejected=last.verdict == REJECTED)
