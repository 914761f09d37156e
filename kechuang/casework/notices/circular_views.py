"""Notices that an office writes: draft, burden, sending, who has not yet done what is asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.notices import actions, circulars, words
from kechuang.casework.notices.forms import CircularForm
from kechuang.casework.notices.lists import CIRCULARS, LOOKUPS, RECEIVERS
from kechuang.casework.notices.models import Circular
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Confirmation, Fact, Figure
from kechuang.web.permissions import Actor, actor_of, requires
from kechuang.web.refusals import sentence


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Notices"), reverse("notices:inbox")),
        Crumb(_("Notices that we sent"), reverse("notices:circulars")),
    ]


@requires("notice:send")
@require_safe
def listed(request: HttpRequest) -> HttpResponseBase:
    """Show what our own bodies wrote and sent."""
    rows = circulars.circulars(actor_of(request), clock.today())
    return list_page(
        CIRCULARS,
        request,
        rows,
        title=_("Notices that we sent"),
        crumbs=_crumbs()[:1],
        actions=[Action(label=_("Write a notice"), url=reverse("notices:write"), primary=True)],
    )


def _form(request: HttpRequest, actor: Actor) -> CircularForm:
    today = clock.today()
    reach = circulars.reach(actor, today)
    places = sorted(set(reach.values_list("place", flat=True)))
    kinds = sorted(set(reach.values_list("kind", flat=True)))
    return CircularForm(
        request.POST if request.method == "POST" else None,
        senders=[(str(body.pk), body.name) for body in circulars.senders(actor, today)],
        places=[(code, divisions.name(code)) for code in places],
        kinds=[(code, _kind(code)) for code in kinds],
    )


def _kind(code: str) -> str:
    message = f"body.{code}"
    word = _(message)
    return code if word == message else word


@requires("notice:send")
def write(request: HttpRequest) -> HttpResponse:
    """Write a notice; it stays a draft until its burden has been seen and it is sent."""
    actor = actor_of(request)
    form = _form(request, actor)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        circular = Circular(
            sender_id=UUID(values["sender"]),
            title=values["title"],
            text=values["text"],
            asks=values["asks"],
            reply_by=values["reply_by"],
            place=values["place"],
            kind=values["kind"],
            codes=[code.strip() for code in values["codes"].split() if code.strip()],
            written_by_id=actor.person,
            written_on=clock.today(),
        )
        refusal = _check(circular, actor)
        if refusal is None:
            circular.save()
            return redirect("notices:circular", circular.pk)
        form.refuse(refusal)
    return form_page(
        request,
        form,
        title=_("Write a notice"),
        submit=_("See whom it reaches and what it asks"),
        cancel_url=reverse("notices:circulars"),
        lead=_("Nothing is sent yet: the next page shows the receivers and what the notice asks of them."),
        crumbs=_crumbs(),
    )


def _check(circular: Circular, actor: Actor) -> Refusal | None:
    today = clock.today()
    if circular.reply_by is not None and circular.reply_by < today:
        return Refusal("notice.day_past", {"reply_by": circular.reply_by}, "reply_by")
    unknown = circulars.unknown_codes(circular, actor, today) if circular.codes else []
    if unknown:
        return Refusal("notice.unknown_codes", {"codes": ", ".join(unknown[:10])}, "codes")
    return None


def found(request: HttpRequest, identifier: UUID) -> Circular:
    """Give a circular of the reader's own bodies. Raises Http404 otherwise."""
    rows = circulars.circulars(actor_of(request), clock.today())
    circular = rows.filter(pk=identifier).first()
    if circular is None:
        raise Http404
    return circular


