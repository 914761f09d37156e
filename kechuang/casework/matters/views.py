"""Pages of plain matters."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.matters import actions, lists
from kechuang.casework.matters.forms import StepForm, SubmitForm, TakeInForm
from kechuang.casework.matters.moves import ACCEPT, BY_KIND, DECIDE, READ, SUBMIT, TAKE_IN
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.web import clock
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
    title = _("Bring a matter")
    stepped = stepping.opening(
        request,
        "matters.submit",
        form=lambda data: SubmitForm(*stepping.with_files(request, data), actor=actor, on=clock.today()),
        act=lambda form, key: actions.submit(form.request(), by=actor, key=key),
        said=_("Your matter is with the office. You see here how it goes on."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request, stepped.form, title=title, submit=_("Submit"), cancel_url=reverse("matters:list"), crumbs=_crumbs()
    )


@requires(TAKE_IN)
@require_http_methods(GET_POST)
def take_in(request: HttpRequest) -> HttpResponse:
    """An office takes a matter in."""
    actor = actor_of(request)
    title = _("Take a matter in")
    stepped = stepping.opening(
        request,
        "matters.take_in",
        form=lambda data: TakeInForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take_in(form.request(), by=actor, key=key),
        said=_("The matter is taken in and its term has begun."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request, stepped.form, title=title, submit=title, cancel_url=reverse("matters:list"), crumbs=_crumbs()
    )


def _crumbs(case: Case | None = None) -> list[Crumb]:
    return stepping.way(_("Matters"), "matters:list", case)


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
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: StepForm(data, case=case, move=move),
        act=lambda form, key: actions.step(case.kind, form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=_crumbs(case),
        template="matters/step.html",
        danger={"refuse", "decline"},
    )
