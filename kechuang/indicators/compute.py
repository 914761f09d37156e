"""Numbers from the data set: series, groups and the facts behind them, by DuckDB in process.

A result is kept in memory as long as the records do not grow: definition, slice, grain and log sizes name it fully.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

import duckdb

from kechuang.indicators import periods, sql, store
from kechuang.indicators.asking import Figure, Point, Published, Records, Slice, value_of
from kechuang.indicators.definition import STOCK, Definition
from kechuang.indicators.sql import Statement
from kechuang.web import clock
from kechuang.web.permissions import below

_ENGINE = duckdb.connect(":memory:", config={"threads": 2, "autoinstall_known_extensions": False})
_LOCAL = threading.local()
MOST_PERIODS = 600


def records(sizes: Mapping[str, int] | None = None, on: date | None = None) -> Records:
    """Give the records as they stand in the data set today, or as they stood at some sizes on a day."""
    return Records(sizes=dict(store.sizes() if sizes is None else sizes), on=on or clock.today())


def place_of(held: Records) -> tuple[object, ...]:
    """Name a state of the records on this node, for what is kept as long as it stands."""
    return (str(store.folder()), *sorted(held.sizes.items()))


def _run(statement: Statement) -> list[tuple[Any, ...]]:
    if not hasattr(_LOCAL, "cursor"):
        _LOCAL.cursor = _ENGINE.cursor()
    return _LOCAL.cursor.execute(statement.text, list(statement.bound)).fetchall()


@dataclass(frozen=True, slots=True)
class _Files:
    names: tuple[str, ...]
    columns: frozenset[str]


def _files(held: Records) -> _Files | None:
    """Give the files for the records; None where there is none. Raises GapError for sizes that are not held."""
    wanted = {log: size for log, size in held.sizes.items() if size > 0}
    names = tuple(store.files(wanted))
    return _Files(names, _columns(names)) if names else None


@lru_cache(maxsize=32)
def _columns(names: tuple[str, ...]) -> frozenset[str]:
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in names)
    text = f"DESCRIBE SELECT * FROM read_parquet([{listed}], union_by_name = true)"  # noqa: S608 - our own file names
    rows = _run(Statement(text, ()))
    return frozenset(row[0] for row in rows)


class _Tables:
    """The facts of definitions, taken out of the files once and added to as logs grow; the least used go first.

    A table may hold more than is asked: every statement says up to which entry of each log it looks.
    """

    def __init__(self, most_rows: int) -> None:
        self.most_rows = most_rows
        self.lock = threading.Lock()
        self.loaded: OrderedDict[str, dict[str, int]] = OrderedDict()
        self.rows: dict[str, int] = {}

    def of(self, definition: Definition, held: Records) -> str:
        """Give the name of the table with a definition's facts up to a state of the records. Raises GapError."""
        named = repr((str(store.folder()), definition))
        name = f"facts_{sha256(named.encode()).hexdigest()[:32]}"
        with self.lock:
            loaded = self.loaded.get(name, {})
            if any(loaded.get(log, 0) < size for log, size in held.sizes.items()):
                self._add(name, definition, held, loaded)
            self.loaded.move_to_end(name)
            while len(self.loaded) > 1 and sum(self.rows.values()) > self.most_rows:
                self._drop(next(iter(self.loaded)))
        return name

    def _add(self, name: str, definition: Definition, held: Records, loaded: dict[str, int]) -> None:
        sizes = {log: max(size, loaded.get(log, 0)) for log, size in held.sizes.items()}
        files = tuple(store.files(sizes, loaded))
        made = sql.facts_of(definition, files, _columns(files), Records(sizes=sizes, on=held.on), loaded)
        begin = f"INSERT INTO {name}" if loaded else f"CREATE OR REPLACE TABLE {name} AS"
        _run(Statement(f"{begin} {made.text}", made.bound))
        self.loaded[name] = {**loaded, **sizes}
        self.rows[name] = _run(Statement(f"SELECT count(*) FROM {name}", ()))[0][0]  # noqa: S608 - a hash

    def _drop(self, name: str) -> None:
        _run(Statement(f"DROP TABLE IF EXISTS {name}", ()))
        del self.loaded[name], self.rows[name]

    def clear(self) -> None:
        """Drop all tables."""
        with self.lock:
            for name in list(self.loaded):
                self._drop(name)


_TABLES = _Tables(most_rows=8_000_000)