@requires("notice:send")
def circular(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show a draft with its burden, or a sent notice with where each receiver stands."""
    row = found(request, identifier)
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    return _sent(request, row) if row.sent_on else _draft(request, row)


def _facts(row: Circular) -> list[Fact]:
    return [
        Fact(term=_("Sending body"), value=row.sender.name),
        Fact(term=_("Asked for"), value=words.asks(row.asks)),
        Fact(term=_("Reply by"), value=row.reply_by),
    ]


def _draft(request: HttpRequest, row: Circular) -> HttpResponse:
    actor, today = actor_of(request), clock.today()
    rows = circulars.receivers(row, actor, today)
    count = rows.count()
    burden = circulars.burden(row.asks, count, place=row.sender.place, on=today)
    effects = [
        ngettext("%(count)s body receives the notice.", "%(count)s bodies receive the notice.", count)
        % {"count": count},
        _("Asked of each: %(what)s. %(count)s receivers × %(items)s things = %(answers)s.")
        % {"what": words.asks(row.asks), "count": count, "items": burden.items, "answers": burden.answers},
        _("Estimated at %(minutes)s minutes each: %(hours)s hours of work for others altogether (%(mark)s).")
        % {"minutes": burden.minutes_each, "hours": burden.hours, "mark": burden.confidence or "D"},
    ]
    confirmation = Confirmation(
        title=_("Send this notice?"),
        effects=effects,
        undo=_("A sent notice can be taken back until it is answered; its sending stays in the record."),
        submit=_("Send to %(count)s bodies") % {"count": count},
        url=reverse("notices:send", args=[row.pk]),
        cancel_url=reverse("notices:circulars"),
        values={"key": chance.random_id()},
    )
    context = {
        "circular": row,
        "facts": _facts(row),
        "confirmation": confirmation,
        "count": count,
        "receivers": [_line(body) for body in rows[:50]],
        "more": max(0, count - 50),
    }
    return page(
        request,
        "notices/draft.html",
        context,
        title=row.title,
        facts=[_("draft"), row.sender.name],
        crumbs=_crumbs(),
    )


def _line(body: Body) -> dict[str, Any]:
    return {"name": body.name, "place": body.place, "code": body.code}


def _sent(request: HttpRequest, row: Circular) -> HttpResponseBase:
    notices = row.notices.select_related("body", "sender", "about")  # type: ignore[attr-defined]
    figures = [
        Figure(label=_("Receivers"), value=row.recipients, filters={}),
        Figure(label=_("Waiting"), value=notices.filter(LOOKUPS["waiting"]()).count(), filters={"state": "waiting"}),
        Figure(
            label=_("Overdue"),
            value=notices.filter(LOOKUPS["overdue"]()).count(),
            filters={"state": "overdue"},
            tone="late",
        ),
    ]
    waiting = circulars.unfinished(row)
    buttons = []
    if waiting:
        buttons.append(
            Action(
                label=_("Send again to those that have not answered"),
                url=reverse("notices:remind-all", args=[row.pk]),
                post=True,
                values={"key": chance.random_id()},
                primary=True,
            )
        )
    return list_page(
        RECEIVERS,
        request,
        notices,
        figures=figures,
        title=row.title,
        facts=[row.sender.name, f"{row.sent_on}", words.asks(row.asks)],
        crumbs=_crumbs(),
        actions=buttons,
    )


@requires("notice:send")
@require_POST
def send(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Send a draft: each receiver's notice is an act with a fact."""
    row, actor, today = found(request, identifier), actor_of(request), clock.today()
    if not request.POST.get("key"):
        return _without_key(request, row)
    outcome = circulars.send(row, by=actor, on=today)
    if isinstance(outcome, Refusal):
        messages.error(request, sentence(outcome))
    else:
        said = ngettext("Sent to %(count)s body.", "Sent to %(count)s bodies.", len(outcome))
        messages.success(request, said % {"count": len(outcome)})
    return redirect("notices:circular", row.pk)


@requires("notice:send")
@require_POST
def remind_all(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Send again to all that have not yet done what is asked."""
    row, actor, today = found(request, identifier), actor_of(request), clock.today()
    key = request.POST.get("key", "")
    if not 8 <= len(key) <= 64:
        return _without_key(request, row)
    outcomes = actions.remind(circulars.unfinished(row), by=actor, key=f"remind:{key}", on=today)
    count = sum(1 for outcome in outcomes if outcome)
    messages.success(
        request, ngettext("Sent again to %(n)s body.", "Sent again to %(n)s bodies.", count) % {"n": count}
    )
    return redirect("notices:circular", row.pk)


def _without_key(request: HttpRequest, row: Circular) -> HttpResponse:
    text = _("The button was pressed without its key; open the page again and press it there.")
    return page(
        request,
        "notices/said.html",
        {"said": text, "back": reverse("notices:circular", args=[row.pk])},
        title=_("Nothing was done"),
        failed=True,
        status=422,
    )
