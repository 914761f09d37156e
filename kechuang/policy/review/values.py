"""Findings as they are judged: of every kind the same few text values, read from a reading as it was accepted. Pure.

A value is text: a decimal as published, a year in four digits, a span of years ``2023-2025``, names parted by ``、``,
``yes`` or nothing. So one form, one fact and one proof serve all kinds. What is empty is not stated by the text.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from kechuang.kernel.refusal import Refusal
from kechuang.policy.finding import BASELINE, CITED, GAP, INCENTIVE, SYSTEM, TARGET, TASK
from kechuang.policy.overlay import HEADING, LABEL, LISTED, heading_code, split

KINDS = (TARGET, TASK, INCENTIVE, HEADING, SYSTEM, CITED, BASELINE)
FIELDS: Mapping[str, tuple[str, ...]] = {
    TARGET: (
        *("indicator", "subject", "comparator", "value", "value_max", "unit", "year", "period"),
        *("kind", "frequency", "part_of", "relative_to"),
    ),
    TASK: ("units", "lead", "support", "open_list"),
    INCENTIVE: ("indicator", "comparator", "value", "value_max", "unit", "condition"),
    HEADING: ("marker", "title", "level"),
    SYSTEM: ("name", "kind"),
    CITED: ("title", "number", "role"),
    BASELINE: ("indicator", "value", "unit", "year"),
}
LETTERS: Mapping[str, str] = {
    TARGET: "T",
    TASK: "A",
    INCENTIVE: "I",
    HEADING: "H",
    SYSTEM: "S",
    CITED: "D",
    BASELINE: "B",
}
NEEDED: Mapping[str, tuple[str, ...]] = {
    TARGET: ("indicator", "comparator", "kind"),
    TASK: ("units",),
    INCENTIVE: ("value", "unit"),
    HEADING: ("title",),
    SYSTEM: ("name",),
    CITED: ("title",),
    BASELINE: ("indicator", "value"),
}
COMPARATORS = ("eq", "ge", "gt", "le", "lt", "approx", "range", "relative_gt")
TARGET_KINDS = ("count", "level", "growth_rate", "share", "range", "multiple", "coverage", "rank")
ROLES = ("cited", "self", "companion", "to_be_made")
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    (TARGET, "comparator"): COMPARATORS,
    (TARGET, "kind"): TARGET_KINDS,
    (TARGET, "frequency"): ("", "annual"),
    (INCENTIVE, "comparator"): COMPARATORS,
    (CITED, "role"): ROLES,
    (TASK, "open_list"): ("", "yes"),
    (HEADING, "level"): ("", "1", "2", "3", "4", "5", "6"),
}
EARLIEST, LATEST = 1949, 2100
LONGEST = 400
_YEAR = re.compile(r"[0-9]{4}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sign that a finding may be wrong: the reader's code, and what its sentence needs."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as the reader gave it. ``confidence`` (0 to 1) is None where the reading states none."""

    code: str
    kind: str
    clause: str
    start: int
    end: int
    values: Mapping[str, str]
    confidence: Decimal | None = None
    doubts: tuple[Doubt, ...] = ()


def findings_of(reading: Mapping[str, Any]) -> dict[str, Found]:
    """Give the findings of a reading as it is kept (JSON), by code, in the order of the text within each kind."""
    found = [_found(TARGET, row, row["code"], _target(row)) for row in reading.get("targets", ())]
    found += [_found(TASK, row, row["code"], _task(row)) for row in reading.get("tasks", ())]
    notes = [row for row in reading.get("noted", ()) if row["kind"] != GAP]
    found += [_found(row["kind"], row, row["code"], _noted(row)) for row in notes if row["kind"] in FIELDS]
    found += [
        _found(HEADING, {**row, "clause": row["path"]}, heading_code(order), _heading(row))
        for order, row in enumerate(reading.get("clauses", ()))
    ]
    order = {kind: at for at, kind in enumerate(KINDS)}
    return {each.code: each for each in sorted(found, key=lambda each: (order[each.kind], each.start, each.code))}


def _found(kind: str, row: Mapping[str, Any], code: str, values: Mapping[str, object]) -> Found:
    sure = row.get("confidence")
    return Found(
        code=code,
        kind=kind,
        clause=row.get("clause", ""),
        start=row["start"],
        end=row["end"],
        values={name: _text(values.get(name)) for name in FIELDS[kind]},
        confidence=None if sure is None else Decimal(str(sure)),
        doubts=tuple(_doubt(each) for each in row.get("doubts") or ()),
    )


def _doubt(doubt: object) -> Doubt:
    """Give a doubt, whether it is kept as a code with values or as a code alone."""
    if isinstance(doubt, Mapping):
        return Doubt(str(doubt.get("code", "")), dict(doubt.get("values") or {}))
    return Doubt(str(doubt))


