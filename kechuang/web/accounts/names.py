"""What a body was called on a day: the name of then on old papers, of today on lists."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from kechuang.web.accounts.models import Body, BodyName


def names_on(asked: Iterable[tuple[Body, date]]) -> dict[tuple[UUID, date], str]:
    """Give the names of bodies on days (one query); a body that was never renamed has one name."""
    pairs = [(body, on) for body, on in asked if body is not None]
    known: dict[UUID, list[BodyName]] = {}
    for row in BodyName.objects.filter(body__in={body.pk for body, _on in pairs}).order_by("valid_from"):
        known.setdefault(row.body_id, []).append(row)
    return {(body.pk, on): _name(body, known.get(body.pk, []), on) for body, on in pairs}


def name_on(body: Body, on: date) -> str:
    """Give a body's name on a day."""
    return names_on([(body, on)])[body.pk, on]


def _name(body: Body, names: list[BodyName], on: date) -> str:
    if not names:
        return body.name
    then = [row for row in names if row.valid_from <= on]
    return (then[-1] if then else names[0]).name


def rename(body: Body, name: str, name_en: str, on: date) -> None:
    """Give a body a new name from a day on, and keep the one before with its days."""
    current = BodyName.objects.filter(body=body, valid_to=None).first()
    if current is None:
        begun = min(body.valid_from, on - timedelta(days=1))
        current = BodyName(body=body, name=body.name, name_en=body.name_en, valid_from=begun)
    if current.valid_from == on:
        current.name, current.name_en = name, name_en
        current.save()
    else:
        current.valid_to = on
        current.save()
        BodyName.objects.create(body=body, name=name, name_en=name_en, valid_from=on)
    body.name, body.name_en = name, name_en
    body.save(update_fields=["name", "name_en"])
