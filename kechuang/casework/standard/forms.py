"""Forms of the standard moves: text from people into typed requests."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.posts import assigning
from kechuang.casework.standard import alongside, declare, requests, who
from kechuang.casework.standard.form_base import MoveForm, PaperForm, text_field
from kechuang.casework.standard.rules.passing import ANSWERS
from kechuang.web.accounts.models import Body
from kechuang.web.forms import DayField
from kechuang.web.permissions import holding

ROWS, MORE, MOST = 3, 4, 50


class ReturnForm(MoveForm):
    """All faults at once: where, what, how to mend it. Empty rows do not count."""

    elements: ClassVar[Mapping[str, str]] = {"new_facts": "act.reason"}

    new_facts = text_field(
        _("New facts"),
        _("Only if this submission was sent back before: what came to light since. Otherwise leave it empty."),
        required=False,
        rows=2,
    )

    def set_out(self) -> None:
        """Lay out the rows: three, or as many as were sent, four more where asked."""
        sent = [name for name in self.data if name.startswith("what_")] if self.is_bound else []
        count = min(MOST, (len(sent) or ROWS) + (MORE if self.is_bound and "more" in self.data else 0))
        rows = {}
        for row in range(1, count + 1):
            rows[f"where_{row}"] = forms.CharField(label=_("Field or paper"), required=False, max_length=120)
            rows[f"what_{row}"] = text_field(_("What is wrong"), required=False, rows=2)
            rows[f"remedy_{row}"] = text_field(_("How to mend it"), required=False, rows=2)
        # Rows that stay empty do not count, so no field is required by itself; the first fault is needed all the same.
        first: Any = rows["what_1"]
        first.expected, first.help_text = True, _("Say what is wrong: the holder sees every fault at once.")
        self.count = count
        self.fields = {**rows, **self.fields}

    @property
    def rows(self) -> list[tuple[int, list[Any]]]:
        """The rows of bound fields, for the template."""
        names = ("where", "what", "remedy")
        return [(row, [self[f"{name}_{row}"] for name in names]) for row in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        """At least one fault, each with words."""
        values = super().clean() or self.cleaned_data
        if not self._faults(values) and not self.errors:
            self.add_error("what_1", gettext("Say what is wrong: the holder sees every fault at once."))
        for row in range(1, self.count + 1):
            if any(values.get(f"{name}_{row}") for name in ("where", "remedy")) and not values.get(f"what_{row}"):
                self.add_error(f"what_{row}", gettext("Say what is wrong here."))
        return values

    def _faults(self, values: Mapping[str, Any]) -> tuple[requests.Fault, ...]:
        found = []
        for row in range(1, self.count + 1):
            where, what, remedy = (str(values.get(f"{name}_{row}") or "") for name in ("where", "what", "remedy"))
            if what.strip():
                found.append(requests.Fault(where=where, what=what, remedy=remedy))
        return tuple(found)

    def request(self) -> requests.Return:
        """Send back."""
        faults = self._faults(self.cleaned_data)
        return requests.Return(case=self.case.pk, faults=faults, new_facts=self.text("new_facts"))


class ResubmitForm(PaperForm):
    """What was corrected, in words and with a file."""

    elements: ClassVar[Mapping[str, str]] = {"note": "act.text"}

    note = text_field(_("What was corrected"), _("Fault by fault; add the mended paper below."), required=False, rows=5)
    field_order = ("note", "file")

    def request(self) -> requests.Resubmit:
        """Hand in again."""
        return requests.Resubmit(case=self.case.pk, note=self.text("note"), files=self.files_given())


class WithdrawForm(MoveForm):
    """Take the case back."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = text_field(_("Reason"), _("Optional: a holder need not give one."), required=False)

    def request(self) -> requests.Withdraw:
        """Take back."""
        return requests.Withdraw(case=self.case.pk, reason=self.text("reason"))


class TransferForm(MoveForm):
    """To another office whose place covers the case's, or to a post."""

    elements: ClassVar[Mapping[str, str]] = {"taker": "act.target", "reason": "act.reason"}

    taker = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    reason = text_field(_("Reason"))

    def set_out(self) -> None:
        """Offer offices, then posts."""
        offices = [(f"office:{body.pk}", body.name) for body in offices_for(self.case, without=self.case.office_id)]
        posts = [
            (f"post:{post.pk}", f"{post.body.name} · {post.title}")
            for post in assigning.posts_for(self.case, self.actor)
        ]
        self.fields["taker"].choices = offices + posts  # type: ignore[attr-defined]  # a choice field

    def request(self) -> requests.Transfer:
        """Hand over."""
        kind, _colon, identifier = str(self.cleaned_data["taker"]).partition(":")
        post = UUID(identifier) if kind == "post" else None
        office = _body_of(post) if post else UUID(identifier)
        return requests.Transfer(case=self.case.pk, office=office, post=post, reason=self.text("reason"))


