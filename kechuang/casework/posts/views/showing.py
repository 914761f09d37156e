"""What the pages of this package share: records with tables and history, forms that act, pages that ask to confirm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Step
from kechuang.casework.posts import queries
from kechuang.casework.posts.forms import ConfirmForm, KeyedForm
from kechuang.casework.posts.requests import MOVES
from kechuang.casework.views import acted
from kechuang.web import slots
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb
from kechuang.web.parts import Event
from kechuang.web.permissions import actor_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a small table: what it says, and where it leads."""

    text: object
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A small table on a record's page; ``empty`` is said where it has no row."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""


def crumb_people() -> Crumb:
    """Give the way back to the people."""
    return Crumb(_("People"), reverse("posts:people"))


def crumb_posts() -> Crumb:
    """Give the way back to the posts."""
    return Crumb(_("Posts"), reverse("posts:posts"))


def crumb_bodies() -> Crumb:
    """Give the way back to the bodies."""
    return Crumb(_("Bodies"), reverse("posts:bodies"))


def history_of(body: UUID) -> list[Event]:
    """Give the latest steps in a body's file, newest first (one query)."""
    return [
        Event(
            at=step.on,
            what=words.move_word(MOVES.kind, step.move),
            who=acted(step),
            url=slots.link("fact", step.facts[0]) if step.facts else "",
        )
        for step in queries.file_events(body)
    ]


def history_about(body: UUID, about: UUID) -> list[Event]:
    """Give the latest steps in a body's file that concern one post or person, newest first (five queries).

    A row of a person's history names the post, a row of a post's the person.
    """
    found = queries.facts_about(body, about)
    names = queries.names_in(found, but=about)
    said = {UUID(entry.act): [names[each] for each in queries.spoken_of(entry) if each in names] for entry in found}
    rows = Step.objects.filter(case=body, act__in=said).select_related("person", "on_behalf_of").order_by("-id")
    return [
        Event(
            at=step.on,
            what=" · ".join([words.move_word(MOVES.kind, step.move), *said[step.act]]),
            who=acted(step),
            url=slots.link("fact", step.facts[0]) if step.facts else "",
        )
        for step in rows
    ]


def acting(
    request: HttpRequest,
    form: KeyedForm,
    what: str,
    do: Callable[[str], Outcome],
    *,
    done: str,
    to: str,
    **shown: Any,  # noqa: ANN401 - handed to form_page
) -> HttpResponseBase:
    """Show a form; when it is right, act under its key, say that it is done and go on."""
    if form.is_bound and form.is_valid():
        outcome = do(form.act_key(what, actor_of(request).person))
        if outcome.refusal is None:
            messages.success(request, done)
            return redirect(to)
        form.refuse(outcome.refusal)
    return form_page(request, form, **{"cancel_url": to, **shown})


def confirming(
    request: HttpRequest,
    what: str,
    do: Callable[[str], Outcome],
    *,
    effects: Sequence[str],
    **shown: Any,  # noqa: ANN401 - handed to acting
) -> HttpResponseBase:
    """Say what will happen, and act once that has been read."""
    form = ConfirmForm(posted(request))
    return acting(request, form, what, do, template="posts/confirm.html", context={"effects": effects}, **shown)


def posted(request: HttpRequest) -> Any:  # noqa: ANN401 - a QueryDict or None
    """Give what was sent, also when it is empty, so that an empty form is told what it lacks."""
    return request.POST if request.method == "POST" else None
