"""A plain matter from its first day to its last, by the pages that people use; lists cost the same for one row or three."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.matters.models import Matter
from kechuang.casework.models import Case
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment

TYPED = {"sort": "proof", "title": "Proof of staff", "text": "Please certify our staff.", "key": "k", "declared": "on"}
QUERIES = 9


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


def sign_in(town, name):
    desk = Client()
    desk.force_login(Person.objects.get(pk=town.actors[name].person))
    return desk


def posted(client, case, move, **data):
    case.refresh_from_db()
    answer = client.post(reverse(f"matters:{move}", args=[case.pk]), {"version": case.version, **data})
    case.refresh_from_db()
    return answer


def submitted(town, **more):
    answer = sign_in(town, "clerk").post(reverse("matters:submit"), {**TYPED, **more})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Case.objects.latest("pk")


def test_an_application_is_brought_accepted_granted_and_closed(town):
    case = submitted(town)
    brought = (case.state, case.holder.name, case.office.name, case.due_on)

    states = []
    for name, move, text in (("county1", "accept", ""), ("county2", "grant", "As asked."), ("county1", "close", "")):
        answer = posted(sign_in(town, name), case, move, key=move, text=text)
        states.append((answer.status_code, case.state))

    assert brought == ("SUBMITTED", "firm", "county", date(2026, 3, 9))
    assert states == [(302, "ACCEPTED"), (302, "GRANTED"), (302, "CLOSED")]
    assert (Matter.objects.get().result, case.finished, case.due_on) == ("As asked.", True, None)


@pytest.mark.parametrize(
    ("name", "move", "state"), [("county2", "refuse", "REFUSED"), ("county1", "decline", "REFUSED")]
)
def test_a_refusal_needs_words_and_the_holder_reads_them(town, name, move, state):
    case = submitted(town)
    if move == "refuse":
        posted(sign_in(town, "county1"), case, "accept", key="a")
    desk = sign_in(town, name)

    silent = posted(desk, case, move, key="b", text=" ")
    posted(desk, case, move, key="c", text="Not for us.")

    assert (silent.status_code, case.state) == (422, state)
    shown = sign_in(town, "clerk").get(reverse("casework:case", args=[case.pk])).content.decode()
    assert "Not for us." in shown


def test_a_request_is_answered_and_closed(town):
    case = submitted(town, sort="consultation")
    desk = sign_in(town, "county1")

    posted(desk, case, "accept", key="a")
    posted(desk, case, "answer", key="b", text="Article 12.")

    assert (case.kind, case.state) == ("matters.request", "ANSWERED")
    posted(desk, case, "close", key="c")
    assert case.state == "CLOSED"


def test_who_accepted_an_application_does_not_decide_it(town):
    case = submitted(town)
    desk = sign_in(town, "county1")
    posted(desk, case, "accept", key="a")

    answer = posted(desk, case, "grant", key="b", text="Mine.")

    assert (answer.status_code, case.state) == (422, "ACCEPTED")


def test_an_office_takes_in_what_came_on_paper_without_a_holder(town):
    desk = sign_in(town, "county1")
    data = {"sort": "letter", "title": "A letter", "text": "Dear office.", "channel": "paper", "key": "k"}

    answer = desk.post(reverse("matters:take-in"), data)

    assert answer.status_code == 302, answer.content.decode()[:2000]
    case = Case.objects.get()
    assert (case.state, case.holder, case.office.name, case.matter.channel) == ("ACCEPTED", None, "county", "paper")


def test_sent_twice_a_matter_is_brought_once(town):
    submitted(town)

    submitted(town)

    assert Case.objects.count() == 1


def test_an_empty_form_says_what_is_missing_and_loses_nothing(town):
    answer = sign_in(town, "clerk").post(reverse("matters:submit"), {**TYPED, "text": ""})

    assert (answer.status_code, "Proof of staff" in answer.content.decode(), Case.objects.count()) == (422, True, 0)


def test_nobody_else_opens_a_step_or_reads_the_matter(town):
    case = submitted(town)

    for name in ("other clerk", "far"):
        reader = sign_in(town, name)
        assert reader.get(reverse("casework:case", args=[case.pk])).status_code == 404
        assert case.number not in reader.get(reverse("matters:list")).content.decode()
    assert sign_in(town, "far").post(reverse("matters:accept", args=[case.pk]), {"key": "k"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_three(town, django_assert_num_queries, count):
    for number in range(count):
        submitted(town, key=f"k{number}")
    desk = sign_in(town, "county1")
    desk.get(reverse("matters:list"))

    with django_assert_num_queries(QUERIES):
        shown = desk.get(reverse("matters:list")).content.decode()

    assert shown.count("Proof of staff") >= count
