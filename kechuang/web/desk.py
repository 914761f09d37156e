"""What lies on somebody's desk: drafts begun, work in the background, views of lists.

Shown on the first page, on the account and in the palette.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.web import looks, progress
from kechuang.web.models import Draft, ListView, LongWork
from kechuang.web.permissions import actor_of
from kechuang.web.slots import Hit

MOST = 5


def of(page: str) -> Callable[[HttpRequest], dict[str, Any] | None]:
    """Give the context of the block on a page: on the first page it stays away where nothing lies there."""
    return _home if page == "home" else _account


def _home(request: HttpRequest) -> dict[str, Any] | None:
    person = actor_of(request).person
    drafts = list(Draft.objects.filter(person=person).order_by("-saved_at", "pk")[:MOST])
    works = list(progress.of(person).exclude(state__in=LongWork.ENDED).order_by("-begun_at", "pk")[:MOST])
    return {"drafts": drafts, "works": works} if drafts or works else None


def _account(_request: HttpRequest) -> dict[str, Any]:
    return {}


def find(request: HttpRequest, words: str, limit: int) -> Iterable[Hit]:
    """Find drafts and views of mine by their words, and the pages on which they stand."""
    actor = actor_of(request)
    for draft in Draft.objects.filter(person=actor.person, title__icontains=words)[:limit]:
        yield Hit(title=draft.title, kind=_("draft"), url=draft.path)
    views = ListView.objects.filter(looks.readable(actor), name__icontains=words).exclude(name="")
    for view in views[:limit]:
        yield Hit(title=view.name, kind=_("view"), url=looks.opened(view), note=view.title)
    pages = ((_("My drafts"), "web:drafts"), (_("My views"), "web:views"), (_("Work in the background"), "web:works"))
    for title, name in pages:
        if words.casefold() in title.casefold():
            yield Hit(title=title, kind=_("page"), url=reverse(name))
