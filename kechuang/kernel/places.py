"""The table of places: loading it, and asking it. ``place`` asks the packaged one."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from kechuang.kernel.reading import Fault, PlaceError, Reading

type Level = Literal["nation", "province", "prefecture", "county", "union", "group", "area"]
type Extent = Literal["whole", "part"]

NATION = "000000"
ONE_DAY = timedelta(days=1)
SUFFIXES = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "畲族自治县", "省", "市", "县", "区")


@dataclass(frozen=True, slots=True)
class Division:
    """A place on its days: a division of GB/T 2260, a union or group of divisions, or a functional area."""

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
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


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
    """One member of a union (in the chain of places) or of a group (a list only), with its days."""

    union: str
    kind: Literal["union", "group"]
    name_zh: str
    name_en: str
    code: str
    valid_from: date | None
    valid_to: date | None

    def valid(self, on: date) -> bool:
        """Whether it is a member on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Area:
    """A functional area (development zone …) with a pseudo code outside GB/T 2260, lying in one or more divisions."""

    code: str
    name_zh: str
    name_en: str
    divisions: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    basis: str


def _level(code: str) -> Level:
    if code == NATION:
        return "nation"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


class Places:
    """Divisions, successions, unions and functional areas, asked for on a day."""

    def __init__(
        self,
        divisions: Iterable[Division],
        successions: Iterable[Succession] = (),
        members: Iterable[Member] = (),
        areas: Iterable[Area] = (),
    ) -> None:
        """Index the table; raises :class:`PlaceError` where two records of one code overlap."""
        self._by_code: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            self._by_code[division.code].append(division)
        self._successions = sorted(successions, key=lambda record: (record.on, record.from_code, record.to_code))
        self._members: dict[str, list[Member]] = defaultdict(list)
        for member in members:
            self._members[member.union].append(member)
        self._areas = {area.code: area for area in areas}
        for code, area in self._areas.items():
            self._by_code[code].append(self._area_division(area))
        self._check()

    def _check(self) -> None:
        for code, versions in self._by_code.items():
            versions.sort(key=lambda division: division.valid_from or date.min)
            for earlier, later in zip(versions, versions[1:], strict=False):
                if earlier.valid_to is None or later.valid_from is None or earlier.valid_to > later.valid_from:
                    raise PlaceError(Fault("place.overlap", {"code": code}))

    def _area_division(self, area: Area) -> Division:
        days = (area.valid_from, area.valid_to)
        return Division(area.code, area.name_zh, area.name_en, "area", area.divisions[0], *days, area.basis)

    # one place

    def division(self, code: str, on: date) -> Division:
        """The place ``code`` on a day; raises :class:`PlaceError` saying what became of it."""
        if code in self._members:
            return self._union(code, on)
        for version in self._by_code.get(code, ()):
            if version.valid(on):
                parent = self._parent(code, on) if version.level != "area" else version.parent
                return _with_parent(version, parent)
        raise PlaceError(self._missing(code, on))

    def exists(self, code: str, on: date) -> bool:
        """Whether ``code`` is a division, union or area on a day."""
        versions = self._members.get(code) or self._by_code.get(code, ())
        return any(version.valid(on) for version in versions)

    def _union(self, code: str, on: date) -> Division:
        valid = [member for member in self._members[code] if member.valid(on)]
        if not valid:
            first = min(member.valid_from or date.min for member in self._members[code])
            raise PlaceError(Fault("place.union_not_then", {"code": code, "on": str(on), "since": str(first)}))
        first_member = valid[0]
        names = (first_member.name_zh, first_member.name_en)
        return Division(code, *names, first_member.kind, NATION, first_member.valid_from)

    def _parent(self, code: str, on: date) -> str | None:
        if code == NATION:
            return None
        steps = (code[:4] + "00", code[:2] + "0000", NATION)
        return next((step for step in steps if step != code and self.exists(step, on)), NATION)

    def _missing(self, code: str, on: date) -> Fault:
        if not re.fullmatch(r"\d{6}", code):
            return Fault("place.shape", {"code": code, "unions": ", ".join(sorted(self._members))})
        values = {"code": code, "on": on.isoformat()}
        versions = self._by_code.get(code)
        if not versions:
            return self._never(code, values)
        last = versions[-1]
        if last.valid_to is not None and on >= last.valid_to:
            after = self._named(self.successors(code, on), on)
            return Fault("place.expired", {**values, "name": last.name_zh, "until": str(last.valid_to), "after": after})
        first = versions[0]
        before = self._named(self.predecessors(code, on), on)
        since = str(first.valid_from)
        return Fault("place.not_yet", {**values, "name": first.name_zh, "since": since, "before": before})

    def _never(self, code: str, values: Mapping[str, str]) -> Fault:
        province = self._by_code.get(code[:2] + "0000")
        covered = any(other[:2] == code[:2] and not other.endswith("0000") for other in self._by_code)
        if province and not covered:
            name = province[-1].name_zh
            return Fault("place.not_covered", {**values, "province": name, "province_code": province[-1].code})
        return Fault("place.unknown", values)

    def _named(self, codes: Iterable[str], on: date) -> str:
        named = [f"{code} {self.division(code, on).name_zh}" for code in codes if self.exists(code, on)]
        return "、".join(named) or "—"

    # up and down

    def chain(self, code: str, on: date, *, unions: bool = False) -> tuple[str, ...]:
        """``code`` and what it lies in, up to ``000000``; with ``unions``, also those between province and nation."""
        place = self.division(code, on)
        if place.level in ("union", "group"):
            chain = (code, NATION)
        elif place.level == "area":
            chain = (code, *self._common([self.chain(part, on) for part in self._areas[code].divisions]))
        else:
            links = [place]
            while links[-1].parent is not None:
                links.append(self.division(links[-1].parent, on))
            chain = tuple(link.code for link in links)
        if not unions or chain[-1] != NATION:
            return chain
        between = [union for union in self.unions_of(code, on) if self._members[union][0].kind == "union"]
        return (*chain[:-1], *(union for union in between if union not in chain), NATION)

    @staticmethod
    def _common(chains: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        shared = set(chains[0]).intersection(*chains[1:])
        return tuple(code for code in chains[0] if code in shared)

    def children(self, code: str, on: date) -> tuple[Division, ...]:
        """The divisions directly below ``code`` on a day, in order of code; the members of a union."""
        self.division(code, on)
        if code in self._members:
            return tuple(self.division(member, on) for member in self.members(code, on))
        below = (other for other in sorted(self._by_code) if other != NATION and other not in self._areas)
        found = (self.division(other, on) for other in below if self.exists(other, on))
        return tuple(division for division in found if division.parent == code)

    def members(self, union: str, on: date) -> tuple[str, ...]:
        """The codes that ``union`` names on a day, in order; raises :class:`PlaceError` for an unknown union."""
        if union not in self._members:
            raise PlaceError(Fault("place.union_unknown", {"code": union, "unions": ", ".join(sorted(self._members))}))
        return tuple(sorted(member.code for member in self._members[union] if member.valid(on)))

    def unions_of(self, code: str, on: date) -> tuple[str, ...]:
        """The unions and groups of ``code`` on a day, itself or through what it lies in, smallest first."""
        above = set(self._members_of(code, on)) if code in self._members else set(self.chain(code, on))
        found = []
        for union in self._members:
            inside = set(self.members(union, on))
            by_place = inside and (above & inside)
            by_members = code in self._members and union != code and all(self._inside(m, inside, on) for m in above)
            if by_members or (code not in self._members and by_place):
                found.append(union)
        return tuple(sorted(found, key=lambda union: (-self._depth(union, on), union)))

    def _members_of(self, code: str, on: date) -> tuple[str, ...]:
        return self.members(code, on)

    def _inside(self, code: str, inside: set[str], on: date) -> bool:
        return bool(inside.intersection(self.chain(code, on)))

    def _depth(self, union: str, on: date) -> int:
        return max((len(self.chain(member, on)) for member in self.members(union, on)), default=0)

    def is_within(self, code: str, place: str, on: date) -> bool:
        """Whether ``code`` is ``place`` or lies in it on a day; ``place`` may be a division, union or group."""
        return place == code or place in self.chain(code, on) or place in self.unions_of(code, on)

    # through time

    def moved(self, code: str, then: date, now: date) -> tuple[Share, ...]:
        """Where the territory that ``code`` held on ``then`` is on the later day ``now``."""
        held: dict[str, Extent] = {self.division(code, then).code: "whole"}
        for on in sorted({record.on for record in self._successions if then < record.on <= now}):
            after: dict[str, Extent] = {}
            for holder, extent in held.items():
                records = [record for record in self._successions if record.on == on and record.from_code == holder]
                for record in records:
                    _gain(after, record.to_code, record.extent if extent == "whole" else "part")
                if not records or (all(record.extent == "part" for record in records) and self.exists(holder, on)):
                    _gain(after, holder, "part" if records else extent)
            held = after
        return tuple(Share(holder, held[holder]) for holder in sorted(held))

    def successors(self, code: str, on: date, since: date | None = None) -> tuple[str, ...]:
        """The codes that hold on ``on`` the territory that ``code`` held on ``since`` (default: its last day)."""
        then = since or self._last_day(code, on)
        return tuple(share.code for share in self.moved(code, then, on))

    def predecessors(self, code: str, on: date) -> tuple[str, ...]:
        """The codes that held on ``on`` the territory that ``code`` holds now (or held on its last day)."""
        end = self._versions(code)[-1].valid_to
        held = {code}
        for record in reversed(self._successions):
            if on < record.on and (end is None or record.on < end) and record.to_code in held:
                held.add(record.from_code)
        return tuple(sorted(holder for holder in held if self.exists(holder, on)))

    def _versions(self, code: str) -> list[Division]:
        versions = self._by_code.get(code)
        if not versions:
            raise PlaceError(self._missing(code, date.max))
        return versions

    def _last_day(self, code: str, on: date) -> date:
        ended = [version.valid_to for version in self._versions(code) if version.valid_to and version.valid_to <= on]
        return on if self.exists(code, on) or not ended else max(ended) - ONE_DAY

    # by name

    def find(self, name: str, on: date) -> Reading[Division]:
        """The division called ``name`` on a day; a name of several is a fault that lists them."""
        wanted = "".join(name.split())
        if not wanted:
            return Reading(name, fault=Fault("place.name_empty"))
        found = self._called(wanted, on) or self._by_path(wanted, on)
        if len(found) == 1:
            return Reading(name, found[0])
        values = {"name": name, "on": on.isoformat()}
        if not found:
            return Reading(name, fault=Fault("place.name_unknown", values))
        choices = tuple(f"{division.code} {self._path(division, on)}" for division in found)
        fault = Fault("place.name_ambiguous", {**values, "choices": "；".join(choices)})
        return Reading(name, fault=fault, suggestions=tuple(division.code for division in found))

    def _all(self, on: date) -> list[Division]:
        codes = [*self._by_code, *self._members]
        return [self.division(code, on) for code in codes if self.exists(code, on)]

    def _called(self, wanted: str, on: date) -> list[Division]:
        english = wanted.casefold()
        everywhere = self._all(on)
        exact = [d for d in everywhere if d.name_zh == wanted or "".join(d.name_en.split()).casefold() == english]
        if exact:
            return exact
        return [d for d in everywhere if _short(d.name_zh) == wanted or _short_english(d.name_en) == english]

    def _by_path(self, wanted: str, on: date) -> list[Division]:
        return [division for division in self._all(on) if self._matches(wanted, division, on)]

    def _matches(self, wanted: str, division: Division, on: date) -> bool:
        if division.level not in ("prefecture", "county"):
            return False
        rest = wanted
        names = [self.division(code, on).name_zh for code in reversed(self.chain(division.code, on)[:-1])]
        for position, name in enumerate(names):
            forms = [form for form in (name, _short(name)) if rest.startswith(form)]
            if forms:
                rest = rest.removeprefix(forms[0])
            elif position == len(names) - 1:
                return False
        return not rest

    def _path(self, division: Division, on: date) -> str:
        above = [code for code in self.chain(division.code, on) if code not in (NATION, division.code)]
        return "".join(self.division(code, on).name_zh for code in reversed(above)) + division.name_zh


def _gain(held: dict[str, Extent], code: str, extent: Extent) -> None:
    held[code] = "whole" if extent == "whole" and held.get(code, "whole") == "whole" else "part"


def _with_parent(division: Division, parent: str | None) -> Division:
    return Division(
        division.code,
        division.name_zh,
        division.name_en,
        division.level,
        parent,
        division.valid_from,
        division.valid_to,
        division.basis,
    )


def _short(name: str) -> str:
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix) and len(name) > len(suffix) + 1), "")
    return name.removesuffix(suffix)


