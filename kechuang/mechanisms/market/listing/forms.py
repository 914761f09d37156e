"""Forms of the steps of a listing and of registrations of interest."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.demand.fields import area
from kechuang.mechanisms.market.listing import actions, handing
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.terms import INSTALMENTS
from kechuang.mechanisms.market.listing.term_forms import SHORT, AmendForm, RestartForm
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, YuanField
from kechuang.web.permissions import Actor

# Steps whose words may be left out.
QUIET = frozenset({"accept", "conclude", "qualify", "pull_out"})


def papers_of(form: Any) -> tuple[asked.Paper, ...]:  # noqa: ANN401 - a form with a file
    """Give the kept file of a form as requests carry it."""
    kept = form.cleaned_data.get("file")
    return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class StepForm(EvidenceForm):
    """The base of the steps: the key under which one is sent once, the version of the case that was read."""

    about = "market.listing"
    owner = "market_operator"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.case, self.move = case, move
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["version"].initial = case.version
        if not self.file_names:
            del fields["declared"]

    @property
    def row(self) -> Listing:
        """Give the listing."""
        row: Listing = self.case.listing
        return row


class WordsForm(StepForm):
    """A step that needs words, or none but the will to take it."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move in QUIET:
            self.fields["text"].label, self.fields["text"].required = _("Note"), False

    def request(self) -> Any:  # noqa: ANN401 - each step has its own
        """Take it."""
        parties = actions.parties(self.case.pk) if self.move in {"delist", "conclude"} else ()
        return asked.Step(listing=self.case.pk, move=self.move, text=self.cleaned_data["text"], parties=parties)


