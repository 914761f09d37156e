"""One page for each standard move, at /cases/<id>/<move>/, and the same for many cases at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework import once, standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.posts import assigning
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.standard import acts, declare, requests
from kechuang.casework.standard.effects import EFFECTS
from kechuang.casework.standard.forms import FORMS, MoveForm
from kechuang.casework.views import happened
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb
from kechuang.web.parts import Event
from kechuang.web.permissions import Actor, View, actor_of, signed_in

TEMPLATES = {declare.RETURN: "standard/return.html"}


def move_page(move: str) -> View:
    """The page of a standard move."""

    @signed_in
    @require_http_methods(("GET", "HEAD", "POST"))
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _one(move, request, identifier)

    return view


def found_case(identifier: UUID, move: str, actor: Actor) -> Case:
    """A case that the reader may see, of a kind that has switched the move on. Raises Http404."""
    case = Case.objects.select_related("holder", "counterpart", "office").filter(pk=identifier).first()
    if case is None or case.kind not in declare.DECLARED or acts.kind_of(case.kind, move) is None:
        raise Http404
    if not standing.may_read(case, actor, clock.today()) and not _open_to_all(case, move):
        raise Http404
    return case


def _open_to_all(case: Case, move: str) -> bool:
    objections = declare.declared(case.kind).objections
    return bool(move == declare.OBJECT and objections and objections.public and case.state in objections.states.split())


def _one(move: str, request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    case = found_case(identifier, move, actor)
    sent = request.method == "POST"
    drawn = request.POST.get("key", "") if sent else ""
    if drawn and Step.objects.filter(key=once.key_of(actor, move, drawn), case=case).exists():
        return redirect("casework:case", case.pk)
    is_open = move in {entry.move.code for entry in standing.open_moves(case, actor, today)}
    if not is_open and not sent:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    data = (request.POST, request.FILES) if sent else ()
    form = FORMS[move](*data, case=case, actor=actor, on=today)
    changed: list[Event] = []
    if sent and "more" not in request.POST and form.is_valid():
        outcome = do(move, form, drawn)
        if outcome.refusal is None:
            messages.success(request, _("Done: %(move)s (%(number)s)") % _named(case, move))
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, form.cleaned_data["version"])
            form = _renewed(form, request)
        form.refuse(outcome.refusal)
    return _shown(request, move, form, changed)


def _named(case: Case, move: str) -> dict[str, str]:
    return {"move": words.move_word(case.kind, move), "number": case.number or case.title}


def do(move: str, form: MoveForm, drawn: str) -> Outcome:
    """Hand a valid form to the gateway; a transfer to a post also makes the case the work of that post."""
    case, wanted = form.case, form.request()
    key = once.key_of(form.actor, move, drawn)
    version = form.cleaned_data.get("version")
    with expecting(case.pk, case.version if version is None else version):
        if isinstance(wanted, requests.Transfer) and wanted.post:
            return _to_post(case, wanted, form.actor, key)
        return acts.take(case.kind, move, wanted, by=form.actor, key=key)


def _to_post(case: Case, wanted: requests.Transfer, actor: Actor, key: str) -> Outcome:
    outcome = acts.take(case.kind, declare.TRANSFER, wanted, by=actor, key=key)
    if outcome.refusal is not None or wanted.post is None:
        return outcome
    assigned = assigning.assign(case.pk, wanted.post, by=actor, key=f"{key}:post")
    return outcome if assigned.refusal is None else assigned


def since(case: Case, version: int) -> list[Event]:
    """What happened on a case since a version of it: the last steps, newest first."""
    case.refresh_from_db()
    steps = case.steps.select_related("person", "body").order_by("-id")[: max(0, case.version - version)]
    return [happened(case.kind, step) for step in steps]


def _renewed(form: MoveForm, request: HttpRequest) -> MoveForm:
    """The same form with its values, against the case as it stands now, under a new key."""
    data = request.POST.copy()
    data["version"], data["key"] = str(form.case.version), chance.random_id()
    again = type(form)(data, request.FILES, case=form.case, actor=form.actor, on=form.on)
    again.is_valid()
    return again


def _shown(request: HttpRequest, move: str, form: MoveForm, changed: list[Event]) -> HttpResponse:
    case = form.case
    kind, word = CASE_KINDS[case.kind], words.move_word(case.kind, move)
    context: dict[str, Any] = {
        "case": case,
        "state": words.state_of(case),
        "act": EFFECTS[move],
        "changed": changed,
        "panel_page": f"case:{case.kind}",
    }
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=TEMPLATES.get(move, "standard/move.html"),
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=[
            Crumb(words.kind_word(case.kind), reverse(kind.list_url) if kind.list_url else ""),
            Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])),
        ],
        facts=[case.title, case.number],
    )
