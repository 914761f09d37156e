"""One pass over a log's entries: every leaf, group and posting against what was committed to, and the tree's tiles.

The pass is made of plain rows, holds one chunk at a time, and works on any range of a log, so that several processes
can share it. Most entries are settled without reading the JSON of their leaf: the leaf is put together again from the
row's columns and the digests of its groups, and must be that text.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from json import JSONDecodeError
from typing import Any, NamedTuple

from django.db import connection

from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Tile

TILE = 256
CHUNK = 16 * TILE
ABSENT = bytes(32)


class Seen(NamedTuple):
    """An entry as the pass shows it to row checks: its columns, and the values of the groups that are not personal."""

    log: str
    seq: int
    id: str
    type: str
    version: int
    case: str
    act: str
    on: str
    groups: Mapping[str, Mapping[str, Any]]


class Row(NamedTuple):
    """One entry as read: days and moments as the leaf writes them."""

    seq: int
    id: str
    type: str
    version: int
    case: str
    act: str
    on: str
    recorded_at: str
    leaf: str
    leaf_hash: bytes
    disclosed: str


MOMENTS = {
    "postgresql": """to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    # Django writes UTC as text, and leaves out the microseconds where there are none.
    "sqlite": "replace(substr(CAST(recorded_at AS TEXT) || '.000000', 1, 26), ' ', 'T') || 'Z'",
}


def rows(log: str, start: int, end: int) -> list[Row]:
    """Give the entries of a log beyond ``start`` up to ``end``."""
    columns = f'seq, id, type, version, "case", act, CAST("on" AS TEXT), {MOMENTS[connection.vendor]}, leaf, leaf_hash'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, disclosed FROM ledger_entry WHERE log = %s AND seq > %s AND seq <= %s ORDER BY seq",  # noqa: S608 - constants
            [log, start, end],
        )
        return list(map(Row._make, cursor.fetchall()))


def personal(log: str, start: int, end: int) -> dict[str, dict[str, tuple[bytes, str] | None]]:
    """Give the personal groups of the entries beyond ``start`` up to ``end``: entry → label → salt and text, or None.

    None stands for a group that was erased.
    """
    found: dict[str, dict[str, tuple[bytes, str] | None]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT p.entry, p.label, p.salt, p."values" FROM ledger_entry e JOIN ledger_personalgroup p'
            " ON p.entry = e.id WHERE e.log = %s AND e.seq > %s AND e.seq <= %s",
            [log, start, end],
        )
        for entry, label, salt, values in cursor.fetchall():
            found.setdefault(entry, {})[label] = None if values is None or salt is None else (bytes(salt), values)
    return found


@lru_cache(maxsize=4096)
def _is_object(text: str) -> bool:
    """Say whether a text is one JSON object; bases repeat from entry to entry."""
    return _is(text, dict)


@lru_cache(maxsize=256)
def _is_list(text: str) -> bool:
    return _is(text, list)


def _is(text: str, kind: type) -> bool:
    try:
        return isinstance(json.loads(text), kind)
    except (JSONDecodeError, RecursionError):
        return False


_scan = json.JSONDecoder().scan_once
SALT_AT, SALT_END = len('{"salt":"'), len('{"salt":"') + 64
VALUES = '","values":'


def _take_apart(text: str) -> dict[str, tuple[str, str, Any]]:
    """Read an entry's disclosed groups: label → salt (hexadecimal), the values' exact text, the values.

    Reads only the form that ``append`` writes, and raises ValueError for any other.
    """
    found: dict[str, tuple[str, str, Any]] = {}
    if text == "{}":
        return found
    at = 0
    while at < len(text) - 1:
        if text[at] != ("," if found else "{"):
            raise ValueError("not an object of groups")
        label, at = _scan(text, at + 1)
        start = at + 1 + SALT_END + len(VALUES)
        if (
            not isinstance(label, str)
            or text[at : at + 1 + SALT_AT] != ':{"salt":"'
            or text[at + 1 + SALT_END : start] != VALUES
        ):
            raise ValueError("not a group")
        values, end = _scan(text, start)
        if text[end : end + 1] != "}" or not isinstance(values, dict) or label in found:
            raise ValueError("not a group")
        found[label] = (text[at + 1 + SALT_AT : at + 1 + SALT_END], text[start:end], values)
        at = end + 1
    if text[at:] != "}":
        raise ValueError("something follows the groups")
    return found


