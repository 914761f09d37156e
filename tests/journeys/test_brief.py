"""The leader's first page over real tasks and promises: it computes each figure, and shows nothing of the neighbour."""

import html
from datetime import date

import pytest
from django.test import Client

from kechuang.casework.briefing import registry
from kechuang.casework.due import sweep
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.delivery.task import actions
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.delivery.task.conftest import BEGIN, moment, region

__all__ = ["region"]
LATER = date(2026, 7, 6)
HERE, THERE, LINES = "330100", "330400", {"task.late", "task.soon", "task.blocked", "task.disputed"}
QUERIES = 38


@pytest.fixture
def node(region, settings, tmp_path):
    """Two cities, each with a leader; the neighbour has one task of its own that is late."""
    settings.KECHUANG_HOME = tmp_path
    region.person("leader", "leader", "city")
    open_log(THERE, "Jiaxing")
    region.body("other city", "department", THERE, THERE)
    region.body("other bureau", "department", THERE, THERE)
    region.person("other leader", "leader", "other city")
    region.person("other planner", "planner", "other city")
    request = asked.Make(
        case=chance.uuid7(), authority=THERE, office=region.bodies["other city"].pk, place=THERE,
        lead=region.bodies["other bureau"].pk, title="邻市检测站", text="建成一个。", year=2026, due_on=date(2026, 6, 30),
    )  # fmt: skip
    with clock.fixed(moment(BEGIN)):
        assert actions.make(request, by=region.actors["other planner"], key="other").refusal is None
    return region


def desk(name):
    found = Client()
    found.force_login(Person.objects.get(username=name))
    return found


def told(name="leader", on=LATER, **asking):
    with clock.fixed(moment(on)):
        answer = desk(name).get("/api/v1/brief/", asking)
    assert answer.status_code == 200, answer.content
    return answer.json()


def figures(brief, part=None):
    parts = [each for each in brief["parts"] if part in {None, each["code"]}]
    return {line["code"]: line["value"] for each in parts for line in each["lines"] if line["value"]}


def titles(brief):
    return {row["title"] for each in brief["parts"] for line in each["lines"] for row in line["rows"]}


def page(name="leader", on=LATER, **asking):
    with clock.fixed(moment(on)):
        answer = desk(name).get("/brief/", asking)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_alerts_follow_what_happens_to_the_tasks(node):
    late = node.running(title="逾期的任务")
    node.running(title="准时的任务", due_on=date(2026, 12, 31))
    blocked = node.running(title="受阻的任务", due_on=date(2026, 12, 31))

    quiet = figures(told(on=BEGIN), registry.ALERTS)
    node.take(blocked, "block", "clerk", LATER, text="用地未批")
    sweep(LATER)
    alarmed = told()
    assert node.take(late, "finish", "clerk", LATER, text="已建成。").refusal is None
    after = figures(told(), registry.ALERTS)

    assert quiet == {}
    assert figures(alarmed, registry.ALERTS) == {"task.late": 1, "task.blocked": 1}
    assert after == {"task.blocked": 1}
    shown = {(row["title"], row["note"]) for part in alarmed["parts"] if part["code"] == registry.ALERTS
             for line in part["lines"] for row in line["rows"]}  # fmt: skip
    assert shown == {("逾期的任务", "Begun."), ("受阻的任务", "用地未批")}


def test_a_question_waits_on_the_dispatch_part_until_it_is_answered(node):
    case = node.running(title="选址任务", due_on=date(2026, 12, 31))
    node.take(case, "ask_help", "clerk", body=node.bodies["city"].pk, question="用哪一块地？")

    waiting = told(on=BEGIN)
    answered = asked.AnswerHelp(task=case.pk, help=case.delivery_task.helps.get().pk, text="用北区地块。")
    with clock.fixed(moment(BEGIN)):
        outcome = actions.take("answer_help", answered, by=node.actors["leader"], key="answer")
    after = told(on=BEGIN)

    assert outcome.refusal is None
    assert figures(waiting, registry.DISPATCH) == {"task.help": 1}
    assert figures(waiting, registry.MINE) == {"answers.delivery.task": 1}
    assert "用哪一块地？" in titles(waiting)
    assert (figures(after, registry.DISPATCH), figures(after, registry.MINE)) == ({}, {})


def test_every_alert_opens_its_rows_and_the_dispatch_page_and_the_search_are_one_step_away(node):
    node.running(title="逾期的任务")
    sweep(LATER)

    shown = page()
    [line] = [each for part in told()["parts"] for each in part["lines"] if each["code"] == "task.late"]

    leader = desk("leader")
    with clock.fixed(moment(LATER)):
        listed = html.unescape(leader.get(line["url"]).content.decode())
        dispatch = leader.get("/delivery/dispatch/", {"place": HERE})
        found = html.unescape(leader.get("/search/", {"q": "逾期的任务"}).content.decode())
    assert 'role="search"' in shown
    assert 'action="/search/"' in shown
    assert (dispatch.status_code, "逾期的任务" in listed, "逾期的任务" in dispatch.content.decode()) == (
        200,
        True,
        True,
    )
    assert "逾期的任务</" in found


@pytest.mark.parametrize(
    ("name", "status"),
    [("leader", 200), ("planner", 200), ("clerk", 403), ("county clerk", 403), ("auditor", 403)],
)
def test_who_may_see_the_page(node, name, status):
    with clock.fixed(moment(LATER)):
        answers = [desk(name).get(url).status_code for url in ("/brief/", "/api/v1/brief/")]

    assert answers == [status, status]


def test_a_stranger_is_asked_to_sign_in(node):
    answer = Client().get("/brief/")

    assert (answer.status_code, Client().get("/api/v1/brief/").status_code) == (302, 401)
    assert "/brief/" in answer["Location"]


def test_each_city_sees_its_own_and_nothing_of_the_neighbour(node):
    node.running(title="本市检测站")
    sweep(LATER)

    own, other = told("leader"), told("other leader")
    texts = page("leader"), page("other leader")
    found = []
    for name in ("leader", "other leader"):
        with clock.fixed(moment(LATER)):
            found.append(html.unescape(desk(name).get("/search/", {"q": "检测站"}).content.decode()))

    assert (figures(own, registry.ALERTS), figures(other, registry.ALERTS)) == ({"task.late": 1}, {"task.late": 1})
    assert ("本市检测站" in titles(own), "邻市检测站" in titles(own)) == (True, False)
    assert ("本市检测站" in titles(other), "邻市检测站" in titles(other)) == (False, True)
    assert [("本市检测站" in text, "邻市检测站" in text) for text in texts] == [(True, False), (False, True)]
    assert [("本市检测站" in text, "邻市检测站" in text) for text in found] == [(True, False), (False, True)]
    with clock.fixed(moment(LATER)):
        assert desk("leader").get("/brief/", {"place": THERE}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_late_task_and_for_three(
    node, django_assert_num_queries, count
):
    for at in range(count):
        case = node.running(title=f"任务{at}")
        node.take(case, "ask_help", "clerk", body=node.bodies["city"].pk, question=f"问题{at}？")
    sweep(LATER)
    leader = desk("leader")

    with clock.fixed(moment(LATER)):
        leader.get("/brief/")
        with django_assert_num_queries(QUERIES):
            shown = leader.get("/brief/")

    rows = {line.code: len(line.rows) for part in shown.context["parts"] for line in part.lines}
    assert (rows["task.late"], rows["task.help"]) == (count, count)
