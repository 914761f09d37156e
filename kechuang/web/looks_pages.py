"""Keeping views of lists and settings of columns, and the page on which one's views stand."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import bulk, clock, inline, looks, undo
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm
from kechuang.web.listing import list_page
from kechuang.web.models import ListView
from kechuang.web.page import Crumb
from kechuang.web.parts import Empty
from kechuang.web.permissions import Actor, actor_of, public, signed_in
from kechuang.web.slots import SIGNED_IN
from kechuang.web.tables import BulkAction, Column, List, address

REMOVED, NAMED = "web.views.removed", "web.views.named"
NAME = re.compile(r"[a-z0-9_]{1,48}")
MOST_COLUMNS = 60


def _shared(view: ListView) -> str:
    return view.body.name if view.body else _("only me")


VIEWS = List(
    key="views",
    caption=gettext_lazy("My views"),
    columns=(
        Column(
            name="name",
            label=gettext_lazy("View"),
            kind="main",
            link=True,
            sort=("name",),
            edit=lambda request, view: (
                reverse("web:view-name", args=[view.pk]) if view.keeper_id == actor_of(request).person else ""
            ),
        ),
        Column(name="title", label=gettext_lazy("List"), sort=("title",)),
        Column(name="shared", label=gettext_lazy("For whom"), value=_shared, phone=False),
        Column(name="keeper", label=gettext_lazy("Keeper"), value="keeper__name", phone=False),
    ),
    order="title",
    row_url=looks.opened,
    bulk=(BulkAction(label=gettext_lazy("Remove"), url="/lists/views/remove/", permission=SIGNED_IN),),
    exports=False,
    empty=Empty(sentence=gettext_lazy("No views yet. Filter a list, then choose “Save as view” above it.")),
)


class NameForm(KitForm):
    """The name of a view."""

    owner = "node_keeper"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "account.setting",
    }

    drafts: ClassVar[bool] = False
    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=60)


def _next(request: HttpRequest) -> str:
    after = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return after if safe and after.startswith("/") else ""


@signed_in
@require_safe
def views(request: HttpRequest) -> HttpResponseBase:
    """List my views and those shared with my bodies."""
    rows = ListView.objects.filter(looks.readable(actor_of(request))).exclude(name="")
    facts = [_("A view keeps filters, order and columns of a list under a name.")]
    return list_page(VIEWS, request, rows.select_related("body", "keeper"), title=_("My views"), facts=facts)


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what a list shows as a view; the same name again replaces it."""
    actor, after, key = actor_of(request), _next(request), request.POST.get("list", "")
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:60]
    if not after or not NAME.fullmatch(key) or actor.person is None:
        raise Http404
    parts = urlsplit(after)
    if not name:
        messages.warning(request, _("The view was not saved: give it a name."))
        return redirect(after)
    today = clock.today()
    bodies = [held.body for held in actor.grants if held.in_force(today)] if request.POST.get("share") else []
    view, _made = ListView.objects.update_or_create(
        keeper_id=actor.person,
        list_key=key,
        path=parts.path[:300],
        name=name,
        defaults={
            "query": looks.kept_query(parts.query),
            "title": request.POST.get("title", "")[:200],
            "body_id": bodies[0] if bodies else None,
        },
    )
    if request.POST.get("opens"):
        own = looks.settings_of(actor.person, key)
        own.opens = view
        own.save(update_fields=["opens"])
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
    return redirect(looks.opened(view))


@signed_in
@require_POST
def opens(request: HttpRequest) -> HttpResponse:
    """Choose the view that a list opens with, or none."""
    actor, key = actor_of(request), request.POST.get("list", "")
    if not NAME.fullmatch(key) or actor.person is None:
        raise Http404
    own, view = looks.settings_of(actor.person, key), None
    if wanted := request.POST.get("view", ""):
        try:
            found = ListView.objects.filter(looks.readable(actor), list_key=key, pk=UUID(wanted))
        except ValueError:
            raise Http404 from None
        view = get_object_or_404(found)
    own.opens = view
    own.save(update_fields=["opens"])
    return redirect(_next(request) or reverse("web:views"))


