"""Forms line by line: a body's self-report, prefilled with what is known, and the third party's desk."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.mechanisms.delivery.evaluation import queries, wording
from kechuang.mechanisms.delivery.evaluation.forms import LONG, LONGEST, MoveForm, area
from kechuang.mechanisms.delivery.evaluation.models import TASK, SelfReport, Statement
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.mechanisms.delivery.task.forms import key_field
from kechuang.web import chance
from kechuang.web.forms import UNTIL

MET, ON_TRACK, BEHIND, CANNOT_SAY = asked.CLAIMS
# What the platform's own states suggest as a statement; the body corrects it where it knows better.
SUGGESTED = {
    **dict.fromkeys(("progress.met", "progress.already_met"), MET),
    **dict.fromkeys(("progress.on_track", "progress.watch"), ON_TRACK),
    **dict.fromkeys(("progress.behind", "progress.moving_away", "progress.missed"), BEHIND),
    **dict.fromkeys((f"delivery.task.{state}" for state in ("DONE", "VERIFIED", "CLOSED")), MET),
    **dict.fromkeys((f"delivery.task.{state}" for state in ("LATE", "BLOCKED", "DISPUTED")), BEHIND),
    **dict.fromkeys((f"delivery.task.{state}" for state in ("ASSIGNED", "ACCEPTED", "MEASURE_LIST")), ON_TRACK),
    "delivery.task.IN_PROGRESS": ON_TRACK,
}


def suggested(row: Statement) -> str:
    """Give the statement that follows from what the platform knows; empty where it knows nothing."""
    return SUGGESTED.get(row.known.get("state", ""), "")


def begun(report: SelfReport, rows: list[Statement]) -> str:
    """Give what was done as the platform's own reports say it."""
    if report.done:
        return report.done
    told = [(row.title, row.known.get("text", "")) for row in rows if row.subject == TASK]
    return "\n".join(f"{title}：{text}" for title, text in told if text)[:LONGEST]


