"""Pages on which somebody takes a step: each asks once more, acts through the gateway, and says what came of it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.settlement import actions, loading, queries, reading, showing, taking
from kechuang.mechanisms.sharing.settlement.forms import (
    CorrectForm,
    ReceiveForm,
    SendBackForm,
)
from kechuang.mechanisms.sharing.settlement.models import Statement
from kechuang.mechanisms.sharing.settlement.rules.corrections import Correction
from kechuang.mechanisms.sharing.settlement.rules.lines import Key
from kechuang.mechanisms.sharing.settlement.rules.moves import READ
from kechuang.mechanisms.sharing.settlement.rules.reconcile import reconcile
from kechuang.mechanisms.sharing.settlement.views import crumb, period_of, statement_of
from kechuang.web import chance, divisions
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Confirmation
from kechuang.web.permissions import actor_of, requires
from kechuang.web.refusals import sentence

EFFECTS = {
    "prepare": (
        gettext_lazy("The statement is drawn up anew from the facts of your region's log up to the period's last day."),
        gettext_lazy("Another person then checks it."),
    ),
    "redraw": (
        gettext_lazy("The statement is drawn up anew from the facts of your region's log up to the period's last day."),
        gettext_lazy("What was checked before must be checked again."),
    ),
    "check": (
        gettext_lazy("You confirm that the statement says what your region's facts say."),
        gettext_lazy("It can be sent after that."),
    ),
    "send": (
        gettext_lazy("The other region can take the statement in."),
        gettext_lazy("What was sent stays in the log; a correction sends a new version."),
    ),
    "reconcile": (
        gettext_lazy("Your statement and theirs are compared line by line."),
        gettext_lazy("If every line is the same, the totals become public as agreed."),
    ),
}
UNDO = {
    "redraw": gettext_lazy("It can be drawn up again until it is sent."),
    "prepare": gettext_lazy("It can be drawn up again until it is sent."),
    "check": gettext_lazy("Before it is sent it can be sent back."),
    "send": gettext_lazy("It cannot be called back; lines are corrected in a new version."),
    "reconcile": gettext_lazy("A new version of either side opens the comparison again."),
}
ONE: dict[str, Callable[..., Outcome]] = {
    "prepare": actions.prepare,
    "redraw": actions.redraw,
    "check": actions.check,
    "send": actions.send,
    "reconcile": actions.reconcile,
}
MANY: dict[str, Callable[..., list[Outcome]]] = {
    "prepare": actions.prepare_many,
    "check": actions.check_many,
    "send": actions.send_many,
    "reconcile": actions.reconcile_many,
}


def key_of(request: HttpRequest) -> str:
    """Give the idempotency key of a form, or a new one for a form that is shown first."""
    return request.POST.get("key", "").strip()[:64] or chance.random_id()


def case_url(identifier: UUID) -> str:
    """Give the address of a case's page."""
    return reverse("casework:case", args=[identifier])


@requires(READ)
def statement_step(request: HttpRequest, identifier: UUID, step: str) -> HttpResponse:
    """Ask, then take one of the plain steps on a statement."""
    if step not in ONE:
        raise Http404
    row, refusal = statement_of(request, identifier), None
    if request.method == "POST":
        outcome = ONE[step](row.pk, by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _done(row, outcome))
            return redirect(case_url(row.pk))
        refusal = outcome.refusal
    return ask(
        request,
        title=words.move_word(row.case.kind, step),
        effects=EFFECTS[step],
        undo=UNDO[step],
        back=row.pk,
        case_title=row.case.title,
        refusal=refusal,
    )


def ask(
    request: HttpRequest,
    *,
    title: str,
    effects: Sequence[Any],
    undo: Any,  # noqa: ANN401 - words
    back: UUID,
    case_title: str,
    refusal: Refusal | None,
) -> HttpResponse:
    """Show what a step will do and ask; after a refusal, say why."""
    confirmation = Confirmation(
        title=title,
        effects=effects,
        undo=undo,
        submit=title,
        url=request.path,
        cancel_url=case_url(back),
        values={"key": chance.random_id()},
    )
    return page(
        request,
        "settlement/step.html",
        {"confirmation": confirmation, "refused": refusal},
        title=title,
        crumbs=[crumb(), Crumb(case_title, case_url(back))],
        failed=refusal is not None,
        status=409 if refusal else 200,
    )


def _done(row: Statement, outcome: Outcome) -> str:
    state = words.state(row.case.kind, outcome.states[row.pk]).word
    return _("%(region)s: %(state)s") % {"region": divisions.name(row.counterpart), "state": state}


