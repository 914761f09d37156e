"""What is typed into the pages of notices."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.notices.rules import EVIDENCE, RECEIPT, TEXT
from kechuang.web.forms import UNTIL, DayField, KitForm

MOST_TEXT = 10_000

ASKS = (
    (RECEIPT, _("a receipt")),
    (TEXT, _("an answer in words")),
    (EVIDENCE, _("an answer with evidence")),
)

RHYTHMS = (
    ("daily", _("one digest a day")),
    ("at_once", _("at once")),
    ("weekly", _("one digest a week, on Monday")),
    ("none", _("never")),
)


class CircularForm(KitForm):
    """A notice to be sent to bodies by place, by kind, or by a list of their codes."""

    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "sender": "act.office",
        "title": "act.title",
        "text": "act.text",
        "asks": "act.choice",
        "reply_by": "act.day",
        "place": "act.target",
        "kind": "act.target",
        "codes": "act.target",
    }

    sender = forms.ChoiceField(label=_("Sending body"))
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 8}))
    asks = forms.ChoiceField(label=_("The receivers are asked for"), choices=ASKS)
    reply_by = DayField(
        label=_("Reply by"), required=False, help_text=_("For example 2026-11-21; empty where no day is set")
    )
    place = forms.ChoiceField(label=_("Bodies in"), required=False)
    kind = forms.ChoiceField(label=_("Kind of body"), required=False)
    codes = forms.CharField(
        label=_("Or only these bodies"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Their codes, one a line; place and kind then do not matter"),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        senders: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].choices = list(senders)  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", gettext("all places in reach")), *places]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", gettext("all kinds")), *kinds]  # type: ignore[attr-defined]


class AnswerForm(EvidenceForm):
    """The answer to a notice; a file only where the notice asks for evidence."""

    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "answer": "act.text",
        "file": "act.evidence",
    }

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.CharField(label=_("Answer"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    file = EvidenceField(label=_("Evidence"))

    def __init__(self, *args: Any, evidence: bool, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        if not evidence:
            self.base_fields = {name: field for name, field in self.base_fields.items() if name != "file"}
        super().__init__(*args, **kwargs)
        if not evidence:
            del self.fields["declared"]


class ReasonForm(KitForm):
    """Why a notice is taken back."""

    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(label=_("Reason"), max_length=400)


HOURS = [("", "—"), *((str(hour), f"{hour}:00") for hour in range(24))]


class AddressForm(KitForm):
    """How a person or a body hears of notices by e-mail."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    rhythm = forms.ChoiceField(label=_("How often"), choices=RHYTHMS)
    quiet_from = forms.TypedChoiceField(
        label=_("No mail from"), choices=HOURS, coerce=int, empty_value=None, required=False
    )
    quiet_to = forms.TypedChoiceField(label=_("until"), choices=HOURS, coerce=int, empty_value=None, required=False)

    def clean(self) -> dict[str, Any]:
        """Take quiet hours only with both ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_to") is None):
            self.add_error("quiet_to", gettext("Give both hours, or neither."))
        return cleaned


class BodyAddressForm(AddressForm):
    """An address of a body."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "email": "account.email",
        "rhythm": "account.setting",
        "quiet_from": "account.setting",
        "quiet_to": "account.setting",
        "body": "act.body",
    }

    body = forms.ChoiceField(label=_("Body"))

    def __init__(self, *args: Any, bodies: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined]


class HookForm(KitForm):
    """A webhook to be registered."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "body": "act.body",
        "url": "node.address",
        "events": "act.choice",
    }

    body = forms.ChoiceField(label=_("Body"))
    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("https, on the public internet unless the node allows more")
    )
    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        bodies: Sequence[tuple[str, str]],
        events: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = list(bodies)  # type: ignore[attr-defined]
        self.fields["events"].choices = list(events)  # type: ignore[attr-defined]


class YearForm(KitForm):
    """The account of a year to be closed."""

    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "kind": "act.choice",
        "year": "act.count",
    }

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(label=_("Kind of matter"))
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]
