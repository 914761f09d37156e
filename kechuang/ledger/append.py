"""Appending facts to a log. Only ``casework`` (and later the federation inbox) imports this module."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from kechuang.kernel import fact as facts
from kechuang.kernel.fact import Fact
from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.models import Entry, Log, PersonalGroup, Tile
from kechuang.web import chance

TILE = 256
LABEL = re.compile(r"[a-z_]+(\.[a-z0-9_-]+)?")


class LedgerError(Exception):
    """An append that cannot be made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """A fact with where it stands: the case (ref, or empty), the act, the deciding day, the law that it stood on.

    ``causes`` are ids of entries that led to it. ``extra`` adds values by group to those of the fact. ``subjects``
    names, for a personal group, the pseudonymous ref of the person it speaks of, so that erasing that person finds it.
    """

    fact: Fact
    case: str
    act: str
    on: date
    basis: Mapping[str, Any]
    causes: tuple[str, ...] = ()
    extra: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a record came to stand: ``seq`` counts from 1, ``leaf_hash`` is its leaf in the tree."""

    id: str
    seq: int
    leaf_hash: bytes


def append(log_code: str, records: Sequence[Record], *, recorded_at: datetime) -> list[Appended]:
    """Append records to a log, in the caller's transaction, in the order given.

    The head row is locked until the transaction ends, so this belongs last in an act: sequence is then the order of
    commit, and a rolled-back act leaves no gap. Three statements; one more where personal groups are present, and two
    more whenever 256 entries fill a tile. Raises LedgerError outside a transaction or for a log that was not opened,
    and NotCanonicalError for a value that a leaf cannot hold.
    """
    if not connection.in_atomic_block:
        raise LedgerError("append needs a transaction around it: use transaction.atomic()")
    if not records:
        return []
    log = Log.objects.select_for_update(no_key=True).filter(code=log_code).first()
    if log is None:
        raise LedgerError(f"there is no log {log_code}: open it with kechuang.ledger.logs.open_log")
    entries, personal = list[tuple[object, ...]](), list[tuple[object, ...]]()
    appended = []
    for record, basis in zip(records, _bases(records), strict=True):
        draft = _Draft(log, record, log.size + len(appended) + 1, recorded_at)
        entries.append(draft.row(basis))
        personal += draft.personal
        appended.append(Appended(draft.id, draft.seq, draft.leaf_hash))
    _insert(Entry, ENTRY, entries)
    _insert(PersonalGroup, PERSONAL, personal)
    _grow(log, [one.leaf_hash for one in appended])
    return appended


def _bases(records: Sequence[Record]) -> list[str]:
    """Give each record's basis as canonical JSON; facts of one act share theirs, so it is written out once."""
    shared = {id(record.basis): record.basis for record in records}
    texts = {name: leaves.canonical(leaves.clean(basis, "basis")) for name, basis in shared.items()}
    return [texts[id(record.basis)] for record in records]


ENTRY = (
    "id",
    "log",
    "seq",
    "type",
    "version",
    "case",
    "act",
    "on",
    "recorded_at",
    "leaf",
    "leaf_hash",
    "disclosed",
)
PERSONAL = ("entry", "label", "subject", "salt", "values")


