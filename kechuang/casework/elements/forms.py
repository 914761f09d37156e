"""Text from people into requests of collections: what is asked of whom, and one body's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.elements.dictionary import Element, elements
from kechuang.casework.elements.known import Held
from kechuang.casework.elements.rules import COLLECTION, REPLY, field_name
from kechuang.web.forms import UNTIL, DayField, KitForm, Known, YuanField
from kechuang.web.parts import Source

LONGEST_TEXT = 400
# What is typed in so short a time (D) is a name or a code: it needs one line.
ONE_LINE_SECONDS = 15
FIRST_YEAR, LAST_YEAR = 2000, 2100


def word(element: Element) -> str:
    """Give an element's name in the page's language, with its unit."""
    name = element.en if get_language() == "en" else element.zh
    return f"{name}（{element.unit}）" if element.unit and get_language() != "en" else name


def askable() -> list[tuple[str, str]]:
    """Give the elements that a collection may ask, as options."""
    return [(each.code, word(each)) for each in elements().values() if each.askable]


class CollectionForm(KitForm):
    """What an office asks, of whom, on which basis, and until when."""

    about = COLLECTION.kind
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "title": "act.title",
        "basis": "act.basis",
        "purpose": "act.text",
        "wanted": "act.choice",
        "year": "act.count",
        "kind": "act.target",
        "place": "act.target",
        "reply_by": "act.day",
        "expires_on": "act.until",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = forms.CharField(label=_("Title"), max_length=120)
    basis = forms.CharField(
        label=_("Basis"), max_length=LONGEST_TEXT, help_text=_("The document and clause that allow you to ask")
    )
    purpose = forms.CharField(
        label=_("What it is for"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )
    wanted = forms.MultipleChoiceField(
        label=_("What is asked"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only elements of the dictionary; what the platform knows of a body stands filled in for it."),
    )
    year = forms.IntegerField(label=_("Year of the figures"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    kind = forms.ChoiceField(label=_("Who is asked"))
    place = forms.ChoiceField(label=_("Where"))
    reply_by = DayField(label=_("Reply by"))
    expires_on = DayField(label=_("Ends on"), help_text=_("Then the form closes by itself"))

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        places: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = askable()  # type: ignore[attr-defined]  # a choice field
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]  # a choice field
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of an answer: the element, and what the platform holds of it."""

    element: Element
    held: Held | None


def field_of(element: Element) -> forms.Field:
    """Make the form field of an element."""
    label = word(element)
    match element.kind:
        case "yuan":
            return YuanField(label=label)
        case "day":
            return DayField(label=label)
        case "whole":
            return forms.IntegerField(label=label, min_value=0)
        case "share":
            return forms.DecimalField(label=label, min_value=0, max_value=100)
        case _:
            short = element.kind == "text" and element.seconds <= ONE_LINE_SECONDS
            widget = forms.TextInput() if short else forms.Textarea(attrs={"rows": 2})
            return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=widget)


class AnswerForm(KitForm):
    """One body's answer: a field for each element of its collection, filled with what is known."""

    about = REPLY.kind
    owner = "planner"
    renew_by = UNTIL

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, asked: Sequence[Filled], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        self.asked = asked
        known = {
            field_name(each.element.code): Known(
                value=each.held.value,
                source=Source(how="automatic", name=each.held.source, on=each.held.on, url=each.held.url),
            )
            for each in asked
            if each.held is not None
        }
        self.base_fields = {**self.base_fields, **{field_name(e.element.code): field_of(e.element) for e in asked}}
        super().__init__(*args, known=known, **kwargs)

    def values(self) -> dict[str, str]:
        """Give the cleaned values as text by element."""
        found = {each.element.code: self.cleaned_data.get(field_name(each.element.code)) for each in self.asked}
        return {code: "" if value is None else str(value) for code, value in found.items()}

    def confirmed(self) -> frozenset[str]:
        """Give the elements whose known value was left as it stood."""
        values = self.values()
        return frozenset(
            each.element.code
            for each in self.asked
            if each.held is not None and values[each.element.code] == str(each.held.value)
        )


class CloseForm(KitForm):
    """Why a collection ends before its day."""

    about = COLLECTION.kind
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}))


def kind_options() -> list[tuple[str, str]]:
    """Give the kinds of bodies that may be asked."""
    messages = {code: f"body.kind.{code}" for code in KINDS}
    return [(code, gettext(message)) for code, message in messages.items()]


KINDS = (
    *("county_office", "department", "office", "enterprise", "startup_team"),
    *("service_provider", "testing_centre", "university", "institute"),
)
