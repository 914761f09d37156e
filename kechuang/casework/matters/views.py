"""Pages of plain matters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import once, standing, words
from kechuang.casework.act import expecting
from kechuang.casework.matters import actions, lists
from kechuang.casework.matters.forms import StepForm, SubmitForm, TakeInForm
from kechuang.casework.matters.moves import ACCEPT, BY_KIND, DECIDE, READ, SUBMIT, TAKE_IN
from kechuang.casework.models import Case
from kechuang.casework.standard.views import since
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    "accept": ACCEPT,
    "decline": ACCEPT,
    "grant": DECIDE,
    "refuse": DECIDE,
    "answer": DECIDE,
    "close": DECIDE,
}


@requires(READ)
@require_safe
def matters(request: HttpRequest) -> HttpResponseBase:
    """All matters that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = []
    if may(actor, TAKE_IN, on=today):
        buttons.append(Action(label=_("Take a matter in"), url=reverse("matters:take-in"), primary=True))
    elif may(actor, SUBMIT, on=today):
        buttons.append(Action(label=_("Bring a matter"), url=reverse("matters:submit"), primary=True))
    return list_page(
        lists.MATTERS, request, lists.rows(request), title=_("Matters"), crumbs=[Crumb(_("Matters"))], actions=buttons
    )


@requires(SUBMIT)
@require_http_methods(GET_POST)
def submit(request: HttpRequest) -> HttpResponse:
    """A body brings a matter to its office."""
    actor = actor_of(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SubmitForm(*data, actor=actor, on=clock.today())
    title = _("Bring a matter")
    if form.is_bound and form.is_valid():
        key = once.key_of(actor, "matters.submit", form.cleaned_data["key"])
        if done := once.case_of(key):
            return redirect("casework:case", done)
        outcome = actions.submit(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Your matter is with the office. You see here how it goes on."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request, form, title=title, submit=_("Submit"), cancel_url=reverse("matters:list"), crumbs=_crumbs()
    )


@requires(TAKE_IN)
@require_http_methods(GET_POST)
def take_in(request: HttpRequest) -> HttpResponse:
    """An office takes a matter in."""
    actor = actor_of(request)
    form = TakeInForm(request.POST if request.method == "POST" else None, actor=actor, on=clock.today())
    title = _("Take a matter in")
    if form.is_bound and form.is_valid():
        key = once.key_of(actor, "matters.take_in", form.cleaned_data["key"])
        if done := once.case_of(key):
            return redirect("casework:case", done)
        outcome = actions.take_in(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The matter is taken in and its term has begun."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(request, form, title=title, submit=title, cancel_url=reverse("matters:list"), crumbs=_crumbs())


def _crumbs(case: Case | None = None) -> list[Crumb]:
    steps = [Crumb(_("Matters"), reverse("matters:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def step_page(move: str) -> View:
    """The page of a step on a matter."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _step(move, request, identifier)

    return view


def _found(identifier: UUID, move: str, actor: Actor) -> Case:
    case = (
        Case.objects.select_related("holder", "office", "counterpart").filter(pk=identifier, kind__in=BY_KIND).first()
    )
    if case is None or move not in BY_KIND[case.kind].by_code or not standing.may_read(case, actor, clock.today()):
        raise Http404
    return case


def _step(move: str, request: HttpRequest, identifier: UUID) -> HttpResponse:
    actor = actor_of(request)
    case = _found(identifier, move, actor)
    sent = request.method == "POST"
    form = StepForm(request.POST if sent else None, case=case, move=move)
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = once.key_of(actor, f"matters.{move}", form.cleaned_data["key"])
        if once.case_of(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.step(case.kind, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            data = request.POST.copy()
            data["version"], data["key"] = str(case.version), chance.random_id()
            form = StepForm(data, case=case, move=move)
        form.refuse(outcome.refusal)
    return _shown(request, form, changed)


def _shown(request: HttpRequest, form: StepForm, changed: list[Any]) -> HttpResponse:
    case, move = form.case, form.move
    word = words.move_word(case.kind, move)
    context = {
        "case": case,
        "state": words.state_of(case),
        "changed": changed,
        "danger": move in {"refuse", "decline"},
    }
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="matters/step.html",
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=_crumbs(case),
        facts=[case.title, case.number],
    )
