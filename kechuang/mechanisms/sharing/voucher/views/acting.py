"""One page for every move: what will happen, how to undo it, the form; and the same for many cases at once."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.casework import separation, standing, words
from kechuang.casework.act import Outcome, expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.moves import COUNTERPART, HOLDER, OFFICE
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.standard.views import since
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import actions
from kechuang.mechanisms.sharing.voucher.form_acts.act import FormAct
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm, Subject
from kechuang.mechanisms.sharing.voucher.queries import cases
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Empty, Event
from kechuang.web.permissions import Actor, View, actor_of, holding, requires, scope
from kechuang.web.refusals import explain

GET_POST = ("GET", "HEAD", "POST")
MOST_AT_ONCE = 200
JOINS: dict[str, tuple[str, ...]] = {
    moves.BUDGET.kind: ("voucher_budget",),
    moves.PROVIDER.kind: ("voucher_provider",),
    moves.RIGHT.kind: ("voucher_right",),
    moves.ORDER.kind: ("voucher_order__right",),
    moves.AUDIT.kind: ("voucher_audit",),
    moves.BATCH.kind: ("voucher_batch",),
}


def act_key(act: FormAct, actor: Actor, drawn: str) -> str:
    """The idempotency key of a drawn one: nobody else's, and no other move's."""
    person = actor.person.hex if actor.person else "nobody"
    return f"{person}:{act.move}:{drawn}"


def act_page(act: FormAct) -> View:
    """The page of a move."""

    @requires(act.entry.permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID | None = None) -> HttpResponse:
        return _one(act, request, identifier)

    return view


def _one(act: FormAct, request: HttpRequest, identifier: UUID | None) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    case = found_case(act.moves.kind, identifier, actor) if identifier else None
    sent = request.method == "POST" and "key" in request.POST
    if sent and (done := first_result(act, actor, request.POST["key"])):
        return redirect("casework:case", done)
    subject = Subject(actor, today, case, _given(request))
    form = act.form(request.POST, request.FILES, subject=subject) if sent else act.form(subject=subject)
    if case is not None and not sent and not is_open(act, case, actor):
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    if form.empty:
        return _nothing_to_fill(act, request, form)
    if sent and form.is_valid():
        outcome = do(act, form, actor)
        if outcome.refusal is None:
            messages.success(request, done_words(act, outcome))
            return redirect("casework:case", outcome.case)
        if outcome.refusal.code == "case.changed" and case is not None:
            return _changed(act, request, form, outcome.refusal)
        form.refuse(outcome.refusal)
    return _form(act, request, form, case)


def _changed(act: FormAct, request: HttpRequest, form: ActForm, refusal: Refusal) -> HttpResponse:
    """Somebody was faster: what happened since, and the same form with its values, a new version and a new key."""
    before, subject = form.cleaned_data["version"], form.subject
    case = found_case(act.moves.kind, subject.found.pk, subject.actor)
    data: Any = form.data.copy()
    data["version"], data["key"] = str(case.version), chance.random_id()
    again = act.form(data, subject=Subject(subject.actor, subject.on, case, subject.given))
    again.is_valid()
    again.refuse(refusal)
    return _form(act, request, again, case, since(case, before))


def do(act: FormAct, form: ActForm, actor: Actor, key: str = "") -> Outcome:
    """Hand a valid form to the gateway."""
    drawn = form.cleaned_data["key"] or chance.random_id()
    case, version = form.subject.case, form.cleaned_data.get("version")
    with expecting(case.pk, version) if case and version is not None else nullcontext():
        return act.do(form.request(), by=actor, key=key or act_key(act, actor, drawn))


def done_words(act: FormAct, outcome: Outcome) -> str:
    """Say what was done on which case."""
    number = Case.objects.filter(pk=outcome.case).values_list("number", flat=True).first() or ""
    return _("Done: %(move)s (%(number)s)") % {"move": words.move_word(act.moves.kind, act.move), "number": number}


def first_result(act: FormAct, actor: Actor, drawn: str) -> UUID | None:
    """The case of an act that was done under this key already: a form that was sent twice."""
    steps = Step.objects.filter(key=act_key(act, actor, drawn)).order_by("id") if drawn else Step.objects.none()
    return steps.values_list("case_id", flat=True).first()


def found_case(kind: str, identifier: UUID, actor: Actor) -> Case:
    """A case of a kind that the reader may see. Raises Http404."""
    rows = Case.objects.select_related(*JOINS[kind], "holder", "counterpart", "office")
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor, clock.today()):
        raise Http404
    return case


def is_open(act: FormAct, case: Case, actor: Actor) -> bool:
    """Whether the actor may take the move now."""
    return act.move in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}


def _given(request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = request.GET.dict()
    rows = request.POST.getlist("row")
    return {**given, "rows": rows} if rows else given


def crumbs(act: FormAct, case: Case | None = None) -> list[Crumb]:
    """The way to the page of a move."""
    kind = CASE_KINDS[act.moves.kind]
    steps = [Crumb(words.kind_word(act.moves.kind), reverse(kind.list_url) if kind.list_url else "")]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def _back(act: FormAct, case: Case | None) -> str:
    kind = CASE_KINDS[act.moves.kind]
    return reverse("casework:case", args=[case.pk]) if case else reverse(kind.list_url)


def _form(
    act: FormAct, request: HttpRequest, form: ActForm, case: Case | None, changed: Sequence[Event] = ()
) -> HttpResponse:
    word = words.move_word(act.moves.kind, act.move)
    context = {
        "act": act,
        "case": case,
        "state": words.state(case.kind, case.state) if case else None,
        "panel_page": f"case:{act.moves.kind}",
        "changed": changed,
    }
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template=act.template,
        context=context,
        cancel_url=_back(act, case),
        crumbs=crumbs(act, case),
        facts=[case.title, case.number] if case else [words.kind_word(act.moves.kind)],
    )


def _nothing_to_fill(act: FormAct, request: HttpRequest, form: ActForm) -> HttpResponse:
    said = Empty(sentence=form.empty)
    title = words.move_word(act.moves.kind, act.move)
    return page(request, "sharing/voucher/nothing.html", {"said": said}, title=title, crumbs=crumbs(act))


def bulk_page(act: FormAct) -> View:
    """The page of a move on many cases: chosen rows, what will happen, one form; then what came of each."""

    @requires(act.entry.permission)
    @require_POST
    def view(request: HttpRequest) -> HttpResponse:
        return _many(act, request)

    return view


def _many(act: FormAct, request: HttpRequest) -> HttpResponse:
    if act.bulk is None:
        raise Http404
    actor = actor_of(request)
    chosen = chosen_cases(act, request.POST.getlist("row")[:MOST_AT_ONCE], actor)
    if not chosen:
        messages.warning(request, _("Choose at least one row first."))
        return redirect(CASE_KINDS[act.moves.kind].list_url)
    open_ones = open_among(act, chosen, actor)
    sent = "key" in request.POST
    subject = Subject(actor, clock.today())
    form = act.bulk(request.POST if sent else None, subject=subject)
    if sent and form.is_valid():
        return _came_of(act, request, chosen, do_many(act, form, chosen, actor))
    return _ask_many(act, request, form, open_ones, [case for case in chosen if case not in open_ones])


def chosen_cases(act: FormAct, rows: Sequence[str], actor: Actor) -> list[Case]:
    """The chosen cases that the actor may read, in the order of their ids (one query)."""
    identifiers = []
    for row in rows:
        try:
            identifiers.append(UUID(row))
        except ValueError:
            continue
    reach = scope(actor, CASE_KINDS[act.moves.kind].read, clock.today())
    rows = cases(act.moves.kind, reach).select_related(*JOINS[act.moves.kind])
    return list(rows.filter(pk__in=identifiers).order_by("pk"))


def open_among(act: FormAct, chosen: Sequence[Case], actor: Actor) -> list[Case]:
    """Those of the cases on which the actor may take the move now (one query at most)."""
    entry, today = act.entry, clock.today()
    took_part = separation.took_part([case.pk for case in chosen], actor, entry.excludes)
    found = []
    for case in chosen:
        body = {HOLDER: case.holder_id, COUNTERPART: case.counterpart_id, OFFICE: case.office_id}[entry.side]
        place = case.place if entry.side == OFFICE else ""
        duties = holding(actor, entry.permission, on=today, place=place, bodies=(body or UUID(int=0),))
        allowed = separation.duty(duties, actor.person, took_part.get(case.pk, frozenset()))
        if allowed and case.state in entry.sources:
            found.append(case)
    return found


def do_many(act: FormAct, form: ActForm, chosen: Sequence[Case], actor: Actor) -> list[Outcome]:
    """Decide each case alone, all in few statements."""
    drawn, rows = form.cleaned_data["key"] or chance.random_id(), []
    for case in chosen:
        form.subject = Subject(actor, clock.today(), case)
        rows.append((f"{act_key(act, actor, drawn)}:{case.pk.hex}", form.request()))
    return actions.many(act.kind, rows, by=actor)


def _ask_many(
    act: FormAct, request: HttpRequest, form: ActForm, open_ones: list[Case], others: list[Case]
) -> HttpResponse:
    word = words.move_word(act.moves.kind, act.move)
    number = ngettext("%(n)d case", "%(n)d cases", len(open_ones)) % {"n": len(open_ones)}
    total = sum((case.amount or 0 for case in open_ones), start=0)
    context = {"act": act, "cases": open_ones, "others": others, "total": total, "number": number}
    # This page answers to chosen rows alone: a draft of it could not be opened again.
    form.drafts = False  # type: ignore[misc]  # of this form alone
    return form_page(
        request,
        form,
        title=_("%(move)s: %(number)s") % {"move": word, "number": number},
        submit=word,
        template="sharing/voucher/many.html",
        context=context,
        cancel_url=_back(act, None),
        crumbs=crumbs(act),
    )


def _came_of(act: FormAct, request: HttpRequest, chosen: list[Case], outcomes: list[Outcome]) -> HttpResponse:
    done = sum(bool(outcome) for outcome in outcomes)
    words_done = ngettext("%(n)d case done", "%(n)d cases done", done) % {"n": done}
    if done == len(outcomes):
        messages.success(request, f"{words.move_word(act.moves.kind, act.move)}: {words_done}")
        return redirect(CASE_KINDS[act.moves.kind].list_url)
    refused = [
        (case, explain(outcome.refusal)) for case, outcome in zip(chosen, outcomes, strict=True) if outcome.refusal
    ]
    not_done = ngettext("%(n)d not done", "%(n)d not done", len(refused)) % {"n": len(refused)}
    context = {"refused": refused, "back": _back(act, None)}
    title = _("%(done)s, %(refused)s") % {"done": words_done, "refused": not_done}
    return page(request, "sharing/voucher/came_of.html", context, title=title, crumbs=crumbs(act))