def _body_of(post: UUID) -> UUID:
    from kechuang.web.accounts.models import Post  # noqa: PLC0415 - beside its only use

    return Post.objects.values_list("body_id", flat=True).get(pk=post)


def offices_for(case: Case, *, without: UUID | None = None) -> list[Body]:
    """Give the offices of a case's authority whose place covers the case's, the nearest first."""
    wanted = [case.place, f"{case.place[:4]}00", f"{case.place[:2]}0000"]
    rows = Body.objects.filter(authority=case.authority, place__in=wanted, valid_to__isnull=True).exclude(authority="")
    found = [body for body in rows if body.pk != without]
    return sorted(found, key=lambda body: (wanted.index(body.place), body.name))


class AskForm(MoveForm):
    """Ask several bodies at once."""

    elements: ClassVar[Mapping[str, str]] = {
        "bodies": "act.target",
        "question": "act.text",
        "due_on": "act.until",
        "waits": "act.agreed",
    }

    bodies = forms.MultipleChoiceField(label=_("Bodies to consult"), widget=forms.CheckboxSelectMultiple)
    question = text_field(_("Question"), rows=4)
    due_on = DayField(label=_("Answer by"), required=False, help_text=_("Empty takes the term of the rule"))
    waits = forms.BooleanField(label=_("The decision waits until all have answered"), required=False, initial=True)

    def set_out(self) -> None:
        """Offer the offices of the authority."""
        rows = Body.objects.filter(authority=self.case.authority, valid_to__isnull=True).order_by("place", "name")
        self.fields["bodies"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(body.pk), body.name) for body in rows if body.pk != self.case.office_id
        ]

    def request(self) -> requests.Ask:
        """Ask."""
        values = self.cleaned_data
        return requests.Ask(
            case=self.case.pk,
            bodies=tuple(UUID(each) for each in values["bodies"]),
            question=self.text("question"),
            due_on=values["due_on"],
            waits=bool(values["waits"]),
        )


class OpineForm(PaperForm):
    """Answer for a body that was asked."""

    elements: ClassVar[Mapping[str, str]] = {"body": "act.body", "answer": "act.choice", "opinion": "act.text"}

    body = forms.ChoiceField(label=_("For which body"))
    answer = forms.ChoiceField(
        label=_("Opinion"),
        widget=forms.RadioSelect,
        choices=[(code, "") for code in ANSWERS],
    )
    opinion = text_field(_("Words"), _("Needed unless you simply agree."), required=False, rows=5)
    field_order = ("body", "answer", "opinion", "file")

    def set_out(self) -> None:
        """Offer the actor's bodies that still owe an answer; a single one is taken."""
        words = {"agree": _("We agree"), "changes": _("We agree with changes"), "disagree": _("We disagree")}
        self.fields["answer"].choices = [(code, words[code]) for code in ANSWERS]  # type: ignore[attr-defined]  # a choice field
        mine = {held.body for held in holding(self.actor, who.OPINION, on=self.on)}
        owed = mine & set(alongside.known_of(self.case).asked)
        choices = [(str(body.pk), body.name) for body in Body.objects.filter(pk__in=owed).order_by("name")]
        field: Any = self.fields["body"]
        field.choices = choices
        if len(choices) == 1:
            field.initial, field.required, field.widget = choices[0][0], False, forms.HiddenInput()

    def request(self) -> requests.Opine:
        """Answer."""
        field: Any = self.fields["body"]
        body = self.cleaned_data.get("body") or field.initial
        return requests.Opine(
            case=self.case.pk,
            body=UUID(str(body)) if body else UUID(int=0),
            answer=self.cleaned_data["answer"],
            text=self.text("opinion"),
            files=self.files_given(),
        )

    def refuse(self, refusal: Any) -> None:  # noqa: ANN401 - a refusal
        """The rule speaks of ``text``; this form calls it opinion."""
        super().refuse(refusal if refusal.place != "text" else type(refusal)(refusal.code, refusal.values, "opinion"))


class RemindForm(MoveForm):
    """Remind of the step."""

    elements: ClassVar[Mapping[str, str]] = {"note": "act.note"}

    note = text_field(_("Words"), _("Optional."), required=False, rows=2)

    def request(self) -> requests.Remind:
        """Remind."""
        return requests.Remind(case=self.case.pk, note=self.text("note"))


