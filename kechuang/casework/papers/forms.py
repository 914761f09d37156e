"""Forms of papers: what only a person can say, the official number with the signed copy, taking back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.papers.kinds import LINE, Asked, PaperKind
from kechuang.web.documents.filling import DAY
from kechuang.web.documents.paper import ENGLISH, HANS, HANT
from kechuang.web.forms import UNTIL, DayField, KitForm

LANGUAGES = ((HANS, "简体中文"), (HANT, "繁體中文"), (ENGLISH, "English"))


def _field(asked: Asked) -> forms.Field:
    shown: dict[str, Any] = {
        "label": asked.label,
        "required": asked.required,
        "initial": asked.initial,
        "error_messages": {"required": _("Please fill in “%(label)s”.") % {"label": asked.label}},
    }
    if asked.help_text or asked.size != DAY:
        shown["help_text"] = asked.help_text
    if asked.size == DAY:
        return DayField(**shown)
    widget = forms.TextInput() if asked.size == LINE else forms.Textarea(attrs={"rows": 6})
    return forms.CharField(max_length=asked.most, widget=widget, **shown)


class MakeForm(KitForm):
    """What a person adds to a paper: the fields that its kind asks, and its language."""

    def __init__(self, kind: PaperKind, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields |= {asked.name: _field(asked) for asked in kind.asks}
        self.fields["language"] = forms.ChoiceField(label=_("Language of the paper"), choices=LANGUAGES, initial=HANS)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by name."""
        return {asked.name: str(self.cleaned_data.get(asked.name) or "") for asked in self.kind.asks}


class IssueForm(EvidenceForm):
    """The official number, the day of signing, and the signed copy."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "number": "paper.number",
        "signed_on": "act.day",
        "file": "act.evidence",
    }

    number = forms.CharField(
        label=_("Official number"), help_text=_("As the office gave it, for example 甲科〔2026〕12号"), max_length=60
    )
    signed_on = DayField(label=_("Signed on"))
    file = EvidenceField(
        label=_("Signed copy"),
        help_text=_("A PDF with a digital signature is verified; a scan is kept as a scan."),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    field_order = ("number", "signed_on", "file", "declared")

    def __init__(self, *args: Any, numbered: bool, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, on=on, **kwargs)
        if not numbered:
            self.fields["number"].required = False


class TakeBackForm(KitForm):
    """Why an issued paper is taken back."""

    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=400)


class ThrowForm(KitForm):
    """Nothing but the decision."""
