"""Forms of the register of brokers and of their deals; each gives the typed request of its act."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.mechanisms.market.broker import actions, wording
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.broker.rules.entering import LONGEST, LONGEST_NAME, LONGEST_NUMBER
from kechuang.mechanisms.market.broker.rules.moves import APPLY
from kechuang.mechanisms.market.broker.rules.standing import GROUNDS
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.demand.wording import FIELDS
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.permissions import Actor


def _levels() -> list[tuple[str, Any]]:
    return [
        (str(wording.KINDS[kind]), [(code, wording.level(code)) for code in codes])
        for kind, codes in asked.LEVELS.items()
    ]


class EntryForm(KitForm):
    """What an entry says; the same form applies and amends."""

    about = "market.broker"
    owner = "market_operator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "kind": "broker.kind",
        "name": "broker.name",
        "level": "broker.level",
        "title": "broker.title",
        "certificate": "broker.certificate",
        "issuer": "broker.issuer",
        "valid_from": "broker.valid_from",
        "valid_until": "broker.valid_until",
        "specialities": "broker.specialities",
        "services": "broker.services",
        "mine": "broker.account",
        "open_name": "broker.open_name",
        "declared": "act.agreed",
    }
    key = key_field()
    holder = forms.ChoiceField(label=_("For which unit"))
    kind = forms.ChoiceField(label=_("What is entered"), widget=forms.RadioSelect, choices=list(wording.KINDS.items()))
    name = forms.CharField(
        label=_("Name of the person or of the body"),
        max_length=LONGEST_NAME,
        help_text=_("No identity number and no telephone number is asked for: the register does not need them."),
    )
    level = forms.ChoiceField(label=_("Level of the certificate"))
    title = forms.ChoiceField(
        label=_("Professional title in technology transfer"), choices=list(wording.TITLES.items()), initial="none"
    )
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=LONGEST_NUMBER)
    issuer = forms.CharField(label=_("Certified by"), max_length=120)
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Certificate valid until"))
    specialities = forms.MultipleChoiceField(
        label=_("Fields of work"), widget=forms.CheckboxSelectMultiple, choices=list(FIELDS.items())
    )
    services = forms.CharField(label=_("What is offered"), required=False, max_length=LONGEST, widget=area(3))
    mine = forms.BooleanField(label=_("This is my own entry: tie it to my account"), required=False)
    open_name = forms.BooleanField(
        label=_("The person agrees that the whole name is published; else everybody reads the family name alone"),
        required=False,
    )
    declared = forms.BooleanField(
        label=_(
            "What is said here is true. Broker and unit keep the secrets of whom they serve, "
            "and tell both sides what they know of a deal."
        ),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, on: date, row: BrokerEntry | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on, self.row = actor, on, row
        self.fields["key"].initial = chance.random_id()
        level: Any = self.fields["level"]
        level.choices = _levels()
        self.holders: dict[str, Body] = bodies_with(actor, APPLY, on)
        if row is not None:
            del self.fields["holder"]
            self._fill(row)
            return
        field: Any = self.fields["holder"]
        field.choices = [(pk, body.name) for pk, body in self.holders.items()]
        if len(self.holders) == 1:
            field.initial = next(iter(self.holders))

    def _fill(self, row: BrokerEntry) -> None:
        for name in ("kind", "name", "level", "title", "certificate", "issuer", "valid_from", "valid_until"):
            self.initial.setdefault(name, getattr(row, name))
        self.initial.setdefault("services", row.services)
        self.initial.setdefault("open_name", row.open_name)
        self.initial.setdefault("mine", row.person_id is not None)
        self.initial.setdefault("specialities", row.specialities.split("、"))

    def clean(self) -> dict[str, Any]:
        """The unit's place must have an office that keeps the register."""
        values = super().clean() or self.cleaned_data
        self.body = self.holders.get(str(values.get("holder", "")))
        self.office = actions.office_for(self.body.place) if self.body else None
        if self.body is not None and self.office is None:
            self.add_error("holder", gettext("No office on this node keeps the register of brokers for this place."))
        return values

    def terms(self) -> asked.Terms:
        """Give what the entry says."""
        values = self.cleaned_data
        return asked.Terms(
            kind=values["kind"],
            name=values["name"],
            certificate=asked.Certificate(
                number=values["certificate"],
                issuer=values["issuer"],
                valid_from=values["valid_from"],
                valid_until=values["valid_until"],
                level=values["level"],
            ),
            title=values["title"],
            specialities=tuple(values["specialities"]),
            services=values["services"],
            open_name=values["open_name"],
            declared=values["declared"],
            account=self.actor.person if values["mine"] and values["kind"] == asked.PERSON else None,
        )

    def request(self) -> asked.Open | asked.Amend:
        """Apply, or amend. Raises ValueError for a form that was not found valid."""
        if self.row is not None:
            return asked.Amend(entry=self.row.pk, terms=self.terms())
        if self.body is None or self.office is None:
            raise ValueError("the form is not valid")
        return asked.Open(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            holder=self.body.pk,
            title=self.body.name,
            terms=self.terms(),
        )