@dataclass(frozen=True, slots=True)
class Job:
    """A range of a log to pass over: entries beyond ``start`` up to ``end``; ``start`` is a multiple of 256.

    ``wanted`` are sizes within the range at which the tree's root will be asked for.
    """

    log: str
    algorithm: str
    start: int
    end: int
    wanted: tuple[int, ...] = ()


@dataclass(slots=True)
class Part:
    """What came of a range: the roots of its complete tiles, the leaves after them, and the edges at wanted sizes.

    ``edges`` gives, by size, the perfect subtrees of the incomplete tile as the tree stood at that size.
    """

    tiles: list[bytes] = field(default_factory=list)
    rest: list[bytes] = field(default_factory=list)
    edges: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    groups: int = 0
    erased: int = 0


class Sweep:
    """A pass over one range. ``find`` receives every finding; ``show`` each chunk of entries as Seen."""

    def __init__(
        self, job: Job, find: Callable[[Finding], None], show: Callable[[Sequence[Seen]], None] | None = None
    ) -> None:
        self.job, self.log, self.algorithm, self.find, self.show = job, job.log, job.algorithm, find, show
        self.hasher = tree.ALGORITHMS[job.algorithm]
        self.part = Part()

    def run(self) -> Part:
        """Pass over the range, chunk by chunk."""
        for start in range(self.job.start, self.job.end, CHUNK):
            end = min(start + CHUNK, self.job.end)
            self._grow(start, self.chunk(start, end, rows(self.log, start, end), personal(self.log, start, end)))
        return self.part

    def chunk(
        self, start: int, end: int, found: Sequence[Row], own: Mapping[str, Mapping[str, tuple[bytes, str] | None]]
    ) -> list[bytes]:
        """Check the entries of a chunk and give their leaf hashes, computed from the leaves.

        A missing entry is reported, and leaves a hash that no leaf has, so that what follows keeps its place.
        """
        hashes, seen = [ABSENT] * (end - start), []
        wanted = start + 1
        for row in found:
            if row.seq != wanted:
                self._gap(wanted, row.seq - 1)
            wanted = row.seq + 1
            hashed = hashes[row.seq - start - 1] = self.hasher(b"\x00" + row.leaf.encode()).digest()
            if hashed != row.leaf_hash:
                self._find("ledger.leaf_altered", row)
            values = self._groups(row, own.get(row.id))
            if self.show:
                seen.append(Seen(self.log, *row[:7], values))
        if wanted <= end:
            self._gap(wanted, end)
        if seen and self.show:
            self.show(seen)
        return hashes

    def _gap(self, first: int, last: int) -> None:
        self.find(Finding("ledger.gap", {"log": self.log, "first": first, "last": last}))

    def _grow(self, start: int, hashes: Sequence[bytes]) -> None:
        """Fold a chunk's leaf hashes into tiles, and compare these with the ones stored."""
        blocks = [list(hashes[at : at + TILE]) for at in range(0, len(hashes), TILE)]
        for size in self.job.wanted:
            if start < size <= start + len(hashes):
                block = blocks[(size - start - 1) // TILE][: (size - 1) % TILE + 1]
                self.part.edges[size] = tree.Frontier().extend(block, self.hasher).nodes
        if len(blocks[-1]) < TILE:
            self.part.rest = blocks.pop()
        roots = [tree.perfect_root(block, self.hasher) for block in blocks]
        compare_tiles(self.log, 0, start // TILE, blocks, roots, self.find)
        self.part.tiles += roots

    def _find(self, code: str, row: Row, **more: str | int) -> None:
        self.find(Finding(code, {"log": self.log, "seq": row.seq, "id": row.id, **more}))

    def _groups(self, row: Row, own: Mapping[str, tuple[bytes, str] | None] | None) -> Mapping[str, Mapping[str, Any]]:
        """Check an entry's groups, postings and columns against its leaf; give the values that are not personal."""
        try:
            disclosed = _take_apart(row.disclosed)
        except (ValueError, StopIteration, RecursionError):
            self._find("ledger.group_unreadable", row)
            return {}
        digests = {label: self._digest(row, label, salt, text) for label, (salt, text, _) in disclosed.items()}
        for label, opened in (own or {}).items():
            if opened is not None:
                digests[label] = self._digest(row, label, *opened)
        self.part.groups += len(digests)
        if not self._is_composed(row, digests):
            self._compare(row, digests)
        values = {label: values for label, (_, _, values) in disclosed.items()}
        self._balance(row, values)
        return values

    def _digest(self, row: Row, label: str, salt: bytes | str, text: str) -> str:
        """Give the digest of a group; '' for a salt that is none, which no leaf commits to."""
        try:
            salt = bytes.fromhex(salt) if isinstance(salt, str) else salt
            return leaves.group_digest(label, row.id, salt, text, self.algorithm)
        except ValueError:
            return ""

    def _is_composed(self, row: Row, digests: Mapping[str, str]) -> bool:
        """Say whether the leaf is exactly what the row's columns and digests make, with some basis and some causes."""
        envelope = leaves.Envelope(
            self.log, row.id, row.type, row.version, row.case, row.act, row.on, row.recorded_at, self.algorithm
        )
        before, between, after = envelope.pieces(digests)
        if not row.leaf.startswith(before) or not row.leaf.endswith(after):
            return False
        end = len(row.leaf) - len(after)
        middle = row.leaf.rfind(between, len(before), end)
        return (
            middle > 0
            and _is_object(row.leaf[len(before) : middle])
            and _is_list(row.leaf[middle + len(between) : end])
        )

    def _compare(self, row: Row, digests: Mapping[str, str]) -> None:
        """Read the leaf and name everything that differs from it; groups that are rightly absent count as erased."""
        try:
            leaf = json.loads(row.leaf)
            committed = dict(leaf["groups"])
        except (ValueError, KeyError, TypeError, RecursionError):
            self._find("ledger.leaf_unreadable", row)
            return
        absent = set(committed) - set(digests)
        altered = self._compare_columns(row, leaf)
        for label in sorted(digests):
            if digests[label] != committed.get(label):
                altered = True
                self._find("ledger.group_altered" if label in committed else "ledger.group_foreign", row, group=label)
        for label in sorted(absent):
            if leaves.is_personal(label):
                self.part.erased += 1
            else:
                altered = True
                self._find("ledger.group_missing", row, group=label)
        if not altered and not self._is_composed(row, {**digests, **{label: committed[label] for label in absent}}):
            self._find("ledger.leaf_unreadable", row)

    def _compare_columns(self, row: Row, leaf: Mapping[str, Any]) -> bool:
        """Name the columns that differ from the leaf, and say whether there was one."""
        held = {name: getattr(row, name) for name in ("id", "type", "version", "case", "act", "on", "recorded_at")}
        held |= {"log": self.log, "hash": self.algorithm, "format": leaves.FORMAT}
        differ = [name for name, value in held.items() if leaf.get(name) != value]
        for name in differ:
            self._find("ledger.column_altered", row, column=name, row=held[name], leaf=str(leaf.get(name)))
        return bool(differ)

    def _balance(self, row: Row, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Check that the postings of an entry sum to zero."""
        for group in values.values():
            postings = group.get("postings")
            if postings:
                try:
                    fen = sum(posting["fen"] for posting in postings)
                except (TypeError, KeyError):
                    continue
                if fen:
                    self._find("ledger.postings_unbalanced", row, fen=fen)


def compare_tiles(
    log: str,
    level: int,
    first: int,
    blocks: Sequence[Sequence[bytes]],
    roots: Sequence[bytes],
    find: Callable[[Finding], None],
) -> None:
    """Compare stored tiles of a level, from index ``first`` on, with the hashes that they should hold."""
    within = Tile.objects.filter(log=log, level=level, index__gte=first, index__lt=first + len(blocks))
    stored = {
        index: (bytes(root), bytes(hashes)) for index, root, hashes in within.values_list("index", "root", "hashes")
    }
    for index, (block, root) in enumerate(zip(blocks, roots, strict=True), start=first):
        held = stored.get(index)
        if held != (root, b"".join(block)):
            span = TILE ** (level + 1)
            where = {"log": log, "level": level, "index": index, "first": index * span + 1, "last": (index + 1) * span}
            find(Finding("ledger.tile_altered" if held else "ledger.tile_missing", where))
