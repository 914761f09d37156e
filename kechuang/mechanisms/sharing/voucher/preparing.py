"""A firm's clerk prepares an application for a right or an order; the firm's authorised person submits it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.standard import preparing
from kechuang.casework.standard.preparing import Files, Preparable
from kechuang.mechanisms.sharing.voucher import files
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.form_acts.orders import ORDER_ACTS
from kechuang.mechanisms.sharing.voucher.form_acts.rights import RIGHT_ACTS
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm, Subject
from kechuang.web.permissions import Actor


def _form(act: FormAct) -> Callable[[Any, Files, Actor, date], ActForm]:
    def make(data: Any, given: Files, actor: Actor, on: date) -> ActForm:  # noqa: ANN401 - what a form reads
        return act.form(data, given, subject=Subject(actor, on))

    return make


def _do(act: FormAct) -> Callable[[ActForm, Actor, str], Outcome]:
    def hand_over(form: ActForm, actor: Actor, key: str) -> Outcome:
        return act.do(form.request(), by=actor, key=key)

    return hand_over


def carry(values: dict[str, list[str]], giver: Actor, taker: Actor) -> dict[str, list[str]]:
    """Sign the kept files of the person who prepared for the person who submits."""
    found = dict(values)
    for name, texts in values.items():
        handed = files.remembered(texts[0], giver) if name.endswith("_kept") and texts else None
        if handed is not None:
            found[name] = [files.token(handed, taker)]
    return found


def _holder(form: Any) -> UUID:  # noqa: ANN401 - the form of either act
    request = form.request()
    return request.holder if hasattr(request, "holder") else request.right.holder


def register() -> None:
    """Let both be prepared."""
    [apply] = [act for act in RIGHT_ACTS if act.opens]
    [reserve] = [act for act in ORDER_ACTS if act.opens]
    right = Preparable(
        code="voucher-right",
        word=_("Claim right of vouchers"),
        prepare="right:prepare",
        submit=apply.entry.permission,
        form=_form(apply),
        body=_holder,
        title=lambda form: str(form.holders[_holder(form)].name),
        do=_do(apply),
        carry=carry,
    )
    order = Preparable(
        code="voucher-order",
        word=_("Voucher order"),
        prepare="order:prepare",
        submit=reserve.entry.permission,
        form=_form(reserve),
        body=_holder,
        title=lambda form: form.cleaned_data["contract_no"],
        do=_do(reserve),
        carry=carry,
    )
    for entry in (right, order):
        preparing.register(entry, reads=("voucher:read",))