class Reader:
    """Answers for one definition over one state of the records."""

    def __init__(self, definition: Definition, held: Records) -> None:
        self.definition, self.held = definition, held
        self.table = _TABLES.of(definition, held) if any(held.sizes.values()) else ""

    def base(self, cut: Slice) -> Statement | None:
        """Give the statement of the facts that count, or None where there are no records."""
        if not self.table:
            return None
        # What a fact says of a day to come (a payment dated ahead) counts once that day is there.
        last = min(filter(None, (cut.last, self.held.on)))
        within = Slice(place=cut.place, dimensions=cut.dimensions, first=cut.first, last=last, places=cut.places)
        return sql.counted(self.definition, self.table, self.held, within)

    def figures(self, cut: Slice, by: str, *, editions: bool = True) -> dict[Any, Figure]:
        """Give a figure for each group that occurs, with the editions of the rules or (faster) without."""
        base = self.base(cut)
        if base is None:
            return {}
        if self.definition.measure.kind == STOCK:
            end = min(filter(None, (cut.last, self.held.on)))
            return {group: figure for _day, group, figure in self.standing(base, [end], cut, by)}
        rows = _run(sql.grouped(self.definition, base, by, editions=editions))
        return {row[0]: Figure(row[1], row[2], row[3], tuple(row[4])) for row in rows if row[0] is not None}

    def standing(
        self, base: Statement, ends: Sequence[date], cut: Slice, by: str = ""
    ) -> list[tuple[date, str, Figure]]:
        """Give a stock on some days."""
        days = [end.isoformat() for end in ends]
        rows = _run(sql.standing(self.definition, base, days, cut, by=by)) if days else []
        return [(row[0], row[1], Figure(row[2], None, row[4], tuple(row[5]))) for row in rows if row[1] is not None]

    def begun(self) -> list[tuple[str, date]]:
        """Give the places in which the scheme runs, each with its first day."""
        files = _files(self.held) if self.definition.begins else None
        if files is None:
            return []
        sizes = tuple(sorted(self.held.sizes.items()))
        return _begun(files, self.definition.begins, sizes)


@lru_cache(maxsize=64)
def _begun(files: _Files, begins: tuple[str, ...], sizes: tuple[tuple[str, int], ...]) -> list[tuple[str, date]]:
    held = Records(sizes=dict(sizes), on=date.max)
    rows = _run(sql.begun(files.names, files.columns, held, begins))
    return [(row[0] or row[1], row[2]) for row in rows]


def covered_since(begun: Sequence[tuple[str, date]], cut: Slice) -> date | None:
    """Give the first day on which the records speak for a slice: a scheme runs there, above or below its place."""
    region = cut.dimensions.get("region", "")
    asked = [place for place in (cut.place, region) if place]
    days = [
        day
        for place, day in begun
        if all(below(place, each) or below(each, place) for each in asked)
        and (cut.places is None or any(below(place, each) or below(each, place) for each in cut.places))
    ]
    return min(days, default=None)


@lru_cache(maxsize=512)
def _series(key: "_Key") -> Published:
    definition, held, cut, grain = key.definition, key.held, key.cut, key.grain
    reader = Reader(definition, held)
    since = covered_since(reader.begun(), cut)
    steps = _steps(reader, cut, grain, since)
    found = _by_period(reader, cut, grain, steps)
    points = []
    for period in steps:
        covered = since is not None and period.last >= since
        figure = found.get(period.first)
        points.append(_point(definition, period.code, figure, covered=covered, partial=period.last >= held.on))
    whole = reader.figures(cut, "").get("")
    total = _point(definition, "", whole, covered=since is not None)
    return Published(definition=definition, records=held, cut=cut, points=tuple(points), total=total, grain=grain)


@dataclass(frozen=True, slots=True)
class _Key:
    """Everything that a series depends on, in a form that can be looked up."""

    definition: Definition
    held: Records
    cut: Slice
    grain: str
    files: str

    def _named(self) -> tuple[object, ...]:
        cut = self.cut
        return (
            *(self.definition.id, tuple(sorted(self.held.sizes.items())), self.held.on, self.grain, self.files),
            *(cut.place, tuple(sorted(cut.dimensions.items())), cut.first, cut.last, cut.places),
        )

    def __hash__(self) -> int:
        return hash(self._named())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.definition == other.definition and self._named() == other._named()


def series(definition: Definition, held: Records, cut: Slice, grain: str) -> Published:
    """Give the values by period and in all. Raises GapError where the data set does not hold these records."""
    return _series(_Key(definition, held, cut, grain, str(store.folder())))


def _steps(reader: Reader, cut: Slice, grain: str, since: date | None) -> list[periods.Period]:
    """Give the periods to show: from the first fact, or from when the records speak, to today."""
    days = [day for day in (since, *_edges(reader, cut)) if day]
    first = cut.first or min(days, default=None)
    last = min(filter(None, (cut.last, reader.held.on)))
    if first is None:
        return []
    return list(periods.between(first, last, grain))[-MOST_PERIODS:]


