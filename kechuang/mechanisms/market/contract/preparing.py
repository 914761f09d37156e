"""A firm's clerk prepares a contract, an authorised person brings it to the registering body."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.standard import preparing
from kechuang.casework.standard.preparing import Files, Preparable
from kechuang.mechanisms.market.contract import actions
from kechuang.mechanisms.market.contract.forms import NEW_FOR_PARTY, ContractForm
from kechuang.mechanisms.market.contract.rules.moves import PREPARE, SUBMIT
from kechuang.web.permissions import Actor


def _form(data: Any, files: Files, actor: Actor, on: date) -> ContractForm:  # noqa: ANN401 - what a form reads
    return ContractForm(data, files, mode=NEW_FOR_PARTY, actor=actor, on=on)


def _do(form: Any, actor: Actor, key: str) -> Outcome:  # noqa: ANN401 - the form of this module
    return actions.bring(form.request(), by=actor, key=key)


CONTRACT = Preparable(
    code="market-contract",
    word=_("Technology contract"),
    prepare=PREPARE,
    submit=SUBMIT,
    form=_form,
    body=lambda form: form.body_of("holder").pk,
    title=lambda form: form.cleaned_data["title"],
    do=_do,
)


def register() -> None:
    """Let contracts be prepared."""
    preparing.register(CONTRACT)
