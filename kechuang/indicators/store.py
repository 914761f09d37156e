"""The data set under ``KECHUANG_HOME/indicators``: typed Parquet of the non-personal groups, written by a cursor.

The follower reads a log beyond its cursor, writes the block anew with the entries added, renames the file into place,
and only then moves the cursor. Killed between the two, it finds the file there, and the cursor follows; killed
before, it leaves a temporary file that the next run removes. No lock is held while a file is written; two followers
of one log write the same bytes under the same name, and one of them moves the cursor.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from kechuang.indicators import blocks, columns
from kechuang.indicators.blocks import BLOCK, Block
from kechuang.ledger import read
from kechuang.ledger.models import Cursor, Entry, Log

CURSOR = "indicators"
GROUPS = ("public", "parties", "authority")
FIXED = {
    "log": "VARCHAR",
    "seq": "BIGINT",
    "id": "VARCHAR",
    "type": "VARCHAR",
    "version": "INTEGER",
    "case": "VARCHAR",
    "act": "VARCHAR",
    "on": "DATE",
    "edition": "VARCHAR",
    "public": "BOOLEAN",
}


def folder() -> Path:
    """Give the folder of the data set; it is for its owner only, because it holds more than the public groups."""
    path = Path(settings.KECHUANG_HOME) / "indicators"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def sizes() -> dict[str, int]:
    """Give how many entries of each log the data set holds (one query).

    A log whose files are gone is left out until the follower has written them anew.
    """
    rows = Cursor.objects.filter(name=CURSOR, position__gt=0).order_by("log").values_list("log", "position")
    found = blocks.present(folder())
    return {log: size for log, size in rows if _complete(found, log, size)}


def files(wanted: Mapping[str, int], beyond: Mapping[str, int] | None = None) -> list[str]:
    """Give the files that hold logs up to their sizes, each entry once; only those with entries ``beyond`` some size.

    Raises blocks.GapError.
    """
    where, known = folder(), beyond or {}
    chosen = blocks.chains(blocks.present(where), wanted)
    return [str(where / block.name) for block in chosen if block.last > known.get(block.log, 0)]


def follow_all(*, rounds: int = 10_000) -> int:
    """Bring every log's files up to date and give the number of entries added; safe to call at any time, from anywhere.

    ``rounds`` bounds the blocks written for one log in one call.
    """
    added = 0
    _drop_foreign()
    for log in Log.objects.order_by("code").values_list("code", flat=True):
        for _round in range(rounds):
            step = _follow(log)
            added += step
            if not step:
                break
    _tidy()
    return added


def _follow(log: str) -> int:
    """Write the next block of a log; give the number of entries by which the cursor moved."""
    place = read.cursor(CURSOR, log)
    if not _held(log, place.position):
        Cursor.objects.filter(pk=place.pk).update(position=0)
        place.position = 0
    head = read.size(log)
    if head <= place.position:
        return 0
    first = blocks.start_of(place.position + 1)
    last = min(head, first + BLOCK - 1)
    entries = read.entries(log, first - 1, last - first + 1)
    write(folder() / Block(log, first, last, mark(entries[-1].leaf_hash)).name, entries)
    # Compared with where it stood: of two followers one moves it, and a file that is already there does no harm.
    moved = Cursor.objects.filter(pk=place.pk, position=place.position).update(position=last)
    return last - place.position if moved else 0


def _held(log: str, size: int) -> bool:
    """Say whether the files hold a log up to a size; they may have been deleted."""
    return _complete(blocks.present(folder()), log, size)


def _complete(found: Sequence[Block], log: str, size: int) -> bool:
    try:
        blocks.chain(found, log, size)
    except blocks.GapError:
        return False
    return True


def rebuild() -> int:
    """Delete the data set and write it anew; give the number of entries."""
    Cursor.objects.filter(name=CURSOR).update(position=0)
    for path in folder().iterdir():
        path.unlink(missing_ok=True)
    return follow_all()


def mark(leaf_hash: bytes) -> str:
    """Give the mark of a file whose last entry has this leaf hash."""
    return bytes(leaf_hash).hex()[:12]


def _drop_foreign() -> None:
    """Delete files that are not of this ledger: left by another database in the same folder (one query a log)."""
    where = folder()
    found = blocks.present(where)
    for log in {block.log for block in found}:
        mine = [block for block in found if block.log == log]
        rows = Entry.objects.filter(log=log, seq__in=[block.last for block in mine]).values_list("seq", "leaf_hash")
        marks = {seq: mark(leaf_hash) for seq, leaf_hash in rows}
        for block in mine:
            if marks.get(block.last) != block.mark:
                (where / block.name).unlink(missing_ok=True)


def _tidy() -> None:
    """Delete files that were outgrown, and what killed processes left half written."""
    where = folder()
    for block in blocks.outlived(blocks.present(where)):
        (where / block.name).unlink(missing_ok=True)
    for path in where.glob("*.tmp"):
        if not _alive(path.name):
            path.unlink(missing_ok=True)


def _alive(name: str) -> bool:
    """Say whether the process that writes a temporary file still runs."""
    number = name.removesuffix(".tmp").removesuffix(".json").rpartition(".")[2]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def row(entry: Entry) -> dict[str, Any]:
    """Give the columns of one entry: where it stands, the rule edition, and its non-personal groups."""
    groups = entry.groups
    found: dict[str, Any] = {
        "log": entry.log,
        "seq": entry.seq,
        "id": entry.id,
        "type": entry.type,
        "version": entry.version,
        "case": entry.case,
        "act": entry.act,
        "on": entry.on.isoformat(),
        "edition": str(entry.envelope["basis"].get("edition", "")),
        "public": "public" in groups,
    }
    for label in GROUPS:
        if label in groups:
            found |= columns.typed(label, groups[label]["values"])
    return found


def write(path: Path, entries: Sequence[Entry]) -> None:
    """Write entries to a Parquet file that is there whole or not at all."""
    names = dict(FIXED)
    rough = path.with_suffix(f".{os.getpid()}.json.tmp")
    made = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        with rough.open("w", encoding="utf-8") as file:
            for line in _lines(entries, names):
                file.write(line)
        _convert(rough, made, names)
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(path)
    finally:
        rough.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def _lines(entries: Iterable[Entry], names: dict[str, str]) -> Iterable[str]:
    for entry in entries:
        values = row(entry)
        for name in values:
            if name not in names:
                names[name] = columns.type_of(name)
        yield json.dumps(values, ensure_ascii=False) + "\n"


def _convert(rough: Path, made: Path, names: dict[str, str]) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as engine:
        source = engine.read_json(str(rough), columns=names, format="newline_delimited", maximum_object_size=2**26)
        source.order("seq").write_parquet(str(made), compression="zstd")
