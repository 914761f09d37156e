"""A form that opens a case, or takes a step of one: sent twice, closed meanwhile, moved on, refused beside its field.

A mechanism says how its form is made and how the act is taken, and shows the form; what can happen in between is the
same for every mechanism and stands here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kechuang.casework import once, standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case
from kechuang.casework.standard.views import since
from kechuang.web import chance, clock
from kechuang.web.forms import KitForm
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
    request: HttpRequest, code: str, *, form: Making[F], act: Acting[F], said: Words
) -> HttpResponse | Showing[F]:
    """Open a case with a form that was sent, or give the form to show.

    ``code`` names the act in the form's key; ``said`` is what the reader is told. A form that is sent twice leads to
    the case that it opened.
    """
    sent = request.method == "POST"
    made = form(request.POST if sent else None)
    if not sent or not made.is_valid():
        return Showing(made)
    key = once.key_of(actor_of(request), code, made.cleaned_data["key"])
    if before := once.case_of(key):
        return redirect("casework:case", before)
    outcome = act(made, key)
    if outcome.refusal is not None:
        made.refuse(outcome.refusal)
        return Showing(made)
    messages.success(request, str(said))
    return redirect("casework:case", outcome.case)


def step[F: KitForm](
    request: HttpRequest,
    case: Case,
    move: str,
    *,
    form: Making[F],
    act: Acting[F],
    closed: Callable[[], bool] | None = None,
    done: Callable[[Outcome], HttpResponse | None] | None = None,
) -> HttpResponse | Showing[F]:
    """Take a step with a form that was sent, or give the form to show.

    ``closed`` says whether the step is not open to the reader (left out: it is not among the open moves of the case).
    ``done`` does what follows a step, and may answer otherwise than with the case. On a case that moved on since the
    form was opened nothing is taken: the form is shown again with what happened and every value kept, and what is sent
    then is taken on the case as it stands.
    """
    sent = request.method == "POST"
    if not sent and (closed() if closed else is_closed(request, case, move)):
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    made = form(request.POST if sent else None)
    if not sent or not made.is_valid():
        return Showing(made)
    key = once.key_of(actor_of(request), f"{case.kind}.{move}", made.cleaned_data["key"])
    if once.case_of(key):
        return redirect("casework:case", case.pk)
    seen = made.cleaned_data.get("version")
    version = case.version if seen is None else seen
    with expecting(case.pk, version):
        outcome = act(made, key)
    if outcome.refusal is None:
        return (done(outcome) if done else None) or _done(request, case, move)
    changed: Sequence[Event] = ()
    if outcome.refusal.code == "case.changed":
        changed = since(case, version)
        made = form(_again(request.POST, case))
        made.is_valid()
    made.refuse(outcome.refusal)
    return Showing(made, changed)


def is_closed(request: HttpRequest, case: Case, move: str) -> bool:
    """Say whether a move is not open to the reader now."""
    return move not in {entry.move.code for entry in standing.open_moves(case, actor_of(request), clock.today())}


def _done(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    named = {"move": words.move_word(case.kind, move), "number": case.number or case.title}
    messages.success(request, _("Done: %(move)s (%(number)s)") % named)
    return redirect("casework:case", case.pk)


def _again(data: Any, case: Case) -> QueryDict:  # noqa: ANN401 - Django's QueryDict has no precise stub
    again = data.copy()
    again["version"], again["key"] = str(case.version), chance.random_id()
    return again
