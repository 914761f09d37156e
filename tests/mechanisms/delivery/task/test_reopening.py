"""A closed task is opened again: lateness is counted against its new day, and that it was late before stays."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kechuang.casework.due import sweep
from kechuang.casework.models import DueMove
from kechuang.casework.standard import acts
from kechuang.casework.standard.declare import REOPEN
from kechuang.casework.standard.requests import Reopen
from kechuang.ledger.models import Entry
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.task import queries
from kechuang.mechanisms.delivery.task.models import DeliveryTask
from kechuang.mechanisms.delivery.task.rules.moves import TASK
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.delivery.task.conftest import moment

FIRST_DAY, LATE, DONE, AGAIN = date(2026, 6, 30), date(2026, 7, 10), date(2026, 7, 20), date(2026, 8, 3)


@pytest.fixture
def reopened(region):
    """A task that was late, was done, verified and closed, and is opened again."""
    case = region.running()
    sweep(LATE)
    for move, by, text in (("finish", "clerk", "Done."), ("verify", "auditor", "Seen."), ("close", "planner", "")):
        values = {"text": text} if move == "finish" else {"text": text or "so"}
        assert region.take(case, move, by, DONE, **values).refusal is None, move
    with clock.fixed(moment(AGAIN)):
        request = Reopen(case=case.pk, reason="验收后发现漏项")
        outcome = acts.take(TASK.kind, REOPEN, request, by=region.actors["second planner"], key="again")
    assert outcome.refusal is None, outcome.refusal
    case.refresh_from_db()
    return case


def test_a_reopened_task_is_not_late_before_its_new_day(reopened, region):
    row = DeliveryTask.objects.get(pk=reopened.pk)
    rows = queries.tasks(region.actors["planner"], AGAIN)

    sweep(reopened.due_on)

    reopened.refresh_from_db()
    assert (reopened.state, reopened.due_on > AGAIN, row.due_on) == ("IN_PROGRESS", True, reopened.due_on)
    assert (row.late_since, row.first_due_on, row.done_on) == (None, FIRST_DAY, None)
    assert not rows.filter(queries.late(reopened.due_on)).exists()


def test_it_becomes_late_against_the_new_day_and_the_old_lateness_stays(reopened, region):
    new_day = reopened.due_on
    client = Client()
    client.force_login(Person.objects.get(pk=region.actors["planner"].person))

    sweep(new_day + timedelta(days=1))

    reopened.refresh_from_db()
    row = DeliveryTask.objects.get(pk=reopened.pk)
    assert (reopened.state, row.late_since) == ("LATE", new_day + timedelta(days=1))
    late = Entry.objects.filter(type="delivery.task.became_late").order_by("seq")
    assert list(late.values_list("on", flat=True)) == [FIRST_DAY + timedelta(days=1), new_day + timedelta(days=1)]
    assert DueMove.objects.filter(case=reopened, move="become_late", done_at__isnull=True).count() == 0
    with clock.fixed(moment(new_day + timedelta(days=2))):
        page = client.get(f"/cases/{reopened.pk}/", headers={"accept-language": "en"}).content.decode()
    history = page[page.index("History") :]
    assert (history.count("become overdue"), "2026-06-30" in page, str(new_day) in page) == (2, True, True)
    assert verify().ok


def test_another_day_moves_the_lateness_with_it(reopened, region):
    later = reopened.due_on + timedelta(days=30)
    assert region.take(reopened, "adjust", "planner", AGAIN, due_on=later, reason="分两步做").refusal is None

    sweep(later)
    before = DeliveryTask.objects.get(pk=reopened.pk).late_since
    sweep(later + timedelta(days=1))

    assert (before, DeliveryTask.objects.get(pk=reopened.pk).late_since) == (None, later + timedelta(days=1))
