"""What a release is made of here, and how amounts, days and organisations are written in it. Pure.

Amounts are yuan as Decimal, days of China; a release says them as JSON numbers and as moments at UTC+8.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

CODE_LENGTH = 18
# org-id.guide was not asked for a code of the register of unified social credit codes: this prefix is our own.
CREDIT_CODES = "CN-USCC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact of the ledger as everybody may read it: id, type, case, moment of recording, day, public values."""

    id: str
    type: str
    case: str
    recorded_at: str
    on: date
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a node knows beside the facts: its ocid prefix, the name of a place, the public page of a case."""

    prefix: str
    place: Callable[[str], str]
    page: Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body in a release. ``roles`` are codes of the standard, and ``seller``, which it leaves open."""

    name: str
    code: str = ""
    roles: tuple[str, ...] = ()
    address: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """What the body is called in a process: its code, else a digest of its name, so that it stays the same."""
        return f"{CREDIT_CODES}-{self.code}" if self.code else f"name-{sha256(self.name.encode()).hexdigest()[:16]}"

    def party(self) -> dict[str, Any]:
        """Give the body as a party."""
        found: dict[str, Any] = {"id": self.id, "name": self.name, "roles": list(self.roles)}
        if self.code:
            found["identifier"] = {"scheme": CREDIT_CODES, "id": self.code, "legalName": self.name}
        if self.address:
            found["address"] = dict(self.address)
        return found

    def reference(self) -> dict[str, str]:
        """Give the body where something refers to it."""
        return {"id": self.id, "name": self.name}


def named(words: str, *roles: str) -> Organisation:
    """Read a body as facts write it: its name, and its unified social credit code if it has one."""
    name, _, code = words.strip().rpartition(" ")
    if name and len(code) == CODE_LENGTH and code.isascii() and code.isalnum():
        return Organisation(name=name, code=code, roles=roles)
    return Organisation(name=words.strip(), roles=roles)


def ocid(prefix: str, case: str) -> str:
    """Give the name of a process: the prefix, the authority and the case (``330000/case/…``)."""
    authority, _, identifier = case.partition("/case/")
    return f"{prefix}-{authority}-{identifier}"


def case_of(prefix: str, name: str) -> str:
    """Give the case that a process stands for; empty where the name is none of this node's."""
    rest = name.removeprefix(f"{prefix}-")
    authority, identifier = rest[:-37], rest[-36:]
    fits = rest != name and rest[-37:-36] == "-"
    return f"{authority}/case/{identifier}" if fits and authority else ""


def amount(found: object) -> Decimal:
    """Read an amount of a fact."""
    return Decimal(str(found))


def value(yuan: Decimal) -> dict[str, Any]:
    """Give an amount as the standard writes it. Raises ValueError for one that a JSON number would not keep."""
    number: int | float = int(yuan) if yuan == yuan.to_integral_value() else float(yuan)
    if Decimal(repr(number)) != yuan:
        raise ValueError(f"{yuan} yuan cannot be written as a JSON number")
    return {"amount": number, "currency": "CNY"}


def moment(day: object) -> str:
    """Give a day as the moment at which it begins in China."""
    return f"{day}T00:00:00+08:00"


def end_of(day: object) -> str:
    """Give a day as the moment at which it ends in China."""
    return f"{day}T23:59:59+08:00"
