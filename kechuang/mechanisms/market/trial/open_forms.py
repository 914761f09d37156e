"""Forms of open licences: the declaration, publication, withdrawal, and the use by a licensee."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.mechanisms.market.demand.fields import area
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.trial import wording
from kechuang.mechanisms.market.trial.form_parts import Move, Opening, OpeningAtOffice, PriceFields, SayForm, papers
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.law import LONGEST, SHORT
from kechuang.mechanisms.market.trial.rules.moves import DECLARE, TAKE
from kechuang.web import chance
from kechuang.web.forms import DayField, YuanField


class DeclareForm(OpeningAtOffice, PriceFields, EvidenceForm):
    """A patentee declares an open licence: number, fee and payment, term, in plain words."""

    about = "market.open_licence"
    owner = "transfer_office"
    permission = DECLARE
    field_order = ("holder", "result", "number", "legal", "form", "amount", "base", "share", "payment", "until")
    elements: ClassVar[Mapping[str, str]] = {
        "result": "act.target",
        "number": "act.basis",
        "legal": "act.choice",
        "form": "act.choice",
        "amount": "act.amount_yuan",
        "base": "act.choice",
        "share": "act.count",
        "payment": "act.text",
        "until": "act.until",
        "text": "act.note",
        "consent": "act.basis",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    result = forms.ChoiceField(label=_("Achievement"))
    number = forms.CharField(label=_("Patent number"), max_length=40, help_text=_("With its check digit, as granted."))
    legal = forms.ChoiceField(
        label=_("State in the patent register"), help_text=_("As the extract of the register says on this day.")
    )
    payment = forms.CharField(label=_("How and when the fee is paid"), max_length=SHORT, widget=area(2))
    until = DayField(label=_("Open until"))
    text = forms.CharField(
        label=_("What the patent is about"),
        required=False,
        max_length=LONGEST,
        widget=area(3),
        help_text=_("Facts only: words of advertising are refused."),
    )
    consent = forms.CharField(
        label=_("Written consent of the pledgee"),
        required=False,
        max_length=200,
        help_text=_("Only for a pledged patent: number and day of the document."),
    )
    file = EvidenceField(label=_("Extract of the patent register"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lay_prices()
        fields: Any = self.fields
        rows = Achievement.objects.filter(unit__in=list(self.holders), public=True, kind="patent").order_by("-case")
        fields["result"].choices = [(str(row.pk), row.name) for row in rows[:500]]
        fields["legal"].choices = list(wording.LEGAL.items())

    def request(self) -> asked.Declare:
        """Declare. Raises ValueError for a form that was not found valid."""
        if self.office is None:
            raise ValueError("the form is not valid")
        values = self.cleaned_data
        return asked.Declare(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            unit=self.body.pk,
            result=UUID(values["result"]),
            number=values["number"],
            fee=self.price(),
            payment=values["payment"],
            until=values["until"],
            legal=values["legal"],
            text=values["text"],
            consent=values["consent"],
            files=papers(values.get("file")),
        )


class PublishForm(Move):
    """The office publishes what nothing bars."""

    about = "market.open_licence"
    owner = "market_operator"
    elements: ClassVar[Mapping[str, str]] = {"checked": "act.agreed"}
    checked = forms.BooleanField(label=_("Number, patentee and state were compared with the patent register."))

    def request(self) -> asked.Step:
        """Publish."""
        return asked.Step(case=self.case.pk, result=self.case.open_licence.result_id, deal=chance.uuid7())


class RefuseForm(SayForm):
    """Refuse or withdraw a declaration."""

    about = "market.open_licence"

    def request(self) -> asked.Step:
        """Say so."""
        return asked.Step(case=self.case.pk, result=self.case.open_licence.result_id, text=self.cleaned_data["text"])


class NotifyForm(Opening):
    """A licensee takes an open licence by a notice."""

    about = "market.open_use"
    owner = "firm_clerk"
    permission = TAKE
    elements: ClassVar[Mapping[str, str]] = {"use": "act.text", "agreed": "act.agreed"}
    use = forms.CharField(label=_("What it will be used for"), max_length=LONGEST, widget=area(4))
    agreed = forms.BooleanField(label=_("We take the licence at the declared fee and pay it as declared."))

    def __init__(self, *args: Any, offer: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.licence = offer
        self.fields["holder"].label = _("Your firm")

    def request(self) -> asked.Notify:
        """Take it."""
        return asked.Notify(
            case=chance.uuid7(),
            licence=self.licence,
            firm=self.body.pk,
            county=self.body.place,
            use=self.cleaned_data["use"],
        )


class ConfirmForm(Move):
    """The fee was paid as declared."""

    about = "market.open_use"
    elements: ClassVar[Mapping[str, str]] = {
        "paid_on": "act.day",
        "amount": "act.amount_yuan",
        "reference": "act.basis",
    }
    paid_on = DayField(label=_("Fee paid on"))
    amount = YuanField(label=_("Amount paid (yuan)"))
    reference = forms.CharField(label=_("Reference of the payment"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = self.on

    def request(self) -> asked.Confirm:
        """Confirm."""
        values = self.cleaned_data
        return asked.Confirm(
            case=self.case.pk,
            result=self.case.open_use.licence.result_id,
            deal=chance.uuid7(),
            paid_on=values["paid_on"],
            amount=values["amount"],
            reference=values["reference"],
        )


class DropForm(SayForm):
    """The licensee takes its notice back."""

    about = "market.open_use"
    owner = "firm_clerk"


class FileForm(Move):
    """The deal was filed with the patent office."""

    about = "market.open_use"
    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis", "filed_on": "act.day"}
    number = forms.CharField(label=_("Number of the filing"), max_length=64)
    filed_on = DayField(label=_("Filing recorded on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["filed_on"].initial = self.on

    def request(self) -> asked.File:
        """File."""
        values = self.cleaned_data
        return asked.File(case=self.case.pk, number=values["number"], on=values["filed_on"])


LICENCE_STEPS: dict[str, type[Any]] = {"publish": PublishForm, "refuse": RefuseForm, "take_back": RefuseForm}
USE_STEPS: dict[str, type[Any]] = {"confirm": ConfirmForm, "drop": DropForm, "file": FileForm}
