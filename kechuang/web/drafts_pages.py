"""Keeping a draft, listing one's own, discarding them; and the middleware that ends a draft when its form is sent."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import bulk, clock, drafts, undo, written
from kechuang.web.listing import list_page
from kechuang.web.models import Draft
from kechuang.web.parting import REDIRECTS
from kechuang.web.parts import Empty
from kechuang.web.permissions import Actor, actor_of, public, signed_in
from kechuang.web.slots import SIGNED_IN
from kechuang.web.tables import BulkAction, Column, List

UNDO = "web.drafts"
TOO_LATE = frozenset({409, 422, 429, 503})

DRAFTS = List(
    key="drafts",
    caption=gettext_lazy("My drafts"),
    columns=(
        Column(name="title", label=gettext_lazy("Form"), kind="main", link=True),
        Column(name="path", label=gettext_lazy("Address"), phone=False),
        Column(name="saved_at", label=gettext_lazy("Saved"), kind="moment", sort=("saved_at",)),
    ),
    order="-saved_at",
    row_url=lambda draft: draft.path,
    bulk=(BulkAction(label=gettext_lazy("Discard"), url="/drafts/discard/", permission=SIGNED_IN),),
    exports=False,
    empty=Empty(sentence=gettext_lazy("You have no drafts: what you type into a form appears here until you send it.")),
)


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """List my drafts; a row opens the form where it was left."""
    facts = [
        _("Drafts are seen by you alone until you hand them over, and are kept for %(days)d days.")
        % {"days": drafts.KEPT_DAYS}
    ]
    return list_page(
        DRAFTS, request, Draft.objects.filter(person=actor_of(request).person), title=_("My drafts"), facts=facts
    )


@public
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what a form holds: asked by the script on a pause, or by the form's own button."""
    token = drafts.read(request.POST.get(drafts.FIELD, ""))
    if token is None:
        return HttpResponseBadRequest()
    person = actor_of(request).person
    values = drafts.values_of(request.POST, token)
    partly = request.headers.get("HX-Request") == "true"
    if person != token.person:
        drafts.hold(request, token, values)
        again = f"{reverse('web:sign-in')}?{urlencode({'next': token.path})}"
        return render(request, "web/parts/draft_held.html", {"again": again}) if partly else redirect(again)
    kept = drafts.save(token, values)
    if partly:
        return render(request, "web/parts/draft_said.html", {"draft": kept})
    if kept is not None:
        messages.success(
            request, _("Draft saved %(moment)s; nothing was sent.") % {"moment": written.moment(kept.saved_at)}
        )
    return redirect(token.path)


@signed_in
@require_POST
def discard(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Drop one draft and show its form as it would be without."""
    draft = get_object_or_404(Draft, pk=identifier, person=actor_of(request).person)
    path = draft.path
    _drop(request, [draft])
    return redirect(path)


@signed_in
def discard_many(request: HttpRequest) -> HttpResponse:
    """Drop the chosen drafts, after a page that names them."""
    return bulk.bulk_page(
        request,
        Draft.objects.filter(person=actor_of(request).person),
        DRAFTS,
        ask=bulk.Asked(
            title=_("Discard these drafts?"),
            effects=lambda rows: [
                _("What you typed into %(count)d forms is dropped; nothing that was sent changes.")
                % {"count": len(rows)}
            ],
            undo=_("You can take it back for %(minutes)d minutes.") % {"minutes": undo.MINUTES},
            submit=_("Discard"),
            danger=True,
        ),
        act=lambda rows: _drop(request, rows),
        back=reverse("web:drafts"),
    )


def _drop(request: HttpRequest, rows: list[Draft]) -> None:
    payload = {"drafts": [{name: getattr(row, name) for name in ("form", "path", "title", "values")} for row in rows]}
    Draft.objects.filter(pk__in=[row.pk for row in rows]).delete()
    says = (
        _("The draft of “%(title)s” was discarded.") % {"title": rows[0].title}
        if len(rows) == 1
        else (_("%(count)d drafts were discarded.") % {"count": len(rows)})
    )
    undo.offer(request, UNDO, payload, says)


def restore(payload: Mapping[str, Any], actor: Actor) -> Refusal | None:
    """Take a discard back, unless the form has a newer draft."""
    rows = payload["drafts"]
    for row in rows:
        if Draft.objects.filter(person=actor.person, form=row["form"], path=row["path"]).exists():
            return Refusal("undo.changed_since", {})
    Draft.objects.bulk_create(Draft(person_id=actor.person, saved_at=clock.real_now(), **row) for row in rows)
    return None


class Drafts:
    """Ends a draft when its form was taken; keeps what was typed where the form came back or the session had ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and look at what became of the form."""
        response = self.get_response(request)
        if request.path_info.startswith("/drafts/"):
            return response
        token = drafts.sent_token(request)
        if token is None:
            return response
        if response.status_code in REDIRECTS and not drafts.is_sign_in(response.headers["Location"]):
            if actor_of(request).person == token.person:
                drafts.forget(token)
        elif response.status_code in REDIRECTS or response.status_code in TOO_LATE:
            drafts.rescue(request)
        return response
