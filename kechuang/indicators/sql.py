# ruff: noqa: S608 - this file builds SQL: names come from checked definitions, values are bound
"""The SQL of the indicators, built from definitions and slices. Pure: text and parameters, nothing is run.

Names come from checked definitions and are quoted; values are bound. The facts of a definition are taken
out of the files once (``facts_of``); every further statement begins with ``counted``, those of them that a slice keeps.
Sums are whole numbers throughout.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kechuang.indicators.asking import Records, Slice
from kechuang.indicators.columns import TEXT, TRUTH, TYPES, quoted
from kechuang.indicators.definition import ABOVE, COUNT, DISTINCT, QUANTILE, SHARE, STOCK, SUM, Condition, Definition
from kechuang.indicators.periods import HALF, MONTH, QUARTER, YEAR

type Bound = str | int | bool | None

CITY = "city"
_BUCKET = {
    MONTH: "date_trunc('month', day)::DATE",
    QUARTER: "date_trunc('quarter', day)::DATE",
    HALF: "make_date(year(day), CASE WHEN month(day) < 7 THEN 1 ELSE 7 END, 1)",
    YEAR: "date_trunc('year', day)::DATE",
    CITY: "CASE WHEN left(place, 2) IN ('11', '12', '31', '50') THEN left(place, 2) || '0000' "
    "ELSE left(place, 4) || '00' END",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and what is bound to it."""

    text: str
    bound: tuple[Bound, ...]


