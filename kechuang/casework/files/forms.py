"""The forms of evidence."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.files.keeping import LONGEST_TITLE
from kechuang.casework.files.rules import CAUSES
from kechuang.web.forms import UNTIL, KitForm

KEY = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class AddForm(EvidenceForm):
    """Add a file to a case."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "file": "act.evidence",
        "title": "act.title",
    }

    file = EvidenceField(label=_("File"))
    title = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("For example: delivery note of 12 May, page with the seal"),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class WithdrawForm(KitForm):
    """Take a file back, or set it aside."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class EraseForm(KitForm):
    """Erase a file for good."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "cause": "act.ground",
    }

    cause = forms.ChoiceField(
        label=_("Why it must go"),
        widget=forms.RadioSelect,
        choices=[
            (CAUSES[0], _("It holds personal data whose person asked for erasure")),
            (CAUSES[1], _("It turned out to hold what must not be here")),
            (CAUSES[2], _("It was handed in by mistake")),
        ],
    )
