"""Forms of evaluations; each gives the typed request of its move."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.mechanisms.market.appraisal import actions, projecting, queries, wording
from kechuang.mechanisms.market.appraisal.rules import requests as asked
from kechuang.mechanisms.market.appraisal.rules.moves import REQUEST
from kechuang.mechanisms.market.appraisal.rules.teams import LONGEST
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.permissions import Actor

SHORT, ROWS, LEVEL_ROWS = 2000, 9, 6
EMPTY = ("", "—")


class CommissionForm(KitForm):
    """A holder commissions an evaluation of an achievement on the register."""

    about = "market.appraisal"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "result": "act.target",
        "institution": "act.target",
        "purpose": "act.text",
        "claimed": "act.choice",
    }
    key = key_field()
    result = forms.ChoiceField(label=_("Achievement to be evaluated"))
    institution = forms.ChoiceField(label=_("Evaluating institution"))
    claimed = forms.ChoiceField(
        label=_("Readiness level in your own view"),
        required=False,
        help_text=_("The institution judges by itself; your own view only tells it what to look for."),
    )
    purpose = forms.CharField(
        label=_("Purpose of the evaluation"),
        max_length=LONGEST,
        widget=area(4),
        help_text=_("For example: to set a price, to find investors, to conclude a project."),
    )

    def __init__(self, *args: Any, actor: Actor, on: date, chosen: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.holders = bodies_with(actor, REQUEST, on)
        self.results = {str(row.pk): row for row in queries.to_commission(list(self.holders))[:500]}
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["result"].choices = [
            (pk, f"{row.case.number} {row.name}" if row.case.number else row.name) for pk, row in self.results.items()
        ]
        if chosen in self.results:
            fields["result"].initial = chosen
        if not self.results:
            fields["result"].help_text = _("Your unit has no registered achievement yet; register one first.")
        known = projecting.institutions(on)
        fields["institution"].choices = [(str(pk), name) for pk, name in known.items() if str(pk) not in self.holders]
        if not fields["institution"].choices:
            fields["institution"].help_text = _("No body on this node conducts evaluations.")
        fields["claimed"].choices = [EMPTY, *wording.trls()]
        self.office: Body | None = None

    def clean(self) -> dict[str, Any]:
        """There must be an office that runs the market of the place."""
        values = super().clean() or self.cleaned_data
        row = self.results.get(str(values.get("result") or ""))
        self.office = actions.office_for(row.place) if row else None
        if row is not None and self.office is None:
            self.add_error("result", gettext("No office on this node runs the market of this place."))
        return values

    def request(self) -> asked.Commission:
        """Commission. Raises ValueError for a form that was not found valid."""
        values = self.cleaned_data
        row = self.results[values["result"]]
        if self.office is None:
            raise ValueError("the form is not valid")
        return asked.Commission(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=row.place,
            holder=row.unit_id,
            result=row.pk,
            institution=UUID(values["institution"]),
            purpose=values["purpose"],
            claimed=int(values["claimed"]) if values["claimed"] else None,
        )


class _Move(OwnMoveForm):
    about = "market.appraisal"
    owner = "evaluator"
    renew_by = UNTIL

    @property
    def row(self) -> Any:  # noqa: ANN401 - the row beside the case
        """The row of the case."""
        return self.case.appraisal


class WordsForm(_Move):
    """A move that needs words at most."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=SHORT, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "conclude":
            self.fields["text"].label = _("Why it is not published")

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(appraisal=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class TeamForm(_Move):
    """The team with what each member declared."""

    elements: ClassVar[Mapping[str, str]] = {
        **{f"name_{at}": "act.contact" for at in range(ROWS)},
        **{f"{name}_{at}": "act.title" for at in range(ROWS) for name in ("unit", "title")},
        **{f"tie_{at}": "act.choice" for at in range(ROWS)},
        **{f"named_{at}": "act.agreed" for at in range(ROWS)},
        "lead": "act.choice",
    }
    lead = forms.ChoiceField(label=_("Who leads the team"), help_text=_("The leader must sign the report."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        known = list(self.row.members.order_by("order"))
        fields: Any = self.fields
        for at in range(ROWS):
            fields[f"name_{at}"] = forms.CharField(label=_("Name of the expert"), required=False, max_length=80)
            fields[f"unit_{at}"] = forms.CharField(label=_("Unit of the expert"), required=False, max_length=200)
            fields[f"title_{at}"] = forms.CharField(label=_("Title of the expert"), required=False, max_length=80)
            fields[f"tie_{at}"] = forms.ChoiceField(
                label=_("What the expert declared"), required=False, choices=[EMPTY, *wording.TIES_OF.items()]
            )
            fields[f"named_{at}"] = forms.BooleanField(label=_("Agrees to be named in public"), required=False)
            if at < len(known):
                one = known[at]
                for name in ("name", "unit", "title", "tie", "named"):
                    fields[f"{name}_{at}"].initial = getattr(one, name)
                if one.lead:
                    fields["lead"].initial = str(at)
        fields["lead"].choices = [(str(at), gettext("Row %(row)d") % {"row": at + 1}) for at in range(ROWS)]

    def lines(self) -> list[list[Any]]:
        """Give the fields of members, row by row."""
        return [[self[f"{name}_{at}"] for name in ("name", "unit", "title", "tie", "named")] for at in range(ROWS)]

    def above(self) -> list[Any]:
        """Give the fields that stand outside the rows."""
        return [self["lead"]]

    def request(self) -> asked.SetTeam:
        """Name the team."""
        values = self.cleaned_data
        members = tuple(
            asked.Member(
                id=chance.uuid7(),
                name=values[f"name_{at}"],
                unit=values[f"unit_{at}"],
                title=values[f"title_{at}"],
                tie=values[f"tie_{at}"],
                named=values[f"named_{at}"],
                lead=values["lead"] == str(at),
            )
            for at in range(ROWS)
            if values[f"name_{at}"].strip() or values[f"unit_{at}"].strip()
        )
        return asked.SetTeam(appraisal=self.case.pk, members=members)


class _EvidenceMove(EvidenceForm):
    about = "market.appraisal"
    owner = "evaluator"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    elements: ClassVar[Mapping[str, str]] = {"file": "act.evidence", "declared": "act.declared"}

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.case, self.move, self.row = case, move, case.appraisal
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version

    def papers(self) -> tuple[asked.Paper, ...]:
        """Give the file that was sent, if any."""
        kept = self.cleaned_data.get("file")
        return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class AssessForm(_EvidenceMove):
    """Five values in words, and the level with evidence of each level."""

    elements: ClassVar[Mapping[str, str]] = {
        **{f"grade_{value}": "act.choice" for value in asked.VALUES},
        **{f"text_{value}": "act.finding" for value in asked.VALUES},
        **{f"evidence_{value}": "act.basis" for value in asked.VALUES},
        "level": "act.choice",
        **{f"level_{at}": "act.choice" for at in range(LEVEL_ROWS)},
        **{f"on_{at}": "act.day" for at in range(LEVEL_ROWS)},
        **{f"shown_{at}": "act.basis" for at in range(LEVEL_ROWS)},
        "summary": "act.finding",
    }
    summary = forms.CharField(label=_("Conclusion of the evaluation"), max_length=LONGEST, widget=area(5))
    file = EvidenceField(label=_("Material on which it rests"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        levels = [EMPTY, *wording.trls()]
        for value in asked.VALUES:
            said = self.row.grades.get(value, {})
            fields[f"grade_{value}"] = forms.ChoiceField(
                label=_("Grade in words"), choices=[EMPTY, *wording.GRADES_OF.items()], initial=said.get("grade", "")
            )
            fields[f"text_{value}"] = forms.CharField(
                label=_("Reasons"), max_length=SHORT, widget=area(2), initial=said.get("text", "")
            )
            fields[f"evidence_{value}"] = forms.CharField(
                label=_("What shows it"), required=False, max_length=SHORT, initial=said.get("evidence", "")
            )
        fields["level"] = forms.ChoiceField(
            label=_("Readiness level"), choices=levels, initial=str(self.row.level or "")
        )
        known = list(self.row.levels.order_by("level"))
        for at in range(LEVEL_ROWS):
            one = known[at] if at < len(known) else None
            fields[f"level_{at}"] = forms.ChoiceField(
                label=_("Level reached"), required=False, choices=levels, initial=str(one.level) if one else ""
            )
            fields[f"on_{at}"] = DayField(label=_("Reached on"), required=False, initial=one.on if one else None)
            fields[f"shown_{at}"] = forms.CharField(
                label=_("Evidence of the level"), required=False, max_length=SHORT, initial=one.text if one else ""
            )
        fields["summary"].initial = self.row.summary

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """Give the fields of the five values, value by value."""
        return [
            (word, [self[f"{name}_{value}"] for name in ("grade", "text", "evidence")])
            for value, word in wording.VALUES_OF.items()
        ]

    def lines(self) -> list[list[Any]]:
        """Give the fields of levels, row by row."""
        return [[self[f"{name}_{at}"] for name in ("level", "on", "shown")] for at in range(LEVEL_ROWS)]

    def above(self) -> list[Any]:
        """Give the fields that stand outside the rows."""
        return [self[name] for name in ("level", "summary", "file", "declared")]

    def request(self) -> asked.Assess:
        """Assess."""
        values = self.cleaned_data
        judged = tuple(
            asked.Judged(
                value=value,
                grade=values[f"grade_{value}"],
                text=values[f"text_{value}"],
                evidence=values[f"evidence_{value}"],
            )
            for value in asked.VALUES
        )
        levels = tuple(
            asked.LevelShown(level=int(values[f"level_{at}"]), on=values.get(f"on_{at}"), text=values[f"shown_{at}"])
            for at in range(LEVEL_ROWS)
            if values[f"level_{at}"]
        )
        return asked.Assess(
            appraisal=self.case.pk,
            judged=judged,
            level=int(values["level"]),
            levels=levels,
            summary=values["summary"],
            files=self.papers(),
        )


class SignForm(_EvidenceMove):
    """The signed report."""

    elements: ClassVar[Mapping[str, str]] = {
        "number": "act.basis",
        "signed_on": "act.day",
        "signers": "act.choice",
        "dissent": "act.note",
    }
    number = forms.CharField(label=_("Number of the report"), max_length=64)
    signed_on = DayField(label=_("Report signed on"))
    signers = forms.MultipleChoiceField(label=_("Who signed"), widget=forms.CheckboxSelectMultiple)
    dissent = forms.CharField(label=_("Why somebody did not sign"), required=False, max_length=SHORT, widget=area(3))
    file = EvidenceField(label=_("The signed report"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        lead = gettext("leads the team")
        fields["signers"].choices = [
            (str(each.pk), f"{each.name} · {each.unit}{f' · {lead}' if each.lead else ''}")
            for each in self.row.members.order_by("order")
        ]
        fields["signed_on"].initial = self.on

    def request(self) -> asked.Sign:
        """Sign."""
        values = self.cleaned_data
        return asked.Sign(
            appraisal=self.case.pk,
            number=values["number"],
            signed_on=values["signed_on"],
            signers=tuple(UUID(each) for each in values["signers"]),
            dissent=values["dissent"],
            files=self.papers(),
        )


class PublishForm(_Move):
    """What the holder agrees to have published."""

    owner = "transfer_office"
    elements: ClassVar[Mapping[str, str]] = {"parts": "act.choice", "agreed": "act.agreed"}
    parts = forms.MultipleChoiceField(
        label=_("What everybody may read"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Anything that is not ticked stays with you, the institution and the office."),
    )
    agreed = forms.BooleanField(label=_("The holder agrees to this publication"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["parts"].choices = list(wording.PARTS_OF.items())
        fields["parts"].initial = ["level", "grades"]

    def request(self) -> asked.Publish:
        """Agree."""
        return asked.Publish(appraisal=self.case.pk, parts=tuple(self.cleaned_data["parts"]))


FORMS: dict[str, type[Any]] = {
    "set_team": TeamForm,
    "decline": WordsForm,
    "assess": AssessForm,
    "sign": SignForm,
    "publish": PublishForm,
    "conclude": WordsForm,
    "annul": WordsForm,
}
