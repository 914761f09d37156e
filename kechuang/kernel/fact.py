"""Facts: frozen records, in the past tense, of what an act did.

A fact's fields sit in disclosure groups. The ledger commits to each group by a salted digest, so a reader who may see
only some groups verifies the same log. Personal values belong into ``personal`` alone: it is the one group that can be
erased. Everything else holds pseudonymous references.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

from kechuang.kernel.ref import Ref

GROUPS = ("public", "parties", "authority", "personal")

REGISTRY: dict[tuple[str, int], type["Fact"]] = {}


class Fact:
    """Base of all fact classes; ``TYPE`` and ``VERSION`` are set by :func:`fact_type`."""

    __slots__ = ()
    TYPE: ClassVar[str]
    VERSION: ClassVar[int]


@dataclass(frozen=True, slots=True)
class Posting:
    """Money that enters (+) or leaves (−) one account, in fen."""

    account: str
    fen: int


def fact_type[F: Fact](name: str, version: int = 1) -> Callable[[type[F]], type[F]]:
    """Register a fact class under its stored name; old versions stay registered for ever."""

    def register(cls: type[F]) -> type[F]:
        if (name, version) in REGISTRY:
            raise ValueError(f"fact type {name} version {version} is declared twice")
        cls.TYPE, cls.VERSION = name, version
        REGISTRY[name, version] = cls
        return cls

    return register


def _grouped(group: str, options: dict[str, Any]) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    return field(metadata={"group": group}, **options)


def public(**options: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """Declare a field that anybody may read."""
    return _grouped("public", options)


def parties(**options: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """Declare a field for the parties of the case and the authority."""
    return _grouped("parties", options)


def authority(**options: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """Declare a field for the authority alone."""
    return _grouped("authority", options)


def personal(**options: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed so
    """Declare a field with personal data: readable by the authority and the person, erasable."""
    return _grouped("personal", options)


def encode(value: object) -> object:
    """Turn a field value into JSON text, whole number, truth value, null, list or object.

    Amounts and days become text, so that no reader's number type can change them. Floats are refused (TypeError).
    """
    match value:
        case None | bool() | int():
            return value
        case str():
            return unicodedata.normalize("NFC", value)
        case Decimal():
            return format(value, "f")
        case datetime() | date():
            return value.isoformat()
        case UUID() | Ref():
            return str(value)
        case Posting():
            return {"account": value.account, "fen": value.fen}
        case list() | tuple():
            return [encode(item) for item in value]
        case dict():
            return {unicodedata.normalize("NFC", str(key)): encode(item) for key, item in value.items()}
        case _:
            raise TypeError(f"a fact cannot hold {type(value).__name__}")


def groups(fact: Fact) -> dict[str, dict[str, object]]:
    """Give a fact's encoded values by disclosure group; groups without a field are absent."""
    found: dict[str, dict[str, object]] = {}
    for spec in fields(cast("Any", fact)):
        group = spec.metadata.get("group")
        if group not in GROUPS:
            raise TypeError(f"{fact.TYPE}.{spec.name} names no disclosure group")
        found.setdefault(group, {})[spec.name] = encode(getattr(fact, spec.name))
    return found
