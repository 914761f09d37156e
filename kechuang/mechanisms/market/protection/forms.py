"""Forms of cases of protection; each gives the typed request of its move."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.mechanisms.market.demand.fields import area, bodies_with
from kechuang.mechanisms.market.protection import projecting, queries, wording
from kechuang.mechanisms.market.protection.rules import deciding, law
from kechuang.mechanisms.market.protection.rules import requests as asked
from kechuang.mechanisms.market.protection.rules.deciding import LONGEST, LONGEST_NAME
from kechuang.mechanisms.market.protection.rules.moves import REPORT
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField
from kechuang.web.permissions import Actor, below

SHORT = 2000
EMPTY = ("", "—")


def places() -> list[tuple[str, str]]:
    """Give the places that have an office on this node, with their provinces."""
    codes = set(Body.objects.filter(valid_to__isnull=True).values_list("place", flat=True).distinct()) - {""}
    codes |= {f"{code[:2]}0000" for code in codes} | {f"{code[:4]}00" for code in codes}
    named = [(code, divisions.name(code)) for code in sorted(codes)]
    return [(code, name) for code, name in named if name != code]


class ReportForm(EvidenceForm):
    """A holder or firm reports a case."""

    about = "market.protection"
    owner = "ip_intake"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reporter": "act.body",
        "kind": "act.choice",
        "right": "act.choice",
        "number": "act.basis",
        "respondent": "act.target",
        "respondent_code": "act.target",
        "happened_at": "act.target",
        "country": "act.target",
        "since": "act.day",
        "text": "act.text",
        "contact_name": "act.contact",
        "contact_phone": "act.contact",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    key = key_field()
    reporter = forms.ChoiceField(label=_("Who reports"))
    kind = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    right = forms.ChoiceField(label=_("Kind of right"))
    number = forms.CharField(
        label=_("Number of the right"),
        required=False,
        max_length=40,
        help_text=_("A patent number is checked by its check character; a trade secret has none."),
    )
    respondent = forms.CharField(label=_("Against whom"), required=False, max_length=LONGEST_NAME)
    respondent_code = forms.CharField(label=_("Credit code of the other side"), required=False, max_length=18)
    happened_at = forms.ChoiceField(label=_("Where it happened"), required=False)
    country = forms.CharField(label=_("Country, where it happened abroad"), required=False, max_length=80)
    since = DayField(label=_("Known since"), required=False)
    text = forms.CharField(label=_("What happened, and what you ask for"), max_length=LONGEST, widget=area(6))
    contact_name = forms.CharField(label=_("Person to ask"), max_length=80)
    contact_phone = forms.CharField(label=_("Telephone of that person"), max_length=40)
    file = EvidenceField(label=_("Evidence of the right and of what happened"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.reporters = bodies_with(self.actor, REPORT, self.on)
        fields["key"].initial = chance.random_id()
        fields["reporter"].choices = [(pk, body.name) for pk, body in self.reporters.items()]
        fields["kind"].choices = list(wording.KINDS_OF.items())
        fields["right"].choices = list(wording.RIGHTS_OF.items())
        fields["happened_at"].choices = [EMPTY, *places()]
        if len(self.reporters) == 1:
            body = next(iter(self.reporters.values()))
            fields["reporter"].initial = str(body.pk)
            fields["happened_at"].initial = body.place
        self.body: Body | None = None
        self.office: Body | None = None

    def clean(self) -> dict[str, Any]:
        """There must be an office that takes cases in for the place."""
        values = super().clean()
        self.body = self.reporters.get(str(values.get("reporter") or ""))
        place = values.get("happened_at") or (self.body.place if self.body else "")
        self.office = projecting.intake_for(place, self.on) if place else None
        if self.body is not None and self.office is None:
            self.office = projecting.intake_for(self.body.place, self.on)
        if self.body is not None and self.office is None:
            self.add_error("happened_at", gettext("No office on this node takes in cases of protection of this place."))
        return values

    def request(self) -> asked.Report:
        """Report. Raises ValueError for a form that was not found valid."""
        if self.body is None or self.office is None:
            raise ValueError("the form is not valid")
        values = self.cleaned_data
        kept, happened = values.get("file"), values["happened_at"]
        place = happened if happened and below(happened, self.office.place) else self.office.place
        made = asked.Report(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=place,
            reporter=self.body.pk,
            kind=values["kind"],
            right=values["right"],
            number=values["number"],
            respondent=values["respondent"],
            respondent_code=values["respondent_code"],
            happened_at=happened,
            country=values["country"],
            since=values.get("since"),
            text=values["text"],
            contact=asked.Contact(name=values["contact_name"], phone=values["contact_phone"]),
            files=(asked.Paper(kept.pk, kept.commitment),) if kept else (),
        )
        return about_result(made)


def about_result(made: asked.Report) -> asked.Report:
    """Name the achievement on the register that the right of an ownership dispute protects, if there is one."""
    if made.kind != asked.OWNERSHIP or made.right not in asked.NUMBERED:
        return made
    return replace(made, result=queries.result_of(deciding.number_of(made)))


class _Move(OwnMoveForm):
    about = "market.protection"
    owner = "ip_intake"
    renew_by = UNTIL

    @property
    def row(self) -> Any:  # noqa: ANN401 - the row beside the case
        """The row of the case."""
        return self.case.protection


class RouteForm(_Move):
    """The case is complete: which way it goes, and to whom."""

    elements: ClassVar[Mapping[str, str]] = {
        "complete": "act.agreed",
        "way": "act.choice",
        "to": "act.target",
        "outside": "act.target",
        "text": "act.reason",
    }
    complete = forms.BooleanField(label=_("Right, number, parties and evidence are complete"))
    way = forms.ChoiceField(label=_("Which way it goes"), widget=forms.RadioSelect)
    to = forms.ChoiceField(label=_("Office of this node"), required=False)
    outside = forms.CharField(
        label=_("Office outside this node"),
        required=False,
        max_length=200,
        help_text=_("Fill in one of the two. What comes of a case outside this node is recorded by you."),
    )
    text = forms.CharField(label=_("Why this way"), max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        allowed, rule = law.ways(Law(rulebook.current()), self.case.place, self.on, self.row.kind)
        fields["way"].choices = [(code, wording.WAYS_OF[code]) for code in allowed]
        fields["way"].initial = allowed[0] if allowed else ""
        fields["way"].help_text = _("By the rule %(key)s of %(place)s; the first is the usual one.") % {
            "key": rule.key,
            "place": divisions.name(str(rule.place)) if rule.place else "",
        }
        near = [
            (str(pk), name)
            for pk, (name, place) in projecting.handlers(self.on).items()
            if below(self.case.place, place) and pk != self.case.holder_id
        ]
        fields["to"].choices = [EMPTY, *near]

    def request(self) -> asked.Route:
        """Route."""
        values = self.cleaned_data
        return asked.Route(
            protection=self.case.pk,
            way=values["way"],
            to=UUID(values["to"]) if values["to"] else None,
            outside=values["outside"],
            text=values["text"],
        )


class WordsForm(_Move):
    """The receiving office takes the case; words are its own choice."""

    owner = "ip_handler"
    elements: ClassVar[Mapping[str, str]] = {"agreed": "act.agreed", "text": "act.note"}
    agreed = forms.BooleanField(label=_("We take this case"))
    text = forms.CharField(label=_("Note"), required=False, max_length=SHORT, widget=area(3))

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(protection=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class ReasonForm(_Move):
    """A case is not taken: reason and words."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.ground", "text": "act.reason"}
    reason = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is missing, or where else to go"), max_length=SHORT, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(wording.REASONS_OF.items())  # type: ignore[attr-defined]  # a choice field

    def request(self) -> asked.Step:
        """Refuse, or send back."""
        values = self.cleaned_data
        return asked.Step(protection=self.case.pk, move=self.move, text=values["text"], reason=values["reason"])


