"""Places: administrative divisions (GB/T 2260) with validity and succession, unions of them, and functional areas.

A code is always asked for on a day: codes are withdrawn, and some are given to another county. The packaged table
covers the nation, every province, and the cities and counties of Shanghai, Jiangsu, Zhejiang and Anhui from 2010; a
division without ``valid_from`` existed before that. Validity is half open: ``valid_to`` is the first day without it.
"""

from datetime import date
from functools import cache
from pathlib import Path

from kechuang.kernel.places.load import load_places
from kechuang.kernel.places.records import NATION, Division, Level, Share, Succession
from kechuang.kernel.places.table import Places
from kechuang.kernel.reading import PlaceError, Reading

__all__ = [
    "NATION",
    "Division",
    "Level",
    "PlaceError",
    "Places",
    "Share",
    "Succession",
    "areas",
    "chain",
    "children",
    "division",
    "find",
    "is_within",
    "load_places",
    "members",
    "moved",
    "own_areas",
    "packaged",
    "path",
    "predecessors",
    "successors",
    "unions",
    "unions_of",
]


_OWN: list[Path] = []


@cache
def packaged() -> Places:
    """The table that comes with the product, and the functional areas of the node's own where it has some."""
    return load_places(own=_OWN[0] if _OWN else None)


def own_areas(file: Path | None) -> None:
    """Have a file of functional areas read besides the packaged ones (columns as there); None for no such file.

    Raises :class:`PlaceError` where the file cannot be read or its areas contradict the table, and keeps what was.
    """
    if file is not None:
        load_places(own=file)
    _OWN[:] = [file] if file is not None else []
    packaged.cache_clear()


def division(code: str, on: date) -> Division:
    """The division, union or functional area ``code`` on a day; raises :class:`PlaceError` saying what became of it."""
    return packaged().division(code, on)


def chain(code: str, on: date, *, unions: bool = False) -> tuple[str, ...]:
    """``code`` and what it lies in, up to ``000000``; with ``unions``, also those between province and nation."""
    return packaged().chain(code, on, unions=unions)


def children(code: str, on: date) -> tuple[Division, ...]:
    """The divisions directly below ``code`` on a day, in order of code; the members of a union."""
    return packaged().children(code, on)


def members(union: str, on: date) -> tuple[str, ...]:
    """The codes that ``union`` names on a day, in order."""
    return packaged().members(union, on)


def unions(on: date) -> tuple[Division, ...]:
    """Every union of provinces and group of counties that names somebody on a day, in order of code."""
    return packaged().unions(on)


def unions_of(code: str, on: date) -> tuple[str, ...]:
    """The unions and groups that ``code`` belongs to on a day, itself or through what it lies in, smallest first."""
    return packaged().unions_of(code, on)


def is_within(code: str, place: str, on: date) -> bool:
    """Whether ``code`` is ``place`` or lies in it on a day; ``place`` may be a division, union or group."""
    return packaged().is_within(code, place, on)


def successors(code: str, on: date, since: date | None = None) -> tuple[str, ...]:
    """The codes that hold on ``on`` the territory that ``code`` held on ``since`` (default: its last day)."""
    return packaged().successors(code, on, since)


def predecessors(code: str, on: date) -> tuple[str, ...]:
    """The codes that held on ``on`` the territory that ``code`` holds now (or held on its last day)."""
    return packaged().predecessors(code, on)


def moved(code: str, then: date, now: date) -> tuple[Share, ...]:
    """Where the territory that ``code`` held on ``then`` is on a later day, and whether all of it or a part."""
    return packaged().moved(code, then, now)


def areas(code: str, on: date) -> tuple[Division, ...]:
    """The functional areas (development zones …) that lie in ``code`` on a day, wholly or in part."""
    return packaged().areas(code, on)


def path(code: str, on: date) -> str:
    """The full Chinese name of a place on a day: 浙江省杭州市西湖区."""
    return packaged().path(code, on)


def find(name: str, on: date) -> Reading[Division]:
    """The place called ``name`` on a day (西湖区, 杭州市西湖区, 浙江杭州西湖, Xihu District), or why there is none."""
    return packaged().find(name, on)
