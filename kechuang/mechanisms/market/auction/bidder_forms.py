"""Forms of registrations: the bidder's own, and those of the admission desk."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.auction.forms import LONG, MarketForm, area
from kechuang.web.accounts.models import Body
from kechuang.web.forms import DayField, YuanField


class RegisterForm(MarketForm):
    """A body registers to bid."""

    about = "market.bidder"
    owner = "firm_clerk"
    elements: ClassVar[Mapping[str, str]] = {
        "body": "act.body",
        "agent": "act.contact",
        "payer": "act.text",
        "ground": "act.reason",
        "undertaken": "act.agreed",
    }
    body = forms.ChoiceField(label=_("For which body"))
    agent = forms.CharField(label=_("Authorised agent"), required=False, max_length=80)
    payer = forms.CharField(
        label=_("Name of the account from which the deposit comes"),
        required=False,
        max_length=200,
        help_text=_("It must be the body's own. Empty: the name of the body."),
    )
    ground = forms.CharField(
        label=_("Right of a completer, if you claim one"), required=False, max_length=LONG, widget=area(2)
    )
    undertaken = forms.BooleanField(
        label=_("We have read the rules, are not bound to the seller or the operator, and agree with no other bidder"),
        required=False,
    )

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        field: Any = self.fields["body"]
        field.choices = [(pk, body.name) for pk, body in self.bodies.items()]
        if len(self.bodies) == 1:
            field.initial = next(iter(self.bodies))


class QualifyForm(MarketForm):
    """Qualify a registration, with the rank of a completer's right."""

    about = "market.bidder"
    elements: ClassVar[Mapping[str, str]] = {"rank": "act.choice", "text": "act.note"}
    rank = forms.IntegerField(
        label=_("Rank of the completer's right"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Empty: no right of first refusal"),
    )
    text = forms.CharField(label=_("Note"), required=False, max_length=LONG, widget=area(2))

    def __init__(self, *args: Any, completers: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if completers:
            field: Any = forms.TypedChoiceField(
                label=self.fields["rank"].label,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("No right of first refusal")), *completers],
                help_text=_("The completers of the registered result, in their order"),
            )
            self.fields["rank"] = field


class DepositForm(MarketForm):
    """A deposit came in."""

    about = "market.bidder"
    elements: ClassVar[Mapping[str, str]] = {"amount": "act.amount_yuan", "payer": "act.text", "paid_on": "act.day"}
    amount = YuanField(label=_("Amount"))
    payer = forms.CharField(label=_("Name of the account"), max_length=200)
    paid_on = DayField(label=_("Received on"))
