"""What the package knows before any document is imported: works, promises, and the systems that documents name.

Read once from ``data/*.yaml``. Titles and names are facts about published documents; their text is never kept here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kechuang.policy.likeness import folded

DIGITAL, MECHANISM, LISTING, PHYSICAL = "D", "M", "L", "P"
KINDS = (DIGITAL, MECHANISM, LISTING, PHYSICAL)
WORKING, REGISTER, NOT_YET = "working", "register", "not_yet"
STATUSES = (WORKING, REGISTER, NOT_YET)
EVERYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Words:
    """Our own words in Chinese (simplified) and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One published work, however many copies of it circulate."""

    key: str
    title: str
    title_en: str
    short: Words
    issuers: tuple[str, ...]
    place: str
    number: str = ""
    issued_on: date | None = None
    period: tuple[int, int] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One clause that the platform answers to: our one-line summary, what serves it, and whether it set a number.

    ``indicators`` are ids of indicator definitions, ``acts`` kinds of cases whose acts serve the clause, ``systems``
    numbers of rows of the table of systems. ``honest`` says in words what the figures do not show.
    """

    code: str
    work: Work
    clause: str
    title: Words
    summary: Words
    quantified: bool
    honest: Words
    indicators: tuple[str, ...]
    acts: tuple[str, ...]
    systems: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One platform, register, mechanism, list or index that documents name.

    ``where`` gives the clauses by document key (``*``: throughout). ``today`` and ``link`` (a URL's name) are set where
    something is there now, if only a part. ``implied`` says that the documents need it without naming it. ``wordings``
    and ``english`` are the names as they are searched.
    """

    number: int
    name: str
    name_en: str
    also: tuple[str, ...]
    kinds: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    does: Words
    modules: tuple[str, ...]
    status: str
    link: str = ""
    today: Words | None = None
    implied: bool = False
    wordings: str = field(default="", repr=False)
    english: str = field(default="", repr=False)


class CatalogueError(ValueError):
    """A data file of the package contradicts itself; the message names file, entry and fault."""


def _data(name: str) -> Any:  # noqa: ANN401 - YAML
    return yaml.safe_load(files("kechuang.policy").joinpath("data", f"{name}.yaml").read_text("utf-8"))


def _words(value: Mapping[str, str]) -> Words:
    return Words(value["zh"], value["en"])


@cache
def works() -> Mapping[str, Work]:
    """Give the known works by key, in the order of the file."""
    found = {}
    for row in _data("works")["works"]:
        start_end = row.get("period")
        found[row["key"]] = Work(
            key=row["key"],
            title=row["title"],
            title_en=row["title_en"],
            short=_words(row["short"]),
            issuers=tuple(row["issuers"]),
            place=row["place"],
            number=row.get("number", ""),
            issued_on=row.get("issued_on"),
            period=(start_end[0], start_end[1]) if start_end else None,
            also=tuple(row.get("also", ())),
        )
    return found


def work_of(title: str) -> Work | None:
    """Give the known work with this title, whatever its blanks, marks, width and script; None if there is none."""
    return _titles().get(folded(title)) if title else None


@cache
def _titles() -> Mapping[str, Work]:
    return {folded(title): work for work in works().values() for title in (work.title, *work.also)}


@cache
def promises() -> Mapping[str, Promise]:
    """Give the promises by code, in the order of the file. Raises CatalogueError for one about an unknown work."""
    found = {}
    for row in _data("promises")["promises"]:
        if row["document"] not in works():
            raise CatalogueError(f"promises.yaml, {row['code']}: no work {row['document']}")
        found[row["code"]] = Promise(
            code=row["code"],
            work=works()[row["document"]],
            clause=row["clause"],
            title=_words(row["title"]),
            summary=_words(row["summary"]),
            quantified=row["quantified"],
            honest=_words(row["honest"]),
            indicators=tuple(row["indicators"]),
            acts=tuple(row["acts"]),
            systems=tuple(row["systems"]),
        )
    return found


@cache
def modules() -> Mapping[str, Words]:
    """Give the names of the modules that systems belong to."""
    return {code: _words(row) for code, row in _data("systems")["modules"].items()}


@cache
def systems() -> Mapping[int, System]:
    """Give all systems by number. Raises CatalogueError for a row that contradicts the file's own vocabulary."""
    found = {row["number"]: _system(row) for row in _data("systems")["systems"]}
    if list(found) != list(range(1, len(found) + 1)):
        raise CatalogueError("systems.yaml: the numbers do not run from 1 without a gap")
    return found


def _system(row: Mapping[str, Any]) -> System:
    system = System(
        number=row["number"],
        name=row["name"],
        name_en=row["name_en"],
        also=tuple(row.get("also", ())),
        kinds=tuple(row["kind"]),
        where={key: tuple(clauses) for key, clauses in row["where"].items()},
        does=_words(row["does"]),
        modules=tuple(row["modules"]),
        status=row["status"],
        link=row.get("link", ""),
        today=_words(row["today"]) if "today" in row else None,
        implied=row.get("implied", False),
        wordings=" ".join(folded(name) for name in (row["name"], *row.get("also", ()))),
        english=folded(row["name_en"]),
    )
    _check(system)
    return system


def _check(system: System) -> None:
    said = f"systems.yaml, {system.number} {system.name}"
    unknown = set(system.where) - set(works()) | set(system.kinds) - set(KINDS) | set(system.modules) - set(modules())
    if unknown or system.status not in STATUSES:
        raise CatalogueError(f"{said}: unknown {sorted(unknown) or system.status}")
    if bool(system.link) != bool(system.today):
        raise CatalogueError(f"{said}: a link says what is there today, and what is there today has a link")
    if system.status != NOT_YET and not system.link:
        raise CatalogueError(f"{said}: a row that is there needs a link")
