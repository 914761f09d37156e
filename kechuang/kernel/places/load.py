"""Loading the table of places from CSV: divisions, successions, unions, functional areas."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from kechuang.kernel.places.records import Area, Division, Extent, Member, Succession, level_of
from kechuang.kernel.places.table import Places
from kechuang.kernel.reading import Fault, PlaceError

type Row = Mapping[str, str]


def load_places(folder: Path | None = None, own: Path | None = None) -> Places:
    """The table of the CSV files in ``folder`` (default: those that come with the product).

    ``own`` is a further file of functional areas, of the same columns: a node's own development zones.

    Raises :class:`PlaceError` with file and line where a row cannot be read, and where the table contradicts itself.
    """
    root: Traversable | Path = folder or resources.files("kechuang.kernel") / "data"
    return Places(
        _read(root / "divisions.csv", _division),
        _read(root / "successions.csv", _succession),
        _read(root / "unions.csv", _member),
        _areas([*_read(root / "functional_areas.csv", _area), *(_read(own, _area) if own else ())]),
    )


def _read[T](file: Traversable | Path, make: Callable[[Row], T]) -> list[T]:
    try:
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _bad(file.name, "—", error) from error
    made = []
    for line, row in enumerate(rows, start=2):
        try:
            made.append(make(row))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _bad(file.name, str(line), error) from error
    return made


def _bad(file: str, line: str, error: Exception) -> PlaceError:
    why = f"{type(error).__name__}: {error}"
    return PlaceError(Fault("place.bad_file", {"file": file, "line": line, "why": why}))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _days(row: Row) -> tuple[date | None, date | None]:
    return _day(row["valid_from"]), _day(row["valid_to"])


def _division(row: Row) -> Division:
    code = row["code"]
    if len(code) != 6 or not code.isdecimal():
        raise ValueError(code)
    return Division(code, row["name_zh"], row["name_en"], level_of(code), None, *_days(row), row["basis"])


def _succession(row: Row) -> Succession:
    extents: dict[str, Extent] = {"whole": "whole", "part": "part"}
    return Succession(
        date.fromisoformat(row["on"]), row["from_code"], row["to_code"], extents[row["extent"]], row["basis"]
    )


def _member(row: Row) -> Member:
    kinds: dict[str, Literal["union", "group"]] = {"union": "union", "group": "group"}
    names = (row["name_zh"], row["name_en"])
    return Member(row["union"], kinds[row["kind"]], *names, row["member"], *_days(row), row["source"])


def _area(row: Row) -> Area:
    return Area(row["code"], row["name_zh"], row["name_en"], (row["division"],), *_days(row), row["source"])


def _areas(rows: Iterable[Area]) -> list[Area]:
    by_code: dict[str, list[Area]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    return [_joined(parts) for parts in by_code.values()]


def _joined(parts: Sequence[Area]) -> Area:
    first = parts[0]
    divisions = tuple(part.divisions[0] for part in parts)
    return Area(first.code, first.name_zh, first.name_en, divisions, first.valid_from, first.valid_to, first.source)
