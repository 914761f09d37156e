"""The table of places, asked for on a day."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from kechuang.kernel.places.history import History
from kechuang.kernel.places.names import Names, plain, reads_as
from kechuang.kernel.places.records import NATION, Area, Division, Member, Share, Succession, level_of
from kechuang.kernel.reading import Fault, PlaceError, Reading

LONGEST_NAME = 80
ONE_DAY = timedelta(days=1)
_DEPTH = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}


class Places:
    """Divisions, successions, unions and functional areas."""

    def __init__(
        self,
        divisions: Iterable[Division],
        successions: Iterable[Succession] = (),
        members: Iterable[Member] = (),
        areas: Iterable[Area] = (),
    ) -> None:
        """Index the table; raises :class:`PlaceError` where records overlap or point to codes that are not there."""
        self._versions: dict[str, list[Division]] = defaultdict(list)
        self._members: dict[str, list[Member]] = defaultdict(list)
        self._areas = {area.code: area for area in areas}
        for division in divisions:
            self._versions[division.code].append(division)
        for area in self._areas.values():
            self._versions[area.code].append(_area_version(area))
        for member in members:
            self._members[member.union].append(member)
        self._history = History(successions, self.exists)
        self._check()
        unions = [_union_version(group) for group in self._members.values()]
        self._names = Names([*(version for versions in self._versions.values() for version in versions), *unions])

    def _check(self) -> None:
        for code, versions in self._versions.items():
            versions.sort(key=lambda division: division.valid_from or date.min)
            for earlier, later in pairwise(versions):
                if earlier.valid_to is None or later.valid_from is None or earlier.valid_to > later.valid_from:
                    raise PlaceError(Fault("place.overlap", {"code": code}))
        pointed = {record.from_code: "successions.csv" for record in self._history.successions}
        pointed |= {record.to_code: "successions.csv" for record in self._history.successions}
        pointed |= {member.code: "unions.csv" for group in self._members.values() for member in group}
        pointed |= {code: "functional_areas.csv" for area in self._areas.values() for code in area.divisions}
        for code, file in pointed.items():
            if code not in self._versions:
                raise PlaceError(Fault("place.dangling", {"code": code, "file": file}))

    # one place

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code of the table, valid or not, in order: divisions, functional areas, then unions."""
        return (*sorted(self._versions), *sorted(self._members))

    @property
    def successions(self) -> tuple[Succession, ...]:
        """Every succession of the table, in order of day."""
        return self._history.successions

    def versions(self, code: str) -> tuple[Division, ...]:
        """Every record of a division or functional area, in order of day; ``parent`` is not filled in."""
        return tuple(self._versions.get(code, ()))

    def exists(self, code: str, on: date) -> bool:
        """Whether ``code`` is a division, union or functional area on a day."""
        records: Sequence[Division | Member] = self._members.get(code) or self._versions.get(code) or ()
        return any(record.valid(on) for record in records)

    def division(self, code: str, on: date) -> Division:
        """The place ``code`` on a day; raises :class:`PlaceError` saying what became of it."""
        if code in self._members:
            return self._union(code, on)
        for version in self._versions.get(code, ()):
            if version.valid(on):
                return version if version.level == "area" else replace(version, parent=self._parent(code, on))
        raise PlaceError(self._missing(code, on))

    def _union(self, code: str, on: date) -> Division:
        if not self.exists(code, on):
            raise PlaceError(self._missing(code, on))
        return _union_version(self._members[code])

    def _parent(self, code: str, on: date) -> str | None:
        if code == NATION:
            return None
        steps = (code[:4] + "00", code[:2] + "0000")
        return next((step for step in steps if step != code and self.exists(step, on)), NATION)

    def _missing(self, code: str, on: date) -> Fault:
        values = {"code": code, "on": on.isoformat()}
        versions = self._versions.get(code)
        if code in self._members:
            begun = min(member.valid_from or date.min for member in self._members[code])
            return Fault("place.union_not_then", {**values, "since": begun.isoformat()})
        if not re.fullmatch(r"\d{6}", code):
            return Fault("place.shape", {"code": code, "unions": ", ".join(sorted(self._members))})
        if not versions:
            return self._never(code, values)
        ended = [version for version in versions if version.valid_to and version.valid_to <= on]
        if ended:
            after = self._named(self.successors(code, on), on)
            until = str(ended[-1].valid_to)
            return Fault("place.expired", {**values, "name": ended[-1].name_zh, "until": until, "after": after})
        before = self._named(self._history.before(code, on, versions[0].valid_to), on)
        since = str(versions[0].valid_from)
        return Fault("place.not_yet", {**values, "name": versions[0].name_zh, "since": since, "before": before})

    def _never(self, code: str, values: Mapping[str, str]) -> Fault:
        province = self._versions.get(code[:2] + "0000")
        covered = any(other[:2] == code[:2] and not other.endswith("0000") for other in self._versions)
        if province and not covered:
            names = {"province": province[-1].name_zh, "province_code": province[-1].code}
            return Fault("place.not_covered", {**values, **names})
        return Fault("place.unknown", values)

    def _named(self, codes: Iterable[str], on: date) -> str:
        return "、".join(f"{code} {self.division(code, on).name_zh}" for code in codes) or "—"

    # up and down

    def chain(self, code: str, on: date, *, unions: bool = False) -> tuple[str, ...]:
        """``code`` and what it lies in, up to ``000000``; with ``unions``, also those between province and nation.

        A functional area in several divisions goes on with what they share: its city, or only its province.
        """
        links = [self.division(code, on)]
        if links[0].level == "area":
            chains = [self.chain(part, on) for part in self._areas[code].divisions if self.exists(part, on)]
            if not chains:
                raise PlaceError(self._missing(self._areas[code].divisions[0], on))
            shared = set(chains[0]).intersection(*chains[1:])
            chain = (code, *(link for link in chains[0] if link in shared))
        else:
            while links[-1].parent is not None:
                links.append(self.division(links[-1].parent, on))
            chain = tuple(link.code for link in links)
        if not unions or code == NATION:
            return chain
        between = (union for union in self.unions_of(code, on) if self._members[union][0].kind == "union")
        return (*chain[:-1], *between, NATION)

    def children(self, code: str, on: date) -> tuple[Division, ...]:
        """The divisions directly below ``code`` on a day, in order of code; the members of a union."""
        self.division(code, on)
        if code in self._members:
            return tuple(self.division(member, on) for member in self.members(code, on))
        below = [other for other in sorted(self._versions) if other not in self._areas and other != code]
        found = (self.division(other, on) for other in below if self.exists(other, on))
        return tuple(division for division in found if division.parent == code)

    def areas(self, code: str, on: date) -> tuple[Division, ...]:
        """The functional areas that lie in ``code`` on a day, wholly or in part, in order of code."""
        found = []
        for area in sorted(self._areas):
            parts = self._areas[area].divisions
            if self.exists(area, on) and any(code in self.chain(part, on) for part in parts if self.exists(part, on)):
                found.append(self.division(area, on))
        return tuple(found)

    def parts(self, area: str) -> tuple[str, ...]:
        """The divisions that a functional area lies in; empty for another place."""
        return self._areas[area].divisions if area in self._areas else ()

    def members(self, union: str, on: date) -> tuple[str, ...]:
        """The codes that ``union`` names on a day, in order; raises :class:`PlaceError` for an unknown union."""
        if union not in self._members:
            raise PlaceError(Fault("place.union_unknown", {"code": union, "unions": ", ".join(sorted(self._members))}))
        return tuple(sorted(member.code for member in self._members[union] if member.valid(on)))

    def unions(self, on: date) -> tuple[Division, ...]:
        """Every union and group that names somebody on a day, in order of code."""
        return tuple(self._union(union, on) for union in sorted(self._members) if self.exists(union, on))

    def unions_of(self, code: str, on: date) -> tuple[str, ...]:
        """The unions and groups that hold ``code`` on a day, itself or what it lies in, those of counties first."""
        parts = self.members(code, on) if code in self._members else (code,)
        above = [set(self.chain(part, on)) for part in parts]
        found = []
        for union in self._members:
            inside = set(self.members(union, on))
            if union != code and inside and all(links & inside for links in above):
                found.append(union)
        return tuple(sorted(found, key=lambda union: (-self._depth(union), union)))

    def _depth(self, union: str) -> int:
        return max(_DEPTH[level_of(member.code)] for member in self._members[union])

    def is_within(self, code: str, place: str, on: date) -> bool:
        """Whether ``code`` is ``place`` or lies in it on a day; ``place`` may be a division, union or group."""
        return place == code or place in self.chain(code, on) or place in self.unions_of(code, on)

    # through time

    def moved(self, code: str, then: date, now: date) -> tuple[Share, ...]:
        """Where the territory that ``code`` held on ``then`` is on the later day ``now``, and how much of it."""
        return self._history.moved(self.division(code, then).code, then, now)

    def successors(self, code: str, on: date, since: date | None = None) -> tuple[str, ...]:
        """The codes that hold on ``on`` the territory that ``code`` held on ``since`` (default: its last day)."""
        return tuple(share.code for share in self.moved(code, since or self._last_day(code, on), on))

    def predecessors(self, code: str, on: date) -> tuple[str, ...]:
        """The codes that held on ``on`` the territory that ``code`` holds now, or held on its last day."""
        versions = self._versions.get(code)
        if not versions:
            raise PlaceError(self._missing(code, on))
        return self._history.before(code, on, versions[-1].valid_to)

    def _last_day(self, code: str, on: date) -> date:
        ended = [version.valid_to for version in self._versions.get(code, ()) if version.valid_to]
        past = [day for day in ended if day <= on]
        return max(past) - ONE_DAY if past and not self.exists(code, on) else on

    # by name

    def find(self, name: str, on: date) -> Reading[Division]:
        """The place called ``name`` on a day; a name of several is a fault that lists them."""
        wanted = plain(name)
        if not wanted:
            return Reading(name, fault=Fault("place.name_empty"))
        if len(wanted) > LONGEST_NAME:
            return Reading(name, fault=Fault("place.name_unknown", {"name": name, "on": on.isoformat()}))
        found = self._names.called(wanted, on) or [
            division
            for division, before in self._names.ending(wanted, on)
            if reads_as(before, [self.division(code, on).name_zh for code in self._above(division, on)])
        ]
        if len(found) == 1:
            return Reading(name, self.division(found[0].code, on))
        values = {"name": name, "on": on.isoformat()}
        if not found:
            return self._not_then(name, wanted, on)
        choices = "；".join(f"{division.code} {self.path(division.code, on)}" for division in found)
        fault = Fault("place.name_ambiguous", {**values, "choices": choices})
        return Reading(name, fault=fault, suggestions=tuple(division.code for division in found))

    def _not_then(self, name: str, wanted: str, on: date) -> Reading[Division]:
        others = self._names.ever_called(wanted)
        if not others:
            return Reading(name, fault=Fault("place.name_unknown", {"name": name, "on": on.isoformat()}))
        fault = (
            self._missing(others[0].code, on) if not self.exists(others[0].code, on) else self._renamed(others[0], on)
        )
        return Reading(name, fault=fault, suggestions=self._instead(others[0].code, on))

    def _renamed(self, version: Division, on: date) -> Fault:
        now = self.division(version.code, on)
        values = {"code": version.code, "name": version.name_zh, "now": now.name_zh, "on": on.isoformat()}
        return Fault("place.renamed", values)

    def _instead(self, code: str, on: date) -> tuple[str, ...]:
        ended = any(version.valid_to and version.valid_to <= on for version in self._versions.get(code, ()))
        return self.successors(code, on) if ended else self.predecessors(code, on) if code in self._versions else ()

    def path(self, code: str, on: date) -> str:
        """The full Chinese name of a place: 浙江省杭州市西湖区."""
        division = self.division(code, on)
        return "".join(self.division(link, on).name_zh for link in self._above(division, on)) + division.name_zh

    def _above(self, division: Division, on: date) -> list[str]:
        return [link for link in reversed(self.chain(division.code, on)) if link not in (NATION, division.code)]


def _area_version(area: Area) -> Division:
    days = (area.valid_from, area.valid_to)
    return Division(area.code, area.name_zh, area.name_en, "area", area.divisions[0], *days, area.source)


def _union_version(members: Sequence[Member]) -> Division:
    first = members[0]
    begun = [member.valid_from for member in members]
    ended = [member.valid_to for member in members]
    since = None if None in begun else min(day for day in begun if day)
    until = None if None in ended else max(day for day in ended if day)
    return Division(first.union, first.name_zh, first.name_en, first.kind, NATION, since, until, first.source)
