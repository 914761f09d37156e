"""Forms of the review: one for each kind of finding, made from the kind's fields; and the rejection."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.policy.finding import BASELINE, CITED, INCENTIVE, SYSTEM, TARGET, TASK
from kechuang.policy.lists import TARGET_KINDS
from kechuang.policy.overlay import HEADING
from kechuang.policy.review import rules, values, wording
from kechuang.policy.review.queries import Finding
from kechuang.policy.review.rules import ADD, CORRECT, Verdict
from kechuang.web.forms import UNTIL, KitForm

UNSET = ("", "—")
SMALL = {"value", "value_max", "unit", "year", "period", "marker"}


def _comparators() -> list[tuple[str, Any]]:
    return [UNSET, *wording.COMPARATORS.items()]


def _text(name: str, *, rows: int = 0) -> forms.CharField:
    """Make a field; what is needed, and what a number must be, the rules say under the gateway."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=wording.field(name), required=False, max_length=values.LONGEST, widget=widget, strip=True
    )


def _choice(name: str, choices: Any) -> forms.ChoiceField:  # noqa: ANN401 - pairs, or what gives them
    return forms.ChoiceField(label=wording.field(name), required=False, choices=choices)


class FindingForm(KitForm):
    """What all kinds share: the words as published, and why. A finding's own values stand in the subclasses."""

    about = "policy.finding"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "quote": "finding.quote",
        "clause": "finding.clause",
        "reason": "act.reason",
    }
    finding_kind: ClassVar[str] = ""

    quote = forms.CharField(
        label=_("As published"),
        required=False,
        max_length=1000,
        help_text=_("The words themselves, copied from the text; line breaks and blanks do not matter."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    clause = forms.ChoiceField(
        label=_("Clause"),
        required=False,
        help_text=_("Needed only where the same words stand in several clauses."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=rules.LONGEST_REASON,
        help_text=_("It will be public and stay in the record."),
    )

    def __init__(self, *args: Any, paths: list[tuple[str, str]], each: Finding | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.each = each
        self.fields["clause"].choices = [("", _("anywhere in the text")), *paths]  # type: ignore[attr-defined]  # a ChoiceField
        if each is None:
            self.fields["quote"].required = True
        names = values.FIELDS[self.finding_kind]
        self.order_fields([*names, "quote", "clause", "reason"])

    @property
    def verdict(self) -> Verdict:
        """Give what was typed as a judgement: of a correction only the values that differ."""
        given = self.cleaned_data
        typed = {name: str(given.get(name) or "") for name in values.FIELDS[self.finding_kind]}
        if self.each is None:
            return Verdict(
                way=ADD,
                kind=self.finding_kind,
                values=typed,
                clause=given["clause"],
                quote=given["quote"],
                reason=given["reason"],
            )
        moved = "".join(given["quote"].split()) != "".join(str(self.initial.get("quote", "")).split())
        return Verdict(
            way=CORRECT,
            code=self.each.code,
            values=typed,
            clause=given["clause"] if moved else "",
            quote=given["quote"] if moved else "",
            reason=given["reason"],
        )


class TargetForm(FindingForm):
    """A promised quantity."""

    finding_kind = TARGET
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[TARGET]}

    indicator = _text("indicator")
    subject = _text("subject")
    comparator = _choice("comparator", _comparators)
    value = _text("value")
    value_max = _text("value_max")
    unit = _text("unit")
    year = _text("year")
    period = _text("period")
    kind = _choice("kind", [UNSET, *TARGET_KINDS])
    frequency = _choice("frequency", [UNSET, ("annual", _("each year"))])
    part_of = _text("part_of")
    relative_to = _text("relative_to")


class TaskForm(FindingForm):
    """Who answers for a clause."""

    finding_kind = TASK
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[TASK]}

    units = _text("units", rows=2)
    lead = _text("lead")
    support = _text("support")
    open_list = _choice("open_list", [("", _("no")), ("yes", _("yes"))])


class IncentiveForm(FindingForm):
    """Money or a share that an office gives."""

    finding_kind = INCENTIVE
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[INCENTIVE]}

    indicator = _text("indicator")
    comparator = _choice("comparator", _comparators)
    value = _text("value")
    value_max = _text("value_max")
    unit = _text("unit")
    condition = _text("condition", rows=2)


class HeadingForm(FindingForm):
    """A heading."""

    finding_kind = HEADING
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[HEADING]}

    marker = _text("marker")
    title = _text("title")
    level = _choice("level", [UNSET, *((str(depth), str(depth)) for depth in range(1, 7))])


class SystemForm(FindingForm):
    """A platform, register or system that the text names."""

    finding_kind = SYSTEM
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[SYSTEM]}

    name = _text("name")
    kind = _text("kind")


class CitedForm(FindingForm):
    """A document that the text cites."""

    finding_kind = CITED
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[CITED]}

    title = _text("title")
    number = _text("number")
    role = _choice("role", [UNSET, *wording.ROLES.items()])


class BaselineForm(FindingForm):
    """A quantity that the text reports as reached."""

    finding_kind = BASELINE
    elements: ClassVar[Mapping[str, str]] = {name: f"finding.{name}" for name in values.FIELDS[BASELINE]}

    indicator = _text("indicator")
    value = _text("value")
    unit = _text("unit")
    year = _text("year")


FORMS: dict[str, type[FindingForm]] = {
    form.finding_kind: form
    for form in (TargetForm, TaskForm, IncentiveForm, HeadingForm, SystemForm, CitedForm, BaselineForm)
}


class JudgeForm(KitForm):
    """One judgement by one key: which finding, which way, and of a rejection why."""

    about = "policy.finding"
    owner = "planner"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"ground": "act.ground", "reason": "act.reason"}

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    code = forms.CharField(widget=forms.HiddenInput, max_length=16)
    way = forms.CharField(widget=forms.HiddenInput, max_length=8)
    ground = forms.ChoiceField(
        label=_("Why it is no finding"),
        required=False,
        choices=[(code, wording.GROUNDS[code]) for code in rules.GROUNDS],
    )
    reason = forms.CharField(label=_("In own words"), required=False, max_length=rules.LONGEST_REASON)

    def clean_way(self) -> str:
        """A correction has a form of its own."""
        way: str = self.cleaned_data["way"]
        if way not in {rules.ACCEPT, rules.REJECT, rules.REOPEN}:
            raise forms.ValidationError(_("This is no way to judge a finding by one key."))
        return way

    @property
    def verdict(self) -> Verdict:
        """Give the judgement."""
        given = self.cleaned_data
        rejecting = given["way"] == rules.REJECT
        return Verdict(
            way=given["way"],
            code=given["code"],
            ground=given["ground"] if rejecting else "",
            reason=given["reason"] if rejecting else "",
        )