class MoveForm(OwnMoveForm):
    """The base of every form of a move: key, version, the case."""

    about = "market.broker"
    owner = "market_operator"
    renew_by = UNTIL


class CheckForm(MoveForm):
    """An integrity check that an officer made elsewhere."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {
        "checked_on": "act.day",
        "source": "act.basis",
        "finding": "act.finding",
        "note": "act.note",
    }
    checked_on = DayField(label=_("Looked up on"))
    source = forms.CharField(
        label=_("Where it was looked up"),
        max_length=200,
        help_text=_("This node holds no integrity records of its own yet: name the system or register that you used."),
    )
    finding = forms.ChoiceField(
        label=_("What was found"), widget=forms.RadioSelect, choices=list(wording.FINDINGS.items())
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=area(3))

    def request(self) -> asked.Check:
        """Record it."""
        values = self.cleaned_data
        checked = asked.Checked(
            on=values["checked_on"], source=values["source"], finding=values["finding"], note=values["note"]
        )
        return asked.Check(entry=self.case.pk, checked=checked)


class WordsForm(MoveForm):
    """A move with its reason; making and renewing an entry need none."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area())
    NEED_NONE: ClassVar = frozenset({"activate", "renew", "consent"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move in self.NEED_NONE:
            self.fields["text"].required = False
            self.fields["text"].label = _("Note")

    def request(self) -> asked.Step | asked.DealStep:
        """Take the step."""
        return asked.Step(entry=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class GroundForm(WordsForm):
    """A suspension or a revocation: a ground of the list, and words."""

    elements: ClassVar[Mapping[str, str]] = {"ground": "act.ground", "text": "act.reason"}
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    field_order: ClassVar = ("ground", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ground"]
        field.choices = [(code, wording.ground(code)) for code in GROUNDS.get(self.move, ())]

    def request(self) -> asked.Step:
        """Take the step."""
        values = self.cleaned_data
        return asked.Step(entry=self.case.pk, move=self.move, text=values["text"], ground=values["ground"])


class AskForm(MoveForm):
    """Renewal on a new certificate."""

    elements: ClassVar[Mapping[str, str]] = {
        "level": "act.choice",
        "certificate": "act.basis",
        "issuer": "act.title",
        "valid_from": "act.day",
        "valid_until": "act.until",
    }
    level = forms.ChoiceField(label=_("Level of the certificate"))
    certificate = forms.CharField(label=_("Number of the certificate"), max_length=LONGEST_NUMBER)
    issuer = forms.CharField(label=_("Certified by"), max_length=120)
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Certificate valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        row = self.case.market_broker
        field: Any = self.fields["level"]
        field.choices = [(code, wording.level(code)) for code in asked.LEVELS[row.kind]]
        for name in ("level", "certificate", "issuer"):
            self.initial.setdefault(name, getattr(row, name))

    def request(self) -> asked.Ask:
        """Ask."""
        values = self.cleaned_data
        one = asked.Certificate(
            number=values["certificate"],
            issuer=values["issuer"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            level=values["level"],
        )
        return asked.Ask(entry=self.case.pk, certificate=one)


FORMS: dict[str, type[MoveForm]] = {
    "check": CheckForm,
    **dict.fromkeys(("activate", "refuse", "renew", "turn_down", "lift", "forget"), WordsForm),
    **dict.fromkeys(("suspend", "revoke"), GroundForm),
    "ask": AskForm,
}
