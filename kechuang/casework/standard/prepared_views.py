"""Pages of prepared requests: the list, preparing one, looking at it, submitting it or giving it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import queue
from kechuang.casework.act import Outcome
from kechuang.casework.standard import preparing
from kechuang.casework.standard.models import Prepared
from kechuang.casework.standard.preparing import PREPARABLE, Preparable
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.forms import KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import DONE, GOING, RISK, VOID, Empty, State
from kechuang.web.permissions import Actor, actor_of, read_actor, requires, signed_in
from kechuang.web.refusals import explain
from kechuang.web.tables import Column, List

GET_POST = ("GET", "HEAD", "POST")
PERMISSION = "matter:prepare"
NOT_YOURS = "case.not_yours"  # casework holds its words


def state_of(row: Prepared) -> State:
    """Give where a prepared request stands."""
    words = {
        preparing.WAITING: (_("waits for the authorised person"), GOING),
        preparing.RETURNED: (_("given back to be changed"), RISK),
        preparing.SUBMITTED: (_("submitted"), DONE),
        preparing.DROPPED: (_("dropped"), VOID),
    }
    word, tone = words[row.state]
    return State(word, tone, row.state)


LIST = List(
    key="prepared",
    caption=gettext_lazy("Prepared requests"),
    columns=[
        Column(name="title", label=gettext_lazy("Title"), kind="main", link=True),
        Column(name="code", label=gettext_lazy("Kind of request"), value=lambda row: str(PREPARABLE[row.code].word)),
        Column(name="body", label=gettext_lazy("For whom"), value="body__name"),
        Column(name="state", label=gettext_lazy("State"), value=state_of, kind="state"),
        Column(name="by", label=gettext_lazy("Prepared by"), value="by__name", phone=False),
        Column(name="made_on", label=gettext_lazy("Prepared on"), kind="day", sort=("made_on",)),
    ],
    order="-made_on",
    row_url=lambda row: reverse("standard:prepared-one", args=[row.pk]),
    empty=Empty(
        sentence=gettext_lazy("Nothing is prepared. What a clerk prepares waits here for the authorised person."),
    ),
)


@requires(PERMISSION)
@require_safe
def prepared(request: HttpRequest) -> HttpResponseBase:
    """What is prepared in the reader's bodies."""
    actor, today = actor_of(request), clock.today()
    actions = [
        Action(label=_("Prepare: %(what)s") % {"what": entry.word}, url=reverse("standard:prepare", args=[code]))
        for code, entry in PREPARABLE.items()
        if preparing.may_prepare(entry, actor, today)
    ]
    rows = preparing.reachable(actor, today)
    title = _("Prepared requests")
    return list_page(LIST, request, rows, title=title, crumbs=[Crumb(title)], actions=actions)


def _entry(code: str, actor: Actor) -> Preparable:
    entry = PREPARABLE.get(code)
    if entry is None or not preparing.may_prepare(entry, actor, clock.today()):
        raise Http404
    return entry


@requires(PERMISSION)
@require_http_methods(GET_POST)
def prepare(request: HttpRequest, code: str) -> HttpResponse:
    """Fill the form; it is kept for the authorised person."""
    actor = actor_of(request)
    entry = _entry(code, actor)
    form = _form(request, entry, actor, None)
    if empty := getattr(form, "empty", ""):
        said = {"said": Empty(sentence=empty)}
        return page(request, "standard/nothing.html", said, title=entry.word, crumbs=_crumbs())
    if form.is_bound and form.is_valid():
        row = _keep(entry, form, actor, Prepared(pk=chance.uuid7(), code=code, made_on=clock.today()))
        messages.success(request, _("It is kept. An authorised person of your body sees it and submits it."))
        return redirect("standard:prepared-one", row.pk)
    return _shown(request, entry, form)


def _form(request: HttpRequest, entry: Preparable, actor: Actor, values: Any) -> KitForm:  # noqa: ANN401 - kept values
    lent = preparing.as_submitter(entry, actor, clock.today())
    if request.method == "POST":
        return entry.form(request.POST, request.FILES, lent, clock.today())
    return entry.form(values, None, lent, clock.today())


def _shown(request: HttpRequest, entry: Preparable, form: KitForm, row: Prepared | None = None) -> HttpResponse:
    back = reverse("standard:prepared-one", args=[row.pk]) if row else reverse("standard:prepared")
    lead = _("You prepare it; an authorised person of the body submits it. Until then nothing is with the office.")
    title = _("Prepare: %(what)s") % {"what": entry.word}
    return form_page(
        request,
        form,
        title=title,
        submit=_("Keep for the authorised person"),
        cancel_url=back,
        lead=lead,
        crumbs=_crumbs(row),
    )


def _crumbs(row: Prepared | None = None) -> list[Crumb]:
    steps = [Crumb(_("Prepared requests"), reverse("standard:prepared"))]
    return steps + ([Crumb(row.title, reverse("standard:prepared-one", args=[row.pk]))] if row else [])


