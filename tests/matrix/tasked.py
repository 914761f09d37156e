"""A task of each region that waits for a decision of its own city, and a meeting that looked at it."""

from datetime import date

from kechuang.mechanisms.delivery.task import actions, meeting, queries
from kechuang.mechanisms.delivery.task.models import TaskHelp
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.web import chance
from tests.pages.voucher.world import done


def tasks(filled, region: str, among, seen) -> None:
    world = filled.worlds[region]
    office, lead, planner = world.bodies["city office"], world.bodies["finance office"], world.actor("planner")
    secret, case = f"{world.mark}未公开任务内容", chance.uuid7()
    clerk = world.actor("reporter")
    made = asked.Make(
        case=case,
        authority=world.city,
        office=office.pk,
        place=world.city,
        title=f"{world.mark}任务",
        text=secret,
        year=2026,
        lead=lead.pk,
        due_on=date(2026, 12, 31),
    )
    with world.at():
        done(actions.make(made, by=planner, key=world.key()))
        done(actions.take("accept", asked.Step(task=case, move="accept"), by=clerk, key=world.key()))
        question = asked.AskHelp(task=case, body=office.pk, question=secret)
        done(actions.take("ask_help", question, by=clerk, key=world.key()))
        rows = queries.tasks(planner, date(2026, 7, 6))
        taken = done(
            actions.take_dispatch(meeting.taken(rows, office, "Meeting", secret), by=planner, key=world.key())
        ).case
    filled.add(region, "task", case, seen)
    filled.add(region, "task question", TaskHelp.objects.get(task=case).pk, among(region, "planner", "leader"))
    filled.add(region, "task body", lead.pk, seen)
    filled.add(region, "task place", world.city, seen)
    filled.add(region, "dispatch", taken, seen - among(region, "reporter"))
    filled.plant(secret, seen)
