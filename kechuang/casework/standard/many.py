"""Remind of, transfer or suspend many chosen cases at once: a page that repeats them, then each decided alone."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kechuang.casework import once, queries
from kechuang.casework.act import Outcome
from kechuang.casework.lists import CASES
from kechuang.casework.models import Case
from kechuang.casework.standard import acts, alongside, declare, requests
from kechuang.casework.standard.effects import EFFECTS
from kechuang.casework.standard.form_base import ABOUT, UNTIL, text_field
from kechuang.casework.standard.forms import offices_for
from kechuang.kernel.refusal import Refusal
from kechuang.web import bulk, chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import DayField, KitForm
from kechuang.web.permissions import Actor, View, actor_of, signed_in
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words

SAID = 10


class ManyForm(KitForm):
    """A form for one move on many cases. ``key`` is drawn with the form: sent twice, it acts once."""

    about = ABOUT
    owner = "city_checker"
    renew_by = UNTIL
    drafts = False

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.cases = cases
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()

    def request(self, case: UUID) -> Any:  # noqa: ANN401 - each form gives its own typed request
        """The typed request for one of the cases."""
        raise NotImplementedError


class RemindManyForm(ManyForm):
    """Remind of each."""

    elements: ClassVar[Mapping[str, str]] = {"note": "act.note"}

    note = text_field(gettext_lazy("Words"), gettext_lazy("Optional."), required=False, rows=2)

    def request(self, case: UUID) -> requests.Remind:
        """Remind."""
        return requests.Remind(case=case, note=self.cleaned_data["note"])


class TransferManyForm(ManyForm):
    """To one office whose place covers every one of the cases."""

    elements: ClassVar[Mapping[str, str]] = {"taker": "act.target", "reason": "act.reason"}

    taker = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only offices that may take every one of the chosen cases."),
    )
    reason = text_field(gettext_lazy("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["taker"]
        field.choices = [(str(body.pk), body.name) for body in common_offices(self.cases)]

    def request(self, case: UUID) -> requests.Transfer:
        """Hand over."""
        values = self.cleaned_data
        return requests.Transfer(case=case, office=UUID(values["taker"]), reason=values["reason"])


class SuspendManyForm(ManyForm):
    """Suspend each, with one reason and basis."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason", "basis": "act.basis", "until": "act.until"}

    reason = text_field(gettext_lazy("Reason"))
    basis = forms.CharField(
        label=gettext_lazy("Basis"), max_length=200, help_text=gettext_lazy("The document and clause that allow it")
    )
    until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody resumes it. For example 2026-11-21"),
    )

    def request(self, case: UUID) -> requests.Suspend:
        """Suspend."""
        values = self.cleaned_data
        return requests.Suspend(case=case, reason=values["reason"], basis=values["basis"], until=values["until"])


FORMS: dict[str, type[ManyForm]] = {
    declare.REMIND: RemindManyForm,
    declare.TRANSFER: TransferManyForm,
    declare.SUSPEND: SuspendManyForm,
}


def common_offices(cases: Sequence[Case]) -> list[Body]:
    """Give the offices that may take every one of the cases (one query for each authority and place)."""
    alike = {(case.authority, case.place): case for case in cases}
    found: dict[UUID, Body] = {}
    for at, case in enumerate(alike.values()):
        here = {body.pk: body for body in offices_for(case)}
        found = here if at == 0 else {pk: body for pk, body in found.items() if pk in here}
    holders = {case.office_id for case in cases}
    return [body for pk, body in found.items() if holders != {pk}]


def many_page(move: str) -> View:
    """The page of a move on chosen cases."""

    @signed_in
    def view(request: HttpRequest) -> HttpResponse:
        return _many(move, request)

    return view


def _titles(move: str) -> tuple[Words, Words]:
    return {
        declare.REMIND: (_("Remind of these cases?"), _("Remind")),
        declare.TRANSFER: (_("Transfer these cases?"), _("Transfer")),
        declare.SUSPEND: (_("Suspend these cases?"), _("Suspend")),
    }[move]


def _many(move: str, request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    reach = queries.cases(actor, today)
    chosen = bulk.chosen(request, reach) if request.method == "POST" else []
    open_ones = alongside.open_among(chosen, actor, move, today)
    left = len(chosen) - len(open_ones)
    form = FORMS[move](request.POST if request.POST.get("agreed") else None, cases=open_ones)
    title, submit = _titles(move)

    def effects(_rows: list[Case]) -> list[Words]:
        out = ngettext(
            "%(n)d chosen case is left out: this step is not open to you on it now.",
            "%(n)d chosen cases are left out: this step is not open to you on them now.",
            left,
        ) % {"n": left}
        return [*EFFECTS[move].effects, *([out] if left else [])]

    return bulk.bulk_page(
        request,
        reach.filter(pk__in=[case.pk for case in open_ones]),
        CASES,
        ask=bulk.Asked(title=title, effects=effects, undo=EFFECTS[move].undo, submit=submit),
        act=lambda rows: _act(request, move, form, rows, actor),
        back=reverse("matters:list") if request.GET.get("list") == "matters" else reverse("casework:inbox"),
        form=form,
    )


def _act(request: HttpRequest, move: str, form: ManyForm, rows: list[Case], actor: Actor) -> Refusal | None:
    drawn = form.cleaned_data["key"] or chance.random_id()
    outcomes = take(rows, move, form, actor, drawn)
    refused = [(case, outcome.refusal) for case, outcome in outcomes if outcome.refusal]
    done = len(outcomes) - len(refused)
    if not done and refused:
        return refused[0][1]
    messages.success(request, ngettext("%(n)d case done", "%(n)d cases done", done) % {"n": done})
    for case, refusal in refused[:SAID]:
        messages.warning(request, f"{case.number or case.title}: {sentence(refusal)}")
    if len(refused) > SAID:
        messages.warning(request, _("%(n)d more were refused") % {"n": len(refused) - SAID})
    return None


def take(rows: Sequence[Case], move: str, form: ManyForm, actor: Actor, drawn: str) -> list[tuple[Case, Outcome]]:
    """Take the move on each case, one gateway call for each kind, each decided alone under its own key."""
    found = []
    for kind, alike in groupby(sorted(rows, key=lambda case: case.kind), key=lambda case: case.kind):
        cases = list(alike)
        asked = [(once.key_of(actor, move, f"{drawn}:{case.pk.hex}"), form.request(case.pk)) for case in cases]
        found += list(zip(cases, acts.take_many(kind, move, asked, by=actor), strict=True))
    return found
