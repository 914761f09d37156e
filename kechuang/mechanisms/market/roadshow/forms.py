"""Forms of events; each gives the typed request of its act."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.kernel import place as places
from kechuang.mechanisms.market.auction.fields import MomentField
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.roadshow import projecting, wording
from kechuang.mechanisms.market.roadshow.models import Event
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.mechanisms.market.roadshow.rules.moves import HOLD, JOIN
from kechuang.mechanisms.market.roadshow.rules.planning import LONGEST, LONGEST_TITLE
from kechuang.web import chance, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.permissions import Actor

SHORT = 2000
TERMS = (
    *("title", "kind", "starts_at", "ends_at", "place", "venue", "host", "about", "capacity", "signup_until"),
    *("online", "origin", "origin_url"),
)


def below(offices: Mapping[str, Body], on: date) -> list[tuple[str, str]]:
    """Give the divisions in which the offices may hold events: their own places and what lies below them."""
    found: dict[str, None] = {}
    for body in offices.values():
        line = [body.place]
        while line:
            code = line.pop(0)
            if code not in found:
                found[code] = None
                line += [each.code for each in places.children(code, on)]
    return [(code, divisions.name(code)) for code in found]


class EventForm(KitForm):
    """What the notice of an event says; the same form plans and amends."""

    about = "market.event"
    owner = "market_operator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "title": "event.title",
        "kind": "event.kind",
        "starts_at": "event.starts_at",
        "ends_at": "event.ends_at",
        "place": "event.place",
        "venue": "event.venue",
        "online": "event.online",
        "host": "event.host",
        "capacity": "event.capacity",
        "signup_until": "event.signup_until",
        "about_text": "event.about",
        "origin": "event.origin",
        "origin_url": "event.origin_url",
    }
    key = key_field()
    office = forms.ChoiceField(label=_("Which office plans it"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("Kind of event"), widget=forms.RadioSelect, choices=list(wording.KINDS.items()))
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    place = forms.ChoiceField(label=_("Place"))
    venue = forms.CharField(label=_("Address and room"), required=False, max_length=200)
    online = forms.CharField(label=_("Address on the web, where it is online"), required=False, max_length=400)
    host = forms.CharField(label=_("Host"), max_length=200)
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, help_text=_("Empty: no limit. Who comes later waits for a seat.")
    )
    signup_until = DayField(label=_("Sign-up until"), required=False)
    about_text = forms.CharField(label=_("What is planned"), required=False, max_length=LONGEST, widget=area(5))
    origin = forms.CharField(
        label=_("Another market whose event this is"),
        required=False,
        max_length=120,
        help_text=_("Only for events that this node passes on; one signs up there."),
    )
    origin_url = forms.CharField(label=_("Its page there"), required=False, max_length=400)

    def __init__(self, *args: Any, actor: Actor, on: date, row: Event | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on, self.row = actor, on, row
        self.fields["key"].initial = chance.random_id()
        self.offices: dict[str, Body] = bodies_with(actor, HOLD, on)
        place: Any = self.fields["place"]
        if row is not None:
            del self.fields["office"]
            place.choices = [(row.place, divisions.name(row.place))]
            for name in TERMS:
                self.initial.setdefault("about_text" if name == "about" else name, getattr(row, name, ""))
            self.initial["title"] = row.case.title
            return
        office: Any = self.fields["office"]
        office.choices = [(pk, body.name) for pk, body in self.offices.items()]
        place.choices = below(self.offices, on)
        if len(self.offices) == 1:
            only = next(iter(self.offices.values()))
            office.initial, self.fields["host"].initial = str(only.pk), only.name

    def terms(self) -> asked.Terms:
        """Give what the notice says."""
        values = self.cleaned_data
        plain = {name: values[name] for name in TERMS if name != "about"}
        return asked.Terms(about=values["about_text"], **plain)

    def request(self) -> asked.Plan | asked.Amend:
        """Plan, or amend."""
        if self.row is not None:
            return asked.Amend(event=self.row.pk, terms=self.terms())
        office = self.offices[self.cleaned_data["office"]]
        return asked.Plan(case=chance.uuid7(), authority=office.authority, office=office.pk, terms=self.terms())


class MoveForm(OwnMoveForm):
    """The base of every form of a move: key, version, the event."""

    about = "market.event"
    owner = "market_operator"
    renew_by = UNTIL
    drafts = False

    @property
    def row(self) -> Any:  # noqa: ANN401 - the row beside the case
        """The row of the case."""
        return self.case.market_event


class WordsForm(MoveForm):
    """A move with words: a reason, or the summary; publishing needs none."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.text"}
    text = forms.CharField(label=_("Reason"), max_length=SHORT, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "publish":
            self.fields["text"].required, self.fields["text"].label = False, _("Note")
        elif self.move == "close":
            self.fields["text"].label = _("Summary of the event")

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(event=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class ShowForm(MoveForm):
    """What is shown: by its number."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.target"}
    number = forms.CharField(
        label=_("Number of a published achievement, demand, lot or listing"),
        max_length=64,
        help_text=_("As it stands on its public page."),
    )

    def clean(self) -> dict[str, Any]:
        """Find it."""
        values = super().clean() or self.cleaned_data
        self.found = projecting.find(values.get("number") or "", asked.ITEMS)
        if values.get("number") and self.found is None:
            self.add_error("number", gettext("Nothing published on this node bears this number."))
        return values

    def request(self) -> asked.Show:
        """Show it. Raises ValueError for a form that was not found valid."""
        if self.found is None:
            raise ValueError("the form is not valid")
        return asked.Show(event=self.case.pk, ref=self.found.pk)


class ShiftForm(MoveForm):
    """Another time, another room, other seats."""

    elements: ClassVar[Mapping[str, str]] = {
        "starts_at": "act.day",
        "ends_at": "act.until",
        "venue": "act.title",
        "capacity": "act.count",
        "text": "act.reason",
    }
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    venue = forms.CharField(label=_("Address and room"), required=False, max_length=200)
    capacity = forms.IntegerField(label=_("Seats"), required=False)
    text = forms.CharField(label=_("Why, as everybody signed up will read it"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for name in ("starts_at", "ends_at", "venue", "capacity"):
            self.initial.setdefault(name, getattr(self.row, name))

    def request(self) -> asked.Shift:
        """Move it."""
        values = self.cleaned_data
        return asked.Shift(
            event=self.case.pk,
            starts_at=values["starts_at"],
            ends_at=values["ends_at"],
            place=self.row.place,
            venue=values["venue"] or self.row.venue,
            capacity=values["capacity"],
            text=values["text"],
        )


class HeldForm(MoveForm):
    """Who of those signed up came, and how many others."""

    elements: ClassVar[Mapping[str, str]] = {"came": "act.choice", "guests": "act.count"}
    came = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple)
    guests = forms.IntegerField(label=_("How many others came"), min_value=0, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = self.row.signups.select_related("body").order_by("pk")
        field: Any = self.fields["came"]
        field.choices = [(str(each.pk), f"{each.body.name} · {each.persons}") for each in rows]

    def request(self) -> asked.Held:
        """Record it."""
        values = self.cleaned_data
        came = frozenset(UUID(each) for each in values["came"])
        return asked.Held(event=self.case.pk, came=came, guests=values["guests"])


class MeetForm(MoveForm):
    """Who met whom about what."""

    elements: ClassVar[Mapping[str, str]] = {
        "first": "act.body",
        "first_name": "act.target",
        "second": "act.body",
        "second_name": "act.target",
        "item": "act.target",
        "about_text": "act.text",
    }
    first = forms.ChoiceField(label=_("One side"), required=False)
    first_name = forms.CharField(label=_("Its name, where it did not sign up"), required=False, max_length=120)
    second = forms.ChoiceField(label=_("The other side"), required=False)
    second_name = forms.CharField(
        label=_("Name of the other, where it did not sign up"), required=False, max_length=120
    )
    item = forms.ChoiceField(label=_("About which of the things shown"), required=False)
    about_text = forms.CharField(label=_("What they spoke about"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        bodies = [
            (str(each.body_id), each.body.name) for each in self.row.signups.select_related("body").order_by("pk")
        ]
        none = [("", gettext("nobody of those signed up"))]
        items = [(str(each.ref_id), f"{each.number} {each.title}") for each in self.row.items.order_by("pk")]
        fields: Any = self.fields
        fields["first"].choices = fields["second"].choices = none + bodies
        fields["item"].choices = [("", gettext("something else")), *items]

    def request(self) -> asked.Meet:
        """Record it."""
        values = self.cleaned_data
        return asked.Meet(
            event=self.case.pk,
            id=chance.uuid7(),
            about=values["about_text"],
            first=UUID(values["first"]) if values["first"] else None,
            first_name=values["first_name"],
            second=UUID(values["second"]) if values["second"] else None,
            second_name=values["second_name"],
            item=UUID(values["item"]) if values["item"] else None,
        )


class OutcomeForm(MoveForm):
    """What came of a meeting."""

    elements: ClassVar[Mapping[str, str]] = {
        "meeting": "act.target",
        "outcome": "act.choice",
        "number": "act.basis",
        "text": "act.text",
    }
    meeting = forms.ChoiceField(label=_("Which meeting"))
    outcome = forms.ChoiceField(
        label=_("Outcome of the meeting"), widget=forms.RadioSelect, choices=list(wording.OUTCOMES.items())
    )
    number = forms.CharField(
        label=_("Number of the contract, demand or achievement"),
        required=False,
        max_length=64,
        help_text=_("Needed where a contract was signed: what is counted stands in the register of contracts."),
    )
    text = forms.CharField(label=_("Note"), required=False, max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = self.row.meetings.select_related("first", "second").order_by("pk")
        field: Any = self.fields["meeting"]
        field.choices = [
            (str(each.pk), f"{wording.side(each, 'first')} — {wording.side(each, 'second')}") for each in rows
        ]
        if not field.choices:
            field.help_text = _("No meeting is recorded yet; record one first.")

    def request(self) -> asked.Outcome:
        """Record it."""
        values = self.cleaned_data
        found = projecting.find(values["number"], projecting.LINKS)
        return asked.Outcome(
            event=self.case.pk,
            meeting=UUID(values["meeting"]),
            outcome=values["outcome"],
            text=values["text"],
            link=found.pk if found else None,
            number=values["number"],
        )


class JoinForm(KitForm):
    """A body signs up."""

    about = "market.event"
    owner = "market_operator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"body": "act.body", "persons": "act.count", "wish": "act.text"}
    key = key_field()
    body = forms.ChoiceField(label=_("For whom you sign up"))
    persons = forms.IntegerField(label=_("How many persons come"), initial=1, help_text=_("Their names are not asked."))
    wish = forms.CharField(label=_("Whom or what you want to meet"), required=False, max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.bodies: dict[str, Body] = bodies_with(actor, JOIN, on)
        self.fields["key"].initial = chance.random_id()
        field: Any = self.fields["body"]
        field.choices = [(pk, body.name) for pk, body in self.bodies.items()]
        if len(self.bodies) == 1:
            field.initial = next(iter(self.bodies))

    def request(self, event: UUID) -> asked.Join:
        """Sign up."""
        values = self.cleaned_data
        return asked.Join(
            event=event,
            id=chance.uuid7(),
            body=UUID(values["body"]),
            persons=values["persons"],
            wish=values["wish"],
        )


class LeaveForm(KitForm):
    """A body takes its sign-up back."""

    about = "market.event"
    owner = "market_operator"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"body": "act.body"}
    key = key_field()
    body = forms.ChoiceField(label=_("Whose sign-up is taken back"))

    def __init__(self, *args: Any, actor: Actor, on: date, row: Event, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        mine = bodies_with(actor, JOIN, on)
        rows = row.signups.filter(body__in=mine).select_related("body").order_by("pk")
        self.fields["key"].initial = chance.random_id()
        field: Any = self.fields["body"]
        field.choices = [(str(each.body_id), each.body.name) for each in rows]

    def request(self, event: UUID) -> asked.Leave:
        """Leave."""
        return asked.Leave(event=event, body=UUID(self.cleaned_data["body"]))


FORMS: dict[str, type[MoveForm]] = {
    **dict.fromkeys(("publish", "cancel", "close"), WordsForm),
    "show": ShowForm,
    "move": ShiftForm,
    "hold": HeldForm,
    "meet": MeetForm,
    "outcome": OutcomeForm,
}