@requires(READ)
@require_POST
def all_statements(request: HttpRequest, identifier: UUID, step: str) -> HttpResponse:
    """Take one step on all statements of a period that it fits."""
    row, actor = period_of(request, identifier), actor_of(request)
    statements = queries.statements_of(row.pk)
    waiting = queries.waiting_words(row)
    if step not in showing.BULK:
        raise Http404
    cases = [each.pk for each in showing.fitting_statements(step, actor, statements, waiting)]
    if step == "receive":
        outcomes = actions.receive_waiting(cases, by=actor)
    else:
        outcomes = MANY[step](cases, by=actor, key=key_of(request))
    done = sum(1 for outcome in outcomes if outcome.refusal is None)
    if done:
        messages.success(request, ngettext("%(n)d statement done.", "%(n)d statements done.", done) % {"n": done})
    for said in sorted({sentence(outcome.refusal) for outcome in outcomes if outcome.refusal}):
        messages.error(request, said)
    if not outcomes:
        messages.warning(request, _("No statement was waiting for this step any more."))
    return redirect(case_url(row.pk))


@requires(READ)
def receive(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Take in the other region's statement: from its log on this node, or from a file."""
    row = statement_of(request, identifier)
    reading.glance([row.counterpart])
    waiting = queries.waiting_word(row)
    form = ReceiveForm(request.POST or None, request.FILES or None, initial={"key": key_of(request)})
    if request.method == "POST" and form.is_valid():
        refusal = _take_in(request, row, form.cleaned_data)
        if refusal is None:
            messages.success(
                request, _("The statement of %(region)s is in.") % {"region": divisions.name(row.counterpart)}
            )
            return redirect(case_url(row.pk))
        form.refuse(refusal)
    name = divisions.name(row.counterpart)
    lead = (
        _("%(region)s has sent version %(version)d. Take it in, or choose a file instead.")
        % {"region": name, "version": waiting.version}
        if waiting
        else _("%(region)s has sent nothing new on this node. Choose the file that you were given.") % {"region": name}
    )
    return form_page(
        request,
        form,
        title=words.move_word(row.case.kind, "receive"),
        submit=_("Take it in"),
        lead=lead,
        cancel_url=case_url(row.pk),
        crumbs=[crumb(), Crumb(row.case.title, case_url(row.pk))],
    )


def _take_in(request: HttpRequest, row: Statement, given: dict[str, Any]) -> Refusal | None:
    actor, file = actor_of(request), given["file"]
    if file is None:
        outcomes = actions.receive_waiting([row.pk], by=actor)
        values = {"region_place": row.counterpart}
        return outcomes[0].refusal if outcomes else Refusal("settlement.nothing_sent", values, place="file")
    raw = taking.message_of(file, declared=given["declared"])
    if isinstance(raw, Refusal):
        return raw
    return actions.receive(row.authority, raw, by=actor).refusal


@requires(READ)
def send_back(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Send a statement back with a reason."""
    row = statement_of(request, identifier)
    form = SendBackForm(request.POST or None, initial={"key": key_of(request)})
    if form.is_bound and form.is_valid():
        outcome = actions.send_back(row.pk, form.cleaned_data["reason"], by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _done(row, outcome))
            return redirect(case_url(row.pk))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(row.case.kind, "send_back"),
        submit=words.move_word(row.case.kind, "send_back"),
        cancel_url=case_url(row.pk),
        crumbs=[crumb(), Crumb(row.case.title, case_url(row.pk))],
    )


@requires(READ)
def correct(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Correct one line after the exchange; without a line in the address, choose one."""
    row = statement_of(request, identifier)
    sheet = loading.sheets([row])[row.pk]
    key = Key(request.GET.get("order", ""), request.GET.get("kind", ""))
    ours = next((line for line in sheet.ours if line.key == key), None)
    theirs = next((line for line in sheet.theirs if line.key == key), None)
    if ours is None and theirs is None:
        return redirect(reverse("settlement:lines", args=[row.pk]))
    found = reconcile([ours] if ours else [], [theirs] if theirs else [], last=row.period.last)
    form = CorrectForm(
        request.POST or None,
        ours=ours is not None,
        theirs=theirs is not None,
        initial={
            "key": key_of(request),
            "change": CorrectForm.sensible(found[0].what if found else ""),
            "amount": theirs.amount if theirs else None,
        },
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        correction = Correction(
            order=key.order,
            kind=key.kind,
            change=given["change"],
            reason=given["reason"],
            amount=given.get("amount") if given["change"] == "amount" else None,
            note=given["note"],
        )
        outcome = actions.correct(row.pk, [correction], by=actor_of(request), key=key_of(request))
        if outcome.refusal is None:
            messages.success(request, _done(row, outcome))
            return redirect(case_url(row.pk))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(row.case.kind, "correct"),
        submit=_("Correct our line"),
        template="settlement/correct.html",
        context={"line": showing.line_facts(ours, theirs, found[0] if found else None)},
        cancel_url=case_url(row.pk),
        crumbs=[crumb(), Crumb(row.case.title, case_url(row.pk))],
    )
