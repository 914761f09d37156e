"""Reading logs: by sequence, case, type and id, what a reader may see of an entry, and durable cursors."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from kechuang.ledger.models import Cursor, Entry, Log, PersonalGroup


def size(log: str) -> int:
    """Give the number of entries of a log; 0 for one that does not exist."""
    return Log.objects.filter(code=log).values_list("size", flat=True).first() or 0


def entries(log: str, after: int = 0, limit: int = 500, types: Collection[str] = ()) -> list[Entry]:
    """Give up to ``limit`` entries beyond the sequence number ``after`` (0: from the start), of some types or all."""
    rows = Entry.objects.filter(log=log, seq__gt=after)
    if types:
        rows = rows.filter(type__in=types)
    return list(rows.order_by("seq")[:limit])


def stream(log: str, after: int = 0, types: Collection[str] = (), chunk: int = 2000) -> Iterator[Entry]:
    """Give all entries beyond ``after`` in order, reading ``chunk`` at a time and holding no more than that."""
    while batch := entries(log, after, chunk, types):
        yield from batch
        after = batch[-1].seq


def of_case(case: str) -> list[Entry]:
    """Give the entries of a case in order; a case stands in one log."""
    return list(Entry.objects.filter(case=case).exclude(case="").order_by("log", "seq"))


def entry(entry_id: str) -> Entry | None:
    """Give the entry with this id, or None."""
    return Entry.objects.filter(pk=entry_id).first()


def readable(found: Entry, groups: Collection[str]) -> dict[str, Any]:
    """Give the values of an entry in the groups that a reader may see, as one mapping; erased groups are absent."""
    return readable_many([found], groups)[0]


def readable_many(found: Sequence[Entry], groups: Collection[str]) -> list[dict[str, Any]]:
    """Give :func:`readable` for many entries, with at most one query for all their personal groups."""
    personal = _personal(found) if "personal" in groups else {}
    result = []
    for one in found:
        values: dict[str, Any] = {}
        for label, group in one.groups.items():
            if label in groups:
                values |= group["values"]
        for own in personal.get(one.id, ()):
            values |= own
        result.append(values)
    return result


def _personal(found: Iterable[Entry]) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = {}
    rows = PersonalGroup.objects.filter(entry__in=[one.id for one in found], values__isnull=False).order_by("label")
    for entry_id, values in rows.values_list("entry", "values"):
        kept.setdefault(entry_id, []).append(json.loads(values))
    return kept


def personal(found: Entry) -> dict[str, dict[str, Any]]:
    """Give the personal groups of an entry that are not erased: label → values."""
    rows = list(PersonalGroup.objects.filter(entry=found.id, values__isnull=False).order_by("label"))
    found.subjects = {row.subject for row in rows}  # type: ignore[attr-defined]  # of whom it speaks, for who notes it
    return {row.label: json.loads(row.values) for row in rows}


def cursor(name: str, log: str) -> Cursor:
    """Give a reader's cursor on a log, made at the start of the log if it is new."""
    return Cursor.objects.get_or_create(name=name, log=log)[0]


def follow(
    name: str, log: str, handle: Callable[[list[Entry]], None], *, limit: int = 500, types: Collection[str] = ()
) -> int:
    """Hand the next entries to ``handle`` and move the cursor on, in one transaction; give the number handed over.

    What ``handle`` writes to the database is kept together with the cursor's move or not at all, so a crash leaves the
    entries to the next call. What it writes elsewhere must bear being written twice. Two followers of one name wait
    for each other. With ``types`` the cursor passes over the other entries as well.
    """
    cursor(name, log)
    with transaction.atomic():
        place = Cursor.objects.select_for_update().get(name=name, log=log)
        head = size(log)
        # Entries beyond the head that was read wait for the next call: another writer may be adding them just now.
        batch = [one for one in entries(log, place.position, limit, types) if one.seq <= head]
        if batch:
            handle(batch)
        position = batch[-1].seq if len(batch) == limit else head
        if position > place.position:
            Cursor.objects.filter(pk=place.pk).update(position=position)
    return len(batch)


def rewind(name: str, log: str) -> None:
    """Send a reader back to the start of the log, for a projection that is built anew."""
    Cursor.objects.filter(name=name, log=log).update(position=0)
