"""One pass over a log's entries: every leaf, group and posting against what was committed to, and the tree rebuilt.

The pass is made of plain rows and holds one chunk at a time. Most entries are settled without reading the JSON of their
leaf: the leaf is put together again from the row's columns and the digests of its groups, and must be that text.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from json import JSONDecodeError
from typing import Any, NamedTuple

from django.db import connection

from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.findings import Finding
from kechuang.ledger.tree import Hasher

TILE = 256
CHUNK = 16 * TILE


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


def rows(log: str, size: int) -> Iterator[list[Row]]:
    """Give a log's entries up to ``size``, in chunks that end on a tile's edge."""
    columns = f'seq, id, type, version, "case", act, CAST("on" AS TEXT), {MOMENTS[connection.vendor]}, leaf, leaf_hash'
    statement = f"SELECT {columns}, disclosed FROM ledger_entry WHERE log = %s AND seq > %s AND seq <= %s ORDER BY seq"  # noqa: S608 - constants
    with connection.cursor() as cursor:
        for start in range(0, size, CHUNK):
            cursor.execute(statement, [log, start, min(start + CHUNK, size)])
            yield list(map(Row._make, cursor.fetchall()))


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


@dataclass(slots=True)
class Sweep:
    """The state of a pass over one log. ``find`` receives every finding; ``show`` each chunk of entries as Seen."""

    log: str
    algorithm: str
    find: Callable[[Finding], None]
    show: Callable[[Sequence[Seen]], None] | None = None
    entries: int = 0
    groups: int = 0
    erased: int = 0
    hasher: Hasher = field(default=sha256)

    def __post_init__(self) -> None:
        self.hasher = tree.ALGORITHMS[self.algorithm]

    def chunk(self, found: Sequence[Row], own: Mapping[str, Mapping[str, tuple[bytes, str] | None]]) -> list[bytes]:
        """Check the entries of a chunk and give their leaf hashes, computed from the leaves."""
        hashes, seen = [], []
        for row in found:
            wanted = self.entries + 1
            if row.seq != wanted:
                self.find(Finding("ledger.gap", {"log": self.log, "wanted": wanted, "found": row.seq}))
            self.entries = row.seq
            hashed = self.hasher(b"\x00" + row.leaf.encode()).digest()
            if hashed != row.leaf_hash:
                self._find("ledger.leaf_altered", row)
            hashes.append(hashed)
            values = self._groups(row, own.get(row.id))
            if self.show:
                seen.append(Seen(self.log, *row[:7], values))
        if self.show and seen:
            self.show(seen)
        return hashes

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
        self.groups += len(digests)
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
                self.erased += 1
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
