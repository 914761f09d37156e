"""What all forms of the voucher share: whose form it is, a key drawn once, files that survive a refusal, choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import DECLARATION, declared_field, ticked
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import files
from kechuang.mechanisms.sharing.voucher.rules.requests import BudgetKey, OrderKey, RightKey
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm, Known
from kechuang.web.parts import Source
from kechuang.web.permissions import OWN_BODY, ROLES, Actor, Held
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words

LONGEST_NOTE = 400
LONGEST_KEY = 64
REASON = _("Reason")


@dataclass(frozen=True, slots=True)
class Subject:
    """Who fills a form, on which day, for which case (None: it opens one), with what is already chosen."""

    actor: Actor
    on: date
    case: Case | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> Case:
        """The case. Raises ValueError for a form that opens one."""
        if self.case is None:
            raise ValueError("this form opens a case and has none yet")
        return self.case


class ActForm(KitForm):
    """A form for one act. ``key`` is drawn with the form, so that sending it twice does the act once.

    ``version`` is that of the case as the form showed it: what was decided in between is not written over.
    """

    renew_by = UNTIL
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    aliases: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        subject: Subject,
        known: Mapping[str, Known] | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        self.subject = subject
        self.taken: list[tuple[Words, Words]] = []
        super().__init__(*args, known=known, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = subject.case.version if subject.case else None

    @property
    def empty(self) -> str:
        """Why the form cannot be filled at all, and what to do; '' if it can."""
        return ""

    def request(self) -> Any:  # noqa: ANN401 - each form gives its own typed request
        """The typed request of the cleaned values."""
        raise NotImplementedError

    def refuse(self, refusal: Refusal) -> None:
        """Beside the field that the refusal names; and above the form with rule and clause where it stands on one."""
        place = self.aliases.get(refusal.place, refusal.place)
        if place in self.fields:
            self.add_error(place, sentence(refusal))
        if place not in self.fields or refusal.values.get("key"):
            self.refusal = refusal


class NoteForm(ActForm):
    """A form whose only question is an optional note."""

    elements: ClassVar[Mapping[str, str]] = {
        "note": "act.note",
    }

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Optional. It stays in the record of the authority and is not public."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def reason_field(label: Words = REASON, hint: Words = "", *, required: bool = True) -> forms.CharField:
    """A field for a reason in words."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_NOTE,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HandInField(forms.FileField):
    """A file handed in. Its value is a :class:`files.Handed`; what was kept before counts when nothing new comes."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": files.ACCEPTED}),
            **{"required": False, **kwargs},
        )


class FileForm(ActForm):
    """A form with files. ``files_needed`` maps a file field to whether it must be handed in.

    A file that comes with the form must be declared (非涉密) in the form's one tick; one kept before was.
    """

    not_kept = DECLARATION
    files_needed: ClassVar[Mapping[str, bool]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for name in self.files_needed:
            self.fields[f"{name}_kept"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.fields["declared"] = declared_field()
        self.undeclared = ""

    @property
    def declares(self) -> bool:
        """Whether the tick was set in what was sent."""
        return ticked(self.data, self.add_prefix("declared"))

    def full_clean(self) -> None:
        """Keep uploads before anything else may fail, and say beside the field what is already here."""
        if self.is_bound:
            self.data = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
            for name in self.files_needed:
                self._keep(name)
        super().full_clean()

    def _keep(self, name: str) -> None:
        field_name, hidden = self.add_prefix(name), self.add_prefix(f"{name}_kept")
        upload = self.files.get(field_name)
        handed = files.take(upload, declared=self.declares) if upload is not None else None
        if isinstance(handed, Refusal):
            self.refuse_file(name, handed)
            handed = None
        handed = handed or files.remembered(str(self.data.get(hidden, "")), self.subject.actor)
        self.data[hidden] = files.token(handed, self.subject.actor) if handed else ""
        if handed:
            words = gettext("%(name)s is kept; you need not choose it again") % {"name": handed.name}
            self.fields[name].known = Source(how="typed", name=words)  # type: ignore[attr-defined]  # shown by the kit

    def refuse_file(self, name: str, refusal: Refusal) -> None:
        """Have it said beside the tick, or beside the file, why a file is not kept."""
        if refusal.place == "declared":
            self.undeclared = sentence(refusal)
        else:
            self.fields[name].fault = sentence(refusal)  # type: ignore[attr-defined]  # read below

    def clean(self) -> dict[str, Any]:
        """Turn the kept files into values, and ask for those that are missing."""
        values = super().clean() or self.cleaned_data
        if self.undeclared:
            self.add_error("declared", self.undeclared)
        for name, needed in self.files_needed.items():
            fault = getattr(self.fields[name], "fault", "")
            handed = files.remembered(str(values.get(f"{name}_kept", "")), self.subject.actor)
            values[name] = handed
            if fault:
                self.add_error(name, fault)
            elif needed and handed is None and not self.undeclared:
                self.add_error(
                    name, gettext("Please choose a file for “%(label)s”.") % {"label": self.fields[name].label}
                )
        return values


def grants(subject: Subject, permission: str, *, own: bool) -> list[Held]:
    """The person's grants that carry a permission: ``own`` for their firm, otherwise for an office."""
    found = []
    for held in subject.actor.grants:
        role = ROLES.get(held.role)
        if role is None or permission not in role.permissions or not held.in_force(subject.on):
            continue
        if (role.reach == OWN_BODY) is own and (own or held.authority):
            found.append(held)
    return list({held.body: held for held in found}.values())


def bodies(held: Iterable[Held]) -> dict[UUID, Body]:
    """The bodies of grants (one query)."""
    return {body.pk: body for body in Body.objects.filter(pk__in=[each.body for each in held]).order_by("name")}


def choose(form: ActForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Offer choices; a single one is taken without asking, and said."""
    target: Any = form.fields[name]
    target.choices = choices
    if len(choices) == 1:
        target.initial = choices[0][0]
        target.widget = forms.HiddenInput()
        target.required = False
        form.taken.append((target.label, choices[0][1]))


def chosen(form: forms.Form, name: str) -> str:
    """The chosen code, or the only one there was."""
    value = str(form.cleaned_data.get(name) or "")
    choices: Any = form.fields[name]
    return value or str(choices.choices[0][0])


def identifier(value: str) -> UUID:
    """A UUID from an address or a hidden field. Raises ValidationError for anything else."""
    try:
        return UUID(value)
    except ValueError:
        raise ValidationError(gettext("This is not an identifier of the platform.")) from None


def amount_or_none(value: object) -> Decimal | None:
    """An optional amount."""
    return value if isinstance(value, Decimal) else None


def budget_key(subject: Subject) -> BudgetKey:
    """The key of the form's budget."""
    row = subject.found.voucher_budget
    return BudgetKey(row.pk, row.authority)


def right_key(subject: Subject) -> RightKey:
    """The key of the form's claim right."""
    row = subject.found.voucher_right
    return RightKey(row.pk, row.authority, row.budget_id, row.holder_id, subject.found.place)


def order_key(subject: Subject) -> OrderKey:
    """The key of the form's order."""
    row = subject.found.voucher_order
    return OrderKey(row.pk, row.authority, row.right_id, row.right.budget_id)