def _insert(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows of plain values in one prepared statement; going through objects would take most of an append."""
    if not rows:
        return
    quote = connection.ops.quote_name
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(map(quote, columns))}) VALUES ({places})"  # noqa: S608, SLF001 - names from the model only
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


class _Draft:
    """One entry in the making: its groups are salted and digested, its leaf is written."""

    def __init__(self, log: Log, record: Record, seq: int, recorded_at: datetime) -> None:
        self.log, self.record, self.seq, self.recorded_at = log, record, seq, recorded_at
        self.id, self.leaf_hash = chance.random_id(), b""
        self.personal: list[tuple[object, ...]] = []

    def row(self, basis: str) -> tuple[object, ...]:
        """Give the entry's row, in the order of ``ENTRY``."""
        log, fact, on = self.log, self.record.fact, self.record.on.isoformat()
        case, act = self.record.case, self.record.act
        moment = leaves.moment_text(self.recorded_at)
        envelope = leaves.Envelope(log.code, self.id, fact.TYPE, fact.VERSION, case, act, on, moment, log.algorithm)
        digests, disclosed = self._groups()
        causes = leaves.canonical(leaves.clean(self.record.causes, "causes"))
        leaf = envelope.leaf(basis, causes, digests)
        self.leaf_hash = tree.leaf_hash(leaf.encode(), tree.ALGORITHMS[log.algorithm])
        at = connection.ops.adapt_datetimefield_value(self.recorded_at)
        head = (self.id, log.code, self.seq, fact.TYPE, fact.VERSION, case, act, on, at)
        return (*head, leaf, self.leaf_hash, disclosed)

    def _groups(self) -> tuple[dict[str, str], str]:
        """Give the digests by group, and the groups that are not personal as canonical JSON; note the others."""
        digests, disclosed = {}, []
        for label, values in sorted(_groups(self.record).items()):
            salt, text = chance.salt(), leaves.canonical(values)
            digests[label] = leaves.group_digest(label, self.id, salt, text, self.log.algorithm)
            if leaves.is_personal(label):
                self.personal.append((self.id, label, self.record.subjects.get(label, ""), salt, text))
            else:
                disclosed.append(f'"{label}":{{"salt":"{salt.hex()}","values":{text}}}')
        return digests, f"{{{','.join(disclosed)}}}"


def _groups(record: Record) -> dict[str, dict[str, Any]]:
    """Give the fact's values by group together with the extra ones, cleaned."""
    groups: dict[str, dict[str, Any]] = {label: dict(values) for label, values in facts.groups(record.fact).items()}
    for label, values in record.extra.items():
        known = groups.setdefault(label, {})
        twice = known.keys() & values.keys()
        if twice:
            raise LedgerError(f"extra values of group {label} repeat the fact's own: {', '.join(sorted(twice))}")
        known.update(values)
    for label in groups:
        if not LABEL.fullmatch(label):
            raise LedgerError(f"{label!r} names no disclosure group: use lower-case letters, dots for parts")
    return leaves.clean(groups, record.fact.TYPE)


def _grow(log: Log, hashes: Sequence[bytes]) -> None:
    """Move the head forward over the new leaves, and store every tile that they complete."""
    hasher = tree.ALGORITHMS[log.algorithm]
    frontier = log.tree.extend(hashes, hasher)
    if frontier.size // TILE > log.size // TILE:
        _store_tiles(log, hashes)
    moved = Log.objects.filter(code=log.code, size=log.size).update(
        size=frontier.size, frontier=frontier.to_bytes(), root=frontier.root(hasher)
    )
    if moved != 1:
        raise LedgerError(f"the head of log {log.code} moved while it was locked; nothing was appended")


def _store_tiles(log: Log, hashes: Sequence[bytes]) -> None:
    """Store the tiles that the new leaves complete, level by level, reading what stands before them."""
    hasher = tree.ALGORITHMS[log.algorithm]
    before = log.size % TILE
    row = [*_leaf_hashes(log, log.size - before, log.size), *hashes] if before else list(hashes)
    first, level, tiles = log.size // TILE, 0, list[Tile]()
    while True:
        full = len(row) // TILE
        blocks = [row[at * TILE : (at + 1) * TILE] for at in range(full)]
        made = [
            Tile(
                log=log.code,
                level=level,
                index=first + at,
                root=tree.perfect_root(block, hasher),
                hashes=b"".join(block),
            )
            for at, block in enumerate(blocks)
        ]
        tiles += made
        roots = [tile.root for tile in made]
        level, before = level + 1, first % TILE
        if (before + len(roots)) // TILE == 0:
            break
        row = [*_tile_roots(log, level - 1, first - before, first), *roots] if before else roots
        first //= TILE
    Tile.objects.bulk_create(tiles)


def _leaf_hashes(log: Log, start: int, end: int) -> list[bytes]:
    """Read the hashes of the leaves ``start`` (counted from 0) to ``end`` (not included)."""
    rows = Entry.objects.filter(log=log.code, seq__gt=start, seq__lte=end).order_by("seq")
    return [bytes(value) for value in rows.values_list("leaf_hash", flat=True)]


def _tile_roots(log: Log, level: int, start: int, end: int) -> list[bytes]:
    """Read the roots of the tiles ``start`` to ``end`` (not included) of a level."""
    rows = Tile.objects.filter(log=log.code, level=level, index__gte=start, index__lt=end).order_by("index")
    return [bytes(value) for value in rows.values_list("root", flat=True)]
