"""From a clause of a document to the closed task, through the pages alone; and the meeting that looks at it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework import due
from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.delivery.task.models import DeliveryTask
from kechuang.policy import actions as policy
from kechuang.policy.rules import as_read
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.delivery.task.conftest import BEGIN, moment, region
from tests.policy import plans

__all__ = ["region"]


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    with clock.fixed(moment(BEGIN)):
        yield


def sign_in(region, name):
    browser = Client()
    browser.force_login(Person.objects.get(pk=region.actors[name].person))
    return browser


def imported(region):
    draft = policy.preview(plans.reading(), plans.TEXT, plans.TEXT.encode(), by=region.actors["planner"])
    outcome = policy.accept(draft, as_read(plans.reading()), by=region.actors["planner"], on=BEGIN)
    assert outcome.refusal is None, outcome.refusal
    return outcome.case


def read(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def posted(browser, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"delivery_task:{move}", args=[case.pk])
    answer = browser.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case.refresh_from_db()
    return case.state


def test_a_clause_becomes_a_task_and_the_task_is_closed(region):
    document = imported(region)
    planner, clerk, auditor = (sign_in(region, name) for name in ("planner", "clerk", "auditor"))
    page = read(planner, reverse("delivery_task:choose", args=[document]))
    sent = {"key": "choose"}
    for at in range(page.count('id="line-')):
        sent |= {f"pick_{at}": "on", f"due_{at}": "2026-12-31"}
    sent["lead_0"], sent["supports_0"] = "bureau", "county"

    answer = planner.post(reverse("delivery_task:choose", args=[document]), sent)
    planner.post(reverse("delivery_task:choose", args=[document]), sent)

    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = {row.delivery_task.finding: row for row in Case.objects.filter(kind="delivery.task")}
    assert sorted(row.state for row in made.values()) == ["ASSIGNED", *["ITEM"] * (len(made) - 1)]
    case = next(row for row in made.values() if row.state == "ASSIGNED")
    shown = read(clerk, reverse("casework:case", args=[case.pk]))
    assert (case.delivery_task.clause in shown, "科研仪器共享服务平台" in shown) == (True, True)
    states = [
        posted(clerk, case, "accept", text=""),
        posted(
            clerk, case, "list_measures", text_0="Choose the site", owner_0="Section one", by_0="2026-04-30", text_1=""
        ),
        posted(clerk, case, "plan_year", text_0="Site chosen", owner_0="", by_0="2026-05-31"),
        posted(clerk, case, "report", percent="40", text="Half way.", milestone="Site chosen"),
        posted(clerk, case, "ask_help", body="city", question="Which budget line?"),
        posted(clerk, case, "finish", text="Five platforms are open."),
        posted(auditor, case, "verify", text="Seen on the spot."),
        posted(planner, case, "close", text=""),
    ]
    assert states == [
        *("ACCEPTED", "MEASURE_LIST", "MEASURE_LIST", "IN_PROGRESS", "IN_PROGRESS", "DONE", "VERIFIED", "CLOSED"),
    ]
    shown = read(planner, reverse("casework:case", args=[case.pk]))
    for words in ("Choose the site", "Site chosen", "Half way.", "Which budget line?", "Five platforms are open."):
        assert words in shown
    assert verify().ok


def test_the_meeting_sees_what_is_late_why_and_what_changed(region):
    late = region.running(title="The late one", due_on=date(2026, 4, 10))
    region.running(title="The good one")
    planner = sign_in(region, "planner")
    region.take(late, "ask_help", "clerk", body=region.bodies["city"].pk, question="Which plot of land?")
    taken = planner.post(reverse("delivery_task:take"), {"key": "m1", "title": "First meeting", "note": "Go on."})
    assert taken.status_code == 302, taken.content.decode()[:2000]
    with clock.fixed(moment(date(2026, 4, 20))):
        due.sweep(date(2026, 4, 20))

        shown = read(planner, reverse("delivery_task:dispatch"))
        wide = read(planner, f"{reverse('delivery_task:dispatch')}?view=wide")
        lists = read(planner, f"{reverse('delivery_task:list')}?flag=late&place=330100")
        planner.post(reverse("delivery_task:take"), {"key": "m2", "title": "Second meeting", "note": ""})
        past = read(planner, reverse("delivery_task:dispatches"))

    for words in ("The late one", "Which plot of land?", "First meeting", "新增逾期"):
        assert words in shown
    assert ("dispatch-wide" in wide, "The late one" in lists, "The good one" in lists) == (True, True, False)
    assert ("First meeting" in past, "Second meeting" in past) == (True, True)
    second = Case.objects.get(title="Second meeting")
    meeting = read(planner, reverse("delivery_task:dispatch-of", args=[second.pk]))
    assert ("新增逾期" in meeting, DeliveryTask.objects.get(pk=late.pk).late_since) == (True, date(2026, 4, 11))


def test_a_body_and_a_county_have_their_package(region):
    region.running("county", title="The county's task", place="330106")
    region.running(title="The bureau's task")
    reader = sign_in(region, "planner")

    county = read(reader, reverse("delivery_task:place", args=["330106"]))
    body = read(reader, reverse("delivery_task:body", args=[region.bodies["bureau"].pk]))

    assert ("The county&#x27;s task" in county, "The bureau&#x27;s task" in county) == (True, False)
    assert ("The county&#x27;s task" in body, "The bureau&#x27;s task" in body) == (False, True)
    assert ("共 1 项" in county, "共 1 项" in body) == (True, True)  # counted of the package, not of the whole ledger
    for name in ("board", "timeline", "places"):
        assert "The bureau&#x27;s task" in read(reader, reverse(f"delivery_task:{name}")) or name == "places"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_task_and_three(region, django_assert_num_queries, count):
    for number in range(count):
        region.make("bureau", title=f"Task {number}")
    reader = sign_in(region, "planner")
    reader.get(reverse("delivery_task:list"))

    with django_assert_num_queries(18):
        shown = reader.get(reverse("delivery_task:list")).content.decode()

    assert shown.count("Task ") >= count


def test_others_do_not_see_a_task_and_those_who_are_asked_do(region):
    case = region.running()
    far = sign_in(region, "far clerk")
    before = far.get(reverse("casework:case", args=[case.pk])).status_code

    region.take(case, "ask_help", "clerk", body=region.bodies["other county"].pk, question="May we?")

    asked = case.delivery_task.helps.get()
    shown = read(far, reverse("casework:case", args=[case.pk]))
    url = reverse("delivery_task:answer-help", args=[asked.pk])
    assert (before, url in shown, far.post(url, {"key": "a", "text": ""}).status_code) == (404, True, 422)
    assert far.post(url, {"key": "a", "text": "You may."}).status_code == 302
    assert far.get(url).status_code == 404


def taken_in(region):
    """Let the county take a matter in; give the id of the fact."""
    from kechuang.casework.matters import actions
    from kechuang.casework.matters.rules import Open
    from kechuang.web import chance

    wanted = Open(
        case=chance.uuid7(),
        kind="matters.request",
        sort="letter",
        title="A letter",
        text="Dear office.",
        place="330106",
        authority="330100",
        office=region.bodies["county"].pk,
        channel="paper",
    )
    outcome = actions.take_in(wanted, by=region.actors["county officer"], key=region.key())
    assert outcome.refusal is None, outcome.refusal
    return outcome.facts[0]


def test_facts_of_the_ledger_prove_a_task_and_nobody_types_it(region):
    from decimal import Decimal

    from kechuang.mechanisms.delivery.task import proving
    from kechuang.mechanisms.delivery.task.rules.requests import Proof

    case = region.running()
    proof = Proof(type="matters.taken_in", place="330106", count=Decimal(2), since=BEGIN)
    region.take(case, "adjust", "planner", reason="Counted by facts", proof=proof)
    first = taken_in(region)
    proving.run(moment(BEGIN))
    case.refresh_from_db()
    waiting = case.state
    second = taken_in(region)

    proving.run(moment(BEGIN))
    proving.run(moment(BEGIN))

    case.refresh_from_db()
    row = DeliveryTask.objects.get(pk=case.pk)
    assert (waiting, case.state, row.proved_on, row.proofs.count()) == ("IN_PROGRESS", "DONE", BEGIN, 2)
    assert {first, second} == set(row.proofs.values_list("entry", flat=True))
