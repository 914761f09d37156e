"""The demonstration shows one evaluation published and one with the third party; nobody is late in either."""

from collections import Counter
from datetime import date, timedelta

import pytest

from kechuang.casework.models import Case
from kechuang.config.demo import cast, evaluating, story, tasks, troupe
from kechuang.config.demo.stage import Stage
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.evaluation.models import Check, Evaluation, IssuedReport, SelfReport, Statement
from kechuang.web import clock
from kechuang.web.accounts.models import Body

LAST = date(2026, 11, 20)


@pytest.fixture
def played(db, areas):
    """The offices of one city with the plan, its tasks and its evaluations alone."""
    found = troupe.Troupe()
    open_log("330100", "演示")
    troupe._offices(found)
    institute = Body.objects.create(
        code=cast.THIRD_PARTY, name="研究院（演示）", kind="institute", place="310115", valid_from=cast.FIRST_DAY
    )
    found.bodies[institute.code], found.places[institute.code] = institute.pk, institute.place
    found.authorities[institute.code] = ""
    people = [(one.username, one.name, one.role, one.body) for one in cast.officers() if one.body[:4] == "3301"]
    people.append((f"clerk.{institute.code}", "甲", "provider_clerk", institute.code))
    troupe._persons(found, people)
    troupe.also(found, "reporter", cast.answering())
    troupe.also(found, "evaluator", cast.checking())
    stage = Stage()
    stage.scene(story.PLAN_DAY, story.Story(found, stage)._plan)
    tasks.Tasks(found, stage).set_out()
    evaluating.Evaluating(found, stage).set_out()
    for on in sorted({*stage.scenes, *stage.cues}):
        stage.play(on)
    return stage


def test_one_is_published_and_one_is_with_the_third_party(played):
    states = {row.evaluation.kind: row.state for row in Case.objects.filter(kind=evaluating.KIND)}
    with clock.fixed(played.moment):
        late = Case.objects.filter(kind="delivery.self_report", due_on__lt=LAST, finished=False).count()

    assert dict(played.refusals) == {}
    assert (states, late) == ({"annual": "PUBLISHED", "midterm": "CHECKING"}, 0)
    published = Evaluation.objects.get(kind="annual")
    assert list(IssuedReport.objects.order_by("edition").values_list("final", flat=True)) == [False, True]
    assert SelfReport.objects.filter(evaluation=published, submitted_on__gt=published.report_by).count() == 0
    assert Counter(Statement.objects.values_list("claim", flat=True))["behind"] == 0
    assert Check.objects.filter(statement__report__evaluation__kind="midterm").count() > 0
    assert timedelta(0) <= LAST - published.published_on
