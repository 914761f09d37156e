"""Forms of agreed prices: the terms, the notice, interruption, contract, registration."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.kernel.days import ONE_DAY, load_calendars
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.notice import queries, wording
from kechuang.mechanisms.market.notice.actions import office_for
from kechuang.mechanisms.market.notice.price_forms import LONG, SHORT, SOLD, PriceForm, result_initial, terms_initial
from kechuang.mechanisms.market.notice.rules import law as ruling
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.moves import FILE
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField
from kechuang.web.permissions import Actor

CLOSED = _("Holidays on which nobody can read it in the unit; empty for none.")


class TermsForm(PriceForm):
    """What was agreed."""

    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "title": "act.title",
        "summary": "act.text",
        "mode": "act.choice",
        "reason": "act.reason",
    }
    holder = forms.ChoiceField(label=_("Seller"))
    title = forms.CharField(label=_("What is sold"), max_length=ruling.LONGEST_TITLE)
    mode = forms.ChoiceField(label=_("Mode of the transfer"))
    summary = forms.CharField(
        label=_("Summary for everybody"),
        max_length=LONG,
        widget=area(5),
        help_text=_("What the achievement is and what is agreed about it; never secret parameters."),
    )
    reason = forms.CharField(label=_("Why the terms change"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, case: Case | None = None, result: Achievement | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.case = case
        for at in range(SOLD):
            fields[f"sold_title_{at}"] = forms.CharField(label=_("Achievement"), required=False, max_length=200)
            fields[f"sold_number_{at}"] = forms.CharField(
                label=_("Patent or registration number"), required=False, max_length=40
            )
        fields["mode"].choices = list(wording.MODES.items())
        self.holders = bodies_with(self.actor, FILE, self.on)
        fields["holder"].choices = [(pk, body.name) for pk, body in self.holders.items()]
        if case is None:
            del fields["reason"]
            if len(self.holders) == 1:
                fields["holder"].initial = next(iter(self.holders))
            if result is not None and str(result.unit_id) in self.holders:
                self.initial |= result_initial(result)
        else:
            del fields["holder"]
            self.initial |= terms_initial(queries.seen(case.pk).terms)

    def sold_lines(self) -> list[list[Any]]:
        """Give the fields of achievements, line by line."""
        return [[self[f"sold_title_{at}"], self[f"sold_number_{at}"]] for at in range(SOLD)]

    def head_fields(self) -> list[Any]:
        """Give the fields that stand first."""
        return [self[name] for name in ("holder", "title", "mode", "summary", "reason") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """There must be an office that runs the market of the place."""
        values = super().clean()
        self.body = self.holders.get(str(values.get("holder", ""))) if self.case is None else None
        self.office = office_for(self.body.place) if self.body else None
        if self.body is not None and self.office is None:
            self.add_error("holder", gettext("No office on this node runs the market of this place."))
        return values

    def terms(self) -> asked.Terms:
        """Give the terms."""
        values = self.cleaned_data
        unit = self.case.holder_id if self.case else self.body.pk if self.body else None
        sold = tuple(
            asked.Achievement(title=title, ip_number=number, ref=offering.ref_of(unit, title, number))
            for title, number in ((values[f"sold_title_{at}"], values[f"sold_number_{at}"]) for at in range(SOLD))
            if title or number
        )
        return asked.Terms(
            title=values["title"],
            summary=values["summary"],
            mode=values["mode"],
            achievements=sold,
            buyers=self.buyers,
            price=self.price,
        )

    def request(self) -> asked.Open:
        """Lay the terms down. Raises ValueError for a form that was not found valid."""
        if self.body is None or self.office is None:
            raise ValueError("the form is not valid")
        return asked.Open(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            seller=self.body.pk,
            terms=self.terms(),
        )


class _Move(OwnMoveForm):
    """The base of the short moves."""

    about = "market.notice"
    owner = "transfer_office"
    renew_by = UNTIL

    @property
    def row(self) -> Any:  # noqa: ANN401 - the row beside the case
        """The row of the case."""
        return self.case.price_notice


class ChangeForm(TermsForm):
    """Other terms before the contract."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, case=case, **kwargs)
        self.move = move
        self.fields["version"].initial = case.version

    def request(self) -> Any:  # noqa: ANN401 - another request than the parent's
        """Change."""
        return asked.Change(notice=self._case_id(), terms=self.terms(), reason=self.cleaned_data["reason"])

    def _case_id(self) -> Any:  # noqa: ANN401 - the case's id
        if self.case is None:
            raise ValueError("a change needs its case")
        return self.case.pk


