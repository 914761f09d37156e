"""Terms of a lot as JSON and back, and canonical JSON. Pure."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from kechuang.mechanisms.market.auction.rules.terms import Terms

AMOUNTS = frozenset({"start", "reserve_yuan", "deposit", "quality_weight", "floor", "decrement"})


def canonical(value: object) -> str:
    """Give JSON with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_terms(terms: Terms) -> dict[str, Any]:
    """Give terms as JSON values: amounts and moments as text."""
    return {field.name: _plain(getattr(terms, field.name)) for field in fields(terms)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def read_terms(raw: Mapping[str, Any]) -> Terms:
    """Give the terms that :func:`write_terms` wrote; fields of later versions that are missing have their defaults."""
    values = dict(raw)
    for name in AMOUNTS & values.keys():
        values[name] = None if values[name] is None else Decimal(values[name])
    if values.get("starts_at"):
        values["starts_at"] = datetime.fromisoformat(values["starts_at"])
    values["steps"] = tuple((Decimal(low), Decimal(by)) for low, by in values.get("steps") or ())
    return Terms(**values)
