"""Every standard move has a page; each is shown to whom it is open, keeps what was typed, and says what changed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kechuang.casework.models import Case, Step
from kechuang.casework.standard import declare
from kechuang.casework.standard.alongside import form_of
from kechuang.casework.standard.forms import FORMS
from kechuang.casework.standard.models import Correction, Opinion
from kechuang.casework.standard.requests import Ask
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


def sign_in(client, town, name):
    client.force_login(Person.objects.get(pk=town.actors[name].person))
    return client


def page_of(case, move):
    return reverse(form_of(move), args=[case.pk])


def test_faults_typed_on_the_page_reach_the_holder(town, client):
    case = town.submitted()
    desk = sign_in(client, town, "county1")
    data = {"key": "k", "version": case.version, "what_1": "Not signed.", "remedy_1": "Sign it.", "what_2": "No year."}

    answer = desk.post(page_of(case, declare.RETURN), data)

    assert answer.status_code == 302
    shown = sign_in(client, town, "clerk").get(reverse("casework:case", args=[case.pk])).content.decode()
    assert all(text in shown for text in ("Not signed.", "Sign it.", "No year."))
    assert reverse("standard:resubmit", args=[case.pk]) in shown


def test_the_page_of_a_held_case_shows_its_day_without_days_left(town, client):
    case = town.submitted()
    data = {"key": "k", "version": case.version, "what_1": "Not signed."}
    sign_in(client, town, "county1").post(page_of(case, declare.RETURN), data)
    Case.objects.filter(pk=case.pk).update(due_on=BEGIN + timedelta(days=3))

    shown = sign_in(client, town, "clerk").get(page_of(case, declare.RESUBMIT)).content.decode()

    assert ("（停止计算）" in shown, "剩 3 天" in shown) == (True, False)


def test_the_first_fault_is_not_called_optional_and_the_second_is(town, client):
    case = town.submitted()

    shown = sign_in(client, town, "county1").get(page_of(case, declare.RETURN)).content.decode()

    labels = {
        name: shown.partition(f'<label for="id_{name}">')[2].partition("</label>")[0] for name in ("what_1", "what_2")
    }
    assert {name: "（选填）" in label for name, label in labels.items()} == {"what_1": False, "what_2": True}


def test_an_empty_return_comes_back_and_more_rows_keep_what_was_typed(town, client):
    case = town.submitted()
    desk = sign_in(client, town, "county1")

    empty = desk.post(page_of(case, declare.RETURN), {"key": "k"})
    more = desk.post(page_of(case, declare.RETURN), {"key": "k", "what_1": "Not signed.", "what_2": "", "more": "1"})

    assert empty.status_code == 422
    assert 'name="what_6"' in more.content.decode()
    assert "Not signed." in more.content.decode()
    assert Correction.objects.count() == 0


def test_a_stranger_finds_no_page_of_any_move(town, client):
    case = town.submitted()
    stranger = sign_in(client, town, "far")

    assert {move: stranger.get(page_of(case, move)).status_code for move in FORMS} == dict.fromkeys(FORMS, 404)


def test_every_move_that_is_open_has_a_page_with_its_effects(town, client):
    case = town.accepted()

    for name in ("clerk", "county2"):
        person = sign_in(client, town, name)
        for move in sorted(moves_of(town, case, name) & set(FORMS)):
            answer = person.get(page_of(case, move))
            assert (answer.status_code, 'id="what-happens"' in answer.content.decode()) == (200, True)


def moves_of(town, case, name):
    from kechuang.casework import standing

    return {entry.move.code for entry in standing.open_moves(case, town.actors[name], BEGIN)}


def test_what_is_open_to_whom(town):
    case = town.accepted()

    assert moves_of(town, case, "clerk") == {declare.REMIND, declare.WITHDRAW}
    assert moves_of(town, case, "county1") == {declare.ASK, declare.TRANSFER, declare.SUSPEND}
    assert moves_of(town, case, "county2") == {"grant", "refuse", declare.ASK, declare.TRANSFER, declare.SUSPEND}
    assert moves_of(town, case, "far") == set()


def test_a_form_opened_before_somebody_else_moved_shows_what_changed_and_keeps_the_words(town, client):
    case = town.accepted()
    desk = sign_in(client, town, "county2")
    version = case.version
    town.take(case, declare.ASK, Ask(case=case.pk, bodies=(town.bodies["court"].pk,), question="Well?"), "county1")
    data = {"key": "k", "version": version, "reason": "A lawsuit.", "basis": "Rule 3"}

    late = desk.post(page_of(case, declare.SUSPEND), data)

    shown = late.content.decode()
    assert late.status_code == 422
    assert all(text in shown for text in ("Person county1", "A lawsuit.", 'id="meanwhile"'))
    case.refresh_from_db()
    assert case.hold == ""
    again = desk.post(page_of(case, declare.SUSPEND), {**data, "key": "k2", "version": case.version})
    assert again.status_code == 302
    case.refresh_from_db()
    assert case.hold == "suspended"


def test_sent_twice_a_form_does_its_act_once(town, client):
    case = town.submitted()
    desk = sign_in(client, town, "county1")
    data = {"key": "k", "version": case.version, "what_1": "Not signed."}

    first, second = (desk.post(page_of(case, declare.RETURN), data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Step.objects.filter(case=case, move=declare.RETURN).count() == 1


def test_an_asked_body_finds_the_case_in_its_box_and_answers(town, client):
    case = town.accepted()
    court = town.bodies["court"]
    town.take(case, declare.ASK, Ask(case=case.pk, bodies=(court.pk,), question="Well?"), "county1")
    judge = sign_in(client, town, "judge")

    box = judge.get(reverse("casework:inbox", args=["answers"])).content.decode()
    blank = judge.get(page_of(case, declare.OPINE)).content.decode()
    answer = judge.post(page_of(case, declare.OPINE), {"key": "k", "version": case.version, "answer": "agree"})

    assert case.number in box
    assert "Well?" in judge.get(reverse("casework:case", args=[case.pk])).content.decode()
    assert 'name="answer"' in blank
    assert answer.status_code == 302
    assert Opinion.objects.get().answer == "agree"
    assert case.number not in judge.get(reverse("casework:inbox", args=["answers"])).content.decode()


def test_a_held_case_says_so_on_its_page_and_shows_no_own_buttons(town, client):
    case = town.submitted()
    desk = sign_in(client, town, "county1")
    desk.post(page_of(case, declare.RETURN), {"key": "k", "version": case.version, "what_1": "Not signed."})

    shown = desk.get(reverse("casework:case", args=[case.pk])).content.decode()

    assert 'class="notice risk"' in shown
    assert reverse("matters:accept", args=[case.pk]) not in shown
    assert Case.objects.get(pk=case.pk).hold == "correction"