@signed_in
def remove(request: HttpRequest) -> HttpResponse:
    """Remove chosen views of mine, after a page that names them."""
    rows = ListView.objects.filter(keeper=actor_of(request).person).exclude(name="")
    ask = bulk.Asked(
        title=_("Remove these views?"),
        effects=_effects,
        undo=_("You can take it back for %(minutes)d minutes.") % {"minutes": undo.MINUTES},
        submit=_("Remove"),
        danger=True,
    )
    back = reverse("web:views")
    return bulk.bulk_page(request, rows, VIEWS, ask=ask, act=lambda found: _drop(request, found), back=back)


def _effects(rows: list[ListView]) -> list[str]:
    said = [_("%(count)d views are removed; no record changes.") % {"count": len(rows)}]
    if shared := [view for view in rows if view.body_id]:
        names = _(", ").join(view.body.name for view in shared if view.body)
        said.append(_("Shared ones disappear for everybody in: %(names)s.") % {"names": names})
    return said


def _drop(request: HttpRequest, rows: list[ListView]) -> None:
    payload = {"views": [looks.snapshot(view) for view in rows]}
    ListView.objects.filter(pk__in=[view.pk for view in rows]).delete()
    names = _(", ").join(view.name for view in rows)
    undo.offer(request, REMOVED, payload, _("Removed: %(names)s") % {"names": names})


def restore(payload: Mapping[str, Any], actor: Actor) -> Refusal | None:
    """Make removed views again, unless others bear their names meanwhile."""
    made = []
    for row in payload["views"]:
        body = Body.objects.filter(pk=row["body"]).first() if row["body"] else None
        made.append(ListView(keeper_id=actor.person, **{**row, "body": body}))
    try:
        with transaction.atomic():
            ListView.objects.bulk_create(made)
    except IntegrityError:
        return Refusal("undo.changed_since", {})
    return None


@signed_in
def name(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Rename a view of mine, in its cell or on a page of its own."""
    view = get_object_or_404(ListView.objects.exclude(name=""), pk=identifier, keeper=actor_of(request).person)
    form = NameForm(request.POST or None, initial={"name": view.name})
    return inline.cell_page(
        request,
        form,
        inline.Cell(VIEWS, "name", view),
        save=lambda values: _rename(request, view, values["name"]),
        title=_("Rename a view"),
        back=reverse("web:views"),
        crumbs=[Crumb(_("My views"), reverse("web:views"))],
    )


def _rename(request: HttpRequest, view: ListView, wanted: str) -> Refusal | None:
    before = view.name
    if wanted == before:
        return None
    view.name = wanted
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        view.name = before
        return Refusal("views.name_taken", {"name": wanted}, place="name")
    says = _("Renamed: “%(before)s” is now “%(after)s”.") % {"before": before, "after": wanted}
    undo.offer(request, NAMED, {"view": view.pk.hex, "before": before, "after": wanted}, says)
    return None


def rename_back(payload: Mapping[str, Any], actor: Actor) -> Refusal | None:
    """Give a view its former name back, unless it was renamed again."""
    mine = ListView.objects.filter(pk=payload["view"], keeper=actor.person, name=payload["after"])
    try:
        with transaction.atomic():
            changed = mine.update(name=payload["before"])
    except IntegrityError:
        changed = 0
    return None if changed else Refusal("undo.changed_since", {})


@public
@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """Remember columns, their order and the density of a list; who is not signed in gets them in the address."""
    after, key = _next(request), request.POST.get("list", "")
    if not after or not NAME.fullmatch(key):
        raise Http404
    parts, person = urlsplit(after), actor_of(request).person
    names, density = chosen_columns(request), request.POST.get("density", "")
    if request.POST.get("reset"):
        names, density = [], ""
    query = {name: value for name, value in parse_qsl(parts.query) if name not in {*looks.LOOK, *looks.NEVER_KEPT}}
    density = density if density in looks.DENSITIES else ""
    if person is None:
        return redirect(address(parts.path, query, columns=",".join(names), density=density))
    own = looks.settings_of(person, key)
    own.columns, own.density = names, density
    own.save(update_fields=["columns", "density"])
    return redirect(address(parts.path, query, view=looks.ALL if own.opens_id else ""))


def chosen_columns(request: HttpRequest) -> list[str]:
    """Give the ticked columns in the order of their numbers; equal numbers keep the order on the page."""
    names = [name for name in request.POST.getlist("show") if NAME.fullmatch(name)][:MOST_COLUMNS]

    def number(name: str) -> int:
        text = request.POST.get(f"at.{name}", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999

    return sorted(dict.fromkeys(names), key=number)
