"""Values of a notice as they are kept: amounts and days must come back as amounts and days. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal


def pack(values: Mapping[str, object]) -> dict[str, object]:
    """Write typed values as JSON. Raises TypeError for a value that no notice can hold."""
    return {name: _packed(value) for name, value in values.items()}


def unpack(values: Mapping[str, object]) -> dict[str, object]:
    """Read what :func:`pack` wrote."""
    return {name: _unpacked(value) for name, value in values.items()}


def _packed(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"amount": format(value, "f")}
        case date():
            return {"day": value.isoformat()[:10]}
    raise TypeError(f"a notice cannot hold {type(value).__name__}")


def _unpacked(value: object) -> object:
    match value:
        case {"amount": str(text)}:
            return Decimal(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
    return value


def from_fact(values: Mapping[str, object], names: tuple[str, ...]) -> dict[str, object]:
    """Take some values of a fact, where amounts and days are text, and give them their types by their names."""
    return {name: _typed(name, values.get(name)) for name in names}


def _typed(name: str, value: object) -> object:
    if not isinstance(value, str) or not value:
        return value
    if name.endswith("_yuan"):
        return Decimal(value)
    if name.endswith(("_on", "_by", "_to", "_from", "_until")) or name == "since":
        return date.fromisoformat(value)
    return value
