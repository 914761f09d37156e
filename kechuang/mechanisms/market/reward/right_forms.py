"""Forms of empowerments and of yearly reports."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.reward import actions, collecting, wording
from kechuang.mechanisms.market.reward.fields import ShareField, read_share
from kechuang.mechanisms.market.reward.form_parts import Moving, authority_body, people_of, results_of
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.empowering import least_end
from kechuang.mechanisms.market.reward.rules.lawful import subject_of
from kechuang.mechanisms.market.reward.rules.moves import APPLY, DISTRIBUTION, EMPOWERMENT, REPORT, REPORT_FILE
from kechuang.mechanisms.market.reward.sheet_forms import (
    AcceptForm,
    HandOverForm,
    PayForm,
    PublishForm,
    ReasonForm,
    SheetForm,
    SignForm,
    report_years,
)
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.rulebook.value import Table
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField

COMPLETERS = 8
ROWS: dict[str, str] = {
    **{f"{name}_{at}": "act.target" for at in range(COMPLETERS) for name in ("name", "account")},
    **{f"share_{at}": "act.count" for at in range(COMPLETERS)},
}


def barred(place: str, on: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a day
    """Give what bars an empowerment, in words, by the rule of a place and day."""
    answer = Law(rulebook.current()).ask("transfer.empowerment.barred", place=place, on=on)
    rows = answer.value.rows if isinstance(answer.value, Table) else ()
    said = wording.speaker()
    return [(str(row["code"]), said.text(row["title"])) for row in rows]  # type: ignore[arg-type]  # a title is text


class ApplyForm(KitForm):
    """The completers ask for a right in their achievement."""

    about = "market.empowerment"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        **ROWS,
        "unit": "act.body",
        "title": "act.title",
        "result": "act.target",
        "kind": "act.choice",
        "right": "act.choice",
        "plan": "act.text",
        "grounds": "act.choice",
        "representative": "act.choice",
    }
    key = key_field()
    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Achievement"), max_length=200)
    result = forms.ChoiceField(label=_("Achievement in the register"), required=False)
    kind = forms.ChoiceField(label=_("Kind of unit"))
    right = forms.ChoiceField(label=_("Right that is asked for"), widget=forms.RadioSelect)
    plan = forms.CharField(label=_("How it will be used"), max_length=4000, widget=area(5))
    grounds = forms.MultipleChoiceField(
        label=_("Which of these holds for the achievement"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None for most. What is on this list cannot be given to completers."),
    )
    representative = forms.ChoiceField(label=_("Who represents the completers"))

    def __init__(self, *args: Any, actor: Any, on: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        self.units = bodies_with(actor, APPLY, on)
        units = [UUID(pk) for pk in self.units]
        fields["unit"].choices = [(pk, body.name) for pk, body in self.units.items()]
        fields["result"].choices = results_of(units)
        fields["kind"].choices = wording.choices(wording.KINDS)
        fields["right"].choices = wording.choices(wording.RIGHTS)
        fields["grounds"].choices = barred(next((each.place for each in self.units.values()), "330000"), on)
        lines = [(str(at), gettext("line %(line)d") % {"line": at + 1}) for at in range(COMPLETERS)]
        fields["representative"].choices = lines
        accounts = [("", "—"), *people_of(units)]
        for at in range(COMPLETERS):
            fields[f"name_{at}"] = forms.CharField(label=_("Name of the person"), required=False, max_length=80)
            fields[f"account_{at}"] = forms.ChoiceField(label=_("Account here"), required=False, choices=accounts)
            fields[f"share_{at}"] = forms.CharField(label=_("Share (%)"), required=False, max_length=40)

    def first_fields(self) -> list[Any]:
        """Give the fields above the completers."""
        return [self[name] for name in ("unit", "title", "result", "kind", "right", "plan", "grounds")]

    def completer_lines(self) -> list[list[Any]]:
        """Give the fields of completers, line by line."""
        return [[self[f"{name}_{at}"] for name in ("name", "account", "share")] for at in range(COMPLETERS)]

    def clean(self) -> dict[str, Any]:
        """Read the completers; there must be an authority of the unit's place on this node."""
        values = super().clean() or self.cleaned_data
        self.completers = self._completers(values)
        self.body: Body | None = authority_body(self, self.units)
        if self.body is not None and not actions.authority_for(self.body.place):
            self.add_error("unit", gettext("No department on this node serves this place."))
        return values

    def _completers(self, values: dict[str, Any]) -> tuple[asked.Completer, ...]:
        fields: Any = self.fields
        accounts, found = dict(fields["account_0"].choices), []
        for at in range(COMPLETERS):
            account = values.get(f"account_{at}") or ""
            name = str(values.get(f"name_{at}") or "").strip() or str(accounts.get(account, "") if account else "")
            raw = str(values.get(f"share_{at}") or "")
            if not name and not raw:
                continue
            try:
                share = read_share(raw)
            except forms.ValidationError as error:
                self.add_error(f"share_{at}", error)
                continue
            found.append(
                asked.Completer(
                    id=chance.uuid7(),
                    rank=len(found) + 1,
                    name=name,
                    share=share,
                    representative=values.get("representative") == str(at),
                    person=UUID(account) if account else None,
                )
            )
        return tuple(found)

    def request(self) -> asked.Apply:
        """Apply. Raises ValueError for a form that was not found valid."""
        if self.body is None:
            raise ValueError("the form is not valid")
        values = self.cleaned_data
        return asked.Apply(
            case=chance.uuid7(),
            authority=actions.authority_for(self.body.place),
            place=self.body.place,
            unit=self.body.pk,
            result=UUID(values["result"]) if values["result"] else None,
            title=values["title"],
            right=values["right"],
            plan=values["plan"],
            completers=self.completers,
            grounds=tuple(values["grounds"]),
            subject=str(subject_of(values["kind"])),
        )


