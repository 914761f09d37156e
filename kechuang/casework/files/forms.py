"""The forms of evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.files.keeping import LONGEST_TITLE
from kechuang.casework.files.rules import CAUSES
from kechuang.web.forms import KitForm

KEY = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class AddForm(EvidenceForm):
    """Add a file to a case."""

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

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class EraseForm(KitForm):
    """Erase a file for good."""

    cause = forms.ChoiceField(
        label=_("Why it must go"),
        widget=forms.RadioSelect,
        choices=[
            (CAUSES[0], _("It holds personal data whose person asked for erasure")),
            (CAUSES[1], _("It turned out to hold what must not be here")),
            (CAUSES[2], _("It was handed in by mistake")),
        ],
    )
