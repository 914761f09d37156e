"""Forms: how a document stands, whether one line serves another, pilots."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.policy.works import rules
from kechuang.policy.works.models import Alignment
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm

type Options = Sequence[tuple[str, str]]
RELATION_WORDS = {
    "copy": _("Another paper with the same text"),
    "version": _("Another version: an earlier or later text"),
    "apart": _("A work of its own"),
    "none": _("Nothing about that; only whose plan it is"),
}


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class StatementForm(KitForm):
    """What a planner says of a document."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "document": "act.target",
        "relation": "document.relation",
        "other": "act.target",
        "place": "act.target",
        "reason": "act.reason",
    }

    key = _key()
    document = forms.ChoiceField(label=_("Document"))
    relation = forms.ChoiceField(
        label=_("How it stands to another one"), widget=forms.RadioSelect, choices=tuple(RELATION_WORDS.items())
    )
    other = forms.ChoiceField(label=_("To which one"), required=False)
    place = forms.CharField(
        label=_("Whose plan it is"),
        required=False,
        max_length=6,
        help_text=_("Six digits of the place (GB/T 2260); empty: as the text says it."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Public.")
    )

    def __init__(self, papers: Options, others: Options, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["document"].choices = list(papers)  # type: ignore[attr-defined]  # a choice field
        self.fields["other"].choices = [("", "—"), *others]  # type: ignore[attr-defined]  # a choice field


class AdoptionForm(KitForm):
    """By whom and when a region adopted an act that other regions adopted with the same text."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "document": "act.target",
        "other": "act.target",
        "place": "act.target",
        "body": "document.issuers",
        "number": "document.number",
        "adopted_on": "act.day",
        "in_force_on": "act.day",
        "source": "act.reason",
    }

    key = _key()
    document = forms.ChoiceField(label=_("The region's own paper"))
    other = forms.ChoiceField(label=_("Paper of another region with the same text"))
    place = forms.CharField(
        label=_("Region that adopted it"), max_length=6, help_text=_("Six digits of the place (GB/T 2260)")
    )
    body = forms.CharField(label=_("Adopted by"), max_length=rules.LONGEST_BODY)
    number = forms.CharField(
        label=_("Document number"), required=False, max_length=120, help_text=_("As printed; empty if none is printed.")
    )
    adopted_on = DayField(label=_("Adopted on"))
    in_force_on = DayField(label=_("In force since"), required=False)
    source = forms.CharField(
        label=_("Where the adoption is published"),
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Public."),
    )

    def __init__(self, papers: Options, others: Options, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["document"].choices = list(papers)  # type: ignore[attr-defined]  # a choice field
        self.fields["other"].choices = list(others)  # type: ignore[attr-defined]  # a choice field


class MatchForm(KitForm):
    """Whether a lower line serves a higher one."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"verdict": "act.choice", "reason": "act.reason"}

    key = _key()
    verdict = forms.ChoiceField(
        label=_("Does the lower target serve the higher one?"),
        widget=forms.RadioSelect,
        choices=(
            (Alignment.CONFIRMED, pgettext_lazy("match", "Yes, it serves it")),
            (Alignment.REJECTED, pgettext_lazy("match", "No, it counts something else")),
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a no. Public."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


class ServeForm(KitForm):
    """Choose the higher line that a line serves, where the matcher saw none."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"upper": "act.target"}

    upper = forms.ChoiceField(label=_("Higher target"))

    def __init__(self, options: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["upper"].choices = list(options)  # type: ignore[attr-defined]  # a choice field


class PilotForm(KitForm):
    """Put a pilot on record."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "document": "act.target",
        "clause": "act.choice",
        "title": "act.title",
        "place": "act.target",
        "tried": "act.text",
        "since": "act.day",
    }

    key = _key()
    document = forms.ChoiceField(label=_("Document"))
    clause = forms.CharField(
        label=_("Clause"), required=False, max_length=60, help_text=_("As the register names it, such as 四(三).")
    )
    title = forms.CharField(label=_("Title"), max_length=rules.LONGEST_TITLE)
    place = forms.CharField(label=_("Tried in"), max_length=6, help_text=_("Six digits of the place (GB/T 2260)"))
    tried = forms.CharField(
        label=_("What is tried"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    since = DayField(label=_("Since"), required=False)

    def __init__(self, documents: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["document"].choices = list(documents)  # type: ignore[attr-defined]  # a choice field


class PilotStepForm(KitForm):
    """Evaluate, spread or end a pilot."""

    about = "policy.works"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"text": "act.text", "spread_to": "act.target"}

    key = _key()
    text = forms.CharField(label=_("Words"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    spread_to = forms.CharField(label=_("Spread to"), max_length=6, help_text=_("Six digits of the place (GB/T 2260)"))

    def __init__(self, *args: Any, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        labels = {
            "evaluate": _("What the evaluation says"),
            "spread": _("How it is spread"),
            "end": _("Why it ends"),
        }
        self.fields["text"].label = labels[move]
        if move != "spread":
            del self.fields["spread_to"]
