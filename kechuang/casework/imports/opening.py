"""Opens kept files: what sheets they hold, and their rows as a stream out of the limited child process."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from kechuang.casework.files import bytes as kept
from kechuang.casework.imports.cell import KINDS, Cell, Merge, Row
from kechuang.kernel.refusal import Refusal

MOST_LINE = 32 << 20
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kechuang.casework.imports import child; child.serve(int(sys.argv[2]))"
)


class OpeningError(ValueError):
    """A file that cannot be opened; ``refusal`` says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Seen:
    """One sheet as far as it was looked at: name, first rows, merged cells near them, what is hidden."""

    name: str
    hidden: bool
    rows: int
    hidden_columns: tuple[int, ...]
    merges: tuple[Merge, ...]
    first: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its form (``xlsx`` or ``text``), its sheets, whether it leans on other workbooks."""

    form: str
    external: bool
    sheets: tuple[Seen, ...]


def look(digest: str) -> Contents:
    """Look at a kept file. Raises OpeningError."""
    with _child(digest, -1) as lines:
        said = _said(lines)
        sheets = tuple(
            Seen(
                each["name"],
                each["hidden"],
                each["rows"],
                tuple(each["hidden_columns"]),
                tuple(Merge(*merge) for merge in each["merges"]),
                tuple(_row(row) for row in each["first"]),
            )
            for each in said["sheets"]
        )
        return Contents(said["form"], said["external"], sheets)


@dataclass(frozen=True, slots=True)
class Stream:
    """A sheet being read: all its merged cells, and its rows one after another."""

    merges: tuple[Merge, ...]
    rows: Iterator[Row]


@contextmanager
def stream(digest: str, sheet: int) -> Iterator[Stream]:
    """Read a sheet of a kept file; the child ends with the block. Raises OpeningError, also from ``rows``."""
    with _child(digest, sheet) as lines:
        said = _said(lines)
        yield Stream(tuple(Merge(*merge) for merge in said["merges"]), _rows(lines))


def _rows(lines: IO[bytes]) -> Iterator[Row]:
    while line := lines.readline(MOST_LINE):
        yield _row(_loaded(line))
    # A child that was ended by its limits says nothing; ``_child`` looks at how it ended.


@contextmanager
def _child(digest: str, sheet: int) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-I", "-c", _CHILD, json.dumps(sys.path), str(sheet)]
    with kept.path_of(digest).open("rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own interpreter and code
    assert process.stdout is not None
    try:
        yield process.stdout
        if process.stdout.read(1) == b"" and process.wait() != 0:
            raise OpeningError(Refusal("imports.unfolds_too_far", place="file"))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _said(lines: IO[bytes]) -> dict[str, Any]:
    line = lines.readline(MOST_LINE)
    if not line:
        raise OpeningError(Refusal("imports.unfolds_too_far", place="file"))
    said = _loaded(line)
    if not isinstance(said, dict):
        raise OpeningError(Refusal("imports.unreadable", place="file"))
    return said


def _loaded(line: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        said = json.loads(line)
    except ValueError:
        raise OpeningError(Refusal("imports.unreadable", place="file")) from None
    if isinstance(said, dict) and "error" in said:
        raise OpeningError(Refusal(said["error"], place="file"))
    return said


def _row(said: list[Any]) -> Row:
    number, hidden, cells = said
    return Row(number, {at: Cell(text, KINDS[kind]) for at, text, kind in cells}, bool(hidden))
