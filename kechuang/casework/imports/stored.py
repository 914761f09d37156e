"""Values and refusals as JSON keeps them, and back: amounts and days keep their type."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kechuang.casework.imports.values import Read
from kechuang.kernel.refusal import Refusal


def encode(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Give a value as JSON."""
    if isinstance(value, Decimal):
        return {"decimal": f"{value:f}"}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return list(value)
    return value


def decode(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Give a value back."""
    if isinstance(value, dict):
        return Decimal(value["decimal"]) if "decimal" in value else date.fromisoformat(value["day"])
    return tuple(value) if isinstance(value, list) else value


def encode_all(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values by name as JSON; empty ones are left out."""
    return {name: encode(value) for name, value in values.items() if value is not None}


def decode_all(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values by name back."""
    return {name: decode(value) for name, value in values.items()}


def refusal_json(refusal: Refusal) -> dict[str, Any]:
    """Give a refusal as JSON."""
    values = {name: encode(value) for name, value in refusal.values.items()}
    return {"code": refusal.code, "values": values, "place": refusal.place}


def refusal_of(said: Mapping[str, Any]) -> Refusal:
    """Give a refusal back."""
    return Refusal(said["code"], decode_all(said.get("values", {})), place=said.get("place", ""))


def plain(value: Read) -> str:
    """Give a value as text that would be read as the same value again."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