class FileForm(EvidenceForm):
    """Publish: where, from when to when."""

    about = "market.notice"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "start": "act.day",
        "end": "act.until",
        "places": "act.choice",
        "unit_place": "act.text",
        "closed_from": "act.day",
        "closed_until": "act.until",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    start = DayField(label=_("Notice from"))
    end = DayField(label=_("Notice until"))
    places = forms.MultipleChoiceField(label=_("Where it is published"), widget=forms.CheckboxSelectMultiple)
    unit_place = forms.CharField(
        label=_("Where in the unit"), max_length=300, help_text=_("Notice board, building, or the address of the page.")
    )
    closed_from = DayField(label=_("The unit is closed from"), required=False, help_text=CLOSED)
    closed_until = DayField(label=_("until"), required=False)
    file = EvidenceField(label=_("Picture or copy of the notice in the unit"), required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.case, self.move, self.row = case, move, case.price_notice
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["version"].initial = case.version
        fields["places"].choices = list(wording.PLACES.items())
        law = Law(rulebook.current())
        fields["places"].initial = list(ruling.places_needed(law, case.place, on)[0]) or ["unit"]
        fields["unit_place"].initial = self.row.unit_place
        fields["start"].initial = on
        found = ruling.last_day(law, load_calendars(), case.place, on)
        if not isinstance(found, Refusal):
            earliest, least, _rule = found
            fields["end"].initial = earliest
            fields["end"].help_text = _("At least %(days)d days; from today that is until %(day)s.") % {
                "days": least,
                "day": earliest.isoformat(),
            }

    def clean(self) -> dict[str, Any]:
        """Days of closing have a beginning and an end."""
        values = super().clean()
        first, last = values.get("closed_from"), values.get("closed_until")
        if bool(first) != bool(last) or (first and last and last < first):
            self.add_error("closed_until", gettext("Give the first and the last day of the closing."))
        return values

    def request(self) -> asked.File:
        """Publish."""
        values = self.cleaned_data
        kept = values.get("file")
        first = values.get("closed_from")
        return asked.File(
            notice=self.case.pk,
            start=values["start"],
            end=values["end"],
            places=tuple(values["places"]),
            unit_place=values["unit_place"],
            closed=((first, values["closed_until"]),) if first else (),
            files=(asked.Paper(kept.pk, kept.commitment),) if kept else (),
        )


class GapForm(_Move):
    """The notice could not be read."""

    elements: ClassVar[Mapping[str, str]] = {
        "first": "act.day",
        "last": "act.until",
        "where": "act.choice",
        "reason": "act.reason",
    }
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    where = forms.ChoiceField(label=_("Where it could not be read"))
    reason = forms.CharField(label=_("Why"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = list(wording.PLACES.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["first"].initial = self.fields["last"].initial = self.on - ONE_DAY

    def request(self) -> asked.Gap:
        """Say so."""
        values = self.cleaned_data
        return asked.Gap(
            notice=self.case.pk,
            move=self.move,
            first=values["first"],
            last=values["last"],
            where=values["where"],
            reason=values["reason"],
        )


class SignForm(PriceForm):
    """The contract, as it is signed: buyers and price must be those of the notice."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis", "signed_on": "act.day", "file": "act.evidence"}
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = forms.CharField(label=_("Number of the contract"), max_length=64)
    signed_on = DayField(label=_("Signed on"))
    file = EvidenceField(label=_("The contract"), required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move, self.row = case, move, case.price_notice
        self.fields["version"].initial = case.version
        known = terms_initial(queries.seen(case.pk).terms)
        self.initial |= {name: value for name, value in known.items() if name in self.fields}

    def head_fields(self) -> list[Any]:
        """Give the fields that stand first."""
        return [self[name] for name in ("number", "signed_on", "file", "declared")]

    def request(self) -> asked.Sign:
        """Sign."""
        values = self.cleaned_data
        kept = values.get("file")
        return asked.Sign(
            notice=self.case.pk,
            number=values["number"],
            signed_on=values["signed_on"],
            price=self.price,
            buyers=self.buyers,
            files=(asked.Paper(kept.pk, kept.commitment),) if kept else (),
        )


class RegisterForm(_Move):
    """The contract was registered."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis", "registered_on": "act.day"}
    number = forms.CharField(label=_("Registration number of the technology contract"), max_length=64)
    registered_on = DayField(label=_("Registered on"))

    def request(self) -> asked.Register:
        """Say so."""
        values = self.cleaned_data
        return asked.Register(notice=self.case.pk, number=values["number"], on=values["registered_on"])


FORMS: dict[str, type[Any]] = {
    "file": FileForm,
    "change": ChangeForm,
    "report_gap": GapForm,
    "interrupt": GapForm,
    "sign": SignForm,
    "register": RegisterForm,
}
