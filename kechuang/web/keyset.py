"""Pages of a long list by key, never by offset: the cost of a page does not grow with its number.

An order is a sequence of columns of which the last is unique. A cursor holds the key of the row at the edge of a page
and that row's position, so that “rows 26–50” can be said without counting. Positions are as of the moment at which the
reader began to page; rows that came or went meanwhile shift them.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

COUNT_LIMIT = 10_000


class CursorError(ValueError):
    """The address names a page that cannot be read: altered, or made for another order."""


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows there are; ``exact`` is false where counting stopped at COUNT_LIMIT."""

    number: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Slice:
    """One page: its rows, the position of the first (1-based, 0 if unknown), and the cursors of its neighbours."""

    rows: list[Any]
    first: int
    total: Total
    previous: str
    next: str

    @property
    def last(self) -> int:
        """The position of the last row."""
        return self.first + len(self.rows) - 1 if self.first else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Which page is asked for: after a cursor, before one, the very end, or (nothing set) the beginning."""

    after: str = ""
    before: str = ""
    end: bool = False


def bounded_total(rows: QuerySet[Any], limit: int = COUNT_LIMIT) -> Total:
    """Count rows, but never more than ``limit``."""
    number = rows.order_by()[: limit + 1].count()
    return Total(limit, exact=False) if number > limit else Total(number)


def take(rows: QuerySet[Any], keys: Sequence[Key], size: int, ask: Ask, total: Total) -> Slice:
    """Give one page in the order of ``keys`` with one query. Raises CursorError for an unreadable cursor."""
    backward = bool(ask.before) or ask.end
    position, values = _read(rows.model, keys, ask.before or ask.after) if ask.before or ask.after else (0, [])
    found = rows.order_by(*(_order(rows.model, key, backward) for key in keys))
    if values:
        found = found.filter(_beyond(rows.model, keys, values, backward))
    page = list(found[: size + 1])
    more, page = len(page) > size, page[:size]
    if backward:
        page.reverse()
    first = _first(ask, position, len(page), more=more, total=total)
    has_previous = more if backward else bool(values)
    has_next = bool(values) if backward else more
    return Slice(
        rows=page,
        first=first,
        total=total,
        previous=_write(page[0], keys, first) if has_previous and page else "",
        next=_write(page[-1], keys, first + len(page) - 1 if first else 0) if has_next and page else "",
    )


def _first(ask: Ask, position: int, found: int, *, more: bool, total: Total) -> int:
    """The position of the page's first row; 0 if it cannot be known."""
    if not found:
        return 0
    if ask.after:
        return position + 1 if position else 0
    if ask.before:
        return 1 if not more else max(1, position - found) if position else 0
    if ask.end:
        return 1 if not more else total.number - found + 1 if total.exact else 0
    return 1


def _order(model: type[Model], key: Key, backward: bool) -> OrderBy:
    """Nulls come last whichever way the column runs; so they come first when it is read backward."""
    descending = key.descending is not backward
    if not _field(model, key.column).null:
        return OrderBy(F(key.column), descending=descending)
    return OrderBy(F(key.column), descending=descending, nulls_first=backward or None, nulls_last=not backward or None)


def _beyond(model: type[Model], keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Q:
    """Rows on the far side of a key. The outer range on the first column is what an index can use."""
    key, value = keys[0], values[0]
    nullable = _field(model, key.column).null
    strictly = _strictly(key, value, backward, nullable)
    if len(keys) == 1:
        return strictly
    equal = Q(**{f"{key.column}__isnull": True}) if value is None else Q(**{key.column: value})
    rest = _beyond(model, keys[1:], values[1:], backward)
    if nullable or value is None:
        return strictly | (equal & rest)
    return Q(**{f"{key.column}__{'lte' if key.descending is not backward else 'gte'}": value}) & (strictly | rest)


def _strictly(key: Key, value: Any, backward: bool, nullable: bool) -> Q:  # noqa: ANN401 - a column's value
    if value is None:
        return Q(**{f"{key.column}__isnull": False}) if backward else Q(pk__in=[])
    side = Q(**{f"{key.column}__{'lt' if key.descending is not backward else 'gt'}": value})
    return side | Q(**{f"{key.column}__isnull": True}) if nullable and not backward else side


def _field(model: type[Model], column: str) -> "Field[Any, Any]":
    """Follow ``holder__name`` to its field. Raises FieldDoesNotExist for a column that is none."""
    *steps, last = column.split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model  # noqa: SLF001 - Django's documented model API
        if not isinstance(related, type):
            raise FieldDoesNotExist(column)
        model = related
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)  # noqa: SLF001 - see above
    if not isinstance(field, Field):
        raise FieldDoesNotExist(column)
    return field


def _write(row: object, keys: Sequence[Key], position: int) -> str:
    values = []
    for key in keys:
        value: Any = row
        for step in key.column.split("__"):
            value = getattr(value, step)
        values.append(_plain(value))
    text = json.dumps([position, *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: object) -> str | int | None:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a list cannot be ordered by a {type(value).__name__}")


def _bearable(value: object) -> bool:
    """Whether a database can compare with a value: no floats, no number beyond 64 bits, no NUL in a text."""
    if isinstance(value, str):
        return "\x00" not in value
    return value is None or (isinstance(value, int) and -(2**63) <= value < 2**63)


def _read(model: type[Model], keys: Sequence[Key], cursor: str) -> tuple[int, list[Any]]:
    try:
        raw = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        position, values = raw[0], raw[1:]
        if not isinstance(position, int) or not 0 <= position < 2**53 or len(values) != len(keys):
            raise CursorError(cursor)
        if not all(_bearable(value) for value in values):
            raise CursorError(cursor)
        return position, [_field(model, key.column).to_python(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, ValidationError, binascii.Error) as error:
        raise CursorError(cursor) from error
