"""Checkpoints and keys against the tree: what the database, the checkpoint files and notes kept elsewhere state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kechuang.ledger import sign
from kechuang.ledger.checkpoint import Note, NoteError, Rotation, Statement, Trust, Verifier, origin_of, trusted
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Checkpoint, Log, LogKey

type Find = Callable[[Finding], None]


class Claim(NamedTuple):
    """A checkpoint and where it was found."""

    where: str
    statement: Statement
    note: Note


type Stated = Sequence[Claim]


@dataclass(slots=True)
class Seals:
    """All claims about one log; ``roots`` are the sizes at which the tree's root is wanted."""

    log: str
    claims: list[Claim] = field(default_factory=list)
    roots: frozenset[int] = frozenset()
    count: int = 0

    def judge(self, roots: dict[int, bytes], size: int, find: Find) -> None:
        """Hold every claim against the rebuilt tree; one finding for each size that is beyond the log or differs."""
        told = set()
        for claim in self.claims:
            stated = claim.statement
            if stated.size in told or stated.size == 0:
                continue
            where = {"where": claim.where, "log": self.log}
            if stated.size > size:
                told.add(stated.size)
                lost = stated.size - size
                find(Finding("ledger.tail_cut", {**where, "stated": stated.size, "held": size, "lost": lost}))
            elif roots.get(stated.size) != stated.root:
                told.add(stated.size)
                find(Finding("ledger.history_rewritten", {**where, "size": stated.size}))


def read_files(files: Sequence[Path], find: Find) -> list[Claim]:
    """Read checkpoints that were kept elsewhere: one signed note a file."""
    claims = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            find(Finding("ledger.checkpoint_unreadable", {"where": str(file), "why": str(broken)}))
            continue
        claims += _claim(str(file), text, find)
    return claims


def _claim(where: str, text: str, find: Find) -> list[Claim]:
    try:
        note = Note.parse(text)
        return [Claim(where, Statement.parse(note.text), note)]
    except NoteError as broken:
        find(Finding("ledger.checkpoint_unreadable", {"where": where, "why": str(broken)}))
        return []


def gather(log: Log, outside: Sequence[Claim], key: Verifier | None, find: Find) -> Seals:
    """Collect the claims about a log from the database, its file and outside, and check form, signatures and keys."""
    keys = _keys(log.code, key, find)
    held = _held(log.code, find)
    filed = _filed(log.code, find)
    _compare(log.code, held, filed, find)
    notes = {claim.note: claim for claim in (*filed, *held)}
    claims = [*notes.values(), *(claim for claim in outside if claim.statement.origin == origin_of(log.code))]
    for claim in claims:
        signed = any(trust.covers(claim.note, claim.statement.size) for trust in keys)
        if claim.statement.origin != origin_of(log.code) or not signed:
            find(Finding("ledger.checkpoint_unsigned", {"where": claim.where, "log": log.code}))
    if log.size and not claims:
        find(Finding("ledger.checkpoint_none", {"log": log.code, "size": log.size}, error=False))
    return Seals(log.code, claims, frozenset(claim.statement.size for claim in claims), len(held))


def _held(log: str, find: Find) -> list[Claim]:
    """Read the database's checkpoints, and compare their columns with their notes."""
    claims = []
    for row in Checkpoint.objects.filter(log=log).order_by("pk").iterator():
        where = f"ledger_checkpoint {row.pk}"
        for claim in _claim(where, row.note, find):
            stated = claim.statement
            signers = {one.key_id.hex() for one in claim.note.signatures}
            if (stated.size, stated.root) != (row.size, bytes(row.root)) or row.key_id not in signers:
                find(Finding("ledger.checkpoint_altered", {"where": where}))
            claims.append(claim)
    return claims


def _filed(log: str, find: Find) -> list[Claim]:
    file = sign.file_of(log)
    return [claim for number, text in sign.kept(log) for claim in _claim(f"{file} line {number}", text, find)]


def _compare(log: str, held: Sequence[Claim], filed: Sequence[Claim], find: Find) -> None:
    """Compare the database's checkpoints with the file's. The newest may be missing there: it is written second."""
    in_database, in_file = {claim.note for claim in held}, {claim.note for claim in filed}
    for claim in filed:
        if claim.note not in in_database:
            values = {"where": claim.where, "log": log, "size": claim.statement.size}
            find(Finding("ledger.checkpoint_removed", values))
    short = [claim for claim in held[:-1] if claim.note not in in_file]
    if short:
        values = {"where": str(sign.file_of(log)), "log": log, "count": len(short), "size": short[0].statement.size}
        find(Finding("ledger.checkpoint_file_short", values))


def _keys(log: str, key: Verifier | None, find: Find) -> list[Trust]:
    """Give the keys that may have signed a log, with the sizes at which each was in charge.

    Checks that each was handed over to by the one before. With ``key``, only what follows from that key counts.
    """
    found = list[Trust]()
    rows = list(LogKey.objects.filter(log=log).order_by("pk"))
    for row in rows:
        try:
            verifier = Verifier.parse(row.verifier)
            why = _fault(row, verifier, found[-1].key if found else None)
        except NoteError as broken:
            why = str(broken)
        if why:
            find(Finding("ledger.key_broken", {"log": log, "key": row.key_id, "why": why}))
            continue
        if found:
            found[-1] = Trust(found[-1].key, found[-1].first, row.since_size)
            if not row.statement:
                find(Finding("ledger.key_unattested", {"log": log, "key": row.key_id}, error=False))
        found.append(Trust(verifier, row.since_size))
    if key is None or not found or key.name != origin_of(log):
        return found
    if key not in {trust.key for trust in found}:
        find(Finding("ledger.key_untrusted", {"log": log, "key": str(key)}))
        return []
    return trusted(key, [row.statement for row in rows if row.statement])


def _fault(row: LogKey, verifier: Verifier, before: Verifier | None) -> str:
    """Say what is wrong with a stored key; '' if nothing is. Raises NoteError for a statement that cannot be read."""
    if row.key_id != verifier.id.hex() or verifier.name != origin_of(row.log):
        return "its id or name does not fit its public key"
    if before is None or not row.statement:
        return ""
    step = Rotation.parse(row.statement)
    handed_over = (step.old, step.new, step.size) == (before, verifier, row.since_size)
    return "" if handed_over else "its statement does not hand over from the key before it"
