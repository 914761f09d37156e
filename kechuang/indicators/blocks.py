"""The files of the data set: one a log and range of entries, found by their names alone. Pure but for the folder.

A file ``<log>.<first>-<last>.<mark>.parquet`` holds exactly the entries first..last, and its mark begins the leaf hash
of the last one. Ranges begin at multiples of ``BLOCK``; the last block of a log grows by being written anew under a
longer name. So what is there can be told from the names, and a file of another life of the node is recognised.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = 8192
_NAME = re.compile(
    r"(?P<log>[a-z0-9][a-z0-9._-]{0,63})\.(?P<first>\d{12})-(?P<last>\d{12})\.(?P<mark>[0-9a-f]{12})\.parquet", re.ASCII
)


class GapError(LookupError):
    """The files do not hold a log's entries up to the size that was asked for."""

    def __init__(self, log: str, held: int, wanted: int) -> None:
        super().__init__(f"log {log}: the files hold {held} entries of {wanted}")
        self.log, self.held, self.wanted = log, held, wanted


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """One file: its log, its first and last entry, and the first twelve hex digits of the last one's leaf hash."""

    log: str
    first: int
    last: int
    mark: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{self.log}.{self.first:012d}-{self.last:012d}.{self.mark}.parquet"


def start_of(seq: int) -> int:
    """Give the first entry of the block that an entry belongs to; entries count from 1."""
    return (seq - 1) // BLOCK * BLOCK + 1


def read_name(name: str) -> Block | None:
    """Read a file's name; None for a file that is not part of the data set."""
    found = _NAME.fullmatch(name)
    if not found or not 0 < int(found["first"]) <= int(found["last"]):
        return None
    return Block(found["log"], int(found["first"]), int(found["last"]), found["mark"])


def present(folder: Path) -> list[Block]:
    """Give the files that are there."""
    names = (path.name for path in folder.glob("*.parquet")) if folder.is_dir() else ()
    return sorted(block for block in map(read_name, names) if block)


def chain(blocks: Iterable[Block], log: str, size: int) -> list[Block]:
    """Choose the files that hold the entries 1..size of a log, each entry once. Raises GapError where some are missing.

    Of two files with one beginning the longer is taken; entries beyond ``size`` are left to the reader to pass over.
    """
    longest: dict[int, Block] = {}
    for block in blocks:
        if block.log == log and (block.first not in longest or longest[block.first].last < block.last):
            longest[block.first] = block
    chosen, held = [], 0
    while held < size:
        following = longest.get(held + 1)
        if following is None:
            raise GapError(log, held, size)
        chosen.append(following)
        held = following.last
    return chosen


def chains(blocks: Iterable[Block], sizes: Mapping[str, int]) -> list[Block]:
    """Choose the files for several logs at their sizes. Raises GapError."""
    known = list(blocks)
    return [block for log, size in sorted(sizes.items()) for block in chain(known, log, size)]


def outlived(blocks: Iterable[Block]) -> list[Block]:
    """Give the files that nobody needs any more: of one log and beginning, all but the two longest.

    The second longest stays for a reader that has just chosen it.
    """
    by_start: dict[tuple[str, int], list[Block]] = {}
    for block in sorted(blocks):
        by_start.setdefault((block.log, block.first), []).append(block)
    return [block for same in by_start.values() for block in same[:-2]]