def _short_english(name: str) -> str:
    return re.sub(r" (?:District|County|City|New Area|Autonomous County)$", "", name).replace(" ", "").casefold()


# loading


def load_places(folder: Path | None = None) -> Places:
    """The table of the CSV files in ``folder`` (default: the packaged ones); raises :class:`PlaceError` with the line."""
    root: Traversable | Path = folder or resources.files("kechuang.kernel") / "data"
    areas: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in _rows(root / "functional_areas.csv"):
        areas[row["code"]].append(row)
    return Places(
        [_division(row) for row in _rows(root / "divisions.csv")],
        [_succession(row) for row in _rows(root / "successions.csv")],
        [_member(row) for row in _rows(root / "unions.csv")],
        [_area(code, rows) for code, rows in areas.items()],
    )


def _rows(file: Traversable | Path) -> list[dict[str, str]]:
    try:
        return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise PlaceError(Fault("place.bad_file", {"file": file.name, "line": "—", "why": str(error)})) from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _division(row: Mapping[str, str]) -> Division:
    code = row["code"]
    days = (_day(row["valid_from"]), _day(row["valid_to"]))
    return Division(code, row["name_zh"], row["name_en"], _level(code), None, *days, row["basis"])


def _succession(row: Mapping[str, str]) -> Succession:
    extent: Extent = "whole" if row["extent"] == "whole" else "part"
    return Succession(date.fromisoformat(row["on"]), row["from_code"], row["to_code"], extent, row["basis"])


def _member(row: Mapping[str, str]) -> Member:
    kind: Literal["union", "group"] = "union" if row["kind"] == "union" else "group"
    days = (_day(row["valid_from"]), _day(row["valid_to"]))
    return Member(row["union"], kind, row["name_zh"], row["name_en"], row["member"], *days)


def _area(code: str, rows: Sequence[Mapping[str, str]]) -> Area:
    first = rows[0]
    days = (_day(first["valid_from"]), _day(first["valid_to"]))
    return Area(
        code, first["name_zh"], first["name_en"], tuple(row["division"] for row in rows), *days, first["source"]
    )
