"""A page for each body and for each county: its package of tasks with owner, money and progress (一县一策)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.models import Case, Tally
from kechuang.mechanisms.delivery.task import bodies, lists, queries, views
from kechuang.mechanisms.delivery.task.queries import Counts
from kechuang.mechanisms.delivery.task.rules.moves import READ, TASK
from kechuang.web import clock, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import requires

COLUMNS = ("open", "late", "blocked", "help", "done")


def table(
    found: dict[Any, Counts],
    names: dict[Any, str],
    parameter: str,
    page_of: Callable[[Any], str],
    narrowed: str = "",
    monies: Mapping[Any, Mapping[str, Decimal]] | None = None,
) -> list[dict[str, Any]]:
    """Give counts as rows whose every figure opens its tasks; ``narrowed`` is the place whose tasks were counted.

    ``monies`` gives by key what is planned, arranged and spent, in yuan.
    """
    here = f"{reverse('delivery_task:list')}?{f'place={narrowed}&' if narrowed else ''}{parameter}"
    return [
        {
            "name": names[key],
            "url": page_of(key),
            "every": (found[key].every, f"{here}={key}"),
            "cells": [(found[key][flag], f"{here}={key}&flag={flag}") for flag in COLUMNS],
            "money": [(monies or {}).get(key, {}).get(kind) for kind in lists.MONEY_WORDS],
        }
        for key in names
        if key in found
    ]


def body_table(rows: QuerySet[Case], narrowed: str = "", *, money: bool = False) -> list[dict[str, Any]]:
    """Give the leading bodies with the counts of what they lead, of tasks at a place (two queries)."""
    found = queries.by(rows, "holder_id", clock.today())
    names = {pk: body.name for pk, body in queries.bodies_of(rows).items()}
    monies = queries.money_by(rows, "holder_id") if money else None
    return table(found, names, "lead", lambda pk: reverse("delivery_task:body", args=[pk]), narrowed, monies)


def place_table(
    rows: QuerySet[Case], tallies: QuerySet[Tally] | None = None, *, money: bool = False
) -> list[dict[str, Any]]:
    """Give the places with their counts (five queries); a place counts its own tasks, not those below it."""
    found = queries.by(rows, "place", clock.today(), tallies)
    names = {code: divisions.name(code) for code in sorted(found)}
    monies = queries.money_by(rows, "place") if money else None
    return table(found, names, "at", lambda code: reverse("delivery_task:place", args=[code]), monies=monies)


def heads() -> list[str]:
    """Give the heads of the tables above."""
    return [str(lists.FLAG_WORDS[flag]) for flag in COLUMNS]


@requires(READ)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show all bodies and places with tasks."""
    rows = lists.rows(request)
    context = {
        "bodies": body_table(rows, money=True),
        "places": place_table(rows, lists.tallies(request), money=True),
        "heads": heads(),
        "money_heads": list(lists.MONEY_WORDS.values()),
    }
    return page(request, "delivery_task/places.html", context, title=_("Bodies and counties"), crumbs=views.crumbs())


def _strip(rows: QuerySet[Case], query: str, tallies: QuerySet[Tally] | None = None) -> list[Figure]:
    found, here = queries.counts(rows, clock.today(), tallies), reverse("delivery_task:list")
    figures = [Figure(label=_("All tasks"), value=found.every, url=f"{here}?{query}")]
    for flag, tone in (("open", ""), ("late", "late"), ("blocked", "risk"), ("help", "risk"), ("done", "")):
        shown = tone if found[flag] else ""
        url = f"{here}?{query}&flag={flag}"
        figures.append(Figure(label=lists.FLAG_WORDS[flag], value=found[flag], tone=shown, url=url))
    stated = queries.money_by(rows, "kind").get(TASK.kind, {})
    monies = [
        Figure(label=word, value=stated[kind], unit=_("yuan"))
        for kind, word in lists.MONEY_WORDS.items()
        if kind in stated
    ]
    return [*figures, *monies]


@requires(READ)
@require_safe
def body(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show the tasks that a body leads or supports."""
    known = Body.objects.filter(pk=identifier).first()
    rows = queries.of_body(lists.rows(request), identifier)
    if known is None or not rows.exists():
        raise Http404
    return list_page(
        lists.TASKS,
        request,
        rows,
        template="delivery_task/package.html",
        part=True,
        context={"package": _strip(rows, f"body={identifier}"), "note": ""},
        title=known.name,
        facts=[_("Tasks that the body leads or supports"), divisions.name(known.place)],
        crumbs=[*views.crumbs(), Crumb(_("Bodies and counties"), reverse("delivery_task:places"))],
    )


@requires(READ)
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the package of a county, a city or a province."""
    if not bodies.is_division(code, clock.today()):
        raise Http404
    rows = queries.of_place(lists.rows(request), code)
    if not rows.exists():
        raise Http404
    tallies = lists.tallies(request, code)
    below = [row for row in place_table(rows, tallies, money=True) if row["url"] != request.path]
    return list_page(
        lists.TASKS,
        request,
        rows,
        template="delivery_task/package.html",
        part=True,
        context={
            "package": _strip(rows, f"place={code}", tallies),
            "note": _("One county, one policy: the tasks of this place with owner, money and progress."),
            "below": below,
            "bodies": body_table(rows, code, money=True),
            "heads": heads(),
            "money_heads": list(lists.MONEY_WORDS.values()),
        },
        title=_("Package of %(place)s") % {"place": divisions.name(code)},
        facts=[code],
        crumbs=[*views.crumbs(), Crumb(_("Bodies and counties"), reverse("delivery_task:places"))],
    )
