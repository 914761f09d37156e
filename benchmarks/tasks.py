"""Response times of the pages of tasks at 100,000 tasks: list, filtered, searched, board, body, place, dispatch.

    python benchmarks/tasks.py [--tasks 100000] [--times 30] [--again] [--only WORD …]

One process, Django's test client (no network): 50th and 95th percentile in milliseconds of the clock and of this
process (on a busy machine the second says more; what a PostgreSQL server spends is not in it), and the queries of each
page. ``--again`` measures what an earlier run laid down in the same ``KECHUANG_HOME`` or ``DATABASE_URL``.
One task, its help and its report are written by the gateway; the others are copies made in bulk (benchmarks/bulk.py),
spread over 120 bodies, 13 places, 10 years, 60 documents and all states, each second with a figure of money; a meeting
was taken down 30 days ago and each twelfth task had a step since. The database is SQLite in a scratch folder,
or the one that ``DATABASE_URL`` names (it is emptied first).
"""

import argparse
import os
import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.db.models import F

sys.path.insert(0, str(Path(__file__).parent))
import node as bench

CITY = "330100"
PLACES = tuple(f"3301{number:02d}" for number in (0, 2, 5, 6, 8, 9, 10, 11, 12, 13, 14, 22, 27))
BODIES, YEARS, DOCUMENTS = 120, 10, 60
LIMIT, OTHERS = 150, 300
"""Milliseconds: a page of the ledger, every other page of tasks."""
# Of each hundred tasks: most of ten years are closed, the rest stands in every other state.
SHARES = (
    *(("CLOSED", 58), ("DROPPED", 2), ("VERIFIED", 2), ("DONE", 3)),
    *(("ITEM", 3), ("ASSIGNED", 4), ("DISPUTED", 1), ("ACCEPTED", 4), ("MEASURE_LIST", 4), ("IN_PROGRESS", 12)),
    *(("LATE", 5), ("BLOCKED", 2)),
)
STATES = tuple(state for state, count in SHARES for _ in range(count))
SETTLED = frozenset({"CLOSED", "DROPPED", "VERIFIED", "DONE"})


