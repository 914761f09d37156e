"""An inventor or a clerk prepares an achievement, the transfer office hands it in: draft is not submission."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.standard import preparing
from kechuang.casework.standard.preparing import Files, Preparable
from kechuang.mechanisms.market.result import actions
from kechuang.mechanisms.market.result.forms import SubmitForm
from kechuang.mechanisms.market.result.rules.moves import PREPARE, SUBMIT
from kechuang.web.permissions import Actor


def _form(data: Any, files: Files, actor: Actor, on: date) -> SubmitForm:  # noqa: ANN401 - what a form reads
    return SubmitForm(data, files, actor=actor, on=on)


def _do(form: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - the form of this module
    return actions.submit(form.request(), by=actor, key=key)


RESULT = Preparable(
    code="market-result",
    word=_("Achievement"),
    prepare=PREPARE,
    submit=SUBMIT,
    form=_form,
    body=lambda form: form.request().unit,
    title=lambda form: form.cleaned_data["name"],
    do=_do,
)


def register() -> None:
    """Let achievements be prepared."""
    preparing.register(RESULT)