def _keep(entry: Preparable, form: KitForm, actor: Actor, row: Prepared) -> Prepared:
    row.values = preparing.typed(form)
    row.files = preparing.digests_of(row.values, actor)
    row.body_id, row.title = entry.body(form), entry.title(form)[:200]
    row.shown, row.by_id, row.state = preparing.shown(form), actor.person, preparing.WAITING
    row.save()
    return row


def _found(request: HttpRequest, identifier: UUID) -> Prepared:
    row = preparing.reachable(actor_of(request), clock.today()).filter(pk=identifier).first()
    if row is None or row.code not in PREPARABLE:
        raise Http404
    return row


@signed_in
@require_http_methods(GET_POST)
def edit(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change what is prepared; it waits for the authorised person anew."""
    row, actor = _found(request, identifier), actor_of(request)
    entry = _entry(row.code, actor)
    if row.state not in preparing.OPEN:
        return redirect("standard:prepared-one", row.pk)
    giver = read_actor(row.by) if row.by else actor
    values = preparing.data_of(entry.carry(row.values, giver, actor)) if request.method != "POST" else None
    form = _form(request, entry, actor, values)
    if request.method == "POST" and form.is_valid():
        _keep(entry, form, actor, row)
        messages.success(request, _("It is kept. An authorised person of your body sees it and submits it."))
        return redirect("standard:prepared-one", row.pk)
    return _shown(request, entry, form, row)


@signed_in
@require_http_methods(GET_POST)
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Exactly what will be sent; submit it, or give it back with a remark."""
    row, actor = _found(request, identifier), actor_of(request)
    refusal: Refusal | None = None
    remark = request.POST.get("remark", "").strip()[:1000]
    if request.method == "POST":
        refusal = _answer(request, row, actor, remark)
        if refusal is None:
            row.refresh_from_db()
            if row.case_id:
                return redirect("casework:case", row.case_id)
            return redirect("standard:prepared-one", row.pk)
    return _look(request, row, actor, refusal, remark)


def _answer(request: HttpRequest, row: Prepared, actor: Actor, remark: str) -> Refusal | None:
    wanted = request.POST.get("do", "")
    if row.state not in preparing.OPEN:
        return Refusal("prepared.gone")
    if wanted == "drop" and row.by_id == actor.person:
        return _close(row, actor, preparing.DROPPED, "")
    if not preparing.may_submit(row, actor, clock.today()):
        return Refusal(NOT_YOURS, {"move": row.code})
    if wanted == "return":
        return _close(row, actor, preparing.RETURNED, remark) if remark else Refusal("prepared.no_remark")
    if wanted != "submit":
        return Refusal("prepared.nothing_chosen")
    outcome = submit(row, actor)
    if outcome.refusal is None:
        messages.success(request, _("Submitted. You see here how it goes on."))
    return outcome.refusal


def _close(row: Prepared, actor: Actor, state: str, remark: str) -> None:
    row.state, row.remark = state, remark
    row.answered_by_id, row.answered_on = actor.person, clock.today()
    row.save()


def submit(row: Prepared, actor: Actor) -> Outcome:
    """Send a prepared request through the gateway in the name of who submits; the fact is theirs."""
    entry = PREPARABLE[row.code]
    giver = read_actor(row.by) if row.by else actor
    with queue.writer(), transaction.atomic():
        values = entry.carry(row.values, giver, actor)
        form = entry.form(preparing.data_of(values), None, actor, clock.today())
        if not form.is_valid():
            names = "、".join(str(form.fields[name].label) for name in form.errors if name in form.fields)
            outcome = Outcome(str(row.pk), refusal=Refusal("prepared.no_longer_valid", {"fields": names or "—"}))
        else:
            outcome = entry.do(form, actor, f"prepared:{row.pk}:{row.made_on}")
        if outcome.refusal is not None:
            transaction.set_rollback(True)
            return outcome
        row.case_id = outcome.case
        _close(row, actor, preparing.SUBMITTED, "")
    return outcome


def _look(request: HttpRequest, row: Prepared, actor: Actor, refusal: Refusal | None, remark: str) -> HttpResponse:
    entry, today = PREPARABLE[row.code], clock.today()
    is_open = row.state in preparing.OPEN
    context = {
        "row": row,
        "state": state_of(row),
        "entry": entry,
        "refused": explain(refusal) if refusal else None,
        "remark": remark,
        "may_submit": is_open and preparing.may_submit(row, actor, today),
        "may_drop": is_open and row.by_id == actor.person,
    }
    actions = []
    if is_open and preparing.may_prepare(entry, actor, today):
        actions.append(Action(label=_("Change"), url=reverse("standard:prepared-edit", args=[row.pk])))
    if row.case_id:
        actions.append(Action(label=_("Open the case"), url=reverse("casework:case", args=[row.case_id]), primary=True))
    return page(
        request,
        "standard/prepared.html",
        context,
        title=row.title or str(entry.word),
        facts=[entry.word, row.body.name],
        crumbs=_crumbs(),
        actions=actions,
        status=422 if refusal else 200,
        failed=bool(refusal),
    )
