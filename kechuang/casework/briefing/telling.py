"""The page's contents, gathered from all tellers; the same for the page, the file and programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.casework.briefing.registry import PARTS, Asked, Told, briefs
from kechuang.web import slots
from kechuang.web.slots import Words


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page with what its tellers say."""

    code: str
    label: Words
    told: Sequence[Told]

    @property
    def lines(self) -> list[Any]:
        """All figures of the part."""
        return [line for each in self.told for line in each.lines]

    @property
    def shown(self) -> list[Any]:
        """The figures that have rows to show."""
        return [line for line in self.lines if line.rows]

    @property
    def grids(self) -> list[Any]:
        """The tables of the part."""
        return [each.grid for each in self.told if each.grid is not None and each.grid.rows]

    @property
    def links(self) -> list[Any]:
        """The ways on."""
        return [link for each in self.told for link in each.links]


def parts(asked: Asked) -> list[Part]:
    """Ask every teller that the reader may hear."""
    told: dict[str, list[Told]] = {code: [] for code in PARTS}
    for brief in briefs():
        if slots.allowed(asked.request, brief.permission):
            told[brief.part].append(brief.tell(asked))
    return [Part(code, label, told[code]) for code, label in PARTS.items() if told[code]]


def table(found: Sequence[Part]) -> Iterator[list[Any]]:
    """Give the figures and their first rows as a table: part, figure, now, then, item, body, day, note, address."""
    for part in found:
        for line in part.lines:
            head = [str(part.label), str(line.label), line.value, line.before]
            yield [*head, "", "", None, "", line.url]
            for row in line.rows:
                yield [*head, row.title, row.who, row.on, row.note, row.url]
        for grid in part.grids:
            for row in grid.rows:
                for label, (count, url) in zip(grid.heads, row.cells, strict=True):
                    yield [str(grid.caption), str(label), count, None, row.name, "", None, "", url]
