"""Notices follow the ledger: what a fact means for its parties is told once, however often a process dies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max

from kechuang.casework import queue
from kechuang.casework.models import Case
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.sending import Draft, plain, send
from kechuang.casework.notices.values import from_fact
from kechuang.ledger import read
from kechuang.ledger.models import Cursor, Entry, Log

CURSOR = "notices"
GROUPS = ("public", "parties", "authority")
# A node that begins to follow does not send years of old news.
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded fact as a builder of notices sees it: entry, non-personal values, and the case if there is one."""

    entry: Entry
    values: dict[str, Any] = field(default_factory=dict)
    about: Case | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the entry has: type, on, id, case …
        return getattr(self.entry, name)


type Build = Callable[[Event], Iterable[Draft]]

BUILDERS: dict[str, list[Build]] = {}


def on_fact(fact_type: str, build: Build) -> None:
    """Have a builder make notices of every fact of a type. It must give the same drafts for the same fact."""
    known = BUILDERS.setdefault(fact_type, [])
    if build not in known:
        known.append(build)


def to_parties(
    *sides: str, values: tuple[str, ...] = (), reply_by: str = "", kind: str = "", receipt: bool = False
) -> Build:
    """Give a builder that tells sides of the case (``holder``, ``counterpart``, ``office``) under the fact's own type.

    ``values`` are fields of the fact that the words quote; ``reply_by`` is the field with the day that counts.
    """

    def build(event: Event) -> Iterable[Draft]:
        case = event.about
        if case is None:
            return
        quoted = from_fact(event.values, values)
        day = from_fact(event.values, (reply_by,))[reply_by] if reply_by else None
        words = {"number": case.number or str(case.pk)[-8:], **quoted}
        for side in sides:
            body = getattr(case, f"{side}_id")
            if body is not None:
                yield Draft(
                    kind=kind or event.entry.type,
                    to_body=body,
                    case=case.pk,
                    values=words,
                    reply_by=day,
                    receipt=receipt,
                )

    return build


def follow_all(moment: datetime) -> int:
    """Make the notices of all facts beyond the cursor; give how many facts were looked at."""
    seen = 0
    for log in Log.objects.order_by("code").values_list("code", flat=True):
        _begin(log, moment)
        while step := _follow(log):
            seen += step
    return seen


def _begin(log: str, moment: datetime) -> None:
    if not Cursor.objects.filter(name=CURSOR, log=log).exists():
        old = Entry.objects.filter(log=log, recorded_at__lt=moment - LOOK_BACK).aggregate(last=Max("seq"))["last"]
        Cursor.objects.get_or_create(name=CURSOR, log=log, defaults={"position": old or 0})


def _follow(log: str) -> int:
    # The queue first: a writer that waits in it must not find the database held by somebody who waits for the queue.
    with queue.writer():
        return read.follow(CURSOR, log, _handle, limit=200, types=sorted(BUILDERS))


def _handle(entries: list[Entry]) -> None:
    drafts = [(key_of(event, draft), draft, event) for event in events(entries) for draft in _drafts(event)]
    known = set(Notice.objects.filter(key__in=[key for key, _, _ in drafts]).values_list("key", flat=True))
    fresh = {key: (draft, event) for key, draft, event in drafts if key not in known}
    rows = []
    for key, (draft, event) in fresh.items():
        if draft.receipt:
            send(
                draft.kind,
                to_body=draft.to_body,
                to_person=draft.to_person,
                case=draft.case,
                values=draft.values,
                on=event.entry.on,
                reply_by=draft.reply_by,
                receipt=True,
                key=key,
            )
        else:
            row = plain(draft, key, event.entry.on)
            row.sender_id = event.about.office_id if event.about else None
            rows.append(row)
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _drafts(event: Event) -> Iterable[Draft]:
    for build in BUILDERS.get(event.entry.type, ()):
        yield from build(event)


def key_of(event: Event, draft: Draft) -> str:
    """Give the key under which a fact's notice to one receiver exists once."""
    return f"fact:{event.entry.id}:{draft.kind}:{draft.to_body or draft.to_person}"[:160]


def events(entries: Sequence[Entry]) -> list[Event]:
    """Give entries with their values and cases (one query for all cases)."""
    identifiers = {entry.id: _case_of(entry) for entry in entries}
    wanted = {each for each in identifiers.values() if each is not None}
    cases = {case.pk: case for case in Case.objects.filter(pk__in=wanted)} if wanted else {}
    values = read.readable_many(entries, GROUPS)
    return [
        Event(entry, held, cases.get(identifiers[entry.id]))  # type: ignore[arg-type]  # None finds no case
        for entry, held in zip(entries, values, strict=True)
    ]


def _case_of(entry: Entry) -> UUID | None:
    kind, _slash, identifier = entry.case.rpartition("/")
    return UUID(identifier) if kind.endswith("/case") else None
