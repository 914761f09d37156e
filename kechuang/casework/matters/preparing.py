"""A clerk prepares a matter, an authorised person submits it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.matters import actions
from kechuang.casework.matters.forms import SubmitForm
from kechuang.casework.matters.moves import SUBMIT
from kechuang.casework.standard import preparing
from kechuang.casework.standard.preparing import Files, Preparable
from kechuang.web.permissions import Actor


def _form(data: Any, files: Files, actor: Actor, on: date) -> SubmitForm:  # noqa: ANN401 - what a form reads
    return SubmitForm(data, files, actor=actor, on=on)


def _do(form: SubmitForm, actor: Actor, key: str) -> Outcome:
    return actions.submit(form.request(), by=actor, key=key)


MATTER = Preparable(
    code="matter",
    word=_("Matter"),
    prepare="matter:prepare",
    submit=SUBMIT,
    form=_form,
    body=lambda form: form.request().holder,
    title=lambda form: form.cleaned_data["title"],
    do=_do,
)


def register() -> None:
    """Let matters be prepared."""
    preparing.register(MATTER)
