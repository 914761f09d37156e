"""Forms of registrations of interest: the buyer's own, and those of the operator."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.listing import queries, wording
from kechuang.mechanisms.market.listing.forms import QUIET, StepForm, papers_of
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.moves import REGISTER
from kechuang.mechanisms.market.listing.term_forms import SHORT
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField
from kechuang.web.permissions import Actor


class RegisterForm(EvidenceForm):
    """A body registers its interest."""

    about = "market.interest"
    owner = "firm_clerk"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "body": "act.body",
        "agent": "act.contact",
        "relation": "act.choice",
        "ground": "act.reason",
        "file": "act.evidence",
        "declared": "act.declared",
        "undertaken": "act.agreed",
    }
    key = key_field()
    body = forms.ChoiceField(label=_("For which body"))
    agent = forms.CharField(label=_("Authorised agent"), required=False, max_length=80)
    relation = forms.ChoiceField(label=_("Related to the seller as"), required=False)
    ground = forms.CharField(
        label=_("Right of a completer, if you claim one"), required=False, max_length=SHORT, widget=area(2)
    )
    file = EvidenceField(label=_("Licence, authorisation, proof that the conditions are met"), required=False)
    undertaken = forms.BooleanField(
        label=_("We have read the listing, accept its terms, and agree with no other buyer"), required=False
    )

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.listing, self.bodies = listing, bodies_with(self.actor, REGISTER, self.on)
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["body"].choices = [(pk, body.name) for pk, body in self.bodies.items()]
        fields["relation"].choices = [("", _("not related")), *wording.RELATIONS.items()]
        if len(self.bodies) == 1:
            fields["body"].initial = next(iter(self.bodies))

    def request(self) -> asked.Register:
        """Register."""
        values, body, case = self.cleaned_data, self.bodies[self.cleaned_data["body"]], self.listing.case
        return asked.Register(
            case=chance.uuid7(),
            listing=self.listing.pk,
            body=body.pk,
            body_name=body.name,
            authority=case.authority,
            office=case.office_id,
            place=case.place,
            files=papers_of(self),
            **{name: values[name] for name in ("agent", "relation", "ground", "undertaken")},
        )


class InterestStepForm(StepForm):
    """The base of the steps on a registration."""

    about = "market.interest"


class JudgeForm(InterestStepForm):
    """Qualify a registration, refuse it, or take it back."""

    elements: ClassVar[Mapping[str, str]] = {"met": "act.choice", "text": "act.reason"}
    met = forms.MultipleChoiceField(
        label=_("Conditions that are met"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("Reason"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if self.move in QUIET:
            fields["text"].label, fields["text"].required = _("Note"), False
        conditions = queries.seen(self.case.listing_interest.listing_id).terms.conditions
        if self.move == "qualify" and conditions:
            fields["met"].choices = [(each, each) for each in conditions]
        else:
            del fields["met"]

    def request(self) -> asked.Judge:
        """Judge."""
        values = self.cleaned_data
        return asked.Judge(case=self.case.pk, move=self.move, text=values["text"], met=tuple(values.get("met") or ()))


class DepositForm(InterestStepForm):
    """A deposit came in."""

    elements: ClassVar[Mapping[str, str]] = {
        "amount": "act.amount_yuan",
        "payer": "act.text",
        "paid_on": "act.day",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    amount = YuanField(label=_("Amount"))
    payer = forms.CharField(label=_("Name of the account"), max_length=200)
    paid_on = DayField(label=_("Received on"))
    file = EvidenceField(label=_("Voucher of the bank"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = self.case.listing_interest.listing.deposit
        self.fields["paid_on"].initial = self.on

    def request(self) -> asked.TakeDeposit:
        """Note it."""
        values = self.cleaned_data
        return asked.TakeDeposit(
            case=self.case.pk,
            files=papers_of(self),
            **{name: values[name] for name in ("amount", "payer", "paid_on")},
        )


class RefundForm(KitForm):
    """A deposit went back."""

    about = "market.interest"
    owner = "market_operator"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"agreed": "act.agreed"}
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agreed = forms.BooleanField(label=_("It went back to the account from which it came"))

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 - as the other steps
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version

    def request(self) -> asked.Refund:
        """Note it."""
        return asked.Refund(case=self.case.pk)


INTEREST_FORMS: dict[str, type[Any]] = {
    **dict.fromkeys(("qualify", "refuse", "pull_out"), JudgeForm),
    "deposit": DepositForm,
    "refund": RefundForm,
}
