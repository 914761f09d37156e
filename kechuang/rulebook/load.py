"""From YAML files to a rulebook: every fault with its file and line, and the digest that names the edition.

A root holds ``terms.yaml``, ``groups.yaml``, ``keys/*.yaml`` and one folder per jurisdiction. The first root is the
product's own ``regions/``; later ones (``KECHUANG_HOME/regions``) add to it and may replace or close its values.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kechuang.kernel import place
from kechuang.kernel.reading import PlaceError
from kechuang.rulebook import checks, declarations, provisions
from kechuang.rulebook.book import Entry, Group, Key, Region, Source, Spot, Terms
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.form import Form, filled_in, items
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.value import Band, Table, Text, as_json
from kechuang.rulebook.yamldoc import Node, Scalar, read

_PACKAGE = Path(__file__).parent.parent
_ANY_DAY = date(2025, 1, 1)  # for codes: whether a code is a place at all


def packaged_root() -> Path:
    """``regions/`` beside the package in a checkout, ``kechuang/_regions`` inside a wheel."""
    beside = _PACKAGE.parent / "regions"
    return beside if (beside / "terms.yaml").exists() else _PACKAGE / "_regions"


def roots() -> tuple[Path, ...]:
    """The product's rules and, if the node has any, its own."""
    home = os.environ.get("KECHUANG_HOME")
    own = Path(home) / "regions" if home else None
    return (packaged_root(), own) if own is not None and own.is_dir() else (packaged_root(),)


@cache
def current() -> Rulebook:
    """The rulebook of this process, read once; after a rule file changed, :func:`forget` it or start anew."""
    return load(roots())


def forget() -> None:
    current.cache_clear()


def load(paths: Iterable[Path]) -> Rulebook:
    """The rulebook in these roots. Raises :class:`RulebookError` for the first fault, with all others attached."""
    reading = _Reading(tuple(paths))
    book = reading.book()
    if reading.faults:
        first, *others = sorted(reading.faults, key=lambda fault: (fault.file, fault.line))
        raise RulebookError(Spot(first.file, first.line), first.code, first.values, others)
    return book


