"""The form by which a bid from the floor or the telephone is entered."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.auction.forms import MarketForm
from kechuang.web.forms import YuanField


class FloorForm(MarketForm):
    """A bid that the desk enters: paddle and amount."""

    about = "market.lot"
    owner = "auctioneer"
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {
        "paddle": "act.target",
        "amount": "act.amount_yuan",
        "channel": "act.choice",
    }
    paddle = forms.CharField(label=_("Paddle"), max_length=8, widget=forms.TextInput(attrs={"autofocus": True}))
    amount = YuanField(label=_("Amount"))
    channel = forms.ChoiceField(label=_("From"), choices=[("floor", _("the floor")), ("phone", _("the telephone"))])
