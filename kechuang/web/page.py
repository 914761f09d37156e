"""A page: title, one grey line of facts, crumbs, at most one main action; the template says the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kechuang.web import slots
from kechuang.web.slots import Words


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to this page; the page itself needs no crumb."""

    label: Words
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do from here: a link, or with ``post`` a button that sends a form of hidden ``values``.

    A page has at most one ``primary`` action. ``danger`` is for what destroys or withdraws; ``edit`` marks the action
    that the key ``e`` takes.
    """

    label: Words
    url: str
    primary: bool = False
    danger: bool = False
    post: bool = False
    values: Mapping[str, str] | None = None
    download: bool = False
    edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the body of a page. ``title`` is the document's own; ``lang`` marks a quoted title."""

    title: Words
    facts: Sequence[Words] = ()
    crumbs: Sequence[Crumb] = ()
    actions: Sequence[Action] = ()
    failed: bool = False

    def __post_init__(self) -> None:
        if sum(action.primary for action in self.actions) > 1:
            raise ValueError(f"the page “{self.title}” has more than one main action")


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: Words,
    facts: Sequence[Words] = (),
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    failed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render a page. ``failed`` puts “Error:” into the window's title, as a refused form needs.

    Raises ValueError for two main actions.
    """
    if not crumbs and (front := slots.above(request)) is not None:
        crumbs = [Crumb(*front)]
    head = Head(title=title, facts=facts, crumbs=crumbs, actions=actions, failed=failed)
    return render(request, template, {**(context or {}), "head": head}, status=status)
