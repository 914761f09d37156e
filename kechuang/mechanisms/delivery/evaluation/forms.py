"""Forms of an evaluation: calling it, and each move on it. Each gives the typed request of its move."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.evaluation import prefilling, terms, wording
from kechuang.mechanisms.delivery.evaluation.models import Evaluation
from kechuang.mechanisms.delivery.evaluation.rules import requests as asked
from kechuang.mechanisms.delivery.evaluation.rules.moves import COMMENT, PREPARE
from kechuang.mechanisms.delivery.task.forms import LeadField, SupportsField, key_field
from kechuang.policy import queries as policy
from kechuang.policy.models import Target
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.permissions import Actor, holding

LONGEST, LONG = 8000, 4000
FIRST_YEAR, LAST_YEAR = 1990, 2099
MOST_DOCUMENTS = 300


def area(rows: int = 5) -> forms.Textarea:
    """Give a text area."""
    return forms.Textarea(attrs={"rows": rows})


def offices(actor: Actor, on: date) -> list[Body]:
    """Give the offices for which an actor may host evaluations."""
    mine = [held.body for held in holding(actor, PREPARE, on=on)]
    return list(Body.objects.filter(pk__in=mine).exclude(authority="").order_by("name"))


class OpenForm(KitForm):
    """Call an evaluation of a plan."""

    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "document": "act.target",
        "kind": "act.choice",
        "first_year": "act.count",
        "last_year": "act.count",
        "data_year": "act.count",
        "vintage": "act.day",
        "report_by": "act.until",
        "check_by": "act.until",
        "comment_by": "act.until",
        "publish_by": "act.until",
        "public_comments": "act.agreed",
        "call": "act.text",
    }

    key = key_field()
    office = forms.ChoiceField(label=_("Host office"))
    document = forms.ChoiceField(label=_("Plan"))
    kind = forms.ChoiceField(label=_("Kind of evaluation"), widget=forms.RadioSelect)
    first_year = forms.IntegerField(label=_("First evaluated year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("Last evaluated year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    data_year = forms.IntegerField(
        label=_("Data year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("An earlier year than the one evaluated is stated in the report and on every page."),
    )
    vintage = DayField(
        label=_("Known on"),
        help_text=_("Observations and facts that were known on this day count; later ones do not."),
    )
    report_by = DayField(label=_("Self-reports due"))
    check_by = DayField(label=_("Third-party check due"))
    comment_by = DayField(label=_("Comments until"))
    publish_by = DayField(label=_("Publication due"))
    public_comments = forms.BooleanField(label=_("Everybody may comment on the draft"), required=False)
    call = forms.CharField(label=_("Words of the call"), required=False, max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, actor: Actor, on: date, document: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.offices = {body.pk: body for body in offices(actor, on)}
        rows = policy.documents().filter(withdrawn=False).order_by("-imported_on", "-pk")[:MOST_DOCUMENTS]
        self.documents = {str(row.pk): row for row in rows}
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["office"].choices = [(str(pk), body.name) for pk, body in self.offices.items()]
        fields["document"].choices = [(pk, _said(row.title, row.targets_count)) for pk, row in self.documents.items()]
        fields["kind"].choices = list(wording.KINDS.items())
        if len(self.offices) == 1:
            fields["office"].initial = fields["office"].choices[0][0]
        days = terms.days(next(iter(self.offices.values())).place if self.offices else "", on)
        begin = {
            "document": document,
            "kind": "annual",
            "first_year": on.year,
            "last_year": on.year,
            "data_year": on.year,
            "vintage": on,
            "report_by": days.report_by,
            "check_by": days.check_by,
            "comment_by": days.comment_by,
            "publish_by": days.publish_by,
        }
        for name, value in begin.items():
            fields[name].initial = value

    def request(self) -> asked.Open:
        """Call the evaluation."""
        values = self.cleaned_data
        office, document = self.offices[UUID(values["office"])], self.documents[values["document"]]
        return asked.Open(
            case=chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=office.place,
            plan=asked.Plan(document=str(document.pk), title=document.title, targets=document.targets_count),
            kind=values["kind"],
            first_year=values["first_year"],
            last_year=values["last_year"],
            data_year=values["data_year"],
            vintage=values["vintage"],
            days=asked.Days(
                report_by=values["report_by"],
                check_by=values["check_by"],
                comment_by=values["comment_by"],
                publish_by=values["publish_by"],
            ),
            call=values["call"],
            public_comments=values["public_comments"],
        )


def _said(title: str, targets: int) -> str:
    return f"{title[:80]} · {ngettext('%(n)d target', '%(n)d targets', targets) % {'n': targets}}"


class MoveForm(KitForm):
    """The base of every form of a move: key, version, the evaluation."""

    about = "delivery"
    owner = "planner"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move, self.actor, self.on = case, move, actor, on
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version

    @property
    def row(self) -> Evaluation:
        """The evaluation of the case."""
        return self.case.evaluation


class WordsForm(MoveForm):
    """A move that only needs words."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        optional = self.move in {"begin_check", "finish_check", "submit", "approve"}
        self.fields["text"].required = not optional
        if optional:
            self.fields["text"].label = _("Note")

    def request(self) -> asked.Step:
        """Take the step. A withdrawal ends the self-reports that are still asked for."""
        reports: Sequence[UUID] = ()
        if self.move == "withdraw":
            rows = self.row.self_reports.exclude(case__state__in=("TAKEN", "WAIVED"))
            reports = tuple(rows.values_list("pk", flat=True))
        return asked.Step(
            evaluation=self.case.pk, move=self.move, text=self.cleaned_data["text"], reports=tuple(reports)
        )


