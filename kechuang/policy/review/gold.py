"""Writing judged findings as a gold annotation. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from kechuang.policy.finding import BASELINE, CITED, INCENTIVE, SYSTEM, TARGET, TASK
from kechuang.policy.overlay import HEADING, OPEN, REJECTED, VERDICTS, split

SCHEMA = "kechuang-policy-gold/1"
LISTS = {
    HEADING: "sections",
    TARGET: "targets",
    TASK: "assignments",
    INCENTIVE: "incentives",
    SYSTEM: "named_systems",
    CITED: "cited_documents",
    BASELINE: "baselines",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The document: the name of its text, the text's SHA-256, and what is known of it."""

    name: str
    digest: str
    title: str
    number: str
    issuers: tuple[str, ...]
    issued_on: str
    period: Sequence[int] | None
    document: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A finding as it stands; ``added`` says that a person found it."""

    code: str
    kind: str
    verdict: str
    start: int
    end: int
    values: Mapping[str, str]
    clause: str = ""
    ground: str = ""
    added: bool = False


def write(about: About, text: str, rows: Sequence[Row]) -> dict[str, object]:
    """Give the annotation as plain JSON values."""
    lists: dict[str, list[dict[str, object]]] = {name: [] for name in (*LISTS.values(), "distractors")}
    for row in sorted(rows, key=lambda row: (row.start, row.code)):
        place = {"quote": text[row.start : row.end], "start": row.start, "end": row.end}
        if row.verdict != REJECTED:
            lists[LISTS[row.kind]].append(_entry(row) | place)
        elif row.kind in {TARGET, INCENTIVE} and not row.added:
            lists["distractors"].append({"reason": row.ground or "misread"} | place)
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS}
    return {
        "schema": SCHEMA,
        "source": {
            "file": about.name,
            "sha256": about.digest,
            "chars": len(text),
            "offset_unit": "unicode code points of the UTF-8 text, newlines as stored",
        },
        "meta": {
            "title": about.title,
            "issuers": list(about.issuers),
            "doc_number": about.number or None,
            "issue_date": about.issued_on or None,
            "period": list(about.period) if about.period else None,
        },
        **lists,
        "notes": [],
        "review": {"document": about.document, "version": about.version, **counts},
    }


def _entry(row: Row) -> dict[str, object]:
    entry: dict[str, object] = {"id": row.code}
    values = row.values
    match row.kind:
        case "target":
            entry |= _quantity(values) | _target(values)
        case "task":
            entry |= _assignment(values)
        case "incentive":
            entry |= _quantity(values) | {"indicator": values.get("indicator", "")}
            entry["condition"] = _or(values, "condition")
            entry["comparator"] = values.get("comparator") or "eq"
        case "heading":
            level = values.get("level", "")
            entry |= {"marker": values.get("marker", ""), "title": values.get("title", ""), "optional": False}
            entry["level"] = int(level) if level else 1
        case "system":
            entry |= {"name": values.get("name", "")}
        case "cited":
            entry |= {"title": values.get("title", ""), "doc_number": _or(values, "number")}
            entry["role"] = values.get("role") or "cited"
        case _:
            entry |= _quantity(values) | {"indicator": values.get("indicator", ""), "year": _year(values)}
    # What nobody judged yet is no claim: a scorer neither misses it nor counts it against a reader.
    return entry | ({"optional": True} if row.verdict == OPEN else {})


def _quantity(values: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {"value": number(values.get("value", "")), "unit": values.get("unit", "")}
    if values.get("value_max"):
        found["value_max"] = number(values["value_max"])
    return found


def _target(values: Mapping[str, str]) -> dict[str, object]:
    found: dict[str, object] = {
        "indicator": values.get("indicator", ""),
        "subject": _or(values, "subject"),
        "comparator": values.get("comparator") or "eq",
        "kind": values.get("kind", ""),
        "year": _year(values),
    }
    first, _, last = values.get("period", "").partition("-")
    if last:
        found["period"] = [int(first), int(last)]
    for name in ("frequency", "part_of", "relative_to"):
        if values.get(name):
            found[name] = values[name]
    return found


def _assignment(values: Mapping[str, str]) -> dict[str, object]:
    units = list(split(values.get("units", "")))
    found: dict[str, object] = {"units": units, "form": "list", "open_list": values.get("open_list") == "yes"}
    roles = {name: list(split(values[name])) for name in ("lead", "support") if values.get(name)}
    return found | ({"roles": roles} if roles else {})


def _year(values: Mapping[str, str]) -> int | None:
    return int(values["year"]) if values.get("year") else None


def _or(values: Mapping[str, str], name: str) -> str | None:
    return values.get(name) or None


def number(text: str) -> Any:  # noqa: ANN401 - a JSON number, or None
    """Give a decimal text as the nearest JSON number; None for what is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
