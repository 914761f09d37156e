"""Appending facts to a log. Only ``casework`` (and later the federation inbox) imports this module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kechuang.kernel import fact as facts
from kechuang.kernel.fact import Fact
from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.models import Entry, Log, PersonalGroup, Tile
from kechuang.web import chance

TILE = 256


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
    if not transaction.get_connection().in_atomic_block:
        raise LedgerError("append needs a transaction around it: use transaction.atomic()")
    if not records:
        return []
    log = Log.objects.select_for_update(no_key=True).filter(code=log_code).first()
    if log is None:
        raise LedgerError(f"there is no log {log_code}: open it with kechuang.ledger.logs.open_log")
    # Facts of one act share their basis; it is written out once.
    shared = {id(record.basis): record.basis for record in records}
    bases = {name: leaves.canonical(leaves.clean(basis, "basis")) for name, basis in shared.items()}
    drafts = [
        _draft(log, record, log.size + at, bases[id(record.basis)], recorded_at)
        for at, record in enumerate(records, start=1)
    ]
    Entry.objects.bulk_create([entry for entry, _ in drafts])
    personal = [group for _, groups in drafts for group in groups]
    if personal:
        PersonalGroup.objects.bulk_create(personal)
    _grow(log, [entry.leaf_hash for entry, _ in drafts])
    return [Appended(entry.id, entry.seq, entry.leaf_hash) for entry, _ in drafts]


def _draft(log: Log, record: Record, seq: int, basis: str, recorded_at: datetime) -> tuple[Entry, list[PersonalGroup]]:
    """Make the row of one entry, and the rows of its personal groups."""
    envelope = leaves.Envelope(
        log=log.code,
        id=chance.random_id(),
        type=record.fact.TYPE,
        version=record.fact.VERSION,
        case=record.case,
        act=record.act,
        on=record.on.isoformat(),
        recorded_at=leaves.moment_text(recorded_at),
        algorithm=log.algorithm,
    )
    digests, disclosed, personal = {}, {}, []
    for label, values in sorted(_groups(record).items()):
        salt, text = chance.salt(), leaves.canonical(values)
        digests[label] = leaves.group_digest(label, envelope.id, salt, text, log.algorithm)
        if leaves.is_personal(label):
            subject = record.subjects.get(label, "")
            personal.append(PersonalGroup(entry=envelope.id, label=label, subject=subject, salt=salt, values=text))
        else:
            disclosed[label] = {"salt": salt.hex(), "values": values}
    text = envelope.leaf(basis, leaves.canonical(leaves.clean(record.causes, "causes")), digests)
    entry = Entry(
        id=envelope.id,
        log=log.code,
        seq=seq,
        type=envelope.type,
        version=envelope.version,
        case=envelope.case,
        act=envelope.act,
        on=record.on,
        recorded_at=recorded_at,
        leaf=text,
        leaf_hash=tree.leaf_hash(text.encode(), tree.ALGORITHMS[log.algorithm]),
        disclosed=leaves.canonical(disclosed),
    )
    return entry, personal


def _groups(record: Record) -> dict[str, dict[str, Any]]:
    """Give the fact's values by group together with the extra ones, cleaned."""
    groups: dict[str, dict[str, Any]] = {label: dict(values) for label, values in facts.groups(record.fact).items()}
    for label, values in record.extra.items():
        known = groups.setdefault(label, {})
        twice = known.keys() & values.keys()
        if twice:
            raise LedgerError(f"extra values of group {label} repeat the fact's own: {', '.join(sorted(twice))}")
        known.update(values)
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