class PublishForm(StepForm):
    """The listing goes out."""

    elements: ClassVar[Mapping[str, str]] = {
        "start": "act.day",
        "newspaper": "act.target",
        "newspaper_on": "act.day",
        "checked": "act.agreed",
    }
    start = DayField(label=_("On offer from"))
    newspaper = forms.CharField(label=_("Newspaper, where it appears in one"), required=False, max_length=120)
    newspaper_on = DayField(label=_("It appears there on"), required=False)
    checked = forms.BooleanField(
        label=_("Materials and ownership are in order, and no condition points to one party"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = self.on

    def request(self) -> asked.Publish:
        """Publish."""
        values = self.cleaned_data
        return asked.Publish(
            listing=self.case.pk,
            start=values["start"],
            checked=values["checked"],
            newspaper=values["newspaper"],
            newspaper_on=values["newspaper_on"],
        )


class RelistForm(StepForm):
    """Offer it again at a lower price."""

    owner = "transfer_office"
    elements: ClassVar[Mapping[str, str]] = {"base": "act.amount_yuan", "consent": "act.basis", "reason": "act.reason"}
    base = YuanField(label=_("New base price"))
    consent = forms.CharField(label=_("Written consent to a low base price (number)"), required=False, max_length=120)
    reason = forms.CharField(label=_("Why it is lower"), max_length=SHORT, widget=area(2))

    def request(self) -> asked.Relist:
        """Offer again."""
        values = self.cleaned_data
        return asked.Relist(
            listing=self.case.pk, base=values["base"], consent=values["consent"], reason=values["reason"]
        )


class RevealForm(StepForm):
    """Open the secret reserve."""

    owner = "transfer_office"
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"amount": "act.amount_yuan", "phrase": "act.text"}
    amount = YuanField(label=_("Secret reserve price"))
    phrase = forms.CharField(label=_("Phrase that opens it"), max_length=80)

    def request(self) -> asked.Reveal:
        """Open it."""
        values = self.cleaned_data
        return asked.Reveal(listing=self.case.pk, amount=values["amount"], phrase=values["phrase"])


class HandOverForm(StepForm):
    """Enter the lot of the competitive round into a sale."""

    elements: ClassVar[Mapping[str, str]] = {"sale": "act.choice"}
    sale = forms.ChoiceField(
        label=_("Sale by auction"), help_text=_("A sale that is still a draft; the lot is entered with the listing.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        house, field = handing.house(), self.fields["sale"]
        field.choices = list(house.sales(self.actor, self.on)) if house else []  # type: ignore[attr-defined]  # a choice field


class ConfirmForm(StepForm):
    """Confirm the deal."""

    elements: ClassVar[Mapping[str, str]] = {"price": "act.amount_yuan", "agreed": "act.agreed"}
    price = YuanField(label=_("Price of the deal"), help_text=_("Not below the base price"))
    agreed = forms.BooleanField(label=_("Both sides have signed the confirmation of the deal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.case.state == "BIDDING":
            del self.fields["price"]
        else:
            self.fields["price"].initial = self.row.base

    def request(self) -> asked.Confirm:
        """Confirm."""
        price: Decimal | None = self.cleaned_data.get("price")
        return asked.Confirm(listing=self.case.pk, price=price, parties=actions.parties(self.case.pk))


class SignForm(StepForm):
    """The contract is signed."""

    owner = "transfer_office"
    elements: ClassVar[Mapping[str, str]] = {
        "number": "act.basis",
        "signed_on": "act.day",
        "price": "act.amount_yuan",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    number = forms.CharField(label=_("Number of the contract"), max_length=64)
    signed_on = DayField(label=_("Signed on"))
    price = YuanField(label=_("Price in the contract"))
    file = EvidenceField(label=_("The contract"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["price"].initial, self.fields["signed_on"].initial = self.row.price, self.on

    def request(self) -> asked.Sign:
        """Sign."""
        values = self.cleaned_data
        return asked.Sign(
            listing=self.case.pk,
            number=values["number"],
            signed_on=values["signed_on"],
            price=values["price"],
            files=papers_of(self),
        )


class PayForm(StepForm):
    """Money came in."""

    elements: ClassVar[Mapping[str, str]] = {"amount": "act.amount_yuan", "payer": "act.text", "paid_on": "act.day"}
    amount = YuanField(label=_("Amount"))
    payer = forms.CharField(label=_("Name of the account"), max_length=200)
    paid_on = DayField(label=_("Received on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        row, fields = self.row, self.fields
        won = Interest.objects.filter(listing=row, case__state="WON").first()
        left = (row.price or Decimal(0)) - row.paid - (won.deposit if won else Decimal(0))
        if row.terms["payment"] != INSTALMENTS or row.paid:
            fields["amount"].initial = left
        fields["paid_on"].initial = self.on

    def request(self) -> asked.Pay:
        """Note it."""
        values = self.cleaned_data
        return asked.Pay(
            listing=self.case.pk,
            parties=actions.parties(self.case.pk),
            **{name: values[name] for name in ("amount", "payer", "paid_on")},
        )


class DefaultForm(WordsForm):
    """The buyer does not stand by the deal."""

    def request(self) -> asked.Default:
        """Say so."""
        parties = actions.parties(self.case.pk)
        return asked.Default(listing=self.case.pk, parties=parties, reason=self.cleaned_data["text"])


class CloseForm(StepForm):
    """The deal is attested."""

    elements: ClassVar[Mapping[str, str]] = {"certificate": "act.basis"}
    certificate = forms.CharField(label=_("Number of the attestation"), max_length=64)

    def request(self) -> asked.Close:
        """Close."""
        return asked.Close(listing=self.case.pk, certificate=self.cleaned_data["certificate"])


FORMS: dict[str, type[Any]] = {
    "amend": AmendForm,
    **dict.fromkeys(("accept", "send_back", "refuse", "delist", "conclude"), WordsForm),
    "list": PublishForm,
    "restart": RestartForm,
    "reveal": RevealForm,
    "hand_over": HandOverForm,
    "confirm": ConfirmForm,
    "sign": SignForm,
    "pay": PayForm,
    "default": DefaultForm,
    "close": CloseForm,
    "relist": RelistForm,
}
