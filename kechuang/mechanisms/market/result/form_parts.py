"""Parts that the forms of achievements and rights share: bodies to act for, offices to act with, rows of fields."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.reading import Reading
from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body, Grant
from kechuang.web.permissions import ROLES, Actor, below, holding
from kechuang.web.refusals import sentence

MOST_OFFICES = 200


def area(rows: int = 4) -> forms.Textarea:
    """Give a text area."""
    return forms.Textarea(attrs={"rows": rows})


def acting_for(actor: Actor, permission: str, on: date) -> dict[UUID, Body]:
    """Give the bodies for which an actor holds a permission."""
    mine = [held.body for held in holding(actor, permission, on=on)]
    return {body.pk: body for body in Body.objects.filter(pk__in=mine).order_by("name")}


def offices(permission: str) -> dict[UUID, Body]:
    """Give the bodies with an authority in which somebody holds a permission: markets, registers."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions and role.reach != "own_body"]
    held = Grant.objects.filter(role__in=roles, valid_to__isnull=True).values("body_id")
    rows = Body.objects.filter(pk__in=held, valid_to__isnull=True).exclude(authority="")
    return {body.pk: body for body in rows.order_by("place", "name")[:MOST_OFFICES]}


def near(found: Iterable[Body], place: str) -> list[Body]:
    """Give those whose place holds a division, the nearest first."""
    fitting = [body for body in found if below(place, body.place)]
    return sorted(fitting, key=lambda body: (-len(body.place.rstrip("0")), body.name))


def choose(form: Any, name: str, bodies: Sequence[Body]) -> None:  # noqa: ANN401 - a form of this package
    """Offer bodies; a single one is not asked for."""
    field: Any = form.fields[name]
    field.choices = [(str(body.pk), body.name) for body in bodies]
    if len(bodies) == 1:
        field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()


def chosen(form: Any, name: str, bodies: dict[UUID, Body]) -> Body | None:  # noqa: ANN401 - a form of this package
    """Give the body that was chosen, or the only one."""
    field: Any = form.fields[name]
    picked = form.cleaned_data.get(name) or field.initial
    try:
        return bodies.get(UUID(str(picked))) if picked else None
    except ValueError:
        return None


class ReadField(forms.CharField):
    """Text that a kernel function reads; the cleaned value is the ``text`` of what it gives."""

    def __init__(self, read: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(**kwargs)
        self.read = read

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read the text."""
        text = super().clean(value)
        if not text:
            return ""
        reading: Reading[Any] = self.read(text)
        if reading.fault is not None or reading.value is None:
            raise forms.ValidationError(said(reading))
        return reading.value.text if hasattr(reading.value, "text") else reading.value


def said(reading: Reading[Any]) -> str:
    """Give the sentence of what is wrong."""
    fault = reading.fault
    return sentence(Refusal(fault.code, dict(fault.values))) if fault else ""


def tidy(codes: str) -> tuple[str, ...]:
    """Give the codes in a field, separated by blanks or commas of any kind."""
    for mark in "，、,;；\n":
        codes = codes.replace(mark, " ")
    return tuple(dict.fromkeys(codes.split()))


MORE_ROWS = _("Empty lines are left out. Save to get more lines.")