def main() -> None:
    """Build, grow, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--only", nargs="*", default=())
    arguments = parser.parse_args()
    bench.start()
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    from kechuang.config.demo.day import moment_on
    from kechuang.web import clock

    with clock.fixed(moment_on(bench.TODAY)):
        template, bodies = before() if arguments.again else lay_down(arguments.tasks)
        told(f"{connection.vendor}: load {os.getloadavg()[0]:.1f}")
        bench.serve()
        worst = {LIMIT: (0.0, 0.0), OTHERS: (0.0, 0.0)}
        for name, spent, busy, queries in measure(template, bodies, arguments.times, arguments.only):
            limit = LIMIT if name.startswith("ledger") else OTHERS
            last = at95(spent), at95(busy)
            worst[limit] = max(worst[limit][0], last[0]), max(worst[limit][1], last[1])
            told(
                f"{connection.vendor:<10} {name:<31} "
                f"p50 {statistics.median(spent) * 1000:5.0f} ms  p95 {last[0]:5.0f} ms"
                f"  processor p50 {statistics.median(busy) * 1000:5.0f}  p95 {last[1]:5.0f}  {queries:>3} queries"
            )
        for limit, (clocked, spent) in worst.items():
            told(f"{connection.vendor}: slowest p95 {clocked:.0f} ms ({spent:.0f} of the processor), limit {limit} ms")
        told(f"load {os.getloadavg()[0]:.1f}")


def told(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def at95(spent: list[float]) -> float:
    """Give the 95th percentile in milliseconds."""
    ordered = sorted(spent)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def lay_down(tasks: int) -> tuple[UUID, list[UUID]]:
    """Empty the node and fill it; give the task that the gateway wrote, and the bodies."""
    from django.db import connection

    bench.fresh()
    template, bodies = one()
    began = time.perf_counter()
    grow(template, tasks, bodies)
    meeting(template, tasks)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told(f"{connection.vendor}: {tasks:,} tasks laid down in {time.perf_counter() - began:.0f} s")
    return template, bodies


def money(template: UUID, count: int, bulk) -> None:
    """State money planned for each fourth task, arranged and spent for each eighth."""
    from kechuang.mechanisms.delivery.task import models

    planned = models.TaskMoney.objects.filter(task=template).first()
    for kind, apart in (("planned", 4), ("arranged", 8), ("spent", 8)):
        bulk.clone(
            planned,
            (count - 1) // apart,
            lambda at, kind=kind, apart=apart: {"task_id": bulk.identifier(at * apart), "kind": kind},
        )


def meeting(template: UUID, tasks: int) -> None:
    """Take a meeting down as it was thirty days ago, and let each twelfth task have a step and a report since."""
    import bulk

    from kechuang.casework.models import Step
    from kechuang.config.demo.day import moment_on
    from kechuang.mechanisms.delivery.task import actions, queries
    from kechuang.mechanisms.delivery.task import meeting as meetings
    from kechuang.mechanisms.delivery.task.models import DeliveryTask
    from kechuang.web import clock
    from kechuang.web.accounts.models import Body, Person
    from kechuang.web.permissions import Actor, Held

    office, planner = Body.objects.get(code="office"), Person.objects.get(username="planner")
    held = Held("planner", office.pk, "department", CITY, CITY, date(2020, 1, 1), None)
    actor = Actor(person=planner.pk, name=planner.name, grants=(held,))
    before, apart = bench.TODAY - timedelta(days=30), 12
    with clock.fixed(moment_on(before)):
        rows = queries.of_place(queries.tasks(actor, before), CITY)
        began = time.perf_counter()
        outcome = actions.take_dispatch(meetings.taken(rows, office, "Meeting", ""), by=actor, key="meeting")
        assert outcome, outcome.refusal
        told(f"the meeting taken down in {time.perf_counter() - began:.1f} s")
    step = Step.objects.filter(case=template).first()
    moved = [bulk.identifier(at) for at in range(0, tasks - 1, apart)]
    bulk.clone(step, len(moved), lambda at: {"case_id": moved[at], "act": bulk.identifier(at, 3), "key": f"since:{at}"})
    for at in range(0, len(moved), 500):
        DeliveryTask.objects.filter(pk__in=moved[at : at + 500], percent__lt=90).update(percent=F("percent") + 7)


def before() -> tuple[UUID, list[UUID]]:
    """Give what an earlier run laid down."""
    from kechuang.casework.models import Step
    from kechuang.web.accounts.models import Body

    rows = {row.code: row.pk for row in Body.objects.filter(code__startswith="lead-")}
    first = Step.objects.get(key="accept").case_id
    return first, [rows[f"lead-{at}"] for at in range(BODIES)]


def one() -> tuple[UUID, list[UUID]]:
    """Lay down an office, bodies and one task that the gateway wrote; give the task and the bodies."""
    from kechuang.ledger.logs import open_log
    from kechuang.mechanisms.delivery.task import actions
    from kechuang.mechanisms.delivery.task.rules import requests as asked
    from kechuang.web import chance
    from kechuang.web.accounts.models import Body

    since = date(2020, 1, 1)
    open_log(CITY, "benchmark")
    office = Body.objects.create(
        code="office", name="office", kind="department", place=CITY, authority=CITY, valid_from=since
    )
    rows = Body.objects.bulk_create(
        Body(
            code=f"lead-{at}",
            name=f"lead {at}",
            kind="county_office",
            place=PLACES[at % len(PLACES)],
            authority=CITY,
            valid_from=since,
        )
        for at in range(BODIES)
    )
    bodies = [row.pk for row in rows]
    planner = bench.person("planner", "planner", office.pk, "department", CITY, CITY)
    clerk = bench.person("clerk", "reporter", bodies[0], "county_office", PLACES[0], CITY)
    bench.person("county", "county_checker", bodies[3], "county_office", PLACES[3], CITY)
    case = chance.uuid7()
    made = asked.Make(
        case=case,
        authority=CITY,
        office=office.pk,
        place=CITY,
        title="Build a proof of concept centre",
        text="Build one centre.",
        year=2026,
        document=str(UUID(int=0)),
        document_title="0",
        lead=bodies[0],
        supports=(bodies[1],),
        due_on=date(2026, 12, 31),
        money=Decimal(500_000),
    )
    steps = (
        ("accept", asked.Step(task=case, move="accept"), clerk),
        ("list_measures", asked.Rows(task=case, rows=(asked.Line("site", "one", date(2026, 6, 1)),)), clerk),
        ("report", asked.Report(task=case, percent=30, text="Begun."), clerk),
        ("ask_help", asked.AskHelp(task=case, body=office.pk, question="Which plot?"), clerk),
    )
    outcome = actions.make(made, by=planner, key="template")
    assert outcome, outcome.refusal
    for move, request, by in steps:
        outcome = actions.take(move, request, by=by, key=move)
        assert outcome, outcome.refusal
    return case, bodies


def grow(template: UUID, count: int, bodies: list[UUID]) -> None:
    """Copy the task with its case, its last step, its support, its report; a question for each two-hundredth."""
    import bulk

    from kechuang.casework.models import Case, Step, Tally
    from kechuang.mechanisms.delivery.task import models

    case, task = Case.objects.get(pk=template), models.DeliveryTask.objects.get(pk=template)
    today = bench.TODAY

    def state(at: int) -> str:
        return STATES[at * 37 % 100]

    def day(at: int) -> date | None:
        if state(at) in SETTLED:
            return None
        if state(at) == "LATE" or (state(at) == "BLOCKED" and at % 2):
            return today - timedelta(days=1 + at % 90)
        return today + timedelta(days=at % 300)

    def year(at: int) -> int:
        return 2026 if state(at) not in SETTLED else 2026 - at % YEARS

    def of_case(at: int) -> dict:
        place = PLACES[at % len(PLACES)]
        return {
            "id": bulk.identifier(at),
            "number": f"{CITY}-DB{year(at)}-{at:06d}",
            "holder_id": None if state(at) == "ITEM" else bodies[at * 7 % len(bodies)],
            "place": place,
            "city": place[:4],
            "state": state(at),
            "finished": state(at) in {"CLOSED", "DROPPED"},
            "title": f"Task {at} of the plan",
            "opened_on": date(year(at), 1, 1),
            "due_on": day(at),
        }

    def of_task(at: int) -> dict:
        settled = state(at) in SETTLED
        return {
            "case_id": bulk.identifier(at),
            "year": year(at),
            "first_year": year(at),
            "source": ("plan", "plan", "instruction", "minutes", "proposal")[at % 5],
            "document": str(UUID(int=at * 11 % DOCUMENTS)),
            "document_title": f"Document {at * 11 % DOCUMENTS}",
            "due_on": day(at),
            "percent": 100 if settled else at % 100,
            "report_by": None if settled else today + timedelta(days=at % 60 - 5),
            "done_on": today if settled else None,
            "proved_on": today if settled and at % 20 == 0 else None,
        }

    def of_step(at: int) -> dict:
        return {"case_id": bulk.identifier(at), "act": bulk.identifier(at, 1), "key": f"bulk:{at}"}

    bulk.clone(case, count - 1, of_case)
    bulk.clone(task, count - 1, of_task)
    bulk.clone(Step.objects.filter(case=template).first(), count - 1, of_step)
    one_of = lambda row: bulk.clone(row, count - 1, lambda at: {"task_id": bulk.identifier(at)})  # noqa: E731 - said once
    one_of(models.TaskReport.objects.get(task=template))
    bulk.clone(
        models.Support.objects.get(task=template),
        count - 1,
        lambda at: {"task_id": bulk.identifier(at), "body_id": bodies[(at * 7 + 1) % len(bodies)]},
    )
    money(template, count, bulk)
    models.Source.objects.bulk_create(
        [models.Source(document=str(UUID(int=at)), title=f"Document {at}") for at in range(1, DOCUMENTS)]
    )
    help_, apart = models.TaskHelp.objects.get(task=template), 200
    bulk.clone(
        help_,
        (count - 1) // apart,
        lambda at: {"id": bulk.identifier(at, 2), "task_id": bulk.identifier(at * apart + 20)},
    )
    counts: dict[tuple[str, str], int] = {}
    for at in range(count - 1):
        key = (PLACES[at % len(PLACES)], state(at))
        counts[key] = counts.get(key, 0) + 1
    for (place, code), copies in counts.items():
        row, _made = Tally.objects.get_or_create(kind=case.kind, place=place, state=code)
        row.count += copies
        row.amount += copies * (case.amount or 0)
        row.save()


def far(position: int) -> str:
    """Give the address of a page far in, as the page before it would give it."""
    from kechuang.casework.models import Case
    from kechuang.web.keyset import Key, _write

    row = Case.objects.filter(kind="delivery.task").order_by(F("due_on").asc(nulls_last=True), "pk")[position]
    return _write(row, (Key("due_on"), Key("pk")), position)


def measure(template: UUID, bodies: list[UUID], times: int, only=()):
    """Yield each page's name with its seconds, those of the processor, and how many queries it asked."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from kechuang.web.accounts.models import Person

    ledger = reverse("delivery_task:list")
    pages = [
        ("ledger, first page", "planner", ledger),
        ("ledger, last page", "planner", f"{ledger}?end=1"),
        ("ledger, a page far in", "planner", f"{ledger}?after={far(40_000)}"),
        ("ledger, by due day", "planner", f"{ledger}?sort=due_on"),
        ("ledger, overdue", "planner", f"{ledger}?flag=late"),
        ("ledger, under way", "planner", f"{ledger}?flag=open"),
        ("ledger, done", "planner", f"{ledger}?flag=done"),
        ("ledger, report overdue", "planner", f"{ledger}?flag=report"),
        ("ledger, waits for a decision", "planner", f"{ledger}?flag=help"),
        ("ledger, one state", "planner", f"{ledger}?state=DISPUTED"),
        ("ledger, closed", "planner", f"{ledger}?state=CLOSED"),
        ("ledger, closed of one county", "planner", f"{ledger}?state=CLOSED&place={PLACES[5]}"),
        ("ledger, one body", "planner", f"{ledger}?body={bodies[5]}"),
        ("ledger, one county", "planner", f"{ledger}?place={PLACES[5]}"),
        ("ledger, one document", "planner", f"{ledger}?document={UUID(int=7)}"),
        ("ledger, one year and source", "planner", f"{ledger}?year=2021&source=minutes"),
        ("ledger, number typed", "planner", f"{ledger}?q={CITY}-DB2026-0001"),
        ("ledger, county officer", "county", ledger),
        ("ledger, body's reporter", "clerk", ledger),
        ("palette, words of a title", "planner", reverse("web:search") + "?q=Task+777"),
        ("board", "planner", reverse("delivery_task:board")),
        ("time line", "planner", reverse("delivery_task:timeline")),
        ("bodies and counties", "planner", reverse("delivery_task:places")),
        ("page of a body", "planner", reverse("delivery_task:body", args=[bodies[5]])),
        ("page of a county", "planner", reverse("delivery_task:place", args=[PLACES[5]])),
        ("page of the city", "planner", reverse("delivery_task:place", args=[CITY])),
        ("dispatch page", "planner", reverse("delivery_task:dispatch")),
        ("one task", "planner", reverse("casework:case", args=[template])),
    ]
    for name, username, url in pages:
        if only and not any(word in name for word in only):
            continue
        client = Client()
        client.force_login(Person.objects.get(username=username))
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        count = len(asked)
        if os.environ.get("BENCH_SHOW"):
            for each in sorted(asked.captured_queries, key=lambda each: -float(each["time"]))[:4]:
                if float(each["time"]) > 0.02:
                    print("      ", each["time"], each["sql"][:700], flush=True)
        spent, busy = [], []
        for _ in range(times):
            started, worked = time.perf_counter(), time.process_time()
            response = client.get(url)
            spent.append(time.perf_counter() - started)
            busy.append(time.process_time() - worked)
            assert response.status_code == 200, (url, response.status_code)
        yield name, spent, busy, count


if __name__ == "__main__":
    main()
