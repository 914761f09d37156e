"""The records of the table of places. Validity is half open: ``valid_to`` is the first day without the record."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

type Level = Literal["nation", "province", "prefecture", "county", "union", "group", "area"]
type Extent = Literal["whole", "part"]

NATION = "000000"


def level_of(code: str) -> Level:
    """The level that the six digits of a division show."""
    if code == NATION:
        return "nation"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


@dataclass(frozen=True, slots=True)
class Division:
    """A place on its days: a division of GB/T 2260, a union or group of divisions, or a functional area.

    ``parent`` is the code that it lies in on the day it was asked for; ``basis`` the act that began or ended it.
    """

    code: str
    name_zh: str
    name_en: str
    level: Level
    parent: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    basis: str = ""

    def valid(self, on: date) -> bool:
        """Whether it exists on a day."""
        return covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Succession:
    """On ``on`` the territory of one code passed, wholly or in part, to another."""

    on: date
    from_code: str
    to_code: str
    extent: Extent
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A code that holds all (``whole``) or a part of a territory."""

    code: str
    extent: Extent


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a union (part of the chain of places) or of a group (a list only), with its days."""

    union: str
    kind: Literal["union", "group"]
    name_zh: str
    name_en: str
    code: str
    valid_from: date | None
    valid_to: date | None
    source: str = ""

    def valid(self, on: date) -> bool:
        """Whether it is a member on a day."""
        return covers(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Area:
    """A functional area (development zone …) with a pseudo code outside GB/T 2260, lying in one or more divisions."""

    code: str
    name_zh: str
    name_en: str
    divisions: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    source: str = ""


def covers(valid_from: date | None, valid_to: date | None, on: date) -> bool:
    """Whether the half-open interval holds a day; None is open."""
    return (valid_from is None or valid_from <= on) and (valid_to is None or on < valid_to)