class ConcludeForm(EvidenceForm):
    """What came of the case."""

    about = "market.protection"
    owner = "ip_handler"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "outcome": "act.choice",
        "ended_on": "act.day",
        "text": "act.finding",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect)
    ended_on = DayField(label=_("Case ended on"))
    text = forms.CharField(label=_("In words"), max_length=LONGEST, widget=area(5))
    file = EvidenceField(label=_("Decision, agreement or letter"), required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.case, self.move, self.row = case, move, case.protection
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["version"].initial = case.version
        fields["outcome"].choices = list(wording.OUTCOMES_OF.items())
        fields["ended_on"].initial = on

    def request(self) -> asked.Conclude:
        """Say it."""
        values = self.cleaned_data
        kept = values.get("file")
        return asked.Conclude(
            protection=self.case.pk,
            move=self.move,
            outcome=values["outcome"],
            text=values["text"],
            ended_on=values["ended_on"],
            files=(asked.Paper(kept.pk, kept.commitment),) if kept else (),
        )


FORMS: dict[str, type[Any]] = {
    "route": RouteForm,
    "refuse": ReasonForm,
    "accept": WordsForm,
    "send_back": ReasonForm,
    "take_back": ReasonForm,
    "conclude": ConcludeForm,
    "record": ConcludeForm,
}
