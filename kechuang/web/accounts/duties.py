"""A person's duties from three tables in one query: plain grants, filled posts, posts delegated to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Field, IntegerField, JSONField, Q, UUIDField, Value
from django.db.models.functions import Cast

from kechuang.web.accounts.models import Filling, Grant

GRANT, FILLING, DELEGATION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """One grant, filling or delegation: the role or the post's roles, and every span of days that bounds it."""

    source: int
    role: str
    roles: list[str] | None
    body: UUID
    body_kind: str
    place: str
    authority: str
    post: UUID | None
    giver: UUID | None
    starts: tuple[date, ...]
    ends: tuple[date, ...]


def rows_of(person: UUID) -> Sequence[Row]:
    """Give everything that a person holds, in force or not: grants first, then posts, then delegated posts."""
    rows = sorted(_union(person), key=lambda row: (row[0], row[1], row[10]))
    return [_row(row) for row in rows]


def _row(row: tuple[Any, ...]) -> Row:
    source, _key, role, roles, body, kind, place, authority, post, giver, *days = row
    starts, ends = (tuple(day for day in each if day is not None) for each in (days[0::2], days[1::2]))
    return Row(source, role, roles, body, kind, place, authority, post, giver, starts, ends)


def _union(person: UUID) -> Any:  # noqa: ANN401 - rows of a union of three tables
    day = _nothing(DateField())
    grants = Grant.objects.filter(person=person).values_list(
        *(_number(GRANT), "pk", "role", _nothing(JSONField())),
        *("body", "body__kind", "body__place", "body__authority", _nothing(UUIDField()), _nothing(UUIDField())),
        *("valid_from", "valid_to", day, day, day, day),
    )
    fillings = Filling.objects.filter(person=person).values_list(
        *(_number(FILLING), "pk", Value(""), "post__roles"),
        *("post__body", "post__body__kind", "post__body__place", "post__body__authority"),
        *("post", _nothing(UUIDField())),
        *("valid_from", "valid_to", "post__valid_from", "post__valid_to", day, day),
    )
    mine = Q(post__delegations__taker=person, post__delegations__giver=F("person"))
    delegated = Filling.objects.filter(mine).values_list(
        *(_number(DELEGATION), "pk", Value(""), "post__roles"),
        *("post__body", "post__body__kind", "post__body__place", "post__body__authority"),
        *("post", "person"),
        *("valid_from", "valid_to", "post__valid_from", "post__valid_to"),
        *("post__delegations__valid_from", "post__delegations__valid_to"),
    )
    return grants.union(fillings, delegated, all=True)


def _nothing(field: Field[Any, Any]) -> Cast:
    """Give a NULL that every database knows to be of a type, so that it may stand in a union."""
    return Cast(Value(None), field)


def _number(value: int) -> Value:
    return Value(value, IntegerField())