class SelfReportForm(EvidenceForm):
    """What was done, problems, suggestions, and a statement for every line of the body's own."""

    about = "delivery"
    owner = "reporter"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "done": "act.text",
        "problems": "act.text",
        "suggestions": "act.text",
        "stands_on": "act.basis",
        "file": "act.evidence",
        "declared": "act.declared",
    }

    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    done = forms.CharField(label=_("Work done"), max_length=LONGEST, widget=area(8))
    problems = forms.CharField(label=_("Problems"), required=False, max_length=LONG, widget=area(4))
    suggestions = forms.CharField(label=_("Suggestions"), required=False, max_length=LONG, widget=area(4))
    stands_on = forms.CharField(
        label=_("Facts that prove it"),
        required=False,
        max_length=LONG,
        widget=area(2),
        help_text=_("Ids of facts of the ledger, one a line; each must exist"),
    )
    file = EvidenceField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move, self.report = case, move, case.self_report
        self.lines = list(queries.with_checks(self.report.statements.order_by("order")))
        fields: Any = self.fields
        fields["key"].initial, fields["version"].initial = chance.random_id(), case.version
        fields["done"].initial = begun(self.report, self.lines)
        fields["problems"].initial, fields["suggestions"].initial = self.report.problems, self.report.suggestions
        fields["stands_on"].initial = "\n".join(self.report.facts)
        choices = [("", _("choose")), *wording.CLAIMS.items()]
        for row in self.lines:
            fields[f"claim_{row.pk}"] = forms.ChoiceField(
                label=_("Statement"), choices=choices, initial=row.claim or suggested(row)
            )
            fields[f"value_{row.pk}"] = forms.CharField(
                label=_("Value (%(unit)s)") % {"unit": row.unit} if row.unit else _("Value"),
                required=False,
                max_length=40,
                initial=row.value or row.known.get("value", ""),
            )
            fields[f"text_{row.pk}"] = forms.CharField(
                label=_("In words"),
                required=False,
                max_length=LONG,
                widget=area(2),
                initial=row.text or row.known.get("text", ""),
            )

    def clean_stands_on(self) -> tuple[str, ...]:
        """Every fact that is named must stand in the ledger."""
        wanted = tuple(dict.fromkeys(self.cleaned_data["stands_on"].split()))
        known = set(Entry.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
        missing = next((each for each in wanted if each not in {str(pk) for pk in known}), None)
        if missing:
            raise forms.ValidationError(gettext("No fact of the ledger has the id %(id)s.") % {"id": missing})
        return wanted

    def rows(self) -> list[dict[str, Any]]:
        """Give the lines with their bound fields, for the page."""
        return [
            {
                "row": row,
                "known": wording.known_state(row),
                "check": wording.standing(row),
                "fields": [self[f"{name}_{row.pk}"] for name in ("claim", "value", "text")],
            }
            for row in self.lines
        ]

    def request(self) -> asked.Tell:
        """Hand it in."""
        values = self.cleaned_data
        kept = values.get("file")
        return asked.Tell(
            report=self.case.pk,
            evaluation=self.report.evaluation_id,
            done=values["done"],
            problems=values["problems"],
            suggestions=values["suggestions"],
            lines=tuple(
                asked.Said(
                    row.pk, values[f"claim_{row.pk}"], values[f"value_{row.pk}"].strip(), values[f"text_{row.pk}"]
                )
                for row in self.lines
            ),
            files=(asked.Paper(kept.pk, kept.commitment),) if kept else (),
            stands_on=values["stands_on"],
        )


class CheckForm(MoveForm):
    """The third party's desk: one verdict a line; lines without one stay open."""

    owner = "evaluator"
    drafts = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = Statement.objects.filter(report__evaluation=self.case.pk).exclude(report__case__state="WAIVED")
        rows = rows.exclude(claim="").select_related("report__body").order_by("report__case__number", "order")
        self.lines = list(queries.with_checks(rows))
        fields: Any = self.fields
        choices = [("", _("not checked yet")), *wording.VERDICTS.items()]
        for row in self.open_lines:
            fields[f"verdict_{row.pk}"] = forms.ChoiceField(
                label=_("Finding"), choices=choices, required=False, widget=forms.Select
            )
            fields[f"value_{row.pk}"] = forms.CharField(label=_("Corrected value"), required=False, max_length=40)
            fields[f"reason_{row.pk}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=LONG, widget=area(2)
            )

    @property
    def open_lines(self) -> list[Statement]:
        """The statements that no check stands for."""
        return [row for row in self.lines if wording.standing(row) is None]

    def groups(self) -> list[dict[str, Any]]:
        """Give the statements body by body, with bound fields where they are open, for the page."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.lines:
            group = found.setdefault(
                str(row.report_id), {"body": row.report.body.name, "report": row.report_id, "lines": []}
            )
            check = wording.standing(row)
            names = () if check else ("verdict", "value", "reason")
            group["lines"].append(
                {
                    "row": row,
                    "claim": wording.CLAIMS[row.claim],
                    "known": wording.known_state(row),
                    "check": check,
                    "state": wording.found(check),
                    "fields": [self[f"{name}_{row.pk}"] for name in names],
                }
            )
        return list(found.values())

    def request(self) -> asked.CheckLines:
        """Check what a verdict was chosen for."""
        values = self.cleaned_data
        return asked.CheckLines(
            evaluation=self.case.pk,
            findings=tuple(
                asked.Finding(
                    row.pk, values[f"verdict_{row.pk}"], values[f"value_{row.pk}"], values[f"reason_{row.pk}"]
                )
                for row in self.open_lines
                if values[f"verdict_{row.pk}"]
            ),
        )


class ReportWordsForm(MoveForm):
    """Take, return, urge, waive a self-report."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "take":
            self.fields["text"].required, self.fields["text"].label = False, _("Note")

    def request(self) -> asked.ReportStep:
        """Take the step."""
        return asked.ReportStep(
            report=self.case.pk,
            evaluation=self.case.self_report.evaluation_id,
            move=self.move,
            text=self.cleaned_data["text"],
        )
