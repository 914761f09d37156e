"""Forms by which tasks enter the ledger: chosen from a document, one by one, as parts; and the one of a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task import bodies, projecting
from kechuang.mechanisms.delivery.task.lists import SOURCE_WORDS
from kechuang.mechanisms.delivery.task.rules.entering import LONGEST_TITLE
from kechuang.mechanisms.delivery.task.rules.requests import Make
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField
from kechuang.web.permissions import Actor, below

LONGEST = 8000
FIRST_YEAR, LAST_YEAR = 2000, 2099
LISTED = {"list": "delivery-bodies"}


def key_field() -> forms.CharField:
    """Give the hidden key under which a form is sent once."""
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def named(value: str) -> Body:
    """Give the body of a name or code. Raises ValidationError for none."""
    body = bodies.found([value]).get(value)
    if body is None:
        raise forms.ValidationError(
            gettext("No body, or more than one, bears the name or code “%(name)s”.") % {"name": value}
        )
    return body


class LeadField(forms.CharField):
    """A body by name or code; its cleaned value is the Body, or None."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("help_text", _("Name or code of a body; the browser offers the offices of this node."))
        super().__init__(max_length=120, widget=forms.TextInput(attrs=LISTED), **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find the body."""
        text = super().clean(value)
        return named(text) if text else None


class SupportsField(forms.CharField):
    """Several bodies, separated by 、; the cleaned value is a tuple of bodies."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("help_text", _("Names or codes, separated by 、"))
        super().__init__(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find the bodies (one query for all)."""
        names = bodies.split(super().clean(value))
        known = bodies.found(names)
        missing = [name for name in names if name not in known]
        if missing:
            named(missing[0])
        return tuple(dict.fromkeys(known[name] for name in names))


class _OfficeForm(KitForm):
    about = "delivery"
    owner = "planner"
    renew_by = UNTIL

    key = key_field()
    office = forms.ChoiceField(label=_("Office"))
    elements: ClassVar[Mapping[str, str]] = {"office": "act.office"}

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.fields["key"].initial = chance.random_id()
        self.offices = {body.pk: body for body in bodies.offices(actor, on)}
        field: Any = self.fields["office"]
        field.choices = [(str(pk), body.name) for pk, body in self.offices.items()]
        if len(self.offices) == 1:
            field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()

    def chosen_office(self) -> Body | None:
        """Give the office that was chosen, or the only one."""
        field: Any = self.fields["office"]
        chosen = self.cleaned_data.get("office") or field.initial
        return self.offices.get(UUID(str(chosen))) if chosen else None

    def the_office(self) -> Body:
        """Give the office. Raises ValueError for a form that was not found valid."""
        office = self.chosen_office()
        if office is None:
            raise ValueError("the form is not valid")
        return office

    def clean(self) -> dict[str, Any]:
        """There must be an office."""
        values = super().clean() or self.cleaned_data
        if self.chosen_office() is None and "office" not in self.errors:
            self.add_error(None, gettext("You act for no office that gives tasks."))
        return values


class MakeForm(_OfficeForm):
    """One task, from an instruction, minutes, a proposal, a letter or a plan."""

    elements: ClassVar[Mapping[str, str]] = {
        "source": "act.choice",
        "reference": "act.basis",
        "title": "act.title",
        "text": "act.text",
        "place": "act.choice",
        "year": "act.count",
        "lead": "act.target",
        "supports": "act.target",
        "due_on": "act.until",
        "amount": "act.amount_yuan",
    }

    source = forms.ChoiceField(label=_("Source"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=200, help_text=_("Number, meeting or day of the source")
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    place = forms.CharField(
        label=_("Place (code)"), required=False, max_length=6, help_text=_("Empty: the office's own")
    )
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    lead = LeadField(label=_("Leading body"), required=False)
    supports = SupportsField(label=_("Supporting bodies"), required=False)
    due_on = DayField(label=_("Due"), required=False)
    amount = YuanField(label=_("Money (yuan)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(SOURCE_WORDS.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["source"].initial = "instruction"
        self.fields["year"].initial = self.on.year

    def clean_place(self) -> str:
        """A place must be a division."""
        place = str(self.cleaned_data["place"]).strip()
        if place and not bodies.is_division(place, self.on):
            raise forms.ValidationError(gettext("No division has the code %(code)s.") % {"code": place})
        return place

    def clean(self) -> dict[str, Any]:
        """The place must lie below the office's."""
        values = super().clean()
        office, place = self.chosen_office(), values.get("place")
        if office and place and not below(place, office.place):
            self.add_error("place", gettext("The place does not lie in the place of the office."))
        return values

    def request(self, case: UUID | None = None) -> Make:
        """Ask for the task."""
        office, values = self.the_office(), self.cleaned_data
        return Make(
            case=case or chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=values["place"] or office.place,
            title=values["title"],
            text=values["text"],
            year=values["year"],
            source=values["source"],
            reference=values["reference"],
            lead=values["lead"].pk if values["lead"] else None,
            supports=tuple(body.pk for body in values["supports"]),
            due_on=values["due_on"],
            money=values["amount"],
        )


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of the page on which tasks are chosen from a document."""

    code: str
    clause: str
    title: str
    text: str
    words: str
    lead: str
    supports: str
    due_on: date
    chosen: bool = True
    known: str = ""
    unjudged: bool = False


class ChooseForm(_OfficeForm):
    """Which findings of a document become tasks; each line has its own fields."""

    drafts = False

    def __init__(self, *args: Any, lines: Sequence[Proposed], document: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lines, self.document = lines, document
        for at, line in enumerate(lines):
            self.fields[f"pick_{at}"] = forms.BooleanField(
                label=_("Make a task of this"), required=False, initial=line.chosen
            )
            lead = forms.CharField(label=_("Leading body"), required=False, max_length=120, initial=line.lead)
            lead.widget.attrs.update(LISTED)
            self.fields[f"lead_{at}"] = lead
            supports = forms.CharField(
                label=_("Supporting bodies"), required=False, max_length=1000, initial=line.supports
            )
            self.fields[f"supports_{at}"] = supports
            self.fields[f"due_{at}"] = DayField(label=_("Due"), required=False, initial=line.due_on)

    def rows(self) -> list[tuple[Proposed, list[Any]]]:
        """Give the lines with their bound fields, for the page."""
        names = ("pick", "lead", "supports", "due")
        return [(line, [self[f"{name}_{at}"] for name in names]) for at, line in enumerate(self.lines)]

    def _picked(self) -> list[int]:
        return [at for at in range(len(self.lines)) if self.cleaned_data.get(f"pick_{at}")]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen, every name must be known, and who leads needs a day."""
        values = super().clean()
        picked = self._picked()
        if not picked:
            self.add_error(None, gettext("Choose at least one line."))
        asked = {name for at in picked for name in self._names(at)}
        self.known = bodies.found(asked)
        for at in picked:
            unknown = [name for name in self._names(at) if name not in self.known]
            lead = str(values.get(f"lead_{at}") or "").strip()
            if unknown:
                place = f"lead_{at}" if lead in unknown else f"supports_{at}"
                words = gettext("No body, or more than one, bears the name or code “%(name)s”.") % {"name": unknown[0]}
                self.add_error(place, words)
            elif lead and not values.get(f"due_{at}"):
                self.add_error(f"due_{at}", gettext("Who leads needs a day."))
        return values

    def _names(self, at: int) -> tuple[str, ...]:
        lead = str(self.cleaned_data.get(f"lead_{at}") or "").strip()
        return (*((lead,) if lead else ()), *bodies.split(str(self.cleaned_data.get(f"supports_{at}") or "")))

    def requests(self) -> list[Make]:
        """Ask for the chosen tasks; a line without a leading body is kept under the document's words."""
        office, document = self.the_office(), self.document
        made = []
        for at in self._picked():
            line, values = self.lines[at], self.cleaned_data
            lead = str(values.get(f"lead_{at}") or "").strip()
            supports = bodies.split(str(values.get(f"supports_{at}") or ""))
            due_on = values.get(f"due_{at}")
            leading = self.known[lead].pk if lead else None
            made.append(
                Make(
                    case=chance.uuid7(),
                    authority=office.authority,
                    office=office.pk,
                    place=office.place,
                    title=line.title,
                    text=line.text,
                    year=(due_on or line.due_on).year,
                    source="plan",
                    reference=document.number or document.title,
                    document=str(document.pk),
                    document_title=document.title,
                    clause=line.clause,
                    finding=line.code,
                    lead_words=line.words,
                    lead=leading,
                    supports=tuple(pk for name in supports if (pk := self.known[name].pk) != leading),
                    due_on=due_on,
                )
            )
        return made


class ShareForm(KitForm):
    """Parts of a task for cities and counties: one part for each body that is named."""

    about = "delivery"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "leads": "act.target",
        "title": "act.title",
        "text": "act.text",
        "due_on": "act.until",
    }

    key = key_field()
    leads = SupportsField(
        label=_("Bodies that receive a part"), help_text=_("One part for each body; names or codes, separated by 、")
    )
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE - 40)
    text = forms.CharField(label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, whole: Case, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.whole = whole
        self.fields["key"].initial = chance.random_id()
        self.fields["title"].initial = whole.title[: LONGEST_TITLE - 40]
        self.fields["text"].initial = whole.delivery_task.text
        self.fields["due_on"].initial = whole.due_on

    def requests(self) -> list[Make]:
        """Ask for the parts."""
        values, whole = self.cleaned_data, self.whole
        return [
            Make(
                case=chance.uuid7(),
                authority=whole.authority,
                office=whole.holder_id,
                place=body.place if below(body.place, whole.place) else whole.place,
                title=values["title"],
                text=values["text"],
                lead=body.pk,
                due_on=values["due_on"],
                parent=whole.pk,
                **projecting.child_view(whole),
            )
            for body in values["leads"]
        ]


class TakeForm(_OfficeForm):
    """Take a dispatch down: what the meeting was, and what it said."""

    elements: ClassVar[Mapping[str, str]] = {"title": "act.title", "note": "act.note"}

    title = forms.CharField(label=_("Meeting"), max_length=LONGEST_TITLE)
    note = forms.CharField(
        label=_("What was decided"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
