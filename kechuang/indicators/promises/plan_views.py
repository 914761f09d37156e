"""The public progress of a plan: for citizens, without sign-in, on paper, inside other sites, and as open data."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kechuang.indicators.promises import opened, queries, wording
from kechuang.indicators.promises.actions import desk
from kechuang.indicators.promises.lists import promise_url
from kechuang.indicators.promises.measured import STATES
from kechuang.indicators.promises.queries import Line
from kechuang.indicators.promises.views import asked_day, judged
from kechuang.policy import queries as policy
from kechuang.policy.models import Document
from kechuang.policy.wording import amount, language_of
from kechuang.policy.works import published_lists
from kechuang.web import clock
from kechuang.web.exports import csv_response, file_name
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import IDLE, Figure, State
from kechuang.web.permissions import actor_of, public

NOT_MEASURED = "not_measured"


@public
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """List the plans whose targets are measured."""
    found = queries.plans()
    published = published_lists.of_documents(each.document.pk for each in found)
    rows = [
        {
            "title": each.document.title,
            "published": published.get(each.document.pk, ""),
            "lang": language_of(each.document.script),
            "url": reverse("promises:plan", args=[each.document.pk]),
            "measured": each.measured,
            "targets": each.targets,
            "states": [(wording.state(code), each.counts[code]) for code in STATES if each.counts.get(code)],
        }
        for each in found
    ]
    others = _unmeasured(request, {row["url"] for row in rows})
    return page(
        request,
        "promises/plans.html",
        {"rows": rows, "others": others},
        title=_("Plans and their progress"),
        facts=[_("What was promised, where it stands, and why")],
        crumbs=[Crumb(_("Promises"), reverse("indicators:promises"))],
        actions=[Action(label=_("Targets of published plans"), url=reverse("policy_works:published"))],
    )


def _unmeasured(request: HttpRequest, known: set[str]) -> list[dict[str, Any]]:
    """Give a planner the documents in the register that have targets and are not measured yet."""
    if desk(actor_of(request), clock.today()) is None:
        return []
    rows = policy.documents().filter(withdrawn=False, targets_count__gt=0).order_by("-imported_on", "pk")[:50]
    found = [(row, reverse("promises:plan", args=[row.pk])) for row in rows]
    return [{"title": row.title, "url": url, "targets": row.targets_count} for row, url in found if url not in known]


def plan_or_404(identifier: UUID) -> Document:
    """Give a document of the register."""
    found = queries.plan(identifier)
    if found is None:
        raise Http404
    return found


def shown(line: Line, *, bindable: bool = False) -> dict[str, Any]:
    """Give a line of the public page in plain words."""
    target, row, found = line.target, line.promise, line.found
    if row is None or found is None:
        return {
            "quote": target.quote,
            "clause": target.clause.path if target.clause else "",
            "promised": amount(target),
            "state": State(_("not measured yet"), IDLE, NOT_MEASURED),
            "value": "",
            "why": [_("No indicator has been bound to this target yet, so nothing can be said of it.")],
            "bind": reverse("promises:bind", args=[target.document_id, target.code]) if bindable else "",
        }
    return {
        "quote": row.quote,
        "clause": row.clause,
        "promised": wording.promised(found.terms),
        "due": found.terms.due_on.year,
        "state": wording.state(found.measured.state),
        "value": wording.value(found),
        "plain": wording.plain(found),
        "why": wording.sentences(found)[1 if found.measured.why else 0 :],
        "next": wording.next_figures(found),
        "url": promise_url(row),
        "changed": line.version if line.version > 1 else 0,
        "moved": bool(found.moved),
        "from": wording.rests_on(found),
    }


@public
@require_safe
def plan(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show how far a plan is, target by target."""
    document, asked = plan_or_404(identifier), asked_day(request)
    lines = queries.measured(document.pk, clock.today(), known=asked.known)
    bindable = desk(actor_of(request), clock.today()) is not None
    rows = [shown(line, bindable=bindable) for line in lines]
    _with_judgements(rows, lines, asked.known)
    address = reverse("promises:list") + f"?plan={document.pk}"
    embed = reverse("promises:embed", args=[document.pk])
    data = reverse("promises:data", args=[document.pk])
    buttons = [Action(label=_("Read the document"), url=policy.document_url(document))]
    if published := published_lists.of_documents([document.pk]):
        buttons.append(Action(label=_("Its published targets"), url=published[document.pk]))
    return page(
        request,
        "promises/plan.html",
        {
            "document": document,
            "lang": language_of(document.script),
            "rows": rows,
            "figures": _figures(rows, "" if asked.known else address),
            "embed": request.build_absolute_uri(embed),
            "data": data + asked.query,
            "table": reverse("promises:table", args=[document.pk]) + asked.query,
            "asked": asked,
            "path": reverse("promises:plan", args=[document.pk]),
        },
        title=_("Progress: %(title)s") % {"title": document.title},
        facts=[document.number, _("As of %(day)s") % {"day": asked.known or clock.today()}],
        crumbs=[Crumb(_("Plans and their progress"), reverse("promises:plans"))],
        actions=buttons,
    )


def _with_judgements(rows: list[dict[str, Any]], lines: list[Line], day: date | None) -> None:
    known = queries.newest_judgements([line.promise.pk for line in lines if line.promise], day)
    for row, line in zip(rows, lines, strict=True):
        if line.promise and line.promise.pk in known:
            row["judged"] = judged(known[line.promise.pk])


def _figures(rows: list[dict[str, Any]], address: str) -> list[Figure]:
    counted = {code: sum(row["state"].code == code for row in rows) for code in (*STATES, NOT_MEASURED)}
    figures = [Figure(label=_("Targets"), value=len(rows))]
    for code, count in counted.items():
        if count:
            label = _("not measured yet") if code == NOT_MEASURED else wording.state(code).word
            url = "" if code == NOT_MEASURED or not address else f"{address}&state={code}"
            figures.append(Figure(label=label, value=count, url=url))
    return figures


@public
@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a plan's progress small, to be framed by the sites that the node allows."""
    policy_of = {**settings.SECURE_CSP, "frame-ancestors": list(settings.KECHUANG_FRAME_ANCESTORS)}
    answer: HttpResponse = csp_override(policy_of)(_embedded)(request, identifier)
    return answer


def _embedded(request: HttpRequest, identifier: UUID) -> HttpResponse:
    document = plan_or_404(identifier)
    rows = [shown(line) for line in queries.lines(document.pk)]
    context = {
        "document": document,
        "lang": language_of(document.script),
        "rows": rows,
        "figures": _figures(rows, ""),
        "url": request.build_absolute_uri(reverse("promises:plan", args=[document.pk])),
        "on": clock.today(),
        "demo": settings.KECHUANG_DEMO,
    }
    return render(request, "promises/embed.html", context)


@public
@require_safe
def data(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give a plan's promises, states, values and vintages as JSON."""
    found = opened.plan(plan_or_404(identifier), known=asked_day(request).known)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public
@require_safe
def table(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the same as CSV: one row an observation, with the promise that it measures."""
    document = plan_or_404(identifier)
    rows: Iterator[list[Any]] = opened.rows(document, asked_day(request).known)
    answer = csv_response(opened.HEADS, rows, name=file_name(document.title, "csv"))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