class ObjectForm(PaperForm):
    """Object as a party, or as a member of the public where the kind allows it."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = text_field(_("What you object to, and why"), rows=5)
    field_order = ("reason", "file")

    def request(self) -> requests.Object:
        """Object."""
        parties = (self.case.holder_id, self.case.counterpart_id)
        mine = [held.body for held in self.actor.grants if held.body in parties and held.in_force(self.on)]
        body = mine[0] if mine else None
        return requests.Object(case=self.case.pk, reason=self.text("reason"), body=body, files=self.files_given())


class DecideObjectionForm(MoveForm):
    """Uphold or reject."""

    elements: ClassVar[Mapping[str, str]] = {"upheld": "act.choice", "reason": "act.reason"}

    upheld = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("The objection is upheld")), ("no", _("The objection is rejected"))],
    )
    reason = text_field(_("Reason"), rows=4)

    def request(self) -> requests.DecideObjection:
        """Decide."""
        upheld = self.cleaned_data["upheld"] == "yes"
        return requests.DecideObjection(case=self.case.pk, upheld=upheld, reason=self.text("reason"))


class SuspendForm(MoveForm):
    """Suspend with reason and basis."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason", "basis": "act.basis", "until": "act.until"}

    reason = text_field(_("Reason"))
    basis = forms.CharField(label=_("Basis"), max_length=200, help_text=_("The document and clause that allow it"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("Empty: until somebody resumes it. For example 2026-11-21")
    )

    def request(self) -> requests.Suspend:
        """Suspend."""
        return requests.Suspend(
            case=self.case.pk,
            reason=self.text("reason"),
            basis=self.text("basis"),
            until=self.cleaned_data["until"],
        )


class ResumeForm(MoveForm):
    """Let it go on."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = text_field(_("Reason"), _("Optional."), required=False)

    def request(self) -> requests.Resume:
        """Resume."""
        return requests.Resume(case=self.case.pk, reason=self.text("reason"))


class ReopenForm(MoveForm):
    """Open a finished case again."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = text_field(_("Reason"))

    def request(self) -> requests.Reopen:
        """Reopen."""
        return requests.Reopen(case=self.case.pk, reason=self.text("reason"))


class NominateForm(MoveForm):
    """Enter a round."""

    elements: ClassVar[Mapping[str, str]] = {"round": "act.target"}

    round = forms.ChoiceField(label=_("Recommendation round"), widget=forms.RadioSelect)

    def set_out(self) -> None:
        """Offer the open rounds."""
        rows = alongside.open_rounds(self.case, self.on)
        self.fields["round"].choices = [(str(row.pk), f"{row.code} {row.title}") for row in rows]  # type: ignore[attr-defined]  # a choice field

    def request(self) -> requests.Nominate:
        """Enter."""
        return requests.Nominate(case=self.case.pk, round=UUID(self.cleaned_data["round"]))


class RecommendForm(MoveForm):
    """Recommend upwards."""

    elements: ClassVar[Mapping[str, str]] = {"rank": "act.count", "opinion": "act.text"}

    rank = forms.IntegerField(
        label=_("Rank"), required=False, min_value=1, help_text=_("1 is first. Empty: without a rank.")
    )
    opinion = text_field(_("Opinion of recommendation"), required=False, rows=5)

    def request(self) -> requests.Recommend:
        """Recommend."""
        return requests.Recommend(case=self.case.pk, opinion=self.text("opinion"), rank=self.cleaned_data["rank"])


class SendDownForm(MoveForm):
    """Give back to the level below."""

    elements: ClassVar[Mapping[str, str]] = {"faults": "act.finding"}

    faults = text_field(_("What is wrong, and what the level below should do"), rows=5)

    def request(self) -> requests.SendDown:
        """Give back."""
        return requests.SendDown(case=self.case.pk, faults=self.text("faults"))


class DeclineForm(MoveForm):
    """Do not recommend."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = text_field(_("Reason"))

    def request(self) -> requests.Decline:
        """Decline."""
        return requests.Decline(case=self.case.pk, reason=self.text("reason"))


FORMS: dict[str, type[MoveForm]] = {
    declare.RETURN: ReturnForm,
    declare.RESUBMIT: ResubmitForm,
    declare.WITHDRAW: WithdrawForm,
    declare.TRANSFER: TransferForm,
    declare.ASK: AskForm,
    declare.OPINE: OpineForm,
    declare.REMIND: RemindForm,
    declare.OBJECT: ObjectForm,
    declare.DECIDE_OBJECTION: DecideObjectionForm,
    declare.SUSPEND: SuspendForm,
    declare.RESUME: ResumeForm,
    declare.REOPEN: ReopenForm,
    declare.NOMINATE: NominateForm,
    declare.RECOMMEND: RecommendForm,
    declare.SEND_DOWN: SendDownForm,
    declare.DECLINE: DeclineForm,
}