def _target(row: Mapping[str, Any]) -> dict[str, object]:
    period = row.get("period")
    return {**row, "period": f"{period[0]}-{period[1]}" if period else ""}


def _task(row: Mapping[str, Any]) -> dict[str, object]:
    return {
        **{name: LISTED.join(row.get(name) or ()) for name in ("units", "lead", "support")},
        "open_list": "yes" if row.get("open_list") else "",
    }


def _noted(row: Mapping[str, Any]) -> dict[str, object]:
    return {**(row.get("values") or {}), LABEL[row["kind"]]: row.get("label", "")}


def _heading(row: Mapping[str, Any]) -> dict[str, object]:
    return {"marker": row.get("marker"), "title": row.get("title"), "level": row.get("depth")}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def digest(kind: str, values: Mapping[str, str], start: int, end: int) -> str:
    """Give the SHA-256 of a finding as it stands, in one written form."""
    plain = {"kind": kind, "start": start, "end": end, "values": {name: values.get(name, "") for name in FIELDS[kind]}}
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def differing(read: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Give the given values that are not as they were read."""
    return {name: value for name, value in given.items() if read.get(name, "") != value}


def tidy(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """Give typed values in their one written form: no blanks around, names parted by 、, full-width digits narrowed."""
    return {name: _tidied(kind, name, given[name]) for name in FIELDS[kind] if name in given}


_DIGITS = str.maketrans("０１２３４５６７８９．，－—–", "0123456789.,---")


def _tidied(kind: str, name: str, value: str) -> str:
    text = _BLANKS.sub(" ", value).strip()
    if kind == TASK and name != "open_list":
        return LISTED.join(dict.fromkeys(split(re.sub("[,，;；]", LISTED, text))))
    if name in {"value", "value_max", "year", "period"}:
        return text.translate(_DIGITS).replace(",", "").replace(" ", "")
    return text


def fault(kind: str, values: Mapping[str, str]) -> Refusal | None:
    """Say what is wrong with the values of a finding, beside the field that it stands in; None if nothing is."""
    for check in (_check_needed, _check_choices, _check_numbers, _check_years, _check_bodies):
        if (refusal := check(kind, values)) is not None:
            return refusal
    return None


def _check_needed(kind: str, values: Mapping[str, str]) -> Refusal | None:
    for name in NEEDED[kind]:
        if not values.get(name):
            return Refusal("policy.review.needed", place=name)
    for name, value in values.items():
        if len(value) > LONGEST:
            return Refusal("policy.review.too_long", {"chars": len(value), "most": LONGEST}, place=name)
    return None


def _check_choices(kind: str, values: Mapping[str, str]) -> Refusal | None:
    for name, value in values.items():
        known = CHOICES.get((kind, name))
        if known is not None and value not in known:
            if not value and name not in NEEDED[kind]:
                continue
            return Refusal("policy.review.no_such_choice", {"given": value}, place=name)
    return None


def _check_numbers(_kind: str, values: Mapping[str, str]) -> Refusal | None:
    numbers = {}
    for name in ("value", "value_max"):
        text = values.get(name, "")
        if not text:
            continue
        try:
            numbers[name] = Decimal(text)
        except InvalidOperation:
            return Refusal("policy.review.not_a_number", {"given": text}, place=name)
        if not numbers[name].is_finite():
            return Refusal("policy.review.not_a_number", {"given": text}, place=name)
    if "value_max" in numbers and ("value" not in numbers or numbers["value_max"] < numbers["value"]):
        return Refusal("policy.review.wrong_way_round", {"given": values["value_max"]}, place="value_max")
    if values.get("comparator") == "range" and "value_max" not in numbers:
        return Refusal("policy.review.range_without_end", place="value_max")
    return None


def _check_years(_kind: str, values: Mapping[str, str]) -> Refusal | None:
    year, period = values.get("year", ""), values.get("period", "")
    if year and not _is_year(year):
        return _no_year(year, "year")
    if period:
        first, _, last = period.partition("-")
        if not (_is_year(first) and _is_year(last) and first <= last):
            return _no_year(period, "period")
    return None


def _is_year(text: str) -> bool:
    return _YEAR.fullmatch(text) is not None and EARLIEST <= int(text) <= LATEST


def _no_year(given: str, place: str) -> Refusal:
    return Refusal("policy.review.no_year", {"given": given, "first": EARLIEST, "last": LATEST}, place=place)


def _check_bodies(kind: str, values: Mapping[str, str]) -> Refusal | None:
    if kind != TASK:
        return None
    units = set(split(values.get("units", "")))
    for name in ("lead", "support"):
        for body in split(values.get(name, "")):
            if body not in units:
                return Refusal("policy.review.body_not_named", {"body": body}, place=name)
    return None
