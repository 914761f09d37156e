"""What only shows when all files are read together: overlaps, mixed meanings, parallel acts, and broken bans."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kechuang.kernel.reading import PlaceError
from kechuang.rulebook.book import BINDING, Entry, Group
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.value import Table, Text, Value

LAST_DAY = date(9999, 12, 31)


def in_order(entries: Iterable[tuple[int, Entry]]) -> Iterator[Entry | RulebookError]:
    """Entries of one key, place and circle of subjects in the order of their days, each closed by the next.

    The number with each entry is the root that it came from: an overlay may give another value for the same day, and
    may close a value of the product; within one root neither is allowed.
    """
    series: dict[tuple[object, ...], list[tuple[int, Entry]]] = defaultdict(list)
    for root, entry in entries:
        circle = (entry.key, entry.place, entry.binds, entry.meaning == "permission", entry.standing)
        series[circle].append((root, entry))
    for dated in series.values():
        yield from _closed(sorted(dated, key=lambda item: (item[1].since, item[0])))


def _closed(dated: list[tuple[int, Entry]]) -> Iterator[Entry | RulebookError]:
    for (root, entry), (next_root, following) in zip(dated, [*dated[1:], (0, None)], strict=True):
        if following is None or (entry.until is not None and entry.until <= following.since):
            yield entry
        elif entry.since == following.since:
            if root == next_root:
                values = {"key": entry.key, "since": str(entry.since), "first": f"{entry.spot.file}:{entry.spot.line}"}
                yield RulebookError(following.spot, "value.twice", values)
        elif entry.until is not None and root == next_root:
            values = {"key": entry.key, "since": str(following.since), "until": str(entry.until)}
            yield RulebookError(following.spot, "value.overlap", values)
        else:
            yield replace(entry, until=following.since)


def mixed_meanings(book: Rulebook) -> Iterator[RulebookError]:
    """Floor, ceiling and fixed do not combine: one key has at most one of them, in all places."""
    first: dict[str, Entry] = {}
    for entry in book.entries:
        if entry.meaning in BINDING:
            known = first.setdefault(entry.key, entry)
            if known.meaning != entry.meaning:
                values = {"key": entry.key, "found": entry.meaning, "first": known.meaning}
                yield RulebookError(entry.spot, "meaning.mixed", values)
            elif entry.meaning != "fixed" and known.unit != entry.unit and entry.standing == "in_force":
                values = {"key": entry.key, "found": entry.unit, "first": known.unit}
                yield RulebookError(entry.spot, "unit.mixed", values)


def parallel_acts(book: Rulebook) -> Iterator[RulebookError]:
    """Every place of a group says the same on the same keys, from the day that the group names."""
    said: dict[str, dict[str, dict[str, Entry]]] = defaultdict(lambda: defaultdict(dict))
    for entry in book.entries:
        if not entry.parallel:
            continue
        group = book.groups.get(entry.parallel)
        if group is None:
            yield RulebookError(entry.spot, "parallel.unknown", {"found": entry.parallel})
        elif entry.place not in group.places:
            yield RulebookError(entry.spot, "parallel.place", {"group": group.id, "place": entry.place})
        else:
            said[group.id][entry.key][entry.place] = entry
    for name, by_key in said.items():
        for by_place in by_key.values():
            yield from _same_text(book.groups[name], by_place)


def _same_text(group: Group, by_place: dict[str, Entry]) -> Iterator[RulebookError]:
    first = next(iter(by_place.values()))
    for place in group.places:
        if place not in by_place:
            yield RulebookError(
                first.spot, "parallel.incomplete", {"group": group.id, "key": first.key, "place": place}
            )
    for entry in by_place.values():
        same = (entry.value, entry.unit, entry.meaning, entry.binds, entry.since) == (
            first.value,
            first.unit,
            first.meaning,
            first.binds,
            first.since,
        )
        if not same or entry.since != group.since:
            values = {"group": group.id, "key": entry.key, "place": entry.place, "first": first.place}
            yield RulebookError(entry.spot, "parallel.differs", values)


def broken_bans(book: Rulebook) -> Iterator[RulebookError]:
    """Rules below a ban that permit what it forbids, or that tighten a key which it protects."""
    for ban in (entry for entry in book.entries if entry.meaning == "ban"):
        for entry in book.entries:
            if entry.place == ban.place or entry.standing != "in_force" or entry.key not in {ban.key, *ban.bars}:
                continue
            for on in _days_under(book, ban, entry):
                if _breaks(book, ban, entry, on):
                    yield _ban_fault(book, ban, entry, on)
                    break


def _days_under(book: Rulebook, ban: Entry, entry: Entry) -> Iterator[date]:
    """Days on which the lower rule stands under the ban: the first of both, and each on which a value above changes."""
    start = max(ban.since, entry.since)
    end = min(ban.until or LAST_DAY, entry.until or LAST_DAY)
    changes = {item.since for item in book.entries if item.key == entry.key and start < item.since < end}
    for on in sorted({start, *changes} if start < end else ()):
        day = _first_day(book, entry.place, on)
        if day is not None and day < end and ban.place in book.places(entry.place, day):
            yield day


def _first_day(book: Rulebook, place: str, on: date) -> date | None:
    """The day itself, or the first day of a place that does not exist yet; None where it never exists again."""
    try:
        book.places(place, on)
    except PlaceError as error:
        since = error.values.get("since")
        return date.fromisoformat(since) if since else None
    return on


def _breaks(book: Rulebook, ban: Entry, entry: Entry, on: date) -> bool:
    if entry.key == ban.key:
        return entry.meaning == "permission" or (entry.meaning != "ban" and entry.value is not False)
    if entry.meaning == "permission":
        return False
    above = book.ask(entry.key, place=ban.place, on=on).value
    return _tighter(
        book.keys[entry.key].tightens, entry.value, above, [code for code, _ in book.keys[entry.key].choices]
    )


def _tighter(direction: str, value: Value, above: Value, choices: list[str]) -> bool:
    if direction == "any" or above is None:
        return True
    if isinstance(value, Table) and isinstance(above, Table):
        mine, theirs = _names(value), _names(above)
        return bool(theirs - mine) if direction == "fewer_rows" else bool(mine - theirs)
    left, right = (choices.index(item) if isinstance(item, str) else item for item in (value, above))
    if not isinstance(left, (int, Decimal)) or not isinstance(right, (int, Decimal)):
        return value != above
    return left < right if direction == "lower" else left > right


def _names(table: Table) -> set[object]:
    """The first column names the rows."""
    return {next(iter(row.values())) for row in table.rows}


def _ban_fault(book: Rulebook, ban: Entry, entry: Entry, on: date) -> RulebookError:
    region, source = book.regions[ban.place], book.sources[ban.source]
    values: dict[str, str | int | Text | None] = {
        "key": entry.key,
        "place": entry.place,
        "ban": ban.key,
        "ban_place": region.code,
        "ban_title": region.title,
        "source": source.title,
        "clause": ban.clause,
        "since": str(ban.since),
        "on": str(on),
    }
    return RulebookError(entry.spot, "ban.broken", values)
