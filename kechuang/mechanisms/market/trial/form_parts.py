"""What the forms of this package share: a price with its cap, who acts, the short moves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.mechanisms.market.demand.fields import WanField, area, bodies_with, decimal_of
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.trial import wording
from kechuang.mechanisms.market.trial.actions import office_for
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.law import LONGEST
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm
from kechuang.web.permissions import Actor

HUNDRED = Decimal(100)
PRICE = ("form", "amount", "base", "share")


def papers(kept: Any) -> tuple[asked.Paper, ...]:  # noqa: ANN401 - a kept file or None
    """Give a kept file as a request names it."""
    return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class PriceFields(forms.Form):
    """The fields of a price formula."""

    form = forms.ChoiceField(label=_("Form of the price"))
    amount = WanField(
        label=_("Lump sum or entry fee"), required=False, help_text=_("In 10,000 yuan; 0 where nothing is asked.")
    )
    base = forms.ChoiceField(label=_("Royalty on"), required=False)
    share = forms.CharField(label=_("Royalty in percent"), required=False, max_length=12)

    def lay_prices(self) -> None:
        """Give the choices their words."""
        fields: Any = self.fields
        fields["form"].choices = list(wording.FORMS.items())
        fields["base"].choices = [("", gettext("choose")), *wording.BASES.items()]

    def clean_share(self) -> Decimal | None:
        """Read a royalty in percent."""
        raw = str(self.cleaned_data.get("share") or "").strip().removesuffix("%").removesuffix("％")
        return decimal_of(raw) / HUNDRED if raw else None

    def price(self) -> Price:
        """Give the price."""
        values = self.cleaned_data
        kind = values["form"]
        royal = kind in {"entry_royalty", "royalty"}
        return Price(
            form=kind,
            amount=None if kind == "royalty" else values.get("amount"),
            base=(values.get("base") or "") if royal else "",
            share=values.get("share") if royal else None,
        )


class Opening(KitForm):
    """The base of forms that open a case for one of the person's bodies."""

    renew_by = UNTIL
    permission: ClassVar[str] = ""
    elements: ClassVar[Mapping[str, str]] = {"holder": "act.body"}
    key = key_field()
    holder = forms.ChoiceField(label=_("Acting for"))

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        # Only a form that takes files hands on who acts and when.
        both = {"actor": actor, "on": on} if isinstance(self, EvidenceForm) else {}
        super().__init__(*args, **kwargs, **both)
        self.actor, self.on = actor, on
        self.fields["key"].initial = chance.random_id()
        self.holders = bodies_with(actor, self.permission, on)
        field: Any = self.fields["holder"]
        field.choices = [(pk, body.name) for pk, body in self.holders.items()]
        if len(self.holders) == 1:
            field.initial = next(iter(self.holders))

    @property
    def body(self) -> Body:
        """The body acted for, once the form is valid. Raises KeyError before."""
        return self.holders[str(self.cleaned_data["holder"])]


class OpeningAtOffice(Opening):
    """The base of forms that open a case at the office that runs the market of the place."""

    def clean(self) -> dict[str, Any]:
        """There must be an office that runs the market of the place."""
        values = super().clean() or self.cleaned_data
        body = self.holders.get(str(values.get("holder", "")))
        self.office = office_for(body.place) if body else None
        if body is not None and self.office is None:
            self.add_error("holder", gettext("No office on this node runs the market of this place."))
        return values


class Move(OwnMoveForm):
    """The base of the short moves."""

    about = "market.trial"
    owner = "transfer_office"
    renew_by = UNTIL


class MoveWithFile(EvidenceForm):
    """The base of moves that may carry a file."""

    about = "market.trial"
    owner = "firm_clerk"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.case, self.move = case, move
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version


class SayForm(Move):
    """A move that needs only its reason."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area(4))

    def request(self) -> Any:  # noqa: ANN401 - a request of another kind for declarations
        """Say so."""
        return asked.Said(case=self.case.pk, text=self.cleaned_data["text"])
