"""What was known on a day: the logs as they stood in its evening, and the terms that were in force.

An observation counts if it was recorded by that day and its vintage is not later; so numbers of a report can be made
again years after, from the same entries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Max, Q

from kechuang.indicators import compute, store
from kechuang.indicators.asking import Records
from kechuang.indicators.promises import corrected, rules
from kechuang.indicators.promises.corrected import InForce
from kechuang.indicators.promises.models import Promise, Version
from kechuang.ledger.models import Entry
from kechuang.web import clock


def sizes(day: date) -> dict[str, int]:
    """Give how many entries each log held at the end of a day, as far as the data set holds them (two queries)."""
    held = store.sizes()
    if day >= clock.today():
        return held
    end = datetime.combine(day + timedelta(1), time(), clock.CHINA)
    rows = (
        Entry.objects.filter(log__in=held, recorded_at__lt=end).values("log").order_by("log").annotate(last=Max("seq"))
    )
    return {row["log"]: min(row["last"], held[row["log"]]) for row in rows}


def records(on: date | None = None, known: date | None = None) -> Records:
    """Give the records as asked on a day, by what was known on another (default: by all that is known now)."""
    return compute.records(store.sizes() if known is None else sizes(known), on)


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise with its terms of a day, and the number of the version that they are."""

    promise: Promise
    force: InForce
    version: int


def in_force(document: UUID, known: date | None = None) -> dict[str, Kept]:
    """Give the promises of a document by target, with the terms that were in force at the end of a day.

    Two queries for now, three for a day. Of a promise that was ended later, the terms of the day stand as well.
    """
    rows = Promise.objects.filter(document=document).select_related("document__case", "case")
    rows = rows.defer("document__reading", "document__sample").order_by("pk")
    if known is None:
        now = list(rows.filter(released=False))
        force = corrected.in_force(now)
        return {row.target: Kept(row, force[row.pk], row.version) for row in now}
    then = list(rows.filter(Q(released_on=None) | Q(released_on__gt=known), bound_on__lte=known))
    return {each.promise.target: each for each in _as_of(then, known)}


def _as_of(rows: Sequence[Promise], known: date) -> list[Kept]:
    held = versions([row.pk for row in rows], known)
    judged = corrected.of_document(rows[0].document.case.authority, rows[0].document_id) if rows else {}
    made = []
    for row in rows:
        version = held[row.pk]
        stands = corrected.as_of(version.said, judged.get(row.target, ()), known)
        force = corrected.made(rules.terms_of(version.terms), version.said, stands)
        made.append(Kept(row, force, version.number))
    return made


def of_promise(row: Promise, known: date) -> Kept:
    """Give one promise with its terms at the end of a day; before it was bound, the first it had (two queries)."""
    version = versions([row.pk], known).get(row.pk) or Version.objects.filter(promise=row).order_by("number")[0]
    stands = corrected.as_of(version.said, corrected.corrections(row), known)
    return Kept(row, corrected.made(rules.terms_of(version.terms), version.said, stands), version.number)


def versions(promises: Iterable[UUID], known: date) -> Mapping[UUID, Version]:
    """Give the version of each promise that was in force at the end of a day (one query)."""
    found = Version.objects.filter(promise__in=list(promises), since__lte=known).order_by("promise", "number")
    return {row.promise_id: row for row in found}
