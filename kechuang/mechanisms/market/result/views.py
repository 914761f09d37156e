"""Pages of achievements: the list, one's own, registering, and the step of each move."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import queries as shared
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.result import actions, lists, wording
from kechuang.mechanisms.market.result.forms import ReviseForm, SubmitForm
from kechuang.mechanisms.market.result.models import Achievement, Completer
from kechuang.mechanisms.market.result.rules.moves import CHECK, DEAL, OWN, READ, RESULT, SUBMIT
from kechuang.mechanisms.market.result.step_forms import MOVE_FORMS, OwnForm
from kechuang.web import clock, divisions
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import Actor, View, actor_of, may, requires, scope

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("revise", "list", "unlist", "implement", "withdraw"), SUBMIT),
    **dict.fromkeys(("register", "refuse", "withhold", "release", "freeze", "thaw"), CHECK),
    **dict.fromkeys(("open_deal", "close_deal"), DEAL),
}
DANGER = frozenset({"refuse", "withhold", "freeze", "withdraw"})
FORM, RECORD = "market_result/step.html", "market_result/record.html"
SHOWN_STATES = ("FORMAL_CHECK", "REGISTERED", "LISTED", "IN_DEAL", "DORMANT", "FROZEN")


def strip(request: HttpRequest) -> list[Figure]:
    """Give how many stand in each state, from the kept tallies (one query)."""
    found = shared.tallies(RESULT.kind, scope(actor_of(request), READ, clock.today()))
    figures = []
    for code in SHOWN_STATES:
        count = found[code].cases if code in found else 0
        figures.append(Figure(label=wording.state(code).word, value=count, filters={"state": code}))
    return figures


@requires(READ)
@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """All achievements that the reader may see."""
    actor = actor_of(request)
    buttons = [
        Action(label=_("Deals"), url=reverse("market_result:deals")),
        Action(label=_("Public register"), url=reverse("market_result:public")),
        Action(label=_("Landscape"), url=reverse("market_result:landscape")),
    ]
    if may(actor, "imports:use", on=clock.today()) and may(actor, SUBMIT, on=clock.today()):
        buttons.append(Action(label=_("Take a table in"), url=reverse("imports:upload", args=["market-results"])))
    if may(actor, SUBMIT, on=clock.today()):
        new = reverse("market_result:new")
        buttons.append(Action(label=_("Register an achievement"), url=new, primary=True))
    return list_page(
        lists.RESULTS,
        request,
        lists.rows(request),
        figures=strip(request),
        title=_("Achievements"),
        crumbs=[],
        actions=buttons,
    )


@requires(OWN)
@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """The achievements on which the reader stands as completer."""
    return list_page(lists.MINE, request, lists.mine(request), title=_("My achievements"), crumbs=[])


@requires(READ)
@require_safe
def deals(request: HttpRequest) -> HttpResponseBase:
    """The deals on achievements that the reader may see."""
    return list_page(lists.DEALS, request, lists.deals(request), title=_("Deals"), crumbs=crumbs())


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of achievements."""
    return stepping.way(_("Achievements"), "market_result:list", case)


def lookups() -> dict[str, Any]:
    """Give what the fields of the record propose."""
    return {"disciplines": wording.fields(), "industries": wording.industry_options()}


@requires(SUBMIT)
@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Register an achievement."""
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "result.submit",
        form=lambda data: SubmitForm(*stepping.with_files(request, data), actor=actor, on=clock.today()),
        act=lambda form, key: actions.submit(form.request(), by=actor, key=key),
        said=_("The achievement is handed in; the market checks it."),
        done=lambda outcome: _say_warnings(request, outcome.case),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Register an achievement"),
        submit=_("Hand it in"),
        template=RECORD,
        context=lookups(),
        cancel_url=reverse("market_result:list"),
        crumbs=crumbs(),
    )


def _say_warnings(request: HttpRequest, case: UUID) -> None:
    row = Achievement.objects.filter(pk=case).first()
    for text in wording.warned(row.warnings if row else ()):
        messages.warning(request, text)


def result_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an achievement's case that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, RESULT.kind, "achievement")


def revisable(case: Case, actor: Actor) -> bool:
    """Say whether an actor may correct the record now: also while it is held for correction."""
    entry = RESULT.by_code["revise"]
    free = case.hold in {"", "correction"}
    return free and case.state in entry.sources and may(actor, SUBMIT, on=clock.today(), bodies=(case.holder_id,))


def step_page(move: str) -> View:
    """The page of a move on an achievement."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = result_or_404(request, identifier)
        if move == "revise":
            return walk(
                request,
                case,
                move,
                ReviseForm,
                template=RECORD,
                context=lookups(),
                closed=lambda: not revisable(case, actor_of(request)),
            )
        return walk(request, case, move, MOVE_FORMS[move])

    return view


@requires(OWN)
@require_http_methods(GET_POST)
def own(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A completer agrees to the own rank and share, or says why not."""
    case, actor = result_or_404(request, identifier), actor_of(request)
    row = Completer.objects.filter(achievement=case.pk, person=actor.person).order_by("place_in_order").first()
    if row is None:
        raise Http404

    def make(*args: Any, **kwargs: Any) -> OwnForm:  # noqa: ANN401 - Django's own signature
        return OwnForm(*args, completer=row.pk, **kwargs)

    context = {
        "lead": _("Rank %(rank)s, share %(share)s") % {"rank": row.place_in_order, "share": wording.share(row.share)}
    }
    return walk(request, case, "own", make, context=context, closed=lambda: False)


def walk(
    request: HttpRequest,
    case: Case,
    move: str,
    maker: Callable[..., Any],
    *,
    template: str = FORM,
    context: Mapping[str, Any] | None = None,
    closed: Callable[[], bool] | None = None,
    take: Callable[[Any, Actor, str], Outcome] | None = None,
) -> HttpResponse:
    """Show the form of a move, take the move when it is sent, and lead back to the case."""
    actor = actor_of(request)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    taken = take or (lambda form, by, key: actions.take(move, form.request(), by=by, key=key))
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: maker(*stepping.with_files(request, data), **given),
        act=lambda form, key: taken(form, actor, key),
        closed=closed,
        done=lambda _outcome: _say_warnings(request, case.pk) if move == "revise" else None,
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    own = [Crumb(case.number or case.title, reverse("casework:case", args=[case.pk]))]
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case) if case.kind == RESULT.kind else own,
        template=template,
        context=context,
        danger=DANGER,
        facts=[case.title, case.number, divisions.name(case.place)],
    )
