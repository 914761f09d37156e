"""Forms of plain matters: bring one in, take one in, and each step on it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.matters import kinds, rules
from kechuang.casework.matters.actions import OFFICE_KINDS, office_for
from kechuang.casework.matters.moves import SUBMIT, TAKE_IN
from kechuang.casework.models import Case
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm
from kechuang.web.permissions import Actor, below, holding

CHANNELS = ("paper", "telephone", "visit", "transfer")


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class SubmitForm(EvidenceForm):
    """A body brings a matter to its office."""

    about = "matters"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "sort": "act.choice",
        "title": "act.title",
        "text": "act.text",
        "file": "act.evidence",
        "declared": "act.declared",
    }

    key = _key()
    holder = forms.ChoiceField(label=_("For whom"))
    sort = forms.ChoiceField(label=_("Kind of matter"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=rules.LONGEST_TITLE)
    text = forms.CharField(
        label=_("What the matter is about"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = EvidenceField(label=_("Attachment"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.fields["key"].initial = chance.random_id()
        mine = [held.body for held in holding(actor, SUBMIT, on=on)]
        self.holders = {body.pk: body for body in Body.objects.filter(pk__in=mine).order_by("name")}
        field: Any = self.fields["holder"]
        field.choices = [(str(pk), body.name) for pk, body in self.holders.items()]
        if len(self.holders) == 1:
            field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()
        self.fields["sort"].choices = [  # type: ignore[attr-defined]  # a choice field
            (each.code, each.word) for each in kinds.sorts().values() if each.by in {kinds.FIRM, kinds.BOTH}
        ]

    def clean(self) -> dict[str, Any]:
        """There must be an office for the holder's place."""
        values = super().clean()
        body = self._holder()
        self.office = office_for(body.place) if body else None
        if body is not None and self.office is None:
            self.add_error(None, gettext("No office on this node handles matters of the place of this body."))
        return values

    def _holder(self) -> Body | None:
        field: Any = self.fields["holder"]
        chosen = self.cleaned_data.get("holder") or field.initial
        return self.holders.get(UUID(str(chosen))) if chosen else None

    def request(self, case: UUID | None = None) -> rules.Open:
        """Ask. Raises ValueError for a form that was not found valid."""
        body, values = self._holder(), self.cleaned_data
        if body is None or self.office is None:
            raise ValueError("the form is not valid")
        kept = values.get("file")
        return rules.Open(
            case=case or chance.uuid7(),
            kind=kinds.sorts()[values["sort"]].kind,
            sort=values["sort"],
            title=values["title"],
            text=values["text"],
            place=body.place,
            authority=self.office.authority,
            office=self.office.pk,
            holder=body.pk,
            files=(rules.Paper(kept.pk, kept.commitment),) if kept else (),
        )


class TakeInForm(KitForm):
    """An office takes in what reached it on paper, by telephone or in person."""

    about = "matters"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "sort": "act.choice",
        "channel": "act.ground",
        "holder_code": "act.target",
        "title": "act.title",
        "text": "act.text",
    }

    key = _key()
    office = forms.ChoiceField(label=_("Office"))
    sort = forms.ChoiceField(label=_("Kind of matter"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("How it came in"), widget=forms.RadioSelect)
    holder_code = forms.CharField(
        label=_("Credit code of the body that asks"),
        required=False,
        max_length=32,
        help_text=_("Empty where it is no body of this node"),
    )
    title = forms.CharField(label=_("Title"), max_length=rules.LONGEST_TITLE)
    text = forms.CharField(
        label=_("What the matter is about"), max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.fields["key"].initial = chance.random_id()
        mine = [held.body for held in holding(actor, TAKE_IN, on=on)]
        rows = Body.objects.filter(pk__in=mine, kind__in=OFFICE_KINDS).exclude(authority="")
        self.offices = {body.pk: body for body in rows.order_by("name")}
        field: Any = self.fields["office"]
        field.choices = [(str(pk), body.name) for pk, body in self.offices.items()]
        if len(self.offices) == 1:
            field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()
        sorts = [(each.code, each.word) for each in kinds.sorts().values() if each.by in {kinds.OFFICE, kinds.BOTH}]
        self.fields["sort"].choices = sorts  # type: ignore[attr-defined]  # a choice field
        words = {
            "paper": _("on paper"),
            "telephone": _("by telephone"),
            "visit": _("in person"),
            "transfer": _("from another office"),
        }
        self.fields["channel"].choices = [(code, words[code]) for code in CHANNELS]  # type: ignore[attr-defined]  # a choice field
        self.holder: Body | None = None

    def _office(self) -> Body | None:
        field: Any = self.fields["office"]
        chosen = self.cleaned_data.get("office") or field.initial
        return self.offices.get(UUID(str(chosen))) if chosen else None

    def clean(self) -> dict[str, Any]:
        """The body must be known and lie in the office's place."""
        values = super().clean() or self.cleaned_data
        code, office = str(values.get("holder_code") or "").strip().upper(), self._office()
        if office is None:
            self.add_error(None, gettext("You act for no office that takes in matters."))
        if code and office is not None:
            self.holder = Body.objects.filter(code=code).first()
            if self.holder is None or not below(self.holder.place, office.place):
                self.add_error("holder_code", gettext("No body of your place bears this code."))
        return values

    def request(self, case: UUID | None = None) -> rules.Open:
        """Take in. Raises ValueError for a form that was not found valid."""
        office, values = self._office(), self.cleaned_data
        if office is None:
            raise ValueError("the form is not valid")
        return rules.Open(
            case=case or chance.uuid7(),
            kind=kinds.sorts()[values["sort"]].kind,
            sort=values["sort"],
            title=values["title"],
            text=values["text"],
            place=self.holder.place if self.holder else office.place,
            authority=office.authority,
            office=office.pk,
            holder=self.holder.pk if self.holder else None,
            channel=values["channel"],
        )


class StepForm(KitForm):
    """A step on a matter: its words are the note, the reason or the answer."""

    about = "matters"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"text": "act.text"}

    key = _key()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Words"), required=False, max_length=rules.LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move = case, move
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version
        labels = {
            "accept": _("Note"),
            "grant": _("Note"),
            "close": _("Note"),
            "answer": _("Answer"),
            "refuse": _("Reason"),
            "decline": _("Reason"),
        }
        self.fields["text"].label = labels[move]
        self.fields["text"].required = move in {"answer", "refuse", "decline"}

    def request(self) -> rules.Step:
        """Take the step."""
        return rules.Step(case=self.case.pk, move=self.move, text=self.cleaned_data["text"])
