"""A firm's clerk prepares a demand, an authorised person submits it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.standard import preparing
from kechuang.casework.standard.preparing import Files, Preparable
from kechuang.mechanisms.market.demand import actions
from kechuang.mechanisms.market.demand.forms import DemandForm
from kechuang.mechanisms.market.demand.rules.moves import PREPARE, SUBMIT
from kechuang.web.permissions import Actor


def _form(data: Any, _files: Files, actor: Actor, on: date) -> DemandForm:  # noqa: ANN401 - what a form reads
    return DemandForm(data, actor=actor, on=on)


def _do(form: DemandForm, actor: Actor, key: str) -> Outcome:
    return actions.submit(form.request(), by=actor, key=key)


DEMAND = Preparable(
    code="market-demand",
    word=_("Technology demand"),
    prepare=PREPARE,
    submit=SUBMIT,
    form=_form,
    body=lambda form: form.request().holder,
    title=lambda form: form.cleaned_data["title"],
    do=_do,
)


def register() -> None:
    """Let demands be prepared."""
    preparing.register(DEMAND)
