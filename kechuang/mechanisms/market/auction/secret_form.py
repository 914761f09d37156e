"""The form by which another browser takes a paddle."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.web.forms import UNTIL, KitForm


class SecretForm(KitForm):
    """The secret of a paddle."""

    about = "market.bidder"
    owner = "firm_clerk"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"secret": "act.text"}
    secret = forms.CharField(label=_("Secret of the paddle"), max_length=64)
