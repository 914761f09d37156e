"""A form that opens a case, or takes a step of one: sent twice, closed meanwhile, moved on, refused beside its field.

A mechanism says how its form is made, how the act is taken and what stands around the form; what can happen in between
is the same for every mechanism and stands here, and so does the page of a step.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import once, standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case
from kechuang.casework.standard.views import since
from kechuang.web import chance, clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Crumb
from kechuang.web.parts import Event
from kechuang.web.permissions import actor_of
from kechuang.web.slots import Words

type Making[F] = Callable[[QueryDict | None], F]
"""Makes the form of what was sent, or of nothing."""

type Acting[F] = Callable[[F, str], Outcome]
"""Acts with a valid form under an idempotency key."""


@dataclass(frozen=True, slots=True)
class Showing[F]:
    """A form that is to be shown, with what happened on the case since its reader opened it."""

    form: F
    changed: Sequence[Event] = ()


def with_files(request: HttpRequest, data: QueryDict | None) -> tuple[Any, ...]:
    """Give the arguments of a form that takes files: the data with the files sent along, or nothing."""
    return () if data is None else (data, request.FILES)


def case_or_404(request: HttpRequest, identifier: UUID, kind: str, *related: str) -> Case:
    """Give a case of a kind, with its bodies and the named rows beside it, if the reader may see it. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "counterpart", *related)
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def opening[F: KitForm](
    request: HttpRequest,
    code: str,
    *,
    form: Making[F],
    act: Acting[F],
    said: Words | Callable[[F], Words],
    done: Callable[[Outcome], object] | None = None,
    back: Callable[[UUID], HttpResponse] | None = None,
) -> HttpResponse | Showing[F]:
    """Open a case with a form that was sent, or give the form to show.

    ``code`` names the act in the form's key; ``said`` is what the reader is told, or tells it of the form. ``done``
    does what follows the act; ``back`` says where the reader is led (left out: to the case). A form that is sent twice
    acts once and leads to the same place.
    """
    lead = back or _to_case
    sent = request.method == "POST"
    made = form(request.POST if sent else None)
    if not sent or not made.is_valid():
        return Showing(made)
    key = once.key_of(actor_of(request), code, made.cleaned_data["key"])
    if before := once.case_of(key):
        return lead(before)
    outcome = act(made, key)
    if outcome.refusal is not None:
        made.refuse(outcome.refusal)
        return Showing(made)
    if done:
        done(outcome)
    messages.success(request, str(said(made) if callable(said) else said))
    return lead(outcome.case)


def step[F: KitForm](
    request: HttpRequest,
    case: Case,
    move: str,
    *,
    form: Making[F],
    act: Acting[F],
    closed: Callable[[], bool] | None = None,
    done: Callable[[Outcome], object] | None = None,
    back: Callable[[UUID], HttpResponse] | None = None,
) -> HttpResponse | Showing[F]:
    """Take a step with a form that was sent, or give the form to show.

    ``closed`` says whether the step is not open to the reader (left out: it is not among the open moves of the case).
    ``done`` does what follows the step; ``back`` says where the reader is led (left out: to the case). On a case that
    moved on since the form was opened nothing is taken: the form is shown again with what happened and every value
    kept, and what is sent then is taken on the case as it stands. A form without a version takes the case as it stands.
    """
    lead = back or _to_case
    sent = request.method == "POST"
    if not sent and (closed() if closed else is_closed(request, case, move)):
        return turned_back(request, case)
    made = form(request.POST if sent else None)
    if not sent or not made.is_valid():
        return Showing(made)
    key = once.key_of(actor_of(request), f"{case.kind}.{move}", made.cleaned_data["key"])
    if once.case_of(key):
        return lead(case.pk)
    seen = made.cleaned_data.get("version")
    version = case.version if seen is None else seen
    with expecting(case.pk, version) if "version" in made.fields else nullcontext():
        outcome = act(made, key)
    if outcome.refusal is None:
        if done:
            done(outcome)
        named = {"move": words.move_word(case.kind, move), "number": case.number or case.title}
        messages.success(request, _("Done: %(move)s (%(number)s)") % named)
        return lead(case.pk)
    changed: Sequence[Event] = ()
    if outcome.refusal.code == "case.changed":
        changed = since(case, version)
        made = form(_again(request.POST, case))
        made.is_valid()
    made.refuse(outcome.refusal)
    return Showing(made, changed)


def shown[F: KitForm](
    request: HttpRequest,
    case: Case,
    move: str,
    showing: Showing[F],
    *,
    crumbs: Sequence[Crumb],
    template: str = "web/form_page.html",
    context: Mapping[str, Any] | None = None,
    danger: Collection[str] = (),
    **more: Any,  # noqa: ANN401 - handed to form_page()
) -> HttpResponse:
    """Show the form of a step on its page: the case, its state, what happened meanwhile, and what ``context`` adds.

    ``danger`` names the moves whose button warns.
    """
    word = words.move_word(case.kind, move)
    given = {"case": case, "state": words.state_of(case), "changed": showing.changed, "danger": move in danger}
    return form_page(
        request,
        showing.form,
        title=word,
        submit=word,
        template=template,
        context={**given, **(context or {})},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs,
        **{"facts": [case.title, case.number], **more},
    )


def way(label: str, view: str, case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of a mechanism: its list under ``label``, and the case."""
    steps = [Crumb(label, reverse(view))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def turned_back(request: HttpRequest, case: Case) -> HttpResponse:
    """Say that a step is not open to the reader, and lead to the case."""
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


def is_closed(request: HttpRequest, case: Case, move: str) -> bool:
    """Say whether a move is not open to the reader now."""
    return move not in {entry.move.code for entry in standing.open_moves(case, actor_of(request), clock.today())}


def _to_case(case: UUID) -> HttpResponse:
    return redirect("casework:case", case)


def _again(data: Any, case: Case) -> QueryDict:  # noqa: ANN401 - Django's QueryDict has no precise stub
    again = data.copy()
    again["version"], again["key"] = str(case.version), chance.random_id()
    return again
