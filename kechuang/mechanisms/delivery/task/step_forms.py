"""Forms of the moves on a task; each gives the typed request of its move."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.mechanisms.delivery.task import bodies, proving
from kechuang.mechanisms.delivery.task.forms import LONGEST, LeadField, SupportsField, key_field
from kechuang.mechanisms.delivery.task.lists import MONEY_WORDS
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.mechanisms.delivery.task.rules.money import BY_MOVE, FIRST_YEAR, LAST_YEAR
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField
from kechuang.web.permissions import Actor

LEAST_ROWS, SPARE_ROWS, MOST_ROWS = 4, 3, 40
WHOLE = 100


def _area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class _Move(KitForm):
    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        begin(self, case, move)
        self.actor, self.on = actor, on


def begin(form: Any, case: Case, move: str) -> None:  # noqa: ANN401 - any of the forms here
    """Bind a form to its case and move."""
    form.case, form.move, form.task = case, move, case.delivery_task
    form.fields["key"].initial = chance.random_id()
    form.fields["version"].initial = case.version


class WordsForm(_Move):
    """A move that only needs words."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=_area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        optional = {"accept", "unblock", "close"}
        found = {"verify", "send_back"}
        label = _("Note") if self.move in optional else _("What was found") if self.move in found else _("Reason")
        self.fields["text"].label = label
        self.fields["text"].required = self.move not in optional

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(task=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class AssignForm(_Move):
    """Give the task to a leading body."""

    elements: ClassVar[Mapping[str, str]] = {
        "lead": "act.target",
        "supports": "act.target",
        "due_on": "act.until",
        "note": "act.note",
    }
    lead = LeadField(label=_("Leading body"))
    supports = SupportsField(label=_("Supporting bodies"), required=False)
    due_on = DayField(label=_("Due"))
    note = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.case.holder:
            self.fields["lead"].initial = self.case.holder.name
        named = [row.body.name for row in self.task.supports.select_related("body")]
        self.fields["supports"].initial = "、".join(named)
        self.fields["due_on"].initial = self.task.due_on

    def request(self) -> asked.Assign:
        """Assign."""
        values = self.cleaned_data
        return asked.Assign(
            task=self.case.pk,
            lead=values["lead"].pk,
            supports=tuple(body.pk for body in values["supports"]),
            due_on=values["due_on"],
            note=values["note"],
        )


class RowsForm(_Move):
    """Measures, or milestones of the year: what, who, by when; empty lines are left out."""

    drafts = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        kind = "measure" if self.move == "list_measures" else "milestone"
        present = list(self.task.lines.filter(kind=kind).order_by("order"))
        sent = sum(1 for name in self.data if name.startswith("text_"))
        self.count = min(MOST_ROWS, max(LEAST_ROWS, len(present) + SPARE_ROWS, sent))
        for at in range(self.count):
            row = present[at] if at < len(present) else None
            text = forms.CharField(label=_("Measure"), required=False, max_length=500, initial=row.text if row else "")
            owner = forms.CharField(label=_("Who"), required=False, max_length=120, initial=row.owner if row else "")
            self.fields[f"text_{at}"], self.fields[f"owner_{at}"] = text, owner
            self.fields[f"by_{at}"] = DayField(label=_("By when"), required=False, initial=row.by if row else None)

    def rows(self) -> list[list[Any]]:
        """Give the bound fields line by line, for the page."""
        return [[self[f"{name}_{at}"] for name in ("text", "owner", "by")] for at in range(self.count)]

    def request(self) -> asked.Rows:
        """Lay the lines down."""
        values = self.cleaned_data
        lines = [
            asked.Line(values[f"text_{at}"], values[f"owner_{at}"], values[f"by_{at}"]) for at in range(self.count)
        ]
        return asked.Rows(task=self.case.pk, rows=tuple(line for line in lines if line.text or line.owner or line.by))


class _Evidence(EvidenceForm):
    about = "delivery"
    owner = "reporter"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    elements: ClassVar[Mapping[str, str]] = {"text": "act.text", "file": "act.evidence", "declared": "act.declared"}
    text = forms.CharField(label=_("Progress in words"), max_length=LONGEST, widget=_area(6))
    file = EvidenceField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        begin(self, case, move)

    def papers(self) -> tuple[asked.Paper, ...]:
        """Give the kept file."""
        kept = self.cleaned_data.get("file")
        return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class ReportForm(_Evidence):
    """How far the task is."""

    elements: ClassVar[Mapping[str, str]] = {
        "percent": "act.count",
        "milestone": "act.choice",
        "figures": "act.text",
        "stands_on": "act.basis",
    }
    field_order = ("percent", "milestone", "text", "figures", "stands_on", "file", "declared")
    percent = forms.IntegerField(label=_("Percent done"), min_value=0, max_value=WHOLE)
    milestone = forms.ChoiceField(label=_("Milestone reached"), required=False)
    figures = forms.CharField(
        label=_("Figures"), required=False, max_length=2000, widget=_area(2), help_text=_("What was counted, with unit")
    )
    stands_on = forms.CharField(
        label=_("Facts that prove it"),
        required=False,
        max_length=4000,
        widget=_area(2),
        help_text=_("Ids of facts of the ledger, one a line; each must exist"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        reached = [row.text for row in self.task.lines.filter(kind="milestone").order_by("order")]
        field: Any = self.fields["milestone"]
        field.choices = [("", _("none")), *((text[:300], text[:60]) for text in reached)]
        self.fields["percent"].initial = self.task.percent

    def clean_stands_on(self) -> tuple[str, ...]:
        """Every fact that is named must stand in the ledger."""
        wanted = tuple(dict.fromkeys(self.cleaned_data["stands_on"].split()))
        known = set(Entry.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        for each in wanted:
            if each not in {str(pk) for pk in known}:
                raise forms.ValidationError(gettext("No fact of the ledger has the id %(id)s.") % {"id": each})
        return wanted

    def request(self) -> asked.Report:
        """Report."""
        values = self.cleaned_data
        return asked.Report(
            task=self.case.pk,
            percent=values["percent"],
            text=values["text"],
            milestone=values["milestone"],
            figures=values["figures"],
            files=self.papers(),
            stands_on=values["stands_on"],
        )


class FinishForm(_Evidence):
    """The task is done."""

    def request(self) -> asked.Finish:
        """Say that it is done."""
        return asked.Finish(task=self.case.pk, text=self.cleaned_data["text"], files=self.papers())


class AskForm(_Move):
    """Ask a body for a decision."""

    elements: ClassVar[Mapping[str, str]] = {"body": "act.target", "question": "act.text"}
    body = LeadField(label=_("Who is to decide"))
    question = forms.CharField(label=_("Which decision is asked"), max_length=2000, widget=_area(4))

    def request(self) -> asked.AskHelp:
        """Ask."""
        values = self.cleaned_data
        return asked.AskHelp(task=self.case.pk, body=values["body"].pk, question=values["question"])


class AnswerForm(_Move):
    """Decide what was asked."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.text"}
    text = forms.CharField(label=_("Decision"), max_length=LONGEST, widget=_area())


class AdjustForm(_Move):
    """Change day or proof."""

    elements: ClassVar[Mapping[str, str]] = {
        "due_on": "act.until",
        "proof_type": "act.choice",
        "indicator": "act.basis",
        "proof_place": "act.choice",
        "proof_count": "act.count",
        "proof_since": "act.day",
        "reason": "act.reason",
    }
    due_on = DayField(label=_("Due"), required=False)
    proof_type = forms.ChoiceField(
        label=_("Facts that prove the task"),
        required=False,
        help_text=_("When so many of these facts stand in the ledger, the task is done and nobody types it."),
    )
    indicator = forms.CharField(
        label=_("Indicator"), required=False, max_length=80, help_text=_("Code; only for observed figures")
    )
    proof_place = forms.CharField(label=_("Place of the facts (code)"), required=False, max_length=6)
    proof_count = forms.DecimalField(label=_("At least"), required=False, min_value=Decimal(1), max_digits=15)
    proof_since = DayField(label=_("Counted from"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["proof_type"]
        field.choices = [("", _("none")), *proving.provable()]
        self.fields["proof_place"].initial = self.case.place
        self.fields["proof_since"].initial = self.case.opened_on

    def clean(self) -> dict[str, Any]:
        """A proof is whole or absent."""
        values = super().clean() or self.cleaned_data
        if values.get("proof_type"):
            for name in ("proof_place", "proof_count", "proof_since"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, gettext("A proof needs this too."))
            if values.get("proof_place") and not bodies.is_division(values["proof_place"], self.on):
                self.add_error(
                    "proof_place", gettext("No division has the code %(code)s.") % {"code": values["proof_place"]}
                )
            if values["proof_type"] == proving.OBSERVED and not values.get("indicator"):
                self.add_error("indicator", gettext("A proof needs this too."))
        return values

    def request(self) -> asked.Adjust:
        """Change."""
        values = self.cleaned_data
        proof = None
        if values["proof_type"]:
            proof = asked.Proof(
                type=values["proof_type"],
                place=values["proof_place"],
                count=values["proof_count"],
                since=values["proof_since"],
                indicator=values["indicator"] if values["proof_type"] == proving.OBSERVED else "",
            )
        return asked.Adjust(task=self.case.pk, reason=values["reason"], due_on=values["due_on"], proof=proof)


class MoneyForm(_Move):
    """State what is planned, arranged or spent in a year, from one source."""

    elements: ClassVar[Mapping[str, str]] = {
        "kind": "act.choice",
        "year": "act.count",
        "source": "act.basis",
        "amount": "act.amount_yuan",
    }
    kind = forms.ChoiceField(label=_("Money"), widget=forms.RadioSelect)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label=_("Where the money comes from"), max_length=120, help_text=_("Fund or budget line, with its document")
    )
    amount = YuanField(
        label=_("Money (yuan)"),
        help_text=_("The whole figure of the year from this source; it replaces the one before"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        kinds, field = BY_MOVE[self.move], cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(code, MONEY_WORDS[code]) for code in kinds]
        self.fields["year"].initial = self.task.year
        if len(kinds) == 1:
            field.initial, field.required, field.widget = kinds[0], False, forms.HiddenInput()

    def request(self) -> asked.StateMoney:
        """State it."""
        values = self.cleaned_data
        return asked.StateMoney(
            task=self.case.pk,
            move=self.move,
            kind=values["kind"] or BY_MOVE[self.move][0],
            year=values["year"],
            source=values["source"],
            amount=values["amount"],
        )


class CarryForm(_Move):
    """Carry the task over to a later year."""

    elements: ClassVar[Mapping[str, str]] = {"year": "act.count", "due_on": "act.until", "reason": "act.reason"}
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    due_on = DayField(label=_("Due"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=_area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = self.task.year + 1

    def request(self) -> asked.Carry:
        """Carry over."""
        values = self.cleaned_data
        return asked.Carry(task=self.case.pk, year=values["year"], due_on=values["due_on"], reason=values["reason"])


STEP_FORMS: dict[str, Any] = {
    **dict.fromkeys(
        ("accept", "dispute", "block", "unblock", "urge", "drop", "verify", "send_back", "close"), WordsForm
    ),
    "assign": AssignForm,
    "list_measures": RowsForm,
    "plan_year": RowsForm,
    "report": ReportForm,
    "finish": FinishForm,
    "ask_help": AskForm,
    "adjust": AdjustForm,
    "fund": MoneyForm,
    "spend": MoneyForm,
    "carry_over": CarryForm,
}