class AskForm(MoveForm):
    """Ask bodies for self-reports: who owes something under the plan is known, with the lines of each."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"bodies": "act.target", "rest": "act.target"}
    bodies = forms.MultipleChoiceField(label=_("Bodies that report"), widget=forms.CheckboxSelectMultiple)
    rest = LeadField(label=_("Who answers for lines that nobody leads"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.duties = prefilling.duties(self.row.document_id, self.row.vintage)
        present = set(self.row.self_reports.values_list("body_id", flat=True))
        fields: Any = self.fields
        fields["bodies"].choices = [
            (str(pk), _lines(self.duties.names[pk], len(lines)))
            for pk, lines in self.duties.of.items()
            if pk not in present
        ]
        fields["bodies"].initial = [pk for pk, _name in fields["bodies"].choices]
        fields["bodies"].required = not self.duties.nobody
        fields["bodies"].help_text = _("From the tasks of the plan, each with the number of its targets and tasks.")
        if not self.duties.nobody or (self.case.office_id in present):
            del fields["rest"]
        else:
            count = len(self.duties.nobody)
            fields["rest"].help_text = ngettext(
                "%(n)d target has no leading body. Empty: it is left out and stands as a gap in the report.",
                "%(n)d targets have no leading body. Empty: they are left out and stand as a gap in the report.",
                count,
            ) % {"n": count}
            fields["rest"].initial = self.case.office.name if self.case.office else ""

    def request(self) -> asked.Ask:
        """Ask them, each with its own lines."""
        chosen = [UUID(pk) for pk in self.cleaned_data["bodies"]]
        names, lines = dict(self.duties.names), {pk: list(self.duties.of[pk]) for pk in chosen}
        rest = self.cleaned_data.get("rest")
        if rest is not None:
            names[rest.pk] = rest.name
            lines.setdefault(rest.pk, []).extend(self.duties.nobody)
        return asked.Ask(
            evaluation=self.case.pk,
            asked=tuple(
                asked.AskedBody(case=chance.uuid7(), body=pk, name=names[pk], lines=tuple(each))
                for pk, each in lines.items()
            ),
        )


def _lines(name: str, count: int) -> str:
    return f"{name} · {ngettext('%(n)d line', '%(n)d lines', count) % {'n': count}}"


class CheckerForm(MoveForm):
    """Name the third party."""

    elements: ClassVar[Mapping[str, str]] = {"body": "act.target"}
    body = LeadField(label=_("Third party"), help_text=_("Name or code; no party of the plan"))

    def request(self) -> asked.NameChecker:
        """Name it."""
        return asked.NameChecker(evaluation=self.case.pk, body=self.cleaned_data["body"].pk)


class InviteForm(MoveForm):
    """Open the comment round."""

    elements: ClassVar[Mapping[str, str]] = {"bodies": "act.target", "until": "act.until", "public": "act.agreed"}
    bodies = SupportsField(label=_("Bodies that are asked"), required=False)
    until = DayField(label=_("Comments until"))
    public = forms.BooleanField(label=_("Everybody may comment on the draft"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = self.row.self_reports.select_related("body").order_by("pk")
        self.fields["bodies"].initial = "、".join(row.body.name for row in rows)
        self.fields["until"].initial = max(self.row.comment_by, self.on + timedelta(days=1))
        self.fields["public"].initial = self.row.public_comments

    def request(self) -> asked.Invite:
        """Open it."""
        values = self.cleaned_data
        bodies = tuple(body.pk for body in values["bodies"])
        return asked.Invite(evaluation=self.case.pk, bodies=bodies, until=values["until"], public=values["public"])


class CommentForm(MoveForm):
    """A body comments on the draft."""

    owner = "reporter"
    elements: ClassVar[Mapping[str, str]] = {"body": "act.body", "part": "act.title", "text": "act.text"}
    body = forms.ChoiceField(label=_("For which body"))
    part = forms.CharField(label=_("On which part"), required=False, max_length=200)
    text = forms.CharField(label=_("Comment"), max_length=LONG, widget=area(6))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.choices = [(str(body.pk), body.name) for body in commenting(self.row, self.actor, self.on)]
        field.initial = field.choices[0][0] if field.choices else None

    def request(self) -> asked.Remark:
        """Comment."""
        values = self.cleaned_data
        return asked.Remark(
            evaluation=self.case.pk,
            id=chance.uuid7(),
            body=UUID(values["body"]),
            part=values["part"],
            text=values["text"],
        )


def commenting(row: Evaluation, actor: Actor, on: date) -> list[Body]:
    """Give the bodies that were asked to comment and for which an actor may."""
    mine = [held.body for held in holding(actor, COMMENT, on=on)]
    return list(Body.objects.filter(pk__in=row.invited.filter(body__in=mine).values("body_id")).order_by("name"))


class ProposeForm(MoveForm):
    """Propose another value for a target."""

    elements: ClassVar[Mapping[str, str]] = {"target": "act.choice", "value": "act.text", "reason": "act.reason"}
    target = forms.ChoiceField(label=_("Target"))
    value = forms.CharField(label=_("New value"), max_length=40)
    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        rows = policy.targets().filter(document=self.row.document_id).order_by("start", "code")
        self.targets: dict[str, Target] = {row.code: row for row in rows}
        field: Any = self.fields["target"]
        field.choices = [(code, f"{row.indicator[:60]} {row.value} {row.unit}") for code, row in self.targets.items()]

    def request(self) -> asked.Propose:
        """Propose it for the host."""
        values = self.cleaned_data
        row = self.targets[values["target"]]
        known = prefilling.known_of(self.row.document_id, self.row.vintage)
        return asked.Propose(
            evaluation=self.case.pk,
            id=chance.uuid7(),
            body=self.case.office_id,  # type: ignore[arg-type]  # every evaluation has a host
            target=row.code,
            title=" ".join(filter(None, (row.subject, row.indicator))) or row.quote,
            before=known.get(row.code, {}).get("promised") or row.value,
            value=values["value"],
            unit=row.unit,
            reason=values["reason"],
        )


class ConfirmForm(MoveForm):
    """A move that needs no words: sending it is enough, but it must be meant."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"agreed": "act.agreed"}
    agreed = forms.BooleanField(label=_("Yes, go on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "publish":
            self.fields["agreed"].label = gettext("Publish the report for everybody")


MOVE_FORMS: dict[str, type[MoveForm]] = {
    "ask": AskForm,
    "name_checker": CheckerForm,
    "begin_check": WordsForm,
    "finish_check": WordsForm,
    "draft": ConfirmForm,
    "invite": InviteForm,
    "comment": CommentForm,
    "propose": ProposeForm,
    "submit": WordsForm,
    "send_back": WordsForm,
    "approve": WordsForm,
    "publish": ConfirmForm,
    "withdraw": WordsForm,
}