class _Reading:
    """One run over all roots. Faults are collected record by record, so that a jurist sees all of them at once."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self.faults: list[RulebookError] = []
        self.terms = Terms({}, {}, {})
        self.keys: dict[str, Key] = {}
        self.groups: dict[str, Group] = {}
        self.regions: dict[str, Region] = {}
        self.sources: dict[str, Source] = {}
        self.domains: dict[str, Text] = {}

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        try:
            yield
        except RulebookError as fault:
            self.faults.append(fault)

    def _nodes(self, root: Path, pattern: str) -> Iterator[tuple[Path, Node]]:
        for path in sorted(root.glob(pattern)):
            with self._collecting():
                node = read(path)
                if not (isinstance(node, Scalar) and node.empty):
                    yield path, node

    def book(self) -> Rulebook:
        for root in self.paths:
            self._declarations(root)
        entries = [(number, entry) for number, root in enumerate(self.paths) for entry in self._provisions(root)]
        ordered: list[Entry] = []
        for item in checks.in_order(entries):
            if isinstance(item, RulebookError):
                self.faults.append(item)
            else:
                ordered.append(item)
        ordered.sort(key=lambda entry: (entry.key, entry.place, entry.since, str(entry.binds)))
        book = self._build(ordered)
        if not self.faults:  # these look across files, and a missing file would make them cry for nothing
            for check in (checks.mixed_meanings, checks.parallel_acts, checks.broken_bans):
                self.faults.extend(check(book))
        return book

    def _build(self, entries: list[Entry]) -> Rulebook:
        parts = (self.terms, self.keys, self.groups, self.regions, self.sources, entries)
        return Rulebook(
            _digest(parts),
            self.keys,
            entries,
            sources=self.sources,
            regions=self.regions,
            groups=self.groups,
            terms=self.terms,
            domains=self.domains,
        )

    def _declarations(self, root: Path) -> None:
        self._each(root, "terms.yaml", self._terms)
        self._each(root, "keys/*.yaml", self._keys)
        self._each(root, "groups.yaml", lambda node: self._records(node, declarations.group, self.groups, _id))
        self._each(root, "*/region.yaml", self._region)
        self._each(root, "*/sources.yaml", lambda node: self._records(node, declarations.source, self.sources, _id))

    def _each(self, root: Path, pattern: str, take: Callable[[Node], None]) -> None:
        for _, node in self._nodes(root, pattern):
            with self._collecting():
                take(node)

    def _terms(self, node: Node) -> None:
        more = declarations.terms(node)
        self.terms = Terms(
            {**self.terms.dates, **more.dates},
            {**self.terms.kinds, **more.kinds},
            {**self.terms.tags, **more.tags},
        )

    def _region(self, node: Node) -> None:
        region = declarations.region(node)
        _must_be_a_place(region)
        self.regions.setdefault(region.code, region)

    def _keys(self, node: Node) -> None:
        form = Form(node, ("domain", "title", "defaults", "keys"), "keys")
        domain = form.text("domain")
        self.domains.setdefault(domain, form.words("title"))
        usual = form.node_of("defaults") if form.has("defaults") else None
        self._records(
            form.node_of("keys"),
            lambda item: declarations.key(filled_in(item, usual), domain, self.terms),
            self.keys,
            _name,
        )

    def _records[T: (Key, Group, Source)](
        self, node: Node, read_one: Callable[[Node], T], into: dict[str, T], name: Callable[[T], str]
    ) -> None:
        for item in items(node, "records"):
            with self._collecting():
                record = read_one(item)
                known = into.setdefault(name(record), record)
                if known is not record:
                    first = f"{known.spot.file}:{known.spot.line}"
                    raise RulebookError(record.spot, "declared.twice", {"name": name(record), "first": first})

    def _provisions(self, root: Path) -> Iterator[Entry]:
        for path, node in self._nodes(root, "*/rules/*.yaml"):
            with self._collecting():
                code = _place_of(path, self.regions)
                for item in items(node, "rules"):
                    with self._collecting():
                        yield from provisions.block(item, code, self.keys, self.terms, self.sources)


def _must_be_a_place(region: Region) -> None:
    try:
        place.division(region.code, _ANY_DAY)
    except PlaceError as error:
        if error.code in {"place.unknown", "place.shape", "place.not_covered"}:  # another code says: on other days
            raise RulebookError(region.spot, "region.place", {"code": region.code, "reason": str(error)}) from error


def _name(key: Key) -> str:
    return key.name


def _id(record: Group | Source) -> str:
    return record.id


_KINDS = {"nation": "nation", "province": "province", "prefecture": "city", "county": "county", "union": "union"}


def _place_of(path: Path, regions: dict[str, Region]) -> str:
    """The jurisdiction of a rules file: that of its folder's ``region.yaml``, or of the code its folder begins with.

    An overlay may leave the ``region.yaml`` out; the place then bears the name of the table of places.
    """
    folder = path.parent.parent.name
    for code in sorted(regions, key=len, reverse=True):
        if folder == code or folder.startswith(code + "-"):
            return code
    code = folder.split("-")[0]
    try:
        found = place.division(code, _ANY_DAY)
    except PlaceError as error:
        raise RulebookError(Spot(str(path), 1), "region.unknown", {"folder": folder, "reason": str(error)}) from error
    title = Text(found.name_zh, found.name_en or found.name_zh)
    regions[code] = Region(code, title, _KINDS.get(found.level, "union"))
    return code


def _digest(parts: tuple[object, ...]) -> str:
    """SHA-256 over the canonical content: comments, order of files and line breaks do not change the edition."""
    text = json.dumps(_canonical(parts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(part: object) -> object:
    if isinstance(part, (Text, Band, Table)):
        return as_json(part)
    if is_dataclass(part):
        return {item.name: _canonical(getattr(part, item.name)) for item in fields(part) if item.name != "spot"}
    if isinstance(part, dict):
        return {str(name): _canonical(value) for name, value in part.items()}
    if isinstance(part, (list, tuple)):
        return [_canonical(value) for value in part]
    if isinstance(part, frozenset):
        return sorted(_canonical(value) for value in part)  # type: ignore[type-var]
    return part if part is None or isinstance(part, (bool, int, str)) else str(part)  # a day or a decimal
