"""What tasks tell on the leader's first page: what is late or due, what is asked of whom, what bodies report."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import urgency, words
from kechuang.casework.briefing import registry
from kechuang.casework.briefing.registry import MOST, Asked, Brief, Grid, GridRow, Line, Row, Told
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.task import counting, lists, meeting, place_views, queries
from kechuang.mechanisms.delivery.task.rules.moves import READ
from kechuang.web import written
from kechuang.web.tables import address

ALARMS = (("late", "late"), ("soon", "risk"), ("blocked", "risk"), ("disputed", "risk"))
MOST_ASKED, LONGEST = 6, 60


def rows_of(asked: Asked) -> QuerySet[Case]:
    """Give the tasks of the place that the reader may see."""
    return queries.of_place(queries.tasks(asked.actor, asked.today), asked.place)


def short(text: str) -> str:
    """Give the beginning of a text."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def url_of(asked: Asked, **values: str) -> str:
    """Give the address of the list of tasks at the place."""
    return address(reverse("delivery_task:list"), {"place": asked.place, **values})


def alarms(asked: Asked) -> Told:
    """Tell what is overdue, due, blocked or disputed (one query, and two for each figure that is not nought)."""
    rows = rows_of(asked)
    tallies = counting.tallied(asked.actor, asked.today, asked.place)
    counted = counting.counts(rows, asked.today, tallies, flags=())
    return Told(
        lines=[
            Line(
                code=f"task.{flag}",
                label=_("Tasks: %(what)s") % {"what": lists.FLAG_WORDS[flag]},
                value=counted[flag],
                url=url_of(asked, flag=flag),
                tone=tone,
                rows=_first(rows.filter(queries.flagged(flag, asked.today)), asked.today),
            )
            for flag, tone in ALARMS
            if counted[flag]
        ]
    )


def _first(rows: QuerySet[Case], on: date) -> list[Row]:
    found = list(rows.order_by("due_on", "pk")[:MOST])
    reports = queries.last_reports(found)
    return [_row(row, queries.why(row, reports.get(row.pk)), on) for row in found]


def _row(row: Case, note: str, on: date) -> Row:
    step = urgency.state(row, on) or words.state_of(row)
    return Row(
        title=row.title, url=queries.task_url(row.pk), who=lists.lead(row), note=short(note), state=step, on=row.due_on
    )


def questions(asked: Asked) -> Told:
    """Tell which decision is asked of whom (three queries)."""
    rows = rows_of(asked)
    helps = queries.open_helps(rows)
    waiting = rows.filter(queries.waiting_help()).count()
    before = meeting.last(asked.place)
    page = address(reverse("delivery_task:dispatch"), {"place": asked.place})
    lines = [
        Line(
            code="task.help",
            label=_("Tasks that wait for a decision"),
            value=waiting,
            url=url_of(asked, flag="help"),
            tone="risk" if waiting else "",
            rows=[
                Row(
                    title=short(each.question),
                    url=queries.task_url(each.task_id),
                    who=each.body.name,
                    note=each.task.case.title,
                    on=each.asked_on,
                )
                for each in (helps[:MOST_ASKED] if waiting else ())
            ],
        )
    ]
    links = [(_("Dispatch page"), page)]
    if before is not None:
        last = _("Last meeting: %(day)s") % {"day": written.day(before.case.opened_on)}
        links.append((last, reverse("delivery_task:dispatch-of", args=[before.pk])))
    return Told(lines=lines, links=links)


def reports(asked: Asked) -> Told:
    """Tell what was reported since the day, which reports are missing, and how each body stands (six queries)."""
    rows = rows_of(asked)
    overdue = rows.filter(queries.owed(asked.today))
    waiting = overdue.count()
    newest = rows.filter(delivery_task__reported_on__gte=asked.since)
    found = list(newest.order_by("-delivery_task__reported_on", "-pk")[:MOST])
    said = queries.last_reports(found)
    owed = list(overdue.order_by("delivery_task__report_by", "pk")[:MOST]) if waiting else []
    lines = [
        Line(
            code="task.reported",
            label=_("Reported since %(day)s") % {"day": written.day(asked.since)},
            value=newest.count(),
            url=url_of(asked, reported_from=asked.since.isoformat()),
            rows=[_reported(row, said[row.pk].text if row.pk in said else "") for row in found],
        ),
        Line(
            code="task.report",
            label=_("Reports overdue"),
            value=waiting,
            url=url_of(asked, flag="report"),
            tone="late" if waiting else "",
            rows=[_row(row, "", asked.today) for row in owed],
        ),
    ]
    table = place_views.body_table(counting.summed(rows, asked.today), asked.place)
    grid = Grid(
        caption=_("Tasks by leading body"),
        first=_("Body"),
        heads=[_("All tasks"), *place_views.heads()],
        rows=[GridRow(name=row["name"], url=row["url"], cells=[row["every"], *row["cells"]]) for row in table],
    )
    return Told(lines=lines, grid=grid, links=[(_("Bodies and counties"), reverse("delivery_task:places"))])


def _reported(row: Case, text: str) -> Row:
    task = row.delivery_task
    note = _("%(percent)s%% done. %(text)s") % {"percent": task.percent, "text": short(text)}
    return Row(title=row.title, url=queries.task_url(row.pk), who=lists.lead(row), note=note, on=task.reported_on)


def register() -> None:
    """Register what tasks tell."""
    tellers = (
        ("tasks.alarms", registry.ALERTS, alarms, 10),
        ("tasks.questions", registry.DISPATCH, questions, 10),
        ("tasks.reports", registry.BODIES, reports, 10),
    )
    for name, part, tell, order in tellers:
        registry.register(Brief(name=name, part=part, tell=tell, permission=READ, order=order))
