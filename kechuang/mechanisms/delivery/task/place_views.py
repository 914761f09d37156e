"""A page for each body and for each county: its package of tasks with owner, money and progress (一县一策)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.delivery.task import bodies, counting, lists, queries, views
from kechuang.mechanisms.delivery.task.counting import Counts, Sums
from kechuang.mechanisms.delivery.task.rules.moves import READ
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
) -> list[dict[str, Any]]:
    """Give counts as rows whose every figure opens its tasks; ``narrowed`` is the place whose tasks were counted."""
    here = f"{reverse('delivery_task:list')}?{f'place={narrowed}&' if narrowed else ''}{parameter}"
    return [
        {
            "name": names[key],
            "url": page_of(key),
            "every": (found[key].every, f"{here}={key}"),
            "cells": [(found[key][flag], f"{here}={key}&flag={flag}") for flag in COLUMNS],
            "money": [found[key].monies.get(kind) for kind in lists.MONEY_WORDS],
        }
        for key in names
        if key in found
    ]


def body_table(sums: Sums, narrowed: str = "") -> list[dict[str, Any]]:
    """Give the leading bodies with the counts of what they lead, of tasks at a place (one query)."""
    found = sums.by_lead()
    known = Body.objects.filter(pk__in=[pk for pk in found if pk]).order_by("place", "name")
    names = dict(known.values_list("pk", "name"))
    return table(found, names, "lead", lambda pk: reverse("delivery_task:body", args=[pk]), narrowed)


def place_table(sums: Sums) -> list[dict[str, Any]]:
    """Give the places with their counts; a place counts its own tasks, not those below it."""
    found = sums.by_place()
    names = {code: divisions.name(code) for code in sorted(found)}
    return table(found, names, "at", lambda code: reverse("delivery_task:place", args=[code]))


def heads() -> list[str]:
    """Give the heads of the tables above."""
    return [str(lists.FLAG_WORDS[flag]) for flag in COLUMNS]


@requires(READ)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show all bodies and places with tasks."""
    sums = counting.summed(lists.rows(request), clock.today(), money=True)
    context = {
        "bodies": body_table(sums),
        "places": place_table(sums),
        "heads": heads(),
        "money_heads": list(lists.MONEY_WORDS.values()),
    }
    return page(request, "delivery_task/places.html", context, title=_("Bodies and counties"), crumbs=views.crumbs())


def _strip(found: Counts, query: str) -> list[Figure]:
    here = reverse("delivery_task:list")
    figures = [Figure(label=_("All tasks"), value=found.every, url=f"{here}?{query}")]
    for flag, tone in (("open", ""), ("late", "late"), ("blocked", "risk"), ("help", "risk"), ("done", "")):
        shown = tone if found[flag] else ""
        url = f"{here}?{query}&flag={flag}"
        figures.append(Figure(label=lists.FLAG_WORDS[flag], value=found[flag], tone=shown, url=url))
    monies = [
        Figure(label=word, value=found.monies[kind], unit=_("yuan"))
        for kind, word in lists.MONEY_WORDS.items()
        if kind in found.monies
    ]
    return [*figures, *monies]


@requires(READ)
@require_safe
def body(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show the tasks that a body leads or supports."""
    known = Body.objects.filter(pk=identifier).first()
    rows = queries.of_body(lists.rows(request), identifier)
    found = counting.counts(rows, clock.today(), flags=("help",))
    if known is None or not found.every:
        raise Http404
    found.monies = counting.money(rows)
    return list_page(
        lists.TASKS,
        request,
        rows,
        template="delivery_task/package.html",
        part=True,
        context={"package": _strip(found, f"body={identifier}"), "note": ""},
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
    sums = counting.summed(rows, clock.today(), money=True)
    if not sums.parts:
        raise Http404
    return list_page(
        lists.TASKS,
        request,
        rows,
        template="delivery_task/package.html",
        part=True,
        context={
            "package": _strip(sums.whole(), f"place={code}"),
            "note": _("One county, one policy: the tasks of this place with owner, money and progress."),
            "below": [row for row in place_table(sums) if row["url"] != request.path],
            "bodies": body_table(sums, code),
            "heads": heads(),
            "money_heads": list(lists.MONEY_WORDS.values()),
        },
        title=_("Package of %(place)s") % {"place": divisions.name(code)},
        facts=[code],
        crumbs=[*views.crumbs(), Crumb(_("Bodies and counties"), reverse("delivery_task:places"))],
    )