class AgreeForm(Moving):
    """The terms of an empowerment."""

    elements: ClassVar[Mapping[str, str]] = {
        "right": "act.choice",
        "share": "act.count",
        "start": "act.day",
        "end": "act.until",
        **dict.fromkeys(("decision", "cost", "revenue", "leaving"), "act.text"),
    }
    right = forms.ChoiceField(label=_("Kind of right"), widget=forms.RadioSelect)
    share = ShareField(label=_("Share of the ownership for the completers"), required=False)
    start = DayField(label=_("From"))
    end = DayField(label=_("Right until"), required=False, help_text=_("For a right to use; an ownership has no end."))
    decision = forms.CharField(label=_("Who decides on its use"), max_length=2000, widget=area(2))
    cost = forms.CharField(label=_("Who bears the costs"), max_length=2000, widget=area(2))
    revenue = forms.CharField(label=_("How the revenue is split"), max_length=2000, widget=area(2))
    leaving = forms.CharField(label=_("What holds when somebody leaves"), max_length=2000, widget=area(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["right"].choices = wording.choices(wording.RIGHTS)
        row = self.case.empowerment
        fields["right"].initial, fields["start"].initial = row.right, row.right_start or self.on
        for name in ("decision", "cost", "revenue", "leaving"):
            fields[name].initial = getattr(row, name)
        answer = Law(rulebook.current()).ask("transfer.use_right.min_years", place=self.case.place, on=self.on)
        fields["end"].initial = row.right_end
        if isinstance(answer.value, int):
            words = _("For a right to use: at least %(years)d years, from today until %(day)s.")
            day = least_end(self.on, answer.value).isoformat()
            fields["end"].help_text = words % {"years": answer.value, "day": day}

    def request(self) -> asked.Agree:
        """Agree."""
        values = self.cleaned_data
        share: Fraction | None = values["share"]
        names = ("right", "start", "end", "decision", "cost", "revenue", "leaving")
        return asked.Agree(case=self.case.pk, share=share, **{name: values[name] for name in names})


class EffectForm(Moving):
    """The change of rights is registered."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis", "on_day": "act.day"}
    number = forms.CharField(label=_("Number of the registration"), max_length=64)
    on_day = DayField(label=_("Registered on"))

    def request(self) -> asked.Effect:
        """Say so."""
        return asked.Effect(case=self.case.pk, number=self.cleaned_data["number"], on=self.cleaned_data["on_day"])


class YearlyForm(Moving):
    """A year of a right."""

    elements: ClassVar[Mapping[str, str]] = {"year": "act.choice", "used": "act.text", "income": "act.amount_yuan"}
    year = forms.IntegerField(label=_("Year"))
    used = forms.CharField(label=_("How the right was used"), max_length=2000, widget=area(4))
    income = YuanField(label=_("What it brought"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = self.on.year

    def request(self) -> asked.Yearly:
        """Report."""
        values = self.cleaned_data
        return asked.Yearly(case=self.case.pk, year=values["year"], used=values["used"], income=values["income"])


class ReportForm(KitForm):
    """A unit's yearly report: the year and remarks; the figures are collected."""

    about = "market.transfer_report"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"unit": "act.body", "year": "act.choice", "remarks": "act.note"}
    key = key_field()
    unit = forms.ChoiceField(label=_("Unit"))
    year = forms.ChoiceField(label=_("Year"))
    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=4000,
        required=False,
        widget=area(4),
        help_text=_("Needed where the report is late: say why."),
    )

    def __init__(self, *args: Any, actor: Any, on: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        self.units = bodies_with(actor, REPORT_FILE, on)
        fields["unit"].choices = [(pk, body.name) for pk, body in self.units.items()]
        fields["year"].choices = report_years(on)

    def clean(self) -> dict[str, Any]:
        """There must be a department that takes it."""
        values = super().clean() or self.cleaned_data
        self.body = authority_body(self, self.units)
        self.office = actions.department_for(self.body.place) if self.body else None
        if self.body is not None and self.office is None:
            self.add_error("unit", gettext("No department on this node serves this place."))
        return values

    def request(self) -> asked.FileReport:
        """Collect and file. Raises ValueError for a form that was not found valid."""
        if self.body is None or self.office is None:
            raise ValueError("the form is not valid")
        year = int(self.cleaned_data["year"])
        found = collecting.collect(self.body, year)
        return asked.FileReport(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            unit=self.body.pk,
            year=year,
            figures=found.figures,
            facts=found.facts,
            remarks=self.cleaned_data["remarks"],
        )


class CorrectForm(Moving):
    """Collect the figures of a report anew."""

    elements: ClassVar[Mapping[str, str]] = {"remarks": "act.reason"}
    remarks = forms.CharField(label=_("Why"), max_length=4000, widget=area(3))

    def request(self) -> asked.CorrectReport:
        """Collect and file again."""
        row = self.case.transfer_report
        found = collecting.collect(row.unit, row.year)
        remarks = self.cleaned_data["remarks"]
        return asked.CorrectReport(case=self.case.pk, figures=found.figures, facts=found.facts, remarks=remarks)


class ForwardForm(Moving):
    """Hand a report on."""

    elements: ClassVar[Mapping[str, str]] = {"checked": "act.agreed"}
    checked = forms.BooleanField(label=_("I have read the report; it goes on to the upper department."))

    def request(self) -> asked.Forward:
        """Hand on."""
        return asked.Forward(case=self.case.pk)


STEPS: dict[str, dict[str, type[Any]]] = {
    EMPOWERMENT.kind: {
        "accept": AcceptForm,
        "refuse": ReasonForm,
        "agree": AgreeForm,
        "publish": PublishForm,
        "stop": ReasonForm,
        "sign": SignForm,
        "take_effect": EffectForm,
        "report": YearlyForm,
        "conclude": ReasonForm,
        "terminate": ReasonForm,
    },
    DISTRIBUTION.kind: {
        "revise": SheetForm,
        "publish": PublishForm,
        "stop": ReasonForm,
        "hand_over": HandOverForm,
        "pay": PayForm,
        "forget": ReasonForm,
    },
    REPORT.kind: {"correct": CorrectForm, "forward": ForwardForm},
}
