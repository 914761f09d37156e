"""Transfer, objection, suspension and resumption, reopening: who may, what moves, what is refused and why."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kechuang.casework.due import sweep
from kechuang.casework.models import DueMove, Step
from kechuang.casework.notices import years
from kechuang.casework.notices.models import YearAccount
from kechuang.casework.posts import staffing
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import FillPost, SetPost
from kechuang.casework.standard import declare
from kechuang.casework.standard.alongside import form_of
from kechuang.casework.standard.models import ObjectionRaised, Pause
from kechuang.casework.standard.requests import (
    DecideObjection,
    Object,
    Remind,
    Reopen,
    Resume,
    Suspend,
    Transfer,
)
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Grant, Person
from tests.casework.standard.conftest import BEGIN, moment


def transfer(town, case, to, by="county1", post=None, reason="It is yours."):
    request = Transfer(case=case.pk, office=town.bodies[to].pk, post=post, reason=reason)
    return town.take(case, declare.TRANSFER, request, by)


def suspended(town, until=None):
    case = town.accepted()
    request = Suspend(case=case.pk, reason="A lawsuit.", basis="Rule 3", until=until)
    assert town.take(case, declare.SUSPEND, request, "county2").refusal is None
    return case


def granted(town):
    case = town.accepted()
    assert town.step(case, "grant", "county2").refusal is None
    case.refresh_from_db()
    return case


def objected(town, by="clerk", body="firm"):
    case = granted(town)
    request = Object(case=case.pk, reason="The name is wrong.", body=town.bodies[body].pk)
    return case, town.take(case, declare.OBJECT, request, by)


def reopen(town, case, by, reason="New evidence.", on=BEGIN):
    return town.take(case, declare.REOPEN, Reopen(case=case.pk, reason=reason), by, on)


def test_transferred_to_another_office_the_days_and_the_history_stay(town):
    case = town.submitted()
    before = case.due_on

    outcome = transfer(town, case, "city")

    assert outcome.refusal is None
    assert (case.office_id, case.state, case.due_on) == (town.bodies["city"].pk, "SUBMITTED", before)
    assert list(case.steps.order_by("id").values_list("move", flat=True)) == ["submit", declare.TRANSFER]
    assert town.step(case, "accept", "city1").refusal is None


@pytest.mark.parametrize(
    ("to", "reason", "code", "place"),
    [
        ("county", "Yours.", "casework.same_office", "office"),
        ("other county", "Yours.", "casework.office_elsewhere", "office"),
        ("firm", "Yours.", "casework.office_elsewhere", "office"),
        ("city", " ", "casework.text_missing", "reason"),
    ],
)
def test_a_transfer_needs_a_reason_and_an_office_whose_place_covers_the_case(town, to, reason, code, place):
    case = town.submitted()

    refusal = transfer(town, case, to, reason=reason).refusal

    assert (refusal.code, refusal.place) == (code, place)
    assert case.office_id == town.bodies["county"].pk


def test_transferred_to_a_post_on_the_page_the_case_is_the_work_of_who_fills_it(town, client):
    case = town.submitted()
    keeper = town.person("keeper", "body_keeper", "county")
    county, post = town.bodies["county"].pk, chance.uuid7()
    with clock.fixed(moment(BEGIN)):
        seat = SetPost(body=county, post=post, title="Clerk of matters", roles=("county_checker",), since=BEGIN)
        assert staffing.set_post(seat, by=keeper, key="post").refusal is None
        fill = FillPost(body=county, post=post, person=town.actors["county2"].person, since=BEGIN)
        assert staffing.fill_post(fill, by=keeper, key="fill").refusal is None
    Grant.objects.create(
        person_id=town.actors["county1"].person, role="body_keeper", body=town.bodies["county"], valid_from=BEGIN
    )
    client.force_login(Person.objects.get(pk=town.actors["county1"].person))
    data = {"key": "k", "version": case.version, "taker": f"post:{post}", "reason": "Hers."}

    with clock.fixed(moment(BEGIN)):
        answer = client.post(reverse(form_of(declare.TRANSFER), args=[case.pk]), data)

    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert Assignment.objects.get(case=case).post_id == post


def test_suspended_the_clock_stands_still_and_a_due_day_lets_it_go_on(town):
    until = BEGIN + timedelta(days=7)
    case = suspended(town, until)
    before = case.due_on

    assert (case.hold, list(DueMove.objects.filter(done_at=None).values_list("move", "on"))) == (
        "suspended",
        [(declare.RESUME, until)],
    )
    with clock.fixed(moment(until)):
        swept = sweep()

    case.refresh_from_db()
    assert (swept.moved, case.hold, case.stopped_days, case.due_on) == (1, "", 7, before + timedelta(days=7))


def test_resumed_by_hand_the_day_for_it_is_struck(town):
    case = suspended(town, BEGIN + timedelta(days=30))
    before = case.due_on

    outcome = town.take(case, declare.RESUME, Resume(case=case.pk), "county1", BEGIN + timedelta(days=3))

    assert (outcome.refusal, case.hold, case.due_on) == (None, "", before + timedelta(days=3))
    assert DueMove.objects.filter(done_at=None).count() == 0
    assert Pause.objects.get().shifted_days == 3


def test_what_is_not_suspended_is_not_resumed_and_a_party_neither_suspends_nor_resumes(town):
    case = town.accepted()

    idle = town.take(case, declare.RESUME, Resume(case=case.pk), "county1")
    party = town.take(case, declare.SUSPEND, Suspend(case=case.pk, reason="x", basis="y"), "clerk")

    assert idle.refusal.code == "casework.not_held"
    assert party.refusal == Refusal("case.not_yours", {"move": declare.SUSPEND})


def test_a_party_objects_and_the_case_is_held_until_it_is_decided(town):
    case, outcome = objected(town)

    assert outcome.refusal is None
    assert (case.state, case.hold) == ("GRANTED", "objection")
    assert town.step(case, "close", "county1").refusal.code == "case.held"
    row = ObjectionRaised.objects.get()
    assert (row.reason, row.body.name, row.upheld) == ("The name is wrong.", "firm", None)


@pytest.mark.parametrize(("upheld", "state"), [(True, "ACCEPTED"), (False, "GRANTED")])
def test_upheld_the_case_goes_back_rejected_it_goes_on(town, upheld, state):
    case, _raised = objected(town)

    request = DecideObjection(case=case.pk, upheld=upheld, reason="Checked.")
    outcome = town.take(case, declare.DECIDE_OBJECTION, request, "county1", BEGIN + timedelta(days=2))

    assert (outcome.refusal, case.state, case.hold, case.stopped_days) == (None, state, "", 2)
    assert ObjectionRaised.objects.get().upheld is upheld


def test_an_objection_speaks_only_for_a_body_that_is_a_party(town):
    _case, stranger = objected(town, by="other clerk", body="other firm")

    assert stranger.refusal == Refusal("case.not_yours", {"move": declare.OBJECT})
    assert ObjectionRaised.objects.count() == 0


def test_only_the_office_decides_an_objection(town):
    case, _raised = objected(town)

    request = DecideObjection(case=case.pk, upheld=True, reason="I say so.")
    outcome = town.take(case, declare.DECIDE_OBJECTION, request, "clerk")

    assert (outcome.refusal, case.hold) == (
        Refusal("case.not_yours", {"move": declare.DECIDE_OBJECTION}),
        "objection",
    )


def test_reopened_by_somebody_else_the_case_has_a_new_term_and_keeps_its_decision(town):
    case = granted(town)

    own = reopen(town, case, "county2")
    other = reopen(town, case, "county1")

    assert own.refusal == Refusal("case.not_yours", {"move": declare.REOPEN})
    assert (other.refusal, case.state, case.finished) == (None, "ACCEPTED", False)
    assert case.due_on > BEGIN
    assert Step.objects.filter(case=case, move="grant").count() == 1


def test_a_case_frozen_with_its_year_moves_again_only_once_it_is_reopened(town):
    case = granted(town)
    later = date(2027, 1, 15)
    keeper = town.person("keeper", "planner", "city")
    with clock.fixed(moment(later)):
        closed = years.close(case.kind, 2026, office=town.bodies["city"], by=keeper, key="close", on=later)
    assert closed.refusal is None

    frozen = town.step(case, "close", "county1", on=later)
    again = reopen(town, case, "county1", on=later)
    decided = town.step(case, "refuse", "county2", on=later)

    assert YearAccount.objects.get(case=case).standing == YearAccount.FROZEN
    assert (frozen.refusal.code, again.refusal, decided.refusal) == ("year.frozen", None, None)


def test_a_reminder_stands_once_for_a_step(town):
    case = town.submitted()
    later = BEGIN + timedelta(days=20)

    first, second = (town.take(case, declare.REMIND, Remind(case=case.pk), "clerk", later) for _ in range(2))

    assert (first.refusal, second.refusal.code) == (None, "casework.reminded_already")