def _edges(reader: Reader, cut: Slice) -> list[date]:
    if reader.definition.measure.kind == STOCK:
        return []
    base = reader.base(cut)
    return [day for (day,) in _run(sql.first_day(base)) if day] if base else []


def _by_period(reader: Reader, cut: Slice, grain: str, steps: Sequence[periods.Period]) -> dict[date, Figure]:
    if reader.definition.measure.kind != STOCK:
        return reader.figures(cut, grain)
    base = reader.base(cut)
    if base is None:
        return {}
    ends = {min(period.last, reader.held.on): period.first for period in steps}
    return {ends[day]: figure for day, _group, figure in reader.standing(base, list(ends), cut)}


def _point(definition: Definition, code: str, figure: Figure | None, *, covered: bool, partial: bool = False) -> Point:
    value = value_of(definition, figure, covered=covered)
    count, editions = (figure.count, figure.editions) if figure else (0, ())
    return Point(code=code, value=value, count=count, editions=editions, partial=partial)


def groups(definition: Definition, held: Records, cut: Slice, by: str) -> list[Point]:
    """Give one value for each place or each value of a dimension that occurs."""
    return list(_groups(_Key(definition, held, cut, by, str(store.folder()))))


@lru_cache(maxsize=2048)
def _groups(key: _Key) -> tuple[Point, ...]:
    found = Reader(key.definition, key.held).figures(key.cut, key.grain, editions=False)
    return tuple(_point(key.definition, str(code), figure, covered=True) for code, figure in sorted(found.items()))


def covered_places(definition: Definition, held: Records) -> list[tuple[str, date]]:
    """Give the places for which the records speak, each with the first day."""
    return Reader(definition, held).begun()


def choices(definition: Definition, held: Records, places: tuple[str, ...] | None = None) -> dict[str, list[str]]:
    """Give the values that occur, by the name of the dimension; places under ``place``."""
    return _choices(_Key(definition, held, Slice(places=places), "", str(store.folder())))


@lru_cache(maxsize=256)
def _choices(key: _Key) -> dict[str, list[str]]:
    base = Reader(key.definition, key.held).base(key.cut)
    names = ["place", *key.definition.dimensions]
    if base is None:
        return {name: [] for name in names}
    row = _run(sql.choices(base, names))[0]
    return {name: [each for each in values or () if each] for name, values in zip(names, row, strict=True)}


@dataclass(frozen=True, slots=True)
class Behind:
    """One fact behind a number; ``part``: for a share, whether it counts above the line too."""

    id: str
    type: str
    day: date
    place: str
    value: int | str | None
    part: bool
    log: str
    seq: int

    @property
    def mark(self) -> str:
        """The place in the list after which the next page begins."""
        return f"{self.day.isoformat()}_{self.log}_{self.seq}"


def facts_behind(definition: Definition, held: Records, cut: Slice, *, limit: int, after: str = "") -> list[Behind]:
    """Give facts behind a number, newest first. Raises ValueError for an ``after`` that is no mark."""
    base = Reader(definition, held).base(cut)
    if base is None:
        return []
    rows = _run(sql.behind(base, limit=limit, after=_mark(after) if after else None))
    return [Behind(*row[:5], part=bool(row[5]), log=row[6], seq=row[7]) for row in rows]


def _mark(raw: str) -> tuple[str, str, int]:
    day, log, seq = raw.split("_")
    return date.fromisoformat(day).isoformat(), log, int(seq)


def acts(kinds: Sequence[str], held: Records) -> list[tuple[str, int, date]]:
    """Give the public facts that acts on some kinds of cases left: type, number, newest day."""
    files = _files(held)
    if files is None or not kinds:
        return []
    return [(row[0], row[1], row[2]) for row in _run(sql.types_of(files.names, held, kinds))]


def public_rows(
    name: str, wanted: Sequence[str], held: Records, among: Mapping[str, Sequence[str]]
) -> list[dict[str, str | None]]:
    """Give id and public fields of the facts of a type, in the order of the logs, in one statement.

    ``among`` names fields with the values that are wanted; what other packages record is read so, by its public name.
    """
    files = _files(held)
    if files is None or not all(among.values()):
        return []
    rows = _run(sql.public_rows(name, wanted, files.names, files.columns, held, among))
    return [dict(zip(("id", *wanted), row, strict=True)) for row in rows]


def forget() -> None:
    """Drop kept results; the files of a node may have been made anew."""
    _TABLES.clear()
    for kept in (_series, _groups, _choices):
        kept.cache_clear()
    _begun.cache_clear()
    _columns.cache_clear()
