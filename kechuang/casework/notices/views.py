"""Notices as people meet them: the list, one notice with its receipt and answer, what our own office sent."""

from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework import standing
from kechuang.casework.files.models import ERASED, StoredFile
from kechuang.casework.files.reach import may_read
from kechuang.casework.notices import actions, receiving, words
from kechuang.casework.notices.forms import AnswerForm, ReasonForm
from kechuang.casework.notices.lists import LOOKUPS, NOTICES
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.rules import EVIDENCE, OPEN, RECEIPT, Change
from kechuang.web import chance, clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Fact, Figure
from kechuang.web.permissions import Actor, actor_of, signed_in
from kechuang.web.refusals import sentence

SHOWN = ("body", "sender", "about")


def rows(actor: Actor, on: date) -> Any:  # noqa: ANN401 - a queryset of notices
    """Give the notices to the reader and to the reader's bodies."""
    return receiving.mine(actor, on).select_related(*SHOWN)


@signed_in
@require_safe
def inbox(request: HttpRequest) -> HttpResponseBase:
    """Show the notices to me and to the bodies for which I receive."""
    actor, today = actor_of(request), clock.today()
    mine = receiving.mine(actor, today)
    figures = [
        Figure(label=label, value=value, filters={"state": state}, tone=tone if value != "0" else "")
        for state, label, tone, value in (
            ("unread", _("Unread"), "", _count(mine, "unread")),
            ("to_answer", _("Answer asked for"), "risk", _count(mine, "to_answer")),
            ("overdue", _("Overdue"), "late", _count(mine, "overdue")),
        )
    ]
    actions_ = [
        Action(label=_("Calendar of due days"), url=reverse("notices:calendar")),
        Action(label=_("How I hear of notices"), url=reverse("notices:settings")),
    ]
    if receiving.bodies_of(actor, receiving.SEND, today):
        actions_.append(Action(label=_("Notices that we sent"), url=reverse("notices:circulars")))
    return list_page(NOTICES, request, rows(actor, today), figures=figures, title=_("Notices"), actions=actions_)


def _count(mine: Any, state: str, most: int = 1000) -> str:  # noqa: ANN401 - a queryset of notices
    number = mine.filter(LOOKUPS[state]()).order_by()[: most + 1].count()
    return f"{most:,}+" if number > most else f"{number:,}"


def found(identifier: UUID, actor: Actor, today: date) -> Notice:
    """Give a notice that the reader received or sent. Raises Http404 otherwise."""
    notice = Notice.objects.select_related(*SHOWN, "circular").filter(pk=identifier).first()
    if notice is None:
        raise Http404
    if not receiving.is_mine(notice, actor, today) and not receiving.is_senders(notice, actor, today):
        raise Http404
    return notice


@signed_in
@require_safe
def notice(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show one notice. That it was opened is noted for the receiver's side; what it asks for is another step."""
    actor, today = actor_of(request), clock.today()
    row = found(identifier, actor, today)
    mine = receiving.is_mine(row, actor, today)
    if mine and row.read_at is None and request.method == "GET":
        row.read_at, row.read_by_id = clock.now(), actor.person
        Notice.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=row.read_at, read_by=actor.person)
    context = {
        "notice": row,
        "text": words.text(row),
        "state": words.state(row, today),
        "facts": _facts(row, mine),
        "history": _history(row),
        "about": row.about if row.about and standing.may_read(row.about, actor, today) else None,
        "open": row.formal and row.state in OPEN,
        "evidence": _evidence(row, actor, today),
    }
    return page(
        request,
        "notices/notice.html",
        context,
        title=words.title(row),
        facts=[row.sender.name if row.sender else _("from the node"), row.on.isoformat()],
        crumbs=[Crumb(_("Notices"), reverse("notices:inbox"))],
        actions=_buttons(row, mine=mine, sender=receiving.is_senders(row, actor, today)),
    )


def _evidence(row: Notice, actor: Actor, today: date) -> list[StoredFile]:
    if not row.files:
        return []
    files = StoredFile.objects.filter(pk__in=row.files).select_related("case")
    return [file for file in files if file.state != ERASED and may_read(file, actor, today)]


def _facts(row: Notice, mine: bool) -> list[Fact]:
    facts = [Fact(term=_("Receiving body"), value=row.body.name if row.body else _("you") if mine else "")]
    if row.asks:
        facts.append(Fact(term=_("Asked for"), value=words.asks(row.asks)))
    if row.formal and row.reminded:
        facts.append(Fact(term=_("Reminded"), value=row.reminded))
    return facts


def _history(row: Notice) -> list[Event]:
    steps = (
        (row.answered_at, _("answered")),
        (row.confirmed_at, _("receipt confirmed")),
        (row.read_at, _("first read")),
        (row.made_at, _("sent")),
    )
    return [Event(at=at, what=what) for at, what in steps if at is not None]


