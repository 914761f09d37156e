"""Forms of distributions: the sheet, its notice, the batch, the evidence of payment."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.reward import actions, queries, wording
from kechuang.mechanisms.market.reward.fields import AmountsField, RateField, percent
from kechuang.mechanisms.market.reward.form_parts import (
    NUMBERS,
    ROWS,
    Moving,
    authority_body,
    payee_fields,
    payee_lines,
    read_payees,
    results_of,
)
from kechuang.mechanisms.market.reward.rules import noticing, reporting
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.lawful import Asking, subject_of
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, FILE
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law, Subject
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField

AMOUNTS = ("paid", "cost", "fiscal", "tax", "award")
GROUPS = (
    (_("What is distributed"), ("unit", "title", "result", "way", "kind", "central", "follows", "in_force")),
    (_("The income"), ("contract", "income_on", "paid", "cost", "fiscal", "tax")),
    (_("Shares, own implementation, or a patent award"), ("shares", "profits", "years", "patent", "award")),
    (_("What the unit regulated or agreed"), ("agreed", "main", "staff", "due")),
)


class SheetForm(KitForm):
    """One distribution with its persons."""

    about = "market.distribution"
    owner = "transfer_office"
    renew_by = UNTIL
    not_kept = NUMBERS
    elements: ClassVar[Mapping[str, str]] = {
        **ROWS,
        "unit": "act.body",
        "title": "act.title",
        "result": "act.target",
        "way": "act.choice",
        "kind": "act.choice",
        "central": "act.choice",
        "follows": "act.choice",
        "in_force": "act.day",
        "contract": "act.title",
        "income_on": "act.day",
        **dict.fromkeys(AMOUNTS, "act.amount_yuan"),
        "shares": "act.count",
        "profits": "act.text",
        "years": "act.count",
        "patent": "act.choice",
        "agreed": "act.count",
        "main": "act.count",
        "staff": "act.count",
        "due": "act.until",
    }
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("What is distributed"), max_length=200)
    result = forms.ChoiceField(label=_("Achievement in the register"), required=False)
    way = forms.ChoiceField(label=_("Way of the transfer"))
    kind = forms.ChoiceField(label=_("Kind of unit"))
    central = forms.BooleanField(label=_("Unit of the centre"), required=False)
    follows = forms.BooleanField(label=_("It has chosen the rule of its seat"), required=False)
    in_force = DayField(label=_("Contract in force since"))
    contract = forms.CharField(label=_("Number of the contract"), max_length=80, required=False)
    income_on = DayField(
        label=_("Income received on"),
        help_text=_("For shares the day of their registration, for a patent award the day of the grant."),
    )
    paid = YuanField(label=_("Actually received"), required=False)
    cost = YuanField(label=_("Costs of the transfer"), required=False)
    fiscal = YuanField(label=_("Fiscal research money counted as a cost"), required=False)
    tax = YuanField(label=_("Taxes"), required=False)
    shares = forms.IntegerField(label=_("Shares of the company for the achievement"), required=False, min_value=1)
    profits = AmountsField(label=_("Operating profit year by year"), required=False)
    years = forms.IntegerField(label=_("Years that were agreed"), required=False, min_value=1, max_value=30)
    patent = forms.ChoiceField(label=_("Patent"), required=False)
    award = YuanField(label=_("Award"), required=False, help_text=_("Empty for the least that the rules ask."))
    agreed = RateField(label=_("Share agreed or regulated by the unit"), required=False)
    main = RateField(label=_("Of the pool for main contributors"), required=False)
    staff = RateField(label=_("Of the pool for transfer staff"), required=False)
    due = DayField(label=_("Day of payment that was agreed"), required=False)

    def __init__(self, *args: Any, actor: Any, on: Any, case: Case | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.actor, self.on, self.case = actor, on, case
        fields["key"].initial = chance.random_id()
        self.units = bodies_with(actor, FILE, on)
        units = [case.holder_id] if case and case.holder_id else [UUID(pk) for pk in self.units]
        fields["unit"].choices = [(pk, body.name) for pk, body in self.units.items()]
        fields["result"].choices = results_of(units)
        fields["way"].choices = wording.choices(wording.WAYS)
        fields["kind"].choices = wording.choices(wording.KINDS)
        fields["patent"].choices = [("", "—"), *wording.choices(wording.PATENTS)]
        fields["in_force"].initial = on
        self.before = queries.payees_of(case.pk) if case else ()
        payee_fields(self, units, self.before)
        if case is not None:
            del fields["unit"]
            fields["version"].initial = case.version
            self.initial |= _initial(queries.sheet_of(case.distribution))

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Give the fields in groups."""
        return [(label, [self[name] for name in names if name in self.fields]) for label, names in GROUPS]

    def payee_lines(self) -> list[list[Any]]:
        """Give the fields of persons, line by line."""
        return payee_lines(self)

    def clean(self) -> dict[str, Any]:
        """There must be an authority of the unit's place on this node."""
        values = super().clean() or self.cleaned_data
        self.payees = read_payees(self, self.before)
        self.body = authority_body(self, self.units) if self.case is None else None
        if self.body is not None and not actions.authority_for(self.body.place):
            self.add_error("unit", gettext("No department on this node serves this place."))
        return values

    def sheet(self) -> asked.Sheet:
        """Give the sheet."""
        values = self.cleaned_data
        subject = subject_of(values["kind"], central=values["central"], follows_local=values["follows"])
        given = {name: values[name] for name in (*AMOUNTS, "shares") if values[name] is not None}
        return asked.Sheet(
            title=values["title"],
            result=UUID(values["result"]) if values["result"] else None,
            subject=str(subject),
            payees=self.payees,
            **{name: values[name] for name in ("way", "in_force", "income_on", "contract", "profits", "years")},
            **{name: values[name] for name in ("agreed", "main", "staff", "due", "patent")},
            **given,
        )

    def request(self) -> asked.Draft | asked.Revise:
        """Draw the sheet up. Raises ValueError for a form that was not found valid."""
        if self.case is not None:
            return asked.Revise(case=self.case.pk, sheet=self.sheet())
        if self.body is None:
            raise ValueError("the form is not valid")
        return asked.Draft(
            case=chance.uuid7(),
            authority=actions.authority_for(self.body.place),
            place=self.body.place,
            unit=self.body.pk,
            sheet=self.sheet(),
        )


