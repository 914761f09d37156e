"""The dispatch page: what is late and why, who, which decision is asked of whom, what changed since the last meeting.

A meeting is taken down as an act; the next page compares with it. ``?view=wide`` lays the page out for a screen of
16:9; printed, it is one sheet of A3.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import once, standing, words
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task import actions, counting, lists, meeting, place_views, queries, views
from kechuang.mechanisms.delivery.task.counting import Counts
from kechuang.mechanisms.delivery.task.forms import TakeForm
from kechuang.mechanisms.delivery.task.models import Dispatch, TaskHelp
from kechuang.mechanisms.delivery.task.rules.compare import Changes, compare
from kechuang.mechanisms.delivery.task.rules.moves import PLAN, READ
from kechuang.web import clock, divisions
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, holding, may, requires

MOST_LATE, MOST_MOVED, MOST_BODIES, MOST_PLACES = 12, 8, 10, 12
NAMED = 4
"""So many tasks are named under each head of what changed; the rest is a number."""
MOST_SHOTS = 200
FULL = 26
"""From so many rows on the sheet is set small, so that it stays one."""
LONGEST_WHY = 90


@dataclass(frozen=True, slots=True)
class LateRow:
    """A task whose day has passed: for how long, and the nearest words that say why."""

    case: Case
    url: str
    lead: str
    days: int
    why: str
    asked: str


def _place(request: HttpRequest) -> str:
    """Give the place of the page: the one asked for, else the first office's of the reader."""
    asked = request.GET.get("place", "")
    if asked:
        if not (len(asked) == 6 and asked.isascii() and asked.isdigit()):
            raise Http404
        return asked
    actor = actor_of(request)
    duties = holding(actor, PLAN, on=clock.today()) or holding(actor, READ, on=clock.today())
    return next((held.place for held in duties if held.place), "")


@requires(READ)
@require_safe
def dispatch(request: HttpRequest) -> HttpResponse:
    """Show how the tasks of a place stand today, against the last meeting."""
    place = _place(request)
    rows = queries.of_place(lists.rows(request), place) if place else lists.rows(request)
    before = meeting.last(place)
    actor, wide = actor_of(request), request.GET.get("view") == "wide"
    address = f"{reverse('delivery_task:dispatch')}?place={place}"
    buttons = [
        Action(label=_("Past meetings"), url=reverse("delivery_task:dispatches")),
        Action(label=_("For the screen (16:9)"), url=f"{address}&view=wide"),
    ]
    if may(actor, PLAN, on=clock.today(), place=place):
        buttons.append(Action(label=_("Take down this meeting"), url=reverse("delivery_task:take"), primary=True))
    context = shown(rows, before, place) | {"back": address}
    title = _("Dispatch of tasks: %(place)s") % {"place": divisions.name(place) if place else _("all places")}
    template = "delivery_task/dispatch_wide.html" if wide else "delivery_task/dispatch.html"
    return page(request, template, context, title=title, crumbs=views.crumbs(), actions=buttons)


def shown(rows: QuerySet[Case], before: Dispatch | None, place: str) -> dict[str, Any]:
    """Give the page's contents, at most as many rows as one sheet holds."""
    today = clock.today()
    sums = counting.summed(rows, today)
    found = sums.whole()
    for flag in ("report", "proved"):
        found.by_flag[flag] = rows.filter(queries.flagged(flag, today)).count()
    asked = queries.open_helps(rows)
    helps, questions = list(asked[:MOST_LATE]), asked.count()
    late = late_rows(rows)
    bodies = sorted(place_views.body_table(sums, place), key=lambda row: -row["cells"][1][0])
    places = sorted(place_views.place_table(sums), key=lambda row: -row["cells"][1][0])
    changes = meeting.since(rows, before, today) if before else None
    titles = titles_of(rows, meeting.named(changes, max(NAMED, MOST_MOVED))) if changes else {}
    here = f"{reverse('delivery_task:list')}?place={place}"
    moved = moved_rows(changes, titles) if changes else []
    left = len(late) + len(helps)
    below = max(min(len(bodies), MOST_BODIES), min(len(places), MOST_PLACES))
    return {
        "day": today,
        "place": place,
        "full": left + below > FULL or len(moved) + below > FULL,
        "figures": figures(found, place),
        "late": late,
        "late_more": max(0, found["late"] - MOST_LATE),
        "late_url": f"{here}&flag=late",
        "helps": [(row, row.task.case, queries.task_url(row.task_id), (today - row.asked_on).days) for row in helps],
        "helps_more": max(0, questions - MOST_LATE),
        "help_url": f"{here}&flag=help",
        "before": before,
        "changes": change_rows(changes, titles) if changes else [],
        "moved": moved,
        "bodies": bodies[:MOST_BODIES],
        "bodies_more": max(0, len(bodies) - MOST_BODIES),
        "places": places[:MOST_PLACES],
        "places_more": max(0, len(places) - MOST_PLACES),
        "heads": place_views.heads(),
    }


def figures(found: Counts, place: str) -> list[Figure]:
    """Give the figures on top, each opening its tasks."""
    here = f"{reverse('delivery_task:list')}?place={place}"
    tones = {"late": "late", "soon": "risk", "blocked": "risk", "help": "risk", "report": "risk"}
    flags = ("open", "late", "soon", "blocked", "help", "report", "done", "proved")
    return [Figure(label=_("All tasks"), value=found.every, url=here)] + [
        Figure(
            label=lists.FLAG_WORDS[flag],
            value=found[flag],
            url=f"{here}&flag={flag}",
            tone=tones.get(flag, "") if found[flag] else "",
        )
        for flag in flags
    ]