class _Conditions:
    """Conditions and their bound values, in step."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.bound: list[Bound] = []

    def add(self, text: str, *bound: Bound) -> None:
        self.texts.append(text)
        self.bound += bound

    def any_of(self, column: str, values: Sequence[str]) -> None:
        self.add(f"{column} IN ({', '.join('?' * len(values))})", *values)

    def upto(self, records: Records) -> None:
        """Keep the entries that the records held."""
        sizes = sorted(records.sizes.items())
        held = " OR ".join("(log = ? AND seq <= ?)" for _ in sizes) or "FALSE"
        self.add(f"({held})", *(part for pair in sizes for part in pair))

    def below(self, column: str, places: Iterable[str]) -> None:
        """Keep divisions in or below any of some."""
        begins = [_prefix(place) for place in places]
        if "" in begins:
            return
        self.add(" OR ".join(f"starts_with({column}, ?)" for _ in begins).join("()") if begins else "FALSE", *begins)


def _prefix(code: str) -> str:
    if code == "000000":
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _column(name: str, known: frozenset[str]) -> str:
    """Give a column, or a null of its type where no file has it."""
    if name in known:
        return quoted(name)
    kind = name[name.index(":") :] if ":" in name else TEXT
    return f"NULL::{TYPES[kind]}"


def _condition(condition: Condition, known: frozenset[str]) -> tuple[str, tuple[Bound, ...]]:
    column = _column(condition.column, known)
    if condition.never:
        return f"coalesce({column}, '') NOT IN ({', '.join('?' * len(condition.never))})", condition.never
    if condition.positive:
        return f"{column} > 0", ()
    return f"{column} = ?", (condition.value,)


def source(
    files: Sequence[str], records: Records, types: Sequence[str], beyond: Mapping[str, int] | None = None
) -> tuple[str, tuple[Bound, ...]]:
    """Give the FROM and WHERE of facts of some types, in the records as they stood, ``beyond`` some size of each."""
    kept = _Conditions()
    kept.any_of("type", types)
    kept.upto(records)
    for log, size in sorted((beyond or {}).items()):
        kept.add("NOT (log = ? AND seq <= ?)", log, size)
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    return f"read_parquet([{listed}], union_by_name = true) WHERE {' AND '.join(kept.texts)}", tuple(kept.bound)


def facts_of(
    definition: Definition,
    files: Sequence[str],
    known: frozenset[str],
    records: Records,
    beyond: Mapping[str, int] | None = None,
) -> Statement:
    """Give the facts of a definition: where they stand, edition, day, place, v, w (the sum below), part, dimensions."""
    begin, bound = source(files, records, definition.facts, beyond)
    if definition.public:  # a fact without a public group is not even counted
        begin += " AND public"
    part, part_bound = _part(definition, known)
    over = _column(definition.measure.over, known) if definition.measure.over else "NULL::BIGINT"
    dims = [f"{_as_text(column, known)} AS {quoted(name)}" for name, column in definition.dimensions.items()]
    measured = _column(definition.measure.column, known) if definition.measure.column else "1"
    place = _column(definition.place, known) if definition.place else "NULL::VARCHAR"
    day = _column(definition.day, known)
    shown = [
        *('id, log, seq, type, "case" AS matter, edition', f"{day} AS day"),
        *(f"{place} AS place", f"{measured} AS v", f"{over} AS w", f"{part} AS part", *dims),
    ]
    kept = _Conditions()
    kept.add(f"{day} IS NOT NULL")
    for condition in definition.where:
        text, values = _condition(condition, known)
        kept.add(text, *values)
    text = f"SELECT {', '.join(shown)} FROM {begin} AND {' AND '.join(kept.texts)}"
    return Statement(text, (*part_bound, *bound, *kept.bound))


def public_rows(
    name: str,
    wanted: Sequence[str],
    files: Sequence[str],
    known: frozenset[str],
    records: Records,
    among: Mapping[str, Sequence[str]],
) -> Statement:
    """Give the id and some public fields, as text, of all public facts of a type whose fields are among some values."""
    begin, bound = source(files, records, (name,))
    kept = _Conditions()
    kept.add("public")
    for field, values in sorted(among.items()):
        kept.any_of(_column(f"public.{field}", known), values)
    shown = [f"{_as_text(f'public.{field}', known)} AS {quoted(field)}" for field in wanted]
    text = f"SELECT id, {', '.join(shown)} FROM {begin} AND {' AND '.join(kept.texts)} ORDER BY log, seq"
    return Statement(text, (*bound, *kept.bound))


def counted(definition: Definition, table: str, records: Records, cut: Slice) -> Statement:
    """Give the facts that count: those of the definition, kept in a table, cut to a slice."""
    outer = _cut(definition, cut)
    outer.upto(records)
    return Statement(
        f"counted AS (SELECT * FROM {quoted(table)} WHERE {' AND '.join(outer.texts)})", tuple(outer.bound)
    )


def _part(definition: Definition, known: frozenset[str]) -> tuple[str, tuple[Bound, ...]]:
    if definition.measure.kind == STOCK:
        marks = ", ".join("?" * len(definition.measure.enters))
        return f"type IN ({marks})", definition.measure.enters
    pairs = [_condition(condition, known) for condition in definition.measure.part]
    if not pairs:
        return "TRUE", ()
    return " AND ".join(text for text, _ in pairs), tuple(value for _, values in pairs for value in values)


def _as_text(column: str, known: frozenset[str]) -> str:
    shown = _column(column, known)
    return f"CASE WHEN {shown} THEN 'yes' WHEN NOT {shown} THEN 'no' END" if column.endswith(TRUTH) else shown


def _cut(definition: Definition, cut: Slice) -> _Conditions:
    kept = _Conditions()
    # The place of a case that leaves a stock is known from the fact that entered it, so a stock is cut later.
    if definition.measure.kind != STOCK:
        if cut.place:
            kept.below("place", [cut.place])
        if cut.places is not None:
            kept.below("place", cut.places)
        if cut.first:
            kept.add("day >= ?::DATE", cut.first.isoformat())
    if cut.last:
        kept.add("day <= ?::DATE", cut.last.isoformat())
    for name, value in sorted(cut.dimensions.items()):
        kept.add(f"{quoted(name)} = ?", value)
    return kept


def _numbers(definition: Definition, *, editions: bool) -> str:
    """Give the columns top, bottom, count and editions over a group of counted facts."""
    measure = definition.measure
    amount = "v" if measure.column else "1"
    top, bottom = {
        SUM: ("sum(v)::BIGINT", "NULL::BIGINT"),
        COUNT: ("count(*)", "NULL::BIGINT"),
        DISTINCT: ("count(DISTINCT v)", "NULL::BIGINT"),
        QUANTILE: (f"quantile_disc(v, {measure.at or '0.5'})", "NULL::BIGINT"),
        SHARE: (f"coalesce(sum({amount}) FILTER (part), 0)::BIGINT", f"sum({amount})::BIGINT"),
        ABOVE: (
            "(sum(v) FILTER (w IS NOT NULL) - sum(w) FILTER (v IS NOT NULL))::BIGINT",
            "sum(w) FILTER (v IS NOT NULL)::BIGINT",
        ),
        STOCK: ("NULL::BIGINT", "NULL::BIGINT"),
    }[measure.kind]
    named = "list_sort(list(DISTINCT edition))" if editions else "[]::VARCHAR[]"
    return f"{top}, {bottom}, count(*), {named}"


def grouped(definition: Definition, base: Statement, by: str, *, editions: bool = True) -> Statement:
    """Give one row a group: its code, top, bottom, count, editions.

    ``by`` is a grain, ``place``, ``city``, a dimension, or empty for all in one.
    """
    group = _BUCKET.get(by) or (quoted(by) if by else "''")
    numbers = _numbers(definition, editions=editions)
    text = f"WITH {base.text} SELECT {group} AS code, {numbers} FROM counted GROUP BY code ORDER BY code"
    return Statement(text, base.bound)


def first_day(base: Statement) -> Statement:
    """Give the first day on which a fact counts."""
    return Statement(f"WITH {base.text} SELECT min(day) FROM counted", base.bound)


def standing(definition: Definition, base: Statement, ends: Sequence[str], cut: Slice, *, by: str = "") -> Statement:
    """Give a stock on each of some days: day, group, number of cases in, None, facts up to then, editions."""
    kept = _Conditions()
    if cut.place:
        kept.below("place", [cut.place])
    if cut.places is not None:
        kept.below("place", cut.places)
    where = "".join(f" AND {text}" for text in kept.texts)
    days = ", ".join("(?::DATE)" for _ in ends)
    group = quoted(by) if by else "''"
    dims = "".join(f", arg_max({quoted(name)}, seq) AS {quoted(name)}" for name in definition.dimensions)
    text = (
        f"WITH {base.text}, ends(upto) AS (VALUES {days}), last AS ("
        "SELECT upto, matter, arg_max(part, seq) AS inside, "
        f"arg_max(place, seq) FILTER (place IS NOT NULL) AS place, count(*) AS n, list(DISTINCT edition) AS e{dims} "
        "FROM counted JOIN ends ON day <= upto GROUP BY upto, matter) "
        f"SELECT upto, {group} AS code, count(*) FILTER (inside), NULL, sum(n)::BIGINT, "
        f"list_sort(list_distinct(flatten(list(e)))) FROM last WHERE TRUE{where} "
        "GROUP BY upto, code ORDER BY upto, code"
    )
    return Statement(text, (*base.bound, *ends, *kept.bound))


def behind(base: Statement, *, limit: int, after: tuple[str, str, int] | None) -> Statement:
    """Give the facts behind a number, newest first: id, type, day, place, value, part; ``after`` continues a page."""
    bound = base.bound
    where = ""
    if after:
        where = " WHERE (day, log, seq) < (?::DATE, ?, ?)"
        bound = (*bound, *after)
    text = (
        f"WITH {base.text} SELECT id, type, day, place, v, part, log, seq FROM counted{where} "
        "ORDER BY day DESC, log DESC, seq DESC LIMIT ?"
    )
    return Statement(text, (*bound, limit))


def begun(files: Sequence[str], known: frozenset[str], records: Records, types: Sequence[str]) -> Statement:
    """Give from when the records speak: place, log and the first day of the facts that begin a scheme."""
    begin, bound = source(files, records, types)
    place = _column("public.place", known)
    return Statement(f'SELECT {place}, log, min("on") FROM {begin} GROUP BY ALL ORDER BY ALL', bound)


def choices(base: Statement, names: Iterable[str]) -> Statement:
    """Give the values that occur: place and each dimension, as lists."""
    lists = ", ".join(f"list_sort(list(DISTINCT {quoted(name)}))" for name in names)
    return Statement(f"WITH {base.text} SELECT {lists} FROM counted", base.bound)


def types_of(files: Sequence[str], records: Records, kinds: Sequence[str]) -> Statement:
    """Give how many public facts there are of each type that belongs to a kind of case, and the newest day."""
    listed = ", ".join("'" + name.replace("'", "''") + "'" for name in files)
    sizes = sorted(records.sizes.items())
    begins = " OR ".join("starts_with(type, ?)" for _ in kinds)
    held = " OR ".join("(log = ? AND seq <= ?)" for _ in sizes)
    text = (
        f'SELECT type, count(*), max("on") FROM read_parquet([{listed}], union_by_name = true) '
        f"WHERE public AND ({begins}) AND ({held}) GROUP BY type ORDER BY type"
    )
    bound: tuple[Bound, ...] = (*(f"{kind}_" for kind in kinds), *(part for pair in sizes for part in pair))
    return Statement(text, bound)