def _initial(sheet: asked.Sheet) -> dict[str, Any]:
    subject = Subject.parse(sheet.subject)
    names = ("title", "way", "in_force", "income_on", "contract", "years", "due", "patent")
    found: dict[str, Any] = {name: getattr(sheet, name) for name in names}
    found |= {name: getattr(sheet, name) or None for name in (*AMOUNTS, "shares")}
    found |= {name: percent(getattr(sheet, name)) for name in ("agreed", "main", "staff")}
    found["profits"] = " ".join(f"{each:f}" for each in sheet.profits)
    found["result"] = str(sheet.result or "")
    found |= {"kind": subject.kind, "central": "central" in subject.tags, "follows": "follows_local" in subject.tags}
    return found


class PublishForm(Moving):
    """Publish in the unit."""

    elements: ClassVar[Mapping[str, str]] = {
        "start": "act.day",
        "end": "act.until",
        "where": "act.text",
        "openly": "act.agreed",
    }
    start = DayField(label=_("Notice from"))
    end = DayField(label=_("Notice until"))
    where = forms.CharField(
        label=_("Where in the unit"), max_length=300, help_text=_("Notice board, building, or the address of the page.")
    )
    openly = forms.BooleanField(
        label=_("A leader is among the persons: this line is published openly, for everybody"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        sheet = self.case.kind == DISTRIBUTION.kind
        row = self.case.distribution if sheet else self.case.empowerment
        key = noticing.REWARD_NOTICE if sheet else noticing.EMPOWERMENT_NOTICE
        asking = Asking(Law(rulebook.current()), self.case.place, self.on, Subject.parse(row.subject))
        earliest, least = noticing.last_day(asking, load_calendars(), key, self.on)
        fields["start"].initial, fields["end"].initial = self.on, earliest
        fields["where"].initial = row.where
        if least:
            words = _("At least %(days)d days; from today that is until %(day)s.")
            fields["end"].help_text = words % {"days": least, "day": earliest.isoformat()}
        if not sheet or not any(each.leader for each in queries.lines(self.case.pk)):
            del fields["openly"]

    def request(self) -> asked.Publish:
        """Publish."""
        values = self.cleaned_data
        return asked.Publish(
            case=self.case.pk,
            start=values["start"],
            end=values["end"],
            where=values["where"],
            openly=values.get("openly", False),
        )


class ReasonForm(Moving):
    """A move with its reason."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=area(3))

    def request(self) -> Any:  # noqa: ANN401 - the request of the move
        """Do it."""
        if self.move == "forget":
            return asked.Forget(case=self.case.pk, reason=self.cleaned_data["reason"])
        return asked.Stop(case=self.case.pk, move=self.move, reason=self.cleaned_data["reason"])


class AcceptForm(ReasonForm):
    """Accept; a word is welcome and not needed."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.note"}
    reason = forms.CharField(label=_("Word on the decision"), max_length=1000, widget=area(3), required=False)


class HandOverForm(Moving):
    """Hand the batch over."""

    elements: ClassVar[Mapping[str, str]] = {"checked": "act.agreed"}
    checked = forms.BooleanField(label=_("I have compared the batch with the notice; it goes to the unit's finance."))

    def request(self) -> asked.HandOver:
        """Hand over."""
        return asked.HandOver(case=self.case.pk)


class _Evidence(EvidenceForm):
    about = "market.reward"
    owner = "transfer_office"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move = case, move
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version

    def papers(self) -> tuple[asked.Paper, ...]:
        """Give the file that was sent."""
        kept = self.cleaned_data.get("file")
        return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class PayForm(_Evidence):
    """Evidence of payment."""

    elements: ClassVar[Mapping[str, str]] = {
        "paid_on": "act.day",
        "amount": "act.amount_yuan",
        "reference": "act.basis",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    paid_on = DayField(label=_("Reward paid on"))
    amount = YuanField(label=_("Sum paid (for shares: their number)"))
    reference = forms.CharField(label=_("Number of the voucher or entry"), max_length=120)
    file = EvidenceField(label=_("Evidence of payment"))

    def request(self) -> asked.Pay:
        """Say that it was paid."""
        values = self.cleaned_data
        return asked.Pay(
            case=self.case.pk,
            paid_on=values["paid_on"],
            amount=values["amount"],
            reference=values["reference"],
            files=self.papers(),
        )


class SignForm(_Evidence):
    """The agreement."""

    elements: ClassVar[Mapping[str, str]] = {
        "number": "act.basis",
        "signed_on": "act.day",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    number = forms.CharField(label=_("Number of the agreement"), max_length=64)
    signed_on = DayField(label=_("Signed on"))
    file = EvidenceField(label=_("The agreement"), required=False)

    def request(self) -> asked.Sign:
        """Sign."""
        values = self.cleaned_data
        return asked.Sign(
            case=self.case.pk, number=values["number"], signed_on=values["signed_on"], files=self.papers()
        )


YEARS_BACK = 5


def report_years(on: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a day
    """Give the years that a report may be about."""
    return [(str(year), str(year)) for year in range(on.year - 1, max(on.year - YEARS_BACK, reporting.FIRST_YEAR), -1)]
