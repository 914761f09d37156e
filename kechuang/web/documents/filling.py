"""What fills a paper or an office's own template: named values and rows, each with its words. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kechuang.kernel.money import in_capitals

TEXT, MONEY, DAY, WHOLE = "text", "money", "day", "whole"

type Plain = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Value:
    """One named value: its code (``holder.name``), what it is called, and the value itself; amounts in yuan."""

    code: str
    label: str
    value: Plain
    kind: str = TEXT

    @property
    def text(self) -> str:
        """The value as a paper writes it; nothing for nothing."""
        return written(self.value, self.kind)


@dataclass(frozen=True, slots=True)
class Named:
    """A column of the rows: its code, what it is called, its kind."""

    code: str
    label: str
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Filling:
    """Everything that is known for one paper."""

    values: tuple[Value, ...] = ()
    columns: tuple[Named, ...] = ()
    rows: tuple[Mapping[str, Plain], ...] = ()
    said: Mapping[str, Value] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "said", {each.code: each for each in self.values})

    def __getitem__(self, code: str) -> str:
        """Give a value as text; nothing where nothing is known."""
        found = self.said.get(code)
        return found.text if found else ""

    def raw(self, code: str) -> Plain:
        """Give a value as it is."""
        found = self.said.get(code)
        return found.value if found else None

    def amount(self, code: str) -> Decimal:
        """Give an amount in yuan, nought where none is known."""
        found = self.raw(code)
        return found if isinstance(found, Decimal) else Decimal(0)

    def table(self) -> tuple[tuple[str, ...], ...]:
        """Give the rows as text, in the order of the columns."""
        return tuple(tuple(written(row.get(each.code), each.kind) for each in self.columns) for row in self.rows)

    def with_values(self, more: Sequence[Value]) -> "Filling":
        """Give the same with further values before its own; its own stand where both have a code."""
        own = {each.code for each in self.values}
        return Filling((*(each for each in more if each.code not in own), *self.values), self.columns, self.rows)


def written(value: Plain, kind: str) -> str:
    """Write a value as a paper does: 1,200.00, 2026年11月21日."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if kind == MONEY and isinstance(value, Decimal):
        return f"{value:,.2f}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def money(code: str, label: str, value: Decimal | None, capitals_label: str = "") -> tuple[Value, ...]:
    """Give an amount and, under ``<code>_capitals``, the same in capitals."""
    if value is None:
        return (Value(code, label, None, MONEY),)
    return (Value(code, label, value, MONEY), Value(f"{code}_capitals", capitals_label or label, in_capitals(value)))
