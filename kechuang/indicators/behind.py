"""The facts behind a number as a page and the API show them: each with its address and the law of its matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kechuang.indicators import compute, wording
from kechuang.indicators.asked import Asked
from kechuang.indicators.asking import Point, Slice
from kechuang.indicators.compute import Behind
from kechuang.indicators.definition import Definition
from kechuang.kernel.money import from_fen
from kechuang.ledger import showing as ledger
from kechuang.ledger.models import Entry
from kechuang.web import divisions, slots, written
from kechuang.web.typed import TypedError

SIZE = 50
MOST_RULINGS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One fact behind a number; ``laws`` are the rule values that its matter stood on, as (words, address)."""

    id: str
    url: str
    word: str
    type: str
    day: date
    code: str
    place: str
    value: str
    part: bool
    laws: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of facts, and the mark after which the next begins (empty: the last page)."""

    rows: Sequence[Row]
    next: str


def cut_of(asked: Asked) -> Slice:
    """Give the slice of a number, narrowed to its period."""
    return asked.cut.within(asked.period) if asked.period else asked.cut


def number(asked: Asked) -> Point:
    """Give the number itself."""
    grain = asked.period.grain if asked.period else asked.grain
    published = compute.series(asked.definition, asked.records, cut_of(asked), grain)
    return published.total


def page_of(asked: Asked, after: str, size: int = SIZE) -> Listed:
    """Give a page of facts with two queries to the database. Raises TypedError for an ``after`` that is no mark."""
    try:
        found = compute.facts_behind(asked.definition, asked.records, cut_of(asked), limit=size + 1, after=after)
    except ValueError:
        raise TypedError("indicators.no_such_page", raw=after[:60]) from None
    shown = found[:size]
    laws = _laws(shown)
    rows = [_row(asked.definition, one, laws.get(one.id, ())) for one in shown]
    return Listed(rows, shown[-1].mark if len(found) > size else "")


def _row(definition: Definition, one: Behind, laws: Sequence[tuple[str, str]]) -> Row:
    return Row(
        id=one.id,
        url=slots.link("fact", one.id),
        word=ledger.type_word(one.type),
        type=one.type,
        day=one.day,
        code=one.place or "",
        place=divisions.name(one.place) if one.place else "—",
        value=_value(definition, one),
        part=one.part,
        laws=laws,
    )


def _value(definition: Definition, one: Behind) -> str:
    if not definition.measure.column or one.value is None:
        return ""
    if definition.measure.column.endswith(":fen"):
        return written.money(from_fen(int(one.value)))
    return wording.value(definition, one.value) if isinstance(one.value, int) else str(one.value)


def _laws(shown: Sequence[Behind]) -> dict[str, list[tuple[str, str]]]:
    """Give the rule values of each fact; where it asked for none, those of its matter's other public facts."""
    entries = {one.pk: one for one in Entry.objects.filter(pk__in=[one.id for one in shown])}
    cases = {one.case for one in entries.values() if one.case}
    by_case: dict[str, list[Entry]] = {}
    for other in Entry.objects.filter(case__in=cases).order_by("log", "seq"):
        by_case.setdefault(other.case, []).append(other)
    found = {}
    for identifier, entry in entries.items():
        own = _rulings([entry])
        upto = [other for other in by_case.get(entry.case, ()) if other.seq <= entry.seq]
        found[identifier] = own or _rulings(upto)
    return found


def _rulings(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """Give at most a few values of the entries' public bases, those with a clause first."""
    bases = [leaf["basis"] for leaf in (entry.envelope for entry in entries) if "public" in leaf["groups"]]
    values = [value for basis in bases for value in basis.get("values", ())]
    chosen: dict[str, dict[str, Any]] = {}
    for value in sorted(values, key=lambda one: not one.get("clause")):
        chosen.setdefault(str(value.get("key", "")), value)
    some = list(chosen.values())[:MOST_RULINGS]
    clauses = [bool(value.get("clause")) for value in some]
    shown = zip(ledger.rulings({"values": some}), clauses, strict=True)
    return [(f"{one.title} · {one.clause}" if known else one.title, one.url) for one, known in shown]


def cut_words(asked: Asked) -> list[str]:
    """Say what the facts are narrowed to."""
    words = [divisions.name(asked.place)] if asked.place else []
    return words + [wording.dimension_value(name, code) for name, code in asked.cut.dimensions.items()]