def _buttons(row: Notice, *, mine: bool, sender: bool) -> list[Action]:
    if not row.formal or row.state not in OPEN:
        return []
    key = chance.random_id()
    found_: list[Action] = []
    if sender:
        found_.append(Action(label=_("Take back"), url=reverse("notices:withdraw", args=[row.pk]), danger=True))
        remind = reverse("notices:remind", args=[row.pk])
        found_.append(Action(label=_("Send again"), url=remind, post=True, values={"key": key}))
    if mine:
        wants_answer = row.asks != RECEIPT
        if row.state == "SENT":
            confirm = reverse("notices:confirm", args=[row.pk])
            found_.append(
                Action(
                    label=_("Confirm receipt"), url=confirm, post=True, values={"key": key}, primary=not wants_answer
                )
            )
        if wants_answer:
            found_.append(Action(label=_("Answer"), url=reverse("notices:answer", args=[row.pk]), primary=True))
    return found_


def _key(request: HttpRequest) -> str:
    """Give the form's own key, so that a second click gives the first result. Raises Http404 for none."""
    key = request.POST.get("key", "")
    return f"notices:{key}" if 8 <= len(key) <= 64 else ""


def _done(request: HttpRequest, row: Notice, outcome: Any, said: str) -> HttpResponse:  # noqa: ANN401 - an Outcome
    if outcome.refusal is not None:
        if outcome.refusal.code == "case.not_yours":
            raise PermissionDenied
        messages.error(request, sentence(outcome.refusal))
    else:
        messages.success(request, said)
    return redirect("notices:notice", row.pk)


@signed_in
@require_POST
def confirm(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Confirm receipt for the body."""
    actor, today = actor_of(request), clock.today()
    row, key = found(identifier, actor, today), _key(request)
    if not row.formal or not receiving.is_mine(row, actor, today):
        raise Http404
    if not key:
        return _without_key(request, row)
    outcome = actions.confirm(row, by=actor, key=key, on=today)
    return _done(request, row, outcome, _("The receipt is recorded."))


@signed_in
@require_POST
def remind(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Send a notice again to the one body that it waits for."""
    actor, today = actor_of(request), clock.today()
    row, key = found(identifier, actor, today), _key(request)
    if not row.formal or not receiving.is_senders(row, actor, today):
        raise Http404
    if not key:
        return _without_key(request, row)
    [outcome] = actions.remind([row.pk], by=actor, key=key, on=today)
    return _done(request, row, outcome, _("The notice was sent again."))


def _without_key(request: HttpRequest, row: Notice) -> HttpResponse:
    text = _("The button was pressed without its key; open the notice again and press it there.")
    return page(
        request,
        "notices/said.html",
        {"said": text, "back": reverse("notices:notice", args=[row.pk])},
        title=_("Nothing was done"),
        failed=True,
        status=422,
    )


@signed_in
def answer(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Answer a notice in words, with evidence where it asks for some."""
    actor, today = actor_of(request), clock.today()
    row = found(identifier, actor, today)
    if not receiving.is_mine(row, actor, today) or not row.formal or row.asks == RECEIPT:
        raise Http404
    posted = request.method == "POST"
    form = AnswerForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial={"key": chance.random_id()},
        evidence=row.asks == EVIDENCE,
        actor=actor,
        on=today,
    )
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["answer"]
        file = form.cleaned_data.get("file")
        change = Change(
            notice=row.pk,
            answer=text,
            answer_sha256=sha256(text.encode()).hexdigest(),
            files=(file.commitment,) if file else (),
            file_ids=(str(file.pk),) if file else (),
        )
        outcome = actions.answer(change, by=actor, key=f"notices:{form.cleaned_data['key']}", on=today)
        if outcome.refusal is None:
            return _done(request, row, outcome, _("The answer is sent."))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Answer"),
        submit=_("Send the answer"),
        template="notices/answer.html",
        context={"notice": row, "text": words.text(row), "title": words.title(row)},
        cancel_url=reverse("notices:notice", args=[row.pk]),
        crumbs=[
            Crumb(_("Notices"), reverse("notices:inbox")),
            Crumb(words.title(row), reverse("notices:notice", args=[row.pk])),
        ],
    )


@signed_in
def withdraw(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a notice back, with the reason."""
    actor, today = actor_of(request), clock.today()
    row = found(identifier, actor, today)
    if not row.formal or not receiving.is_senders(row, actor, today):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"key": chance.random_id()})
    if form.is_bound and form.is_valid():
        key = f"notices:{form.cleaned_data['key']}"
        outcome = actions.withdraw(row, form.cleaned_data["reason"], by=actor, key=key, on=today)
        if outcome.refusal is None:
            return _done(request, row, outcome, _("The notice is taken back."))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Take the notice back"),
        submit=_("Take back"),
        cancel_url=reverse("notices:notice", args=[row.pk]),
        lead=_("The receiver sees that it was taken back, and why."),
        crumbs=[Crumb(_("Notices"), reverse("notices:inbox"))],
    )