def late_rows(every: QuerySet[Case]) -> list[LateRow]:
    """Give the tasks whose day has passed, the longest first, each with why: block, dispute, last report."""
    today = clock.today()
    found = list(every.filter(queries.late(today)).order_by("due_on", "pk")[:MOST_LATE])
    reports = queries.last_reports(found)
    helps = TaskHelp.objects.filter(task__in=[row.pk for row in found], answered_on__isnull=True)
    asked = dict(helps.order_by("-asked_on", "-pk").values_list("task_id", "body__name"))
    rows = []
    for row in found:
        why = queries.why(row, reports.get(row.pk))
        short = why if len(why) <= LONGEST_WHY else f"{why[:LONGEST_WHY]}…"
        days = (today - row.due_on).days if row.due_on else 0
        rows.append(LateRow(row, queries.task_url(row.pk), lists.lead(row), days, short, asked.get(row.pk, "")))
    return rows


def titles_of(rows: QuerySet[Case], tasks: Collection[str]) -> dict[str, str]:
    """Give the titles of some tasks by id (one query)."""
    found = rows.order_by().select_related(None).filter(pk__in=tasks).values_list("pk", "title")
    return {str(pk): title for pk, title in found}


def change_rows(
    changes: Changes, titles: Mapping[str, str], seen: Collection[str] | None = None
) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Give what happened since the last meeting: words, how many, and the first tasks.

    ``seen`` holds the ids that the reader may read, where the changes name others too.
    """
    names = {
        "new": _("came in"),
        "became_late": _("became overdue"),
        "no_longer_late": _("no longer overdue"),
        "done": _("were done"),
        "closed": _("were closed"),
        "blocked": _("were blocked"),
        "unblocked": _("are no longer blocked"),
    }
    return [
        (word, len(tasks), [(titles[task], queries.task_url(UUID(task))) for task in tasks[:NAMED] if task in titles])
        for name, word in names.items()
        if (tasks := [task for task in getattr(changes, name) if seen is None or task in seen])
    ]


def moved_rows(changes: Changes, titles: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
    """Give the tasks whose progress changed most: title, address, percent then and now."""
    ranked = meeting.moved(changes, MOST_MOVED)
    return [(titles[task], queries.task_url(UUID(task)), then, now) for task, then, now in ranked if task in titles]


@requires(PLAN)
@require_http_methods(("GET", "HEAD", "POST"))
def take(request: HttpRequest) -> HttpResponse:
    """Take a meeting down: the day's states are kept, and the next page compares with them."""
    actor = actor_of(request)
    form = TakeForm(request.POST if request.method == "POST" else None, actor=actor, on=clock.today())
    if form.is_bound and form.is_valid():
        key = once.key_of(actor, "delivery.take", form.cleaned_data["key"])
        if done := once.case_of(key):
            return redirect("delivery_task:dispatch-of", done)
        office = form.the_office()
        rows = queries.of_place(lists.rows(request), office.place)
        wanted = meeting.taken(rows, office, form.cleaned_data["title"], form.cleaned_data["note"])
        outcome = actions.take_dispatch(wanted, by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The meeting is taken down. The dispatch page now compares with it."))
            return redirect("delivery_task:dispatch-of", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Take down this meeting"),
        submit=_("Take down this meeting"),
        cancel_url=reverse("delivery_task:dispatch"),
        crumbs=[*views.crumbs(), Crumb(_("Dispatch page"), reverse("delivery_task:dispatch"))],
    )


@requires(READ)
@require_safe
def dispatches(request: HttpRequest) -> HttpResponseBase:
    """List the meetings that were taken down."""
    return list_page(
        lists.DISPATCHES,
        request,
        lists.dispatches(request),
        title=_("Past meetings"),
        crumbs=[*views.crumbs(), Crumb(_("Dispatch page"), reverse("delivery_task:dispatch"))],
    )


@requires(READ)
@require_safe
def dispatch_of(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a meeting as it was: the states of its day, what had changed since the one before, and its facts."""
    case = (
        Case.objects.select_related("delivery_dispatch", "office")
        .filter(pk=identifier, kind="delivery.dispatch")
        .first()
    )
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    row = case.delivery_dispatch
    before = meeting.last(case.place, case.pk)
    changes = compare(before.snapshot, row.snapshot) if before else None
    known = lists.rows(request).order_by().select_related(None).filter(pk__in=list(row.snapshot))
    seen = {str(pk) for pk in known.values_list("pk", flat=True)}
    shots = sorted(
        ((task, each) for task, each in row.snapshot.items() if task in seen),
        key=lambda pair: (not pair[1]["late"], str(pair[1]["number"])),
    )
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    tasks = [
        (
            each["number"],
            each["title"],
            words.state("delivery.task", str(each["state"])),
            each,
            queries.task_url(UUID(task)),
        )
        for task, each in shots[start : start + MOST_SHOTS]
    ]
    titles = {task: str(each["title"]) for task, each in shots}
    left = len(shots) - start - len(tasks)
    context = {
        "row": row,
        "case": case,
        "tasks": tasks,
        "left": left,
        "next": f"{request.path}?from={start + MOST_SHOTS}" if left > 0 else "",
        "changes": change_rows(changes, titles, seen) if changes else [],
        "before": before,
        "fact_url": reverse("casework:case", args=[case.pk]),
    }
    return page(
        request,
        "delivery_task/dispatch_of.html",
        context,
        title=case.title,
        facts=[case.number, divisions.name(case.place)],
        crumbs=[*views.crumbs(), Crumb(_("Past meetings"), reverse("delivery_task:dispatches"))],
    )
