"""The page of one own move of a case: closed or open, what happened meanwhile, the refusal beside its field.

A mechanism says how its form is made, how the act is taken and what stands around the form; the walk is the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.web import chance, clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import Actor, actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """How the moves of one kind of case are walked.

    ``form`` makes the form of a move from data and files (None: not sent yet); ``take`` takes the move with the form's
    request; ``around`` gives what the template shows beside the form.
    """

    kind: str
    related: str
    template: str
    form: Callable[[HttpRequest, Any, Case, str], KitForm]
    take: Callable[[str, Any, Actor, str], Outcome]
    around: Callable[[Case, str], Mapping[str, Any]]
    crumbs: Callable[[Case], list[Crumb]]
    danger: frozenset[str] = frozenset()


def case_or_404(request: HttpRequest, identifier: UUID, kind: str, related: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "counterpart", related)
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def key_of(actor: Actor, code: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:{code}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def walk(request: HttpRequest, identifier: UUID, move: str, how: Walk) -> HttpResponse:
    """Show the form of a move, or take it."""
    case = case_or_404(request, identifier, how.kind, how.related)
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = how.form(request, request.POST if sent else None, case, move)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, f"{how.kind}.{move}", form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = how.take(move, form.request(), actor, key)  # type: ignore[attr-defined]  # each form of a move has it
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = how.form(request, again, case, move)
            form.is_valid()
        form.refuse(outcome.refusal)
    word = words.move_word(case.kind, move)
    context = {"case": case, "state": words.state_of(case), "changed": changed, "danger": move in how.danger}
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=how.template,
        context={**context, **how.around(case, move)},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=how.crumbs(case),
        facts=[case.title, case.number],
    )
