"""Pages of achievements: the list, one's own, registering, and the step of each move."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import queries as shared
from kechuang.casework import standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.result import actions, lists, wording
from kechuang.mechanisms.market.result.forms import ReviseForm, SubmitForm
from kechuang.mechanisms.market.result.models import Achievement, Completer
from kechuang.mechanisms.market.result.rules.moves import CHECK, DEAL, OWN, READ, RESULT, SUBMIT
from kechuang.mechanisms.market.result.step_forms import MOVE_FORMS, OwnForm
from kechuang.web import chance, clock, divisions
from kechuang.web.forms import KitForm, form_page
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
    steps = [Crumb(_("Achievements"), reverse("market_result:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:result.{move}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def lookups() -> dict[str, Any]:
    """Give what the fields of the record propose."""
    return {"disciplines": wording.fields(), "industries": wording.industry_options()}


@requires(SUBMIT)
@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Register an achievement."""
    actor = actor_of(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SubmitForm(*data, actor=actor, on=clock.today())
    if form.is_bound and form.is_valid():
        key = key_of(actor, "submit", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.submit(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            _say_warnings(request, outcome.case)
            messages.success(request, _("The achievement is handed in; the market checks it."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
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
    rows = Case.objects.select_related("office", "holder", "achievement")
    return or_404(rows.filter(pk=identifier, kind=RESULT.kind), request)


def or_404(rows: QuerySet[Case], request: HttpRequest) -> Case:
    """Give the one row, if the reader may see it. Raises Http404."""
    case = rows.first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def revisable(case: Case, actor: Actor) -> bool:
    """Say whether an actor may correct the record now: also while it is held for correction."""
    entry = RESULT.by_code["revise"]
    free = case.hold in {"", "correction"}
    return free and case.state in entry.sources and may(actor, SUBMIT, on=clock.today(), bodies=(case.holder_id,))


def closed(case: Case, move: str, actor: Actor) -> bool:
    """Say whether a move is not open to an actor now."""
    if move == "revise":
        return not revisable(case, actor)
    return move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}


def step_page(move: str) -> View:
    """The page of a move on an achievement."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case = result_or_404(request, identifier)
        maker: Any = ReviseForm if move == "revise" else MOVE_FORMS[move]
        template = RECORD if move == "revise" else FORM
        context = lookups() if move == "revise" else {}
        return walk(request, case, move, maker, template=template, context=context)

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
    return walk(request, case, "own", make, template=FORM, context=context, open_now=True)


def walk(
    request: HttpRequest,
    case: Case,
    move: str,
    maker: Callable[..., Any],
    *,
    template: str,
    context: dict[str, Any],
    open_now: bool = False,
    take: Callable[[Any, Actor, str], Outcome] | None = None,
) -> HttpResponse:
    """Show the form of a move, take the move when it is sent, and lead back to the case."""
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and not open_now and closed(case, move, actor):
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    data = (request.POST, request.FILES) if sent else ()
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    form = maker(*data, **given)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, f"{case.kind}.{move}", form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data.get("version")
        with expecting(case.pk, case.version if version is None else version):
            outcome = take(form, actor, key) if take else actions.take(move, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            if move == "revise":
                _say_warnings(request, case.pk)
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = maker(again, request.FILES, **given)
            form.is_valid()
        form.refuse(outcome.refusal)
    return shown(request, form, case, move, template, {"changed": changed, **context})


def shown(
    request: HttpRequest, form: KitForm, case: Case, move: str, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show the form of a move."""
    word = words.move_word(case.kind, move)
    back = crumbs(case) if case.kind == RESULT.kind else None
    lead = str(context.pop("lead", ""))
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=template,
        context={"case": case, "state": words.state_of(case), "danger": move in DANGER, **context},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=back or [Crumb(case.number or case.title, reverse("casework:case", args=[case.pk]))],
        facts=[case.title, case.number, divisions.name(case.place)],
        lead=lead,
    )
