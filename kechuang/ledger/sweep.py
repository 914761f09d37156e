"""One pass over a log's entries: every leaf, group and posting against what was committed to, and the tree's tiles.

The pass is made of plain rows, holds one chunk at a time, and works on any range of a log, so that several processes
can share it. Most entries are settled without reading the JSON of their leaf: the leaf is put together again from the
row's columns and the digests of its groups, and must be that text.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from kechuang.kernel.ref import id_text
from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Tile

TILE = 256
CHUNK = 16 * TILE
ABSENT = bytes(32)
MOST_IDS = 900
MARK, POSTINGS = b'"personal', b'"postings":['


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

    @property
    def case_id(self) -> str:
        """The case's own id, the last part of its reference; '' where the entry is of no case."""
        return id_text(self.case)


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
    leaf: bytes
    leaf_hash: bytes
    disclosed: bytes


BYTES = {"postgresql": "convert_to({}, 'UTF8')", "sqlite": "CAST({} AS BLOB)"}
MOMENTS = {
    "postgresql": """to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
    # Django writes UTC as text, and leaves out the microseconds where there are none.
    "sqlite": "replace(substr(CAST(recorded_at AS TEXT) || '.000000', 1, 26), ' ', 'T') || 'Z'",
}


def rows(log: str, start: int, end: int) -> list[Row]:
    """Give the entries of a log beyond ``start`` up to ``end``."""
    at, plain = MOMENTS[connection.vendor], BYTES[connection.vendor].format
    columns = f'seq, id, type, version, "case", act, CAST("on" AS TEXT), {at}, {plain("leaf")}, leaf_hash'
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, {plain('disclosed')} FROM ledger_entry"  # noqa: S608 - constants
            " WHERE log = %s AND seq > %s AND seq <= %s ORDER BY seq",
            [log, start, end],
        )
        return list(map(Row._make, cursor.fetchall()))


type Own = Mapping[str, tuple[bytes, str] | None]


def personal(entries: Sequence[str]) -> dict[str, Own]:
    """Give the personal groups of entries: id → label → salt and text; None stands for a group that was erased."""
    found: dict[str, dict[str, tuple[bytes, str] | None]] = {}
    with connection.cursor() as cursor:
        for at in range(0, len(entries), MOST_IDS):
            ids = entries[at : at + MOST_IDS]
            places = ", ".join(["%s"] * len(ids))
            cursor.execute(
                f'SELECT entry, label, salt, "values" FROM ledger_personalgroup WHERE entry IN ({places})',  # noqa: S608 - constants
                ids,
            )
            for entry, label, salt, values in cursor.fetchall():
                found.setdefault(entry, {})[label] = None if values is None or salt is None else (bytes(salt), values)
    return found


@lru_cache(maxsize=4096)
def _is_object(text: bytes) -> bool:
    """Say whether a text is one JSON object; bases repeat from entry to entry."""
    return _is(text, dict)


@lru_cache(maxsize=256)
def _is_list(text: bytes) -> bool:
    return _is(text, list)


def _is(text: bytes, kind: type) -> bool:
    try:
        return isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False


SALT, VALUES = b'":{"salt":"', b'","values":'
SALT_END, VALUES_AT = 64, 64 + len(VALUES)


def _split(text: bytes) -> dict[str, tuple[str, bytes]]:
    """Cut an entry's disclosed groups apart: label → salt (hexadecimal) and the exact bytes of the values.

    Knows the form that ``append`` writes and no other. A text that is cut in the wrong place does not give the digests
    of the leaf, and is then read as JSON.
    """
    head, *pieces = text.split(SALT)
    found, label = {}, head[2:]
    for at, piece in enumerate(pieces, start=1):
        end = piece.rfind(b'},"') if at < len(pieces) else len(piece) - 2
        found[label.decode(errors="replace")] = piece[:SALT_END].decode(errors="replace"), piece[VALUES_AT:end]
        label = piece[end + 3 :]
    return found


def _read(text: bytes) -> dict[str, tuple[str, bytes]]:
    """Read an entry's disclosed groups as JSON, with their values in canonical form. Raises ValueError."""
    try:
        return {
            label: (str(group["salt"]), leaves.canonical(group["values"]).encode())
            for label, group in json.loads(text).items()
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("not an object of groups") from fault


class Groups(Mapping[str, Mapping[str, Any]]):
    """The values of an entry's groups by label; each is read only when it is asked for."""

    def __init__(self, pieces: Mapping[str, tuple[str, bytes]]) -> None:
        self._pieces = pieces

    def __getitem__(self, label: str) -> Mapping[str, Any]:
        return json.loads(self._pieces[label][1])

    def __iter__(self) -> Iterator[str]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)


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

    ``edges`` gives, by size, the perfect subtrees of the incomplete tile as the tree stood at that size. ``personal``
    counts the rows of personal groups that were looked at.
    """

    tiles: list[bytes] = field(default_factory=list)
    rest: list[bytes] = field(default_factory=list)
    edges: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    groups: int = 0
    erased: int = 0
    personal: int = 0


NOTHING: Own = {}


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
            found = rows(self.log, start, end)
            own = personal([row.id for row in found if MARK in row.leaf])
            self.part.personal += sum(map(len, own.values()))
            self._grow(start, self.chunk(start, end, found, own))
        return self.part

    def chunk(self, start: int, end: int, found: Sequence[Row], own: Mapping[str, Own]) -> list[bytes]:
        """Check the entries of a chunk and give their leaf hashes, computed from the leaves.

        A missing entry is reported, and leaves a hash that no leaf has, so that what follows keeps its place.
        """
        hashes, seen = [ABSENT] * (end - start), []
        wanted = start + 1
        for row in found:
            if row.seq != wanted:
                self._gap(wanted, row.seq - 1)
            wanted = row.seq + 1
            hashed = hashes[row.seq - start - 1] = self.hasher(b"\x00" + row.leaf).digest()
            if hashed != row.leaf_hash:
                self._find("ledger.leaf_altered", row)
            pieces = self._groups(row, own.get(row.id, NOTHING))
            if self.show:
                seen.append(Seen(self.log, *row[:7], Groups(pieces)))
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

    def _find(self, code: str, at: Row, /, **more: str | int) -> None:
        self.find(Finding(code, {"log": self.log, "seq": at.seq, "id": at.id, **more}))

    def _groups(self, row: Row, own: Own) -> Mapping[str, tuple[str, bytes]]:
        """Check an entry's groups, postings and columns against its leaf; give the groups as they were cut apart."""
        pieces = _split(row.disclosed)
        digests = {label: self._digest(row, label, salt, text) for label, (salt, text) in pieces.items()}
        for label, opened in own.items():
            if opened is not None:
                digests[label] = self._digest(row, label, *opened)
        self.part.groups += len(digests)
        if not self._is_composed(row, digests):
            pieces = self._compare(row, own)
        for _, text in pieces.values():
            if POSTINGS in text and not _is_balanced(text):
                self._balance(row, text)
        return pieces

    def _digest(self, row: Row, label: str, salt: str | bytes, text: str | bytes) -> str:
        """Give the digest of a group; '' for a salt that is none, which no leaf commits to."""
        try:
            raw = bytes.fromhex(salt) if isinstance(salt, str) else salt
            digest = leaves.group_digest(label, row.id, raw, text, self.algorithm)
        except ValueError:
            return ""
        return digest if raw is salt or raw.hex() == salt else ""

    def _is_composed(self, row: Row, digests: Mapping[str, str]) -> bool:
        """Say whether the leaf is exactly what the row's columns and digests make, with some basis and some causes."""
        envelope = leaves.Envelope(
            self.log, row.id, row.type, row.version, row.case, row.act, row.on, row.recorded_at, self.algorithm
        )
        before, between, after = [piece.encode() for piece in envelope.pieces(digests)]
        leaf = row.leaf
        if not leaf.startswith(before) or not leaf.endswith(after):
            return False
        end = len(leaf) - len(after)
        middle = leaf.rfind(between, len(before), end)
        return middle > 0 and _is_object(leaf[len(before) : middle]) and _is_list(leaf[middle + len(between) : end])

    def _compare(self, row: Row, own: Own) -> Mapping[str, tuple[str, bytes]]:
        """Read leaf and groups and name everything that differs; groups that are rightly absent count as erased.

        Gives the groups that can be read.
        """
        try:
            leaf = json.loads(row.leaf)
            committed = dict(leaf["groups"])
        except (ValueError, KeyError, TypeError, RecursionError):
            self._find("ledger.leaf_unreadable", row)
            return {}
        try:
            pieces = _read(row.disclosed)
        except ValueError:
            self._find("ledger.group_unreadable", row)
            return {}
        opened = {**pieces, **{label: group for label, group in own.items() if group is not None}}
        digests = {label: self._digest(row, label, salt, text) for label, (salt, text) in opened.items()}
        altered = self._compare_columns(row, leaf)
        for label in sorted(digests):
            if digests[label] != committed.get(label):
                altered = True
                self._find("ledger.group_altered" if label in committed else "ledger.group_foreign", row, group=label)
        absent = set(committed) - set(digests)
        for label in sorted(absent):
            if leaves.is_personal(label):
                self.part.erased += 1
            else:
                altered = True
                self._find("ledger.group_missing", row, group=label)
        if not altered and not self._is_composed(row, {**digests, **{label: committed[label] for label in absent}}):
            self._find("ledger.leaf_unreadable", row)
        return pieces

    def _compare_columns(self, row: Row, leaf: Mapping[str, Any]) -> bool:
        """Name the columns that differ from the leaf, and say whether there was one."""
        held = {name: getattr(row, name) for name in ("id", "type", "version", "case", "act", "on", "recorded_at")}
        held |= {"log": self.log, "hash": self.algorithm, "format": leaves.FORMAT}
        differ = [name for name, value in held.items() if leaf.get(name) != value]
        for name in differ:
            self._find("ledger.column_altered", row, column=name, row=held[name], leaf=str(leaf.get(name)))
        return bool(differ)

    def _balance(self, row: Row, text: bytes) -> None:
        """Name an entry whose postings do not sum to zero."""
        try:
            fen = sum(posting["fen"] for posting in json.loads(text).get("postings", ()))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return
        if fen:
            self._find("ledger.postings_unbalanced", row, fen=fen)


FEN = re.compile(rb'"fen":(-?[0-9]+)')


def _is_balanced(text: bytes) -> bool:
    """Say whether a group's postings sum to zero, without reading JSON; False means: not known, read it.

    A quote inside text is escaped, so keys cannot be mistaken; a bracket inside an account's name only makes the piece
    too short, and then accounts and amounts are not as many.
    """
    start = text.find(POSTINGS) + len(POSTINGS)
    piece = text[start : text.find(b"]", start)]
    amounts = FEN.findall(piece)
    return piece.endswith(b"}") and len(amounts) == piece.count(b'"account":') and not sum(map(int, amounts))


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
