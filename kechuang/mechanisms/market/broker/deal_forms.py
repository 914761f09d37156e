"""Forms of deals: a broker claims one, the client speaks, commission is recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.auction.fields import PercentField
from kechuang.mechanisms.market.broker import projecting, wording
from kechuang.mechanisms.market.broker.forms import MoveForm, WordsForm
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.broker.rules.entering import LONGEST
from kechuang.mechanisms.market.broker.rules.moves import CLAIM
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, KitForm, YuanField
from kechuang.web.permissions import Actor


class DealWordsForm(WordsForm):
    """The client's word on a claim."""

    about = "market.brokered"

    def request(self) -> asked.DealStep:
        """Say it."""
        return asked.DealStep(brokered=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class PayForm(MoveForm):
    """Commission that was received."""

    drafts = False
    about = "market.brokered"
    elements: ClassVar[Mapping[str, str]] = {"amount": "act.amount_yuan", "paid_on": "act.day", "voucher": "act.basis"}
    amount = YuanField(label=_("Received"))
    paid_on = DayField(label=_("Received on"))
    voucher = forms.CharField(label=_("Number of the invoice or bank voucher"), max_length=80)

    def request(self) -> asked.Pay:
        """Record it."""
        values = self.cleaned_data
        return asked.Pay(
            brokered=self.case.pk, amount=values["amount"], on=values["paid_on"], voucher=values["voucher"]
        )


class ClaimForm(KitForm):
    """A broker claims a deal for one of its parties."""

    about = "market.brokered"
    owner = "market_operator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "entry": "act.target",
        "deal": "brokered.deal",
        "client": "brokered.client",
        "services": "brokered.services",
        "agreement": "brokered.agreement",
        "agreed_on": "brokered.agreed_on",
        "form": "brokered.form",
        "rate": "brokered.rate",
        "sum": "brokered.sum_yuan",
        "insisted": "act.agreed",
        "declared": "act.agreed",
    }
    key = key_field()
    entry = forms.ChoiceField(label=_("Which broker"))
    deal = forms.CharField(
        label=_("Number of the contract, demand or achievement"),
        max_length=48,
        help_text=_("As it stands on its page or on the certificate of registration."),
    )
    client = CreditCodeField(label=_("Credit code of the party that gave the commission"))
    services = forms.CharField(label=_("What was done for it"), max_length=LONGEST, widget=area(4))
    agreement = forms.CharField(label=_("Number of the written contract of commission"), max_length=64)
    agreed_on = DayField(label=_("Contract of commission signed on"))
    form = forms.ChoiceField(
        label=_("How commission was agreed"), widget=forms.RadioSelect, choices=list(wording.FORMS.items())
    )
    rate = PercentField(label=_("Share of the amount of the deal (%)"), required=False, max_length=12)
    sum = YuanField(label=_("Sum agreed"), required=False)
    insisted = forms.BooleanField(label=_("The commission is right as it stands"), required=False)
    declared = forms.BooleanField(
        label=_(
            "What is claimed is true, the contract of commission exists in writing, and what we learnt is kept secret."
        ),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.fields["key"].initial = chance.random_id()
        units = bodies_with(actor, CLAIM, on)
        rows = BrokerEntry.objects.filter(case__holder__in=units, case__state="ACTIVE").select_related("case")
        field: Any = self.fields["entry"]
        field.choices = [(str(row.pk), f"{row.name} · {wording.level(row.level)}") for row in rows.order_by("name")]
        if not field.choices:
            field.help_text = _("No broker of your unit stands active in the register; apply for an entry first.")

    def clean(self) -> dict[str, Any]:
        """Find the deal and the party; a number that leads to nothing says so."""
        values = super().clean() or self.cleaned_data
        self.found = projecting.find_deal(values.get("deal") or "")
        if values.get("deal") and self.found is None:
            self.add_error("deal", gettext("No contract, demand or achievement of this node bears this number."))
        self.party = Body.objects.filter(code=values.get("client") or "-").first()
        if values.get("client") and self.party is None:
            self.add_error("client", gettext("No body of this node bears this code."))
        return values

    def request(self) -> asked.Claim:
        """Claim. Raises ValueError for a form that was not found valid."""
        values = self.cleaned_data
        if self.found is None or self.party is None:
            raise ValueError("the form is not valid")
        agreement = asked.Agreement(
            number=values["agreement"],
            signed_on=values["agreed_on"],
            form=values["form"],
            rate=values["rate"],
            sum_yuan=values["sum"],
            insisted=values["insisted"],
        )
        return asked.Claim(
            case=chance.uuid7(),
            entry=UUID(values["entry"]),
            deal=self.found.pk,
            client=self.party.pk,
            services=values["services"],
            agreement=agreement,
            declared=values["declared"],
        )


DEAL_FORMS: dict[str, type[MoveForm]] = {
    **dict.fromkeys(("consent", "decline"), DealWordsForm),
    "pay": PayForm,
}
