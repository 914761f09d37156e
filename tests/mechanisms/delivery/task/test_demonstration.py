"""The demonstration's own tasks stand in every state, and two meetings looked at them."""

from collections import Counter
from datetime import date, timedelta

import pytest

from kechuang.casework.models import Case
from kechuang.config.demo import cast, tasks, troupe
from kechuang.config.demo.stage import Stage
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.task.models import Dispatch
from kechuang.mechanisms.delivery.task.rules.moves import TASK


@pytest.fixture
def played(db, areas):
    """The offices alone, with the tasks' own scenes; what proves one of them belongs to other parts of the story."""
    found = troupe.Troupe()
    open_log("330100", "演示")
    troupe._offices(found)
    people = [(one.username, one.name, one.role, one.body) for one in cast.officers() if one.body[:4] == "3301"]
    troupe._persons(found, people)
    troupe.also(found, "reporter", cast.answering())
    stage = Stage()
    tasks.Tasks(found, stage).set_out()
    on = tasks.MADE
    while on <= date(2026, 11, 20):
        stage.play(on)
        on += timedelta(days=1)
    return stage


def test_tasks_stand_in_every_state_and_two_meetings_looked_at_them(played):
    states = Counter(Case.objects.filter(kind=TASK.kind).values_list("state", flat=True))

    assert dict(played.refusals) == {}
    assert dict(states) == {
        "ITEM": 2,
        "ASSIGNED": 3,
        "DISPUTED": 1,
        "ACCEPTED": 3,
        "MEASURE_LIST": 3,
        "IN_PROGRESS": 8,
        "LATE": 3,
        "BLOCKED": 2,
        "DONE": 3,
        "VERIFIED": 1,
        "CLOSED": 3,
    }
    assert [row.late for row in Dispatch.objects.order_by("pk")] == [3, 3]
    assert [row.title for row in Case.objects.filter(kind=TASK.kind) if cast.MARK not in row.title] == []
