"""Pages of the register and of the deals: lists, applying, amending, claiming, the step of each move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.broker import actions, lists, queries, showing, wording
from kechuang.mechanisms.market.broker.deal_forms import DEAL_FORMS, ClaimForm
from kechuang.mechanisms.market.broker.forms import FORMS, EntryForm, MoveForm
from kechuang.mechanisms.market.broker.rules.moves import APPLY, BROKER, BROKERED, CLAIM, CONSENT, DEALS, ENTER, READ
from kechuang.web import chance, clock, written
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import Actor, View, actor_of, may, requires

MOVES = {**FORMS, **DEAL_FORMS}
GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(
        ("check", "activate", "refuse", "renew", "turn_down", "suspend", "lift", "revoke", "forget"), ENTER
    ),
    "ask": APPLY,
    **dict.fromkeys(("consent", "decline"), CONSENT),
    "pay": CLAIM,
}
ON_DEALS = frozenset({"consent", "decline", "pay"})
DANGER = frozenset({"refuse", "turn_down", "suspend", "revoke", "forget", "decline"})


@requires(READ)
@require_safe
def entries(request: HttpRequest) -> HttpResponseBase:
    """All entries that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = [Action(label=_("Public register of brokers"), url=reverse("market_broker:public"))]
    if may(actor, ENTER, on=today) and may(actor, "imports:use", on=today):
        url = reverse("imports:upload", args=["market-brokers"])
        buttons.append(Action(label=_("Take in a list of certified managers"), url=url))
    if may(actor, APPLY, on=today):
        buttons.append(Action(label=_("Apply for an entry"), url=reverse("market_broker:apply"), primary=True))
    return list_page(
        lists.ENTRIES, request, lists.entries(request), title=_("Register of brokers"), crumbs=[], actions=buttons
    )


@requires(DEALS)
@require_safe
def deals(request: HttpRequest) -> HttpResponseBase:
    """A broker's own deals and commission; a client reads what it confirms, an office its place."""
    actor, today = actor_of(request), clock.today()
    rows = lists.deals(request)
    sums = queries.sums_of(rows)
    figures = [
        Figure(label=_("Deals confirmed"), value=sums["count"]),
        Figure(label=_("Commission agreed (yuan)"), value=written.money(sums["agreed"])),
        Figure(label=_("Commission received (yuan)"), value=written.money(sums["paid"])),
    ]
    buttons = []
    if may(actor, CLAIM, on=today):
        buttons.append(Action(label=_("Claim a deal"), url=reverse("market_broker:claim"), primary=True))
    return list_page(
        lists.DEALS_LIST,
        request,
        rows,
        figures=figures,
        title=_("Brokered deals"),
        crumbs=[],
        facts=[_("Commission stands as its parties state it; the platform moves no money.")],
        actions=buttons,
    )


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:broker.{move}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def crumbs(case: Case | None = None, *, deal: bool = False) -> list[Crumb]:
    """Give the way to a page of the register or of the deals."""
    name, url = (
        (_("Brokered deals"), "market_broker:deals") if deal else (_("Register of brokers"), "market_broker:list")
    )
    steps = [Crumb(name, reverse(url))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(APPLY)
@require_http_methods(GET_POST)
def apply(request: HttpRequest) -> HttpResponse:
    """A unit applies for an entry."""
    actor, sent = actor_of(request), request.method == "POST"
    form = EntryForm(request.POST if sent else None, actor=actor, on=clock.today())
    if sent and form.is_valid():
        key = key_of(actor, "apply", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.open_entry(form.request(), by=actor, key=key)  # type: ignore[arg-type]  # a new entry
        if outcome.refusal is None:
            messages.success(request, _("Your application is with the office. You see here how it goes on."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Apply for an entry in the register of brokers"),
        submit=_("Send the application"),
        lead=_("The office looks at the certificate and checks integrity before the entry is active."),
        cancel_url=reverse("market_broker:list"),
        crumbs=crumbs(),
    )


@requires(APPLY)
@require_http_methods(GET_POST)
def amend(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A unit corrects its application."""
    case = case_or_404(request, identifier, BROKER.kind)
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and not _open(case, actor, "amend"):
        return _closed(request, case)
    form = EntryForm(request.POST if sent else None, actor=actor, on=clock.today(), row=case.market_broker)
    if sent and form.is_valid():
        key = key_of(actor, "amend", form.cleaned_data["key"])
        outcome = None if first(key) else actions.take("amend", form.request(), by=actor, key=key)
        if outcome is None or outcome.refusal is None:
            messages.success(request, _("The application was corrected."))
            return redirect("casework:case", case.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(case.kind, "amend"),
        submit=words.move_word(case.kind, "amend"),
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
    )


@requires(CLAIM)
@require_http_methods(GET_POST)
def claim(request: HttpRequest) -> HttpResponse:
    """A broker claims a deal."""
    actor, sent = actor_of(request), request.method == "POST"
    form = ClaimForm(request.POST if sent else None, actor=actor, on=clock.today())
    if sent and form.is_valid():
        key = key_of(actor, "claim", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.claim(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The party that gave the commission is asked to confirm."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Claim a deal"),
        submit=_("Send the claim"),
        lead=_("A deal counts as brokered only once the party that gave the commission has confirmed it."),
        cancel_url=reverse("market_broker:deals"),
        crumbs=crumbs(deal=True),
    )


def case_or_404(request: HttpRequest, identifier: UUID, kind: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    side = "market_broker" if kind == BROKER.kind else "market_brokered__entry__case"
    rows = Case.objects.select_related("office", "holder", "counterpart", side)
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def _open(case: Case, actor: Actor, move: str) -> bool:
    return move in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}


def _closed(request: HttpRequest, case: Case) -> HttpResponse:
    messages.warning(request, _("This step is not open to you now; this is where the case stands."))
    return redirect("casework:case", case.pk)


def step_page(move: str) -> View:
    """The page of a move on an entry or on a claim."""
    kind = BROKERED.kind if move in ON_DEALS else BROKER.kind

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier, kind), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and not _open(case, actor, move):
        return _closed(request, case)
    form = MOVES[move](request.POST if sent else None, case=case, move=move, actor=actor, on=clock.today())
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, move, form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(move, form.request(), by=actor, key=key)  # type: ignore[attr-defined]  # each form has it
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = MOVES[move](again, case=case, move=move, actor=actor, on=clock.today())
            form.is_valid()
        form.refuse(outcome.refusal)
    return _shown(request, form, case, move, changed)


def _shown(request: HttpRequest, form: MoveForm, case: Case, move: str, changed: list[Any]) -> HttpResponse:
    word = words.move_word(case.kind, move)
    deal = move in ON_DEALS
    rows = showing.deal_facts(case.market_brokered) if deal else showing.own_facts(case.market_broker)
    name = case.title if deal else wording.public_name(case.market_broker)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_broker/step.html",
        context={
            "case": case,
            "state": words.state_of(case),
            "rows": rows,
            "changed": changed,
            "danger": move in DANGER,
        },
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case, deal=deal),
        facts=[name, case.number],
    )
